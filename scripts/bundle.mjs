/** Bundles and shortens the scripts and the styles of `www/` into `dist/`, each script with its source map. */
import { build } from 'esbuild'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { minify } from 'terser'
import { dist, output, root } from './tools.mjs'

/** @typedef {import('esbuild').PluginBuild} PluginBuild */

const OPTIONS = {
  absWorkingDir: root,
  entryNames: '[name]',
  outdir: dist,
  bundle: true,
  // The oldest browsers that the form is for; docs/webmaster.md says so.
  target: ['es2022', 'chrome105', 'firefox115', 'safari15.4'],
  legalComments: /** @type {const} */ ('none'),
  logLevel: /** @type {const} */ ('warning'),
}

/** Beside the others there, and loaded when they are asked for, or by a page of their own: `slip.js` is `campagnodon-slip.js`. */
export const LATER = ['appeal', 'captcha', 'fragments', 'frame', 'framed', 'payment', 'slip']

const SCRIPTS = {
  ...OPTIONS,
  sourcemap: /** @type {const} */ ('external'),
  external: ['./campagnodon-twin.js', './index.js', './typed.js', './typed.wasm'],
  plugins: [
    { name: 'inlined', setup: (/** @type {PluginBuild} */ build) => build.onLoad({ filter: /\.wasm$/ }, inlined) },
    { name: 'later', setup: (/** @type {PluginBuild} */ build) => build.onResolve({ filter: /^\.\/\w+\.js$/ }, later) },
  ],
  define: { COMMIT: JSON.stringify(output('git', ['rev-parse', 'HEAD'])) },
}

/** What the mock answers with: a file a language, loaded where that is asked for. For `require`, which waits for nothing, they are inside. */
const RECORDINGS = {
  name: 'recordings',
  setup: (/** @type {PluginBuild} */ build) => build.onResolve({ filter: /\/recorded\/\w+\.json$/ }, recording),
}

/** @param {string[]} files of `www/` */
export const bundleStyles = (files) => build({ ...OPTIONS, entryPoints: files.map(source), minify: true })

/** @param {string[]} files */
export async function bundleScripts(files) {
  const entryPoints = [
    ...files.map((file) => ({ in: source(file), out: basename(file, '.js') })),
    ...LATER.map((name) => ({ in: source(`src/${name}.js`), out: `campagnodon-${name}` })),
  ]
  await build({ ...SCRIPTS, plugins: [RECORDINGS, ...SCRIPTS.plugins], entryPoints, format: 'esm' })
  await shorten(entryPoints.map(({ out }) => `${out}.js`))
}

/** The same for `require`, where a script has no address of its own. @param {string[]} files */
export async function bundleForRequire(files) {
  await build({
    ...SCRIPTS,
    plugins: [
      { name: 'main', setup: (build) => build.onResolve({ filter: /^\.\/(index|typed)\.js$/ }, required) },
      ...SCRIPTS.plugins,
    ],
    inject: [source('src/coders.js')],
    entryPoints: files.map(source),
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    // A bundler for browsers has no file's name either; then the page's address is the nearest.
    banner: { js: 'const here = typeof __filename > "u" ? document.baseURI : "file://" + __filename;' },
    define: { ...SCRIPTS.define, 'import.meta.url': 'here' },
  })
  await shorten(files.map((file) => file.replace(/\.js$/, '.cjs')))
}

/** No function of ours is made an object with `new`; and what is repeated compresses better than what was put in its place. */
const COMPRESS = { passes: 3, unsafe_arrows: true, inline: 1 }

/** Writes what the mock loads. */
export function writeRecordings() {
  mkdirSync(join(dist, 'mock'), { recursive: true })
  for (const file of readdirSync(join(root, 'www/recorded'))) {
    const recording = JSON.parse(readFileSync(join(root, 'www/recorded', file), 'utf8'))
    writeFileSync(join(dist, `mock/${basename(file, '.json')}.js`), `export default ${JSON.stringify(recording)}\n`)
  }
}

/** @param {string} file */
const source = (file) => `www/${file}`

/**
 * Terser's scripts are a twentieth shorter than esbuild's. Each has its map beside it, but the twin, which nobody wrote.
 * @param {string[]} files of `dist/`
 */
async function shorten(files) {
  for (const file of files) {
    const path = join(dist, file)
    const url = saysItsMap(file) ? `${file}.map` : undefined
    const sourceMap = { filename: file, content: readFileSync(`${path}.map`, 'utf8'), url }
    const options = { module: true, ecma: /** @type {const} */ (2022), compress: COMPRESS }
    const { code = '', map = '' } = await minify(readFileSync(path, 'utf8'), { ...options, sourceMap })
    writeFileSync(path, code)
    if (file === TWIN) rmSync(`${path}.map`)
    else writeFileSync(`${path}.map`, withoutModules(String(map)))
  }
}

const TWIN = 'campagnodon-twin.js'

/**
 * Of what a relay serves to donors the relay says it, in a header: the line would weigh in each page.
 * @param {string} file
 */
const saysItsMap = (file) => !/^campagnodon.*\.js$/.test(file)

/** The map without the text of a module that is in the script anyway. @param {string} map */
function withoutModules(map) {
  const { sources, sourcesContent, ...rest } = JSON.parse(map)
  const texts = sourcesContent.map((/** @type {string} */ text, /** @type {number} */ at) =>
    sources[at].endsWith('.wasm') ? '' : text,
  )
  return JSON.stringify({ ...rest, sources, sourcesContent: texts })
}

/**
 * A module as a text, for the script that has it inside; `www/src/inlined.js` explains it, and reads it.
 * @param {{ path: string }} file
 */
function inlined({ path }) {
  /** @param {number} digit */
  const sign = (digit) =>
    String.fromCharCode(digit + 35)
      .replace('<', ' ')
      .replace('\\', '!')
  const signs = Array.from(readFileSync(path), (byte) =>
    byte < 90 ? sign(byte) : sign(90 + Math.floor((byte - 90) / 92)) + sign((byte - 90) % 92),
  )
  return { contents: signs.join(''), loader: /** @type {const} */ ('text') }
}

/**
 * An entry of the package, which another has beside it, so that a page with both loads it once.
 * @param {{ path: string, kind: string }} import_
 */
function required({ path, kind }) {
  return kind === 'import-statement' ? { path: path.replace(/js$/, 'cjs'), external: true } : undefined
}

/** @param {{ path: string }} import_ */
function recording({ path }) {
  return { path: `./mock/${basename(path, '.json')}.js`, external: true }
}

/**
 * A module that is loaded later, where it is asked for so: not where a script has it inside.
 * @param {{ path: string, kind: string }} import_
 */
function later({ path, kind }) {
  const name = basename(path, '.js')
  return kind === 'dynamic-import' && LATER.includes(name)
    ? { path: `./campagnodon-${name}.js`, external: true }
    : undefined
}
