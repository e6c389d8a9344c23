/**
 * What is measured and what it needs, each in processes of its own: the relay, its two kinds of distant, and PHP behind
 * nginx. All is in one folder, which the bench makes anew.
 */
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { built, root } from '../../scripts/tools.mjs'

const folder = join(root, '.run/bench-relay')
const here = join(root, 'bench/relay')
const ports = { relay: 8190, double: 8191, standalone: 8192, php: 8193 }
const keys = ['CAMPAGNODON_SECRET', 'CAMPAGNODON_SITE_KEY', 'CAMPAGNODON_API_KEY']
const env = {
  ...process.env,
  ...Object.fromEntries(keys.map((key) => [key, 'a key of the bench, that opens nothing'])),
}

export const program = built('release/campagnodon')

/** A distant that answers at once serves any number; an operator says so of it. Ours syncs once a transaction. */
const AT_ONCE = { double: 400, standalone: 32 }

const DAY = 24 * 3600 * 1000

/** What is in the relay's store before a run: transactions, and statuses that wait, due in so many milliseconds. */
export const stores = {
  few: { transactions: 1_000, statuses: 0, due: 0 },
  some: { transactions: 200_000, statuses: 0, due: 0 },
  many: { transactions: 1_000_000, statuses: 0, due: 0 },
  waiting: { transactions: 200_000, statuses: 100_000, due: DAY },
  due: { transactions: 200_000, statuses: 100_000, due: 0 },
}

/** @typedef {{ address: string, processes: () => number[], waiting: () => Promise<number>, end: () => Promise<void> }} Server */

/** Makes the folder and a store of each kind that is named. */
export function prepare(names) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of new Set(names)) {
    const { transactions, statuses, due } = stores[name]
    const config = settings('relay', 'double', `${name}.sqlite`)
    command(program, ['relay', '--check', '--config', config])
    command('php', [join(here, 'php/seed.php'), join(folder, `${name}.sqlite`), transactions, statuses, due])
  }
}

/** The relay with a copy of that store, beside that distant. @returns {Promise<Server>} */
export async function relay(store, distant) {
  const config = settings('relay', distant, fresh(store, 'relay'))
  const server = begin(program, ['relay', '--config', config], 'relay')
  const address = `http://127.0.0.1:${ports.relay}`
  await answers(`${address}/health`)
  const waiting = async () => (await (await fetch(`${address}/health`)).json()).distants.main.waiting
  return { address, processes: () => family(server.pid), waiting, end: server.end }
}

/** A distant that answers at once. */
export async function double() {
  const server = begin(
    'nginx',
    ['-p', folder, '-c', configure('double.conf', 'double.conf', { PORT: ports.double })],
    'double',
  )
  await answers(`http://127.0.0.1:${ports.double}/`)
  return server
}

/** Our own distant, with nothing in it. */
export async function standalone() {
  for (const ending of ['', '-wal', '-shm']) rmSync(join(folder, `distant.sqlite${ending}`), { force: true })
  const server = begin(
    program,
    ['distant', '--config', settings('distant', 'standalone', 'distant.sqlite')],
    'standalone',
  )
  await answers(`http://127.0.0.1:${ports.standalone}/`)
  return server
}

/** nginx and PHP-FPM with a copy of that store, beside the distant that answers at once. @returns {Promise<Server>} */
export async function php(store, persistent) {
  const words = {
    DATABASE_FILE: join(folder, fresh(store, 'php')),
    PORT: ports.php,
    PROGRAM: join(here, 'php/donation.php'),
    DISTANT_ADDRESS: `http://127.0.0.1:${ports.double}/rest`,
    IS_PERSISTENT: persistent ? 1 : 0,
  }
  const pool = begin(fpm(), ['-R', '-p', folder, '-y', configure('php/fpm.conf', 'fpm.conf', words)], 'fpm')
  const front = begin('nginx', ['-p', folder, '-c', configure('php/nginx.conf', 'nginx.conf', words)], 'nginx')
  const address = `http://127.0.0.1:${ports.php}`
  await answers(address)
  return {
    address,
    processes: () => [...family(pool.pid), ...family(front.pid)],
    waiting: async () => 0,
    end: async () => void (await Promise.all([pool.end(), front.end()])),
  }
}

/** Debian names the program after PHP's version. */
export function fpm() {
  const version = spawnSync('php', ['-r', 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;'], {
    encoding: 'utf8',
  }).stdout
  return `/usr/sbin/php-fpm${version ?? ''}`
}

/** The settings of the demonstration site, at our ports. */
function settings(name, distant, database) {
  const text = readFileSync(join(root, 'config', `demo-${name}.toml`), 'utf8')
    .replace(/^listen = .*/m, `listen = "127.0.0.1:${name === 'relay' ? ports.relay : ports.standalone}"`)
    .replace(/^database = .*/m, `database = "${database}"`)
    .replace(/^server = .*/m, `server = "http://127.0.0.1:${ports[distant]}"\nat_once = ${AT_ONCE[distant]}`)
    .replaceAll('"../', '"../../')
  const file = join(folder, `${name}.toml`)
  writeFileSync(file, text)
  return file
}

function configure(template, name, words) {
  let text = readFileSync(join(here, template), 'utf8')
  for (const [word, value] of Object.entries({ ...words, FOLDER: folder })) text = text.replaceAll(word, String(value))
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/**
 * A copy of a store, on the disk: what is still to be written would be written while we measure. For the same reason the
 * largest is copied once, and then is a little larger at each run.
 */
function fresh(store, user) {
  const file = join(folder, `${store}-${user}.sqlite`)
  if (existsSync(file) && stores[store].transactions > 500_000) return basename(file)
  for (const ending of ['', '-wal', '-shm']) rmSync(file + ending, { force: true })
  copyFileSync(join(folder, `${store}.sqlite`), file)
  command('sync', ['-f', folder])
  return basename(file)
}

function begin(command, args, name) {
  const log = openSync(join(folder, `${name}.log`), 'a')
  const server = spawn(command, args, { cwd: folder, env, stdio: ['ignore', log, log] })
  const ended = new Promise((resolve) => server.on('exit', resolve))
  server.on('error', (error) => console.error(`${name}: ${error.message}`))
  const end = async () => {
    server.kill('SIGTERM')
    await ended
  }
  return { pid: server.pid, end }
}

/** A process and those that it made. */
function family(pid) {
  const file = `/proc/${pid}/task/${pid}/children`
  const children = existsSync(file) ? readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : []
  return [pid, ...children.flatMap(family)]
}

async function answers(address) {
  for (let tries = 0; tries < 300; tries++) {
    try {
      // nginx is there before PHP.
      if ((await fetch(address)).status !== 502) return
    } catch {
      // Not there yet.
    }
    await sleep(50)
  }
  throw new Error(`${address} does not answer; see ${folder}`)
}

function command(name, args) {
  const { status, stderr } = spawnSync(name, args.map(String), { cwd: folder, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${stderr}`)
}
