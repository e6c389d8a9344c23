/// <reference lib="dom" />
/**
 * A relay for the tests of a site, with nothing to start: it answers as a relay does, by the relay's own rules, in the process
 * of the tests (Vitest, `node --test`), in a page (Storybook) or to a browser that Playwright drives.
 *
 * ```js
 * import { mockRelay } from 'campagnodon/mock'
 *
 * const relay = mockRelay({ language: 'en' })
 * relay.install()                                          // fetch('/forms/donation') is answered from now on
 * await page.route('**\/{forms,payments}/**', relay.route)  // in Playwright, instead
 * relay.transactions[0].transaction.amount                 // what was posted
 * ```
 *
 * It has the donation and the membership of the demonstration, `/forms/donation` and `/forms/membership`, as the relay gave them
 * in each of its languages, and the forms that it is given.
 */
import type { RequestCode } from './codes.js'
import type { DescribedForm } from './form.js'
import type { FieldError, Transaction } from './typed.js'

export interface MockOptions {
  /**
   * Forms of one's own, by their names in addresses: what `fetchForm` gave, or `?fragment` as `html`, or both. What a form is
   * given without cannot be asked for: the element asks for HTML, `fetchForm` for JSON.
   */
  forms?: Record<string, DescribedForm | { html?: string; json?: DescribedForm }>
  /** The language of forms for which none is asked: `de`, `en`, `es`, `fr`, `it` or `nl`. French, if left out. */
  language?: string
  /** Where the relay is: `/relay`, `https://relay.example.org`. If left out, wherever an address ends with one of its paths. */
  at?: string
  /** The other sites whose pages may show and post the forms, as `[site] origins` lists them in a relay's settings. */
  origins?: readonly string[]
}

/** What was posted, and opened: once, however often it is sent. */
export interface MockTransaction {
  /** The form's name. */
  form: string
  /** The idempotency key. */
  key: string
  transaction: Transaction
  /** The payment's page. */
  address: string
  /** Where the payment stands; it changes as the payment's page is used. */
  status: 'init' | 'refused' | 'completed' | 'cancelled'
}

/** What the relay can answer instead. `relay_unreachable` is no answer at all: `fetch` rejects. */
export type FaultCode = Exclude<RequestCode, 'offline'>

/** A form is asked for, a form is posted, a payment's page is asked for or used. */
export type Moment = 'form' | 'post' | 'payment'

export interface FaultOptions {
  /** When: at a post, if left out. */
  on?: Moment
  /** How many times; until it is mended or `reset`, if left out. */
  times?: number
  /** Of `invalid_answers`: which. */
  errors?: readonly FieldError[]
}

export interface MockRelay {
  /** Answers as the relay does; nothing where the address is none of the relay's. Needs no `this`. */
  handle(request: Request): Promise<Response | undefined>
  /**
   * Takes the place of `fetch` for the relay's addresses; the others go where they went. Ends by what it returns, or once the
   * signal is aborted.
   */
  install(options?: { signal?: AbortSignal }): () => void
  /** Answers what Playwright hands over: `page.route('**\/{forms,payments}/**', relay.route)`. */
  route(route: PlaywrightRoute): Promise<void>
  /** What was opened, oldest first: one list, which grows. */
  readonly transactions: readonly MockTransaction[]
  /** Answers by a code from now on. Returns what mends it. */
  fail(code: FaultCode, options?: FaultOptions): () => void
  /** Lets what is asked wait from now on. Returns what lets all that waits go on. */
  hold(on?: Moment): () => void
  /** Forgets what was opened, mends what fails, and lets go on what waits. */
  reset(): void
}

/** Makes a relay, with nothing opened yet. */
export function mockRelay(options?: MockOptions): MockRelay

/** A `Route` of Playwright; said so, it needs none of its types. */
export interface PlaywrightRoute {
  request(): {
    url(): string
    method(): string
    allHeaders(): Promise<Record<string, string>>
    postDataBuffer(): Uint8Array | null
  }
  fulfill(answer: {
    status?: number
    contentType?: string
    headers?: Record<string, string>
    body?: string
  }): Promise<void>
  abort(why?: string): Promise<void>
  fallback(): Promise<void>
}
