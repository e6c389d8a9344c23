/// <reference lib="dom" />
import type { CampagnodonEvents, Choices } from './index.js'

export { commit, version } from './index.js'

/** Attributes of `<campagnodon-form>`; each is a property too. */
export interface CampagnodonFormAttributes extends Choices {
  /** The address of the form at the relay: `/forms/donation`. */
  src?: string | null
  /** The language in which the relay is asked for it, where it has that. */
  lang?: string
}

/** Attributes of `<campagnodon-goal>`. */
export interface CampagnodonGoalAttributes {
  /** The address of the goal's bar at the relay: `/forms/donation/goal`. */
  src?: string | null
}

/** What listens to the element in JSX and in Svelte: `oncampagnodon-change={…}`. */
export type CampagnodonHandlers = {
  [Name in keyof CampagnodonEvents as `oncampagnodon-${Name}`]?: (event: CustomEvent<CampagnodonEvents[Name]>) => void
}

/**
 * `<campagnodon-form src="/forms/donation"><a href="/forms/donation">Donate</a></campagnodon-form>`: a form of the relay, alive
 * while it is in the page. What is inside serves until the form is there, and where it cannot be had. A form that is inside
 * already, as the relay's own pages and caches of pages have it, comes to life as it is.
 */
export interface CampagnodonFormElement extends HTMLElement {
  get src(): string | null
  set src(value: string | null | undefined)
  get operation(): string | null
  set operation(value: string | null | undefined)
  get frequency(): string | null
  set frequency(value: string | null | undefined)
  get amount(): string | null
  set amount(value: string | number | null | undefined)
  /** The form, once it is there. */
  readonly form: HTMLFormElement | null
  /**
   * Resolves, once it has been in the page, to whether the form is live; never rejects. Out of the page and in it again, it is
   * another promise.
   */
  readonly ready: Promise<boolean>
}

/** The bar of a campaign's goal: see `CampagnodonFormElement`. */
export interface CampagnodonGoalElement extends HTMLElement {
  get src(): string | null
  set src(value: string | null | undefined)
  readonly ready: Promise<boolean>
}

declare global {
  interface HTMLElementTagNameMap {
    'campagnodon-form': CampagnodonFormElement
    'campagnodon-goal': CampagnodonGoalElement
  }
}
