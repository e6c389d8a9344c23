/**
 * The form on valibot, by its modular functions. `v.email()` is its own check: it refuses what ours takes
 * of signs such as `'` and `&`, and of domains that are not in ASCII.
 */
import * as v from 'valibot'
import { start } from './form.js'
import { MAX, choiceOf, transaction, wantsAddress } from './offer.js'
import { amount, birthDate, hasPostalCodes, isClean, isCountry, oneLine, phone, plain, postalCode } from './rules.js'

/** @typedef {import('./rules.js').Outcome} Outcome */

const given = v.optional(v.string(), '')

/** @param {number} max */
const optional = (max) =>
  v.pipe(given, v.transform(oneLine), v.check(isClean, 'forbidden_characters'), v.maxLength(max, 'too_long'))

/** @param {number} max */
const required = (max) => v.pipe(optional(max), v.nonEmpty('required'))

/** @param {string[]} words */
const oneOf = (words) => v.pipe(given, v.nonEmpty('required'), v.picklist(words, 'not_offered'))

/** By a rule of our own. @param {(text: string) => Outcome} rule */
const read = (rule) =>
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const { value, code } = rule(/** @type {string} */ (dataset.value))
    if (code === undefined) return value
    addIssue({ message: code })
    return NEVER
  })

/** The same, where nothing is an answer too. @param {(text: string) => Outcome} rule */
const perhaps = (rule) =>
  v.pipe(
    given,
    read((text) => (oneLine(text) ? rule(text) : { value: '' })),
  )

const email = v.pipe(
  given,
  v.transform(plain),
  v.nonEmpty('required'),
  v.maxLength(MAX.email, 'too_long'),
  v.email('email_invalid'),
)

/**
 * @param {import('./offer.js').Offer} offer
 * @param {Record<string, string>} answers
 */
function schema(offer, answers) {
  const choice = choiceOf(offer, answers)
  const { operation, country = '' } = answers
  const of = offer.choices.filter((choice) => choice.operation === operation)
  const free = v.pipe(
    given,
    v.check((text) => plain(text) !== '', 'required'),
    read((text) => amount(text, offer.cents)),
    v.number(),
    v.minValue(choice?.min ?? 0, 'amount_too_small'),
    v.maxValue(choice?.max ?? Infinity, 'amount_too_large'),
  )
  const postal = hasPostalCodes(country) ? required(MAX.postal_code) : optional(MAX.postal_code)
  return v.object({
    operation: oneOf(offer.choices.map(({ operation }) => operation)),
    frequency: oneOf(of.map(({ frequency }) => frequency)),
    amount: oneOf([...(choice?.amounts ?? []), 'free']),
    ...(answers.amount === 'free' && { free_amount: free }),
    email,
    tax_receipt: given,
    ...(wantsAddress(answers) && {
      title: v.pipe(given, v.picklist(['', ...offer.titles], 'title_invalid')),
      first_name: required(MAX.first_name),
      last_name: required(MAX.last_name),
      birth_date: perhaps(birthDate),
      street_address: required(MAX.street_address),
      supplemental_address_1: optional(MAX.supplemental_address_1),
      supplemental_address_2: optional(MAX.supplemental_address_2),
      postal_code: v.pipe(
        postal,
        read((code) => (code ? postalCode(code, country) : { value: '' })),
      ),
      city: required(MAX.city),
      country: v.pipe(given, v.nonEmpty('required'), v.check(isCountry, 'country_invalid')),
      phone: perhaps((text) => (text === '0' ? { value: '' } : phone(text, country))),
    }),
    ...Object.fromEntries(offer.subscriptions.map(({ key }) => [`subscription_${key}`, given])),
  })
}

start((offer, answers) => {
  const result = v.safeParse(schema(offer, answers), answers, { abortPipeEarly: true })
  if (result.success) return { faults: [], transaction: transaction(result.output, offer) }
  const faults = result.issues.map(({ path, message }) => ({ field: String(path?.[0].key), code: message }))
  return { faults }
})
