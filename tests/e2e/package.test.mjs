/** What `npm pack` gives can be installed, and its entry brings a form to life in a page of another server. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { root } from '../../scripts/tools.mjs'
import { scene } from './support/browser.mjs'
import { portOf } from './support/servers.mjs'

const project = mkdtempSync(join(tmpdir(), 'campagnodon-package-'))
const npm = (...args) =>
  execFileSync('npm', args, { cwd: project, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' })

npm('pack', root, '--silent', '--ignore-scripts')
const [tarball] = readdirSync(project)
writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }')
npm('install', `./${tarball}`, '--offline', '--no-audit', '--no-fund', '--ignore-scripts', '--silent')

const TYPES = { js: 'text/javascript', wasm: 'application/wasm', css: 'text/css', html: 'text/html' }
const PAGE = `<!doctype html><title>Another site</title><link rel="icon" href="data:,">
  <link rel="stylesheet" href="/node_modules/campagnodon/dist/campagnodon.css">
  <script type="importmap">{ "imports": { "campagnodon": "/node_modules/campagnodon/dist/index.js" } }</script>
  <form data-campagnodon="o donation once 100-100000 3000" lang="fr" action="/forms/don">
    <input type="hidden" name="operation" value="donation"><input type="hidden" name="frequency" value="once">
    <input type="radio" name="amount" value="30" checked><input name="email" id="email">
    <p data-error="email"></p><div data-summary hidden></div>
    <button>Give</button>
  </form>
  <script type="module">
    import { attach } from 'campagnodon'
    document.title = await attach(document.forms[0]) ? 'live' : 'plain'
  </script>`

const server = createServer(({ url }, response) => {
  const path = new URL(url, 'http://a').pathname
  response.setHeader('Content-Type', TYPES[path.split('.').pop()] ?? TYPES.html)
  response.end(path === '/' ? PAGE : readFileSync(join(project, path)))
})
await once(server.listen(0, '127.0.0.1'), 'listening')
after(() => {
  server.close()
  rmSync(project, { recursive: true, force: true })
})

scene('the installed package checks a form', {}, async (page) => {
  await page.goto(`http://127.0.0.1:${portOf(server)}/`)
  await page.waitForFunction(() => document.title === 'live' || document.title === 'plain')
  assert.equal(await page.title(), 'live')
  await page.locator('#email').fill('anne@example')
  await page.locator('button').click()
  assert.equal(await page.locator('[data-error=email]').getAttribute('data-code'), 'email_invalid')
})

scene('importing it does nothing outside a browser', {}, async () => {
  const script =
    "import { attach, init, release } from 'campagnodon'; console.log(typeof attach, typeof init, typeof release)"
  writeFileSync(join(project, 'server.mjs'), script)
  const printed = execFileSync(process.execPath, ['server.mjs'], { cwd: project, encoding: 'utf8' })
  assert.equal(printed.trim(), 'function function function')
})

scene('the mock of the package answers, imported and required', {}, async () => {
  const asks = `const ask = async ({ mockRelay }) => {
    const uninstall = mockRelay({ language: 'en' }).install()
    const form = await (await fetch('http://a/forms/donation', { headers: { Accept: 'application/json' } })).json()
    const posted = await fetch('http://a/forms/donation', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': 'x'.repeat(16) },
      body: '{}',
    })
    uninstall()
    console.log(form.language, posted.status)
  }
`
  writeFileSync(join(project, 'mock.mjs'), `${asks}ask(await import('campagnodon/mock'))`)
  writeFileSync(join(project, 'mock.cjs'), `${asks}ask(require('campagnodon/mock'))`)
  for (const file of ['mock.mjs', 'mock.cjs']) {
    const printed = execFileSync(process.execPath, [file], { cwd: project, encoding: 'utf8' })
    assert.equal(printed.trim(), 'en 422', file)
  }
})
