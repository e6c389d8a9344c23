/**
 * The kinds of machines for which npm has the program ready, each in a package of its own: `bin/campagnodon.mjs` looks
 * for it by this name. Run by itself, it prints them for the workflow that publishes, which builds each where it fits.
 */
import { fileURLToPath } from 'node:url'

/**
 * @typedef {object} Platform
 * @property {string} name after Node's words
 * @property {string} os
 * @property {string} cpu
 * @property {string} [libc] as npm names it
 * @property {string} target as Rust names it
 * @property {string} runner GitHub's machine that builds it; the oldest, whose C library is the oldest that will do
 */

/** @type {Platform[]} */
export const PLATFORMS = [
  linux('x64', 'glibc', 'x86_64-unknown-linux-gnu', 'ubuntu-22.04'),
  linux('x64', 'musl', 'x86_64-unknown-linux-musl', 'ubuntu-22.04'),
  linux('arm64', 'glibc', 'aarch64-unknown-linux-gnu', 'ubuntu-22.04-arm'),
  linux('arm64', 'musl', 'aarch64-unknown-linux-musl', 'ubuntu-22.04-arm'),
  mac('x64', 'x86_64-apple-darwin', 'macos-15-intel'),
  mac('arm64', 'aarch64-apple-darwin', 'macos-15'),
]

/** The package of a platform. @param {Platform} platform */
export const packageOf = ({ name }) => `@campagnodon/${name}`

/** @param {string} cpu @param {'glibc' | 'musl'} libc @param {string} target @param {string} runner @returns {Platform} */
function linux(cpu, libc, target, runner) {
  return { name: libc === 'musl' ? `linux-${cpu}-musl` : `linux-${cpu}`, os: 'linux', cpu, libc, target, runner }
}

/** @param {string} cpu @param {string} target @param {string} runner @returns {Platform} */
function mac(cpu, target, runner) {
  return { name: `darwin-${cpu}`, os: 'darwin', cpu, target, runner }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(JSON.stringify(PLATFORMS))
