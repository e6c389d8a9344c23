/**
 * Each of `examples/`, installed with the package as npm would give it, built, checked by its own types, and a gift paid in it.
 * `CAMPAGNODON_ALL`: those too that take minutes.
 */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { promisify } from 'node:util'
import { root } from '../../scripts/tools.mjs'
import { scene } from '../e2e/support/browser.mjs'
import { contributionsOf, transactionWith } from '../e2e/support/distant.mjs'
import { atPayment, choose, fillEmail, pay, submit } from '../e2e/support/donor.mjs'
import { newPerson } from '../e2e/support/persons.mjs'
import { until } from '../e2e/support/until.mjs'
import { openWorld } from '../e2e/support/world.mjs'

/**
 * How the form is come to: at once; from a page before it; it can be closed and opened again; or there is one of the site's own
 * for each of some libraries.
 * @type {Record<string, { way: 'at once' | 'page' | 'toggle' | 'each', slow?: boolean, node?: number }>}
 */
const EXAMPLES = {
  html: { way: 'at once' },
  react: { way: 'toggle' },
  vue: { way: 'toggle' },
  svelte: { way: 'toggle', slow: true },
  solid: { way: 'toggle', slow: true },
  libraries: { way: 'each' },
  turbo: { way: 'page' },
  htmx: { way: 'page' },
  next: { way: 'toggle', slow: true },
  astro: { way: 'page', slow: true, node: 22 },
}

const LIBRARIES = ['React Hook Form', 'TanStack Form', 'Conform']

const folder = mkdtempSync(join(tmpdir(), 'campagnodon-examples-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** @param {string} cwd @param {string[]} args */
const npm = (cwd, ...args) => promisify(execFile)('npm', args, { cwd, maxBuffer: 1e8 })

await npm(folder, 'pack', root, '--silent', '--ignore-scripts')
const tarball = join(folder, readdirSync(folder)[0])
// The look of the demonstration is of its own pages, which these sites do not have.
const { distant, origin } = await openWorld({
  edit: (settings) => settings.replace(/^(logo|stylesheet|payment_page|error_page) = .*\n/gm, ''),
})

/** Copies an example, installs what it names, and the tarball for our package. @param {string} name */
async function install(name) {
  const copy = join(folder, name)
  cpSync(join(root, 'examples', name), copy, {
    recursive: true,
    filter: (path) => !path.includes('node_modules') && !path.includes('dist'),
  })
  const file = join(copy, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  if (manifest.dependencies?.campagnodon) manifest.dependencies.campagnodon = `file:${tarball}`
  writeFileSync(file, JSON.stringify(manifest))
  await npm(copy, 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--silent')
  return { copy, manifest }
}

async function freePort() {
  const server = createServer()
  await new Promise((listening) => server.listen(0, '127.0.0.1', () => listening(undefined)))
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  await new Promise((closed) => server.close(closed))
  return port
}

/** Serves what was built, as the example's own tool does. @param {string} copy */
async function preview(copy) {
  const port = await freePort()
  const host = existsSync(join(copy, 'next.config.mjs')) ? '--hostname' : '--host'
  const args = ['run', 'preview', '--', host, '127.0.0.1', '--port', String(port)]
  const server = spawn('npm', args, {
    cwd: copy,
    env: { ...process.env, RELAY: origin },
    detached: true,
    stdio: 'ignore',
  })
  const stop = () => {
    try {
      if (server.pid) process.kill(-server.pid)
    } catch {
      // It has ended already.
    }
  }
  process.once('exit', stop)
  const address = `http://127.0.0.1:${port}`
  await until(`${copy} is served`, async () => (await fetch(address).catch(() => undefined))?.ok)
  return { address, stop }
}

/**
 * A form of the site's own, kept by a library: what is wrong is told in the relay's words, what is asked for changes with the
 * answers, and the gift is paid.
 * @param {import('playwright-core').Page} page @param {string} address @param {string} library
 */
async function own(page, address, library) {
  const person = newPerson()
  await page.goto(address)
  const button = page.getByRole('button', { name: library })
  if (await button.isEnabled()) await button.click()
  await page.getByLabel('30 €', { exact: true }).check()
  await page.getByLabel('E-mail').fill('anne@example')
  assert.equal(await page.getByLabel('Prénom').count(), 0)
  await page.getByLabel('reçu fiscal').check()
  await page.getByLabel('Prénom').waitFor()
  await page.getByRole('button', { name: /^Donner/ }).click()
  await page.locator('[aria-invalid=true]').first().waitFor()
  const told = await page.getByRole('alert').allInnerTexts()
  assert.deepEqual(told.slice(0, 2), [
    'Saisissez votre adresse e-mail en entier, par exemple nom@exemple.org.',
    'Saisissez votre prénom, par exemple Camille.',
  ])
  await page.getByLabel('reçu fiscal').uncheck()
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByRole('button', { name: /^Donner/ }).click()
  await atPayment(page)
  await pay(page)
  assert.deepEqual(contributionsOf(await transactionWith(distant, person, 'completed')), ['Donation 30.00 Completed'])
}

for (const [name, { way, slow, node = 20 }] of Object.entries(EXAMPLES)) {
  if (slow && !process.env.CAMPAGNODON_ALL) continue
  if (Number(process.versions.node.split('.')[0]) < node) {
    console.log(`# ${name}: not tried, since it wants Node ${node}`)
    continue
  }
  scene(`the example ${name}`, {}, async (page) => {
    const person = newPerson()
    const { copy, manifest } = await install(name)
    process.env.RELAY = origin
    if (manifest.scripts.check) await npm(copy, 'run', 'check')
    await npm(copy, 'run', 'build')
    const { address, stop } = await preview(copy)
    try {
      await page.goto(address)
      if (way === 'each') {
        for (const library of LIBRARIES) await own(page, address, library)
        return
      }
      const live = () => page.locator('campagnodon-form form[data-live]').waitFor()
      if (way === 'page') {
        // There, back, and there again: one page all along.
        await page.evaluate(() => (window.alive = true))
        await page.getByRole('link', { name: 'Faire un don' }).click()
        await live()
        await page.getByRole('link', { name: 'Accueil' }).click()
        await page.getByRole('heading', { name: 'Accueil' }).waitFor()
        await page.goBack()
        await live()
        assert.equal(await page.evaluate(() => window.alive), true)
      }
      await live()
      if (way === 'toggle') {
        await page.getByRole('button', { name: 'Fermer' }).click()
        assert.equal(await page.locator('campagnodon-form').count(), 0)
        await page.getByRole('button', { name: 'Ouvrir' }).click()
        await live()
      }
      await choose(page, 'amount', '30')
      if (way === 'toggle') assert.equal(await page.locator('output').innerText(), '30 €')
      await fillEmail(page, person)
      await submit(page)
      await atPayment(page)
      assert.ok(page.url().startsWith(address), 'the payment is on the same site')
      await pay(page)
      assert.deepEqual(contributionsOf(await transactionWith(distant, person, 'completed')), [
        'Donation 30.00 Completed',
      ])
    } finally {
      stop()
    }
  })
}
