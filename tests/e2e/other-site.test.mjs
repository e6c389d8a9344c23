/** Promise: a site at another host can have the relay's form: by the script, in a frame, and anew from its JSON. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after } from 'node:test'
import { dist } from '../../scripts/tools.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf } from './support/distant.mjs'
import { atPayment, choose, fillEmail, pay, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { portOf } from './support/servers.mjs'
import { until } from './support/until.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const TYPES = { js: 'text/javascript', wasm: 'application/wasm' }

/** Pages by their path, at a site of its own that has the package's files too. @type {Record<string, string>} */
const pages = {}

const server = createServer(({ url }, response) => {
  const path = new URL(url, 'http://a').pathname
  const file = path.startsWith('/dist/') && path.slice('/dist/'.length)
  response.setHeader('Content-Type', TYPES[path.split('.').pop()] ?? 'text/html; charset=utf-8')
  response.end(file ? readFileSync(join(dist, file)) : pages[path])
})
await once(server.listen(0, '127.0.0.1'), 'listening')
after(() => server.close())
const port = portOf(server)
/** Of another host than the relay's, which is another site; and of the same host at another port. */
const [abroad, beside] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]

const { distant, origin, relay } = await openWorld({
  edit: (settings) => settings.replace('[site]', `[site]\norigins = ["${abroad}", "${beside}"]`),
})
const unlisted = await openWorld()

const page = (body) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Un autre site</title>
  <link rel="icon" href="data:,"><body>${body}</body></html>`

pages['/script.html'] = page(`
  <link rel="stylesheet" href="${origin}/campagnodon/campagnodon.css">
  <script type="module" src="${origin}/campagnodon/campagnodon.js"></script>
  <div data-campagnodon-src="${origin}/forms/don"><a href="${origin}/forms/don">Donner</a></div>`)
pages['/unlisted.html'] = page(`
  <script type="module" src="/dist/campagnodon.js"></script>
  <div data-campagnodon-src="${unlisted.origin}/forms/don"><a href="${unlisted.origin}/forms/don">Donner</a></div>`)
pages['/frame.html'] = page(`
  <script type="module" src="${origin}/campagnodon/campagnodon-frame.js"></script>
  <iframe src="${origin}/forms/don?embed" title="Donner" style="width: 500px; height: 300px"></iframe>`)
pages['/unlisted-frame.html'] = page(`<iframe src="${unlisted.origin}/forms/don?embed" title="Donner"></iframe>`)
pages['/anew.html'] = page(`<form id="anew"></form><script type="module" src="/anew.js"></script>`)

for (const site of [abroad, beside]) {
  scene(`the script brings a form to life in a page of ${site}`, {}, async (page) => {
    const person = newPerson()
    await page.goto(`${site}/script.html`)
    await page.locator('form[data-live]').waitFor()
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await submit(page)
    await pay(page)
    assert.ok(page.url().startsWith(`${origin}/payments/`))
    await until('the distant knows', async () => (await transactionOf(distant, person))?.status === 'completed')
  })

  scene(
    `a frame in a page of ${site} is as high as the form, and the payment opens in the whole window`,
    {},
    async (page) => {
      const person = newPerson()
      await page.goto(`${site}/frame.html`)
      const form = page.frameLocator('iframe')
      await form.locator('form[data-live]').waitFor()
      const missing = () => form.locator('html').evaluate((html) => html.scrollHeight - innerHeight)
      await until('nothing has to be scrolled', async () => (await missing()) <= 0)
      await form.locator('[name=tax_receipt]').check()
      await until('nothing has to be scrolled with an address', async () => (await missing()) <= 0)
      await form.locator('[name=tax_receipt]').uncheck()
      await form.locator('[name=amount][value="30"]:visible').check()
      await form.locator('[name=email]').fill(person.email)
      await form.locator('.campagnodon-submit').click()
      await atPayment(page)
    },
  )
}

scene(
  'without scripts the frame scrolls, and its post opens the whole window',
  { javaScriptEnabled: false, allow: refusedAnswer },
  async (page) => {
    const person = newPerson()
    await page.goto(`${abroad}/frame.html`)
    const form = page.frameLocator('iframe')
    await form.locator('#campagnodon-don-amount-donation-once-30').check()
    await form.locator('[name=email]').fill('anne@example')
    await form.locator('.campagnodon-submit').click()
    await page.waitForURL(`${origin}/forms/don`)
    await page.locator('[name=email]').fill(person.email)
    await page.locator('.campagnodon-submit').click()
    await atPayment(page)
  },
)

scene(
  'a site that is not listed keeps its link, and the console names the setting',
  { allow: /CORS|ERR_FAILED/ },
  async (page) => {
    const said = []
    page.on('console', (message) => said.push(message.text()))
    await page.goto(`${abroad}/unlisted.html`)
    const sentence = `${unlisted.origin} cannot be reached, or its relay does not list ${abroad}: [site] origins = ["${abroad}"]`
    await until('the console says it', () => said.some((text) => text.includes(sentence)))
    assert.equal(await page.locator('a').textContent(), 'Donner')
  },
)

scene('a site that is not listed has no frame', { allow: /frame-ancestors/ }, async (page) => {
  const said = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(`${abroad}/unlisted-frame.html`)
  await until('the browser refuses', () => said.some((text) => text.includes('frame-ancestors')))
  assert.equal(await page.frameLocator('iframe').locator('form').count(), 0)
})

scene(
  'whose browser posts a form from a wrong host reads a page',
  { javaScriptEnabled: false, allow: refusedAnswer },
  async (page) => {
    const copied = await (await fetch(`${unlisted.origin}/forms/don?fragment`)).text()
    pages['/copied.html'] =
      `<!doctype html><meta charset="utf-8">${copied.replace('action="', `action="${unlisted.origin}`)}`
    await page.goto(`${abroad}/copied.html`)
    await page.locator('#campagnodon-don-amount-donation-once-30').check()
    await page.locator('[name=email]').fill('anne@example.org')
    await page.locator('.campagnodon-submit').click()
    await page.waitForURL(`${unlisted.origin}/forms/don`)
    assert.match(await page.locator('h1').textContent(), /\S/)
    assert.match(await page.locator('main').textContent(), /ne vient pas de notre site/)
  },
)

/** By nobody who knows our HTML: what it shows, it has from the JSON. */
pages['/anew.js'] = `
  const address = '${origin}/forms/soutenir'
  const relay = await (await fetch(address, { headers: { Accept: 'application/json', 'Accept-Language': 'en' } })).json()
  const form = document.querySelector('#anew')
  const control = {
    text: (field) => Object.assign(document.createElement('input'), { type: field.kind }),
    select: (field) => {
      const select = document.createElement('select')
      for (const { value, label } of field.options) select.append(new Option(label, value, value === field.value))
      return select
    },
  }
  const named = (field, element, label) => {
    element.name = field.name
    if (field.autocomplete) element.autocomplete = field.autocomplete
    const around = document.createElement('label')
    around.append(label, ' ', element)
    return around
  }
  const conditions = new Map()
  const parts = relay.fields.map((field) => {
    const part = document.createElement('div')
    if (field.kind === 'hidden')
      part.append(Object.assign(document.createElement('input'), { type: 'hidden', name: field.name, value: field.value }))
    else if (field.kind === 'radio')
      part.append(field.label, ...field.options.map((option) => {
        const radio = Object.assign(document.createElement('input'), { type: 'radio', value: option.value })
        radio.checked = option.value === field.value
        const label = named(field, radio, option.label)
        conditions.set(label, option.when)
        return label
      }))
    else if (field.kind === 'checkbox')
      part.append(named(field, Object.assign(document.createElement('input'), { type: 'checkbox', value: '1' }), field.label))
    else part.append(named(field, (control[field.kind] ?? control.text)(field), field.label))
    conditions.set(part, field.when)
    return part
  })
  const errors = document.createElement('output')
  const first = Object.entries(relay.submit)[0][1]
  form.append(...parts, errors, Object.assign(document.createElement('button'), { textContent: first }))
  const answers = () => Object.fromEntries(new FormData(form))
  const show = () => {
    const { operation, frequency, tax_receipt } = answers()
    const words = [operation, frequency, (tax_receipt || operation === 'membership') && 'address', 'postal_code']
    const shown = (when) => !when || when.some((all) => all.every((word) => words.includes(word)))
    for (const part of [...parts, ...form.querySelectorAll('label')]) {
      part.hidden = !shown(conditions.get(part))
      for (const element of part.querySelectorAll('input, select')) element.disabled = !!element.closest('[hidden]')
    }
  }
  form.addEventListener('change', show)
  show()
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const told = await fetch(relay.action, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify(answers()),
    })
    if (told.status === 201) return location.assign(new URL(told.headers.get('Location'), relay.action))
    const { errors: wrong } = await told.json()
    errors.textContent = wrong.map(({ field, code }) => relay.texts[field + '.' + code] ?? relay.texts[code]).join(' ')
  })
  document.title = relay.language`

for (const site of [abroad, beside]) {
  scene(`a form that ${site} made from the JSON alone comes to the payment`, { allow: refusedAnswer }, async (page) => {
    const person = newPerson()
    await page.goto(`${site}/anew.html`)
    await page.waitForFunction(() => document.title === 'en')
    await page.getByLabel('€30', { exact: true }).check()
    await page.locator('button').click()
    await until('the relay says what is missing', async () =>
      /e-mail/i.test(await page.locator('output').textContent()),
    )
    await page.getByLabel('E-mail address').fill(person.email)
    await page.getByLabel(/tax receipt/).check()
    await page.getByLabel('First name').fill(person.first_name)
    await page.getByLabel('Last name').fill(person.last_name)
    await page.getByLabel('Number and street').fill(person.street_address)
    await page.getByLabel('Postcode').fill(person.postal_code)
    await page.getByLabel('Town or city').fill(person.city)
    await page.locator('button').click()
    await atPayment(page)
    assert.equal((await transactionOf(distant, person)).contact.city, person.city)
  })
}

scene('the package fetches the form as its own rules take it', {}, async (page) => {
  pages['/empty.html'] = '<!doctype html><title>-</title><link rel="icon" href="data:,">'
  await page.goto(`${abroad}/empty.html`)
  const made = await page.evaluate(async (relay) => {
    const [{ fetchForm, holds }, { init, send, TypedForm }] = await Promise.all(
      ['form', 'typed'].map((name) => import(`/dist/${name}.js`)),
    )
    const [form] = await Promise.all([fetchForm(`${relay}/forms/soutenir`, { language: 'de' }), init()])
    const rules = new TypedForm(form.offer)
    const asked = (answers) =>
      form.fields.filter((field) => holds(field.when, rules.view(answers))).map(({ name }) => name)
    const answers = { operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example.org' }
    const verdict = rules.check(answers)
    const sent = await send(verdict.transaction, { action: form.action })
    return {
      language: form.language,
      gift: asked(answers),
      receipt: asked({ ...answers, tax_receipt: true }),
      address: sent.address,
    }
  }, origin)
  assert.equal(made.language, 'de')
  assert.ok(made.gift.includes('email') && !made.gift.includes('city') && made.receipt.includes('city'))
  assert.ok(made.address.startsWith(`${origin}/payments/`))
})

scene('where there is no form, the package says so', { allow: refusedAnswer }, async (page) => {
  await page.goto(`${abroad}/empty.html`)
  const reason = (address) =>
    page.evaluate(async (address) => {
      const { fetchForm } = await import('/dist/form.js')
      return fetchForm(address).then(
        () => 'a form',
        (error) => error.message,
      )
    }, address)
  assert.equal(await reason(`${origin}/forms/none`), `${origin}/forms/none: 404`)
})

originKeepsNobody({ relay })
