/**
 * A gift by Stripe, from the form to what the distant has, whatever its payer and Stripe do on the way; and never two
 * payments of one. Stripe is our double of it, whose page stands on another origin, as Stripe's does.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refusedAnswer, scene } from './support/browser.mjs'
import { contributionsOf, transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillEmail, goBack, goForward, reload, submit } from './support/donor.mjs'
import { look } from './support/look.mjs'
import { newPerson, persons, search } from './support/persons.mjs'
import { startStripe } from './support/stripe.mjs'
import { onceOnly, openWorld, originKeepsNobody } from './support/world.mjs'

const stripe = await startStripe()
const { distant, origin, relay } = await openWorld({
  edit: onceOnly,
  tables: `
[payments]
means = ["stripe", "transfer"]
${stripe.table}
[payments.transfer]
holder = "Les Amis de l’Oriette"
iban = "FR1420041010050500013M02606"
`,
})
await stripe.tells(origin)

/** What payers have; also how their pictures are called. */
const VISITORS = /** @type {const} */ ({
  'on a phone': { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, javaScriptEnabled: true },
  'in the dark, scripts off': { colorScheme: 'dark', javaScriptEnabled: false },
})
/** What the distant says of a contribution. */
const STANDS = { pending: 'promised', completed: 'Completed', refunded: 'Refunded' }
const allow = refusedAnswer
const GIFTS = {
  fr: { form: 'don.html', euros: 30, label: 'Votre don · Rendre la rivière vivante' },
  en: { form: 'en.html', euros: 40, label: 'Your donation · Bring the river back to life' },
}

for (const [who, options] of Object.entries(VISITORS)) {
  const see = (page, what) => look(page, `stripe-${what}-${who}`, options.javaScriptEnabled)

  for (const [language, gift] of Object.entries(GIFTS))
    scene(`paid ${who}: ${language}`, options, async (page) => {
      const person = await toPayment(page, gift)
      await see(page, `choice-${language}`)
      await goToStripe(page)
      assert.equal(await page.locator('html').getAttribute('lang'), language)
      assert.equal(await page.locator('h1').innerText(), gift.label)
      assert.equal(await page.locator('[data-cents]').innerText(), `${gift.euros}00`)
      assert.equal(await page.locator('[data-email]').innerText(), person.email)
      await press(page, 'card')
      await shows(page, 'completed')
      await see(page, `completed-${language}`)
      await ends(person, 'completed', { euros: gift.euros, taken: [gift.euros * 100] })
    })

  scene(`refused, then paid on Stripe's same page, ${who}`, options, async (page) => {
    const person = await toStripe(page)
    await press(page, 'declined')
    await page.getByRole('alert').waitFor()
    await press(page, 'card')
    await shows(page, 'completed')
    await ends(person, 'completed', { taken: [3000] })
  })

  scene(`refused, back, and by transfer after all, ${who}`, options, async (page) => {
    const person = await toPayment(page)
    const payment = page.url()
    await goToStripe(page)
    const forgotten = page.url()
    await press(page, 'declined')
    await page.getByRole('link', { name: 'Back' }).click()
    await shows(page, 'at_bank')
    await see(page, 'back')
    await take(page, 'transfer')
    await see(page, 'transfer')
    await ends(person, 'pending', { taken: [] })
    const reference = await page.locator('.campagnodon-reference').innerText()
    await page.goto(forgotten)
    await page.locator('[data-status=expired]').waitFor()
    await relay.command('payments', 'received', reference, '--cents', '3000')
    await page.goto(payment)
    await shows(page, 'completed')
    // A command wakes nobody at the relay; what happens to another payment does.
    await toPayment(page)
    await take(page, 'transfer')
    await ends(person, 'completed', { taken: [] })
  })

  scene(`a debit waits, is paid, and is returned by the payer's bank, ${who}`, options, async (page) => {
    const person = await toStripe(page)
    await press(page, 'debit')
    await shows(page, 'pending')
    assert.equal(await page.locator('button[name=means]').count(), 0)
    await see(page, 'debit')
    await ends(person, 'pending', { taken: [] })
    for (const [act, status] of [
      ['debit settles', 'completed'],
      ['debit is returned', 'refunded'],
    ]) {
      assert.deepEqual(await stripe.does(person, act), [204])
      await ends(person, status, { taken: [3000] })
      await reload(page)
      await shows(page, status)
    }
    await see(page, 'returned')
  })

  scene(`a debit that does not come, then a card, ${who}`, options, async (page) => {
    const person = await toStripe(page)
    await press(page, 'debit')
    await shows(page, 'pending')
    await stripe.does(person, 'debit fails')
    await reload(page)
    await shows(page, 'refused')
    await see(page, 'refused')
    await goToStripe(page)
    await press(page, 'card')
    await shows(page, 'completed')
    await ends(person, 'completed', { taken: [3000] })
  })

  scene(`two tabs go on with one page of Stripe's, which is paid once, ${who}`, options, async (page) => {
    const person = await toPayment(page)
    const payment = page.url()
    const other = await page.context().newPage()
    await other.goto(payment)
    for (const tab of [page, other]) await goToStripe(tab)
    assert.equal(other.url(), page.url())
    await press(other, 'card')
    await shows(other, 'completed')
    await press(page, 'card')
    await page.locator('[data-status=complete]').waitFor()
    await page.goto(payment)
    await shows(page, 'completed')
    await ends(person, 'completed', { taken: [3000] })
  })

  scene(`back, forward and reload, before and after it is paid, ${who}`, { ...options, allow }, async (page) => {
    const person = await toStripe(page)
    await goBack(page)
    await goToStripe(page)
    await goBack(page)
    await goForward(page)
    await reload(page)
    await press(page, 'card')
    await shows(page, 'completed')
    await reload(page)
    await shows(page, 'completed')
    await goBack(page)
    await page.locator('[data-session]').waitFor()
    await goBack(page)
    await page.locator('[data-payment]').waitFor()
    // The browser may have kept the page from before: whoever presses its button is told.
    const button = page.locator('button[name=means][value=stripe]')
    if (await button.count()) await button.click()
    await shows(page, 'completed')
    assert.equal((await stripe.sessionsOf(person)).length, 1)
    await ends(person, 'completed', { taken: [3000] })
  })
}

scene("a transfer in one tab closes Stripe's page in the other", {}, async (page) => {
  const person = await toPayment(page)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await goToStripe(page)
  await take(other, 'transfer')
  await press(page, 'card')
  await page.locator('[data-status=expired]').waitFor()
  await ends(person, 'pending', { taken: [] })
})

scene("the time of Stripe's page is over: another one is begun", {}, async (page) => {
  const person = await toPayment(page)
  const payment = page.url()
  await goToStripe(page)
  assert.deepEqual(await stripe.does(person, 'expires'), [204])
  await press(page, 'card')
  await page.locator('[data-status=expired]').waitFor()
  await page.goto(payment)
  await goToStripe(page)
  await press(page, 'card')
  await shows(page, 'completed')
  const sessions = await stripe.sessionsOf(person)
  assert.deepEqual(
    sessions.map(({ status }) => status),
    ['expired', 'complete'],
  )
  await ends(person, 'completed', { taken: [3000] })
})

scene(
  'no message comes: whoever comes back is asked about, and what comes late tells nothing new',
  {},
  async (page) => {
    const person = await toStripe(page)
    const late = await stripe.keepsMessages(async () => {
      await press(page, 'declined')
      await press(page, 'card')
      await shows(page, 'completed')
      await ends(person, 'completed', { taken: [3000] })
    })
    assert.deepEqual(late, [204, 204])
    await reload(page)
    await shows(page, 'completed')
    await ends(person, 'completed', { taken: [3000] })
  },
)

scene('nobody comes back: the message is enough', { allow }, async (page) => {
  const person = await toPayment(page)
  const payment = page.url()
  await goToStripe(page)
  await page.route('**/payments/**', (route) => route.abort())
  await press(page, 'card')
  await ends(person, 'completed', { taken: [3000] })
  await page.unroute('**/payments/**')
  await page.goto(payment)
  await shows(page, 'completed')
})

test('nobody paid twice', async () => {
  for (const person of persons) assert.ok((await stripe.takenOf(person)).length <= 1, person.email)
})

originKeepsNobody({ relay })

test('nothing stays there of what payers typed at Stripe, nor the way to a page of theirs', () => {
  const [typed, fragment] = [['payer@example.org', 'Payer Example'], 'fidkdWxOYHwnPyd1blppbHNg']
  assert.deepEqual(search(relay.folder, [...typed, fragment]), [])
})

/**
 * Gives so much, and comes to the payment's page.
 * @param {import('playwright-core').Page} page
 * @param {{ form: string, euros: number }} gift
 */
async function toPayment(page, { form, euros } = GIFTS.fr) {
  const person = newPerson()
  await page.goto(`${origin}/${form}`)
  await choose(page, 'amount', String(euros))
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  return person
}

/** … and goes on to Stripe's. */
async function toStripe(page) {
  const person = await toPayment(page)
  await goToStripe(page)
  return person
}

async function goToStripe(page) {
  await page.locator('button[name=means][value=stripe]').click()
  await page.waitForURL(stripe.pages)
  await page.locator('[data-status=open]').waitFor()
}

/** Presses a button of Stripe's page. */
const press = (page, value) => page.locator(`button[value=${value}]`).click()

/** Chooses what is done on our page. */
async function take(page, means) {
  await page.locator(`button[name=means][value=${means}]`).click()
  await page.locator(`[data-instructions=${means}]`).waitFor()
}

const shows = (page, status) => page.locator(`[data-payment=${status}]`).waitFor()

/** Compares what the distant has, and what Stripe took. */
async function ends(person, status, { euros = 30, taken }) {
  const transaction = await transactionWith(distant, person, status)
  assert.deepEqual(contributionsOf(transaction), [`Donation ${euros}.00 ${STANDS[status]}`])
  assert.deepEqual(await stripe.takenOf(person), taken)
}
