/**
 * What the two typed entries share: the rules as objects, and the post. `../typed.d.ts` is the contract.
 */
import start, { codes as listed, post, TypedForm as Rules } from '../../target/typed/campagnodon.js'
import { sorted } from './answers.js'
import { encode } from './offer.js'
import { newKey as randomKey, TIME_OUT_MS } from './post.js'
import { sentence } from './sentence.js'
import { suggestion } from './slip.js'

/**
 * @typedef {import('../typed.js').Offer} Offer
 * @typedef {import('../typed.js').FormOptions} FormOptions
 */

/** @type {Promise<void> | undefined} */
let ready
let started = false

/**
 * Loads the module, once. A failed attempt can be made again.
 * @param {() => BufferSource | WebAssembly.Module | Promise<BufferSource>} source
 */
export function load(source) {
  ready ??= begin(source).catch((error) => {
    ready = undefined
    throw error
  })
  return ready
}

/** @param {() => BufferSource | WebAssembly.Module | Promise<BufferSource>} source */
async function begin(source) {
  await start({ module_or_path: await source() })
  started = true
}

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
  /** @type {FormOptions} */
  #options

  /**
   * @param {string | Offer} source
   * @param {FormOptions} [options]
   */
  constructor(source, options = {}) {
    this.#options = options
    this.#rules = ask(() => (typeof source === 'string' ? new Rules(source) : rulesOf(source)))
  }

  get offer() {
    return ask(() => this.#rules.offer())
  }

  /**
   * @param {unknown} given
   * @param {Date | string} [today]
   */
  check(given, today = new Date()) {
    const [year, month, day] = dayOf(today)
    return ask(() => {
      const { answers, odd } = sorted(given, !!this.#options.strict)
      const verdict = this.#rules.check(answers, year, month, day)
      const open = verdict.ok || verdict.code === 'invalid_answers'
      if (!odd.length || !open) return verdict
      const malformed = odd.map((field) => ({ field, code: 'malformed' }))
      return { ok: false, code: 'invalid_answers', errors: [...(verdict.errors ?? []), ...malformed] }
    })
  }

  /** @param {unknown} given */
  view(given) {
    return ask(() => {
      const { answers } = sorted(given, !!this.#options.strict)
      const { postal_code_unusual: unusual, ...view } = this.#rules.view(answers)
      const meant = suggestion(String(answers.email ?? ''))
      const notes = [
        meant && { field: 'email', code: 'email_suggestion', suggestion: meant },
        unusual && { field: 'postal_code', code: 'postal_code_unusual', suggestion: null },
      ]
      return { ...view, notes: notes.filter(Boolean) }
    })
  }

  get '~standard'() {
    return {
      version: 1,
      vendor: 'campagnodon',
      validate: (/** @type {unknown} */ given) => {
        try {
          const verdict = this.check(given)
          return verdict.ok ? { value: verdict.transaction } : { issues: issues(verdict, this.#options.texts) }
        } catch (error) {
          // What is no answers at all is the value's fault here: a schema says so of any value.
          if (error instanceof CampagnodonError && error.code === 'answers_invalid')
            return { issues: [{ message: error.message }] }
          throw error
        }
      },
    }
  }

  /** @param {import('../typed.js').Choice} choice */
  explain({ operation, frequency, amount }) {
    return ask(() => this.#rules.explain(operation, frequency, amount))
  }
}

/**
 * @param {{ code: string, errors: import('../typed.js').FieldError[] }} verdict
 * @param {import('../texts.js').Texts} [texts]
 */
function issues({ code, errors }, texts) {
  /** @param {{ field?: string, code: string, limit?: number }} error */
  const message = (error) => (texts ? sentence(texts, error) : error.code)
  if (!errors.length) return [{ message: message({ code }) }]
  return errors.map((error) => ({ message: message(error), path: [error.field] }))
}

/**
 * The rules of an offer. The part of its text that cannot be read tells what of the offer is wrong.
 * @param {Offer} offer
 */
function rulesOf(offer) {
  try {
    const { text, parts } = encode(offer)
    try {
      return new Rules(text)
    } catch (error) {
      const [, part] = /part (\d+)/.exec(/** @type {string[]} */ (error)[1]) ?? []
      throw new TypeError(`${parts[Number(part) - 1] ?? 'it'} cannot be`)
    }
  } catch (error) {
    throw ['offer_invalid', /** @type {Error} */ (error).message]
  }
}

export const codes = () => ask(listed)

export const newKey = () => ask(randomKey)

/**
 * @param {import('../typed.js').Transaction} transaction
 * @param {import('../typed.js').SendOptions} options
 */
export async function send(transaction, { action, idempotencyKey = newKey(), signal, timeout = TIME_OUT_MS }) {
  const address = absolute(action)
  const attempt = (/** @type {string} */ key) => postOnce(JSON.stringify(transaction), address, key, signal, timeout)
  const outcome = await attempt(idempotencyKey)
  // The key has another transaction already; once is enough to find a free one.
  return known(outcome.code === 'idempotency_key_reused' ? await attempt(newKey()) : outcome)
}

/**
 * An outcome whose codes are all of `codes()`: what a newer relay says is told beside, so that no table of them has a hole.
 * @param {any} outcome
 */
function known(outcome) {
  if (outcome.ok) return outcome
  const all = codes()
  const errors = outcome.errors.map((/** @type {{ code: string }} */ error) =>
    all.includes(error.code) ? error : { ...error, code: 'invalid_answers', told: error.code },
  )
  return all.includes(outcome.code)
    ? { ...outcome, errors }
    : { ...outcome, errors, code: 'internal', told: outcome.code }
}

/**
 * @param {string} transaction
 * @param {string} address
 * @param {string} key
 * @param {import('../typed.js').Signal | undefined} signal
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

/** @param {import('../typed.js').SendOptions['action']} action */
function absolute(action) {
  try {
    return new URL(typeof action === 'string' ? action : action.href, globalThis.document?.baseURI).href
  } catch {
    throw new CampagnodonError(
      'action_invalid',
      'action is the address of the form at the relay; outside a page, absolute',
    )
  }
}

/**
 * Year, month and day, where the person is; a day that is none, for what is no day.
 * @param {Date | string} day
 */
function dayOf(day) {
  if (day instanceof Date) return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
  return /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)?.slice(1).map(Number) ?? [0, 0, 0]
}
