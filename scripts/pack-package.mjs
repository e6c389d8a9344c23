/**
 * Packs the npm package as it is published, after a build: `target/npm/campagnodon-….tgz`. It names the packages with the
 * program, which are on the registry only then, and so not in our own manifest. `--into FOLDER`.
 */
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PLATFORMS, packageOf } from './platforms.mjs'
import { asked, built, dist, fail, manifest, output, root, run } from './tools.mjs'

if (!existsSync(join(dist, 'index.js'))) fail('dist/ is not there: npm run build')
const values = asked({ into: { type: 'string' } })
const into = resolve(values.into ?? built('npm'))
const folder = join(into, 'campagnodon')

rmSync(folder, { recursive: true, force: true })
const listed = output('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'])
const [{ files }] = JSON.parse(listed || fail('npm pack failed'))
for (const { path } of files) cpSync(join(root, path), join(folder, path))
// They are for a checkout, and one of them would build.
const { scripts, devDependencies, ...published } = manifest
const optionalDependencies = Object.fromEntries(PLATFORMS.map((platform) => [packageOf(platform), manifest.version]))
writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...published, optionalDependencies }, null, 2)}\n`)
run('npm', ['pack', folder, '--silent', '--ignore-scripts', '--pack-destination', into])
