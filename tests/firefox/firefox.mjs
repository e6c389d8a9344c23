/** A real Firefox, driven as W3C WebDriver says, by Mozilla's geckodriver. */
import { spawn } from 'node:child_process'
import { test } from 'node:test'
import { binary, firefox, geckodriver } from '../../scripts/tools.mjs'
import { freePorts } from '../e2e/support/servers.mjs'
import { until } from '../e2e/support/until.mjs'

/** What the protocol calls an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
const WAIT_MS = 15_000

/**
 * A test with a visitor's Firefox.
 * @param {string} name
 * @param {{ scripts: boolean }} options
 * @param {(page: Page) => Promise<void>} body
 */
export const scene = (name, { scripts }, body) =>
  test(name, async () => {
    const [port, other] = await freePorts(2)
    const args = ['--port', String(port), '--websocket-port', String(other), '--log', 'fatal']
    // Firefox writes of its own affairs.
    const driver = spawn(binary(geckodriver), args, { stdio: 'ignore' })
    const driverEnds = new Promise((resolve) => driver.once('exit', resolve))
    try {
      const page = await Page.open(`http://127.0.0.1:${port}`, scripts)
      try {
        await body(page)
      } finally {
        await page.close()
      }
    } finally {
      driver.kill()
      await driverEnds
    }
  })

/** A tab, and what a person does in it. Each action waits for what it needs. */
export class Page {
  #session
  #scripts

  constructor(session, scripts) {
    this.#session = session
    this.#scripts = scripts
  }

  static async open(driver, scripts) {
    const prefs = { 'javascript.enabled': scripts, 'intl.accept_languages': 'fr-FR' }
    const options = { binary: firefox, args: ['-headless'], prefs }
    const capabilities = { alwaysMatch: { 'moz:firefoxOptions': options, timeouts: { implicit: WAIT_MS } } }
    await until('geckodriver answers', async () => (await fetch(`${driver}/status`).catch(() => undefined))?.ok)
    const { sessionId } = await ask('POST', `${driver}/session`, { capabilities })
    return new Page(`${driver}/session/${sessionId}`, scripts)
  }

  close = () => ask('DELETE', this.#session)
  goto = (url) => this.#post('url', { url })
  back = () => this.#post('back')
  reload = () => this.#post('refresh')
  url = () => ask('GET', `${this.#session}/url`)
  content = () => ask('GET', `${this.#session}/source`)
  evaluate = (script) => this.#post('execute/sync', { script, args: [] })

  /** Waits until there is such an element. */
  find = async (css) => (await this.#post('element', { using: 'css selector', value: css }))[ELEMENT]
  click = async (css) => this.#post(`element/${await this.find(css)}/click`)
  valueOf = async (css) => this.#get(`element/${await this.find(css)}/property/value`)
  isChecked = async (css) => this.#get(`element/${await this.find(css)}/property/checked`)

  /** Waits for an element of a page to which a script led, and until all is where it stays; else the driver waits. */
  async arriveAt(css) {
    await this.find(css)
    if (this.#scripts)
      await until('the page is loaded', () => this.evaluate('return document.readyState === "complete"'))
  }

  async type(css, text) {
    const element = await this.find(css)
    await this.#post(`element/${element}/clear`)
    await this.#post(`element/${element}/value`, { text })
  }

  #get = (path) => ask('GET', `${this.#session}/${path}`)
  #post = (path, body = {}) => ask('POST', `${this.#session}/${path}`, body)
}

async function ask(method, address, body) {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) })
  const { value } = await answer.json()
  if (!answer.ok) throw new Error(`${method} ${address}: ${value.error}: ${value.message}`)
  return value
}
