/** The pages that a site can make: several forms, forms that the page takes itself. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { contributionsOf, transactionOf, transactionWith } from './support/distant.mjs'
import { atPayment, fillEmail, pay } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const page = (body) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Essai</title>
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/campagnodon/campagnodon.css">
  <script type="module" src="/campagnodon/campagnodon.js"></script><body>${body}</body></html>`

const form = (name) => `<campagnodon-form name="${name}"></campagnodon-form>`

const place = (name) => `<div data-campagnodon-src="/forms/${name}"><a href="/forms/${name}">Donner</a></div>`

const { distant, origin, relay } = await openWorld({
  pages: {
    'several.html': page(form('don') + form('donate')),
    'taken.html': page(place('don')),
    'goal.html': page('<div data-campagnodon-src="/forms/don/goal"></div>'),
    'none.html': page(place('closed') + place('don')),
  },
})

scene('several forms in one page know nothing of each other', {}, async (page) => {
  const [one, other] = [newPerson(), newPerson()]
  await page.goto(`${origin}/several.html`)
  const [don, donate] = ['#campagnodon-don', '#campagnodon-donate'].map((id) => page.locator(`${id}[data-live]`))
  await don.getByLabel('30 €', { exact: true }).check()
  await donate.getByLabel('€80', { exact: true }).check()
  assert.ok(await don.getByLabel('30 €', { exact: true }).isChecked())
  await fillEmail(don, one)
  await donate.locator('.campagnodon-submit').click()
  await donate.locator('[data-error=email][data-code=required]').waitFor()
  assert.equal(await don.locator('[data-code]').count(), 0)
  // The one, then back at the page as it was left, the other.
  await don.locator('.campagnodon-submit').click()
  await atPayment(page)
  await page.goBack({ waitUntil: 'commit' })
  await fillEmail(donate, other)
  await donate.locator('.campagnodon-submit').click()
  await pay(page)
  assert.deepEqual(contributionsOf(await transactionOf(distant, one)), ['Donation 30.00 promised'])
  assert.deepEqual(contributionsOf(await transactionWith(distant, other, 'completed')), ['Donation 80.00 Completed'])
})

scene('a page of ours has the module inside, and no other is asked for', {}, async (page) => {
  const asked = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(`${origin}/several.html`)
  await page.locator('form[data-live]').first().waitFor()
  assert.deepEqual(
    asked.filter((path) => /wasm|twin/.test(path)),
    [],
  )
})

scene('no two elements of a page with several forms have the same id', {}, async (page) => {
  await page.goto(`${origin}/several.html`)
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id))
  assert.deepEqual(ids, [...new Set(ids)])
  const dangling = await page.evaluate(() =>
    [...document.querySelectorAll('[aria-describedby], [for]')]
      .flatMap((element) => (element.getAttribute('aria-describedby') ?? element.getAttribute('for')).split(' '))
      .filter((id) => !document.getElementById(id)),
  )
  assert.deepEqual(dangling, [])
})

for (const name of ['don.html', 'goal.html']) {
  scene(`the goal of a campaign is told in words and shown by a bar: ${name}`, {}, async (page) => {
    await page.goto(`${origin}/${name}`)
    const goal = page.getByRole('group', { name: 'La collecte' })
    await goal.getByRole('progressbar', { name: 'Part de l’objectif' }).waitFor()
    assert.match(await goal.innerText(), /^\d[\d\s]+€ collectés sur 20\s000\s€\s+6\d\s% de l’objectif$/)
  })
}

scene('a page takes the form from the relay, and it works', {}, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/taken.html`)
  const form = page.locator('#campagnodon-don[data-live]')
  await form.getByLabel('30 €', { exact: true }).check()
  await fillEmail(form, person)
  await form.locator('.campagnodon-submit').click()
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('where the relay has no form to take, the link stays', { allow: refusedAnswer }, async (page) => {
  const warned = page.waitForEvent('console', (message) => message.text().includes('404'))
  await page.goto(`${origin}/none.html`)
  await page.locator('#campagnodon-don[data-live]').waitFor()
  await warned
  assert.equal(await page.locator('[data-campagnodon-src$=closed] a').innerText(), 'Donner')
})

scene('with scripts off, the link leads to the form', { javaScriptEnabled: false }, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/taken.html`)
  await page.getByRole('link', { name: 'Donner' }).click()
  await page.getByLabel('30 €', { exact: true }).check()
  await fillEmail(page, person)
  await page.locator('.campagnodon-submit').click()
  await atPayment(page)
})

originKeepsNobody({ relay })
