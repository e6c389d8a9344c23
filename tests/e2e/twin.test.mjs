/** Where WebAssembly is refused, the form checks live all the same, by the twin in JavaScript; else it loads no twin. */
import assert from 'node:assert/strict'
import { scene } from './support/browser.mjs'
import { transactionWith } from './support/distant.mjs'
import { choose, fillEmail, open, pay, refused, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()

const NO_WASM = "script-src 'self'"
const refusal = { allow: /Content Security Policy|Failed to load resource/ }

for (const [
  where,
  options,
  prepare,
] of /** @type {[string, { allow?: RegExp }, (page: import('playwright-core').Page) => Promise<unknown>][]} */ ([
  ['the policy of the site forbids WebAssembly', refusal, (page) => policy(page, NO_WASM)],
  ['the browser has no WebAssembly', {}, (page) => page.addInitScript(() => delete globalThis.WebAssembly)],
  ['the server has lost the module', refusal, (page) => answerModule(page, { status: 404 })],
  ['the server sends something else', {}, (page) => answerModule(page, { contentType: 'text/html', body: '<p>Hello' })],
])) {
  scene(`${where}: the twin checks`, options, async (page) => {
    await prepare(page)
    assert.ok((await give(page)).includes('campagnodon-twin.js'))
  })
}

scene('the policy allows WebAssembly: the module checks', {}, async (page) => {
  await policy(page, `${NO_WASM} 'wasm-unsafe-eval'`)
  assert.ok(!(await give(page)).includes('campagnodon-twin.js'))
})

for (const contentType of ['application/octet-stream', 'text/html', 'text/plain; charset=utf-8', '']) {
  scene(`the module comes as «${contentType}»: it checks`, {}, async (page) => {
    await page.route('**/*.wasm', async (route) => {
      const response = await route.fetch()
      const headers = { ...response.headers(), 'content-type': contentType, 'x-content-type-options': 'nosniff' }
      await route.fulfill({ response, headers })
    })
    assert.ok(!(await give(page)).includes('campagnodon-twin.js'))
  })
}

originKeepsNobody({ relay })

/**
 * Is refused live, then gives.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} the names of the files that were loaded
 */
async function give(page) {
  const person = newPerson()
  const loaded = []
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname.split('/').pop()))
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await submit(page)
  await refused(page, 'invalid_answers')
  await page.locator('[data-error=email][data-code=required]').waitFor()
  await fillEmail(page, person)
  await submit(page)
  await pay(page)
  await transactionWith(distant, person, 'completed')
  return loaded
}

/**
 * The site sets this policy for scripts.
 * @param {import('playwright-core').Page} page
 * @param {string} scripts
 */
const policy = (page, scripts) =>
  page.route('**/don.html', async (route) => {
    const response = await route.fetch()
    const { 'content-security-policy': own, ...headers } = response.headers()
    const others = own.replace(/script-src [^;]*/, scripts)
    assert.ok(others.includes(scripts))
    await route.fulfill({ response, headers: { ...headers, 'content-security-policy': others } })
  })

/**
 * @param {import('playwright-core').Page} page
 * @param {Parameters<import('playwright-core').Route['fulfill']>[0]} answer
 */
const answerModule = (page, answer) => page.route('**/*.wasm', (route) => route.fulfill(answer))
