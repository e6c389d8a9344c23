/** A headless Chromium for a file of tests, and a fresh visitor for each test. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { chromium } from 'playwright-core'

/** What Chromium writes for an answer that is no success; the tests of refusals mean it. */
export const refusedAnswer = /^Failed to load resource/

/**
 * Starts that program.
 * @param {string} executablePath
 */
export async function launch(executablePath) {
  const browser = await chromium.launch({
    executablePath,
    // The cache that keeps a page alive for the way back is part of what donors have.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    ],
  })
  after(() => browser.close())
  return { browser, scene: sceneIn(browser) }
}

/**
 * A test with a visitor's page. It fails where the console has an error that it does not allow; Chromium writes one for
 * an exception, for a resource that is not there and for whatever the content security policy forbids.
 * @param {import('playwright-core').Browser} browser
 */
const sceneIn =
  (browser) =>
  /**
   * @param {string} name
   * @param {import('playwright-core').BrowserContextOptions & { allow?: RegExp }} options
   * @param {(page: import('playwright-core').Page) => Promise<void>} body
   */
  (name, { allow, ...options }, body) =>
    test(name, async () => {
      const context = await browser.newContext({ locale: 'fr-FR', ...options })
      context.setDefaultTimeout(15_000)
      const errors = []
      context.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
      context.on('weberror', (web) => {
        const error = web.error()
        errors.push(`${error}\n${error.stack ?? ''}`)
      })
      try {
        await body(await context.newPage())
        const unexpected = errors.filter((text) => !allow?.test(text))
        assert.deepEqual(unexpected, [], 'the console has no errors')
      } finally {
        await context.close()
      }
    })
