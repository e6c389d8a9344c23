/** Whoever gives, with whatever they have: a keyboard alone, a narrow phone, words read aloud. */
import assert from 'node:assert/strict'
import { check } from './support/axe.mjs'
import { scene } from './support/browser.mjs'
import { contributionsOf, transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, press, refused, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()
const PAGES = ['don.html', 'adhesion.html', 'soutenir.html', 'en.html']

scene('the keyboard alone makes a donation', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  const focused = () => page.evaluate(() => document.activeElement.name || document.activeElement.className)
  const tabTo = async (name) => {
    for (let tabs = 0; tabs < 40; tabs += 1) {
      await page.keyboard.press('Tab')
      if ((await focused()) === name) return
    }
    assert.fail(`Tab never comes to ${name}`)
  }
  await tabTo('frequency')
  await page.keyboard.press('ArrowRight')
  await tabTo('amount')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  // Passing through the free amount must not choose it.
  await tabTo('free_amount')
  await tabTo('email')
  await page.keyboard.type(person.email)
  await tabTo('tax_receipt')
  await page.keyboard.press('Space')
  await tabTo('first_name')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  assert.equal(await focused(), 'tax_receipt')
  await page.keyboard.press('Space')
  await tabTo('campagnodon-submit')
  await page.keyboard.press('Enter')
  await atPayment(page)
  while (!(await page.evaluate(() => document.activeElement.value === 'pay'))) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.locator('[data-payment=completed]').waitFor()
  const transaction = await transactionWith(distant, person, 'completed')
  assert.equal(transaction.operation_type, 'monthly_donation')
  assert.deepEqual(contributionsOf(transaction), ['Donation 15.00 Completed'])
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

for (const colorScheme of ['light', 'dark']) {
  scene(`axe finds nothing to say of any page, ${colorScheme}`, { colorScheme }, async (page) => {
    const accessible = (page, what) => check(page, what, colorScheme === 'light' ? {} : { runOnly: 'color-contrast' })
    for (const name of PAGES) {
      await open(page, `${origin}/${name}`)
      await choose(page, 'frequency', 'monthly')
      await accessible(page, name)
      if (name !== 'adhesion.html') await page.locator('[name=tax_receipt]').check()
      await submit(page)
      await refused(page, 'invalid_answers')
      await accessible(page, `${name}, refused`)
    }
    await page.goto(origin)
    await accessible(page, 'index.html')
    await toPayment(page)
    await accessible(page, 'the payment')
    await press(page, 'pay', 'completed')
    await accessible(page, 'the payment, paid')
  })
}

originKeepsNobody({ relay })

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

async function fits(page) {
  const wide = await page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement
    const all = [...document.querySelectorAll('body *')]
    const over = all.filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    return { excess: Math.max(0, scrollWidth - innerWidth), over: over.map(({ outerHTML }) => outerHTML.slice(0, 99)) }
  })
  assert.deepEqual(wide, { excess: 0, over: [] })
}
