/** Builds what a page loads, and what the npm package has, into `dist/`; prints how to load it. */
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildPage, buildTwin, buildTyped } from './modules.mjs'
import { snippet } from './snippet.mjs'
import { asked, brotli, dist, root, run } from './tools.mjs'

asked({})
run('node', ['scripts/setup.mjs'])
const { bundleForRequire, bundleScripts, bundleStyles, writeRecordings } = await import('./bundle.mjs')
const { writeTexts } = await import('./texts.mjs')

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
/** @type {[string, () => void][]} */
const MODULES = [
  ["the page's modules", buildPage],
  ['its twin in JavaScript', buildTwin],
  ['the typed module', buildTyped],
]
for (const [what, make] of MODULES) {
  console.log(`Building ${what}…`)
  make()
}

/** The package's ways in, each with its types. */
const ENTRIES = ['campagnodon', 'element', 'form', 'index', 'mock', 'slim', 'texts', 'twin', 'typed']
/** What these types are made of. */
const SHARED_TYPES = ['answers', 'codes', 'offer', 'schema']
/** The frameworks whose templates know the element. */
const FRAMEWORKS = ['react', 'solid', 'svelte', 'vue']
await bundleStyles(['campagnodon.css', 'campagnodon-pages.css'])
await bundleScripts([...ENTRIES, 'src/campagnodon-twin', 'worker'].map((name) => `${name}.js`))
await bundleForRequire(ENTRIES.map((name) => `${name}.js`))

mkdirSync(join(dist, 'frameworks'))
for (const name of [...ENTRIES, ...SHARED_TYPES, ...FRAMEWORKS.map((name) => `frameworks/${name}`)]) {
  const types = readFileSync(join(root, `www/${name}.d.ts`), 'utf8')
  writeFileSync(join(dist, `${name}.d.ts`), types)
  writeFileSync(join(dist, `${name}.d.cts`), types.replaceAll(/'(\.\.?\/\w+)\.js'/g, "'$1.cjs'"))
}
writeTexts()
writeRecordings()
copyFileSync(join(root, 'www/file.d.cts'), join(dist, 'file.d.cts'))

/** @type {Record<string, string>} */
const integrity = {}
for (const file of readdirSync(dist).filter((name) => /\.(wasm|js|css)$/.test(name) && name !== 'mock.js')) {
  const bytes = readFileSync(join(dist, file))
  // The relay sends these to browsers that take them: compressed once, and better than a server would on the way.
  writeFileSync(join(dist, `${file}.br`), await brotli(bytes))
  writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }))
  integrity[file] = `sha384-${createHash('sha384').update(bytes).digest('base64')}`
}
writeFileSync(join(dist, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`)
console.log(`\nBuilt into dist/. A page loads it so:\n\n${snippet()}\n`)
