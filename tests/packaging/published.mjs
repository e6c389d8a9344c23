/** What is published, packed as it would be: the package, and beside it the program that was built for the tests. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { program, root } from '../../scripts/tools.mjs'

/** Where these are, and sites that have them. */
export const folder = mkdtempSync(join(tmpdir(), 'campagnodon-published-'))
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

/** @param {string} script @param {string[]} args */
const pack = (script, ...args) =>
  execFileSync(process.execPath, [join(root, 'scripts', script), ...args, '--into', folder], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .at(-1)

/** The package, as `npm publish` would have it. */
export const ours = join(folder, pack('pack-package.mjs'))
/** The program for this machine. */
export const companion = join(folder, pack('pack-program.mjs', '--program', program()))

/** A folder with what npm installs of these tarballs. @param {string[]} what */
export function install(...what) {
  const site = mkdtempSync(join(folder, 'site-'))
  writeFileSync(join(site, 'package.json'), '{ "private": true }')
  const options = ['--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--silent']
  execFileSync('npm', ['install', ...what, ...options], { cwd: site })
  return site
}

/** Ends a process with all that it started. @param {number} pid */
export function kill(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}
