/** Back from the payment: the form is alive, still filled, and leads to the same payment. */
import assert from 'node:assert/strict'
import { scene } from './support/browser.mjs'
import { transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, keyOf, open, pay, submit, typed } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()

scene('back from the payment to a form that the browser kept alive', {}, async (page) => {
  await thereAndBack(page, true)
})

scene('back from the payment to a form that is made again', {}, async (page) => {
  // A page that listens to this is not kept alive.
  await page.addInitScript(() => addEventListener('unload', () => {}))
  await thereAndBack(page, false)
})

scene('back from the payment, with scripts off', { javaScriptEnabled: false }, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  const payment = page.url()
  await goBack(page)
  assert.equal(await page.locator('[name=email]').inputValue(), person.email)
  await submit(page)
  await pay(page)
  assert.equal(page.url(), payment)
  await transactionWith(distant, person, 'completed')
})

originKeepsNobody({ relay })

async function filled(page) {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await page.locator('[name=tax_receipt]').check()
  await fillAddress(page, person)
  return person
}

async function thereAndBack(page, alive) {
  const person = await filled(page)
  const before = [await typed(page), await keyOf(page)]
  await page.evaluate(() => (window.alive = true))
  await submit(page)
  await atPayment(page)
  const payment = page.url()
  await goBack(page)
  await page.locator('form[data-live]:not([data-busy])').waitFor()
  assert.equal(await page.evaluate(() => window.alive === true), alive)
  assert.deepEqual([await typed(page), await keyOf(page)], before)
  await submit(page)
  await pay(page)
  assert.equal(page.url(), payment)
  await transactionWith(distant, person, 'completed')
}

/** A page that comes back alive has been loaded before. */
const goBack = (page) => page.goBack({ waitUntil: 'commit' })
