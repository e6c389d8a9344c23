/**
 * Each language that the relay has, on a phone: sums and rates as Chromium writes them, nothing out of the window, nothing
 * that axe finds. Last a language from right to left, of which the relay has none: what it serves, turned and in Arabic.
 */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import { root } from '../../scripts/tools.mjs'
import { check } from './support/axe.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { atPayment, choose, fillEmail, open, press, refused, submit } from './support/donor.mjs'
import { fits } from './support/fits.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const LANGUAGES = readdirSync(join(root, 'src/relay/i18n/texts')).map((file) => parse(file).name)
const AMOUNTS = [7, 150, 1000, 9999, 12_345]
const PHONE = { viewport: { width: 320, height: 640 }, allow: refusedAnswer }
/** Where pictures go, if somebody wants to look. */
const PICTURES = process.env.CAMPAGNODON_PICTURES

const form = (name, language) =>
  `[forms.${name}]\ndistant = "main"\ncampaign = 1\noperations = "both"\nrecurring = true\nlanguage = "${language}"
  goal = 40_000\nraised_before = 27_500\namounts = "${AMOUNTS},libre"\n`
const { origin, relay } = await openWorld({ tables: LANGUAGES.map((language) => form(language, language)).join('') })

const ARABIC = {
  'operation.legend': 'أودّ',
  'operation.donation': 'التبرّع',
  'operation.membership': 'الانضمام',
  'frequency.once': 'مرة واحدة',
  'frequency.monthly': 'كل شهر',
  'frequency.yearly': 'كل سنة',
  'amount.donation': 'مبلغ تبرّعك',
  'form.contact': 'معلوماتك',
  'field.email': 'البريد الإلكتروني',
  'field.tax_receipt': 'أريد إيصالًا ضريبيًا فرنسيًا',
  'message.email.required': 'اكتب عنوان بريدك الإلكتروني، مثلًا name@example.org.',
  'payment.pay': 'ادفع',
}
const arabic = Object.entries(ARABIC).map(([key, text]) => `"${key}" = "${text}"`)
const turned = await openWorld({ tables: `${form('ar', 'en')}\n[texts.en]\n${arabic.join('\n')}\n` })

for (const language of LANGUAGES) {
  scene(`sums and rates as Chromium writes them: ${language}`, PHONE, async (page) => {
    await open(page, `${origin}/forms/${language}`)
    const [sums, rate] = await page.evaluate(
      ([language, amounts]) => [
        amounts.map((amount) =>
          amount.toLocaleString(language, { style: 'currency', currency: 'EUR', minimumFractionDigits: 0 }),
        ),
        (0.66).toLocaleString(language, { style: 'percent' }),
      ],
      /** @type {const} */ ([language, AMOUNTS]),
    )
    const tiles = await page.locator('[data-for="donation once"] label').allTextContents()
    for (const [at, sum] of sums.entries()) assert.ok(tiles[at].includes(sum), `${tiles[at]}: ${sum}`)
    assert.ok((await page.locator('form').textContent()).includes(rate), rate)
  })

  scene(`the form and the payment on a phone: ${language}`, PHONE, async (page) => {
    const look = async (what) => {
      await picture(page, `${language}-${what}`)
      await fits(page, what)
      await check(page, what)
    }
    const address = `${origin}/forms/${language}`
    await open(page, address)
    await look('empty')
    await page.locator('[name=tax_receipt]').check()
    await page.locator('[name=free_amount]').fill('1.000')
    await submit(page)
    await refused(page, 'invalid_answers')
    await look('refused')
    await choose(page, 'operation', 'membership')
    await choose(page, 'frequency', 'monthly')
    await look('membership')
    await open(page, address)
    await choose(page, 'amount', '150')
    await fillEmail(page, newPerson())
    await submit(page)
    await atPayment(page)
    assert.equal(await page.locator('.campagnodon-payment').getAttribute('lang'), language)
    await look('to be paid')
    await press(page, 'refuse', 'refused')
    await look('refused')
    await press(page, 'give_up', 'failed')
    await look('failed')
  })
}

for (const [name, viewport] of Object.entries({ phone: PHONE.viewport, wide: { width: 1280, height: 900 } })) {
  scene(`from right to left: ${name}`, { viewport, allow: refusedAnswer }, async (page) => {
    await page.route('**/*', async (route) => {
      if (route.request().resourceType() !== 'document') return route.continue()
      const answer = await route.fetch()
      const body = (await answer.text()).replaceAll('lang="en" dir="ltr"', 'lang="ar" dir="rtl"')
      return route.fulfill({ response: answer, body })
    })
    const look = async (what) => {
      await picture(page, `ar-${name}-${what}`)
      await fits(page, what)
      await check(page, what)
    }
    await open(page, `${turned.origin}/forms/ar`)
    const [first, second] = await page.locator('[data-for="donation once"] label:visible').all()
    const [begin, next] = [await first.boundingBox(), await second.boundingBox()]
    assert.ok(begin.y < next.y || begin.x > next.x, 'the first amount is the first that is read')
    await look('empty')
    await submit(page)
    await refused(page, 'invalid_answers')
    await look('refused')
    await choose(page, 'amount', '150')
    await fillEmail(page, newPerson())
    await submit(page)
    await atPayment(page)
    assert.equal(await page.locator('.campagnodon-payment').getAttribute('dir'), 'rtl')
    await look('to be paid')
    await press(page, 'pay', 'completed')
    assert.equal(await page.locator('[data-link]').evaluate((link) => getComputedStyle(link).direction), 'ltr')
    await look('paid')
  })
}

originKeepsNobody({ relay })

async function picture(page, name) {
  if (!PICTURES) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({ path: join(PICTURES, `${name.replaceAll(' ', '-')}.png`), fullPage: true })
}
