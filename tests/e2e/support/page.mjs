/** A page of a site with a form as `docs/page.md` wants it, the scripts of the package, and a relay that answers as it is told. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../scripts/tools.mjs'

/** Where the page is; nothing of it is on a network. */
export const SITE = 'https://site.example/'

/** The answer to a transaction that was opened. */
export const CREATED = { status: 201, headers: { Location: 'https://pay.example/1' } }

/** An answer of the relay that is no transaction. */
export const problem = (status, code, errors) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ code, errors }),
})

/** The rules of the form: `Form::encode` wrote such a text. */
export const RULES = [
  'o donation once 100-100000 3000 5000',
  'o donation monthly 200-100000 1000 3000',
  'o membership once 500-100000 1200 3500',
  'a 111110',
  't 1',
  's newsletter dm',
  's paper dma',
  'm 1200',
  'r 6600',
  'f c',
].join(';')

const FORM = readFileSync(new URL('form.html', import.meta.url), 'utf8')
const TYPES = { js: 'text/javascript', wasm: 'application/wasm' }

/**
 * Opens the page and waits for the module.
 * @param {import('playwright-core').Page} page
 * @param {{ search?: string, lang?: string, rules?: string, key?: string, more?: string, answers?: (object | null)[] }} [options]
 *   what the address chooses, the HTML's key, markup of the site's own in the form, and what the relay answers, in order;
 *   after that, and for `null`, nothing
 * @returns {Promise<{ key: string, type: string, url: string, method: string, body: string }[]>} what is posted, as it comes
 */
export async function openPage(
  page,
  { search = '', lang = 'fr', rules = RULES, key = '', more = '', answers = [] } = {},
) {
  const calls = []
  const left = [...answers]
  const html = `<!doctype html><html lang="de"><title>A site</title><link rel="icon" href="data:,">
    <form class="campagnodon" id="t" lang="${lang}" method="post" action="/forms/donation" data-campagnodon="${rules}">
      ${more}${FORM.replace('name="idempotency_key" value=""', `name="idempotency_key" value="${key}"`)}
    </form>
    <script type="module">
      import '/dist/element.js'
      import { attach, release } from '/dist/index.js'
      Object.assign(window, { attach, release })
      await attach(document.forms[0])
    </script>`
  await page.route('**/*', (route) => {
    const request = route.request()
    const { hostname, pathname } = new URL(request.url())
    if (hostname === 'pay.example') return route.fulfill({ contentType: 'text/html', body: '<title>Payment</title>' })
    if (request.method() === 'POST') {
      const { 'idempotency-key': key, 'content-type': type } = request.headers()
      calls.push({ key, type, url: request.url(), method: request.method(), body: request.postData() })
      const answer = left.shift()
      return answer ? route.fulfill(answer) : route.abort()
    }
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html })
    const [, file, kind] = pathname.match(/^\/dist\/([a-z-]+\.([a-z]+))$/) ?? []
    if (!file) return route.fulfill({ status: 404 })
    return route.fulfill({ contentType: TYPES[kind], body: readFileSync(join(root, 'dist', file)) })
  })
  await page.goto(SITE + search)
  await page.locator('form[data-live]').waitFor()
  return calls
}

/** Chooses an amount and types an e-mail address: such a form can be posted. */
export async function fillPage(page) {
  await page.locator('#t-amount-donation-once-30').check()
  await page.locator('#t-email').fill('anne@example.org')
}

/** Waits until the summary says this. */
export const summarised = (page, text) => page.locator('[data-summary]:not([hidden])', { hasText: text }).waitFor()

/** What stands beside a field. */
export const errorOf = (page, field) => page.locator(`[data-error=${field}]`).innerText()

/** The id of what has the focus. */
export const focused = (page) => page.evaluate(() => document.activeElement.id)
