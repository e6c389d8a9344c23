/** `campagnodon/mock` is what the relay is: its recordings are what the relay answers now, and it answers the same to the same. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { mockRelay } from '../../dist/mock.js'
import { edit, record } from '../../scripts/record.mjs'
import { LANGUAGES } from '../../scripts/texts.mjs'
import { root } from '../../scripts/tools.mjs'
import { PROBLEMS } from '../../www/src/mock/problems.js'
import { openWorld } from './support/world.mjs'

const { origin } = await openWorld({ edit })

const GIFT = { operation: 'donation', frequency: 'once', amount: 3000, email: 'anne@example.org', subscriptions: [] }
const ADDRESS = { street_address: '3 quai des Saules', postal_code: '35000', city: 'Rennes', country: 'FR' }
const MEMBER = { first_name: 'Anne', last_name: 'Martin', ...ADDRESS }
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

for (const language of LANGUAGES) {
  test(`what is recorded in ${language} is what the relay answers; if not: node scripts/record.mjs`, async () => {
    const kept = JSON.parse(readFileSync(`${root}/www/recorded/${language}.json`, 'utf8'))
    assert.deepEqual(kept, await record(origin, language))
  })
}

/** An answer, as far as relay and mock must agree. */
async function told(answer) {
  const [kind] = (answer.headers.get('content-type') ?? '').split(';')
  const body = await answer.text()
  const json = /json/.test(kind) ? JSON.parse(body) : undefined
  // Which error comes first is nobody's promise.
  json?.errors?.sort((one, other) => one.field.localeCompare(other.field))
  if (json?.payment_url) json.payment_url = json.payment_url.replace(/\w+$/, '…')
  const named = (name) => answer.headers.get(name)
  return {
    status: answer.status,
    kind,
    headers: ['allow', 'retry-after', 'content-language', 'cache-control', 'access-control-allow-origin'].map(named),
    location: named('location')?.replace(/\w+$/, '…'),
    // A form of HTML, but for its key; of other pages, what a test looks for.
    said:
      json ??
      (body.startsWith('<form') || !/<html/.test(body) ? body.replace(/(_key" value=")\w+/, '$1') : marks(body)),
  }
}

/** The codes that a page shows, in order, and where its payment stands. */
const marks = (html) => html.match(/data-(code|payment|error)="\w+"/g)

const json = (body, headers = {}) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
const form = (fields, headers = {}) => ({
  method: 'POST',
  headers: { Accept: BROWSER, ...headers },
  body: new URLSearchParams({ idempotency_key: crypto.randomUUID(), ...fields }),
})
const asked = (headers) => ({ headers })
const TYPED = { operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example.org' }

/** What is asked of both. @type {Record<string, [path: string, how?: RequestInit]>} */
const REQUESTS = {
  'a fragment': ['/forms/donation?fragment'],
  'a fragment in a language': ['/forms/donation?fragment&lang=de'],
  'a fragment, whatever is accepted': [
    '/forms/membership?fragment&lang=NL-be',
    asked({ Accept: 'application/json', 'Accept-Language': 'it' }),
  ],
  'in a language that is not known': ['/forms/donation?fragment&lang=ja', asked({ 'Accept-Language': 'en' })],
  'as JSON': ['/forms/donation', asked({ Accept: 'application/json' })],
  'as JSON in a language': [
    '/forms/membership',
    asked({ Accept: 'application/json, */*;q=0.1', 'Accept-Language': 'ja, es;q=0.4, en;q=0.8' }),
  ],
  'as JSON in the language of the address': [
    '/forms/membership?lang=it',
    asked({ Accept: 'application/json', 'Accept-Language': 'es' }),
  ],
  'its goal': ['/forms/donation/goal'],
  'no goal': ['/forms/membership/goal'],
  'no challenge': ['/forms/donation/challenge'],
  'no form': ['/forms/none?fragment'],
  'no form, to a person': ['/forms/none', asked({ Accept: BROWSER })],
  'no payment': ['/payments/none'],
  'another method': ['/forms/donation', { method: 'PUT' }],
  'a goal that is posted': ['/forms/donation/goal', { method: 'POST' }],
  'nothing but headers': ['/forms/donation?fragment', { method: 'HEAD' }],
  'a gift': ['/forms/donation', json(GIFT)],
  'a gift from a page': ['/forms/donation', json(GIFT, { Origin: 'here' })],
  'a gift with cents where none are taken': ['/forms/donation', json({ ...GIFT, amount: 3050 })],
  'a free amount': ['/forms/donation', json({ ...GIFT, amount: 7500 })],
  'a membership': ['/forms/membership', json({ ...GIFT, ...MEMBER, operation: 'membership', amount: 3500 })],
  'nothing at all': ['/forms/donation', json({})],
  'as typed': ['/forms/donation', json({ ...TYPED, amount: 'free', free_amount: '1.000', email: 'anne@example' })],
  'nulls and boxes': ['/forms/donation', json({ ...TYPED, tax_receipt: true, phone: null, title: '2', country: 'XX' })],
  'of other shapes': ['/forms/donation', json({ ...TYPED, email: ['a'], city: {}, postal_code: 35000 })],
  'boxes as texts': [
    '/forms/donation',
    json({ ...TYPED, tax_receipt: 'yes', statutes: 'on', subscription_volunteer: 'true' }),
  ],
  'a box as browsers send it': ['/forms/donation', json({ ...TYPED, tax_receipt: '1', subscription_newsletter: '1' })],
  'an amount below nothing': ['/forms/donation', json({ ...GIFT, amount: -1 })],
  'a subscription without its address': [
    '/forms/donation',
    json({ ...GIFT, subscriptions: ['volunteer', 'newsletter', 'x'] }),
  ],
  'subscriptions that are none': ['/forms/donation', json({ ...GIFT, subscriptions: 'newsletter' })],
  'a key that no form has': ['/forms/donation', json({ ...GIFT, mail: 'a' })],
  'no JSON': ['/forms/donation', json('{')],
  'a list': ['/forms/donation', json([])],
  'no key': ['/forms/donation', json(GIFT, { 'Idempotency-Key': 'short' })],
  'no media type of ours': ['/forms/donation', json(GIFT, { 'Content-Type': 'text/plain' })],
  'no media type of ours, by a person': [
    '/forms/donation',
    json(GIFT, { 'Content-Type': 'text/plain', Accept: BROWSER }),
  ],
  'too large': ['/forms/donation', json({ ...GIFT, city: 'x'.repeat(65 * 1024) })],
  'from another site': ['/forms/donation', json(GIFT, { Origin: 'https://elsewhere.example' })],
  'from another site, as browsers say': [
    '/forms/donation',
    json(GIFT, { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example' }),
  ],
  'to no form': ['/forms/none', json(GIFT)],
  'a gift without scripts': ['/forms/donation', form(TYPED)],
  'refused without scripts': ['/forms/donation', form({ ...TYPED, email: 'anne@example', amount: '' })],
  'no key without scripts': ['/forms/donation', form({ ...TYPED, idempotency_key: '' })],
}

/** Whoever answers: the relay over the network, or the mock. */
const relayAnswers = (path, how = {}) => fetch(origin + path, { redirect: 'manual', ...how })
const mockAnswers = (mock) => (path, how) => mock.handle(new Request(origin + path, how))

for (const [name, [path, how]] of Object.entries(REQUESTS)) {
  test(`the mock answers as the relay does: ${name}`, async () => {
    const headers = new Headers(how?.headers)
    if (headers.get('Origin') === 'here') headers.set('Origin', origin)
    const request = how && { ...how, headers }
    const said = await told(await relayAnswers(path, request))
    assert.deepEqual(await told(await mockAnswers(mockRelay())(path, request)), said)
  })
}

test('what comes again, and what becomes of a payment, is the same', async () => {
  const stories = [relayAnswers, mockAnswers(mockRelay())].map(async (answers) => {
    const heard = []
    const ask = async (path, how) => {
      const answer = await answers(path, how)
      heard.push(await told(answer.clone()))
      return answer
    }
    const key = { 'Idempotency-Key': crypto.randomUUID() }
    const first = (await ask('/forms/donation', json(GIFT, key))).headers.get('location')
    const again = (await ask('/forms/donation', json(GIFT, key))).headers.get('location')
    assert.equal(again, first)
    await ask('/forms/donation', json({ ...GIFT, amount: 5000 }, key))
    const { pathname } = new URL(first)
    const act = (action) => ask(pathname, { method: 'POST', body: new URLSearchParams({ action }) })
    await ask(pathname, asked({ Accept: BROWSER }))
    await act('refuse')
    await ask(pathname, asked({ Accept: BROWSER }))
    await act('dance')
    await act('pay')
    await ask(pathname, asked({ Accept: BROWSER }))
    await act('pay')
    await act('cancel')
    await act('refuse')
    await ask('/forms/donation', json(GIFT, key))
    const shown = { idempotency_key: crypto.randomUUID() }
    const one = (await ask('/forms/donation', form({ ...TYPED, ...shown }))).headers.get('location')
    const other = (await ask('/forms/donation', form({ ...TYPED, email: 'b@example.org', ...shown }))).headers.get(
      'location',
    )
    assert.notEqual(other, one)
    await ask(one, { method: 'POST', body: new URLSearchParams({ action: 'cancel' }) })
    await ask(one, asked({ Accept: BROWSER }))
    return heard
  })
  const [relay, mock] = await Promise.all(stories)
  assert.deepEqual(mock, relay)
})

test('it says of each code what the relay says, with its status', () => {
  const source = readFileSync(`${root}/src/relay/http/problem.rs`, 'utf8')
  const { paths } = JSON.parse(readFileSync(`${root}/docs/openapi.json`, 'utf8'))
  const operations = [paths['/forms/{name}'], paths['/payments/{token}']].flatMap((path) => [path.get, path.post])
  const statuses = (code) =>
    operations.flatMap(({ responses }) =>
      Object.keys(responses).filter((status) => responses[status].description?.includes(`\`${code}\`: `)),
    )
  for (const [code, [status, title]] of Object.entries(PROBLEMS)) {
    assert.ok(source.includes(`"${title}"`), title)
    if (code !== 'method_not_allowed') assert.ok(statuses(code).includes(String(status)), `${code} ${status}`)
  }
})
