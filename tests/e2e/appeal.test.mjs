/** What a form has beside helps with and without scripts, chooses nothing for anyone, and says nothing too often. */
import assert from 'node:assert/strict'
import { check } from './support/axe.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { contributionsOf, transactionOf } from './support/distant.mjs'
import { atPayment, choose, fillEmail, open, press, refused, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { until } from './support/until.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const APPEAL = `
[forms.appeal]
distant = "main"
campaign = 1
campaign_title = "La rivière"
operations = "donation"
recurring = true
amounts = "15,30,50,libre"
recurring_amounts = "5,10,libre"
propose_monthly = { 0 = 5, 30 = 10, 50 = 12 }
from = ["letter-12", "poster"]
[[forms.appeal.impact]]
amount = 15
text = { fr = "Un saule est planté.", en = "A willow is planted." }
[[forms.appeal.impact]]
amount = 10
frequency = "monthly"
text = "Un saule est planté chaque mois."
[[forms.appeal.impact]]
amount = 40
text = "Une haie est plantée."
[forms.fees]
distant = "main"
campaign = 1
operations = "donation"
recurring = true
fees = { percent = 1.4, fixed = 25 }
[forms.purposes]
distant = "main"
campaign = 1
operations = "both"
recurring = true
purposes = [
  { key = "hedges", label = "Planter des haies", financial_type = "Event Fee" },
  { key = "river", label = "Nettoyer la rivière", financial_type = "Campaign Contribution" },
]
`
const { distant, origin, relay } = await openWorld({ tables: APPEAL })
const form = `${origin}/forms/appeal`

const impact = (page) => page.locator('[data-impact]')
const says = (page, text) => until(`it says ${text}`, async () => (await impact(page).textContent()) === text)
const proposed = (page) => page.locator('[data-monthly]:visible')

scene('what an amount does is told of the chosen one, and of a typed one once it stands', {}, async (page) => {
  await open(page, form)
  assert.equal(await impact(page).textContent(), '')
  await choose(page, 'amount', '30')
  await says(page, 'Un saule est planté.')
  await choose(page, 'amount', '50')
  await says(page, 'Une haie est plantée.')
  await page.evaluate(() => {
    globalThis.sayings = []
    const place = document.querySelector('[data-impact-heard]')
    new MutationObserver(() => globalThis.sayings.push(place.textContent)).observe(place, { childList: true })
  })
  await page.locator('[name=free_amount]').pressSequentially('1500')
  await page.locator('[name=free_amount]').blur()
  await page.locator('[name=free_amount]').fill('20')
  await says(page, 'Un saule est planté.')
  await page.locator('[data-impact-heard]', { hasText: 'Un saule est planté.' }).waitFor({ state: 'attached' })
  assert.deepEqual(await page.evaluate(() => globalThis.sayings), ['Un saule est planté.'], 'not what 1, 15 and 150 do')
  await choose(page, 'frequency', 'monthly')
  await choose(page, 'amount', '5')
  await says(page, '')
  await choose(page, 'amount', '10')
  await says(page, 'Un saule est planté chaque mois.')
})

scene('a monthly gift is proposed beside a single one, and chosen by nobody but the donor', {}, async (page) => {
  await open(page, form)
  assert.match(await proposed(page).innerText(), /Ou 5\s€ chaque mois\s: 1,70\s€ après/)
  await choose(page, 'amount', '30')
  assert.match(await proposed(page).innerText(), /Ou 10\s€ chaque mois\s: 3,40\s€ après/)
  assert.ok(await page.locator('[name=frequency][value=once]').isChecked())
  await page.getByRole('button', { name: 'Choisir' }).click()
  assert.equal(await proposed(page).count(), 0)
  assert.ok(await page.locator('[name=frequency][value=monthly]').isChecked())
  assert.equal(await page.evaluate(() => document.activeElement.value), '10', 'the focus is at what was chosen')
  await choose(page, 'frequency', 'once')
  // One that is not in the list is a free amount.
  await choose(page, 'amount', '50')
  await page.getByRole('button', { name: 'Choisir' }).click()
  assert.equal(await page.locator('[name=free_amount]').inputValue(), '12')
  const person = newPerson()
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  const transaction = await transactionOf(distant, person)
  assert.equal(transaction.operation_type, 'monthly_donation')
  assert.match(contributionsOf(transaction)[0], /12\.00/)
})

scene('whence a donor comes is kept through a refusal by the bank', { allow: refusedAnswer }, async (page) => {
  await open(page, `${form}?from=poster`)
  await choose(page, 'amount', '30')
  await submit(page)
  await refused(page, 'invalid_answers')
  await fillEmail(page, newPerson())
  await submit(page)
  await atPayment(page)
  await press(page, 'refuse', 'refused')
  await page.locator('[data-payment] a').first().click()
  await page.locator('form[data-live][action$="?from=poster"]').waitFor()
  const person = newPerson()
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  assert.match((await transactionOf(distant, person)).source, /poster$/)
})

scene('a page that was made for many learns it from its own address', {}, async (page) => {
  // As a cache would give it: made for an address without the word.
  await page.route(`${form}?from=letter-12`, async (route) =>
    route.fulfill({ response: await route.fetch({ url: form }) }),
  )
  await open(page, `${form}?from=letter-12`)
  await page.locator('form[action="/forms/appeal?from=letter-12"]').waitFor()
  await page.goto(`${form}?from=anne@example.org`)
  await page.locator('form[data-live]').waitFor()
  await says(page, '')
  assert.equal(await page.locator('form').getAttribute('action'), '/forms/appeal')
})

scene(
  'without scripts there is a list of what amounts do, and nothing that cannot be used',
  { javaScriptEnabled: false },
  async (page) => {
    await page.goto(`${form}?from=poster`)
    const list = await page.locator('noscript li').allInnerTexts()
    assert.deepEqual(
      list.map((text) => text.replace(/\s/g, ' ')),
      [
        '10 € par mois : Un saule est planté chaque mois.',
        '15 € : Un saule est planté.',
        '40 € : Une haie est plantée.',
      ],
    )
    assert.equal(await proposed(page).count(), 0)
    const person = newPerson()
    await choose(page, 'amount', '30')
    await submit(page)
    await refused(page, 'invalid_answers').catch(() => {})
    await fillEmail(page, person)
    await submit(page)
    await atPayment(page)
    assert.match((await transactionOf(distant, person)).source, /poster$/)
  },
)

for (const javaScriptEnabled of [true, false]) {
  const name = `the fees are added by whoever ticks the box, scripts ${javaScriptEnabled ? 'on' : 'off'}`
  scene(name, { javaScriptEnabled }, async (page) => {
    await page.goto(`${origin}/forms/fees`)
    if (javaScriptEnabled) await page.locator('form[data-live]').waitFor()
    await choose(page, 'amount', '30')
    const box = page.locator('[name=fees]')
    assert.equal(await box.isChecked(), false)
    if (javaScriptEnabled) {
      assert.match(await page.locator('label', { has: page.locator('[data-figure=fees]') }).innerText(), /0,67\s€/)
      assert.match(await page.locator('.campagnodon-review:visible').innerText(), /30\s€/)
    }
    await box.check()
    if (javaScriptEnabled) {
      assert.match(await page.locator('.campagnodon-review:visible').innerText(), /30,67\s€/)
      await choose(page, 'frequency', 'monthly')
      await choose(page, 'frequency', 'once')
      assert.ok(
        await page.locator('[name=amount][value="30"]:visible').isChecked(),
        'the amount follows without its fees',
      )
    }
    const person = newPerson()
    await fillEmail(page, person)
    await submit(page)
    await atPayment(page)
    assert.match(contributionsOf(await transactionOf(distant, person))[0], /30\.67/)
  })
}

for (const javaScriptEnabled of [true, false]) {
  const name = `what the gift is for is chosen from a list, scripts ${javaScriptEnabled ? 'on' : 'off'}`
  scene(name, { javaScriptEnabled }, async (page) => {
    await page.goto(`${origin}/forms/purposes`)
    if (javaScriptEnabled) await page.locator('form[data-live]').waitFor()
    const list = page.locator('[name=question_purpose]')
    await choose(page, 'operation', 'membership')
    assert.equal(await list.isVisible(), false, 'a membership is for nothing else')
    await choose(page, 'operation', 'donation')
    assert.equal(await list.inputValue(), '')
    await choose(page, 'amount', '30')
    await list.selectOption({ label: 'Nettoyer la rivière' })
    const person = newPerson()
    await fillEmail(page, person)
    await submit(page)
    await atPayment(page)
    assert.match(contributionsOf(await transactionOf(distant, person))[0], /^Campaign Contribution 30/)
  })
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const viewport of [
    { width: 1280, height: 900 },
    { width: 360, height: 740 },
  ]) {
    scene(`axe finds nothing, ${colorScheme}, ${viewport.width}`, { colorScheme, viewport }, async (page) => {
      await open(page, form)
      await choose(page, 'amount', '30')
      await says(page, 'Un saule est planté.')
      await check(page, 'an amount is chosen')
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/appeal-${viewport.width}-${colorScheme}.png`,
          fullPage: true,
        })
      for (const [name, field] of [
        ['fees', 'fees'],
        ['purposes', 'question_purpose'],
      ]) {
        await open(page, `${origin}/forms/${name}`)
        await choose(page, 'amount', '30')
        const box = page.locator(`[name=${field}]`)
        await (name === 'fees' ? box.check() : box.selectOption({ index: 1 }))
        await check(page, name)
        if (process.env.SHOTS)
          await page.screenshot({
            path: `${process.env.SHOTS}/${name}-${viewport.width}-${colorScheme}.png`,
            fullPage: true,
          })
      }
    })
  }
}

originKeepsNobody({ relay })
