/**
 * Packs the program for one kind of machine as npm takes it: `target/npm/campagnodon-linux-x64-….tgz`. Builds it, with
 * what is in `dist/`. `--platform linux-x64`: which kind; without, this machine's. `--program FILE`: one that is built
 * already. `--into FOLDER`.
 */
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PLATFORMS, packageOf } from './platforms.mjs'
import { asked, built, dist, fail, manifest, output, root, run } from './tools.mjs'

const host = output('rustc', ['-vV']).match(/^host: (.+)$/m)?.[1]
const values = asked({ platform: { type: 'string' }, program: { type: 'string' }, into: { type: 'string' } })
const platform =
  PLATFORMS.find(({ name, target }) => (values.platform ? name === values.platform : target === host)) ??
  fail(`There is no platform ${values.platform ?? host}: one of ${PLATFORMS.map(({ name }) => name).join(', ')}`)
const into = resolve(values.into ?? built('npm'))
const folder = join(into, platform.name)
const program = values.program ?? build()

rmSync(folder, { recursive: true, force: true })
mkdirSync(join(folder, 'bin'), { recursive: true })
for (const file of ['LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(join(root, file), join(folder, file))
copyFileSync(program, join(folder, 'bin/campagnodon'))
chmodSync(join(folder, 'bin/campagnodon'), 0o755)
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(about(), null, 2)}\n`)
writeFileSync(
  join(folder, 'README.md'),
  `# ${packageOf(platform)}\n\nThe program of [Campagnodon](${manifest.homepage}) for ${platform.target}. Install ` +
    '[campagnodon](https://www.npmjs.com/package/campagnodon), which brings the one that fits.\n',
)
run('npm', ['pack', folder, '--silent', '--ignore-scripts', '--pack-destination', into])

/** Returns where Cargo leaves it. */
function build() {
  if (!existsSync(join(dist, 'campagnodon.js')))
    fail('dist/ is not there, and the program has it inside: npm run build')
  const strip = ['--config', 'profile.release.strip=true']
  run('cargo', ['build', '--release', '--locked', '--bin', 'campagnodon', '--target', platform.target, ...strip])
  return built(join(platform.target, 'release/campagnodon'))
}

function about() {
  const { version, homepage, bugs, repository, license, author } = manifest
  const { os, cpu, libc, target } = platform
  return {
    ...{ name: packageOf(platform), version, description: `The program of Campagnodon for ${target}` },
    ...{ homepage, bugs, repository, license, author },
    ...{ os: [os], cpu: [cpu], ...(libc && { libc: [libc] }) },
    // Yarn would leave it in an archive, where it cannot be run.
    preferUnplugged: true,
    publishConfig: { access: 'public' },
  }
}
