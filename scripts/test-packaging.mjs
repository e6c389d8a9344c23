/** `npm run test:packaging`: the npm package in each tool that sites are made with. Installs these tools beside the test. */
import { join } from 'node:path'
import { root, run } from './tools.mjs'

const tools = join(root, 'tests/packaging')

run('node', ['scripts/setup.mjs', '--tests'])
run('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: tools })
run('node', ['scripts/build.mjs'])
run('node', ['--test', 'tests/packaging/packaging.test.mjs'])
