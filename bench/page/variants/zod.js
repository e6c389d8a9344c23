/**
 * The form on zod, by `zod/mini`, a quarter of the whole. `z.email()` is its own check: it refuses what ours takes
 * of signs such as `'` and `&`, and of domains that are not in ASCII.
 */
import * as z from 'zod/mini'
import { start } from './form.js'
import { MAX, choiceOf, transaction, wantsAddress } from './offer.js'
import { amount, birthDate, hasPostalCodes, isClean, isCountry, oneLine, phone, plain, postalCode } from './rules.js'

/** @typedef {import('./rules.js').Outcome} Outcome */

const given = z._default(z.string(), '')
const cleaned = z.pipe(given, z.transform(oneLine))
const signs = z.pipe(given, z.transform(plain))

/**
 * Without abort, zod would go on and tell two codes of one field.
 * @type {(error: string) => { error: string, abort: true }}
 */
const refused = (error) => ({ error, abort: true })

/** @param {number} max */
const optional = (max) =>
  z.pipe(
    cleaned,
    z.string().check(z.refine(isClean, refused('forbidden_characters')), z.maxLength(max, refused('too_long'))),
  )

/** @param {number} max */
const required = (max) => z.pipe(optional(max), z.string().check(z.minLength(1, refused('required'))))

/** @param {string[]} words */
const oneOf = (words) =>
  z.pipe(
    given,
    z.string().check(
      z.minLength(1, refused('required')),
      z.refine((word) => words.includes(word), refused('not_offered')),
    ),
  )

/** By a rule of our own. @param {(text: string) => Outcome} rule */
const read = (rule) =>
  z.transform((/** @type {string} */ text, context) => {
    const { value, code } = rule(text)
    if (code === undefined) return value
    context.issues.push({ code: 'custom', message: code, input: text })
    return z.NEVER
  })

/** The same, where nothing is an answer too. @param {(text: string) => Outcome} rule */
const perhaps = (rule) =>
  z.pipe(
    given,
    read((text) => (oneLine(text) ? rule(text) : { value: '' })),
  )

const email = z.pipe(
  signs,
  z
    .string()
    .check(
      z.minLength(1, refused('required')),
      z.maxLength(MAX.email, refused('too_long')),
      z.email(refused('email_invalid')),
    ),
)

/**
 * @param {import('./offer.js').Offer} offer
 * @param {Record<string, string>} answers
 */
function schema(offer, answers) {
  const choice = choiceOf(offer, answers)
  const { operation, country = '' } = answers
  const of = offer.choices.filter((choice) => choice.operation === operation)
  const free = z.pipe(
    z.pipe(
      z.pipe(signs, z.string().check(z.minLength(1, refused('required')))),
      read((text) => amount(text, offer.cents)),
    ),
    z
      .number()
      .check(
        z.minimum(choice?.min ?? 0, refused('amount_too_small')),
        z.maximum(choice?.max ?? Infinity, refused('amount_too_large')),
      ),
  )
  const postal = hasPostalCodes(country) ? required(MAX.postal_code) : optional(MAX.postal_code)
  return z.object({
    operation: oneOf(offer.choices.map(({ operation }) => operation)),
    frequency: oneOf(of.map(({ frequency }) => frequency)),
    amount: oneOf([...(choice?.amounts ?? []), 'free']),
    ...(answers.amount === 'free' && { free_amount: free }),
    email,
    tax_receipt: given,
    ...(wantsAddress(answers) && {
      title: z.pipe(
        given,
        z.string().check(z.refine((title) => ['', ...offer.titles].includes(title), 'title_invalid')),
      ),
      first_name: required(MAX.first_name),
      last_name: required(MAX.last_name),
      birth_date: perhaps(birthDate),
      street_address: required(MAX.street_address),
      supplemental_address_1: optional(MAX.supplemental_address_1),
      supplemental_address_2: optional(MAX.supplemental_address_2),
      postal_code: z.pipe(
        postal,
        read((code) => (code ? postalCode(code, country) : { value: '' })),
      ),
      city: required(MAX.city),
      country: z.pipe(
        given,
        z.string().check(z.minLength(1, refused('required')), z.refine(isCountry, refused('country_invalid'))),
      ),
      phone: perhaps((text) => (text === '0' ? { value: '' } : phone(text, country))),
    }),
    ...Object.fromEntries(offer.subscriptions.map(({ key }) => [`subscription_${key}`, given])),
  })
}

start((offer, answers) => {
  const result = z.safeParse(schema(offer, answers), answers)
  if (result.success) return { faults: [], transaction: transaction(result.data, offer) }
  return { faults: result.error.issues.map(({ path, message }) => ({ field: String(path[0]), code: message })) }
})
