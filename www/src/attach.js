/**
 * A form's life: it begins once the rules are there, and ends when the form is released, or when the rules fail.
 */
import { judge } from './errors.js'
import { distrust } from './load.js'
import { keyOf } from './post.js'
import { controls } from './rules.js'
import { all } from './show.js'
import { warn } from './warn.js'
import { choose, wire } from './wiring.js'

/**
 * How to stop it, and a promise of its beginning.
 * @typedef {{ listeners: AbortController, begun: Promise<void> }} Life
 * @typedef {import('../index.js').Choices} Choices
 */

/** Weak, and nothing of the window's holds a form: one that left its page goes, released or not. @type {WeakMap<Element, Life>} */
const lives = new WeakMap()

/**
 * Brings a form to life. Where that fails, it says why in the console, and the form stays plain HTML.
 * @param {Element | null | undefined} element
 * @param {(form: HTMLFormElement) => Promise<void>} init loads the rules
 * @param {import('../index.js').AttachOptions} [options]
 * @returns {import('../index.js').Attachment}
 */
export function attach(element, init, { signal, choices } = {}) {
  const form = /** @type {HTMLFormElement} */ (element)
  if (!form?.dataset?.campagnodon) warn(`${form} is no form of a relay`)
  else if (!lives.has(form)) begin(form, init, choices)
  const life = lives.get(form)
  const goesOn = () => !!life && lives.get(form) === life
  const end = () => goesOn() && release(form)
  signal?.addEventListener('abort', end)
  if (signal?.aborted) end()
  return Object.assign(Promise.resolve(life?.begun).then(goesOn), {
    release: () => void end(),
    choose: (/** @type {Choices} */ choices) => void (goesOn() && choose(form, choices, failing(form))),
  })
}

/**
 * @param {HTMLFormElement} form
 * @param {(form: HTMLFormElement) => Promise<void>} init
 * @param {Choices} [choices]
 */
function begin(form, init, choices) {
  const listeners = new AbortController()
  const { signal } = listeners
  const live = async () => {
    try {
      await init(form)
      if (!signal.aborted) wire(form, signal, failing(form), choices)
    } catch (error) {
      warn(error)
      if (!signal.aborted) release(form)
    }
  }
  const begun = live()
  lives.set(form, { listeners, begun })
}

/**
 * Gives the form back to the browser: it shows what its HTML shows, and posts as plain HTML. A post that was under way is made
 * again, by the browser; its key makes both one.
 * @param {HTMLFormElement} form
 */
export function release(form) {
  const life = lives.get(form)
  lives.delete(form)
  life?.listeners.abort()
  const { live, busy } = form.dataset
  if (!life || live === undefined) return
  const key = keyOf(form)
  if (key?.dataset.plain) key.value = key.dataset.plain
  for (const name of ['novalidate', 'data-live', 'data-busy']) form.removeAttribute(name)
  for (const element of all(form, '[data-for]')) element.hidden = 'hidden' in element.dataset
  for (const control of controls(form)) {
    if (control.closest('[data-for]')) control.disabled = false
    if ('required' in control.dataset) control.required = false
  }
  judge(form, [])
  // Not at once: while the browser still handles the first submit, it ignores a second.
  if (busy !== undefined) setTimeout(() => (form.requestSubmit ?? form.submit).call(form))
}

/**
 * What to do when the rules fail this form. After a trap nothing in the module can be trusted, for any form.
 * @param {HTMLFormElement} form
 * @returns {(error: unknown) => void}
 */
const failing = (form) => (error) => {
  warn(error)
  distrust()
  for (const each of [form, ...document.forms]) release(each)
}
