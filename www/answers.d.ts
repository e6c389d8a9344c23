/** What a person answered, in the shapes that sites have it in. */
import type { Frequency, Operation } from './offer.js'

/**
 * What a person typed and ticked; any answer may be left out, empty or null. A transaction is good as answers once its amount
 * says that it is cents: `{ ...transaction, amount: { cents: transaction.amount } }`.
 */
export interface Answers {
  operation?: Operation | '' | null
  frequency?: Frequency | '' | null
  /**
   * A proposal in euros (`'30'`, `'12.50'`), or `'free'` for what is typed in `free_amount`. In cents: a proposal, else the free
   * amount. A number alone is refused, as nobody could tell which of the two it is.
   */
  amount?: string | { readonly cents: number } | null
  /** As typed: `'75'`, `'1 234,50'`, `'50 €'`. */
  free_amount?: string | null
  /** Whether the fees are added to the amount. */
  fees?: Ticked
  /** At most 128 characters, the domain in ASCII. Names and towns have at most 64, lines of the address 96; `<` and `>` count four. */
  email?: string | null
  /** Whether a tax receipt is wanted, which asks for the address; a membership always does. */
  tax_receipt?: Ticked
  /** The value of a title. */
  title?: string | null
  first_name?: string | null
  last_name?: string | null
  /** As typed: `'31/12/1970'`, `'31 December 1970'`. */
  birth_date?: string | null
  street_address?: string | null
  supplemental_address_1?: string | null
  supplemental_address_2?: string | null
  postal_code?: string | null
  city?: string | null
  /** ISO 3166-1 alpha-2. */
  country?: string | null
  phone?: string | null
  /** The keys of those ticked, and of questions `key.value`; others than the form's are passed over. */
  subscriptions?: readonly string[] | null
  /** Whether what must be agreed to is. */
  statutes?: Ticked
  /** The answer to the relay's challenge (`GET {action}/challenge`, ALTCHA v2), where the form asks for one. */
  captcha?: string | null
  /** One box by its name, as errors name it. */
  [subscription: `subscription_${string}`]: Ticked | undefined
  /** The value chosen of a question. */
  [question: `question_${string}`]: string | null | undefined
}

/** A box: `on`, `'1'` and `'true'` are what forms make of one that is ticked. What is none of these is `malformed`. */
export type Ticked = boolean | 'on' | '1' | 'true' | '' | null

/** A `FormData` or a `URLSearchParams`; said so, it needs no types of the DOM. */
export interface FormEntries {
  forEach(callback: (value: unknown, name: string) => void): void
  getAll(name: string): unknown[]
}
