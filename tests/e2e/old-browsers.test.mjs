/** Whoever gives with a browser of 2022: it does not know `light-dark()`, or `:has()`, and sees a sound form all the same. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { scene } from './support/browser.mjs'
import { transactionWith } from './support/distant.mjs'
import { choose, fillEmail, pay, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()

/** What the browser lacks: the name is one that no browser knows. */
const LACKS = [['light-dark('], [':has('], ['light-dark(', ':has(']]
const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
]

for (const lacks of LACKS) {
  for (const javaScriptEnabled of [true, false]) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      for (const viewport of SIZES) {
        const name = `${lacks.join(' and ')} unknown, scripts ${javaScriptEnabled ? 'on' : 'off'}, ${colorScheme}, ${viewport.width} px`
        scene(name, { javaScriptEnabled, colorScheme, viewport }, async (page) => {
          await withoutKnowing(page, lacks)
          await page.goto(`${origin}/soutenir.html`)
          if (javaScriptEnabled) await page.locator('form[data-live]').waitFor()
          await picture(page, name)
          const seen = await look(page)
          // The sense of it: without scripts and without `:has()`, what is chosen cannot be told.
          const all = !javaScriptEnabled && lacks.includes(':has(')
          assert.equal(seen.lists, all ? 6 : 1)
          assert.equal(seen.captions, all ? 6 : 0)
          sound(seen)
        })
      }
    }
  }
}

scene('the payment, light-dark() unknown', { colorScheme: 'dark' }, async (page) => {
  const person = newPerson()
  await withoutKnowing(page, ['light-dark(', ':has('])
  await page.goto(`${origin}/don.html`)
  await page.locator('form[data-live]').waitFor()
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await page.waitForURL(/\/payments\//)
  await picture(page, 'payment')
  sound(await look(page))
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('a gift where neither is known and scripts are off', { javaScriptEnabled: false }, async (page) => {
  const person = newPerson()
  await withoutKnowing(page, ['light-dark(', ':has('])
  await page.goto(`${origin}/soutenir.html`)
  await page.locator('[name=frequency][value=monthly]').check()
  await page.locator('[id$="-amount-donation-monthly-15"]').check()
  await fillEmail(page, person)
  await submit(page)
  await pay(page)
  const transaction = await transactionWith(distant, person, 'completed')
  assert.equal(transaction.operation_type, 'monthly_donation')
})

scene('a mark stands before an error where content has no other text, and the keyboard is seen', {}, async (page) => {
  await withoutKnowing(page, [' / ""', ':has('])
  await page.goto(`${origin}/don.html`)
  await page.locator('form[data-live]').waitFor()
  await submit(page)
  const error = page.locator('[data-error=email]')
  await page.locator('[data-error=email][data-code]').waitFor()
  assert.match(await error.evaluate((place) => getComputedStyle(place, '::before').content), /⚠/)
  await page.locator('[name=frequency]').first().focus()
  await page.keyboard.press('ArrowDown')
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement.nextElementSibling).outlineStyle)
  assert.equal(outline, 'solid')
})

scene('“optional” goes with what the country asks for, without :has()', {}, async (page) => {
  await withoutKnowing(page, [':has('])
  await page.goto(`${origin}/don.html`)
  await page.locator('form[data-live]').waitFor()
  await page.locator('[name=tax_receipt]').check()
  const mark = page.locator('label[for$="-postal_code"] .campagnodon-optional')
  for (const [country, shown] of /** @type {[string, boolean][]} */ ([
    ['FR', false],
    ['AE', true],
    ['BE', false],
  ])) {
    await page.locator('[name=country]').selectOption(country)
    assert.equal(await mark.isVisible(), shown, country)
  }
})

originKeepsNobody({ relay })

/** Each style sheet comes as that browser reads it. */
async function withoutKnowing(page, lacks) {
  await page.route('**/*.css', async (route) => {
    const answer = await route.fetch()
    let body = await answer.text()
    if (new URL(route.request().url()).pathname.endsWith('/campagnodon.css')) {
      for (const unknown of lacks) assert.ok(body.includes(unknown), `the style sheet has ${unknown}`)
    }
    for (const unknown of lacks) body = body.replaceAll(unknown, unknown.replace(/^(\W*)/, '$1x'))
    await route.fulfill({ response: answer, body })
  })
}

/** What a person sees, by the computed style. */
const look = (page) =>
  page.evaluate(() => {
    const visible = (element) => element.getClientRects().length > 0
    const all = (selector) => [...document.querySelectorAll(selector)].filter(visible)
    const channels = (colour) => {
      const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number)
      return { rgb: [r, g, b], a }
    }
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const { rgb, a } = channels(getComputedStyle(at).backgroundColor)
        if (a > 0) return rgb
      }
      const probe = document.body.appendChild(document.createElement('i'))
      probe.style.color = 'Canvas'
      const { rgb } = channels(getComputedStyle(probe).color)
      probe.remove()
      return rgb
    }
    const light = (rgb) =>
      rgb
        .map((each) => each / 255)
        .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
        .reduce((sum, each, at) => sum + each * [0.2126, 0.7152, 0.0722][at], 0)
    const contrast = (a, b) => {
      const [more, less] = [light(a), light(b)].sort((x, y) => y - x)
      return (more + 0.05) / (less + 0.05)
    }
    const told = (element) => element.id || element.className || element.outerHTML.slice(0, 60)
    const texts = all('.campagnodon :is(p, label, legend, h1, h2, button, a, strong, span, dt, dd), .campagnodon input')
    const boxes = all(
      '.campagnodon :is(input:not([type=radio], [type=checkbox]), select, .campagnodon-free, button, .campagnodon-standing)',
    )
    const framed = [...boxes, ...all('.campagnodon :is(.campagnodon-segments, .campagnodon-amounts label)')]
    const border = (box) => {
      const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(box)
      const seen = borderTopStyle !== 'none' && parseFloat(borderTopWidth) >= 1
      return seen && contrast(channels(borderTopColor).rgb, ground(box.parentElement)) >= 3
    }
    return {
      pale: texts
        .filter((text) => text.textContent.trim() || text.value)
        .filter((text) => contrast(channels(getComputedStyle(text).color).rgb, ground(text)) < 4.5)
        .map(told),
      unframed: framed.filter((box) => !border(box)).map(told),
      clear: all('.campagnodon :is(input:not([type=radio], [type=checkbox]), select, .campagnodon-submit)')
        .filter((box) => channels(getComputedStyle(box).backgroundColor).a < 1)
        .map(told),
      marks: all('.campagnodon-error')
        .filter((place) => !place.textContent)
        .map(told),
      buttons: all('[data-accept]').map(told),
      lists: all('.campagnodon-amounts').length,
      captions: all('[data-caption]').filter((list) => getComputedStyle(list, '::before').content.includes('–')).length,
      wide: document.scrollingElement.scrollWidth - innerWidth,
    }
  })

function sound({ pale, unframed, clear, marks, buttons, wide }) {
  assert.deepEqual(
    { pale, unframed, clear, marks, buttons },
    { pale: [], unframed: [], clear: [], marks: [], buttons: [] },
  )
  assert.ok(wide <= 0)
}

/** For whoever looks with their own eyes: `CAMPAGNODON_PICTURES` is a folder. */
async function picture(page, name) {
  const folder = process.env.CAMPAGNODON_PICTURES
  if (folder) await page.screenshot({ path: join(folder, `${name.replaceAll(/\W+/g, '-')}.png`), fullPage: true })
}
