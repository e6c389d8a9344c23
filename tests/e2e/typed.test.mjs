/** The typed interface, as built: its verdicts are the relay's, what it sends is paid, and misuse is told loudly. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import * as slim from '../../dist/slim.js'
import { sentence } from '../../dist/texts.js'
import { texts } from '../../dist/texts/fr.js'
import * as typed from '../../dist/typed.js'
import openapi from '../../docs/openapi.json' with { type: 'json' }
import { root } from '../../scripts/tools.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf, transactionWith } from './support/distant.mjs'
import { pay } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { EVERY_FIELD, openWorld, originKeepsNobody } from './support/world.mjs'

const { CampagnodonError, TypedForm, codes, init, newKey, send } = typed
const { distant, origin, relay } = await openWorld({
  tables: EVERY_FIELD,
  pages: { 'own.html': '<!doctype html><title>Own</title><link rel="icon" href="data:,"><body>' },
})

const OFFER = {
  choices: [
    { operation: 'donation', frequency: 'once', amounts: [3000, 5000], free: { min: 100, max: 1_000_000 } },
    { operation: 'donation', frequency: 'monthly', amounts: [1000, 1250] },
    { operation: 'membership', frequency: 'once', amounts: [3500] },
  ],
  fields: {
    ...{ title: 'optional', birth_date: 'optional', supplemental_address_1: 'off', supplemental_address_2: 'optional' },
    ...{ phone: 'required', name: 'off' },
  },
  titles: ['1', 'M. et Mme'],
  subscriptions: [{ key: 'news', forDonation: true, forMembership: false, needsAddress: true }],
  magazinePrice: 1200,
  taxRelief: { basisPoints: 7500, ceiling: 200_000, beyond: 6600 },
  centsAllowed: true,
}
const DONATION = { operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example.org' }

/** A misuse with that code; the message begins with it. */
const misuse = (code, words) => (error) =>
  error instanceof CampagnodonError &&
  error.code === code &&
  error.message.startsWith(code) &&
  error.message.includes(words)

// First of all: nothing is initialised yet.
test('before init, everything says so', async () => {
  const loud = misuse('not_initialised', 'Campagnodon is not initialised: await init() first')
  for (const use of [() => new TypedForm(OFFER), () => new TypedForm('f '), codes, newKey]) assert.throws(use, loud)
  await assert.rejects(() => send({}, { action: 'http://127.0.0.1/' }), loud)
})

test('the slim one, from bytes', async () => {
  await assert.rejects(slim.init(new Uint8Array([1])))
  await slim.init(readFileSync(join(root, 'dist/typed.wasm')))
  assert.equal(new slim.TypedForm(OFFER).check(DONATION).ok, true)
  assert.deepEqual(Object.keys(slim), Object.keys(typed))
})

test('without a page', async () => {
  await init()
  assert.deepEqual(new TypedForm(OFFER).check(DONATION), {
    ok: true,
    transaction: {
      operation: 'donation',
      frequency: 'once',
      amount: 3000,
      email: 'anne@example.org',
      subscriptions: [],
    },
  })
})

test('an offer comes back whole', () => {
  const { offer } = new TypedForm(OFFER)
  assert.deepEqual(offer, {
    ...OFFER,
    choices: OFFER.choices.map((choice) => ({ free: null, ...choice })),
    questions: [],
    statutes: null,
    fees: null,
    captcha: false,
    maintenance: false,
    closed: false,
  })
  assert.deepEqual(new TypedForm(offer).offer, offer)
})

test('what is no offer and no form is thrown', () => {
  const [choice] = OFFER.choices
  for (const [offer, words] of [
    [{ ...OFFER, tax: 1 }, 'tax'],
    [{ ...OFFER, fields: { city: 'off' } }, 'city'],
    [{ ...OFFER, fields: { phone: 'no' } }, 'phone'],
    [{ ...OFFER, titles: ['a\nf x'] }, 'a\\nf x'],
    [{ ...OFFER, titles: [1] }, '1'],
    [{ ...OFFER, subscriptions: [{ key: 'a b', forDonation: true, forMembership: true }] }, 'a b'],
    [{ ...OFFER, choices: [{ ...choice, free: { min: 2, max: 1 } }] }, 'choices[0]'],
    [{ ...OFFER, choices: [{ ...choice, amounts: [3000, 12.5] }] }, 'choices[0].amounts[1]: 12.5'],
    [{ ...OFFER, choices: [choice, { ...choice, frequency: 'weekly' }] }, 'choices[1].frequency: "weekly"'],
    [{ ...OFFER, choices: [{ ...choice, operation: 'don' }] }, 'choices[0].operation: "don"'],
    [{ ...OFFER, questions: [{ key: 'topic', choices: ['a', 'b c'] }] }, 'questions[0].choices[1]'],
    [{ ...OFFER, taxRelief: { basisPoints: 10_001 } }, 'taxRelief'],
    [{ ...OFFER, titles: ['a; f x'] }, 'titles[0]'],
    [{ ...OFFER, choices: [] }, 'choices'],
    [{}, 'choices'],
    [null, 'choices'],
    [undefined, 'choices'],
  ]) {
    assert.throws(() => new TypedForm(offer), misuse('offer_invalid', words), JSON.stringify(offer))
  }
  assert.throws(() => new TypedForm('o donation once -;X y'), misuse('form_invalid', 'part 2'))
})

test('answers: what are none is thrown, what a field cannot have is its error', () => {
  const form = new TypedForm(OFFER, { strict: true })
  for (const [answers, words] of [
    [{ mail: 'a' }, 'mail'],
    [{ subscriptions: 'news' }, 'subscriptions'],
    [{ amount: 100 }, '{ cents: 1250 }'],
    ['a', 'FormData'],
    [[], 'FormData'],
    [null, 'FormData'],
  ]) {
    assert.throws(() => form.check(answers), misuse('answers_invalid', words))
    assert.throws(() => form.view(answers), misuse('answers_invalid', words))
  }
  for (const today of ['22/11/2026', '2026-02-30', new Date(NaN)]) {
    assert.throws(() => form.check(DONATION, today), misuse('date_invalid', '2026-11-22'))
  }
  const errors = (answers) =>
    form.check({ ...DONATION, ...answers }).errors?.map(({ field, code, limit }) => [field, code, limit])
  for (const field of ['email', 'tax_receipt', 'statutes', 'fees', 'subscription_news']) {
    assert.deepEqual(errors({ [field]: ['a'] }), [[field, 'malformed', undefined]], field)
  }
  assert.deepEqual(errors({ tax_receipt: 'yes' }), [['tax_receipt', 'malformed', undefined]])
  assert.deepEqual(errors({ amount: { cents: 12.5 } }), [['amount', 'malformed', undefined]])
  assert.deepEqual(errors({ amount: 'free', free_amount: '0,50' }), [['free_amount', 'amount_too_small', 100]])
  assert.deepEqual(errors({ amount: '1e3' }), [['amount', 'not_offered', undefined]])
  assert.deepEqual(errors({ subscriptions: ['news', 'other'] }), [['subscription_news', 'address_needed', undefined]])
  assert.deepEqual(errors({ subscription_news: true }), [['subscription_news', 'address_needed', undefined]])
  assert.equal(errors({ first_name: null, city: undefined, phone: '', tax_receipt: false }), undefined)
})

test('answers come in each shape that sites have them in', () => {
  const form = new TypedForm(OFFER)
  const expected = form.check({ ...DONATION, tax_receipt: true, subscriptions: ['news'] })
  assert.equal(expected.ok, false)
  const ours = [...Object.entries(DONATION), ['tax_receipt', 'on'], ['subscriptions', 'news']]
  const theirs = [
    ['csrf', '5f1d'],
    ['$ACTION_ID_5f', ''],
  ]
  for (const Shape of [FormData, URLSearchParams]) {
    const entries = new Shape()
    for (const [name, value] of [...ours, ...theirs]) entries.append(name, value)
    assert.deepEqual(form.check(entries), expected, Shape.name)
    assert.equal(form.view(entries).amount, 3000)
  }
  for (const yes of [true, 'on', '1', 'true'])
    assert.deepEqual(form.check({ ...DONATION, tax_receipt: yes, subscription_news: yes }), expected)
  for (const no of [false, '', null, undefined])
    assert.equal(form.check({ ...DONATION, tax_receipt: no, subscription_news: no }).ok, true)
  const twice = new URLSearchParams([...Object.entries(DONATION), ['email', 'b@example.org']])
  assert.deepEqual(form.check(twice).errors, [{ field: 'email', code: 'malformed' }])
  const amounts = [{ cents: 1200 }, { cents: 3000 }].map((amount) => form.check({ ...DONATION, amount }))
  assert.deepEqual(
    amounts.map(({ transaction }) => transaction.amount),
    [1200, 3000],
  )
})

test('a form is a Standard Schema, in the words that it was given', async () => {
  const wrong = { ...DONATION, amount: 'free', free_amount: '0,50' }
  for (const [options, message] of [
    [{}, 'amount_too_small'],
    [{ texts }, 'Choisissez un montant de 1\u00a0€ ou plus.'],
  ]) {
    const { version, vendor, validate } = new TypedForm(OFFER, options)['~standard']
    assert.deepEqual([version, vendor], [1, 'campagnodon'])
    assert.deepEqual(await validate(wrong), { issues: [{ path: ['free_amount'], message }] })
    assert.equal((await validate(DONATION)).value.amount, 3000)
    assert.match((await validate(5)).issues[0].message, /^answers_invalid/)
  }
  const closed = new TypedForm({ ...OFFER, closed: true }, { texts })['~standard']
  assert.deepEqual(closed.validate(DONATION), { issues: [{ message: texts.messages.campaign_closed }] })
})

test('every code has a sentence in every language', async () => {
  for (const language of ['de', 'en', 'es', 'fr', 'it', 'nl']) {
    const { texts } = await import(`../../dist/texts/${language}.js`)
    assert.equal(texts.language, language)
    for (const code of codes()) {
      const said = sentence(texts, { code, limit: 64 })
      assert.ok(said !== code && !said.includes('{'), `${language}: ${code}`)
    }
  }
  assert.equal(
    sentence(texts, { field: 'subscription_news', code: 'not_offered' }),
    texts.messages['subscription.not_offered'],
  )
  assert.equal(sentence(texts, { code: 'of_tomorrow' }), 'of_tomorrow')
})

test('a transaction checked again is itself', () => {
  const form = new TypedForm(OFFER)
  const { transaction } = form.check({
    ...{ operation: 'membership', frequency: 'once', amount: '35', email: 'anne@exämple.org', title: '1' },
    ...{ first_name: 'Anne', last_name: 'Éluard', birth_date: '31/12/1970', street_address: '1 rue du Port' },
    ...{ postal_code: '44000', city: 'Nantes', country: 'FR', phone: '+33 6 12 34 56 78' },
  })
  assert.equal(transaction.email, 'anne@xn--exmple-cua.org')
  assert.deepEqual([transaction.amount, transaction.birth_date, transaction.tax_receipt], [3500, '1970-12-31', true])
  const answers = { ...transaction, amount: { cents: transaction.amount } }
  assert.deepEqual(form.check(answers), { ok: true, transaction })
})

test('what is shown, and the figures, in cents', () => {
  const form = new TypedForm(OFFER)
  const explanation = form.explain({ operation: 'donation', frequency: 'monthly', amount: 1250 })
  const payment = { amount: 1250, magazine: 0, gift: 1250, cost: 313 }
  assert.deepEqual(explanation, { payment, year: { amount: 15_000, magazine: 0, gift: 15_000, cost: 3750 } })
  const shown = {
    operation: 'donation',
    frequency: 'monthly',
    address: true,
    free: false,
    amount: 1250,
    fees: null,
    total: 1250,
    explanation,
    postal_code_used: true,
  }
  const answers = { frequency: 'monthly', amount: '12.50', tax_receipt: true }
  assert.deepEqual(form.view(answers), { ...shown, notes: [] })
  assert.deepEqual(form.view({ ...answers, email: 'anne@gmial.com' }).notes, [
    { field: 'email', code: 'email_suggestion', suggestion: 'anne@gmail.com' },
  ])
  const withFees = new TypedForm({ ...OFFER, fees: { basisPoints: 140, fixed: 25 } })
  const sums = [false, true].map((fees) => withFees.view({ ...answers, fees }))
  assert.deepEqual(
    sums.map(({ amount, fees, total }) => [amount, fees, total]),
    [
      [1250, 43, 1250],
      [1250, 43, 1293],
    ],
  )
  const empty = form.view({})
  assert.deepEqual(
    [empty.operation, empty.frequency, empty.amount, empty.explanation],
    ['donation', 'once', null, null],
  )
  assert.equal(
    new TypedForm({ ...OFFER, taxRelief: null }).explain({ operation: 'donation', frequency: 'once', amount: 1 }),
    null,
  )
  for (const amount of [0, -1, 1.5, '30', undefined]) {
    const explain = () => form.explain({ operation: 'donation', frequency: 'once', amount })
    assert.throws(explain, misuse('choice_invalid', 'cents'))
  }
})

test('the types name every function and every code, and what it means', () => {
  const [types, listed] = ['typed', 'codes'].map((name) => readFileSync(join(root, `dist/${name}.d.ts`), 'utf8'))
  const exported = [...types.matchAll(/^export (?:function|class|\{) ?(\w+)/gm)].map(([, name]) => name)
  assert.deepEqual(exported.sort(), Object.keys(typed).sort())
  const [, union] = listed.split('export type AnswerCode =')
  const named = [...union.matchAll(/\/\*\* (.+) \*\/\n {2}\| '(\w+)'/g)].map(([, description, code]) => [
    code,
    description,
  ])
  assert.deepEqual(
    codes(),
    named.map(([code]) => code),
  )
  const { description } = openapi.components.schemas.Code
  for (const [code, meaning] of named) assert.ok(description.includes(`- \`${code}\`: ${meaning}\n`), code)
})

/** A page that has the package, and the text of the relay's form. */
async function own(page) {
  const html = await (await fetch(`${origin}/forms/don?fragment`)).text()
  await page.goto(`${origin}/own.html`)
  await page.evaluate(async (html) => {
    const holder = document.createElement('template')
    holder.innerHTML = html
    window.typed = await import('/campagnodon/typed.js')
    await window.typed.init()
    window.form = new window.typed.TypedForm(holder.content.querySelector('form').dataset.campagnodon)
  }, html)
}

const check = (page, answers) => page.evaluate((answers) => window.form.check(answers), answers)
const sendIn = (page, answers, options) =>
  page.evaluate(
    async ([answers, options]) => {
      const { transaction } = window.form.check(answers)
      return window.typed.send(transaction, { action: '/forms/don', ...options })
    },
    [answers, options],
  )

scene('the errors are the relay’s', {}, async (page) => {
  await own(page)
  for (const answers of [
    {},
    { ...DONATION, amount: '31' },
    { ...DONATION, amount: 'free', free_amount: '1.000' },
    { ...DONATION, amount: 'free', free_amount: '99999999999' },
    { ...DONATION, email: 'anne@example', tax_receipt: true, postal_code: '7500', phone: 'x', birth_date: '1/1/1800' },
    { ...DONATION, email: ['anne@example.org'], first_name: 'x'.repeat(300), tax_receipt: true, title: '99' },
    { ...DONATION, frequency: 'weekly', subscriptions: ['newsletter', 'nothing'] },
  ]) {
    const answer = await fetch(`${origin}/forms/don`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': newKey() },
      body: JSON.stringify(answers),
    })
    const { code, errors } = await answer.json()
    assert.deepEqual(await check(page, answers), { ok: false, code, errors }, JSON.stringify(answers))
  }
})

scene('sent, sent again and paid: one transaction', {}, async (page) => {
  const person = newPerson()
  await own(page)
  const answers = { ...DONATION, amount: '50', email: person.email }
  const sent = await sendIn(page, answers)
  assert.equal(sent.ok, true)
  assert.ok(sent.address.startsWith(`${origin}/payments/`))
  assert.deepEqual(await sendIn(page, answers, { idempotencyKey: sent.key }), sent)
  await transactionOf(distant, person)
  await page.goto(sent.address)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('a key that another transaction has is replaced', { allow: refusedAnswer }, async (page) => {
  await own(page)
  const first = await sendIn(page, { ...DONATION, email: newPerson().email })
  const second = await sendIn(page, { ...DONATION, email: newPerson().email }, { idempotencyKey: first.key })
  assert.equal(second.ok, true)
  assert.notEqual(second.key, first.key)
  assert.notEqual(second.address, first.address)
})

scene('no answer is a code, and the key is not lost', { allow: refusedAnswer }, async (page) => {
  const person = newPerson()
  await own(page)
  const answers = { ...DONATION, email: person.email }
  const none = { ok: false, errors: [] }
  await relay.stop()
  const key = 'a-key-of-this-test'
  assert.deepEqual(await sendIn(page, answers, { idempotencyKey: key }), { ...none, code: 'relay_unreachable', key })
  await page.context().setOffline(true)
  assert.deepEqual(await sendIn(page, answers, { idempotencyKey: key }), { ...none, code: 'offline', key })
  await page.context().setOffline(false)
  await relay.start()
  assert.deepEqual(await sendIn(page, answers, { timeout: 0, idempotencyKey: key }), {
    ...none,
    code: 'relay_unreachable',
    key,
  })
  // The reason is no `Error`, which must harm nothing; nor a `fetch` that rejects with none.
  const aborted = await page.evaluate(async (answers) => {
    const { transaction } = window.form.check(answers)
    const signal = AbortSignal.abort('no reason')
    const stopped = await window.typed.send(transaction, {
      action: '/forms/don',
      idempotencyKey: 'a-key-of-this-test',
      signal,
    })
    const { fetch } = window
    window.fetch = () => Promise.reject('no error')
    const rejected = await window.typed.send(transaction, {
      action: '/forms/don',
      idempotencyKey: 'a-key-of-this-test',
    })
    window.fetch = fetch
    return [stopped, rejected]
  }, answers)
  assert.deepEqual(aborted, [
    { ...none, code: 'relay_unreachable', key },
    { ...none, code: 'relay_unreachable', key },
  ])
  const short = await sendIn(page, answers, { idempotencyKey: 'short' })
  assert.deepEqual(short, { ...none, code: 'idempotency_key_invalid', key: 'short' })
  assert.equal((await sendIn(page, answers, { idempotencyKey: key })).ok, true)
  await transactionOf(distant, person)
})

test('what the relay refuses is its code', async () => {
  const sent = await send({ ...DONATION, amount: 1 }, { action: `${origin}/forms/don` })
  assert.deepEqual([sent.ok, sent.code, sent.errors[0].field], [false, 'invalid_answers', 'free_amount'])
  await assert.rejects(() => send({}, { action: '/forms/don' }), misuse('action_invalid', 'absolute'))
})

scene('it brings the relay’s own form to life', {}, async (page) => {
  const form = await (await fetch(`${origin}/forms/don?fragment`)).text()
  await page.goto(`${origin}/own.html`)
  const live = await page.evaluate(async (form) => {
    document.body.innerHTML = form
    const { attach } = await import('/campagnodon/typed.js')
    return attach(document.querySelector('form'))
  }, form)
  assert.equal(live, true)
  await page.locator('form[data-live]').waitFor()
})

originKeepsNobody({ relay })
