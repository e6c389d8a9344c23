/**
 * The origin keeps nothing of anybody: not in its database, not in its log, not after a refusal, a kill or a retry; and
 * no address that the browser asks for holds any of it.
 */
import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf, transactionsOf, transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, pay, press, refused, submit } from './support/donor.mjs'
import { newPerson, persons, search, spellings, valuesOf } from './support/persons.mjs'
import { until } from './support/until.mjs'
import { EVERY_FIELD, openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay, secrets } = await openWorld({ tables: EVERY_FIELD })
const allow = refusedAnswer
const posts = '**/forms/adhesion'

scene('a membership from end to end, its billing details shown on the way', {}, async (page) => {
  const addresses = []
  page.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''))
  const person = await filled(page)
  await submit(page)
  await atPayment(page)
  await page.locator('button[value=billing]').click()
  await page.locator('[data-billing=last_name]').waitFor()
  await press(page, 'pay', 'completed')
  await transactionWith(distant, person, 'completed')
  const asked = addresses.join('\n').toLowerCase()
  const met = valuesOf(person).flatMap((value) => spellings(value).filter(([, needle]) => asked.includes(needle)))
  assert.deepEqual(met, [])
})

scene('refused by the rules, by a bad shape, by a body that breaks off', { allow }, async (page) => {
  const person = await filled(page)
  await page.evaluate(async () => {
    const fields = [...new FormData(document.querySelector('form.campagnodon'))]
    const answers = Object.fromEntries(fields.map(([name, value]) => [name, String(value)]))
    const send = (body, type = 'application/json') => {
      const headers = { 'Content-Type': type, 'Idempotency-Key': crypto.randomUUID(), Accept: 'text/html' }
      return fetch('/forms/adhesion', { method: 'POST', headers, body })
    }
    await send(JSON.stringify({ ...answers, amount: '1' }))
    await send(JSON.stringify({ ...answers, [answers.email]: answers.last_name }))
    await send(JSON.stringify(answers).slice(0, -9))
    const form = new URLSearchParams({ ...answers, amount: '1', [answers.email]: answers.phone }).toString()
    await send(form, 'text/plain')
    await send(form, 'application/x-www-form-urlencoded')
    await send(JSON.stringify({ ...answers, city: answers.city.repeat(9000) }))
    await fetch(`/forms/${encodeURIComponent(answers.last_name)}?email=${encodeURIComponent(answers.email)}`)
  })
  assert.deepEqual(await transactionsOf(distant, person), [])
})

scene('the distant down, then killed with the payment under way', { allow }, async (page) => {
  const person = await filled(page)
  await distant.stop()
  await submit(page)
  await refused(page, 'distant_unavailable')
  await distant.start()
  await submit(page)
  await atPayment(page)
  await distant.kill()
  await press(page, 'pay', 'completed')
  await until('the delivery fails', async () => {
    const { distants } = await (await fetch(`${origin}/health`)).json()
    return distants.main.retrying > 0
  })
  await distant.start()
  await transactionWith(distant, person, 'completed')
})

scene('the relay killed before its answer arrives, and asked again', { allow }, async (page) => {
  const person = await filled(page)
  await page.route(posts, async (route) => {
    await route.fetch()
    await relay.kill()
    await route.abort()
  })
  await submit(page)
  await refused(page, 'relay_unreachable')
  await page.unroute(posts)
  await relay.start()
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

scene('the same with scripts off', { allow, javaScriptEnabled: false }, async (page) => {
  const person = newPerson()
  await page.goto(`${origin}/adhesion.html`)
  await fill(page, person)
  await distant.stop()
  await submit(page)
  await refused(page, 'distant_unavailable')
  await distant.start()
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

test('what is searched is the database as it is and a log of all that can be logged', async () => {
  const { idx } = await transactionOf(distant, persons[0])
  assert.match(search(relay.folder, [idx]).join(), /relay\.sqlite.*: raw/)
  const log = readFileSync(relay.log, 'utf8')
  assert.match(log, /TRACE/)
  assert.match(log, /DEBUG/)
})

originKeepsNobody({ relay })

test('no key of the system stays there either, and no address of a payment', async () => {
  const payments = await Promise.all(persons.map((person) => transactionsOf(distant, person)))
  const tokens = payments.flat().map(({ payment_url }) => payment_url.split('/').pop())
  assert.ok(tokens.length > 3)
  assert.deepEqual(search(relay.folder, [...secrets, ...tokens]), [])
})

test('the search finds a value that is there, however it is written', () => {
  const folder = join(relay.folder, 'copy')
  const values = valuesOf(persons[0])
  for (const value of values) {
    for (const [spelling, needle] of spellings(value)) {
      cpSync(relay.log, join(folder, 'log'))
      writeFileSync(join(folder, 'log'), Buffer.from(`\0…${needle}…`, 'latin1'), { flag: 'a' })
      assert.ok(search(folder, [value]).includes(`log: ${spelling}`), spelling)
    }
  }
  // As these writers spell it, not as our search does.
  const [value] = values
  for (const text of [JSON.stringify({ value }), `?${new URLSearchParams({ value })}`, btoa(`a: ${value}!`), value]) {
    writeFileSync(join(folder, 'log'), text)
    assert.notDeepEqual(search(folder, [value]), [], text)
  }
})

async function filled(page) {
  const person = newPerson()
  await open(page, `${origin}/adhesion.html`)
  await fill(page, person)
  return person
}

async function fill(page, person) {
  await choose(page, 'amount', '48')
  await fillEmail(page, person)
  await fillAddress(page, person)
}
