/**
 * What `npm pack` gives works wherever it is taken up, with nothing to configure: by each bundler, by a server, by Node as
 * a module and as CommonJS, by a script tag; and where WebAssembly is forbidden, too.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commit, version } from '../../dist/index.js'
import manifest from '../../package.json' with { type: 'json' }
import { output, root } from '../../scripts/tools.mjs'
import { checks, installed, tarball } from './projects.mjs'
import { SITES } from './sites.mjs'

for (const [name, site] of Object.entries(SITES)) checks(name, site)

for (const file of ['node.mjs', 'node.cjs']) {
  test(`Node, ${file}: one verdict`, () => {
    const printed = execFileSync(process.execPath, [file], { cwd: installed, encoding: 'utf8' })
    assert.deepEqual(JSON.parse(printed), { version, commit, errors: [{ field: 'email', code: 'email_invalid' }] })
  })
}

test('it says of which version and commit it is', () => {
  assert.equal(version, manifest.version)
  // Somebody may have committed since the build.
  assert.equal(output('git', ['cat-file', '-t', commit]), 'commit')
})

test('Parcel, which reads no exports, has every entry', () => {
  const { '.': _, './package.json': __, ...entries } = manifest.exports
  /** @type {Record<string, string>} */
  const files = {}
  for (const [entry, given] of Object.entries(entries)) {
    files[entry] = typeof given === 'string' ? given : 'import' in given ? given.import.default : given.default
  }
  assert.deepEqual(manifest.alias, files)
})

test('attw finds nothing in it', () => {
  const attw = fileURLToPath(new URL('node_modules/.bin/attw', import.meta.url))
  const printed = execFileSync(attw, [tarball, '--format', 'json'], { encoding: 'utf8' })
  assert.deepEqual(JSON.parse(printed).problems ?? {}, {})
})

test('publint finds nothing in it', () => {
  const publint = join(root, 'node_modules/.bin/publint')
  assert.match(execFileSync(publint, ['run', tarball, '--strict'], { cwd: root, encoding: 'utf8' }), /All good/)
})
