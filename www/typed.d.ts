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
import type { Answers, FormEntries } from './answers.js'
import type { ErrorCode, MisuseCode } from './codes.js'
import type { Frequency, Offer, Operation } from './offer.js'
import type { StandardSchema } from './schema.js'
import type { Texts } from './texts.js'

export type * from './answers.js'
export type * from './codes.js'
export type * from './offer.js'

/**
 * Brings a form of the relay to life, as `attach` of `campagnodon` does, which has the types of the DOM: its script and module
 * are loaded beside these, when called. Resolves to whether the form is live; never rejects. Once the signal is aborted, the
 * form is released.
 */
export function attach(form: object | null | undefined, options?: { signal?: Signal }): Promise<boolean>

/** Makes the module, which is inside, once. Rejects where WebAssembly is refused, and can then be tried again. */
export function init(): Promise<void>

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
  /** What the relay called it, where that is a code of a newer relay; `code` is `invalid_answers` then. */
  told?: string
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

export interface FormOptions {
  /**
   * Whether a key that no form has is misuse. It is left aside otherwise, as frameworks add some of their own (`csrf`,
   * `$ACTION_ID_…`).
   */
  strict?: boolean
  /** What issues of the Standard Schema say; the codes where there are none. */
  texts?: Texts
}

/** A form and its rules; a [Standard Schema](https://standardschema.dev/) too, so that form libraries take it as it is. */
export class TypedForm implements StandardSchema<Answers, Transaction> {
  /** @throws {CampagnodonError} `form_invalid`, `offer_invalid` */
  constructor(
    /** The text of a form of the relay (its `data-campagnodon`), or an offer. */
    source: string | Offer,
    options?: FormOptions,
  )

  /** What it offers, each key there. */
  readonly offer: Required<Offer>

  /**
   * The transaction that the answers make, or every error at once: the relay's own verdict.
   * @throws {CampagnodonError} `answers_invalid` for what is no object, or a number as an amount; `date_invalid`
   */
  check(
    answers: Answers | FormEntries,
    /** The day where the person is, which bounds the birth date; a text is `2026-11-22`. */
    today?: Date | string,
  ): Verdict
  /** The same of texts by their keys, such as a parsed body. */
  check<Texts extends Record<string, string>>(
    answers: string extends keyof Texts ? Texts : never,
    today?: Date | string,
  ): Verdict

  /**
   * What is shown with the answers so far.
   * @throws {CampagnodonError} `answers_invalid`
   */
  view(answers: Answers | FormEntries): View
  view<Texts extends Record<string, string>>(answers: string extends keyof Texts ? Texts : never): View

  /**
   * What an amount means; null where the form knows of no tax relief.
   * @throws {CampagnodonError} `choice_invalid`
   */
  explain(choice: Choice): Explanation | null

  /** The same check, as form libraries ask for it; `value` is the transaction. */
  readonly '~standard': StandardSchema<Answers, Transaction>['~standard']
}

export interface SendOptions {
  /** The form's address at the relay, `/forms/donation`; outside a page, absolute. */
  action: string | { readonly href: string }
  /** 16 to 64 letters, digits, `-` and `_`. The same transaction sent again with it is one. A new one if left out. */
  idempotencyKey?: string
  /** Stops the wait. The relay may have taken the transaction already: send it again with the same key. */
  signal?: Signal
  /** How long to wait for an answer, in milliseconds: 25 000, which is longer than the relay waits for the distant. */
  timeout?: number
}

/** An `AbortSignal`; said so, it needs no types of the DOM. */
export interface Signal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
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
      /** What the relay called it, where that is a code of a newer relay; `code` is `internal` then. */
      told?: string
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

/** Every code of an error. `ErrorCode` says what each means; what people read is in `campagnodon/texts/…`. */
export function codes(): ErrorCode[]

/** Something that the site's own code does wrong. The message begins with the code. */
export class CampagnodonError extends Error {
  private constructor()
  readonly name: 'CampagnodonError'
  readonly code: MisuseCode
}
