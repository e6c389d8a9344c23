/** What is refused, with the same codes in the page, in the HTML answer and in the JSON answer. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionsOf, transactionWith } from './support/distant.mjs'
import { choose, fillEmail, open, pay, refused, shownCodes, submit, typed } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()
const allow = refusedAnswer

/** What a donor does to a good form, and the codes of it. */
/** @type {[string, (page: import('playwright-core').Page) => Promise<unknown>, Record<string, string>][]} */
const REFUSED = [
  ['an amount that is not offered', (page) => forge(page, 'amount', '30', '31'), { amount: 'not_offered' }],
  [
    'a frequency that is not offered',
    (page) => forge(page, 'frequency', 'monthly', 'daily'),
    { frequency: 'not_offered' },
  ],
  ['no amount', (page) => page.reload().then(() => fillEmail(page, newPerson())), { amount: 'required' }],
  ['no e-mail address', (page) => page.locator('[name=email]').fill(' '), { email: 'required' }],
  ['half an e-mail address', (page) => page.locator('[name=email]').fill('qhalfxz@'), { email: 'email_invalid' }],
  ['a free amount left open', (page) => choose(page, 'amount', 'free'), { free_amount: 'required' }],
  ['cents where the site takes none', (page) => freely(page, '10,50'), { free_amount: 'amount_not_whole' }],
  ['a free amount of nothing', (page) => freely(page, '0'), { free_amount: 'amount_too_small' }],
  ['an amount that reads in two ways', (page) => freely(page, '1.000'), { free_amount: 'amount_ambiguous' }],
  [
    'a tax receipt without an address',
    (page) => page.locator('[name=tax_receipt]').check(),
    {
      ...{ first_name: 'required', last_name: 'required', street_address: 'required' },
      ...{ postal_code: 'required', city: 'required' },
    },
  ],
]

for (const [name, spoil, errors] of REFUSED) {
  scene(name, { allow }, async (page) => {
    const person = newPerson()
    await fill(page, person)
    await spoil(page)
    await page.locator('form[data-live]').waitFor()
    await submit(page)
    await refused(page, 'invalid_answers')
    const expected = { code: 'invalid_answers', errors }
    assert.deepEqual(await shownCodes(page), expected, 'in the page')
    const answers = await typed(page)
    assert.deepEqual(await postJson(page, answers), { status: 422, ...expected }, 'in the JSON answer')
    assert.deepEqual(await postForm(page, answers), { status: 422, ...expected }, 'in the HTML answer')
    assert.deepEqual(await transactionsOf(distant, person), [], 'nothing arrived')
  })
}

scene('a page whose rules were forged is refused by the relay, and says so', { allow }, async (page) => {
  const person = newPerson()
  await page.route('**/don.html', async (route) => {
    const answer = await route.fetch()
    const body = (await answer.text()).replace('100-1000000000', '100-9000000000')
    await route.fulfill({ response: answer, body })
  })
  await fill(page, person)
  await freely(page, '20000000')
  await submit(page)
  await refused(page, 'invalid_answers')
  assert.deepEqual((await shownCodes(page)).errors, { free_amount: 'amount_too_large' })
  assert.match(await page.locator('[data-error=free_amount]').innerText(), /10\s000\s000/)
  await choose(page, 'amount', '50')
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('a payload of another shape is refused', { allow }, async (page) => {
  const person = newPerson()
  await fill(page, person)
  const answers = await typed(page)
  const malformed = { status: 422, code: 'invalid_answers', errors: { email: 'malformed' } }
  assert.deepEqual(await postJson(page, { ...answers, email: [person.email] }), malformed)
  assert.deepEqual(await postForm(page, { ...answers, 'email[]': person.email }), malformed)
  const unknown = { status: 400, code: 'body_invalid', errors: {} }
  assert.deepEqual(await postJson(page, { ...answers, status: 'completed' }), unknown)
  assert.deepEqual(await postJson(page, [answers]), unknown)
  const keyless = { status: 400, code: 'idempotency_key_invalid', errors: {} }
  assert.deepEqual(await postJson(page, answers, 'short'), keyless)
  assert.deepEqual(await postForm(page, answers, 'short'), keyless)
  assert.deepEqual(await transactionsOf(distant, person), [])
})

scene('an answer set right is no longer at fault, and the donation goes on', {}, async (page) => {
  const person = newPerson()
  await fill(page, person)
  await page.locator('[name=email]').fill('')
  await submit(page)
  await refused(page, 'invalid_answers')
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-summary]')))
  await page.locator('[data-summary] a').click()
  assert.equal(await page.evaluate(() => document.activeElement.name), 'email')
  await page.keyboard.type(person.email)
  assert.equal(await page.locator('[data-error=email]').innerText(), '')
  assert.equal(await page.locator('[aria-invalid=true]').count(), 0)
  await page.keyboard.press('Enter')
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

originKeepsNobody({ relay })

async function fill(page, person) {
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
}

async function freely(page, amount) {
  await choose(page, 'amount', 'free')
  await page.locator('[name=free_amount]').fill(amount)
}

/** Chooses an answer that the relay did not offer. */
async function forge(page, name, from, to) {
  const radio = page.locator(`[name=${name}][value="${from}"]:visible`)
  await radio.check()
  await page.evaluate(([name, to]) => (document.querySelector(`[name=${name}]:checked`).value = to), [name, to])
}

/** @returns {string} */
const newKey = () => crypto.randomUUID()

function postJson(page, answers, key = newKey()) {
  return page.evaluate(
    async ([answers, key]) => {
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key }
      const answer = await fetch('/forms/don', { method: 'POST', headers, body: JSON.stringify(answers) })
      const { code, errors = [] } = await answer.json()
      const codes = Object.fromEntries(errors.map((error) => [error.field, error.code]))
      return { status: answer.status, code, errors: codes }
    },
    [answers, key],
  )
}

function postForm(page, answers, key = newKey()) {
  return page.evaluate(
    async ([answers, key]) => {
      const body = new URLSearchParams({ ...answers, idempotency_key: key })
      const answer = await fetch('/forms/don', { method: 'POST', headers: { Accept: 'text/html' }, body })
      const html = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const codes = [...html.querySelectorAll('[data-error][data-code]')].map(({ dataset }) => dataset)
      const errors = Object.fromEntries(codes.map(({ error, code }) => [error, code]))
      return { status: answer.status, code: html.querySelector('[data-summary]').dataset.code, errors }
    },
    [answers, key],
  )
}
