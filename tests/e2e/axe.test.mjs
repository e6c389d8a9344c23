/** axe finds nothing to say of the form and the payment in any state, light or dark. `captcha` and `captcha-live` look at theirs. */
import { check } from './support/axe.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, press, refused, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const over =
  '\n[forms.over]\ndistant = "main"\ncampaign = 1\ncampaign_title = "Terminée"\noperations = "donation"\nclosed = true\n'
const { distant, origin, relay } = await openWorld({ tables: over })
const bare = await openWorld({ edit: (settings) => settings.replace(/^\[site\][^[]*/m, '') })
const maintained = await openWorld({ keys: 'maintenance = true\nmaintenance_link = { url = "/" }' })

const PAGES = ['don.html', 'adhesion.html', 'soutenir.html', 'en.html']

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  const look = (page, what) => check(page, what, colorScheme === 'light' ? {} : { runOnly: 'color-contrast' })
  const looking = (name, body) => scene(`${name}, ${colorScheme}`, { colorScheme, allow: refusedAnswer }, body)

  for (const name of PAGES) {
    looking(`${name}: empty, each choice, refused`, async (page) => {
      await open(page, `${origin}/${name}`)
      await look(page, 'empty')
      for (const operation of await offered(page, 'operation')) {
        if (operation) await choose(page, 'operation', operation)
        for (const frequency of await offered(page, 'frequency')) {
          if (frequency) await choose(page, 'frequency', frequency)
          await page.locator('[name=amount]:visible').first().check()
          await look(page, `${operation} ${frequency}`)
        }
        const receipt = page.locator('[name=tax_receipt]:visible')
        if (await receipt.count()) await receipt.check()
        await page.locator('[name=free_amount]').fill('1.000')
        await submit(page)
        await refused(page, 'invalid_answers')
        await look(page, `${operation}, refused`)
      }
    })
  }

  looking('a note that blocks nothing', async (page) => {
    await open(page, `${origin}/don.html`)
    await page.locator('[name=email]').fill('camille@gmial.com')
    await page.locator('[name=email]').blur()
    await page.locator('[data-note=email]:visible').waitFor()
    await look(page, 'a note')
  })

  looking('the relay is down, the distant is down', async (page) => {
    await filled(page)
    await page.route('**/forms/don', (route) => route.abort())
    await submit(page)
    await refused(page, 'relay_unreachable')
    await look(page, 'the relay is down')
    await page.unroute('**/forms/don')
    await distant.stop()
    await submit(page)
    await refused(page, 'distant_unavailable')
    await look(page, 'the distant is down')
    await distant.start()
  })

  looking('maintenance, a campaign that is over, no such form, the home page', async (page) => {
    await page.goto(`${maintained.origin}/don.html`)
    await page.getByRole('link', { name: 'Nous soutenir autrement' }).waitFor()
    await look(page, 'maintenance')
    // As from a page that was open before it began.
    await page.evaluate((email) => {
      const form = document.body.appendChild(document.createElement('form'))
      Object.assign(form, {
        method: 'post',
        action: '/forms/don',
        innerHTML: '<input name="email"><input name="idempotency_key">',
      })
      form.querySelector('[name=email]').value = email
      form.querySelector('[name=idempotency_key]').value = crypto.randomUUID()
      form.submit()
    }, newPerson().email)
    await refused(page, 'maintenance')
    await look(page, 'maintenance, refused')
    for (const path of ['forms/over', 'forms/none', '']) {
      await page.goto(`${origin}/${path}`)
      await look(page, path)
    }
  })

  for (const [where, world, size] of [
    ['in the site’s page', origin, { width: 1280, height: 800 }],
    ['in the site’s page on a phone', origin, { width: 360, height: 740 }],
    ['in a page of ours', bare.origin, { width: 360, height: 740 }],
  ])
    looking(`the payment ${where}`, (page) => payment(page, look, world, size))
}

originKeepsNobody({ relay })

/** The choices that are shown; one that is none where nothing is asked. */
async function offered(page, name) {
  const values = await page
    .locator(`[type=radio][name=${name}]:visible`)
    .evaluateAll((all) => all.map(({ value }) => value))
  return values.length ? values : [undefined]
}

async function filled(page, site = origin) {
  const person = newPerson()
  await open(page, `${site}/don.html`)
  await choose(page, 'frequency', 'monthly')
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await page.locator('[name=tax_receipt]').check()
  await fillAddress(page, person)
}

/** Every end of a payment. */
async function payment(page, look, origin, size) {
  await page.setViewportSize(size)
  for (const [action, status] of [
    ['pay', 'completed'],
    ['refuse', 'refused'],
    ['pend', 'pending'],
    ['cancel', 'cancelled'],
  ]) {
    await filled(page, origin)
    await submit(page)
    await atPayment(page)
    await look(page, 'to be paid')
    await page.locator('button[value=billing]').click()
    await page.locator('[data-billing]').first().waitFor()
    await look(page, 'billing details')
    await press(page, action, status)
    await look(page, status)
    if (action === 'refuse') {
      await press(page, 'give_up', 'failed')
      await look(page, 'failed')
    }
    if (action !== 'pay') continue
    await press(page, 'refund', 'refunded')
    await look(page, 'refunded')
  }
}
