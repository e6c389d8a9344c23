/**
 * `<campagnodon-form src="/forms/donation"><a href="/forms/donation">…</a></campagnodon-form>`: a form of the relay in any page,
 * alive whenever it is in the page, however it came there. The link inside serves where there is no script.
 * `<campagnodon-goal>` is the bar of a campaign's goal, likewise.
 */
import { CHOICES } from './prefill.js'
import { warn } from './warn.js'

/** @typedef {import('../index.js').Attachment} Attachment */

/** What takes something from the relay: a page that has its form already does not load it. */
export const fragments = () => import('./fragments.js')

/**
 * Defines the elements, unless another copy of this script has, or there is no page.
 * @param {(form: HTMLFormElement, options: import('../index.js').AttachOptions) => Attachment} attach
 */
export function define(attach) {
  if (!globalThis.customElements || customElements.get('campagnodon-form')) return

  class CampagnodonForm extends HTMLElement {
    static observedAttributes = ['src', 'lang', ...CHOICES]

    /** @type {AbortController | undefined} */
    #stay
    /** @type {Attachment | undefined} */
    #attached
    /** @type {((live: boolean) => void) | undefined} */
    #settle
    ready = this.#wait()

    get form() {
      return /** @type {HTMLFormElement | null} */ (this.querySelector('form[data-campagnodon]'))
    }

    connectedCallback() {
      this.#begin()
    }

    disconnectedCallback() {
      this.#end()
    }

    /**
     * @param {string} name
     * @param {string | null} before
     * @param {string | null} value
     */
    attributeChangedCallback(name, before, value) {
      if (before === value || !this.#stay) return
      if (name !== 'src' && name !== 'lang') return this.#attached?.choose({ [name]: value })
      this.#end()
      this.#begin(true)
    }

    /** @returns {Promise<boolean>} */
    #wait() {
      return new Promise((settle) => {
        this.#settle = settle
      })
    }

    /** @param {boolean} [anew] whether another form takes the place of the one that is there */
    #begin(anew) {
      this.#stay = new AbortController()
      const { signal } = this.#stay
      const live = () => this.#live(signal, anew)
      // The element is there before what is in it has been read.
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', live, { once: true, signal })
      else live()
    }

    #end() {
      this.#stay?.abort()
      this.#stay = undefined
      if (!this.#settle) this.ready = this.#wait()
    }

    /**
     * @param {AbortSignal} signal
     * @param {boolean} [anew]
     */
    async #live(signal, anew) {
      let live = false
      try {
        const source = this.getAttribute('src')
        if (source && (anew || !this.form)) await (await fragments()).insert(this, source, signal)
        const { form } = this
        if (form) {
          this.#attached = attach(form, { signal, choices: /** @type {any} */ (this) })
          live = await this.#attached
        }
      } catch (error) {
        if (!signal.aborted) warn(error)
      }
      if (signal.aborted) return
      this.#settle?.(live)
      this.#settle = undefined
    }
  }

  for (const name of ['src', ...CHOICES]) {
    Object.defineProperty(CampagnodonForm.prototype, name, {
      /** @this {HTMLElement} */
      get() {
        return this.getAttribute(name)
      },
      /** @this {HTMLElement} @param {unknown} value */
      set(value) {
        if (value == null) this.removeAttribute(name)
        else this.setAttribute(name, String(value))
      },
    })
  }
  customElements.define('campagnodon-form', CampagnodonForm)
  customElements.define('campagnodon-goal', class extends CampagnodonForm {})
}
