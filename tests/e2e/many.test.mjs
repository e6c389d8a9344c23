/** One HTML for many: a site may make a page once for everybody, and each donor has a donation and a payment of their own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browser, refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf, transactionsOf } from './support/distant.mjs'
import { atPayment, choose, fillEmail, pay, refused, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()
const html = await (await fetch(`${origin}/don.html`)).text()
const keyOfAll = html.match(/name="idempotency_key" value="(\w+)"/)[1]
const noScripts = { javaScriptEnabled: false }

// First, while nobody has sent anything with the key of the page.
test('two donors who say the same have a payment each', async () => {
  const person = newPerson()
  const keys = []
  const payments = [1, 2].map(() =>
    visit({}, async (page) => {
      page.on('request', (request) => request.method() === 'POST' && keys.push(request.headers()['idempotency-key']))
      await give(page, person, '30')
      return page.url()
    }),
  )
  const [one, other] = await Promise.all(payments)
  assert.notEqual(one, other)
  assert.equal(new Set([...keys, keyOfAll]).size, 3)
  assert.equal((await transactionsOf(distant, person)).length, 2)
})

for (const [how, options] of Object.entries({ 'with scripts': {}, 'without scripts': noScripts })) {
  test(`ten donors of one HTML give other things, ${how}`, async () => {
    const payments = new Set()
    for (let number = 0; number < 10; number += 1) {
      const person = newPerson()
      payments.add(
        await visit(options, async (page) => {
          await give(page, person, number % 2 ? '30' : '50')
          const address = page.url()
          if (number % 3 === 0) await pay(page)
          return address
        }),
      )
      await transactionOf(distant, person)
    }
    assert.equal(payments.size, 10, 'each at the first click')
  })
}

scene(
  'without scripts, whoever says the same after the payment reads it, and gives once more',
  {
    ...noScripts,
    allow: refusedAnswer,
  },
  async (page) => {
    const person = newPerson()
    const first = await visit(noScripts, async (page) => {
      await give(page, person, '30')
      const address = page.url()
      await pay(page)
      return address
    })
    await serveHtml(page)
    await page.goto(`${origin}/don.html`)
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await submit(page)
    await refused(page, 'payment_ended')
    assert.ok(!(await page.content()).includes(first))
    assert.equal(await page.locator('[name=email]').inputValue(), person.email)
    await submit(page)
    await pay(page)
    assert.notEqual(page.url(), first)
    assert.equal((await transactionsOf(distant, person)).length, 2)
  },
)

test('who knows the key of the page and what a donor said is not led to the payment that was made', async () => {
  for (const options of [{}, noScripts]) {
    const person = newPerson()
    const address = await visit(options, async (page) => {
      await give(page, person, '30')
      const address = page.url()
      await pay(page)
      return address
    })
    const answers = { operation: 'donation', frequency: 'once', email: person.email }
    const json = { ...answers, amount: 3000 }
    // The answers as the donor's form had them.
    const plain = { ...answers, amount: '30', country: 'FR', idempotency_key: keyOfAll }
    const byJson = await post('application/json', JSON.stringify(json))
    assert.equal(byJson.status, 409)
    const byForm = await post('application/x-www-form-urlencoded', new URLSearchParams(plain).toString())
    for (const answer of [byJson, byForm]) {
      const all = [...answer.headers.values(), await answer.text()].join('\n')
      assert.ok(!all.includes(new URL(address).pathname))
    }
  }
})

scene(
  'two tabs of one donor, one of them a copy, have a payment each where they say other things',
  { allow: refusedAnswer },
  async (page) => {
    const person = newPerson()
    await give(page, person, '30')
    const [first, kept] = [page.url(), await page.evaluate(() => sessionStorage.campagnodon)]
    const copy = await page.context().newPage()
    await copy.addInitScript((kept) => (sessionStorage.campagnodon ??= kept), kept)
    await give(copy, person, '50')
    assert.notEqual(copy.url(), first)
    assert.equal((await transactionsOf(distant, person)).length, 2)
  },
)

originKeepsNobody({ relay })

/** A donor with a browser of their own. */
async function visit(options, body) {
  const context = await browser.newContext({ locale: 'fr-FR', ...options })
  context.setDefaultTimeout(15_000)
  try {
    return await body(await context.newPage())
  } finally {
    await context.close()
  }
}

/** The page as a cache has it. */
const serveHtml = (page) =>
  page.route('**/don.html', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }))

/** As far as the payment. */
async function give(page, person, amount) {
  await serveHtml(page)
  await page.goto(`${origin}/don.html`)
  await choose(page, 'amount', amount)
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
}

/** As a program posts. */
function post(type, body) {
  const headers = { 'Content-Type': type, 'Idempotency-Key': keyOfAll, Accept: 'text/html' }
  return fetch(`${origin}/forms/don`, { method: 'POST', headers, body, redirect: 'manual' })
}
