/**
 * `npx campagnodon demo` shows the demonstration without Rust: npm installs the program that fits the machine. Here it
 * is the one that was built for the tests, packed as it is published.
 */
import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { manifest } from '../../scripts/tools.mjs'
import { freePorts } from '../e2e/support/servers.mjs'
import { until } from '../e2e/support/until.mjs'
import { companion, folder, install, kill, ours } from './published.mjs'

const site = install(ours, companion)

test('it says its version, and how it ended', () => {
  const said = execFileSync('npx', ['campagnodon', '--version'], { cwd: site, encoding: 'utf8' })
  assert.equal(said, `campagnodon ${manifest.version}\n`)
  const refused = spawnSync('npx', ['campagnodon', 'check-config', 'none.toml'], { cwd: site, encoding: 'utf8' })
  assert.equal(refused.status, 2, 'the exit code of the program')
  assert.match(refused.stderr, /none\.toml/)
})

/**
 * How it is started, and how whoever did so ends it: Ctrl-C reaches all that a terminal runs; a service has the command
 * itself, since npx ends alone.
 * @type {{ by: string, command: string[], end: (pid: number) => void }[]}
 */
const WAYS = [
  { by: 'Ctrl-C', command: ['npx', 'campagnodon'], end: (pid) => process.kill(-pid, 'SIGINT') },
  { by: 'SIGTERM', command: ['node_modules/.bin/campagnodon'], end: (pid) => process.kill(pid, 'SIGTERM') },
]

for (const { by, command, end } of WAYS) {
  test(`it shows the demonstration, and ends in order by ${by}`, async () => {
    const TMPDIR = join(folder, by)
    mkdirSync(TMPDIR)
    const [port] = await freePorts(1)
    const [first, ...args] = [...command, 'demo', '--port', String(port)]
    const env = { ...process.env, TMPDIR, RUST_LOG: 'off' }
    const demo = spawn(first, args, { cwd: site, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
    after(() => kill(demo.pid))
    demo.stdout.resume()
    const at = (path) => fetch(`http://127.0.0.1:${port}${path}`)
    await until('the demonstration is there', async () => (await at('/health').catch(() => undefined))?.ok)
    assert.match(await (await at('/don.html')).text(), /data-campagnodon="/)
    const script = await (await at('/campagnodon/campagnodon.js')).text()
    assert.equal(script, readFileSync(join(site, 'node_modules/campagnodon/dist/campagnodon.js'), 'utf8'))
    end(demo.pid)
    await once(demo, 'close')
    await assert.rejects(at('/health'))
    assert.deepEqual(readdirSync(TMPDIR), [], 'what it wrote is gone')
  })
}

test('the package for a machine says for which, and has the licences', () => {
  const [scope] = readdirSync(join(site, 'node_modules/@campagnodon'))
  const packed = join(site, 'node_modules/@campagnodon', scope)
  const { name, version, os, cpu, repository } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8'))
  assert.deepEqual([version, os, cpu], [manifest.version, [process.platform], [process.arch]])
  assert.deepEqual(repository, manifest.repository)
  const { optionalDependencies } = JSON.parse(readFileSync(join(site, 'node_modules/campagnodon/package.json'), 'utf8'))
  assert.equal(optionalDependencies[name], version)
  for (const file of ['LICENSE-APACHE', 'LICENSE-MIT', 'README.md']) assert.ok(readdirSync(packed).includes(file), file)
})

test('where npm was told to leave it out, it says so and what to do', () => {
  const alone = install(ours, '--omit=optional')
  const { status, stderr } = spawnSync('npx', ['campagnodon', 'demo'], { cwd: alone, encoding: 'utf8' })
  assert.equal(status, 1)
  assert.match(stderr, /is not installed\. npm leaves it out with --omit=optional/)
  assert.ok(stderr.includes(`cargo install campagnodon --version ${manifest.version}`), stderr)
})

test('where npm has none for the machine, it says so and what to do', () => {
  const elsewhere = "data:text/javascript,Object.defineProperty(process, 'platform', { value: 'sunos' })"
  const launcher = join(site, 'node_modules/campagnodon/bin/campagnodon.mjs')
  const { status, stderr } = spawnSync(process.execPath, ['--import', elsewhere, launcher], { encoding: 'utf8' })
  assert.equal(status, 1)
  assert.match(stderr, /^npm has no program for this kind of machine, sunos-/)
  assert.match(stderr, /cargo install campagnodon/)
})
