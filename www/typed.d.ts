/**
 * Campagnodon for a site with a form of its own: the rules of the relay's forms, as objects. Every sum is a whole number
 * of cents, but in answers, which hold what a person types.
 *
 * ```js
 * import { init, send, TypedForm } from 'campagnodon/typed'
 * await init()
 * const form = new TypedForm(document.querySelector('[data-campagnodon]').dataset.campagnodon)
 * const verdict = form.check({ operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example.org' })
 * if (verdict.ok) {
 *   const sent = await send(verdict.transaction, { action: '/forms/donation' })
 *   if (sent.ok) location.assign(sent.address)
 * }
 * ```
 *
 * Until `init()` has resolved, everything else but `attach` throws a `CampagnodonError`, `not_initialised`.
 */

/** Brings a form of the relay to life, as `campagnodon` does: its script and module are loaded beside these, when called. */
export { attach, type CampagnodonEventMap } from './index.js'

/** Loads the module, once. Rejects where it cannot be loaded, and can then be tried again. */
export function init(
  /** Where `typed.wasm` is, if not beside the script; or its bytes, as a server needs that has no `fetch` for files. */
  source?: string | URL | BufferSource | WebAssembly.Module,
): Promise<void>

export type Operation = 'donation' | 'membership'
export type Frequency = 'once' | 'monthly' | 'yearly'

/** What a form offers, without any label. */
export interface Offer {
  /** At least one. */
  choices: OfferedChoice[]
  /** What it asks for of what it can do without. */
  fields?: OfferedFields
  /** The values of the titles. */
  titles?: string[]
  subscriptions?: OfferedSubscription[]
  questions?: OfferedQuestion[]
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
  amounts: number[]
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
  choices: string[]
  required?: boolean
}

/** Rates are in hundredths of a percent: 6600 is 66 %. */
export interface TaxRelief {
  basisPoints: number
  /** Of a year's gifts; what is above has the rate `beyond`. */
  ceiling?: number | null
  beyond?: number | null
}

/**
 * What a person typed and ticked; no answer may be left out, empty or null. A transaction is good as answers too.
 */
export interface Answers {
  operation?: Operation | '' | null
  frequency?: Frequency | '' | null
  /** A proposal in euros (`'30'`, `'12.50'`), or `'free'` for what is typed in `free_amount`. As a number, cents. */
  amount?: string | number | null
  /** As typed: `'75'`, `'1 234,50'`, `'50 €'`. */
  free_amount?: string | null
  /** Whether the fees are added to the amount. */
  fees?: boolean | null
  /** At most 128 characters, the domain in ASCII. Names and towns have at most 64, lines of the address 96; `<` and `>` count four. */
  email?: string | null
  /** Whether a tax receipt is wanted, which asks for the address; a membership always does. */
  tax_receipt?: boolean | null
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
  subscriptions?: string[] | null
  /** Whether what must be agreed to is. */
  statutes?: boolean | null
  /** The answer to the relay's challenge (`GET {action}/challenge`, ALTCHA v2), where the form asks for one. */
  captcha?: string | null
  /** One box by its name, as errors name it. */
  [subscription: `subscription_${string}`]: boolean | null | undefined
  /** The value chosen of a question. */
  [question: `question_${string}`]: string | null | undefined
}

/** What is sent to the relay: the answers, each in one way of writing. */
export type Transaction = {
  operation: Operation
  frequency: Frequency
  amount: number
  email: string
  subscriptions: string[]
  /** There with the address, for a tax receipt or a membership; without it, only a name. */
  tax_receipt?: true
  title?: string
  first_name?: string
  last_name?: string
  /** ISO 8601. */
  birth_date?: string
  street_address?: string
  supplemental_address_1?: string
  supplemental_address_2?: string
  postal_code?: string
  city?: string
  country?: string
  /** E.164. */
  phone?: string
  statutes?: true
  captcha?: string
}

/** An answer that is refused. */
export interface FieldError {
  /** Its key in the answers; `subscription_<key>` and `question_<key>` for one of these. */
  field: Field
  code: ErrorCode
  /** The bound that was broken: cents of an amount, characters of a text. */
  limit?: number
}

export type Field = Exclude<keyof Answers & string, 'subscriptions'>

export type Verdict =
  | { ok: true; transaction: Transaction }
  | { ok: false; code: 'invalid_answers' | 'maintenance' | 'campaign_closed'; errors: FieldError[] }

/** What there is to show with some answers. */
export interface View {
  /** The one chosen, or the first. */
  operation: Operation
  /** The one chosen if the operation has it, or its first. */
  frequency: Frequency
  /** Whether the address is asked for. */
  address: boolean
  /** Whether addresses in the country chosen have a postal code. */
  postal_code_used: boolean
  /** Whether the free amount is chosen. */
  free: boolean
  /** The amount chosen, if it can be given. */
  amount: number | null
  /** The fees of that amount, if they can be added. */
  fees: number | null
  /** What is paid: the amount, with its fees where they are added. */
  total: number | null
  explanation: Explanation | null
  /** Advice, which blocks nothing: what looks like a slip may be right. */
  notes: Note[]
}

export type Note =
  /** The address that was probably meant. */
  | { field: 'email'; code: 'email_suggestion'; suggestion: string }
  /** It looks like no postal code, in a country whose codes are not known. */
  | { field: 'postal_code'; code: 'postal_code_unusual'; suggestion: null }

/** What an amount means. Figures are estimates: the form does not know the donor's income. */
export interface Explanation {
  payment: Figures
  /** A year of monthly payments. */
  year: Figures | null
}

export interface Figures {
  /** What is paid. */
  amount: number
  /** The magazine's share. */
  magazine: number
  /** What the tax counts as a gift. */
  gift: number
  /** What it costs after tax relief, to the cent. */
  cost: number
}

export interface Choice {
  operation: Operation
  frequency: Frequency
  amount: number
}

/** A form and its rules. */
export class TypedForm {
  /** @throws {CampagnodonError} `form_invalid`, `offer_invalid` */
  constructor(
    /** The text of a form of the relay (its `data-campagnodon`), or an offer. */
    source: string | Offer,
  )

  /** What it offers, each key there. */
  readonly offer: Required<Offer>

  /**
   * The transaction that the answers make, or every error at once: the relay's own verdict.
   * @throws {CampagnodonError} `answers_invalid` for a key that no form has, `date_invalid`
   */
  check(
    answers: Answers,
    /** The day where the person is, which bounds the birth date; a text is `2026-11-22`. */
    today?: Date | string,
  ): Verdict

  /**
   * What is shown with the answers so far.
   * @throws {CampagnodonError} `answers_invalid`
   */
  view(answers: Answers): View

  /**
   * What an amount means; null where the form knows of no tax relief.
   * @throws {CampagnodonError} `choice_invalid`
   */
  explain(choice: Choice): Explanation | null
}

export interface SendOptions {
  /** The form's address at the relay, `/forms/donation`; outside a page, absolute. */
  action: string | URL
  /** 16 to 64 letters, digits, `-` and `_`. The same transaction sent again with it is one. A new one if left out. */
  idempotencyKey?: string
  /** Stops the wait. The relay may have taken the transaction already: send it again with the same key. */
  signal?: AbortSignal
  /** How long to wait for an answer, in milliseconds: 25 000, which is longer than the relay waits for the distant. */
  timeout?: number
}

export type Sent =
  | {
      ok: true
      /** The payment's page; whoever has it can pay, so it is for the donor alone. */
      address: string
      key: string
    }
  | {
      ok: false
      /** `relay_unreachable` and `offline` too where there was no answer: send again with the same key. */
      code: ErrorCode
      errors: FieldError[]
      /** The key to send it again with. */
      key: string
    }

/**
 * Posts a transaction to the relay. A key that another transaction has already is replaced by a new one, as the relay's
 * forms do; the outcome tells which was used.
 *
 * Rejects only for misuse, never for an outage or an abort, so that the key is never lost.
 * @throws {CampagnodonError} `action_invalid`
 */
export function send(transaction: Transaction, options: SendOptions): Promise<Sent>

/** A key for `send`, to keep with the form until it is paid. */
export function newKey(): string

/** Every code of an error, and what it means, for developers; what people read is the site's. */
export function codes(): Record<ErrorCode, string>

/** Something that the site's own code does wrong. The message begins with the code. */
export class CampagnodonError extends Error {
  private constructor()
  readonly name: 'CampagnodonError'
  readonly code: MisuseCode
}

export type MisuseCode =
  /** Used before `init()` has resolved. */
  | 'not_initialised'
  /** The text is no form: another version of the relay wrote it, or it is not whole. */
  | 'form_invalid'
  /** The object is no offer. */
  | 'offer_invalid'
  /** The object is no answers, or has a key that no form has. */
  | 'answers_invalid'
  /** The object is no choice to explain. */
  | 'choice_invalid'
  /** The day is none. */
  | 'date_invalid'
  /** The address to send to is none. */
  | 'action_invalid'

/** Why answers or a transaction were refused; `codes()` has the same as texts. A newer relay may know others. */
export type ErrorCode =
  /** Nothing was answered, or nothing visible. */
  | 'required'
  /** Not among what this form offers. */
  | 'not_offered'
  /** Sent in a shape that the field cannot have: a list, an object… */
  | 'malformed'
  /** Longer than the distant can keep; `limit` tells how many characters. */
  | 'too_long'
  /** Holds a character that no name has, or one that was lost on the way. */
  | 'forbidden_characters'
  /** Not a number. */
  | 'amount_invalid'
  /** Could be read in two ways: `1.000` is one thousand to some and one to others. */
  | 'amount_ambiguous'
  /** Has cents, where the site takes whole euros. */
  | 'amount_not_whole'
  /** Below `limit`, in cents. */
  | 'amount_too_small'
  /** Above `limit`, in cents. */
  | 'amount_too_large'
  /** Not an e-mail address. */
  | 'email_invalid'
  /** Not a title that this form offers. */
  | 'title_invalid'
  /** Not a date in a way of writing that we read. */
  | 'date_invalid'
  /** A day that does not exist, or on which no living person was born. */
  | 'date_impossible'
  /** Not a postal code of the country. */
  | 'postal_code_invalid'
  /** Not a country. */
  | 'country_invalid'
  /** Not a telephone number. */
  | 'phone_invalid'
  /** An optional subscription that needs the address, which was not given. */
  | 'address_needed'
  /** The proof of work is missing, wrong or expired. */
  | 'captcha_invalid'
  /** Some answers are refused; they are listed. */
  | 'invalid_answers'
  /** The site is being maintained. */
  | 'maintenance'
  /** The campaign is over. */
  | 'campaign_closed'
  /** The distant cannot be reached; nothing was saved, and the same request can be sent again. */
  | 'distant_unavailable'
  /** The distant refused the transaction; sending it again will not help. */
  | 'distant_refused'
  /** The relay cannot be reached from the page, or does not answer in time. */
  | 'relay_unreachable'
  /** The page is offline. */
  | 'offline'
  /** The `Idempotency-Key` header is missing or not 16 to 64 letters, digits, `-` and `_`. */
  | 'idempotency_key_invalid'
  /** The same key was used with another transaction, or with one whose payment has ended. */
  | 'idempotency_key_reused'
  /** The request comes from a page of another site. */
  | 'cross_origin'
  /** The body is not what its content type says. */
  | 'body_invalid'
  /** The body is too large. */
  | 'body_too_large'
  /** The body took too long to come. */
  | 'too_slow'
  /** The content type is neither JSON nor a form. */
  | 'media_type_unsupported'
  /** Nothing is here. */
  | 'not_found'
  /** This address does not take that method. */
  | 'method_not_allowed'
  /** Too many at once; try again shortly. */
  | 'busy'
  /** Sent sooner than a person can, or with a field filled in that people do not see. */
  | 'robot_suspected'
  /** The form was shown too long ago, or not by this relay. */
  | 'page_expired'
  /** Sent without scripts, the same answers as before from the same page, and their payment has ended. */
  | 'payment_ended'
  /** The payment has gone on; this can no longer be done to it. */
  | 'payment_moved_on'
  /** The relay cannot write: nothing was saved, and the same request can be sent again. */
  | 'not_saved'
  /** Our fault; it was logged. */
  | 'internal'
