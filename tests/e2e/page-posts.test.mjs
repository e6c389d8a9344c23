/** The page's scripts say what is wrong, post what the rules made, and know what each answer of the relay means. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { keyOf } from './support/donor.mjs'
import { CREATED, SITE, errorOf, fillPage, focused, openPage, problem, summarised } from './support/page.mjs'

const allow = refusedAnswer

scene('errors stand beside their fields, and the summary takes the focus and leads to them', {}, async (page) => {
  await openPage(page)
  await page.locator('#t-tax_receipt').check()
  await give(page)
  await summarised(page, 'To correct:')
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-summary]')))
  assert.equal(await errorOf(page, 'amount'), 'Choose an amount')
  assert.equal(await errorOf(page, 'email'), 'Your e-mail, please')
  assert.equal(await errorOf(page, 'first_name'), 'Your first name, please')
  const links = await page
    .locator('[data-summary] a')
    .evaluateAll((/** @type {HTMLAnchorElement[]} */ all) => all.map((a) => [a.hash, a.textContent]))
  assert.deepEqual(links.slice(0, 3), [
    ['#t-amount-donation-once-30', 'Choose an amount'],
    ['#t-email', 'Your e-mail, please'],
    ['#t-first_name', 'Your first name, please'],
  ])
  const invalid = await page
    .locator('[aria-invalid=true]')
    .evaluateAll((/** @type {HTMLInputElement[]} */ all) => [...new Set(all.map(({ name }) => name))])
  assert.deepEqual(invalid, ['amount', 'email', 'first_name', 'last_name', 'street_address', 'postal_code', 'city'])

  await page.locator('#t-email').fill('anne')
  assert.equal(await errorOf(page, 'email'), '')
  assert.equal(await page.locator('#t-email[aria-invalid=true]').count(), 0)
  await page.locator('#t-amount-donation-once-30').check()
  await page.locator('#t-tax_receipt').uncheck()
  await give(page)
  await summarised(page, 'As in anne@example.org')
  assert.deepEqual([await errorOf(page, 'email'), await errorOf(page, 'first_name')], ['As in anne@example.org', ''])
})

scene(
  'the links of the summary bring what names the field into view',
  { viewport: { width: 320, height: 200 } },
  async (page) => {
    // With a `base` in the page, the link alone would lead elsewhere.
    await openPage(page, { more: '<base href="/elsewhere/">' })
    await give(page)
    for (const [id, name] of [
      ['t-email', '#email-label'],
      ['t-amount-donation-once-30', '#amounts legend'],
    ]) {
      await page.evaluate(() => scrollTo(0, 0))
      await page.locator(`[data-summary] a[href="#${id}"]`).click()
      assert.equal(await focused(page), id)
      const top = await page.locator(name).evaluate((element) => element.getBoundingClientRect().top)
      assert.ok(top >= 0 && top < 200, `${name} is at ${top}`)
      assert.equal(page.url(), SITE)
    }
  },
)

scene('a bound in a message', {}, async (page) => {
  await openPage(page)
  await fillPage(page)
  await page.locator('#t-free_amount').fill('0,50')
  await give(page)
  await summarised(page, 'At least 1\u00a0€')
  assert.equal(await errorOf(page, 'free_amount'), 'At least 1\u00a0€')
  await page.locator('#t-amount-donation-once-30').check()
  assert.equal(await errorOf(page, 'free_amount'), '')
  await page.locator('#t-email').fill(`${'a'.repeat(300)}@example.org`)
  await give(page)
  await summarised(page, 'At most 128 characters')
})

// As `src/relay/i18n/money.rs` writes them, character for character.
for (const [lang, sums] of Object.entries({
  fr: [
    [0, '0\u00a0€'],
    [3000, '30\u00a0€'],
    [99_999, '999,99\u00a0€'],
    [100_005, '1\u202f000,05\u00a0€'],
    [123_456_700, '1\u202f234\u202f567\u00a0€'],
  ],
  en: [
    [7, '€0.07'],
    [1250, '€12.50'],
    [100_000, '€1,000'],
    [1_000_000_000, '€10,000,000'],
  ],
})) {
  scene(`sums of money as the relay writes them: ${lang}`, { allow }, async (page) => {
    const refusal = (/** @type {(number | string)[]} */ [limit]) =>
      problem(422, 'invalid_answers', [{ field: 'free_amount', code: 'amount_too_large', limit }])
    await openPage(page, { lang, answers: sums.map(refusal) })
    await fillPage(page)
    for (const [, expected] of sums) {
      await give(page)
      await summarised(page, expected)
      assert.equal(await page.locator('[data-error=free_amount]').textContent(), `At most ${expected}`)
    }
  })
}

scene('the transaction is posted, and again with the same key', { allow: /Failed to load/ }, async (page) => {
  const calls = await openPage(page, { answers: [null, CREATED] })
  await fillPage(page)
  await page.locator('#t-tax_receipt').check()
  for (const [name, text] of Object.entries({
    ...{ first_name: ' Anne "Nan" \\ ', last_name: 'Éluard', birth_date: '31/12/1970' },
    ...{ street_address: '1 rue\u00a0du Port', postal_code: '44000', city: 'Nantes' },
  })) {
    await page.locator(`#t-${name}`).fill(text)
  }
  await page.locator('#t-title').selectOption('1')
  await page.locator('#t-subscription_paper').check()
  await give(page)
  await summarised(page, 'Try again')
  assert.equal(await page.locator('#t-last_name').inputValue(), 'Éluard', 'nothing typed is lost')
  assert.equal(await page.locator('form[data-busy]').count(), 0)
  const key = await page.locator('[name=idempotency_key]').inputValue()
  await give(page)
  await page.waitForURL('https://pay.example/1')
  const sent = { key, type: 'application/json', url: `${SITE}forms/donation`, method: 'POST' }
  assert.match(key, /^0[0-9a-f]{11}\d{16,40}$/)
  assert.deepEqual(
    calls.map(({ body, ...rest }) => rest),
    [sent, sent],
  )
  assert.deepEqual(JSON.parse(calls[1].body), {
    ...{
      operation: 'donation',
      frequency: 'once',
      amount: 3000,
      email: 'anne@example.org',
      tax_receipt: true,
      title: '1',
    },
    ...{ first_name: 'Anne "Nan" \\', last_name: 'Éluard', birth_date: '1970-12-31' },
    ...{
      street_address: '1 rue du Port',
      postal_code: '44000',
      city: 'Nantes',
      country: 'FR',
      subscriptions: ['paper'],
    },
  })
})

scene('what is hidden is not posted', {}, async (page) => {
  const calls = await openPage(page, { answers: [CREATED] })
  await page.locator('#t-tax_receipt').check()
  await page.locator('#t-subscription_paper').check()
  await page.locator('#t-last_name').fill('Éluard')
  await page.locator('#t-tax_receipt').uncheck()
  await page.locator('#t-subscription_newsletter').check()
  await fillPage(page)
  await give(page)
  await page.waitForURL('https://pay.example/1')
  assert.deepEqual(JSON.parse(calls[0].body), {
    ...{ operation: 'donation', frequency: 'once', amount: 3000, email: 'anne@example.org' },
    subscriptions: ['newsletter'],
  })
})

scene('the key of the HTML, which many may have, is not posted, but given back with the form', {}, async (page) => {
  const key = '0123456789abcdef0123456789abcdef'
  const calls = await openPage(page, { key, answers: [CREATED] })
  await page.evaluate(() => window.release(document.forms[0]))
  assert.equal(await keyOf(page), key)
  await page.evaluate(async () => (await import('/dist/index.js')).attach(document.forms[0]))
  await fillPage(page)
  await give(page)
  await page.waitForURL('https://pay.example/1')
  assert.match(calls[0].key, /^0[0-9a-f]{11}\d{16,40}$/)
  assert.notEqual(calls[0].key, key)
})

scene(
  'a form that is given back after a post keeps the key of that post',
  { allow: /Failed to load/ },
  async (page) => {
    const key = '0123456789abcdef0123456789abcdef'
    const calls = await openPage(page, { key })
    await fillPage(page)
    await give(page)
    await summarised(page, 'Try again')
    await page.evaluate(() => window.release(document.forms[0]))
    assert.equal(await keyOf(page), calls[0].key)
  },
)

scene('a key that has another transaction is replaced, once', { allow }, async (page) => {
  const reused = problem(409, 'idempotency_key_reused')
  const calls = await openPage(page, { answers: [reused, reused, reused, CREATED] })
  await fillPage(page)
  await give(page)
  await summarised(page, 'Our fault')
  assert.equal(calls.length, 2)
  await give(page)
  await page.waitForURL('https://pay.example/1')
  assert.equal(new Set(calls.map(({ key }) => key)).size, 3)
})

scene('an e-mail domain beyond ASCII is sent in ASCII', {}, async (page) => {
  const calls = await openPage(page, { answers: [CREATED] })
  await fillPage(page)
  await page.locator('#t-email').fill('anne@bücher.example')
  await give(page)
  await page.waitForURL('https://pay.example/1')
  assert.equal(JSON.parse(calls[0].body).email, 'anne@xn--bcher-kva.example')
})

scene('controls of the site named as properties of the form are in nobody’s way', {}, async (page) => {
  const more = ['action', 'method', 'id', 'lang', 'name', 'submit'].map(
    (name) => `<input type="hidden" name="${name}" value="x">`,
  )
  const calls = await openPage(page, { search: '?t.amount=30', lang: 'en', answers: [CREATED], more: more.join('') })
  await page.locator('#t-email').fill('anne@example.org')
  assert.equal(await page.locator('#explained').innerText(), '€30 €10.20')
  await give(page)
  await page.waitForURL('https://pay.example/1')
  assert.equal(calls[0].url, `${SITE}forms/donation`)
})

scene('the errors of the relay', { allow }, async (page) => {
  const errors = [
    { field: 'email', code: 'email_invalid' },
    { field: 'free_amount', code: 'amount_too_small', limit: 1250 },
    { field: 'subscription_newsletter', code: 'not_offered' },
    { field: 'nowhere', code: 'new_code' },
  ]
  await openPage(page, { answers: [problem(422, 'invalid_answers', errors)] })
  await fillPage(page)
  await give(page)
  await summarised(page, 'As in anne@example.org')
  assert.equal(await errorOf(page, 'email'), 'As in anne@example.org')
  assert.equal(await errorOf(page, 'free_amount'), 'At least 12,50\u00a0€')
  assert.equal(await errorOf(page, 'subscription_newsletter'), 'Not for you')
  assert.equal(await page.locator('[data-summary] li').last().innerText(), 'new_code')
  assert.equal(await page.locator('form[data-busy]').count(), 0)
})

for (const [name, answer, message] of /** @type {[string, object, string][]} */ ([
  ['a distant that is away', problem(503, 'distant_unavailable'), 'Later'],
  ['a code of a newer relay', problem(500, 'of_a_newer_relay'), 'Our fault'],
  ['errors that are none', problem(422, 'invalid_answers', 'all'), 'Our fault'],
  ['a gateway’s page', { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' }, 'Try again'],
  ['a text', { status: 200, contentType: 'application/json', body: '"hello"' }, 'Try again'],
  ['nothing', { status: 200, contentType: 'application/json', body: 'null' }, 'Try again'],
  ['a payment nowhere', { status: 201 }, 'Try again'],
  ['a payment that is a script', { status: 201, headers: { Location: 'javascript:alert(1)' } }, 'Try again'],
  ['a payment that is data', { status: 201, headers: { Location: 'data:text/html,x' } }, 'Try again'],
])) {
  scene(`an answer that opens no payment keeps the form: ${name}`, { allow }, async (page) => {
    await openPage(page, { answers: [answer, CREATED] })
    await fillPage(page)
    await give(page)
    await summarised(page, message)
    assert.equal(await page.locator('form[data-busy]').count(), 0)
    await give(page)
    await page.waitForURL('https://pay.example/1')
  })
}

scene('a payment at an address of the relay', {}, async (page) => {
  await openPage(page, { answers: [{ status: 201, headers: { Location: '/payments/1' } }] })
  await page.evaluate(() =>
    document.addEventListener('campagnodon:redirect', (event) => {
      window.paidAt = event.detail.address
      event.preventDefault()
    }),
  )
  await fillPage(page)
  await give(page)
  await page.waitForFunction(() => window.paidAt)
  assert.equal(await page.evaluate(() => window.paidAt), `${SITE}payments/1`)
})

const give = (page) => page.locator('.campagnodon-submit').click()
