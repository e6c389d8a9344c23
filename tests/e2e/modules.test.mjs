/** A page loads the module that its forms need: the full one only where a telephone number, or fees, are asked for. */
import assert from 'node:assert/strict'
import { scene } from './support/browser.mjs'
import { choose, fillAddress, fillEmail, open, pay, shownCodes, submit } from './support/donor.mjs'
import { transactionWith } from './support/distant.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const form = (name, phone) => `[forms.${name}]
distant = "main"
campaign = 1
operations = "donation"
fields = { phone = "${phone}" }
`
const page = (body) => `<!doctype html><title>Page</title><link rel="icon" href="data:,">
  <script type="module" src="/campagnodon/campagnodon.js"></script><body>${body}</body>`

const { distant, origin, relay } = await openWorld({
  pages: {
    'both.html': page(
      '<campagnodon-form name="short"></campagnodon-form><campagnodon-form name="long"></campagnodon-form>',
    ),
    'later.html': page(
      '<campagnodon-form name="short"></campagnodon-form><div data-campagnodon-src="/forms/long"></div>',
    ),
  },
  tables: form('short', 'off') + form('long', 'required'),
})

/** The modules that a page fetches. */
async function fetched(page, address) {
  const files = []
  page.on('request', (request) => {
    const name = new URL(request.url()).pathname.split('/').pop()
    if (name.endsWith('.wasm') || name.includes('twin')) files.push(name)
  })
  await open(page, address)
  return files
}

const inside = (page) => page.locator('[data-campagnodon-module]').getAttribute('data-campagnodon-module')

scene('a form without a telephone number has the smaller module', {}, async (page) => {
  assert.deepEqual(await fetched(page, `${origin}/forms/short`), [])
  assert.equal(await inside(page), '')
})

scene('a page of two forms has the one that serves both', {}, async (page) => {
  assert.deepEqual(await fetched(page, `${origin}/both.html`), [])
  assert.equal(await inside(page), 'full')
  await page.locator('#campagnodon-short[data-live]').waitFor()
  await page.locator('#campagnodon-long[data-live]').waitFor()
})

scene('a form that comes later brings the rules that it needs, and both go on', {}, async (page) => {
  const files = await fetched(page, `${origin}/later.html`)
  await page.locator('#campagnodon-short[data-live]').waitFor()
  await page.locator('#campagnodon-long[data-live]').waitFor()
  assert.deepEqual(files, ['campagnodon-full.wasm'])
  for (const name of ['short', 'long']) {
    await page.locator(`#campagnodon-${name} .campagnodon-submit`).click()
    await page.locator(`#campagnodon-${name} [data-summary][data-code=invalid_answers]`).waitFor()
  }
})

scene('a telephone number that is required', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/forms/long`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await page.locator('[name=tax_receipt]').check()
  await fillAddress(page, { ...person, phone: '' })
  assert.equal(await page.locator('[name=phone]').evaluate((/** @type {HTMLInputElement} */ box) => box.required), true)
  await submit(page)
  assert.deepEqual((await shownCodes(page)).errors, { phone: 'required' })
  await page.locator('[name=phone]').fill(person.phone)
  await submit(page)
  await pay(page)
  assert.equal((await transactionWith(distant, person, 'completed')).contact.phone, person.phone)
})

originKeepsNobody({ relay })
