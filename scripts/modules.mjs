/** Builds the WebAssembly modules: the page's, with its twin in JavaScript, and the typed interface's. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { binary, built, dist, fail, output, root, run, wasmBindgen } from './tools.mjs'

const TARGET = 'wasm32-unknown-unknown'

// The standard library is built anew, without what it says when it panics: a fifth less. A panic is a bare trap then;
// the scripts around the module let the browser post the form. What is unstable here is so on purpose and in this
// one place; the compiler is the stable one.
const registry = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry/src')
const std = join(output('rustc', ['--print', 'sysroot']), 'lib/rustlib/src/rust')
const FLAGS = [
  ...[registry, std].map((folder) => `--remap-path-prefix=${folder}=`),
  ...['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zfmt-debug=none'],
  '-Zmir-opt-level=3',
]

// For a bundler: what is generated is then only what crosses, and `www/src/` has the loaders.
const SHORT_TEXTS = ['--encode-into', 'never']
const GLUE = ['--target', 'bundler', ...SHORT_TEXTS]

/**
 * The page's: only texts cross, so they need no table of references to objects, and a script of a few lines around them,
 * the same for both: the module for most forms, and the one for those too that ask for a telephone number or fees.
 */
export function buildPage() {
  const flags = ['-Ctarget-feature=-reference-types', '--cfg=campagnodon_page']
  const plain = buildPageModule('campagnodon.wasm', [...flags, '--cfg=campagnodon_lean'])
  const whole = buildPageModule('campagnodon-full.wasm', flags)
  if (plain !== whole) fail("the page's modules want two scripts around them")
}

/**
 * @param {string} file
 * @param {string[]} flags
 * @returns the script around it
 */
function buildPageModule(file, flags) {
  compile('page', flags)
  const folder = generate('page', GLUE)
  const names = optimise(folder, join(dist, file))
  const script = join(folder, 'campagnodon_bg.js')
  rewrite(script, (script) => withShortNames(withOneWay(script), names))
  return readFileSync(script, 'utf8')
}

/**
 * The page's module once more as JavaScript, `target/twin/rules.js`. The translator knows WebAssembly as it first was,
 * so rustc writes that.
 */
export function buildTwin() {
  compile('page', ['-Ctarget-cpu=mvp', '--cfg=campagnodon_page'])
  const folder = generate('twin', GLUE)
  const module = join(folder, 'optimised.wasm')
  const names = optimise(folder, module, { features: ['--mvp-features'] })
  run(join(root, 'node_modules/.bin/wasm2js'), ['-Oz', module, '-o', join(folder, 'rules.js')])
  rewrite(join(folder, 'rules.js'), withoutTypes)
  rewrite(join(folder, 'campagnodon_bg.js'), (script) => withShortNames(withOneWay(script), names))
}

/** The typed interface's: objects cross. */
export function buildTyped() {
  compile('typed')
  const folder = generate('typed', ['--target', 'web', '--omit-default-module-path', ...SHORT_TEXTS])
  const names = optimise(folder, join(dist, 'typed.wasm'), { inline: [4, 32] })
  rewrite(join(folder, 'campagnodon.js'), (script) => withShortNames(withOneWay(script), names))
}

/**
 * @param {string} feature which of the modules
 * @param {string[]} [flags]
 */
function compile(feature, flags = []) {
  const env = { ...process.env, RUSTC_BOOTSTRAP: '1', CARGO_ENCODED_RUSTFLAGS: [...FLAGS, ...flags].join('\x1f') }
  run(
    'cargo',
    [
      ...['build', '--quiet', '--lib', '--target', TARGET, '--profile', 'wasm'],
      ...['--no-default-features', '--features', feature],
      ...['-Zbuild-std=std,panic_abort', '-Zbuild-std-features=optimize_for_size'],
    ],
    { env },
  )
}

/**
 * Writes the module and the script around it into a folder of `target/`: what `www/` imports is there, wherever Cargo
 * builds.
 * @param {string} name
 * @param {string[]} options
 */
function generate(name, options) {
  const folder = join(root, 'target', name)
  rmSync(folder, { recursive: true, force: true })
  const module = built(join(TARGET, 'wasm/campagnodon.wasm'))
  run(binary(wasmBindgen()), [...options, '--out-dir', folder, '--remove-producers-section', module])
  return folder
}

/**
 * Writes the module that was generated into a folder, made small.
 * @param {string} folder
 * @param {string} file
 * @param {{ features?: string[], inline?: [number, number] }} [how] the features that it may use; without, the module
 *   itself says which rustc used. The sizes up to which a function goes into its callers, and into its only one: those
 *   that leave the fewest bytes
 * @returns the names that it gave to imports and exports
 */
function optimise(folder, file, { features = [], inline = [6, 10] } = {}) {
  const [always, oneCaller] = inline.map(String)
  const printed = output(join(root, 'node_modules/.bin/wasm-opt'), [
    ...features,
    ...['--flatten', '--rereloop', '-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--low-memory-unused'],
    ...['--always-inline-max-function-size', always, '--one-caller-inline-max-function-size', oneCaller],
    '--reorder-functions',
    ...['--strip-target-features', '--strip-debug', '--minify-imports-and-exports-and-modules'],
    ...[join(folder, 'campagnodon_bg.wasm'), '-o', file],
  ])
  return JSON.parse(printed || fail('wasm-opt failed'))
}

/**
 * @param {string} file
 * @param {(script: string) => string} change
 */
const rewrite = (file, change) => writeFileSync(file, change(readFileSync(file, 'utf8')))

/**
 * The types of what is generated are ours to say: `tsc` follows our imports into it.
 * @param {string} script
 */
const withoutTypes = (script) => `// @ts-nocheck\n${script}`

/**
 * The generated script without its second way for texts to cross, which is for long ones, and without the view of the
 * memory that it keeps: the twin's memory does not tell when it moves. What reads and writes texts is made when there is a
 * text: where nothing knows of it, as in jsdom, the script can be imported all the same. A script of another shape is an error.
 * @param {string} script
 */
function withOneWay(script) {
  /** @type {[RegExp, string][]} */
  const changes = [
    [/\{\n {4}if \(realloc === undefined\) \{([\s\S]*?return ptr;\n) {4}\}\n[\s\S]*?\n {4}return ptr;\n\}/, '{$1}'],
    [/malloc, realloc\)/, 'malloc)'],
    [/, wasm\.__wbindgen_realloc\)/g, ')'],
    [/cachedTextEncoder\.encodeInto = [\s\S]*?\n\}/, ''],
    [/const cachedTextEncoder = new TextEncoder\(\);/, ''],
    [/cachedTextEncoder(\.encode\()/, 'new TextEncoder()$1'],
    [/let cachedTextDecoder = .*;\n.*/, ''],
    // Safari's decoder tires after two gigabytes.
    [/numBytesDecoded \+= [\s\S]*?\n {4}\}\n/, ''],
    [/return cachedTextDecoder/, "return new TextDecoder('utf-8', { ignoreBOM: true })"],
    [/(getUint8ArrayMemory0\(\) \{\n)[\s\S]*?(wasm\.memory)[\s\S]*?\n\}/, '$1return new Uint8Array($2.buffer) }'],
  ]
  for (const [shape, change] of changes) {
    if (!script.match(shape)) fail(`wasm-bindgen wrote a script of another shape, without ${shape}`)
    script = script.replace(shape, change)
  }
  return withoutTypes(script)
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
