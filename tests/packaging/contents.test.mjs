/**
 * What is published holds what it needs: the npm package and the crate their licences, the changes and the README with its
 * pictures; the crate all that the relay serves; the npm package a source map of each script.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { test } from 'node:test'
import manifest from '../../package.json' with { type: 'json' }
import { dist, root } from '../../scripts/tools.mjs'

/** @param {string} program @param {string[]} args */
const ask = (program, ...args) => execFileSync(program, args, { cwd: root, encoding: 'utf8', maxBuffer: 1e8 })

const [{ files }] = JSON.parse(ask('npm', 'pack', '--dry-run', '--json', '--ignore-scripts'))
/** @type {Record<string, string[]>} */
const published = {
  'the npm package': files.map(({ path }) => path),
  'the crate': ask('cargo', 'package', '--list', '--allow-dirty', '--quiet').trim().split('\n'),
}
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const targets = [...readme.matchAll(/(!?)\[[^\]]*\]\(([^)#]+)[^)]*\)/g)]
  .map(([, picture, target]) => ({ picture, target }))
  .filter(({ target }) => !/^\w+:/.test(target))
const pictures = targets.filter(({ picture }) => picture).map(({ target }) => target)

for (const [name, held] of Object.entries(published)) {
  test(`${name} has the licences, the changes, and the README with its pictures`, () => {
    assert.ok(pictures.length)
    const wanted = ['LICENSE-APACHE', 'LICENSE-MIT', 'CHANGELOG.md', 'README.md', ...pictures]
    assert.deepEqual(
      wanted.filter((file) => !held.includes(file)),
      [],
    )
    assert.deepEqual(
      held.filter((file) => file.includes('node_modules')),
      [],
      'nothing of others',
    )
  })
}

test('what the README leads to is in the repository, which both manifests name', () => {
  assert.ok(targets.length > 20)
  for (const { target } of targets) assert.ok(ask('git', 'ls-files', '--', target), target)
  const { packages } = JSON.parse(ask('cargo', 'metadata', '--no-deps', '--format-version', '1'))
  const { repository, homepage, documentation, keywords } = packages[0]
  assert.equal(manifest.repository.url, `git+${repository}.git`)
  assert.equal(manifest.homepage, `${homepage}#readme`)
  assert.equal(manifest.bugs, `${repository}/issues`)
  assert.equal(documentation, 'https://docs.rs/campagnodon')
  assert.ok(manifest.author && manifest.keywords.length && keywords.length)
})

test('the crate has what its relay serves, compressed too, and where it was written', () => {
  const served = Object.keys(JSON.parse(readFileSync(join(dist, 'integrity.json'), 'utf8')))
  assert.ok(served.includes('campagnodon.js') && served.includes('campagnodon.wasm'))
  const wanted = [
    ...served.flatMap((file) => ['', '.br', '.gz'].map((ending) => file + ending)),
    'integrity.json',
    'campagnodon.js.map',
  ]
  assert.deepEqual(
    wanted.filter((file) => !published['the crate'].includes(`dist/${file}`)),
    [],
  )
})

/** Those that were bundled: neither the texts, which are data, nor the twin, which a translator wrote. */
const scripts = published['the npm package'].filter(
  (file) => /^dist\/[\w-]+\.c?js$/.test(file) && file !== 'dist/campagnodon-twin.js',
)

test('each script of the npm package has a source map with what was written', () => {
  assert.ok(scripts.length > 20)
  for (const script of scripts) {
    assert.ok(published['the npm package'].includes(`${script}.map`), script)
    const { sources, sourcesContent } = mapOf(script)
    const ours = sources.map((source, at) => [source, sourcesContent[at]]).filter(([source]) => /\/www\//.test(source))
    assert.ok(ours.length, script)
    for (const [source, text] of ours) assert.equal(text, readFileSync(join(dist, source), 'utf8'), source)
  }
})

test('a place in a script leads to its place in what was written', () => {
  const script = readFileSync(join(root, 'dist/campagnodon.js'), 'utf8')
  const before = script.slice(0, script.indexOf('"campagnodon-goal"')).split('\n')
  const found = new SourceMap(mapOf('dist/campagnodon.js')).findEntry(before.length - 1, before.at(-1).length)
  assert.match(found.originalSource, /www\/src\/element\.js$/)
  const line = readFileSync(join(dist, found.originalSource), 'utf8').split('\n')[found.originalLine]
  assert.match(line, /'campagnodon-goal'/)
})

test('Node tells where an error was thrown, by the line that a script has for it', () => {
  const program = `const { init, TypedForm } = require(${JSON.stringify(join(dist, 'typed.cjs'))})
    init().then(() => new TypedForm({ choices: [] })).catch(({ stack }) => console.log(stack))`
  assert.match(ask(process.execPath, '--enable-source-maps', '-e', program), /www\/src\/typed\.js:\d+/)
})

test('what a relay serves to donors has no such line: the relay says it', () => {
  const saying = scripts.filter((script) => readFileSync(join(root, script), 'utf8').includes('sourceMappingURL'))
  assert.deepEqual(
    scripts.filter((script) => !saying.includes(script) !== /\/campagnodon[\w-]*\.js$/.test(script)),
    [],
  )
})

/** @param {string} script */
function mapOf(script) {
  return JSON.parse(readFileSync(join(root, `${script}.map`), 'utf8'))
}
