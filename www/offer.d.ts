/** What a form offers. Every sum is a whole number of cents. */

export type Operation = 'donation' | 'membership'
export type Frequency = 'once' | 'monthly' | 'yearly'

/** What a form offers, without any label. */
export interface Offer {
  /** At least one. */
  choices: readonly OfferedChoice[]
  /** What it asks for of what it can do without. */
  fields?: OfferedFields
  /** The values of the titles. */
  titles?: readonly string[]
  subscriptions?: readonly OfferedSubscription[]
  questions?: readonly OfferedQuestion[]
  /** What must be agreed to, and by whom. */
  statutes?: { forDonation: boolean; forMembership: boolean } | null
  /** The magazine that a membership includes, for a year. */
  magazinePrice?: number | null
  /** What the tax gives back, for `explain`. */
  taxRelief?: TaxRelief | null
  /** The fees of a payment, which whoever pays may add: hundredths of a percent, and cents each time. */
  fees?: { basisPoints: number; fixed: number } | null
  /** Whether amounts may have cents. */
  centsAllowed?: boolean
  /** Whether a proof of work is asked for. */
  captcha?: boolean
  /** Whether the site is being maintained. */
  maintenance?: boolean
  /** Whether the campaign takes no more payments. */
  closed?: boolean
}

/** The amounts of an operation at a frequency. */
export interface OfferedChoice {
  operation: Operation
  frequency: Frequency
  amounts: readonly number[]
  /** The bounds of the free amount, if there is one. */
  free?: { min: number; max: number } | null
}

/**
 * Whether the form asks for a field. By default `birth_date`, `phone` and `name` are off, and the others are optional.
 * What is answered to a field that is off is left aside.
 */
export interface OfferedFields {
  title?: Asked
  birth_date?: Asked
  supplemental_address_1?: Asked
  supplemental_address_2?: Asked
  phone?: Asked
  /** `first_name` and `last_name` of someone who gives without a tax receipt; both are required with one. */
  name?: Asked
}

export type Asked = 'off' | 'optional' | 'required'

/** An optional subscription. */
export interface OfferedSubscription {
  key: string
  forDonation: boolean
  forMembership: boolean
  /** Whether it makes sense only with an address. */
  needsAddress?: boolean
}

/** A question with choices. */
export interface OfferedQuestion {
  key: string
  /** The values to choose from. */
  choices: readonly string[]
  required?: boolean
}

/** Rates are in hundredths of a percent: 6600 is 66 %. */
export interface TaxRelief {
  basisPoints: number
  /** Of a year's gifts; what is above has the rate `beyond`. */
  ceiling?: number | null
  beyond?: number | null
}
