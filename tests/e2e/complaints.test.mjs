/**
 * What people complain of in other donation forms, each with the test that would catch it here:
 *
 * | complaint | caught by |
 * | --- | --- |
 * | separators make 1,000 into 1, or 5,00 into 500 | here; `src/form/rules/amount.rs`, `laws.rs` |
 * | a second click, a retry or a reload charges twice | here; `donation`, `outages`, `back`; `idempotency.rs` |
 * | card testing and spam | `captcha`, `captcha-live`; `guard.rs`, `captcha.rs` |
 * | iframes: heights, wallets that fail inside; hard to style | here |
 * | errors that assistive technology does not get | here; `axe`, `everyone` |
 * | the way back leads to a dead button, or one that Firefox keeps disabled | here; `back` |
 * | addresses refused: Ireland, countries without codes, unknown formats | here; `src/form/rules/postal_code.rs` |
 * | telephone numbers refused, or sent in any form | here; `src/form/rules/phone.rs` |
 * | which currency? | here |
 * | a hint appears, the button moves away, and the click is lost | here |
 * | ALTCHA in real forms: expired, refused, submitted twice | `captcha-live` |
 */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionWith, transactionsOf } from './support/distant.mjs'
import { atPayment, choose, fillEmail, open, pay, refused, submit } from './support/donor.mjs'
import { CREATED, errorOf, fillPage, openPage, summarised } from './support/page.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()

const AMOUNTS = {
  1000: 100_000,
  '1 000': 100_000,
  '1\u202f000': 100_000,
  '5,00': 500,
  '5.00': 500,
  '5,5': 550,
  '1 000,50': 100_050,
  '1 000.50': 100_050,
  '1,000': 'amount_ambiguous',
  '1.000': 'amount_ambiguous',
  '1,000.00': 'amount_ambiguous',
  '1.000,00': 'amount_ambiguous',
}

for (const [locale, lang] of [
  ['fr-FR', 'fr'],
  ['en-US', 'en'],
  ['de-CH', 'fr'],
]) {
  scene(`an amount is what was typed, or asked about: ${lang}, in a browser of ${locale}`, { locale }, async (page) => {
    await openPage(page, { lang, rules: 'o donation once 100-10000000 3000;f c' })
    await page.evaluate(() => {
      document.addEventListener('campagnodon:change', ({ detail }) => (window.amount = detail.amount))
    })
    await page.locator('#t-email').fill('anne@example.org')
    for (const [typed, expected] of Object.entries(AMOUNTS)) {
      await page.locator('#t-free_amount').fill(typed)
      const amount = await page.evaluate(() => window.amount)
      if (typeof expected === 'number') {
        assert.equal(amount, expected, typed)
        continue
      }
      assert.equal(amount, null, typed)
      await submit(page)
      await refused(page, 'invalid_answers')
      assert.equal(await page.locator('[data-error=free_amount]').getAttribute('data-code'), expected, typed)
    }
  })
}

scene(
  'the page is loaded anew after a lost answer, and the same is sent: one donation',
  { allow: refusedAnswer },
  async (page) => {
    const person = newPerson()
    const fill = async () => {
      await page.locator('form[data-live]').waitFor()
      await choose(page, 'amount', '30')
      await fillEmail(page, person)
    }
    await page.goto(`${origin}/don.html`)
    await fill()
    await page.route('**/forms/don', async (route) => {
      await route.fetch()
      await route.abort()
    })
    await submit(page)
    await refused(page, 'relay_unreachable')
    await page.unroute('**/forms/don')
    await page.reload()
    await fill()
    await submit(page)
    await pay(page)
    await transactionWith(distant, person, 'completed')
    // The next is another one.
    await page.goto(`${origin}/don.html`)
    await fill()
    await submit(page)
    await atPayment(page)
    assert.equal((await transactionsOf(distant, person)).length, 2)
  },
)

scene('what a screen reader says of an error', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  const live = page.locator('[role=status][data-status]')
  assert.deepEqual([await live.getAttribute('role'), await live.textContent()], ['status', ''])
  await submit(page)
  await refused(page, 'invalid_answers')
  const said = await described(page, '[name=email]')
  assert.deepEqual([said.role, said.name, said.invalid], ['textbox', 'Adresse e-mail', 'true'])
  assert.match(said.description, /^Erreur\s:\sSaisissez votre adresse e-mail, par exemple/)
  assert.match((await described(page, 'fieldset:has([name=amount])')).description, /Erreur\s:\sChoisissez un montant/)
  const summary = await page.locator('[data-summary]').ariaSnapshot()
  assert.match(summary, /alert/)
  assert.match(summary, /heading "Il reste quelque chose à corriger"/)
  assert.match(summary, /link "Choisissez un montant\."/)
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-summary]')))
})

scene('a note is heard once it is there, and stands beside its field alone', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await page.locator('[name=email]').fill('camille@gmial.com')
  await page.locator('[name=email]').blur()
  const note = page.locator('[data-note-text]:visible')
  await note.waitFor()
  assert.match((await described(page, '[name=email]')).description, /camille@gmail\.com/)
  const live = page.locator('[role=status][data-status]')
  assert.equal(await live.textContent(), await note.textContent())
  assert.ok((await live.boundingBox()).width <= 1)
  await page.locator('[data-accept]:visible').click()
  assert.equal(await page.locator('[name=email]').inputValue(), 'camille@gmail.com')
})

scene('the button is pressed though the box that this leaves has something to say', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await page.locator('[name=email]').fill('camille@gmial.com')
  const button = page.locator('.campagnodon-submit')
  await button.hover()
  const place = await button.boundingBox()
  await page.mouse.down()
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'campagnodon-submit')
  assert.deepEqual(await button.boundingBox(), place)
  assert.ok(await page.locator('[data-note=email]').isHidden())
  await page.mouse.up()
  await atPayment(page)
})

scene('a press that began on the button and ended beside it leaves what the box had to say', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await page.locator('[name=email]').fill('camille@gmial.com')
  await page.locator('.campagnodon-submit').hover()
  await page.mouse.down()
  await page.mouse.move(1, 1)
  await page.mouse.up()
  await page.locator('[data-note=email]').waitFor()
})

scene('while it posts nothing is disabled, so that no browser can keep it so', {}, async (page) => {
  await openPage(page, { answers: [CREATED] })
  let go
  const looked = new Promise((resolve) => (go = resolve))
  await page.route('**/forms/donation', (route) => looked.then(() => route.fallback()))
  await fillPage(page)
  await submit(page)
  await page.locator('form[data-busy]').waitFor()
  const disabled = await page.locator(':disabled').evaluateAll((all) => all.filter((one) => !one.closest('[data-for]')))
  assert.deepEqual(disabled, [])
  go()
  await page.waitForURL('https://pay.example/1')
})

scene('what Firefox kept disabled over a reload can be used where it is shown', {}, async (page) => {
  await page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      for (const control of document.querySelectorAll('[data-for] :is(input, select)')) control.disabled = true
    })
  })
  await open(page, `${origin}/don.html`)
  await page.locator('[name=tax_receipt]').check()
  assert.equal(await page.locator('form :disabled:visible').count(), 0)
})

const ADDRESSES = [
  ['IE', 'd02x285', 'D02 X285'],
  ['GB', 'sw1a1aa', 'SW1A 1AA'],
  ['NL', '1012ab', '1012 AB'],
  ['HK', '', ''],
  ['AE', '', ''],
  ['LB', 'beirut', 'BEIRUT'],
  ['FR', ' 75011 ', '75011'],
  ['FR', '75 011', '75011'],
  ['SE', '123 45', '123 45'],
]

for (const [country, typed, sent] of ADDRESSES) {
  scene(`an address of ${country}, with the postal code “${typed}”`, {}, async (page) => {
    const calls = await openAddress(page, country)
    await page.locator('#t-postal_code').fill(typed)
    assert.equal(await page.evaluate(() => document.forms[0].checkValidity()), true, 'the browser agrees')
    await submit(page)
    await page.waitForURL('https://pay.example/1')
    assert.equal(JSON.parse(calls[0].body).postal_code, sent)
  })
}

scene('the label says where a postal code may be left out', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await page.locator('[name=tax_receipt]').check()
  const optional = page
    .locator('label[for$="-postal_code"]', { hasText: 'facultatif' })
    .locator('.campagnodon-optional')
  for (const [country, said] of /** @type {[string, boolean][]} */ ([
    ['FR', false],
    ['AE', true],
    ['LB', false],
    ['HK', true],
    ['FR', false],
  ])) {
    await page.locator('[name=country]').selectOption(country)
    assert.equal(await optional.isVisible(), said, country)
  }
})

const PHONES = [
  ['FR', '06 12 34 56 78', '+33612345678'],
  ['FR', '+33 (0)6.12.34.56.78', '+33612345678'],
  ['BE', '02 123 45 67', '+3221234567'],
  ['FR', '+44 20 7946 0958', '+442079460958'],
  ['IE', '00 353 1 234 5678', '+35312345678'],
]

for (const [country, typed, sent] of PHONES) {
  scene(`a telephone number of somebody in ${country}: ${typed}`, {}, async (page) => {
    const calls = await openAddress(page, country)
    await page.locator('#t-phone').fill(typed)
    await submit(page)
    await page.waitForURL('https://pay.example/1')
    assert.equal(JSON.parse(calls[0].body).phone, sent)
  })
}

scene('a telephone number that is none is asked about', {}, async (page) => {
  await openAddress(page, 'FR')
  for (const typed of ['1', '06abcdefgh', '0'.repeat(20)]) {
    await page.locator('#t-phone').fill(typed)
    await submit(page)
    await summarised(page, 'phone_invalid')
  }
  assert.equal(await errorOf(page, 'first_name'), '')
})

for (const [name, currency] of /** @type {[string, RegExp][]} */ ([
  ['don.html', /\d\s€/],
  ['en.html', /€\d/],
])) {
  scene(`each amount has its currency: ${name}`, {}, async (page) => {
    await open(page, `${origin}/${name}`)
    const labels = page.locator('.campagnodon-amounts:visible label')
    assert.ok((await labels.count()) > 2)
    for (const label of await labels.allInnerTexts()) assert.match(label, currency)
    assert.match(await page.locator('label[for$=free_amount]').innerText(), /euros/)
    await page.locator('[name=free_amount]').fill('17')
    assert.match(await page.locator('.campagnodon-review:visible').innerText(), currency)
  })
}

/** Colours are there at once. */
const still = /** @type {const} */ ({ reducedMotion: 'reduce' })
scene('a site styles the form as it does its own page, and nothing stands in a frame', still, async (page) => {
  await open(page, `${origin}/don.html`)
  assert.equal(await page.locator('iframe, frame, object, embed').count(), 0)
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`.campagnodon.campagnodon { --campagnodon-accent: rgb(120, 0, 90); --campagnodon-radius: 0;
      --campagnodon-target: 60px; --campagnodon-font: monospace } .campagnodon-submit { text-transform: uppercase }`)
    document.adoptedStyleSheets = [sheet]
  })
  const styled = await page.locator('.campagnodon-submit').evaluate((button) => {
    const { backgroundColor, borderRadius, fontFamily, textTransform } = getComputedStyle(button)
    return { backgroundColor, borderRadius, fontFamily, textTransform }
  })
  const expected = { backgroundColor: 'rgb(120, 0, 90)', borderRadius: '0px', fontFamily: 'monospace' }
  assert.deepEqual(styled, { ...expected, textTransform: 'uppercase' })
  const { height } = await page.locator('[name=email]').boundingBox()
  assert.equal(height, 60)
})

originKeepsNobody({ relay })

/** A donation with a tax receipt for somebody there; all but the postal code and the telephone number is typed. */
async function openAddress(page, country) {
  const calls = await openPage(page, { answers: [CREATED] })
  await page.evaluate((country) => (document.querySelector('#t-country option[value=BE]').value = country), country)
  await fillPage(page)
  await page.locator('#t-tax_receipt').check()
  await page.locator('#t-country').selectOption(country)
  const address = { first_name: 'Anne', last_name: 'Éluard', street_address: '1 Main Street', city: 'Nantes' }
  for (const [name, text] of Object.entries(address)) await page.locator(`#t-${name}`).fill(text)
  const codes = { FR: '44000', BE: '1000', IE: 'D02X285' }
  await page.locator('#t-postal_code').fill(codes[country] ?? '')
  return calls
}

/** What the browser tells assistive technology of an element. */
async function described(page, selector) {
  const session = await page.context().newCDPSession(page)
  const { root } = await session.send('DOM.getDocument')
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const { nodes } = await session.send('Accessibility.getPartialAXTree', { nodeId, fetchRelatives: false })
  const [{ role, name, description, properties }] = nodes
  const invalid = properties.find(({ name }) => name === 'invalid')?.value.value
  return { role: role.value, name: name.value, description: description?.value, invalid }
}
