/** What fails between the donor and the distant: the donor is told, loses nothing, and is charged once. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf, transactionsOf, transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, keyOf, open, pay, press } from './support/donor.mjs'
import { refused, submit, typed } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { until } from './support/until.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()
const allow = refusedAnswer

scene('the distant is down', { allow }, async (page) => {
  const person = await filled(page)
  await distant.stop()
  await loseNothing(page, 'distant_unavailable')
  // Still down: still the same.
  await loseNothing(page, 'distant_unavailable')
  await distant.start()
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('the distant is down, and scripts are off', { allow, javaScriptEnabled: false }, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/don.html`)
  await choose(page, 'amount', '50')
  await fillEmail(page, person)
  const key = await keyOf(page)
  await distant.stop()
  await submit(page)
  await refused(page, 'distant_unavailable')
  assert.equal(await keyOf(page), key)
  assert.equal(await page.locator('[name=email]').inputValue(), person.email)
  await distant.start()
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('the relay is down', { allow }, async (page) => {
  const person = await filled(page)
  await relay.kill()
  await loseNothing(page, 'relay_unreachable')
  await relay.start()
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('the donor is offline', { allow }, async (page) => {
  const person = await filled(page)
  await page.context().setOffline(true)
  await loseNothing(page, 'offline')
  await page.context().setOffline(false)
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('the relay takes the donation and its answer is lost: one donation', { allow }, async (page) => {
  const person = await filled(page)
  await page.route('**/forms/don', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await loseNothing(page, 'relay_unreachable')
  await page.unroute('**/forms/don')
  await transactionOf(distant, person)
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('the relay takes the donation and does not answer in time: one donation', { allow }, async (page) => {
  // The page waits 25 s; the test need not.
  await page.addInitScript(() => {
    const { setTimeout } = window
    const sooner = (run, ms, ...more) => setTimeout(run, ms === 25_000 ? 300 : ms, ...more)
    Object.assign(window, { setTimeout: sooner })
  })
  const person = await filled(page)
  await page.route('**/forms/don', (route) => void route.fetch())
  await loseNothing(page, 'relay_unreachable')
  await page.unroute('**/forms/don')
  await until('the donation arrives', async () => (await transactionsOf(distant, person)).length)
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('an answer of something else than the relay is told as such', { allow }, async (page) => {
  await filled(page)
  await page.route('**/forms/don', (route) => route.fulfill({ status: 502, body: '<h1>Bad gateway</h1>' }))
  await loseNothing(page, 'relay_unreachable')
  await page.unroute('**/forms/don')
  await page.route('**/forms/don', (route) => route.fulfill({ status: 201, headers: { Location: 'javascript:0' } }))
  await loseNothing(page, 'relay_unreachable')
})

scene('another amount after a lost answer is another payment', { allow }, async (page) => {
  const person = await filled(page)
  await page.route('**/forms/don', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await loseNothing(page, 'relay_unreachable')
  await page.unroute('**/forms/don')
  await choose(page, 'amount', '50')
  await submit(page)
  await pay(page)
  const statuses = async () => (await transactionsOf(distant, person)).map(({ status }) => status)
  await until('the second is paid', async () => (await statuses()).includes('completed'))
  assert.deepEqual(await statuses(), ['completed', 'init'])
})

scene('what is paid while the distant is down is told to it when it is back', { allow }, async (page) => {
  const person = await filled(page)
  await submit(page)
  await atPayment(page)
  await distant.kill()
  await press(page, 'pay', 'completed')
  // The relay remembers, also over a power cut.
  await relay.kill()
  await relay.start()
  await distant.start()
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
  await page.locator('[name=subscription_newsletter]').check()
  return person
}

/** Submits in vain: the donor is told why and can do it again, with all that was typed and the same key. */
async function loseNothing(page, code) {
  const before = [await typed(page), await keyOf(page)]
  await submit(page)
  await refused(page, code)
  assert.ok((await page.locator('[data-summary]').innerText()).length > 20, 'the donor is told')
  assert.equal(await page.evaluate(() => document.activeElement.dataset.summary), '', 'where the focus is')
  assert.deepEqual([await typed(page), await keyOf(page)], before, 'nothing is lost')
  assert.equal(await page.locator('form[data-busy]').count(), 0)
  assert.equal(await page.locator('[role=status][data-status]').textContent(), '')
}
