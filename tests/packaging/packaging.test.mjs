/**
 * What `npm pack` gives works wherever it is taken up, with nothing to configure: by each bundler, by a server, by Node as
 * a module and as CommonJS, by a script tag; and where WebAssembly is forbidden, too.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commit, version } from '../../dist/index.js'
import manifest from '../../package.json' with { type: 'json' }
import { output, root } from '../../scripts/tools.mjs'
import { scene } from '../e2e/support/browser.mjs'
import { SITES } from './sites.mjs'

const APP = fileURLToPath(new URL('app', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'campagnodon-packaging-'))
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

execFileSync('npm', ['pack', root, '--silent', '--ignore-scripts'], { cwd: folder })
const tarball = join(folder, readdirSync(folder)[0])
const installed = join(folder, 'installed')
cpSync(APP, installed, { recursive: true })
writeFileSync(join(installed, 'package.json'), '{ "private": true, "type": "module" }')
const install = ['install', tarball, '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--silent']
execFileSync('npm', install, { cwd: installed })

test('it has the licences that it names', () => {
  const names = manifest.license.split(' OR ').map((name) => `LICENSE-${name.split('-')[0].toUpperCase()}`)
  assert.equal(names.length, 2)
  for (const name of names) {
    const [packed, ours] = [join(installed, 'node_modules/campagnodon'), root].map((at) => readFileSync(join(at, name)))
    assert.deepEqual(packed, ours)
  }
})

/** A project of its own, with the package installed. */
function project() {
  const copy = mkdtempSync(join(folder, 'project-'))
  cpSync(installed, copy, { recursive: true })
  mkdirSync(join(copy, 'out'))
  return copy
}

const POLICIES = [
  { name: 'by the module', policy: "script-src 'self' 'wasm-unsafe-eval'", modules: 1 },
  { name: 'by its twin', policy: "script-src 'self'", modules: 0 },
]

// A page that a test answers for is no page of this machine, so Vite's live reload cannot reach it.
const allow = /Content Security Policy|websocket/i

for (const [name, site] of Object.entries(SITES)) {
  const running = site(project())
  after(async () => (await running).close())
  for (const { name: by, policy, modules } of POLICIES) {
    scene(`${name}: the form checks, ${by}`, { allow }, async (page) => {
      const { origin } = await running
      await page.route(`${origin}/`, async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } })
      })
      await page.addInitScript(countModules)
      await page.goto(`${origin}/`)
      const form = page.locator('form[data-live]')
      await form.waitFor()
      if (name !== 'a script tag') {
        const verdict = modules ? 'email required' : 'refused'
        await page.locator(`form[data-typed="${verdict}"]`).waitFor()
      }
      await form.locator('[name=email]').fill('anne@example')
      await form.locator('button').click()
      await form.locator('[data-error=email][data-code=email_invalid]').waitFor()
      assert.equal(await page.evaluate(() => globalThis.modules), name === 'a script tag' ? modules : 2 * modules)
      if (name === 'a script tag') return
      assert.deepEqual(await form.evaluate(({ dataset: { version, commit } }) => ({ version, commit })), {
        version,
        commit,
      })
    })
  }
}

for (const file of ['node.mjs', 'node.cjs']) {
  test(`Node, ${file}: one verdict`, () => {
    const printed = execFileSync(process.execPath, [file], { cwd: installed, encoding: 'utf8' })
    assert.deepEqual(JSON.parse(printed), { version, commit, errors: [{ field: 'email', code: 'email_invalid' }] })
  })
}

test('it says of which version and commit it is', () => {
  assert.equal(version, manifest.version)
  // Somebody may have committed since the build.
  assert.equal(output('git', ['cat-file', '-t', commit]), 'commit')
})

test('attw finds nothing in it', () => {
  const attw = fileURLToPath(new URL('node_modules/.bin/attw', import.meta.url))
  const printed = execFileSync(attw, [tarball, '--format', 'json'], { encoding: 'utf8' })
  assert.deepEqual(JSON.parse(printed).problems ?? {}, {})
})

test('publint finds nothing in it', () => {
  const publint = join(root, 'node_modules/.bin/publint')
  assert.match(execFileSync(publint, ['run', tarball, '--strict'], { cwd: root, encoding: 'utf8' }), /All good/)
})

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
