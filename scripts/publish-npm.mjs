/**
 * Publishes to npm what `pack-program.mjs` and `pack-package.mjs` packed: the programs first, since the package names
 * them. What is there already is left, so it can be run again. `--dry-run`, as npm has it.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PLATFORMS, packageOf } from './platforms.mjs'
import { built, fail, manifest, output, run } from './tools.mjs'

const { name, version } = manifest
const packages = [...PLATFORMS.map(packageOf), name].map((name) => ({ name, file: tarball(name) }))
const missing = packages.filter(({ file }) => !existsSync(file))
if (missing.length) fail(`These are not packed: ${missing.map(({ name }) => name).join(', ')}`)
for (const { name, file } of packages) {
  if (output('npm', ['view', `${name}@${version}`, 'version'])) console.log(`${name} ${version} is published already.`)
  else run('npm', ['publish', file, '--access', 'public', ...process.argv.slice(2)])
}

/** As npm names it. @param {string} name */
function tarball(name) {
  return join(built('npm'), `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
}
