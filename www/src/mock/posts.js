/**
 * What is posted to a form: read, checked by the rules, and opened under its key.
 */
import { Refusal } from './problems.js'

/**
 * @typedef {import('../../typed.js').TypedForm} TypedForm
 * @typedef {import('../../mock.js').MockTransaction} MockTransaction
 */

/** No form is larger, in bytes. */
const LARGEST = 64 * 1024

/** Boxes, for which JSON has true and false. */
const BOX = /^(tax_receipt|statutes|fees|subscription_.+)$/

/** What the relay's own boxes send. */
const TICKED = '1'

/**
 * The body of a post, and whether a program sent it.
 * @param {Request} request
 */
export async function bodyOf(request) {
  const type = request.headers.get('Content-Type')?.split(';')[0].trim().toLowerCase()
  const isJson = type === 'application/json'
  if (!isJson && type !== 'application/x-www-form-urlencoded') throw new Refusal('media_type_unsupported')
  const body = await request.text()
  if (new TextEncoder().encode(body).length > LARGEST) throw new Refusal('body_too_large')
  return { isJson, body }
}

/**
 * The answers of a post, and its key.
 * @param {Request} request
 * @param {{ isJson: boolean, body: string }} posted
 */
export function readPost({ headers }, { isJson, body }) {
  const form = new URLSearchParams(isJson ? '' : body)
  const key = keyOf(isJson ? headers.get('Idempotency-Key') : form.get('idempotency_key'))
  return { key, answers: isJson ? jsonAnswers(body) : formAnswers(form) }
}

/** @param {string | null} key */
function keyOf(key) {
  if (!/^[\w-]{16,64}$/.test(key ?? '')) throw new Refusal('idempotency_key_invalid')
  return /** @type {string} */ (key)
}

/**
 * Answers as the rules take them. An amount in JSON is cents; a value of a shape that no answer has is an error of its field.
 * @param {string} body
 */
function jsonAnswers(body) {
  /** @type {unknown} */
  let given
  try {
    given = JSON.parse(body)
  } catch {
    throw new Refusal('body_invalid')
  }
  if (!given || typeof given !== 'object' || Array.isArray(given)) throw new Refusal('body_invalid')
  /** @type {Record<string, unknown>} */
  const answers = {}
  for (const [name, value] of Object.entries(given)) {
    if (name === 'subscriptions') {
      if (!Array.isArray(value) || value.some((key) => typeof key !== 'string')) throw new Refusal('body_invalid')
      answers[name] = value
    } else if (name === 'amount' && Number.isInteger(value) && value >= 0) answers[name] = { cents: value }
    else if (BOX.test(name) && (typeof value === 'string' || typeof value === 'boolean'))
      answers[name] = value === true || value === TICKED
    else answers[name] = value === null || typeof value === 'string' ? value : []
  }
  return answers
}

/**
 * Answers of a form that a browser sent by itself. What comes twice cannot have come from our form.
 * @param {URLSearchParams} form
 */
function formAnswers(form) {
  /** @type {Record<string, unknown>} */
  const answers = {}
  for (const name of new Set(form.keys())) {
    const [value, ...others] = form.getAll(name)
    answers[name] = others.length ? [] : BOX.test(name) ? value === TICKED : value
  }
  return answers
}

/**
 * The transaction that answers make by the rules of a form.
 * @param {TypedForm} rules
 * @param {object} answers
 */
export function checked(rules, answers) {
  let verdict
  try {
    verdict = rules.check(answers)
  } catch (error) {
    // A key that no form has.
    if (/** @type {{ code?: string }} */ (error).code === 'answers_invalid') throw new Refusal('body_invalid')
    throw error
  }
  if (!verdict.ok) throw new Refusal(verdict.code, { errors: verdict.errors })
  return verdict.transaction
}

/** Whether a payment has ended. @param {MockTransaction} opened */
const hasEnded = ({ status }) => status === 'completed' || status === 'cancelled'

/**
 * What the same key opened before, if it was the same. Many may have been shown one page, so that without scripts another
 * transaction under its key is another donor's.
 * @param {readonly MockTransaction[]} opened
 * @param {Pick<MockTransaction, 'form' | 'key' | 'transaction'>} posted
 * @param {boolean} isJson
 */
export function before(opened, posted, isJson) {
  const same = opened.filter(({ key }) => key === posted.key)
  const known = same.find((each) => fingerprint(each) === fingerprint(posted))
  const over = !!known && hasEnded(known)
  if (isJson && (over || (!known && same.length))) throw new Refusal('idempotency_key_reused')
  if (over) throw new Refusal('payment_ended')
  return known
}

/** @param {Pick<MockTransaction, 'form' | 'transaction'>} of */
const fingerprint = ({ form, transaction }) => JSON.stringify([form, transaction])
