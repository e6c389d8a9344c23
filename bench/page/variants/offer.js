/**
 * What the form offers, from its `data-campagnodon`; and what the distant's columns hold. For the three others
 * alike.
 */

/**
 * @typedef {{ operation: string, frequency: string, min: number, max: number, amounts: string[] }} Choice
 * @typedef {{ choices: Choice[], titles: string[], subscriptions: { key: string }[], cents: boolean }} Offer
 */

/**
 * In characters; as the libraries count them, in units of UTF-16. Ours counts as CiviCRM keeps a text: an emoji once,
 * `<` as `&lt;`.
 * @type {Record<string, number>}
 */
export const MAX = {
  email: 128,
  ...{ first_name: 64, last_name: 64, street_address: 96, supplemental_address_1: 96, supplemental_address_2: 96 },
  ...{ postal_code: 64, city: 64, phone: 32 },
}

/**
 * @param {HTMLFormElement} form
 * @returns {Offer}
 */
export function offerOf(form) {
  /** @type {Offer} */
  const offer = { choices: [], titles: [], subscriptions: [], cents: false }
  for (const line of (form.dataset.campagnodon ?? '').split(';')) {
    const [kind, ...words] = line.split(' ')
    if (kind === 'o') {
      const [operation, frequency, bounds, ...amounts] = words
      const [min, max] = bounds.split('-').map(Number)
      offer.choices.push({
        operation,
        frequency,
        min,
        max,
        amounts: amounts.map((cents) => String(Number(cents) / 100)),
      })
    } else if (kind === 't') offer.titles.push(words[0])
    else if (kind === 's') offer.subscriptions.push({ key: words[0] })
    else if (kind === 'f') offer.cents = words[0].includes('c')
  }
  return offer
}

/** @type {(offer: Offer, answers: Record<string, string>) => Choice | undefined} */
export const choiceOf = (offer, { operation, frequency }) =>
  offer.choices.find((choice) => choice.operation === operation && choice.frequency === frequency)

/** Whether the address is asked for. @param {Record<string, string>} answers */
export const wantsAddress = ({ operation, tax_receipt }) => operation === 'membership' || tax_receipt === '1'

/**
 * The transaction, as the relay takes it.
 * @param {Record<string, any>} values checked, each field once
 * @param {Offer} offer
 */
export function transaction({ free_amount, tax_receipt, ...values }, offer) {
  const address = wantsAddress({ operation: values.operation, tax_receipt })
  /** @type {Record<string, any>} */
  const sent = { subscriptions: [] }
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith('subscription_')) continue
    if (value !== '') sent[name] = value
  }
  if (address && !sent.postal_code) sent.postal_code = ''
  if (address) sent.tax_receipt = true
  sent.amount = values.amount === 'free' ? free_amount : Math.round(Number(values.amount) * 100)
  for (const { key } of offer.subscriptions) if (values[`subscription_${key}`]) sent.subscriptions.push(key)
  return sent
}
