/** Whoever gives, with whatever they have: a keyboard alone, a narrow phone. `axe.test.mjs` and `complaints.test.mjs` are about words read aloud. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { contributionsOf, transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, refused, submit } from './support/donor.mjs'
import { fits } from './support/fits.mjs'
import { addressOf, newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()
const PAGES = ['don.html', 'adhesion.html', 'soutenir.html', 'en.html']

scene('the keyboard alone makes a donation', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await tabTo(page, 'frequency')
  await page.keyboard.press('ArrowRight')
  await tabTo(page, 'amount')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  // Passing through the free amount must not choose it.
  await tabTo(page, 'free_amount')
  await tabTo(page, 'email')
  await page.keyboard.type(person.email)
  await tabTo(page, 'tax_receipt')
  await page.keyboard.press('Space')
  await tabTo(page, 'first_name')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  assert.equal(await focused(page), 'tax_receipt')
  await page.keyboard.press('Space')
  await tabTo(page, 'campagnodon-submit')
  await page.keyboard.press('Enter')
  const transaction = await paid(page, person)
  assert.equal(transaction.operation_type, 'monthly_donation')
  assert.deepEqual(contributionsOf(transaction), ['Donation 15.00 Completed'])
})

scene('the keyboard alone makes a membership, after an error', { allow: refusedAnswer }, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/soutenir.html`)
  await tabTo(page, 'operation')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, 'frequency')
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowUp')
  await tabTo(page, 'amount')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, 'email')
  await page.keyboard.type('nobody')
  await tabTo(page, 'title')
  await page.keyboard.press('ArrowDown')
  for (const [name, value] of Object.entries(addressOf(person))) {
    if (!(await page.locator(`[name=${name}]`).count())) continue
    await tabTo(page, name)
    await page.keyboard.type(value)
  }
  // The country that stands there is the right one.
  await page.keyboard.press('Enter')
  await refused(page, 'invalid_answers')
  // From the summary to the field, and from the field to the end.
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await focused(page), 'email')
  await page.keyboard.press('Control+A')
  await page.keyboard.type(person.email)
  await page.keyboard.press('Enter')
  const transaction = await paid(page, person)
  assert.match(transaction.operation_type, /membership/)
  assert.equal(transaction.contact.street_address, person.street_address)
})

for (const name of ['index.html', ...PAGES]) {
  scene(`${name} fits a screen of 320 pixels`, { viewport: { width: 320, height: 640 } }, async (page) => {
    await page.goto(`${origin}/${name}`)
    await fits(page)
    if (!PAGES.includes(name)) return
    await page.locator('form[data-live]').waitFor()
    await submit(page)
    await refused(page, 'invalid_answers')
    await fits(page)
  })
}

scene('the payment fits a screen of 320 pixels', { viewport: { width: 320, height: 640 } }, async (page) => {
  await toPayment(page)
  await fits(page)
  await page.locator('button[value=billing]').click()
  await page.locator('[data-billing=email]').waitFor()
  await fits(page)
})

originKeepsNobody({ relay })

const focused = (page) => page.evaluate(() => document.activeElement.name || document.activeElement.className)

async function tabTo(page, name) {
  for (let tabs = 0; tabs < 40; tabs += 1) {
    await page.keyboard.press('Tab')
    if ((await focused(page)) === name) return
  }
  assert.fail(`Tab never comes to ${name}`)
}

/** Pays with the keyboard. */
async function paid(page, person) {
  await atPayment(page)
  while (!(await page.evaluate(() => document.activeElement.value === 'pay'))) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('[data-payment=completed]').waitFor()
  return transactionWith(distant, person, 'completed')
}

async function toPayment(page) {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await page.locator('[name=tax_receipt]').check()
  await fillAddress(page, person)
  await submit(page)
  await atPayment(page)
}
