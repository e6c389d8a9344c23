/** `npm run pictures`: the pictures of docs/webmaster.md, in both languages. After a build. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startServers } from '../tests/e2e/support/servers.mjs'
import { choose, submit } from './donor.mjs'
import { asked, root } from './tools.mjs'

asked({})
/**
 * @typedef {import('./donor.mjs').Page} Page
 * @typedef {{ form: string, amount: string, link: string, title: string, text: string }} Words
 * @typedef {object} Picture
 * @property {string} address its page
 * @property {(page: Page, words: Words) => Promise<unknown>} [lead] what leads there
 * @property {number} height
 * @property {string} [part] what of it is shown
 * @property {boolean} [javaScriptEnabled]
 */

/** A page of any site, as docs/webmaster.md says to write it. @param {Words & { lang: string }} words */
const page = ({ lang, title, text, form, link }) => `<!doctype html>
<html lang="${lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>${title}</title>
  <link rel="stylesheet" href="/campagnodon/campagnodon.css">
  <link rel="stylesheet" href="/plain.css">
  <script type="module" src="/campagnodon/campagnodon.js"></script>
</head>
<body>
  <h1>${title}</h1>
  <p>${text}</p>
  <campagnodon-form src="/forms/${form}"><a href="/forms/${form}">${link}</a></campagnodon-form>
</body>
</html>`

const STYLE = `body { max-width: 40rem; margin: 0 auto; padding: 1rem; font: 17px/1.5 sans-serif; color-scheme: light }
h1 { margin: 0; font-size: 1.6rem }`

const COLOURS = `.campagnodon {
  --campagnodon-accent: #8a2be2; --campagnodon-accent-strong: #5a189a; --campagnodon-tint: #f6edff;
  --campagnodon-focus: #3c096c; --campagnodon-radius: 0; --campagnodon-font: Georgia, serif;
}`

/** @type {Record<string, Words>} */
const LANGUAGES = {
  en: { form: 'donate', amount: '40', link: 'Donate', title: 'Support us', text: 'Our own page, and in it the form.' },
  fr: {
    form: 'don',
    amount: '50',
    link: 'Donner',
    title: 'Nous soutenir',
    text: 'Notre page, et dedans le formulaire.',
  },
}

/** @type {Record<string, Picture>} */
const PICTURES = {
  page: { address: 'plain', lead: (page, { amount }) => choose(page, 'amount', amount), height: 560 },
  colours: { address: 'coloured', lead: (page, { amount }) => choose(page, 'amount', amount), height: 560 },
  refused: { address: 'plain', lead: refuse, height: 300, part: '[data-summary]' },
  'without-scripts': { address: 'plain', height: 180, javaScriptEnabled: false },
}

/** @type {Record<string, string>} */
const pages = { 'plain.css': STYLE, 'coloured.css': `${STYLE}\n${COLOURS}` }
for (const [lang, words] of Object.entries(LANGUAGES)) {
  pages[`plain-${lang}.html`] = page({ lang, ...words })
  pages[`coloured-${lang}.html`] = page({ lang, ...words }).replace('plain.css', 'coloured.css')
}

const servers = await startServers({ log: 'warn', pages })
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
try {
  for (const [name, { address, lead, height, part, javaScriptEnabled = true }] of Object.entries(PICTURES)) {
    for (const [lang, words] of Object.entries(LANGUAGES)) {
      const context = await browser.newContext({
        viewport: { width: 680, height },
        colorScheme: 'light',
        reducedMotion: 'reduce',
        javaScriptEnabled,
      })
      const page = await context.newPage()
      await page.goto(`${servers.origin}/${address}-${lang}.html`)
      if (javaScriptEnabled) await page.locator('form[data-live]').waitFor()
      await lead?.(page, words)
      if (part) await page.locator(part).evaluate((element) => element.scrollIntoView({ block: 'start' }))
      const path = join(root, 'docs', `webmaster-${name}-${lang}.png`)
      await page.screenshot({ path })
      console.log(`${path} ${statSync(path).size}`)
      await context.close()
    }
  }
} finally {
  await browser.close()
  await servers.end()
}

/** @param {Page} page */
async function refuse(page) {
  await page.locator('[name=email]').fill('camille.martin@')
  await submit(page)
  await page.locator('[data-summary]:not([hidden])').waitFor()
}
