/** Builds what a page loads into `dist/`. */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { buildPage, buildTwin, buildTyped } from './modules.mjs'
import { output, root, run } from './tools.mjs'

run('node', ['scripts/setup.mjs'])
const { build } = await import('esbuild')
const { minify } = await import('terser')

const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
buildPage()
buildTwin()
buildTyped()

const SCRIPTS = ['campagnodon', 'index', 'twin', 'typed', 'src/campagnodon-twin'].map((name) => `www/${name}.js`)
await bundle(['www/campagnodon.css', 'www/campagnodon-pages.css'], { minify: true })
await bundle(SCRIPTS, {
  // Beside them there, and loaded when they are asked for.
  external: ['./campagnodon-twin.js', './index.js'],
  plugins: [{ name: 'digits', setup: (build) => build.onLoad({ filter: /\.wasm$/ }, digits) }],
  define: { COMMIT: JSON.stringify(output('git', ['rev-parse', 'HEAD'])) },
})
for (const types of ['index.d.ts', 'typed.d.ts']) copyFileSync(join(root, 'www', types), join(dist, types))
writeFileSync(join(dist, 'campagnodon.d.ts'), 'export {}\n')

for (const file of readdirSync(dist).filter((name) => name.endsWith('.js'))) {
  const { code = '' } = await minify(readFileSync(join(dist, file), 'utf8'), { module: true, ecma: 2022, compress: { passes: 3 } })
  writeFileSync(join(dist, file), code)
}

// The relay sends these to browsers that take them: compressed once, and better than a server would on the way.
for (const file of readdirSync(dist).filter((name) => /\.(wasm|js|css)$/.test(name))) {
  const bytes = readFileSync(join(dist, file))
  writeFileSync(join(dist, `${file}.br`), brotliCompressSync(bytes))
  writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }))
}

/**
 * Bundles scripts or styles into `dist/`.
 * @param {string[]} entryPoints
 * @param {import('esbuild').BuildOptions} options
 */
function bundle(entryPoints, options) {
  return build({
    entryPoints,
    absWorkingDir: root,
    entryNames: '[name]',
    outdir: dist,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  })
}

/**
 * A module as a text, for the script that has it inside.
 * @param {{ path: string }} file
 */
function digits({ path }) {
  return { contents: readFileSync(path).toString('hex'), loader: /** @type {const} */ ('text') }
}
