/** A site tries its pages without a relay: in the process of its tests by `fetch`, and in a browser by Playwright. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fetchForm } from '../../dist/form.js'
import { mockRelay } from '../../dist/mock.js'
import { init, newKey, send, TypedForm } from '../../dist/typed.js'
import { dist } from '../../scripts/tools.mjs'
import { check } from './support/axe.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { atPayment, choose, pay, press, refused, submit } from './support/donor.mjs'
import { portOf } from './support/servers.mjs'

await init()

const TRANSACTION = /** @type {const} */ ({
  operation: 'donation',
  frequency: 'once',
  amount: 3000,
  email: 'anne@example.org',
  subscriptions: [],
})
const action = 'https://www.example.org/forms/donation'
/** @returns {Promise<any>} */
const give = (options) => send({ ...TRANSACTION, subscriptions: [] }, { action, ...options })

test('fetch is answered for the addresses of the relay alone, until it is put back', async () => {
  const elsewhere = createServer((_, response) => response.end('elsewhere'))
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening')
  const other = `http://127.0.0.1:${portOf(elsewhere)}/forms`
  const real = globalThis.fetch
  const relay = mockRelay()
  const uninstall = relay.install()
  try {
    const form = await fetchForm(action, { language: 'en' })
    const verdict = new TypedForm(form.offer).check({ ...TRANSACTION, amount: '30', subscriptions: [] })
    assert.ok(verdict.ok)
    const sent = await send(verdict.transaction, { action })
    assert.ok(sent.ok)
    const { key, address } = sent
    assert.deepEqual(relay.transactions, [
      { form: 'donation', key, address, transaction: verdict.transaction, status: 'init' },
    ])
    const paid = await fetch(new Request(address, { method: 'POST', body: new URLSearchParams({ action: 'pay' }) }))
    assert.match(await paid.text(), /data-payment="completed"/)
    assert.equal(relay.transactions[0].status, 'completed')
    assert.equal(await (await fetch(other)).text(), 'elsewhere')
  } finally {
    uninstall()
    elsewhere.close()
  }
  assert.equal(globalThis.fetch, real)
  const stop = new AbortController()
  relay.install({ signal: stop.signal })
  assert.notEqual(globalThis.fetch, real)
  stop.abort()
  assert.equal(globalThis.fetch, real)
})

test('what goes wrong is played, and mended', async () => {
  const relay = mockRelay()
  const uninstall = relay.install()
  try {
    const mend = relay.fail('distant_unavailable')
    const idempotencyKey = newKey()
    assert.equal((await give({ idempotencyKey })).code, 'distant_unavailable')
    assert.equal((await give({ idempotencyKey })).code, 'distant_unavailable')
    mend()
    assert.equal((await give({ idempotencyKey })).ok, true)
    relay.fail('relay_unreachable', { times: 1 })
    assert.equal((await give({})).code, 'relay_unreachable')
    assert.equal((await give({})).ok, true)
    relay.fail('invalid_answers', { errors: [{ field: 'email', code: 'email_invalid' }] })
    assert.deepEqual((await give({})).errors, [{ field: 'email', code: 'email_invalid' }])
    relay.fail('not_found', { on: 'form' })
    await assert.rejects(fetchForm(action), /404/)
    relay.reset()
    assert.deepEqual(relay.transactions, [])
    assert.equal((await fetchForm(action)).language, 'fr')
  } finally {
    uninstall()
  }
})

test('what waits goes on once it is let go, or is given up', async () => {
  const relay = mockRelay()
  const uninstall = relay.install()
  try {
    const release = relay.hold()
    const first = give({})
    const stop = new AbortController()
    const second = give({ signal: stop.signal })
    stop.abort()
    assert.equal((await second).code, 'relay_unreachable')
    assert.deepEqual(relay.transactions, [])
    release()
    assert.equal((await first).ok, true)
    assert.equal((await give({})).ok, true)
  } finally {
    uninstall()
  }
})

test('forms of one’s own, elsewhere, for other sites', async () => {
  const don = await mockForm('en')
  const at = 'https://relay.example.org/under'
  const relay = mockRelay({ at, forms: { don, html: { html: htmlOf(don) } }, origins: ['https://www.example.org'] })
  assert.equal(await relay.handle(new Request(action)), undefined)
  assert.equal(await relay.handle(new Request('https://relay.example.org/forms/don')), undefined)
  const headers = { Accept: 'application/json', Origin: 'https://www.example.org' }
  const answer = await relay.handle(new Request(`${at}/forms/don`, { headers }))
  assert.equal(answer.headers.get('access-control-allow-origin'), 'https://www.example.org')
  assert.deepEqual(await answer.json(), { ...don, name: 'don', action: `${at}/forms/don` })
  const preflight = await relay.handle(
    new Request(`${at}/forms/don`, {
      method: 'OPTIONS',
      headers: { ...headers, 'Access-Control-Request-Method': 'POST' },
    }),
  )
  assert.ok(preflight.ok && preflight.headers.get('access-control-allow-headers').includes('idempotency-key'))
  for (const form of ['don', 'html']) {
    const posted = await relay.handle(
      new Request(`${at}/forms/${form}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': newKey() },
        body: JSON.stringify({ ...TRANSACTION, email: 'no' }),
      }),
    )
    assert.deepEqual((await posted.json()).errors, [{ field: 'email', code: 'email_invalid' }])
  }
  await assert.rejects(relay.handle(new Request(`${at}/forms/don?fragment`)), /don without its html/)
  assert.throws(() => mockRelay({ language: 'ja' }), /no language ja/)
})

async function mockForm(language) {
  const request = new Request(action, { headers: { Accept: 'application/json', 'Accept-Language': language } })
  return (await mockRelay().handle(request)).json()
}

const htmlOf = ({ language }) =>
  `<form action="/a" lang="${language}" data-campagnodon="o donation once 100-100000 3000;s a&amp;b dm"></form>`

/** A site of static files, which knows of no relay. */
const PAGE = `<!doctype html><html lang="en"><title>A site</title><link rel="icon" href="data:,">
  <link rel="stylesheet" href="/campagnodon/campagnodon.css">
  <main><h1>Give</h1><campagnodon-form src="/forms/donation" lang="en"><a href="/forms/donation">Donate</a></campagnodon-form></main>
  <script type="module" src="/campagnodon/element.js"></script>`
const TYPES = { js: 'text/javascript', css: 'text/css', wasm: 'application/wasm' }
const site = createServer(({ url }, response) => {
  const file = url.match(/^\/campagnodon\/([\w.-]+)$/)?.[1]
  response.setHeader('Content-Type', TYPES[file?.split('.').pop()] ?? 'text/html')
  if (!file && url !== '/') response.statusCode = 404
  response.end(file ? readFileSync(join(dist, file)) : PAGE)
})
await once(site.listen(0, '127.0.0.1'), 'listening')
after(() => site.close())
const origin = `http://127.0.0.1:${portOf(site)}`

/** A page whose relay is the mock. */
async function mocked(page, relay) {
  await page.route('**/{forms,payments}/**', relay.route)
  await page.goto(`${origin}/`)
}

scene('in a browser: an error, an outage, a gift, its payment', { allow: refusedAnswer }, async (page) => {
  const relay = mockRelay()
  await mocked(page, relay)
  await page.locator('form[data-live]').waitFor()
  await choose(page, 'amount', '30')
  await page.locator('[name=email]').fill('anne@example')
  await submit(page)
  await refused(page, 'invalid_answers')
  await page.locator('[name=email]').fill('anne@example.org')
  relay.fail('relay_unreachable', { times: 1 })
  await submit(page)
  await refused(page, 'relay_unreachable')
  relay.fail('invalid_answers', { errors: [{ field: 'email', code: 'email_invalid' }], times: 1 })
  await submit(page)
  await refused(page, 'invalid_answers')
  const release = relay.hold()
  await submit(page)
  await page.locator('form[data-busy]').waitFor()
  release()
  await atPayment(page)
  await check(page, 'the payment')
  await press(page, 'refuse', 'refused')
  await press(page, 'pay', 'completed')
  assert.deepEqual(
    relay.transactions.map(({ form, transaction: { amount, email }, status }) => ({ form, amount, email, status })),
    [{ form: 'donation', amount: 3000, email: 'anne@example.org', status: 'completed' }],
  )
})

scene('in a browser without scripts', { javaScriptEnabled: false, allow: refusedAnswer }, async (page) => {
  const relay = mockRelay({ language: 'en' })
  await mocked(page, relay)
  await page.getByRole('link', { name: 'Donate' }).click()
  await page.locator('[name=amount][value="30"]').first().check()
  // The browser would find it wrong itself.
  await page.locator('[name=email]').fill('anne@example')
  await submit(page)
  await page.locator('[data-error=email][data-code=email_invalid]').waitFor()
  await page.locator('[name=amount][value="30"]').first().check()
  await page.locator('[name=email]').fill('anne@example.org')
  await submit(page)
  await pay(page)
  assert.equal(relay.transactions.length, 1)
})

scene('another site’s relay, which lists it', {}, async (page) => {
  const relay = mockRelay({ at: 'https://relay.example.org', origins: [origin] })
  await page.route('https://relay.example.org/**', relay.route)
  await page.route(`${origin}/`, async (route) => {
    const body = PAGE.replaceAll('"/forms/', '"https://relay.example.org/forms/')
    await route.fulfill({ contentType: 'text/html', body })
  })
  await page.goto(`${origin}/`)
  await page.locator('form[data-live]').waitFor()
  await choose(page, 'amount', '30')
  await page.locator('[name=email]').fill('anne@example.org')
  await page.route('https://relay.example.org/campagnodon/*', (route) =>
    route.fulfill({ contentType: 'text/css', body: '' }),
  )
  await submit(page)
  await pay(page)
  assert.equal(new URL(page.url()).origin, 'https://relay.example.org')
})
