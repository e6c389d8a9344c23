/** Builds the WebAssembly modules: the page's, and the typed interface's. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { binary, fail, output, root, run, wasmBindgen } from './tools.mjs'

const TARGET = 'wasm32-unknown-unknown'
const dist = join(root, 'dist')

// The standard library is built anew, without what it says when it panics: a fifth less. A panic is a bare trap then;
// the scripts around the module let the browser post the form. What is unstable here is so on purpose and in this
// one place; the compiler is the stable one.
const registry = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src')
const std = join(output('rustc', ['--print', 'sysroot']), 'lib/rustlib/src/rust')
const FLAGS = [
  ...[registry, std].map((folder) => `--remap-path-prefix=${folder}=`),
  ...['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zfmt-debug=none'],
  '-Zmir-opt-level=4',
]

/** The page's: only texts cross, so it needs no table of references to objects, and a script of a few lines around it. */
export function buildPage() {
  compile([], ['-Ctarget-feature=-reference-types', '--cfg=campagnodon_page'])
  // For a bundler: what is generated is then only what crosses, and `www/src/load.js` is the loader.
  const folder = generate('page', ['--target', 'bundler', '--encode-into', 'never'])
  const names = optimise(folder, 'campagnodon.wasm')
  const script = join(folder, 'campagnodon_bg.js')
  writeFileSync(script, withShortNames(withOneWay(readFileSync(script, 'utf8')), names))
}

/** The typed interface's: objects cross. */
export function buildTyped() {
  compile(['--features', 'typed'])
  const folder = generate('typed', ['--target', 'web', '--omit-default-module-path'])
  const names = optimise(folder, 'typed.wasm')
  const script = join(folder, 'campagnodon.js')
  writeFileSync(script, withShortNames(readFileSync(script, 'utf8'), names))
}

/**
 * @param {string[]} features
 * @param {string[]} [flags]
 */
function compile(features, flags = []) {
  const env = { ...process.env, RUSTC_BOOTSTRAP: '1', CARGO_ENCODED_RUSTFLAGS: [...FLAGS, ...flags].join('\x1f') }
  run(
    'cargo',
    [
      ...['build', '--quiet', '--lib', '--target', TARGET, '--profile', 'wasm', '--no-default-features', ...features],
      ...['-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size'],
    ],
    { env },
  )
}

/** Writes the module and the script around it into a folder of `target/`. */
function generate(name, options) {
  const folder = join(root, 'target', name)
  rmSync(folder, { recursive: true, force: true })
  const module = join(root, 'target', TARGET, 'wasm/campagnodon.wasm')
  run(binary(wasmBindgen()), [...options, '--out-dir', folder, '--remove-producers-section', module])
  return folder
}

/** The names that it gave to imports and exports. The sizes up to which a function goes into its callers are those that leave the fewest bytes. */
function optimise(folder, file) {
  const printed = output(join(root, 'node_modules/.bin/wasm-opt'), [
    // The module itself says which features rustc used, so none is named here.
    ...['--flatten', '--rereloop', '-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--low-memory-unused'],
    ...['--always-inline-max-function-size', '4', '--one-caller-inline-max-function-size', '1'],
    ...['--strip-target-features', '--strip-debug', '--minify-imports-and-exports-and-modules'],
    ...[join(folder, 'campagnodon_bg.wasm'), '-o', join(dist, file)],
  ])
  return JSON.parse(printed || fail('wasm-opt failed'))
}

/**
 * The generated script without its second way for texts to cross, which is for long ones. A script of another shape is
 * an error, since it may have no other way.
 * @param {string} script
 */
function withOneWay(script) {
  const ways = /\{\n {4}if \(realloc === undefined\) \{([\s\S]*?return ptr;\n) {4}\}\n[\s\S]*?\n {4}return ptr;\n\}/
  const polyfill = /cachedTextEncoder\.encodeInto = [\s\S]*?\n\}/
  if (!ways.test(script)) fail('wasm-bindgen wrote a script of another shape: look for how it passes texts')
  const shorter = script
    .replace(ways, '{$1}')
    .replace('malloc, realloc)', 'malloc)')
    .replaceAll(', wasm.__wbindgen_realloc)', ')')
    .replace(polyfill, '')
    // Safari's decoder tires after two gigabytes.
    .replace(/numBytesDecoded \+= [\s\S]*?\n {4}\}\n/, '')
  return `// @ts-nocheck\n${shorter}`
}

/**
 * The generated script with the short names that wasm-opt gave to the module's imports and exports; the long ones carry
 * hashes, which do not compress.
 * @param {string} script
 * @param {{ imports: [string, string, string][], exports: [string, string][] }} names
 */
function withShortNames(script, { imports, exports }) {
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
