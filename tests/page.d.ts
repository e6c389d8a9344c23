/** What stands in a page of the tests: what they put there, and types for what they look up. */

/// <reference path="../www/element.d.ts" />

/** axe-core's. */
declare var axe: {
  run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>
}
/** What events told, and the type of that which is prevented. */
declare var told: [type: string, detail: object | null][]
declare var prevent: string
declare var amount: number | null
declare var paidAt: string
/** Called with what is told, through Playwright. */
declare var tell: (detail: object) => void
declare var said: (text: string) => void
/** What a place said, in order. */
declare var sayings: string[]
declare var spoken: number
/** What was given to `navigator.share`. */
declare var shared: ShareData
declare var printed: boolean
/** Whether this is still the same page; whether the module fails from now on; when the first verdict came. */
declare var alive: true | undefined
declare var broken: true | undefined
declare var verdict: number
/** The form that a test works on, and the scripts that it loads. */
declare var form: HTMLFormElement
declare var captcha: typeof import('../www/src/captcha.js')
declare var attach: typeof import('../www/index.js').attach
declare var release: typeof import('../www/index.js').release
declare var readAll: (form: string, answers: string[]) => string[][]

interface Document {
  readonly activeElement: HTMLInputElement
}

/** Most of what is looked up is a control. */
interface ParentNode {
  querySelector<K extends keyof HTMLElementTagNameMap>(selectors: K): HTMLElementTagNameMap[K] | null
  querySelector(selectors: `form${string}`): HTMLFormElement | null
  querySelector(selectors: string): HTMLInputElement | null
  querySelectorAll<K extends keyof HTMLElementTagNameMap>(selectors: K): NodeListOf<HTMLElementTagNameMap[K]>
  querySelectorAll(selectors: `link${string}`): NodeListOf<HTMLLinkElement>
  querySelectorAll(selectors: string): NodeListOf<HTMLInputElement>
}
