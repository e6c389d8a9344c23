/**
 * The package in tools that take minutes to install, with nothing configured, by `npm run test:packaging -- --all`: each by the
 * version that npm gives now. Ends with a table of them, which docs/developer.md has.
 */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { checks, project } from './projects.mjs'
import { viteSites } from './sites.mjs'
import { ERRORS, TOOLS } from './tools.mjs'

/** @type {string[]} */
const tried = []
after(() => console.log(tried.join('\n')))

/** A project where these are installed too. @param {string[]} packages */
async function projectWith(packages) {
  const folder = project()
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--silent']
  await promisify(execFile)('npm', ['install', ...packages, ...options], { cwd: folder })
  const manifest = join(folder, 'node_modules', packages[0].replace(/(.)@.*/, '$1'), 'package.json')
  return { folder, version: JSON.parse(readFileSync(manifest, 'utf8')).version }
}

for (const [name, { packages, verdict }] of Object.entries(TOOLS)) {
  test(name, async () => {
    const { folder, version } = await projectWith(packages)
    assert.deepEqual(await verdict(folder), ERRORS)
    tried.push(`| ${name} | ${version} |`)
  })
}

for (const major of [5, 6, 7]) {
  const { folder, version } = await projectWith([`vite@${major}`])
  const entry = createRequire(join(folder, 'package.json')).resolve('vite/package.json')
  const vite = await import(pathToFileURL(join(entry, '../dist/node/index.js')).href)
  for (const [name, site] of Object.entries(viteSites(`Vite ${major}`, vite))) checks(name, site)
  tried.push(`| Vite ${major} | ${version} |`)
}
