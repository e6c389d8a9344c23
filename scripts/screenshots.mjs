/** `npm run screenshots [-- --into FOLDER]`: what donors see in each state, wide and narrow, light and dark. After a build. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startServers } from '../tests/e2e/support/servers.mjs'
import { choose, fillReceipt, refuse, submit } from './donor.mjs'
import { asked, root } from './tools.mjs'

const folder = asked({ into: { type: 'string' } }).into ?? join(root, '.run/screenshots')
const WIDTHS = [1280, 320]
const SCHEMES = /** @type {const} */ (['light', 'dark'])

const OVER =
  '[forms.over]\ndistant = "main"\ncampaign = 1\ncampaign_title = "Le marais"\noperations = "donation"\nclosed = true'

/**
 * @typedef {import('./donor.mjs').Page} Page
 * @typedef {[address: string, lead?: (page: Page) => Promise<unknown>]} State its page, and what leads there
 */

/** Those of a site being maintained are below. @type {Record<string, State>} */
const STATES = {
  site: ['index.html'],
  donation: ['don.html'],
  'donation-figures': ['don.html', (page) => choose(page, 'amount', '50')],
  'donation-monthly': ['don.html', chooseMonthly],
  'donation-free': ['don.html', (page) => page.locator('[name=free_amount]').fill('75')],
  'donation-receipt': ['don.html', fillReceipt],
  'donation-note': ['don.html', slip],
  'donation-refused': ['don.html', refuse],
  'donation-posting': ['don.html', posting],
  'donation-down': ['don.html', down],
  membership: ['adhesion.html', (page) => choose(page, 'amount', '48')],
  'membership-monthly': ['adhesion.html', chooseMonthly],
  'membership-refused': ['adhesion.html', refuse],
  mixed: ['soutenir.html', (page) => choose(page, 'operation', 'membership')],
  english: ['en.html', (page) => choose(page, 'amount', '40')],
  bare: ['forms/over'],
  'not-found': ['forms/none'],
  payment: ['don.html', toPayment],
  'payment-billing': ['don.html', (page) => toPayment(page).then(() => press(page, 'billing', '[data-billing]'))],
  paid: ['don.html', (page) => toPayment(page).then(() => press(page, 'pay', '[data-payment=completed]'))],
  'payment-refused': [
    'don.html',
    (page) => toPayment(page).then(() => press(page, 'refuse', '[data-payment=refused]')),
  ],
  'payment-pending': ['don.html', (page) => toPayment(page).then(() => press(page, 'pend', '[data-payment=pending]'))],
  'payment-cancelled': [
    'don.html',
    (page) => toPayment(page).then(() => press(page, 'cancel', '[data-payment=cancelled]')),
  ],
}

/** @type {Record<string, State>} */
const MAINTAINED = { maintenance: ['don.html'] }

mkdirSync(folder, { recursive: true })
const servers = await startServers({ log: 'warn', tables: OVER })
const maintained = await startServers({ log: 'warn', keys: 'maintenance = true' })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
let taken = 0
try {
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      const viewport = { width, height: 900 }
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
      /** @param {string} origin @param {string} name @param {State} state */
      const take = async (origin, name, [address, lead]) => {
        const page = await context.newPage()
        await page.goto(`${origin}/${address}`)
        if (await page.locator('form[data-campagnodon]').count()) await page.locator('form[data-live]').waitFor()
        await lead?.(page)
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true })
        await page.close()
        taken += 1
      }
      for (const [name, state] of Object.entries(STATES)) await take(servers.origin, name, state)
      for (const [name, state] of Object.entries(MAINTAINED)) await take(maintained.origin, name, state)
      await context.close()
    }
  }
} finally {
  await browser.close()
  await Promise.all([servers.end(), maintained.end()])
}
console.log(`${taken} screenshots in ${folder}`)

/** @param {Page} page */
async function chooseMonthly(page) {
  await choose(page, 'frequency', 'monthly')
  await page.locator('[name=amount]:visible').nth(1).check()
}

/** @param {Page} page */
async function slip(page) {
  await page.locator('[name=email]').fill('camille.martin@gmial.com')
  await page.locator('[name=email]').blur()
}

/** @param {Page} page */
async function posting(page) {
  await fillReceipt(page)
  await page.route('**/forms/don', () => {})
  await submit(page)
  await page.locator('form[data-busy]').waitFor()
}

/** @param {Page} page */
async function down(page) {
  await fillReceipt(page)
  await servers.distant.stop()
  await submit(page)
  await page.locator('[data-summary]:not([hidden])').waitFor()
  await servers.distant.start()
}

/** @param {Page} page */
async function toPayment(page) {
  await fillReceipt(page)
  await submit(page)
  await page.locator('[data-payment]').waitFor()
}

/** @param {Page} page @param {string} action @param {string} then */
async function press(page, action, then) {
  await page.locator(`button[value=${action}]`).click()
  await page.locator(then).first().waitFor()
}
