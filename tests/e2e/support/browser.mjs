/** One headless Chromium for a file of tests, and a fresh visitor for each test. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { chromium } from 'playwright-core'

export const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  // The cache that keeps a page alive for the way back is part of what donors have.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
  args: [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  ],
})
after(() => browser.close())

/** What Chromium writes for an answer that is no success; the tests of refusals mean it. */
export const refusedAnswer = /^Failed to load resource/

/**
 * A test with a visitor's page. It fails where the console has an error that it does not allow; Chromium writes one for
 * an exception, for a resource that is not there and for whatever the content security policy forbids.
 * @param {string} name
 * @param {import('playwright-core').BrowserContextOptions & { allow?: RegExp }} options
 * @param {(page: import('playwright-core').Page) => Promise<void>} body
 */
export const scene = (name, { allow, ...options }, body) =>
  test(name, async () => {
    const context = await browser.newContext({ locale: 'fr-FR', ...options })
    context.setDefaultTimeout(15_000)
    const errors = []
    context.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    context.on('weberror', (error) => errors.push(String(error.error())))
    try {
      await body(await context.newPage())
      const unexpected = errors.filter((text) => !allow?.test(text))
      assert.deepEqual(unexpected, [], 'the console has no errors')
    } finally {
      await context.close()
    }
  })
