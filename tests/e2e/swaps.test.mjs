/** Pages that scripts put into one another (Turbo, htmx), and pages with strict policies: the form is alive in each. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { scene } from './support/browser.mjs'
import { contributionsOf, transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillEmail, pay, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const library = (name) => readFileSync(fileURLToPath(import.meta.resolve(name)), 'utf8')

const SCRIPT = '<script type="module" src="/campagnodon/campagnodon.js"></script>'
const TURBO = '<script type="module" src="/turbo.js"></script>'
const HTMX = '<script src="/htmx.js"></script>'
const SRC =
  '<campagnodon-form src="/forms/don"><a href="/forms/don" data-turbo="false" hx-boost="false">Donner</a></campagnodon-form>'
const FILLED = '<campagnodon-form name="don"></campagnodon-form>'

const page = (
  head,
  body,
  boost = '',
) => `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
  <link rel="icon" href="data:,">${head}${SCRIPT}</head><body ${boost}>${body}</body></html>`

const SITES = { turbo: [TURBO, ''], htmx: [HTMX, 'hx-boost:inherited="true"'] }
const KINDS = { taken: SRC, filled: FILLED }

const pages = {
  'turbo.js': library('@hotwired/turbo'),
  'htmx.js': library('htmx.org/dist/htmx.js'),
  'strict.html': page('', SRC),
}
for (const [site, [head, boost]] of Object.entries(SITES)) {
  const links = Object.keys(KINDS).map((kind) => `<a href="/${site}-${kind}.html">${kind}</a>`)
  pages[`${site}-home.html`] = page(head, `<h1>Accueil</h1>${links.join(' ')}`, boost)
  for (const [kind, form] of Object.entries(KINDS))
    pages[`${site}-${kind}.html`] = page(head, `<a href="/${site}-home.html">Accueil</a><h1>Don</h1>${form}`, boost)
}

const { distant, origin, relay } = await openWorld({ pages })

/** The bar that Turbo shows while it waits has a style of its own, which the policy of the relay's pages forbids. */
const turbo = /^Applying inline style/

const live = (page) => page.locator('form[data-live]').waitFor()

/** The relay's own policy is for its own pages: these are another server's. */
async function withPolicy(page, policy, change = (/** @type {string} */ html) => html) {
  await page.route('**/*.html', async (route) => {
    const answer = await route.fetch()
    const headers = { ...answer.headers(), 'content-security-policy': policy }
    await route.fulfill({ response: answer, headers, body: change(await answer.text()) })
  })
}

for (const site of Object.keys(SITES)) {
  for (const kind of Object.keys(KINDS)) {
    scene(`${site}: a form ${kind}, left, come back to, and paid once`, { allow: turbo }, async (page) => {
      const person = newPerson()
      const posts = []
      page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().includes('/forms/')) posts.push(request.url())
      })
      await page.goto(`${origin}/${site}-home.html`)
      await page.evaluate(() => (window.alive = true))
      await page.getByRole('link', { name: kind }).click()
      await page.waitForURL(`**/${site}-${kind}.html`)
      await live(page)
      await choose(page, 'amount', '50')
      await page.getByRole('link', { name: 'Accueil' }).click()
      // Turbo writes an error of its own where somebody goes on while it reads a page.
      await page.locator('html:not([aria-busy]) h1', { hasText: 'Accueil' }).waitFor()
      await page.goBack()
      await page.waitForURL(`**/${site}-${kind}.html`)
      await live(page)
      assert.equal(await page.evaluate(() => window.alive), true, 'one page all along')
      await submit(page)
      await page.locator('[data-error=email][data-code=required]').waitFor()
      await choose(page, 'amount', '30')
      await fillEmail(page, person)
      await submit(page)
      await atPayment(page)
      assert.deepEqual(posts, [`${origin}/forms/don`])
      await pay(page)
      assert.deepEqual(contributionsOf(await transactionWith(distant, person, 'completed')), [
        'Donation 30.00 Completed',
      ])
    })
  }
}

scene(
  'a snapshot of a live form comes to life, and can be given back as its HTML was',
  { allow: turbo },
  async (page) => {
    await page.goto(`${origin}/turbo-filled.html`)
    await live(page)
    const state = () =>
      page.evaluate(() => [...document.querySelectorAll('[data-for]')].map(({ hidden }) => hidden).join())
    await choose(page, 'amount', '50')
    const live_state = await state()
    await page.evaluate(async () => {
      const copy = document.body.cloneNode(true)
      document.documentElement.replaceChild(copy, document.body)
      await document.querySelector('campagnodon-form').ready
    })
    assert.equal(await state(), live_state)
    await submit(page)
    await page.locator('[data-error=email][data-code=required]').waitFor()
    const plain = await page.evaluate(async () => {
      const hidden = (root) => [...root.querySelectorAll('[data-for]')].map(({ hidden }) => hidden).join()
      const element = document.querySelector('campagnodon-form')
      const { form } = element
      element.remove()
      const html = await (await fetch('/forms/don?fragment')).text()
      const fresh = document.createElement('template')
      fresh.innerHTML = html
      return [hidden(form), hidden(fresh.content)]
    })
    assert.equal(plain[0], plain[1])
  },
)

const CONNECT = "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:; form-action 'self'"

for (const [policy, outcome, allow] of /** @type {[string, boolean, RegExp?][]} */ ([
  ["script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types campagnodon", true],
  ["script-src 'self'; require-trusted-types-for 'script'; trusted-types campagnodon", true, /WebAssembly|unsafe-eval/],
  [
    "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types other",
    false,
    /policy|Trusted/i,
  ],
  ["script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'", true],
])) {
  scene(`a policy: ${policy}`, { allow }, async (page) => {
    await withPolicy(page, `${CONNECT}; ${policy}`, (html) => html.replaceAll('<script', '<script nonce="abc"'))
    await page.goto(`${origin}/strict.html`)
    await page.waitForFunction(() => customElements.get('campagnodon-form'))
    assert.equal(await page.evaluate(() => document.querySelector('campagnodon-form').ready), outcome)
    assert.equal(await page.locator('form[data-live]').count(), Number(outcome))
    assert.equal(await page.getByRole('link', { name: 'Donner' }).count(), Number(!outcome))
  })
}

originKeepsNobody({ relay })
