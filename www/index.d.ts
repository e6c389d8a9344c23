/**
 * Loads the rules: as WebAssembly, or as JavaScript where that is refused. `attach` does it too. Rejects where neither can
 * be loaded.
 */
export function init(): Promise<void>

/**
 * Brings a form of the relay to life. Where that fails, it says why in the console, and the form stays plain HTML.
 * Resolves to whether the form is live; never rejects.
 */
export function attach(form: HTMLFormElement): Promise<boolean>

/** Gives a form back to the browser: it shows what its HTML shows, and posts as plain HTML. */
export function release(form: HTMLFormElement): void

/** This version's number. */
export const version: string

/** The commit that it was built from, of 40 hexadecimal digits; empty where the build had no repository. */
export const commit: string

/** What a form, and its payment's page, tell the page. The events bubble; none has anything of the person. */
export interface CampagnodonEventMap {
  /** After each update of the form, and once it is live. */
  'campagnodon:change': CustomEvent<{
    operation: 'donation' | 'membership'
    frequency: 'once' | 'monthly' | 'yearly'
    /** In cents; none while there is no amount, or one that cannot be given. */
    amount: number | null
  }>
  /** After a submit that was refused, by the page or by the relay. */
  'campagnodon:invalid': CustomEvent<{
    /** What is wrong with the whole: `invalid_answers`, or a problem such as `offline`. */
    code: string
    errors: { field: string; code: string }[]
  }>
  /** Before the post. Prevented, nothing is posted. */
  'campagnodon:submitted': CustomEvent<null>
  /** Before the page leaves for the payment. Prevented, it stays. */
  'campagnodon:redirect': CustomEvent<{
    /** The payment's; whoever has it can pay, so it is for the donor alone. */
    address: string
  }>
  /** On the payment's page of the relay, once it is made: once a payment and tab, a reload does not repeat it. */
  'campagnodon:completed': CustomEvent<{
    operation: 'donation' | 'membership'
    frequency: 'once' | 'monthly' | 'yearly'
    /** In cents, each time. */
    amount: number
  }>
}

declare global {
  interface HTMLElementEventMap extends CampagnodonEventMap {}
  interface DocumentEventMap extends CampagnodonEventMap {}
}
