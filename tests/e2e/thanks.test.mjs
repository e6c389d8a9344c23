/** The way from the payment on: the page says first what happened, the thanks lead further, and nobody else is told. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/tools.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { atPayment, choose, fillEmail, open, press, submit } from './support/donor.mjs'
import { newPerson, valuesOf } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const ENDS = [
  ['pay', 'completed', 'Merci pour votre don', 'Merci pour votre don\u00a0!'],
  ['refuse', 'refused', 'Paiement refusé', 'Paiement refusé'],
  ['cancel', 'cancelled', 'Paiement interrompu', 'Paiement interrompu'],
  ['pend', 'pending', 'Paiement en attente', 'Paiement en attente'],
]

/** Listens as a script of the site would, which comes after ours. */
const listening = readFileSync(join(root, 'www/demo/payment.html'), 'utf8').replace(
  '</body>',
  '<script type="module" src="/listen.js"></script></body>',
)
const { origin, relay } = await openWorld({
  pages: {
    'payment.html': listening,
    'listen.js': `window.told = []
      document.addEventListener('campagnodon:completed', ({ type, detail }) => window.told.push([type, detail]))`,
  },
})
const bare = await openWorld({ edit: (settings) => settings.replace(/^\[site\][^[]*/m, '') })
const merci =
  '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Merci</title><link rel="icon" href="data:,"><h1>Notre merci</h1>'
const thanking = await openWorld({
  pages: { 'merci.html': merci },
  edit: (settings) => settings.replace('[forms.don]', '[forms.don]\nthanks = "/merci.html"'),
})

for (const javaScriptEnabled of [true, false]) {
  for (const [action, status, title, heading] of ENDS) {
    const scripts = javaScriptEnabled ? '' : ', without scripts'
    scene(`the title and the heading say it first: ${status}${scripts}`, { javaScriptEnabled }, async (page) => {
      await toPayment(page, origin, javaScriptEnabled)
      assert.equal(await page.title(), 'Dernière étape\u00a0: le paiement – Les Amis de l’Oriette')
      await press(page, action, status)
      assert.equal(await page.title(), `${title} – Les Amis de l’Oriette`)
      assert.deepEqual(await page.locator('h1').allInnerTexts(), [heading])
      // The site's own page: its head, its style, its way home.
      assert.ok(await page.locator('header .brand').isVisible())
      await page.getByRole('link', { name: 'Revenir à l’accueil' }).click()
      await page.waitForURL(`${origin}/`)
    })
  }
}

// The key of a payment that was refused is not taken twice.
scene('a payment that is made is told once in a tab', { allow: refusedAnswer }, async (page) => {
  const told = () => page.evaluate(() => window.told)
  await toPayment(page, origin)
  assert.deepEqual(await told(), [])
  await press(page, 'pay', 'completed')
  assert.deepEqual(await told(), [
    ['campagnodon:completed', { operation: 'donation', frequency: 'monthly', amount: 3000 }],
  ])
  await page.reload()
  assert.deepEqual(await told(), [], 'a page loaded anew')
  await press(page, 'refund', 'refunded')
  assert.deepEqual(await told(), [])
  for (const [action, status, isTold] of [
    ['refuse', 'refused', false],
    ['pend', 'pending', false],
    ['pay', 'completed', true],
  ]) {
    await toPayment(page, origin)
    await press(page, String(action), String(status))
    assert.equal((await told()).length === 1, isTold, String(status))
  }
  const kept = await page.evaluate(() => Object.entries(sessionStorage))
  assert.match(String(kept), /^campagnodon-told,[0-9a-f]{8} [0-9a-f]{8}$/)
})

scene('a storage that the browser forbids is in nobody’s way', {}, async (page) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, 'sessionStorage', {
      get: () => {
        throw new DOMException('no', 'SecurityError')
      },
    }),
  )
  await toPayment(page, origin)
  await press(page, 'pay', 'completed')
  assert.equal((await page.evaluate(() => window.told)).length, 1)
})

scene('the thanks can be shared, and only the form’s page is', {}, async (page) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.addInitScript(() => {
    navigator.share = async (what) => {
      window.shared = what
    }
  })
  const person = await toPayment(page, origin)
  await press(page, 'pay', 'completed')
  const [url, text] = [`${origin}/don.html`, 'Je soutiens Les Amis de l’Oriette. Et vous\u00a0?']
  const share = page.locator('.campagnodon-share')
  assert.equal(await share.locator('[data-link]').getAttribute('href'), url)
  const mail = new URL(await share.getByRole('link', { name: 'Envoyer par e-mail' }).getAttribute('href'))
  assert.deepEqual(
    [...mail.searchParams],
    [
      ['subject', text],
      ['body', `${text}\r\n\r\n${url}`],
    ],
  )
  await share.getByRole('button', { name: 'Partager' }).click()
  assert.deepEqual(await page.evaluate(() => window.shared), { text, url })
  await share.getByRole('button', { name: 'Copier le lien' }).click()
  await share.getByText('Le lien est copié.').waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), url)
  const html = await share.innerHTML()
  assert.deepEqual(
    valuesOf(person).filter((value) => html.includes(value)),
    [],
  )
})

scene(
  'without scripts the links are there, and no button that would do nothing',
  { javaScriptEnabled: false },
  async (page) => {
    await toPayment(page, bare.origin, false)
    await press(page, 'pay', 'completed')
    assert.equal(await page.title(), 'Merci pour votre don')
    assert.equal(await page.locator('.campagnodon-share button:visible').count(), 0)
    assert.equal(await page.locator('.campagnodon-share a:visible').count(), 2)
  },
)

scene('nothing is asked of anybody else, and of the module nothing', {}, async (page) => {
  await toPayment(page, origin)
  const asked = []
  page.on('request', (request) => asked.push(request.url()))
  await press(page, 'pay', 'completed')
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(origin) || /campagnodon\.(js|wasm)/.test(url)),
    [],
  )
  assert.ok(asked.some((url) => url.endsWith('/campagnodon-payment.js')))
})

for (const javaScriptEnabled of [true, false]) {
  const scripts = javaScriptEnabled ? '' : ', without scripts'
  scene(
    `the site’s own thanks learn what was chosen and nothing else${scripts}`,
    { javaScriptEnabled },
    async (page) => {
      const person = await toPayment(page, thanking.origin, javaScriptEnabled)
      const payment = page.url()
      const arrived = page.waitForRequest(/merci\.html/)
      await page.locator('button[value=pay]').click()
      await page.waitForURL(`${thanking.origin}/merci.html?operation=donation&frequency=monthly&amount=30`)
      assert.equal((await (await arrived).allHeaders()).referer, undefined)
      if (javaScriptEnabled) {
        assert.equal(await page.evaluate(() => document.referrer), '')
        const kept = await page.evaluate(() => JSON.stringify(sessionStorage))
        assert.deepEqual(
          valuesOf(person).filter((value) => kept.includes(value)),
          [],
        )
      }
      // Whoever comes back stays, and finds the way.
      await page.goto(payment)
      await page.waitForLoadState()
      assert.equal(page.url(), payment)
      await page.getByRole('link', { name: 'Continuer' }).click()
      await page.getByRole('heading', { name: 'Notre merci' }).waitFor()
    },
  )
}

originKeepsNobody({ relay })

/** A gift of 30 € every month. */
async function toPayment(page, origin, scripts = true) {
  const person = newPerson()
  if (scripts) await open(page, `${origin}/don.html`)
  else await page.goto(`${origin}/don.html`)
  await choose(page, 'frequency', 'monthly')
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  return person
}
