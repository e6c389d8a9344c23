/** The double of Stripe, as a program of its own: what is in the account, and what banks and messages do. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { after } from 'node:test'
import { root } from '../../../scripts/tools.mjs'

/** Starts it. It ends with the input that it has from here, also where a test dies. */
export async function startStripe() {
  const started = spawn('cargo', ['run', '--quiet', '--example', 'stripe'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  after(() => started.stdin.end())
  const { value: line } = await createInterface({ input: started.stdout })[Symbol.asyncIterator]().next()
  if (!line) throw new Error('the double of Stripe did not start')
  return new Stripe(JSON.parse(line))
}

class Stripe {
  #address
  /** @type {string} */
  #endpoint

  /** @param {{ api: string, pages: string, key: string, secret: string }} double */
  constructor({ api, pages, key, secret }) {
    Object.assign(process.env, { CAMPAGNODON_STRIPE_KEY: key, CAMPAGNODON_STRIPE_SECRET: secret })
    this.#address = pages
    /** Of a relay whose payers pay here. */
    this.table = `
[payments.stripe]
key = { env = "CAMPAGNODON_STRIPE_KEY" }
webhook_secrets = [{ env = "CAMPAGNODON_STRIPE_SECRET" }]
address = "${api}"
pages = "${pages}"
`
  }

  /** Matches the addresses of its pages. */
  get pages() {
    return `${this.#address}/c/pay/**`
  }

  /** Sends its messages to a relay. @param {string} origin */
  async tells(origin) {
    this.#endpoint = `${origin}/payments/events/stripe`
    await this.#deliver('once')
  }

  /** Keeps its messages for as long as something lasts; then they are delivered, the last first. */
  async keepsMessages(meanwhile) {
    await this.#deliver('kept')
    await meanwhile()
    await this.#deliver('once')
    return this.#ask('delivers-kept')
  }

  /** Has something happen to the session that a person was last led to. Returns with what its messages were answered. */
  async does(person, act) {
    const { id } = (await this.sessionsOf(person)).at(-1)
    return this.#ask('does', { session: id, act })
  }

  /** The sessions that were opened for a person, the oldest first. */
  async sessionsOf({ email }) {
    const { sessions } = await this.#account()
    return sessions.filter(({ customer_email }) => customer_email === email)
  }

  /** What was taken of a person, each payment in cents. */
  async takenOf(person) {
    const known = (await this.sessionsOf(person)).map(({ metadata }) => metadata.idx)
    const { charges } = await this.#account()
    const taken = charges.filter(({ metadata, status }) => known.includes(metadata.idx) && status === 'succeeded')
    return taken.map(({ amount }) => amount)
  }

  #deliver(delivery) {
    return this.#ask('tells', { endpoint: this.#endpoint, delivery })
  }

  async #account() {
    return (await fetch(`${this.#address}/desk/account`)).json()
  }

  async #ask(what, fields = {}) {
    const answer = await fetch(`${this.#address}/desk/${what}`, { method: 'POST', body: new URLSearchParams(fields) })
    assert.ok(answer.ok, `${what}: ${answer.status}`)
    const text = await answer.text()
    return text ? JSON.parse(text) : undefined
  }
}
