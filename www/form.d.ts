/**
 * Campagnodon for a site that renders the relay's form anew: what it asks, in order, with every label and text.
 *
 * ```js
 * import { fetchForm, holds } from 'campagnodon/form'
 * import { init, send, TypedForm } from 'campagnodon/typed'
 *
 * const [form] = await Promise.all([fetchForm('/forms/donation', { language: 'en' }), init()])
 * const rules = new TypedForm(form.offer)
 * const asked = (answers) => form.fields.filter((field) => holds(field.when, rules.view(answers)))
 * const told = ({ field, code }) => form.texts[`${field}.${code}`] ?? form.texts[code]
 * ```
 */
import type { Field, Frequency, Offer, Operation } from './typed.js'

export interface FetchFormOptions {
  /** The language of labels and texts, `en` or `de-CH, fr;q=0.5`. The form's own if left out, or if the relay has none of them. */
  language?: string
  /** Stops the wait. */
  signal?: AbortSignal
}

/**
 * Fetches a form of the relay, as it is shown now.
 *
 * Rejects where there is none, or where it cannot be reached. A relay at another origin must list that of the page:
 * `[site] origins` in its settings; the message says so.
 */
export function fetchForm(
  /** The form's address, `/forms/donation`; outside a page, absolute. */
  src: string | URL,
  options?: FetchFormOptions,
): Promise<DescribedForm>

/** A form, to be rendered anew. */
export interface DescribedForm {
  /** Its name in addresses. */
  name: string
  /** The language of labels and texts. */
  language: string
  direction: 'ltr' | 'rtl'
  /** What a page with it alone is called. */
  title: string
  /**
   * Where to post it, for `send`: a path of the page's own host, or to another origin the whole address. A server posts to
   * the address that it asked.
   */
  action: string
  /** What stands in its place while it takes nothing; then `fields` is empty. */
  notice: { text: string; link: Link | null } | null
  /** What the rules need: `new TypedForm(form.offer)`. */
  offer: Required<Offer>
  /** What it asks, in order. */
  fields: FormField[]
  /** What its button says. */
  submit: Partial<Record<Operation, string>>
  /**
   * What people read of an error: by field and code (`email.required`), else by code. In some, `{limit}` stands for the
   * bound that was broken.
   */
  texts: Record<string, string>
  /** The proof of work that it asks for: ALTCHA v2, its answer goes into `captcha`. */
  captcha: { challenge: string } | null
  /** The goal of its campaign, in cents. */
  goal: { goal: number; raised: number } | null
}

export interface FormField {
  /** Its key in answers, and in errors. */
  name: Field
  /** How the relay's own form asks it; a newer relay may know other kinds. `hidden` has its only answer as `value`. */
  kind: 'hidden' | 'radio' | 'text' | 'email' | 'tel' | 'select' | 'checkbox'
  /** What people read beside it; of buttons, above them. */
  label: string
  hint: string | null
  /** The heading under which it stands with others. */
  group: string | null
  /** When it is shown; always, if null. */
  when: Condition | null
  /** Whether it must be answered while it is shown. */
  required: boolean
  /** When it must be, where that is not always. */
  requiredWhen: Condition | null
  autocomplete: string | null
  inputmode: string | null
  /** What can be chosen; an empty value is no choice. */
  options: FieldOption[]
  /** What is answered at first. */
  value: string | null
  link: Link | null
}

export interface FieldOption {
  value: string
  label: string
  /** What stands beside it: for which income an amount is meant, or that many choose it. */
  caption: string | null
  /** When it can be chosen. */
  when: Condition | null
}

export interface Link {
  url: string
  label: string
}

/**
 * Lists of words, all of which hold in one of the lists: an operation, a frequency, `address`, `free` (amount) or
 * `postal_code`. A newer relay may know others, which then do not hold.
 */
export type Condition = string[][]

/** What is shown with some answers; the `View` of `campagnodon/typed` is such. */
export interface Shown {
  operation: Operation
  frequency: Frequency
  address?: boolean
  free?: boolean
  postal_code_used?: boolean
}

/** Checks whether a condition holds; none always does. */
export function holds(condition: Condition | null, shown: Shown): boolean
