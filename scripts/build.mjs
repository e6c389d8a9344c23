/** Builds what a page loads into `dist/`. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { buildPage, buildTyped } from './modules.mjs'
import { root, run } from './tools.mjs'

run('node', ['scripts/setup.mjs'])

const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
buildPage()
buildTyped()

const esbuild = await import('esbuild')
await bundle(['www/campagnodon.js', 'www/index.js', 'www/campagnodon.css', 'www/campagnodon-pages.css'])
// The typed interface takes the page's scripts as they are, when it is asked to.
await bundle(['www/typed.js'], ['./index.js'])
for (const types of ['index.d.ts', 'typed.d.ts']) copyFileSync(join(root, 'www', types), join(dist, types))
writeFileSync(join(dist, 'campagnodon.d.ts'), 'export {}\n')

// The relay sends these to browsers that take them: compressed once, and better than a server would on the way.
const sent = ['campagnodon.wasm', 'campagnodon.js', 'campagnodon.css', 'campagnodon-pages.css', 'typed.wasm', 'typed.js']
for (const file of sent) {
  const bytes = readFileSync(join(dist, file))
  writeFileSync(join(dist, `${file}.br`), brotliCompressSync(bytes))
  writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }))
}

/**
 * Bundles scripts and styles into `dist/`.
 * @param {string[]} entryPoints
 * @param {string[]} [external] what is beside them there
 */
function bundle(entryPoints, external = []) {
  return esbuild.build({
    entryPoints,
    external,
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  })
}
