/**
 * Plays people in Chromium: forms and what is clicked come in on standard input as JSON, `[{ html, clicks }]`, and what each
 * form shows then goes out, in the same order. `ui_state.rs` writes the one and compares the other.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { root } from '../../scripts/tools.mjs'

const SITE = 'https://site.example/'
const TYPES = { js: 'text/javascript', wasm: 'application/wasm', css: 'text/css' }

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
let html = ''
await page.route('**/*', (route) => {
  const { pathname } = new URL(route.request().url())
  if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html })
  return route.fulfill({
    contentType: TYPES[pathname.split('.').pop()],
    body: readFileSync(join(root, 'dist', pathname)),
  })
})
const states = []
for (const form of JSON.parse(readFileSync(0, 'utf8'))) {
  html = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><link rel="stylesheet" href="/campagnodon.css">
    <script type="module" src="/campagnodon.js"></script>${form.html}`
  await page.goto(SITE)
  await page.locator('form[data-live]').waitFor()
  for (const { operation, frequency, selector } of form.clicks) {
    const chosen = await page.evaluate(shown)
    // What is chosen by another control, or cannot be used now, cannot be clicked.
    if ((operation && operation !== chosen.operation) || (frequency && frequency !== chosen.frequency)) continue
    const control = page.locator(`${selector}:visible:enabled`)
    if (await control.count()) await control.click()
  }
  states.push(await page.evaluate(shown))
}
await browser.close()
console.log(JSON.stringify(states))

/** What the form shows, in its own words; in the page. */
function shown() {
  const [form] = document.forms
  const controls = (name) => [...form.querySelectorAll(`[name^=${name}]`)]
  const usable = (name) => controls(name).filter((control) => !control.disabled)
  const visible = (control) => control?.checkVisibility() ?? null
  const value = (name) => usable(name).find(({ type, checked }) => checked || type === 'hidden')?.value ?? null
  const [free, receipt] = ['free_amount', 'tax_receipt'].map((name) => form.querySelector(`[name=${name}]`))
  const subscriptions = (all) => all.map(({ name }) => name.replace('subscription_', ''))
  return {
    operation: value('operation'),
    frequency: value('frequency'),
    frequencies: usable('frequency').map(({ value }) => value),
    asks_frequency: controls('frequency').some(visible),
    amounts: usable('amount').map(({ value }) => value),
    amount: value('amount'),
    free_amount: !!free && !free.disabled,
    free_amount_required: !!free && !free.disabled && !free.value && !free.checkValidity(),
    receipt_visible: visible(receipt),
    receipt: receipt?.checked ?? null,
    address: visible(form.querySelector('[data-for=address]')),
    required: [...form.querySelectorAll('[data-for=address] :required:enabled')].map(({ name }) => name),
    subscriptions: subscriptions(usable('subscription_')),
    subscriptions_visible: subscriptions(controls('subscription_').filter(visible)),
    submit: form.querySelector('.campagnodon-submit').innerText.trim(),
  }
}
