/** `npm start [-- --port N]`: builds, then runs the demonstration site's relay on port N and a distant on port N + 1. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fail, program, root, run } from './tools.mjs'

const folder = join(root, '.run')

const port = portOf(process.argv.slice(2))
const origin = `127.0.0.1:${port}`
const distant = `127.0.0.1:${port + 1}`
for (const each of [port, port + 1]) await mustBeFree(each)

run('node', ['scripts/build.mjs'])
console.log('Building the servers…')
run('cargo', ['build', '--quiet', '--bin', 'campagnodon'])

mkdirSync(folder, { recursive: true })
const env = { ...process.env, ...secrets() }
let ending = false
const servers = ['distant', 'relay'].map((name) => start(name))
process.on('SIGINT', () => end())
process.on('SIGTERM', () => end())

console.log(`
  The site     http://${origin}/
  The distant  http://${distant}/   what arrived there

Ctrl-C ends both.
`)

/** Starts a server, its settings moved to our ports. The end of one is the end of both. @param {string} name */
function start(name) {
  const settings = join(folder, `${name}.toml`)
  const template = readFileSync(join(root, 'examples', `demo-${name}.toml`), 'utf8')
  writeFileSync(settings, template.replaceAll('127.0.0.1:8081', distant).replaceAll('127.0.0.1:8080', origin))
  const server = spawn(program(), [name, '--config', settings], { env, stdio: 'inherit' })
  server.on('error', (error) => end(`Cannot start the ${name}: ${error.message}`))
  server.on('exit', (code) => end(code ? `The ${name} ended; the reason is above.` : undefined))
  return server
}

/** @param {string} [reason] */
function end(reason) {
  if (ending) return
  ending = true
  for (const server of servers) server.kill('SIGTERM')
  if (reason) fail(reason)
}

/** Made once, so that payment pages still open after a restart. */
function secrets() {
  const file = join(folder, 'secrets.json')
  if (!existsSync(file)) {
    const names = ['CAMPAGNODON_SECRET', 'CAMPAGNODON_SITE_KEY', 'CAMPAGNODON_API_KEY']
    const made = Object.fromEntries(names.map((name) => [name, randomBytes(24).toString('hex')]))
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** @param {string[]} args */
function portOf(args) {
  const words = args.join('=')
  const number = words === '' ? 8080 : Number(/^--port=(\d{1,5})$/.exec(words)?.[1])
  if (!(number >= 1 && number <= 65534)) fail('npm start [-- --port N]: N is from 1 to 65534; N + 1 is used too.')
  return number
}

/** @param {number} number */
function mustBeFree(number) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (/** @type {NodeJS.ErrnoException} */ { code, message }) => {
      if (code !== 'EADDRINUSE') fail(`Cannot listen on port ${number}: ${message}`)
      const other = port > 65000 ? port - 100 : port + 100
      fail(`Port ${number} is in use by another program. Take another: npm start -- --port ${other}`)
    })
    probe.listen(number, '127.0.0.1', () => probe.close(resolve))
  })
}
