/**
 * Campagnodon for a JavaScript site with a form of its own: objects in, objects out. `typed.d.ts` is the contract.
 */
import start, { codes as listed, post, TypedForm as Rules } from '../target/typed/campagnodon.js'
import { asTaken } from './src/ascii.js'
import { fetchModule } from './src/fetched.js'
import { encode } from './src/offer.js'
import { newKey as randomKey, TIME_OUT_MS } from './src/post.js'
import { suggestion } from './src/slip.js'

/**
 * @typedef {import('./typed.js').Answers} Answers
 * @typedef {import('./typed.js').Offer} Offer
 */

/** @type {Promise<void> | undefined} */
let ready
let started = false

/** @param {string | URL | BufferSource | WebAssembly.Module} [source] */
export function init(source = new URL('./typed.wasm', import.meta.url)) {
  ready ??= begin(source).catch((error) => {
    ready = undefined
    throw error
  })
  return ready
}

/** @param {string | URL | BufferSource | WebAssembly.Module} source */
async function begin(source) {
  const isAddress = typeof source === 'string' || source instanceof URL
  await start({ module_or_path: isAddress ? await fetchModule(source) : source })
  started = true
}

/**
 * The page's scripts and their module come when they are asked for: whoever writes a form of his own needs neither.
 * @param {HTMLFormElement} form
 */
export const attach = async (form) => (await import('./index.js')).attach(form)

export class CampagnodonError extends Error {
  /**
   * @param {string} code
   * @param {string} description
   */
  constructor(code, description) {
    super(`${code}: ${description}`)
    this.name = 'CampagnodonError'
    this.code = code
  }
}

/**
 * Asks the module, once it is there. It throws what a caller did wrong as a code and a description.
 * @template T
 * @param {() => T} question
 */
function ask(question) {
  if (!started) throw new CampagnodonError('not_initialised', 'Campagnodon is not initialised: await init() first')
  try {
    return question()
  } catch (error) {
    throw Array.isArray(error) ? new CampagnodonError(error[0], error[1]) : error
  }
}

export class TypedForm {
  /** @type {Rules} */
  #rules

  /** @param {string | Offer} source */
  constructor(source) {
    this.#rules = ask(() => {
      if (typeof source === 'string') return new Rules(source)
      try {
        return new Rules(encode(source))
      } catch (error) {
        throw ['offer_invalid', Array.isArray(error) ? `as a text, ${error[1]}` : /** @type {Error} */ (error).message]
      }
    })
  }

  get offer() {
    return ask(() => this.#rules.offer())
  }

  /**
   * @param {Answers} answers
   * @param {Date | string} [today]
   */
  check(answers, today = new Date()) {
    const [year, month, day] = dayOf(today)
    return ask(() => this.#rules.check(asGiven(answers), year, month, day))
  }

  /** @param {Answers} answers */
  view(answers) {
    const { postal_code_unusual: unusual, ...view } = ask(() => this.#rules.view(asGiven(answers)))
    const meant = suggestion(answers.email ?? '')
    const notes = [
      meant && { field: 'email', code: 'email_suggestion', suggestion: meant },
      unusual && { field: 'postal_code', code: 'postal_code_unusual', suggestion: null },
    ]
    return { ...view, notes: notes.filter(Boolean) }
  }

  /** @param {import('./typed.js').Choice} choice */
  explain({ operation, frequency, amount }) {
    return ask(() => this.#rules.explain(operation, frequency, amount))
  }
}

export const codes = () => ask(listed)

export const newKey = () => ask(randomKey)

/**
 * @param {import('./typed.js').Transaction} transaction
 * @param {import('./typed.js').SendOptions} options
 */
export async function send(transaction, { action, idempotencyKey = newKey(), signal, timeout = TIME_OUT_MS }) {
  const address = absolute(action)
  const attempt = (/** @type {string} */ key) => postOnce(JSON.stringify(transaction), address, key, signal, timeout)
  const outcome = await attempt(idempotencyKey)
  // The key has another transaction already; once is enough to find a free one.
  return outcome.code === 'idempotency_key_reused' ? attempt(newKey()) : outcome
}

/**
 * @param {string} transaction
 * @param {string} address
 * @param {string} key
 * @param {AbortSignal | undefined} signal
 * @param {number} timeout
 */
async function postOnce(transaction, address, key, signal, timeout) {
  const stop = new AbortController()
  const abort = () => stop.abort()
  const timer = setTimeout(abort, timeout)
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  try {
    const outcome = await ask(() => post(transaction, address, key, stop.signal))
    const offline = outcome.code === 'relay_unreachable' && globalThis.navigator?.onLine === false
    return offline ? { ...outcome, code: 'offline' } : outcome
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}

/** @param {string | URL} action */
function absolute(action) {
  try {
    return new URL(action, globalThis.document?.baseURI).href
  } catch {
    throw new CampagnodonError(
      'action_invalid',
      'action is the address of the form at the relay; outside a page, absolute',
    )
  }
}

/**
 * The rules take texts in one form, see `asTaken`. What is no object is refused by them.
 * @param {Answers} answers
 */
function asGiven(answers) {
  if (!answers || typeof answers !== 'object') return answers
  const entries = Object.entries(answers).map(([name, answer]) => [
    name,
    typeof answer === 'string' ? asTaken(name, answer) : answer,
  ])
  return Object.fromEntries(entries)
}

/**
 * Year, month and day, where the person is; a day that is none, for what is no day.
 * @param {Date | string} day
 */
function dayOf(day) {
  if (day instanceof Date) return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
  return /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)?.slice(1).map(Number) ?? [0, 0, 0]
}
