/** What the scripts share: where things are, and running a command. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'

export const root = new URL('..', import.meta.url).pathname
/** What is built for browsers. */
export const dist = join(root, 'dist')
/** What the npm package says of itself. */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** What runs the module's tests in a browser, and makes packages of the crate. */
export const wasmPack = { name: 'wasm-pack', version: '0.15.1' }
/** What looks at the licences and the sources of the crates, and for those that nothing uses. */
export const cargoDeny = { name: 'cargo-deny', version: '0.20.2' }
export const cargoMachete = { name: 'cargo-machete', version: '0.9.2' }
/** Of Debian. */
export const firefox = '/usr/bin/firefox-esr'
/** What drives it in tests. */
export const geckodriver = { name: 'geckodriver', version: '0.37.1' }

/**
 * rust-toolchain.toml names a version. Where rustup has that version under another name, and cannot fetch it, the other
 * serves: every command that a script starts inherits the variable.
 */
if (!process.env.RUSTUP_TOOLCHAIN && !output('cargo', ['--version'])) {
  const wanted = readFileSync(join(root, 'rust-toolchain.toml'), 'utf8').match(/channel = "(.+)"/)?.[1]
  const names = output('rustup', ['toolchain', 'list', '--quiet']).split('\n').filter(Boolean)
  const same = names.find((name) =>
    output('rustup', ['run', name, 'rustc', '--version']).startsWith(`rustc ${wanted} `),
  )
  if (same) process.env.RUSTUP_TOOLCHAIN = same
}

/** @param {string} crate */
export function lockedVersion(crate) {
  const found = readFileSync(join(root, 'Cargo.lock'), 'utf8').match(`name = "${crate}"\nversion = "(.+)"`)
  if (!found) throw new Error(`Cargo.lock has no ${crate}`)
  return found[1]
}

/** Where tools are installed, for all clones of the project. */
export const toolFolder = process.env.CAMPAGNODON_TOOLS || join(homedir(), '.cache/campagnodon')

/** @typedef {{ name: string, version: string }} Tool */

/** The folder in which a tool is installed. @param {Tool} tool */
export const toolHome = ({ name, version }) => join(toolFolder, `${name}-${version}`)

/** The wasm-bindgen program, which must be of the very version that the library was built with. */
export const wasmBindgen = () => ({ name: 'wasm-bindgen', version: lockedVersion('wasm-bindgen') })

/** @param {Tool} tool */
export const binary = (tool) => join(toolHome(tool), 'bin', tool.name)

/** For running wasm-pack by its own name, as who has it installed would; it looks for wasm-bindgen in the PATH too. */
export function wasmPackEnv() {
  const folders = [wasmPack, wasmBindgen()].map((tool) => dirname(binary(tool)))
  return { ...process.env, PATH: [...folders, process.env.PATH].join(delimiter) }
}

/** @type {string | undefined} */
let targetFolder

/** Returns a place in the folder that Cargo builds into, which variables and its configuration can move. @param {string} path */
export function built(path) {
  targetFolder ??= askCargo()
  return join(targetFolder, path)
}

/** @returns {string} */
function askCargo() {
  const metadata = output('cargo', ['metadata', '--no-deps', '--format-version', '1'])
  return JSON.parse(metadata || fail('cargo metadata failed')).target_directory
}

/** The server program, as `cargo build` leaves it. */
export const program = () => built('debug/campagnodon')

/**
 * Runs a command, shows what it prints, and ends this script where it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function run(command, args, options = {}) {
  const { error, status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) fail(`${command}: ${'code' in error && error.code === 'ENOENT' ? 'not found' : error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}

/** What a command prints; nothing where it fails. @param {string} command @param {string[]} args */
export function output(command, args) {
  const { stdout, status } = spawnSync(command, args, { cwd: root, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : ''
}

/** @param {string} message @returns {never} */
export function fail(message) {
  console.error(message)
  process.exit(1)
}

/**
 * What the command line asks of a script, by the options that it has; it ends where the line has any other.
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} Options
 * @param {Options} options
 */
export function asked(options) {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    const known = Object.entries(options).map(([name, { type }]) => `--${name}${type === 'string' ? ' …' : ''}`)
    fail(`${error instanceof Error ? error.message : error}\nWhat can be asked: ${known.join(', ') || 'nothing'}`)
  }
}

/** Whether `file` is there and not older than `other`. @param {string} file @param {string} other */
export function upToDate(file, other) {
  return existsSync(file) && statSync(file).mtimeMs >= statSync(other).mtimeMs
}

/**
 * In brotli, as small as it gets: how distances are written weighs a two-hundredth, and which way is best differs by file.
 * @param {Uint8Array} bytes
 */
export async function brotli(bytes) {
  const ways = [0, 1, 2, 3].flatMap((postfix) =>
    Array.from({ length: 16 }, (_, direct) => [postfix, direct << postfix]),
  )
  const compressed = await Promise.all(
    ways.map(([postfix, direct]) =>
      promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_NPOSTFIX]: postfix, [constants.BROTLI_PARAM_NDIRECT]: direct },
      }),
    ),
  )
  return compressed.reduce((best, other) => (other.length < best.length ? other : best))
}
