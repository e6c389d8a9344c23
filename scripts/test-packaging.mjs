/**
 * `npm run test:packaging`: the npm package in each tool that sites are made with, and each of `examples/`. Installs these
 * tools beside the test. `--built`: there is a build, of the servers too. `--all`: the tools and examples too that take
 * minutes, and the packages that wasm-pack makes.
 */
import { join } from 'node:path'
import { asked, root, run } from './tools.mjs'

const { all, built } = asked({ all: { type: 'boolean' }, built: { type: 'boolean' } })
const tools = join(root, 'tests/packaging')

run('node', ['scripts/setup.mjs', '--tests'])
// Not `npm ci`: it misses optional companions of Parcel's in the lock file that npm itself wrote.
run('npm', ['install', '--no-save', '--silent', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: tools })
if (!built) {
  run('node', ['scripts/build.mjs'])
  run('cargo', ['build', '--quiet', '--bin', 'campagnodon'])
}
const tests = [
  'contents',
  'release',
  'program',
  'readme',
  'packaging',
  'examples',
  ...(all ? ['tools', 'wasm-pack'] : []),
]
run('node', ['--test', '--test-concurrency=1', ...tests.map((name) => `tests/packaging/${name}.test.mjs`)], {
  env: { ...process.env, ...(all && { CAMPAGNODON_ALL: '1' }) },
})
