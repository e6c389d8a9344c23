/** The proof of work in a live form: nobody notices it, whatever becomes of it. */
import assert from 'node:assert/strict'
import { check } from './support/axe.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf, transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillEmail, open, pay, refused, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld({ tables: '\n[captcha]\nenabled = true\n' })
const allow = refusedAnswer

scene('it is done while somebody types', {}, async (page) => {
  const person = await filled(page)
  await page.locator('[name=captcha][value]').waitFor({ state: 'attached' })
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('who is faster than it reads that it is under way, and goes on', {}, async (page) => {
  const go = await held(page, '**/challenge')
  const person = await filled(page)
  await submit(page)
  await page.locator('[role=status][data-status]', { hasText: 'vérification' }).waitFor()
  await check(page, 'at work')
  // Impatience changes nothing.
  await submit(page)
  await page.locator('form').evaluate((/** @type {HTMLFormElement} */ form) => form.requestSubmit())
  go()
  await atPayment(page)
  await transactionOf(distant, person)
})

scene('one that the relay refuses is done again, unnoticed', { allow }, async (page) => {
  const person = await filled(page)
  const solved = await page
    .locator('[name=captcha][value]')
    .waitFor({ state: 'attached' })
    .then(() => answerOf(page))
  // Somebody else's key has taken it.
  const spent = await page.evaluate(
    async ([captcha, email]) => {
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }
      const body = JSON.stringify({ operation: 'donation', frequency: 'once', amount: 3000, email, captcha })
      return (await fetch('/forms/don', { method: 'POST', headers, body })).status
    },
    [solved, newPerson().email],
  )
  assert.equal(spent, 201)
  const told = await toldInvalid(page)
  const posts = counted(page)
  await submit(page)
  await atPayment(page)
  assert.deepEqual([posts.length, told.length], [2, 0])
  await transactionOf(distant, person)
})

scene('one that is refused again is told, and the form is kept', { allow }, async (page) => {
  await page.route('**/challenge', async (route) => {
    const response = await route.fetch()
    const challenge = await response.json()
    await route.fulfill({ response, json: { ...challenge, signature: '00' } })
  })
  const person = await filled(page)
  const posts = counted(page)
  await submit(page)
  await refused(page, 'invalid_answers')
  assert.equal(posts.length, 2)
  assert.match(await page.locator('[data-summary]').innerText(), /vérification par votre navigateur/)
  await check(page, 'refused')
  await page.unroute('**/challenge')
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('a form that was shown before the relay asked for any does it once it is asked', { allow }, async (page) => {
  // As of a relay that asks for one since: the page is older.
  await page.route('**/don.html', async (route) => {
    const response = await route.fetch()
    const html = await response.text()
    const older = html
      .replace(/<div class="campagnodon-field" data-captcha.*?<\/div>/s, '')
      .replace(/;f (\w*)p/, ';f $1')
    assert.notEqual(older, html)
    await route.fulfill({ response, body: older })
  })
  const person = await filled(page)
  assert.equal(await page.locator('[data-captcha]').count(), 0)
  const told = await toldInvalid(page)
  const posts = counted(page)
  await submit(page)
  await pay(page)
  assert.deepEqual([posts.length, told.length], [2, 0])
  await transactionWith(distant, person, 'completed')
})

scene('one that has ended while somebody was away is done again', {}, async (page) => {
  const challenges = counted(page, '/challenge', 'GET')
  await page.clock.install()
  const person = await filled(page)
  await page.locator('[name=captcha][value]').waitFor({ state: 'attached' })
  await page.clock.fastForward('24:00:00')
  await submit(page)
  await atPayment(page)
  assert.equal(challenges.length, 2)
  await transactionOf(distant, person)
})

scene('a lost answer spends nothing: the same is sent again with the same', { allow }, async (page) => {
  const person = await filled(page)
  await page.route('**/forms/don', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await submit(page)
  await refused(page, 'relay_unreachable')
  await page.unroute('**/forms/don')
  await submit(page)
  await atPayment(page)
  await transactionOf(distant, person)
})

scene('the relay is down before it begins', { allow }, async (page) => {
  await page.route('**/challenge', (route) => route.abort())
  const person = await filled(page)
  await submit(page)
  await refused(page, 'relay_unreachable')
  assert.equal(await page.locator('form[data-busy]').count(), 0)
  await check(page, 'relay down')
  await page.unroute('**/challenge')
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('over plain http the form posts itself, and the site decides', { allow }, async (page) => {
  await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }))
  const person = await filled(page)
  await submit(page)
  await refused(page, 'invalid_answers')
  assert.equal(await page.locator('[data-error=captcha]').getAttribute('data-code'), 'captcha_invalid')
  assert.equal(await page.locator('[name=email]').inputValue(), person.email)
})

originKeepsNobody({ relay })

async function filled(page) {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  return person
}

const answerOf = (page) => page.locator('[name=captcha]').inputValue()

/** Holds the requests of that address back until it is called. */
async function held(page, address) {
  let go
  const called = new Promise((resolve) => (go = resolve))
  await page.route(address, (route) => called.then(() => route.continue()))
  return go
}

/** The requests of that kind, as they come. */
function counted(page, path = '/forms/don', method = 'POST') {
  const requests = []
  page.on('request', (asked) => asked.url().endsWith(path) && asked.method() === method && requests.push(asked))
  return requests
}

/** What the page is told of refusals, as it comes. */
async function toldInvalid(page) {
  const told = []
  await page.exposeFunction('tell', (detail) => told.push(detail))
  await page.evaluate(() => document.addEventListener('campagnodon:invalid', ({ detail }) => window.tell(detail)))
  return told
}
