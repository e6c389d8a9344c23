/** Promise: the amount is what one sees first, also on a small phone, and the button says what it does. */
import assert from 'node:assert/strict'
import { scene } from './support/browser.mjs'
import { choose, fillEmail, open } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { origin, relay } = await openWorld()
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true }
const SMALL = { viewport: { width: 320, height: 640 }, hasTouch: true }
const FREQUENCIES = '[id*="-frequency-"] + label'
const AMOUNTS = '.campagnodon-amounts:visible label'

scene('on a phone the first amount is in the first screen, the button within two and a half', PHONE, async (page) => {
  await open(page, `${origin}/don.html`)
  assert.ok((await bottom(page, AMOUNTS)) <= 740, 'the first amount')
  assert.ok((await bottom(page, '.campagnodon-submit')) <= 1850, 'the button')
  await choose(page, 'frequency', 'monthly')
  await choose(page, 'amount', '15')
  assert.ok((await bottom(page, AMOUNTS)) <= 740, 'the first amount of a month')
  assert.ok((await bottom(page, '.campagnodon-submit')) <= 1850, 'the button below what it costs')
})

for (const [name, options] of /** @type {const} */ ([
  ['360', PHONE],
  ['320', SMALL],
])) {
  scene(`${name} pixels: the frequencies are one row, and so is the free amount`, options, async (page) => {
    await open(page, `${origin}/don.html`)
    const boxes = await boxesOf(page, FREQUENCIES)
    assert.equal(boxes.length, 3)
    for (const { top, height, width } of boxes) {
      assert.ok(Math.abs(top - boxes[0].top) < 1 && Math.abs(height - boxes[0].height) < 1, 'one row')
      assert.ok(Math.abs(width - boxes[0].width) < 1, 'equal columns')
    }
    const line = await boxesOf(page, '.campagnodon-free :is([type=radio], [type=text], [aria-hidden])')
    assert.equal(line.length, 3)
    const middles = line.map(({ top, height }) => top + height / 2)
    assert.ok(Math.max(...middles) - Math.min(...middles) < 3, `one line: ${middles}`)
  })

  scene(`${name} pixels: letters of twice the size fit`, options, async (page) => {
    await open(page, `${origin}/don.html`)
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
    for (const frequency of ['once', 'monthly']) {
      await choose(page, 'frequency', frequency)
      const over = await page.evaluate(() => [
        document.scrollingElement.scrollWidth - innerWidth,
        ...[...document.querySelectorAll('.campagnodon :is(label:not(.campagnodon-unseen), button, legend)')].map(
          (element) => element.scrollWidth - element.clientWidth,
        ),
      ])
      assert.ok(Math.max(...over) <= 1, `${frequency}: ${over}`)
    }
  })
}

scene('what is chosen is filled like the button, and of large figures', { reducedMotion: 'reduce' }, async (page) => {
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '50')
  const ground = (selector) => page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor)
  const filled = await ground('.campagnodon-submit')
  for (const [chosen, other] of [
    ['frequency-once', 'frequency-monthly'],
    ['amount-donation-once-50', 'amount-donation-once-30'],
  ]) {
    assert.equal(await ground(`[id$="-${chosen}"] + label`), filled)
    assert.notEqual(await ground(`[id$="-${other}"] + label`), filled)
  }
  const size = await page
    .locator('[id$="-once-50"] + label b')
    .evaluate((figure) => parseFloat(getComputedStyle(figure).fontSize))
  assert.ok(size >= 20)
})

scene('what is chosen is seen in the system’s colours too', { forcedColors: 'active' }, async (page) => {
  await open(page, `${origin}/don.html`)
  const border = (id) =>
    page.locator(`[id$="-${id}"] + label`).evaluate((label) => parseFloat(getComputedStyle(label).borderTopWidth))
  assert.ok((await border('frequency-once')) >= (await border('frequency-monthly')) + 2)
})

scene('the button says the sum', {}, async (page) => {
  await open(page, `${origin}/soutenir.html`)
  const button = () => page.locator('.campagnodon-submit').innerText()
  assert.equal(await button(), 'Donner')
  await choose(page, 'amount', '30')
  assert.equal(await button(), 'Donner 30\u00a0€')
  await choose(page, 'frequency', 'monthly')
  await page.locator('[name=free_amount]').fill('12')
  assert.equal(await button(), 'Donner 12\u00a0€ par mois')
  await page.locator('[name=free_amount]').fill('')
  assert.equal(await button(), 'Donner')
  await choose(page, 'operation', 'membership')
  assert.equal(await button(), 'Adhérer')
  await choose(page, 'frequency', 'yearly')
  await choose(page, 'amount', '35')
  assert.equal(await button(), 'Adhérer pour 35\u00a0€ par an')
  await page.getByRole('button', { name: 'Adhérer pour 35\u00a0€ par an', exact: true }).waitFor()
})

scene(
  'without scripts the button says what it does, for what is chosen',
  { javaScriptEnabled: false },
  async (page) => {
    await page.goto(`${origin}/soutenir.html`)
    assert.equal(await page.locator('.campagnodon-submit').innerText(), 'Donner')
    await page.locator('[name=operation][value=membership]').check()
    assert.equal(await page.locator('.campagnodon-submit').innerText(), 'Adhérer')
  },
)

for (const reducedMotion of /** @type {const} */ (['no-preference', 'reduce'])) {
  const still = reducedMotion === 'reduce'
  scene(
    `while it sends, the button says so, ${still ? 'and nothing moves' : 'and turns'}`,
    { reducedMotion },
    async (page) => {
      await open(page, `${origin}/don.html`)
      await choose(page, 'amount', '30')
      await fillEmail(page, newPerson())
      await page.route('**/forms/don', () => {})
      const button = page.locator('.campagnodon-submit')
      const ground = () => button.evaluate((element) => getComputedStyle(element).backgroundColor)
      await page.mouse.move(0, 0)
      const before = await ground()
      await button.press('Enter')
      await page.locator('form[data-busy]').waitFor()
      assert.equal((await button.innerText()).trim(), 'Envoi en cours…')
      assert.equal(await ground(), before)
      const turns = await button.evaluate((element) => getComputedStyle(element, '::before').animationName)
      assert.equal(turns, still ? 'none' : 'campagnodon-turn')
      const moving = await page.evaluate(() => document.getAnimations().length)
      assert.equal(moving > 0, !still)
    },
  )
}

scene('on paper there is what was chosen, and nothing to press', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await page.emulateMedia({ media: 'print' })
  for (const unseen of ['.campagnodon-submit', 'nav', 'aside']) assert.ok(await page.locator(unseen).isHidden(), unseen)
  const chosen = await page
    .locator('[id$="-once-30"] + label')
    .evaluate((label) => [getComputedStyle(label).borderTopWidth, getComputedStyle(label).color])
  const text = await page.locator('form.campagnodon').evaluate((form) => getComputedStyle(form).color)
  assert.deepEqual(chosen, ['3px', text])
})

originKeepsNobody({ relay })

/** Where what is shown first of these ends, from the top of the page. */
const bottom = async (page, selector) => {
  const { y, height } = await page.locator(selector).first().boundingBox()
  return y + height + (await page.evaluate(() => scrollY))
}

/** Where each is. */
const boxesOf = (page, selector) =>
  page.locator(selector).evaluateAll((all) =>
    all.map((element) => {
      const { top, height, width } = element.getBoundingClientRect()
      return { top, height, width }
    }),
  )
