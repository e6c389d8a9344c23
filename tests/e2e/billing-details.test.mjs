/** The one thing that comes back from the distant: billing details, while the payment is pending and never after. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, press, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { EVERY_FIELD, openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld({ tables: EVERY_FIELD })

/** The buttons that lead to each state in which a bank may ask. */
const OPEN = { init: [], pending: ['pend'] }

for (const [status, actions] of Object.entries(OPEN)) {
  scene(`they are shown while the payment is ${status}`, {}, async (page) => {
    const person = await atBank(page)
    for (const action of actions) await press(page, action, status)
    await transactionWith(distant, person, status)
    await page.locator('button[value=billing]').click()
    await page.locator('[data-billing=last_name]').waitFor()
    const all = page.locator('[data-billing]')
    const details = await all.evaluateAll((/** @type {HTMLElement[]} */ dds) =>
      dds.map((dd) => [dd.dataset.billing, dd.innerText]),
    )
    const shown = Object.fromEntries(details)
    const { birth_date, ...asked } = person
    assert.deepEqual(shown, { ...asked, country: 'France' })
    assert.equal(await page.locator('[data-payment]').getAttribute('data-payment'), status)
  })
}

/** … in which none may. */
const CLOSED = { completed: ['pay'], failed: ['refuse', 'give_up'], cancelled: ['cancel'], refunded: ['pay', 'refund'] }

const AFTER = { pay: 'completed', refuse: 'refused', give_up: 'failed', cancel: 'cancelled', refund: 'refunded' }

for (const [status, actions] of Object.entries(CLOSED)) {
  scene(`they are refused once the payment is ${status}`, { allow: refusedAnswer }, async (page) => {
    const person = await atBank(page)
    for (const action of actions) await press(page, action, AFTER[action])
    assert.equal(await page.locator('button[value=billing]').count(), 0)
    const forged = await page.evaluate(async () => {
      const answer = await fetch(location.href, { method: 'POST', body: new URLSearchParams({ action: 'billing' }) })
      return { status: answer.status, page: await answer.text() }
    })
    assert.equal(forged.status, 409)
    assert.ok(!forged.page.includes('data-billing'))
    await transactionWith(distant, person, status)
  })
}

scene('without the distant there are none', { allow: refusedAnswer }, async (page) => {
  await atBank(page)
  await distant.stop()
  await page.locator('button[value=billing]').click()
  await page.locator('.campagnodon-summary').waitFor()
  assert.equal(await page.locator('[data-billing]').count(), 0)
  await distant.start()
  await page.locator('button[value=billing]').click()
  await page.locator('[data-billing=last_name]').waitFor()
})

originKeepsNobody({ relay })

async function atBank(page) {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await page.locator('[name=tax_receipt]').check()
  await fillAddress(page, person)
  await submit(page)
  await atPayment(page)
  return person
}
