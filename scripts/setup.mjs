/** Installs what the build lacks, and says what and why. `--tests`: also what the browser tests need. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  asked,
  binary,
  cargoDeny,
  cargoMachete,
  fail,
  firefox,
  geckodriver,
  output,
  root,
  run,
  toolFolder,
  toolHome,
  upToDate,
  wasmBindgen,
  wasmPack,
} from './tools.mjs'

const TARGET = 'wasm32-unknown-unknown'

const workshop = join(toolFolder, 'build')
const { tests } = asked({ tests: { type: 'boolean' } })

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Node ${process.versions.node} is too old: 20 is needed.`)
if (!output('cargo', ['--version'])) fail('Rust is not installed: https://rustup.rs')

if (!existsSync(join(output('rustc', ['--print', 'sysroot']), 'lib/rustlib', TARGET))) {
  say(`Rust's ${TARGET}`, 'the page runs WebAssembly')
  run('rustup', ['target', 'add', TARGET])
}
if (!existsSync(join(output('rustc', ['--print', 'sysroot']), 'lib/rustlib/src/rust/library/Cargo.lock'))) {
  say("Rust's sources", 'the module carries a standard library of its own, made small')
  run('rustup', ['component', 'add', 'rust-src'])
}
installCrate(wasmBindgen(), 'wasm-bindgen-cli', 'it writes the JavaScript around the module', ['--no-default-features'])

const modules = join(root, 'node_modules/.package-lock.json')
if (!upToDate(modules, join(root, 'package-lock.json'))) {
  say('npm packages', 'they shrink, bundle and check what the page loads')
  run('npm', ['ci', '--ignore-scripts'])
}

if (tests) {
  installCrate(wasmPack, 'wasm-pack', "it runs the module's tests in a browser")
  installCrate(cargoMachete, 'cargo-machete', 'it finds dependencies that nothing uses')
  installCrate(cargoDeny, 'cargo-deny', 'it holds licences and sources of dependencies to deny.toml')
  const packages = ['chromium', 'chromium-headless-shell', 'chromium-driver']
  if (!['chromium', 'chromium-headless-shell', 'chromedriver'].every((name) => existsSync(`/usr/bin/${name}`))) {
    if (process.getuid?.() !== 0) fail(`The tests need a browser: sudo apt-get install ${packages.join(' ')}`)
    say('Chromium', 'the tests need a browser')
    run('apt-get', ['update'])
    run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages])
  }
  if (!existsSync(firefox) && process.getuid?.() === 0) {
    say('Firefox', 'whole donations are tried in it too')
    run('apt-get', ['update'])
    run('apt-get', ['install', '--yes', '--no-install-recommends', 'firefox-esr'])
  }
  if (!existsSync('/usr/bin/zbarimg')) {
    if (process.getuid?.() === 0) {
      say('zbar-tools', "another author's program reads the QR codes of transfers")
      run('apt-get', ['update'])
      run('apt-get', ['install', '--yes', '--no-install-recommends', 'zbar-tools'])
    } else console.warn('Without zbarimg no QR code is read: sudo apt-get install zbar-tools')
  }
  if (existsSync(firefox)) installCrate(geckodriver, 'geckodriver', 'it drives Firefox')
}

rmSync(workshop, { recursive: true, force: true })

/**
 * In the debug profile: a fifth of the time, and as fast for a module of this size.
 * @param {import('./tools.mjs').Tool} tool
 * @param {string} crate
 * @param {string} reason
 * @param {string[]} [options]
 */
function installCrate(tool, crate, reason, options = []) {
  if (existsSync(binary(tool))) return
  say(`${crate} ${tool.version}`, `${reason}; about a minute`)
  const home = toolHome(tool)
  // A leftover of an interrupted installation.
  rmSync(home, { recursive: true, force: true })
  // Both tools are made of much the same crates: built in one folder, the second takes half the time.
  const env = { ...process.env, CARGO_TARGET_DIR: workshop }
  run('cargo', ['install', crate, '--version', tool.version, '--debug', '--root', home, ...options], { env })
}

/** @param {string} what @param {string} why */
function say(what, why) {
  console.log(`Installing ${what}: ${why}.`)
}
