/// <reference lib="dom" />
import type { ErrorCode } from './codes.js'
import type { Field } from './typed.js'

/**
 * Loads the rules: as WebAssembly, or as JavaScript where that is refused. `attach` does it too. Rejects where neither can
 * be loaded.
 */
export function init(): Promise<void>

/** What an address can choose too: what the form does not offer is passed over. */
export interface Choices {
  operation?: string | null
  frequency?: string | null
  /** In euros: `30`, `'12,50'`; `'free'` is the box for any other. */
  amount?: string | number | null
}

export interface AttachOptions {
  /** Once it is aborted, the form is released; or does not come to life at all. */
  signal?: AbortSignal
  /** Made before anybody typed; the page's address goes before them. */
  choices?: Choices
}

/** Resolves to whether the form is live; never rejects. */
export interface Attachment extends Promise<boolean> {
  /** Ends what this `attach` began, be it under way still; not what another began later. */
  release(): void
  /** Chooses for the person. */
  choose(choices: Choices): void
}

/**
 * Brings a form of the relay to life. Where that fails, it says why in the console, and the form stays plain HTML: so does
 * what is no form of a relay, or is not there.
 */
export function attach(form: Element | null | undefined, options?: AttachOptions): Attachment

/**
 * Gives a form back to the browser: it shows what its HTML shows, and posts as plain HTML. An `attach` that is under way ends.
 * A form that is removed for good need not be released.
 */
export function release(form: HTMLFormElement): void

/** This version's number. */
export const version: string

/** The commit that it was built from, of 40 hexadecimal digits; empty where the build had no repository. */
export const commit: string

/** What a form, and its payment's page, tell the page, by the detail of each event. None has anything of the person. */
export interface CampagnodonEvents {
  /** After each update of the form, and once it is live. */
  change: {
    operation: 'donation' | 'membership'
    frequency: 'once' | 'monthly' | 'yearly'
    /** In cents; none while there is no amount, or one that cannot be given. */
    amount: number | null
  }
  /** After a submit that was refused, by the page or by the relay. */
  invalid: {
    /** What is wrong with the whole: `invalid_answers`, or a problem such as `offline`. */
    code: ErrorCode
    errors: { field: Field; code: ErrorCode }[]
  }
  /** Before the post. Prevented, nothing is posted. */
  submitted: null
  /** Before the page leaves for the payment. Prevented, it stays. */
  redirect: {
    /** The payment's; whoever has it can pay, so it is for the donor alone. */
    address: string
  }
  /** On the payment's page of the relay, once it is made: once a payment and tab, a reload does not repeat it. */
  completed: {
    operation: 'donation' | 'membership'
    frequency: 'once' | 'monthly' | 'yearly'
    /** In cents, each time. */
    amount: number
  }
}

/**
 * The events, which bubble, also out of a shadow root. Each has two names, `campagnodon:change` and then `campagnodon-change`,
 * since some frameworks cannot listen to a name with a colon: listen to one of them. Prevented by either, it is prevented.
 */
export type CampagnodonEventMap = {
  [Name in keyof CampagnodonEvents as `campagnodon:${Name}` | `campagnodon-${Name}`]: CustomEvent<
    CampagnodonEvents[Name]
  >
}

declare global {
  interface HTMLElementEventMap extends CampagnodonEventMap {}
  interface DocumentEventMap extends CampagnodonEventMap {}
  interface WindowEventMap extends CampagnodonEventMap {}
  interface ShadowRootEventMap extends CampagnodonEventMap {}
}
