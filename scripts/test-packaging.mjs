/**
 * `npm run test:packaging`: the npm package in each tool that sites are made with. Installs these tools beside the test.
 * `--built`: there is a build.
 */
import { join } from 'node:path'
import { root, run } from './tools.mjs'

const tools = join(root, 'tests/packaging')

run('node', ['scripts/setup.mjs', '--tests'])
// Not `npm ci`: it misses optional companions of Parcel's in the lock file that npm itself wrote.
run('npm', ['install', '--no-save', '--silent', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: tools })
if (!process.argv.includes('--built')) run('node', ['scripts/build.mjs'])
run('node', ['--test', 'tests/packaging/packaging.test.mjs'])
