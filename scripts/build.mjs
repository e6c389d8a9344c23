/** Builds what a page loads into `dist/`. */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { binary, root, run, wasmBindgen } from './tools.mjs'

run('node', ['scripts/setup.mjs'])

const TARGET = 'wasm32-unknown-unknown'
const page = join(root, 'target/page')
const dist = join(root, 'dist')

// Panics carry file names; without our folders these are shorter, and the same on every machine.
const registry = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src')
const env = { ...process.env, CARGO_ENCODED_RUSTFLAGS: `--remap-path-prefix=${registry}=` }
run('cargo', ['build', '--quiet', '--lib', '--target', TARGET, '--profile', 'wasm', '--no-default-features'], { env })

rmSync(page, { recursive: true, force: true })
run(binary(wasmBindgen()), [
  ...['--target', 'web', '--out-dir', page, '--omit-default-module-path', '--remove-producers-section'],
  join(root, 'target', TARGET, 'wasm/campagnodon.wasm'),
])

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
// The module itself says which features rustc used, so none is named here.
run(join(root, 'node_modules/.bin/wasm-opt'), [
  ...['-Oz', '--strip-target-features', '--strip-debug'],
  ...[join(page, 'campagnodon_bg.wasm'), '-o', join(dist, 'campagnodon.wasm')],
])
const esbuild = await import('esbuild')
await esbuild.build({
  entryPoints: ['www/campagnodon.js', 'www/index.js', 'www/campagnodon.css'],
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'warning',
})
copyFileSync(join(root, 'www/index.d.ts'), join(dist, 'index.d.ts'))
writeFileSync(join(dist, 'campagnodon.d.ts'), 'export {}\n')
