/** Builds what a page loads into `dist/`. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { binary, fail, output, root, run, wasmBindgen } from './tools.mjs'

run('node', ['scripts/setup.mjs'])

const TARGET = 'wasm32-unknown-unknown'
const page = join(root, 'target/page')
const dist = join(root, 'dist')

// The standard library is built anew, without what it says when it panics: a fifth less. A panic is a bare trap then;
// the scripts around the module let the browser post the form. What is unstable here is so on purpose and in this
// one place; the compiler is the stable one.
const registry = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src')
const std = join(output('rustc', ['--print', 'sysroot']), 'lib/rustlib/src/rust')
const flags = [
  ...[registry, std].map((folder) => `--remap-path-prefix=${folder}=`),
  ...['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zmir-opt-level=4', '-Ctarget-feature=-reference-types'],
]
const env = { ...process.env, RUSTC_BOOTSTRAP: '1', CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f') }
run(
  'cargo',
  [
    ...['build', '--quiet', '--lib', '--target', TARGET, '--profile', 'wasm', '--no-default-features'],
    ...['-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size'],
  ],
  { env },
)

rmSync(page, { recursive: true, force: true })
run(binary(wasmBindgen()), [
  // For a bundler: what is generated is then only what crosses, and `www/src/load.js` is the loader.
  ...['--target', 'bundler', '--encode-into', 'never', '--out-dir', page, '--remove-producers-section'],
  join(root, 'target', TARGET, 'wasm/campagnodon.wasm'),
])

shorten(join(page, 'campagnodon_bg.js'))

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
// The module itself says which features rustc used, so none is named here. The sizes up to which a function goes into
// its callers are those that leave the fewest bytes.
run(join(root, 'node_modules/.bin/wasm-opt'), [
  ...['--flatten', '--rereloop', '-Oz', '-Oz', '--low-memory-unused'],
  ...['--always-inline-max-function-size', '4', '--one-caller-inline-max-function-size', '20'],
  ...['--strip-target-features', '--strip-debug'],
  ...[join(page, 'campagnodon_bg.wasm'), '-o', join(dist, 'campagnodon.wasm')],
])

const esbuild = await import('esbuild')
await esbuild.build({
  entryPoints: ['www/campagnodon.js', 'www/index.js', 'www/campagnodon.css', 'www/campagnodon-pages.css'],
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

// The relay sends these to browsers that take them: compressed once, and better than a server would on the way.
for (const file of ['campagnodon.wasm', 'campagnodon.js', 'campagnodon.css', 'campagnodon-pages.css']) {
  const bytes = readFileSync(join(dist, file))
  writeFileSync(join(dist, `${file}.br`), brotliCompressSync(bytes))
  writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }))
}

/**
 * Takes the second way out of the generated script by which long texts cross faster; ours are short. A script of
 * another shape is an error, since it may have no other way.
 * @param {string} path
 */
function shorten(path) {
  const script = readFileSync(path, 'utf8')
  const slow = /(if \(realloc === undefined\) \{)([\s\S]*?return ptr;\n {4}\})\n[\s\S]*?\n {4}return ptr;\n(?=\})/
  const polyfill = /\n(cachedTextEncoder\.encodeInto = |if \(!\('encodeInto')[\s\S]*?\n\}/
  if (!slow.test(script)) fail(`${path} has another shape: look for how it passes texts`)
  const shorter = script.replace(slow, '{$2').replaceAll(', wasm.__wbindgen_realloc)', ')').replace('malloc, realloc)', 'malloc)')
  writeFileSync(path, `// @ts-nocheck\n${shorter.replace(polyfill, '')}`)
}
