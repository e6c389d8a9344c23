#!/usr/bin/env node
/**
 * `campagnodon` as npm has it: runs the program, which is in a package for each kind of machine, of which npm installs the
 * one that fits.
 */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'

const require = createRequire(import.meta.url)
const kind = [process.platform, process.arch, ...(hasMusl() ? ['musl'] : [])].join('-')
const companion = `@campagnodon/${kind}`

const program = spawn(find(), process.argv.slice(2), { stdio: 'inherit' })
program.on('error', ({ message }) => fail(`The program of ${companion} cannot be run: ${message}`))
program.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
// It ends by itself what it serves; whoever started this waits for it.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => program.kill(signal))
}

/** Returns where the program is. */
function find() {
  try {
    return require.resolve(`${companion}/bin/campagnodon`)
  } catch {
    /** @type {{ version: string, optionalDependencies?: Record<string, string> }} */
    const { version, optionalDependencies = {} } = require('../package.json')
    const build = `with Rust (https://rustup.rs) build it: cargo install campagnodon --version ${version}`
    if (companion in optionalDependencies)
      return fail(
        `${companion}, which has the program for this machine, is not installed. npm leaves it out with ` +
          '--omit=optional, or where node_modules was copied from another kind of machine.\n' +
          `Install it: npm install ${companion}@${version}\nOr ${build}`,
      )
    return fail(`npm has no program for this kind of machine, ${kind}.\nBut ${build}`)
  }
}

/** Checks whether this is a Linux whose C library is musl, as Alpine's is. */
function hasMusl() {
  if (process.platform !== 'linux') return false
  // Without `excludeNetwork` it looks up the name of each of its connections.
  const report = Object.assign(process.report, { excludeNetwork: true }).getReport()
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (report)
  return !header.glibcVersionRuntime
}

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(message)
  process.exit(1)
}
