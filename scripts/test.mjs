/** `npm test`: every check and every test. Stops at the first that fails. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { firefox, root, run } from './tools.mjs'

const wasm = ['--target', 'wasm32-unknown-unknown']

step('what the tests need', 'node', ['scripts/setup.mjs', '--tests'])
step('what a page loads', 'node', ['scripts/build.mjs'])
step('format', 'cargo', ['fmt', '--check'])
step('format and lints of the scripts', 'npm', ['run', '--silent', 'lint'])
step('lints', 'cargo', ['clippy', '--quiet', '--all-targets', '--', '-D', 'warnings'])
step('lints of the modules', 'cargo', ['clippy', '--quiet', '--all-targets', ...wasm, '--', '-D', 'warnings'])
step('types and rules alone', 'cargo', ['check', '--quiet', '--lib', '--no-default-features'])
step('… in a browser', 'cargo', ['check', '--quiet', '--lib', '--no-default-features', ...wasm])
step('documentation', 'cargo', ['doc', '--quiet', '--no-deps'], { RUSTDOCFLAGS: '-D warnings' })
step('the npm package', 'npm', ['run', '--silent', 'check'])
step('Rust tests', 'cargo', ['test', '--quiet', '--no-fail-fast'])
step('recorded cases', 'cargo', ['test', '--quiet', '--test', 'form_cases', '--', '--nocapture'])
step('the modules and the recorded cases in a browser', 'node', ['scripts/wasm-test.mjs'])
step('recorded tables', 'cargo', ['test', '--quiet', '--test', 'form_tables', '--', '--nocapture'])
step("the page's scripts", 'node', ['--test', 'tests/page/slip.test.mjs'])
step('the servers', 'cargo', ['build', '--quiet', '--bin', 'campagnodon'])
step('end to end in a browser', 'node', ['--test', '--test-concurrency=1', ...endToEnd()])
if (existsSync(firefox)) step('in Firefox', 'node', ['--test', 'tests/firefox/donation.test.mjs'])
else console.log(`\n── in Firefox: not tried, since ${firefox} is not there`)
step('the npm package in each bundler', 'node', ['scripts/test-packaging.mjs', '--built'])
if (process.platform === 'linux' && process.getuid?.() === 0)
  step('the SPIP plugin', 'node', ['scripts/test-spip.mjs', '--built'])
else console.log('\n── the SPIP plugin: not tried, since its SPIP is made on Linux, as root')
step('weight', 'node', ['scripts/size.mjs'])
step("the documents' figures", 'node', ['scripts/figures.mjs', '--check'])

/** Each by its name: Node 20 knows no globs here, and those after it no folders. */
function endToEnd() {
  const names = readdirSync(join(root, 'tests/e2e')).filter((name) => name.endsWith('.test.mjs'))
  return names.map((name) => `tests/e2e/${name}`)
}

function step(name, command, args, variables = {}) {
  console.log(`\n── ${name}: ${command} ${args.join(' ')}`)
  const began = Date.now()
  run(command, args, { env: { ...process.env, ...variables } })
  console.log(`   ${((Date.now() - began) / 1000).toFixed(0)} s`)
}
