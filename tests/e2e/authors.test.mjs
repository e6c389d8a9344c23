/** What page authors build on: the form's events, and choices by the page's address. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { contributionsOf, transactionOf, transactionsOf } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, refused, submit, typed } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { until } from './support/until.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const page = (body) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Essai</title>
  <link rel="icon" href="data:,"><body>${body}</body></html>`

const form = (name) => `<campagnodon-form name="${name}"></campagnodon-form>`

const script = '<script type="module" src="/campagnodon/campagnodon.js"></script>'

const { distant, origin, relay } = await openWorld({
  pages: { 'several.html': page(script + form('don') + form('donate')), 'plain.html': page(form('don')) },
})

scene('a change tells what is asked for, in cents', {}, async (page) => {
  const told = await listen(page)
  await open(page, `${origin}/soutenir.html`)
  const last = async () => (await told('change')).at(-1)
  assert.deepEqual(await last(), { operation: 'donation', frequency: 'once', amount: null })
  await choose(page, 'amount', '50')
  assert.deepEqual(await last(), { operation: 'donation', frequency: 'once', amount: 5000 })
  await choose(page, 'frequency', 'monthly')
  await page.locator('[name=free_amount]').fill('17')
  assert.deepEqual(await last(), { operation: 'donation', frequency: 'monthly', amount: 1700 })
  await page.locator('[name=free_amount]').fill('17 dollars')
  assert.deepEqual(await last(), { operation: 'donation', frequency: 'monthly', amount: null })
  await choose(page, 'operation', 'membership')
  assert.equal((await last()).operation, 'membership')
})

scene('a choice that the form does not ask for is told too', {}, async (page) => {
  const told = await listen(page)
  await open(page, `${origin}/adhesion.html`)
  assert.equal((await told('change'))[0].operation, 'membership')
})

scene('a refused submit tells the fields and the codes', { allow: refusedAnswer }, async (page) => {
  const person = newPerson()
  const told = await listen(page)
  await open(page, `${origin}/don.html`)
  await submit(page)
  const errors = [
    { field: 'amount', code: 'required' },
    { field: 'email', code: 'required' },
  ]
  assert.deepEqual(await told('invalid'), [{ code: 'invalid_answers', errors }])
  assert.deepEqual(await told('submitted'), [])
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await page.route('**/forms/don', (route) => route.abort())
  await submit(page)
  await refused(page, 'relay_unreachable')
  assert.deepEqual((await told('invalid')).slice(1), [{ code: 'relay_unreachable', errors: [] }])
  assert.equal((await told('submitted')).length, 1)
})

scene('where the page prevents the submit, nothing is posted, until it lets it', {}, async (page) => {
  const person = newPerson()
  const told = await listen(page, { prevent: 'submitted' })
  await filled(page, person)
  await submit(page)
  await submit(page)
  assert.equal((await told('submitted')).length, 2)
  assert.equal(await page.locator('form[data-live]:not([data-busy])').count(), 1)
  assert.deepEqual([await transactionsOf(distant, person), await told('invalid')], [[], []])
  await page.evaluate(() => (window.prevent = ''))
  await submit(page)
  await atPayment(page)
  await transactionOf(distant, person)
})

scene('what a listener changes before the post is checked again', {}, async (page) => {
  const told = await listen(page)
  await filled(page, newPerson())
  await page.evaluate(() =>
    document.addEventListener('campagnodon:submitted', () => (document.querySelector('[name=email]').value = 'nobody')),
  )
  await submit(page)
  const invalid = await until('it is refused', async () => (await told('invalid'))[0])
  assert.deepEqual(invalid.errors, [{ field: 'email', code: 'email_invalid' }])
})

scene('where the page prevents the leaving, it stays, and the form can be used', {}, async (page) => {
  const person = newPerson()
  const told = await listen(page, { prevent: 'redirect' })
  await filled(page, person)
  await submit(page)
  const { address } = await until('the address is told', async () => (await told('redirect'))[0])
  await page.locator('form[data-live]:not([data-busy])').waitFor()
  assert.equal(page.url(), `${origin}/don.html`)
  // The same again is the same donation.
  await page.evaluate(() => (window.prevent = ''))
  await submit(page)
  await atPayment(page)
  assert.equal(page.url(), address)
  await transactionOf(distant, person)
})

scene('two clicks are told once', {}, async (page) => {
  const told = await listen(page, { prevent: 'redirect' })
  await filled(page, newPerson())
  await page.evaluate(() => {
    const button = document.querySelector('.campagnodon-submit')
    button.click()
    button.click()
  })
  await until('the address is told', async () => (await told('redirect')).length > 0)
  assert.deepEqual([(await told('submitted')).length, (await told('redirect')).length], [1, 1])
  assert.deepEqual(await told('invalid'), [])
})

scene('listeners that throw break nothing', { allow: /a listener/ }, async (page) => {
  const person = newPerson()
  await page.addInitScript(() => {
    for (const type of ['change', 'invalid', 'submitted', 'redirect']) {
      addEventListener(`campagnodon:${type}`, () => {
        throw new Error(`a listener of ${type}`)
      })
    }
  })
  await open(page, `${origin}/don.html`)
  await submit(page)
  await page.locator('[data-error=email][data-code=required]').waitFor()
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  await transactionOf(distant, person)
})

scene('a listener may give the form back to the browser at once', {}, async (page) => {
  await page.goto(`${origin}/plain.html`)
  const live = await page.evaluate(async () => {
    const { attach, release } = await import('/campagnodon/index.js')
    const [form] = document.forms
    form.addEventListener('campagnodon:change', () => release(form))
    return attach(form)
  })
  assert.equal(live, false)
  assert.equal(await page.locator(':is([data-live], [novalidate], :disabled)').count(), 0)
})

scene('no event has anything of the person', {}, async (page) => {
  const person = newPerson()
  const told = await listen(page, { prevent: 'redirect' })
  await open(page, `${origin}/soutenir.html?operation=membership&amount=65`)
  await submit(page)
  await fillEmail(page, person)
  await fillAddress(page, person)
  await submit(page)
  await until('the address is told', async () => (await told('redirect')).length > 0)
  const all = JSON.stringify(await Promise.all(['change', 'invalid', 'submitted', 'redirect'].map(told)))
  for (const [name, value] of Object.entries(person)) assert.ok(!all.includes(value), name)
})

scene('the address chooses', {}, async (page) => {
  const person = newPerson()
  const told = await listen(page)
  await open(page, `${origin}/soutenir.html?operation=membership&frequency=yearly&amount=65`)
  assert.deepEqual(await choices(page), { operation: 'membership', frequency: 'yearly', amount: '65', free_amount: '' })
  assert.deepEqual(await told('change'), [{ operation: 'membership', frequency: 'yearly', amount: 6500 }])
  await fillEmail(page, person)
  await fillAddress(page, person)
  await submit(page)
  await atPayment(page)
  const dues = ['Member Dues 12.00 promised', 'Member Dues 53.00 promised']
  assert.deepEqual(contributionsOf(await transactionOf(distant, person)), dues)
})

const nothing = { operation: 'donation', frequency: 'once', free_amount: '' }

for (const [search, expected] of [
  ['amount=30', { ...nothing, amount: '30' }],
  ['amount=17', { ...nothing, amount: 'free', free_amount: '17' }],
  ['amount=30%E2%82%AC', { ...nothing, amount: '30' }],
  ['amount=EUR+30', { ...nothing, amount: '30' }],
  ['amount=30,00+euros', { ...nothing, amount: '30' }],
  ['amount=17%E2%82%AC', { ...nothing, amount: 'free', free_amount: '17€' }],
  ['amount=%2430', nothing],
  ['amount=free', { ...nothing, amount: 'free' }],
  ['frequency=monthly&amount=17', { ...nothing, frequency: 'monthly', amount: 'free', free_amount: '17' }],
  ['operation=membership', nothing],
  ['frequency=weekly&amount=30', { ...nothing, amount: '30' }],
  ['amount=0', nothing],
  ['amount=-30', nothing],
  ['amount=1e9', nothing],
  ['amount=99999999999999', nothing],
  ['amount=%22%5D,%3Cb%3E', nothing],
  ['amount=', nothing],
  ['free_amount=17&tax_receipt=1&subscription_newsletter=1&email=a@example.org', nothing],
  ['campagnodon-don.email=a@example.org&campagnodon-don.amount=30', { ...nothing, amount: '30' }],
]) {
  scene(`the address chooses what is offered: ${search}`, {}, async (page) => {
    await open(page, `${origin}/don.html?${search}`)
    assert.deepEqual(await choices(page), expected)
    assert.equal(await page.locator('[name=email]').inputValue(), '')
    assert.equal(await page.locator(':is([name=tax_receipt], [name^=subscription_]):checked').count(), 0)
  })
}

scene('a free amount is written as the form writes it', {}, async (page) => {
  await open(page, `${origin}/don.html?amount=17.00`)
  assert.equal((await choices(page)).free_amount, '17,00')
})

scene('the address can name one form among several', {}, async (page) => {
  const chosen = async (search) => {
    await page.goto(`${origin}/several.html?${search}`)
    const forms = ['don', 'donate'].map((name) => page.locator(`#campagnodon-${name}[data-live]`))
    const amount = (form) => form.evaluate((form) => form.querySelector('[name=amount]:checked')?.value)
    return Promise.all(forms.map(amount))
  }
  assert.deepEqual(await chosen('campagnodon-don.amount=30'), ['30', undefined])
  assert.deepEqual(await chosen('amount=80&campagnodon-don.amount=30'), ['30', '80'])
})

scene('who has chosen before the module came keeps the choice', {}, async (page) => {
  let go
  const chosen = new Promise((resolve) => (go = resolve))
  await page.route('**/*.wasm', (route) => chosen.then(() => route.continue()))
  await page.goto(`${origin}/don.html?frequency=monthly&amount=30`, { waitUntil: 'domcontentloaded' })
  await page.locator('#campagnodon-don-amount-donation-once-50').check()
  go()
  await page.locator('form[data-live]').waitFor()
  assert.deepEqual(await choices(page), { ...nothing, amount: '50' })
})

scene('back from the payment, the choice is the last one made', {}, async (page) => {
  // A page that listens to this is not kept alive.
  await page.addInitScript(() => addEventListener('unload', () => {}))
  await open(page, `${origin}/don.html?frequency=monthly&amount=30`)
  await choose(page, 'frequency', 'once')
  await choose(page, 'amount', '50')
  await fillEmail(page, newPerson())
  await submit(page)
  await atPayment(page)
  await page.goBack({ waitUntil: 'commit' })
  await page.locator('form[data-live]:not([data-busy])').waitFor()
  assert.deepEqual(await choices(page), { ...nothing, amount: '50' })
})

originKeepsNobody({ relay })

/**
 * Notes what the page is told, before anything of it runs.
 * @returns {Promise<(type: string) => Promise<any[]>>} the details of the events of a type
 */
async function listen(page, { prevent = '' } = {}) {
  await page.addInitScript((prevent) => {
    Object.assign(window, { prevent, told: [] })
    for (const type of ['change', 'invalid', 'submitted', 'redirect']) {
      addEventListener(`campagnodon:${type}`, (event) => {
        told.push([type, /** @type {CustomEvent} */ (event).detail])
        if (window.prevent === type) event.preventDefault()
      })
    }
  }, prevent)
  return (type) => page.evaluate((type) => told.filter(([of]) => of === type).map(([, detail]) => detail), type)
}

async function filled(page, person) {
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
}

/** What is chosen now; what a plain post would not send is left out. */
async function choices(page) {
  const { operation, frequency, amount, free_amount } = await typed(page)
  return { operation, frequency, ...(amount && { amount }), free_amount }
}
