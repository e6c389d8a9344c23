/** The package as `npm pack` gives it, installed in projects of their own; and what a site with it must do in a browser. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commit, version } from '../../dist/index.js'
import { root } from '../../scripts/tools.mjs'
import { scene } from '../e2e/support/browser.mjs'

const APP = fileURLToPath(new URL('app', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'campagnodon-packaging-'))
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

execFileSync('npm', ['pack', root, '--silent', '--ignore-scripts'], { cwd: folder })
export const tarball = join(folder, readdirSync(folder)[0])
/** A project that has the package and the files of `app/`. */
export const installed = join(folder, 'installed')
cpSync(APP, installed, { recursive: true })
writeFileSync(join(installed, 'package.json'), '{ "private": true, "type": "module" }')
const install = ['install', tarball, '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--silent']
execFileSync('npm', install, { cwd: installed })

/** A project of its own, with the package installed. */
export function project() {
  const copy = mkdtempSync(join(folder, 'project-'))
  cpSync(installed, copy, { recursive: true })
  mkdirSync(join(copy, 'out'))
  return copy
}

const POLICIES = [
  { name: 'by the module', policy: "script-src 'self' 'wasm-unsafe-eval'", modules: 1 },
  { name: 'by its twin', policy: "script-src 'self'", modules: 0 },
]

// A page that a test answers for is no page of this machine: Vite's live reload cannot reach it, and what comes from
// another origin of this machine must be let.
const visitor = { allow: /Content Security Policy|websocket/i, permissions: ['local-network-access'] }

/**
 * The form of such a site checks, by the module and, where WebAssembly is forbidden, by its twin.
 * @param {string} name
 * @param {import('./sites.mjs').Site} site
 */
export function checks(name, site) {
  const running = site(project())
  after(async () => (await running).close())
  const byTag = name.startsWith('a script tag')
  for (const { name: by, policy, modules } of POLICIES) {
    scene(`${name}: the form checks, ${by}`, visitor, async (page) => {
      const { origin, scripts = '' } = await running
      const allowed = policy.replace("'self'", `'self' ${scripts}`)
      await page.route(`${origin}/`, async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': allowed } })
      })
      await page.addInitScript(countModules)
      await page.goto(`${origin}/`)
      const form = page.locator('form[data-live]')
      await form.waitFor()
      if (!byTag) {
        const verdict = modules ? 'email required' : 'refused'
        await page.locator(`form[data-typed="${verdict}"]`).waitFor()
      }
      await form.locator('[name=email]').fill('anne@example')
      await form.locator('button').click()
      await form.locator('[data-error=email][data-code=email_invalid]').waitFor()
      assert.equal(await page.evaluate(() => globalThis.modules), byTag ? modules : 2 * modules)
      if (byTag) return
      assert.deepEqual(await form.evaluate(({ dataset: { version, commit } }) => ({ version, commit })), {
        version,
        commit,
      })
    })
  }
}

/** Counts the modules that the page was let make. */
function countModules() {
  globalThis.modules = 0
  const { instantiate } = WebAssembly
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate(...given)
    globalThis.modules++
    return made
  }
}
