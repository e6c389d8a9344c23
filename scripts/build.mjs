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
  ...['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none'],
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
  ...['--target', 'web', '--out-dir', page, '--omit-default-module-path', '--remove-producers-section'],
  join(root, 'target', TARGET, 'wasm/campagnodon.wasm'),
])

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
// The module itself says which features rustc used, so none is named here.
const names = output(join(root, 'node_modules/.bin/wasm-opt'), [
  ...['-Oz', '--strip-target-features', '--strip-debug', '--minify-imports-and-exports-and-modules'],
  ...[join(page, 'campagnodon_bg.wasm'), '-o', join(dist, 'campagnodon.wasm')],
])
const glue = join(page, 'campagnodon.js')
writeFileSync(glue, shorten(readFileSync(glue, 'utf8'), JSON.parse(names || fail('wasm-opt failed'))))

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

// The relay sends these to browsers that take them: compressed once, and better than a server would on the way.
for (const file of ['campagnodon.wasm', 'campagnodon.js', 'campagnodon.css']) {
  const bytes = readFileSync(join(dist, file))
  writeFileSync(join(dist, `${file}.br`), brotliCompressSync(bytes))
  writeFileSync(join(dist, `${file}.gz`), gzipSync(bytes, { level: 9 }))
}

/**
 * Gives the module's imports and exports the short names that wasm-opt gave them; the long ones carry hashes, which
 * do not compress.
 * @param {string} script
 * @param {{ imports: [string, string, string][], exports: [string, string][] }} names
 */
function shorten(script, { imports, exports }) {
  for (const [, long, short] of imports) {
    if (!script.includes(`${long}: `)) fail(`the script around the module has no import ${long}`)
    script = script.replace(`${long}: `, () => `${short}: `)
  }
  // Some exports are for hosts of other kinds; the script does not use these.
  for (const [long, short] of exports) {
    script = script.replaceAll(new RegExp(`\\bwasm\\.${long}\\b`, 'g'), () => `wasm.${short}`)
  }
  return script.replace('"./campagnodon_bg.js": ', 'a: ')
}
