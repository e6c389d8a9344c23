/**
 * `npm run test:spip`: the SPIP plugin in a real SPIP, with a real relay and a real browser. `--pictures`: takes those of
 * docs/spip.md. `--built`: there is a build.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { installSpip } from './spip.mjs'
import { asked, root, run } from './tools.mjs'

const { built, pictures } = asked({ built: { type: 'boolean' }, pictures: { type: 'boolean' } })

run('node', ['scripts/setup.mjs', '--tests'])
installSpip()
if (!built) run('node', ['scripts/build.mjs'])
run('cargo', ['build', '--quiet', '--bin', 'campagnodon'])
if (pictures) {
  run('node', ['--test', 'tests/spip/pictures.mjs'])
  process.exit()
}
const tests = readdirSync(join(root, 'tests/spip')).filter((name) => name.endsWith('.test.mjs'))
run('node', ['--test', '--test-concurrency=1', ...tests.map((name) => `tests/spip/${name}`)])
