/** The real programs with the demonstration's settings, each in a folder of its own, on free ports. */
import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { program, root } from '../../../scripts/tools.mjs'
import { until } from './until.mjs'

/**
 * Starts a distant and a relay.
 * @param {{ pages?: Record<string, string>, log?: string, keys?: string, tables?: string, edit?: (settings: string) => string }} [options]
 *   pages to add to the site, what to log, keys and tables to add to the relay's settings, and what to change in them
 */
export async function startServers({ pages = {}, log = 'trace', keys = '', tables = '', edit = (all) => all } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'campagnodon-e2e-'))
  const site = join(folder, 'site')
  cpSync(join(root, 'www/demo'), site, { recursive: true })
  for (const [name, html] of Object.entries(pages)) writeFileSync(join(site, name), html)

  const [originPort, distantPort] = await freePorts(2)
  const names = ['CAMPAGNODON_SECRET', 'CAMPAGNODON_SITE_KEY', 'CAMPAGNODON_API_KEY', 'CAMPAGNODON_TAGS_KEY']
  const secrets = Object.fromEntries(names.map((name) => [name, randomBytes(24).toString('hex')]))
  const env = { ...process.env, ...secrets, RUST_LOG: log, NO_COLOR: '1' }
  /** @param {string} name */
  const demo = (name) =>
    readFileSync(join(root, 'config', `demo-${name}.toml`), 'utf8')
      .replaceAll('127.0.0.1:8081', `127.0.0.1:${distantPort}`)
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${originPort}`)
      .replace('"../dist"', JSON.stringify(join(root, 'dist')))
      .replace('"../www/demo"', JSON.stringify(site))
      .replace('probe_seconds = 2', 'probe_seconds = 1')
  /** @param {string} name */
  const settings = (name) => (name === 'relay' ? edit(`${keys}\n${demo(name)}\n${tables}`) : demo(name))

  const distant = new Server('distant', join(folder, 'distant'), distantPort, '/transactions.json', settings, env)
  const relay = new Server('relay', join(folder, 'origin'), originPort, '/health', settings, env)
  await Promise.all([distant.start(), relay.start()])
  return {
    distant,
    relay,
    origin: relay.address,
    secrets: Object.values(secrets),
    tagsKey: secrets.CAMPAGNODON_TAGS_KEY,
    /** Ends both and removes what they wrote. */
    async end() {
      await Promise.all([distant.stop(), relay.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

class Server {
  #name
  #probe
  #env
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #process

  /**
   * @param {string} name
   * @param {string} folder
   * @param {number} port
   * @param {string} probe what answers once it runs
   * @param {(name: string) => string} settings
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(name, folder, port, probe, settings, env) {
    this.#name = name
    this.#probe = probe
    this.#env = env
    /** Where its settings, its database and its log are. */
    this.folder = folder
    this.address = `http://127.0.0.1:${port}`
    mkdirSync(folder)
    writeFileSync(join(folder, `${name}.toml`), settings(name))
  }

  get log() {
    return join(this.folder, `${this.#name}.log`)
  }

  /** Starts it, also after a stop: same port, same folder. */
  async start() {
    const log = openSync(this.log, 'a')
    const args = [this.#name, '--config', join(this.folder, `${this.#name}.toml`)]
    const started = spawn(program(), args, { env: this.#env, stdio: ['ignore', log, log] })
    this.#process = started
    closeSync(log)
    // A test that dies must leave no server behind.
    process.once('exit', () => this.#process?.kill('SIGKILL'))
    await until(`the ${this.#name} answers`, async () => {
      if (started.exitCode !== null) throw new Error(readFileSync(this.log, 'utf8').slice(-2000))
      return (await fetch(this.address + this.#probe).catch(() => undefined))?.ok
    })
  }

  /** @param {NodeJS.Signals} [signal] */
  async stop(signal = 'SIGTERM') {
    const running = this.#process
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await ended
  }

  /**
   * Runs another command of the program on its settings, while it goes on. Returns what that prints.
   * @param {string[]} args
   */
  async command(...args) {
    const config = ['--config', join(this.folder, `${this.#name}.toml`)]
    return (await promisify(execFile)(program(), [...args, ...config], { env: this.#env })).stdout
  }

  /** As a power cut would. */
  kill() {
    return this.stop('SIGKILL')
  }
}

/** All open at once, so that each is another one. @param {number} count */
export async function freePorts(count) {
  const probes = Array.from({ length: count }, () => createServer())
  await Promise.all(probes.map((probe) => once(probe.listen(0, '127.0.0.1'), 'listening')))
  const ports = probes.map(portOf)
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))))
  return ports
}

/** Returns the port on which a server listens. @param {import('node:net').Server} server */
export function portOf(server) {
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('it does not listen on a port')
  return address.port
}
