/** The proof of work: solved in the page while somebody types, and by the official library; without scripts, as the site says. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { root } from '../../scripts/tools.mjs'
import { check } from './support/axe.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf, transactionWith } from './support/distant.mjs'
import { choose, fillEmail, pay, refused, shownCodes, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { until } from './support/until.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const ENABLED = '\n[captcha]\nenabled = true\n'
const strict = await openWorld({ tables: ENABLED })
const lenient = await openWorld({
  tables: `${ENABLED}without_scripts = "accept"\n[guard]\nhoneypot = true\nminimum_seconds = 2\n`,
})
const { distant, origin } = strict
const solver = readFileSync(join(root, 'www/src/captcha.js'), 'utf8')
const hex = readFileSync(join(root, 'www/src/hex.js'), 'utf8')
// In the source: where playwright turns scripts off, Chromium does not show what stands in `noscript`.
const scriptsNeeded = /<noscript><p class="campagnodon-notice">Ce formulaire a besoin de JavaScript/
const noScripts = { javaScriptEnabled: false }

scene('a solution opens one payment, of its own form', { allow: refusedAnswer }, async (page) => {
  const person = newPerson()
  await openUnwired(page)
  const answer = await solution(page)
  assert.deepEqual(await post(page, 'soutenir', person, answer), {
    status: 422,
    errors: { captcha: 'captcha_invalid' },
  })
  assert.equal((await post(page, 'don', person, answer)).status, 201)
  assert.deepEqual(await post(page, 'don', person, answer), { status: 422, errors: { captcha: 'captcha_invalid' } })
  assert.equal(await solution(page), answer, 'the work is done once')
  await page.evaluate(() => captcha.renew(form))
  assert.equal((await post(page, 'don', newPerson(), await solution(page))).status, 201)
  await transactionOf(distant, person)
})

scene('the work begins with the first focus, once', {}, async (page) => {
  const challenges = counted(page)
  await openUnwired(page)
  await page.evaluate(() => {
    for (let call = 0; call < 2; call++) captcha.prepare(form)
  })
  assert.equal(challenges.length, 0)
  await page.locator('[name=email]').pressSequentially('while it works')
  await page.locator('[name=captcha][value]').waitFor({ state: 'attached' })
  await solution(page)
  assert.equal(challenges.length, 1)
})

scene('a challenge that is about to end is replaced', {}, async (page) => {
  await openUnwired(page)
  await page.route('**/challenge', async (route) => {
    const response = await route.fetch()
    const { parameters } = await response.json()
    const date = new Date((parameters.expiresAt - 10) * 1000).toUTCString()
    await route.fulfill({ response, headers: { ...response.headers(), date } })
  })
  const first = await solution(page)
  await page.unroute('**/challenge')
  const second = await solution(page)
  assert.notEqual(second, first)
  assert.equal(await solution(page), second)
})

scene('where it cannot be solved, the promise is refused', { allow: refusedAnswer }, async (page) => {
  await openUnwired(page)
  const reason = () => page.evaluate(() => captcha.solution(form).then(() => 'solved', String))
  await page.route('**/challenge', (route) => route.abort())
  assert.match(await reason(), /TypeError/)
  await page.unroute('**/challenge')
  // What failed is tried again.
  await solution(page)
  await page.evaluate(() => {
    captcha.renew(form)
    form.remove()
  })
  assert.match(await reason(), /gone/)
})

scene('a form that is taken away is worked on no more', {}, async (page) => {
  await openUnwired(page)
  const outcome = await page.evaluate(async () => {
    const { subtle } = crypto
    const deriveBits = subtle.deriveBits.bind(subtle)
    let tries = 0
    subtle.deriveBits = (...given) => {
      if (++tries === 2) form.remove()
      // None begins as asked, so it would go on for ever.
      return deriveBits(...given).then(() => new Uint8Array(32).fill(1).buffer)
    }
    return { said: await captcha.solution(form).then(() => 'solved', String), tries }
  })
  assert.deepEqual(outcome, { said: 'Error: the form is gone', tries: 2 })
})

scene('over plain http there is no solver, and nothing is fetched', {}, async (page) => {
  const challenges = counted(page)
  await page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined }))
  await openUnwired(page)
  assert.match(await page.evaluate(() => captcha.solution(form).then(() => 'solved', String)), /subtle/)
  assert.equal(challenges.length, 0)
})

scene('a form whose module is not there posts the solution as plain HTML', { allow: refusedAnswer }, async (page) => {
  const person = newPerson()
  await openUnwired(page)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await solution(page)
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
})

test('the official library solves the challenge', async () => {
  const person = newPerson()
  const response = await fetch(`${origin}/forms/don/challenge`)
  assert.equal(response.headers.get('cache-control'), 'no-store')
  const challenge = await response.json()
  assert.deepEqual(challenge.parameters.data, { form: 'don', origin })
  const solved = await solveChallenge({ challenge, deriveKey })
  const answer = btoa(JSON.stringify({ challenge, solution: solved }))
  const opened = await fetch(`${origin}/forms/don`, request(person, answer))
  assert.equal(opened.status, 201)
  await transactionOf(distant, person)
})

scene(
  'a site that refuses without scripts says so first, and loses nothing',
  { ...noScripts, allow: refusedAnswer },
  async (page) => {
    const person = newPerson()
    await page.goto(`${origin}/don.html`)
    assert.match(await page.content(), scriptsNeeded)
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await submit(page)
    await refused(page, 'invalid_answers')
    assert.deepEqual((await shownCodes(page)).errors, { captcha: 'captcha_invalid' })
    assert.equal(await page.locator('[name=email]').inputValue(), person.email)
  },
)

scene(
  'a site that accepts without scripts lets a person pass, not the fastest',
  { ...noScripts, allow: refusedAnswer },
  async (page) => {
    const person = newPerson()
    await page.goto(`${lenient.origin}/don.html`)
    assert.doesNotMatch(await page.content(), scriptsNeeded)
    assert.equal(await page.locator('[name=website]').isVisible(), false)
    await page
      .locator('[name=website]')
      .evaluate((/** @type {HTMLInputElement} */ input) => (input.value = 'https://spam.example'))
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await submit(page)
    await refused(page, 'robot_suspected')
    assert.equal(await page.locator('[name=website]').inputValue(), '')
    await until('two seconds have passed', async () => {
      await submit(page)
      await page.waitForLoadState()
      return /\/payments\//.test(page.url())
    })
    await pay(page)
    await transactionWith(lenient.distant, person, 'completed')
  },
)

scene('axe finds nothing to say of these forms', { allow: refusedAnswer }, async (page) => {
  await page.route('**/campagnodon.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
  for (const { origin, code } of [
    { origin: strict.origin, code: 'invalid_answers' },
    { origin: lenient.origin, code: 'robot_suspected' },
  ]) {
    await page.goto(`${origin}/don.html`)
    await check(page, 'empty')
    await choose(page, 'amount', '30')
    await fillEmail(page, newPerson())
    await page.evaluate(() => document.querySelector('[name=website]')?.setAttribute('value', 'x'))
    await submit(page)
    await refused(page, code)
    await check(page, code)
  }
})

originKeepsNobody(strict)
originKeepsNobody(lenient)

/** Opens a form whose module is kept away, with the solver alone. */
async function openUnwired(page) {
  await page.route('**/campagnodon.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
  await page.route('**/solver.js', (route) => route.fulfill({ contentType: 'text/javascript', body: solver }))
  await page.route('**/hex.js', (route) => route.fulfill({ contentType: 'text/javascript', body: hex }))
  await page.goto(`${origin}/don.html`)
  await page.evaluate(async () => {
    window.captcha = await import('/solver.js')
    window.form = document.querySelector('form.campagnodon')
  })
}

/** The requests for challenges, as they come. */
function counted(page) {
  const challenges = []
  page.on('request', (asked) => asked.url().endsWith('/challenge') && challenges.push(asked))
  return challenges
}

const solution = (page) => page.evaluate(() => captcha.solution(form))

/** Posts a donation as the page's module does. */
const post = (page, form, person, answer) =>
  page.evaluate(
    async ([address, options]) => {
      const response = await fetch(address, options)
      const { errors } = await response.json()
      return { status: response.status, errors: errors && Object.fromEntries(errors.map((e) => [e.field, e.code])) }
    },
    [`/forms/${form}`, request(person, answer)],
  )

const request = ({ email }, answer) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
  body: JSON.stringify({ operation: 'donation', frequency: 'once', amount: 3000, email, captcha: answer }),
})
