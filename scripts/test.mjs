/**
 * `npm test`: every check and every test. Stops at the first step that fails, and says last which it was.
 * `--list`: the steps' names. `--only NAME`: that step alone, with what earlier ones left.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { asked, binary, cargoDeny, cargoMachete, fail, firefox, root } from './tools.mjs'

/**
 * @typedef {object} Step
 * @property {string} name for `--only`
 * @property {string} what
 * @property {[string, ...string[]]} command
 * @property {Record<string, string>} [env]
 * @property {string | false} [absent] why it is left out on this machine
 */

const wasm = ['--target', 'wasm32-unknown-unknown']
const strict = ['--', '-D', 'warnings']
const library = ['--quiet', '--lib', '--no-default-features']

/** @type {Step[]} */
const STEPS = [
  { name: 'setup', what: 'what the tests need', command: ['node', 'scripts/setup.mjs', '--tests'] },
  { name: 'build', what: 'what a page loads', command: ['node', 'scripts/build.mjs'] },
  { name: 'format', what: 'how the Rust is written', command: ['cargo', 'fmt', '--check'] },
  { name: 'lint-scripts', what: 'how the scripts are written, and lints', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'lint', what: 'lints', command: ['cargo', 'clippy', '--quiet', '--all-targets', ...strict] },
  {
    name: 'lint-modules',
    what: 'lints of the modules',
    command: ['cargo', 'clippy', '--quiet', '--all-targets', ...wasm, ...strict],
  },
  {
    name: 'deny',
    what: 'licences, bans and sources of the crates, by deny.toml',
    command: [binary(cargoDeny), '--locked', 'check', 'bans', 'licenses', 'sources'],
  },
  { name: 'machete', what: 'crates that nothing uses', command: [binary(cargoMachete), '--with-metadata', '.'] },
  { name: 'rules', what: 'types and rules alone', command: ['cargo', 'check', ...library] },
  { name: 'rules-wasm', what: '… in a browser', command: ['cargo', 'check', ...library, ...wasm] },
  {
    name: 'rustdoc',
    what: 'documentation',
    command: ['cargo', 'doc', '--quiet', '--no-deps'],
    env: { RUSTDOCFLAGS: '-D warnings' },
  },
  { name: 'types', what: 'the npm package', command: ['npm', 'run', '--silent', 'check'] },
  { name: 'rust', what: 'Rust tests', command: ['cargo', 'test', '--quiet', '--no-fail-fast'] },
  { name: 'stripe', what: "Stripe's types and signatures", command: ['node', '--test', ...testsOf('tests/stripe')] },
  { name: 'cases', what: 'recorded cases', command: recorded('form_cases') },
  {
    name: 'wasm',
    what: 'the modules and the recorded cases in a browser',
    command: ['node', 'scripts/wasm-test.mjs'],
  },
  { name: 'tables', what: 'recorded tables', command: recorded('form_tables') },
  { name: 'page', what: "the page's scripts", command: ['node', '--test', 'tests/page/slip.test.mjs'] },
  {
    name: 'servers',
    what: 'the servers',
    // As the Rust tests have it: built by itself, all that it is made of would be compiled once more, without their features.
    command: ['cargo', 'test', '--quiet', '--no-run', '--test', 'server'],
  },
  {
    name: 'e2e',
    what: 'end to end in a browser',
    command: ['node', '--test', '--test-concurrency=2', ...testsOf('tests/e2e')],
  },
  {
    name: 'firefox',
    what: 'in Firefox',
    command: ['node', '--test', 'tests/firefox/donation.test.mjs'],
    absent: !existsSync(firefox) && `${firefox} is not there`,
  },
  {
    name: 'packaging',
    what: 'the npm package in each bundler',
    command: ['node', 'scripts/test-packaging.mjs', '--built'],
  },
  {
    name: 'spip',
    what: 'the SPIP plugin',
    command: ['node', 'scripts/test-spip.mjs', '--built'],
    absent: !(process.platform === 'linux' && process.getuid?.() === 0) && 'its SPIP is made on Linux, as root',
  },
  { name: 'size', what: 'weight', command: ['node', 'scripts/size.mjs'] },
  { name: 'figures', what: "the documents' figures", command: ['node', 'scripts/figures.mjs', '--check'] },
]

const { list, only } = asked({ list: { type: 'boolean' }, only: { type: 'string' } })
if (list) for (const { name, what } of STEPS) console.log(`${name.padEnd(14)}${what}`)
else {
  const chosen = STEPS.filter(({ name }) => only === undefined || name === only)
  if (!chosen.length) fail(`There is no step ${only}: node scripts/test.mjs --list`)
  chosen.forEach(take)
}

/** @param {Step} step */
function take({ name, what, command, env = {}, absent }) {
  if (absent) return console.log(`\n── ${name}, ${what}: not tried, since ${absent}`)
  const line = command.join(' ')
  console.log(`\n── ${name}, ${what}: ${line}`)
  const began = Date.now()
  const [program, ...args] = command
  const { error, status, signal } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const seconds = ((Date.now() - began) / 1000).toFixed(0)
  if (status === 0) return console.log(`   ${seconds} s`)
  const how = error?.message ?? (signal ? `ended by ${signal}` : `exit code ${status}`)
  fail(`
── FAILED: ${name}, ${what}, after ${seconds} s: ${how}
   the command:      ${[...Object.entries(env).map(([key, value]) => `${key}='${value}'`), line].join(' ')}
   that step alone:  node scripts/test.mjs --only ${name}`)
}

/** @param {string} test @returns {[string, ...string[]]} */
function recorded(test) {
  return ['cargo', 'test', '--quiet', '--test', test, '--', '--nocapture']
}

/** Each by its name: Node 20 knows no globs here, and those after it no folders. @param {string} folder */
function testsOf(folder) {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.test.mjs'))
  return names.map((name) => `${folder}/${name}`)
}
