/** Back from the payment: the form is alive, still filled, and leads to the same payment; once that is made, to another. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/whole-browser.mjs'
import { transactionsOf, transactionWith } from './support/distant.mjs'
import {
  atPayment,
  choose,
  fillAddress,
  fillEmail,
  goBack,
  keyOf,
  open,
  pay,
  press,
  refused,
  submit,
  typed,
} from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { until } from './support/until.mjs'
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

const allow = refusedAnswer

for (const [how, before] of Object.entries({
  'a form that the browser kept alive': () => {},
  'a form that is made again': () => addEventListener('unload', () => {}),
})) {
  scene(`back from a payment that was made to ${how}: the same is a second gift`, { allow }, async (page) => {
    await page.addInitScript(before)
    const person = await filled(page)
    await submit(page)
    await pay(page)
    await secondGift(page, person, async () => {
      await toForm(page)
      await page.locator('form[data-live]:not([data-busy])').waitFor()
      await submit(page)
    })
  })
}

scene('back from a payment that was made, and loaded anew, the same is a second gift', {}, async (page) => {
  const person = await give30(page, open)
  await secondGift(page, person, async () => {
    await toForm(page)
    await page.locator('form[data-live]').waitFor()
    await page.reload()
    await page.locator('form[data-live]').waitFor()
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await submit(page)
  })
})

const noScripts = { allow, javaScriptEnabled: false }

scene(
  'back from a payment that was made, with scripts off, the same is told, then a second gift',
  noScripts,
  async (page) => {
    const person = await give30(page)
    await secondGift(page, person, async () => {
      await toForm(page)
      await submit(page)
      await refused(page, 'payment_ended')
      await submit(page)
    })
  },
)

scene('back from a card that was refused, with scripts off, the same is another try', noScripts, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  const first = page.url()
  await press(page, 'refuse', 'refused')
  await toForm(page)
  await submit(page)
  await press(page, 'pay', 'completed')
  assert.equal(page.url(), first, 'what can still be paid is not opened twice')
})

originKeepsNobody({ relay })

async function give30(page, show = (page, address) => page.goto(address)) {
  const person = newPerson()
  await show(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await pay(page)
  return person
}

/** Over what Chromium has of the payment: its page before and after. */
async function toForm(page) {
  while (page.url().includes('/payments/')) await goBack(page)
}

/** Pays what the same answers lead to now. */
async function secondGift(page, person, again) {
  const first = page.url()
  await again()
  await page.waitForURL((url) => url.pathname.includes('/payments/') && url.href !== first)
  await pay(page)
  await until('both are paid', async () => {
    const statuses = (await transactionsOf(distant, person)).map(({ status }) => status)
    return statuses.length === 2 && statuses.every((status) => status === 'completed')
  })
}

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
