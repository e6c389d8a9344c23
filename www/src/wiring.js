/**
 * The wiring of one form: events to the rules, and what they say back to the form.
 */
import { focusable, forgive, judge, linked, prune } from './errors.js'
import { tellChange, tellSubmitted } from './events.js'
import { advise, note } from './notes.js'
import { keyOf, newKey } from './post.js'
import { addressed, isTouched, prefill } from './prefill.js'
import { controls, reading } from './rules.js'
import { captcha, proof, refuse, send } from './sending.js'
import { all, show, tick } from './show.js'
import { recall, refill } from './tab.js'
import { warn } from './warn.js'

/** @typedef {import('../index.js').Choices} Choices */

/**
 * Wires the form until it is released. It may be a copy of one that was live, as caches of pages make them.
 * @param {HTMLFormElement} form
 * @param {AbortSignal} signal
 * @param {(error: unknown) => void} fail releases the form, and what the person did goes on without the rules
 * @param {Choices} [choices]
 */
export function wire(form, signal, fail, choices) {
  const { dataset } = form
  reading(form)

  /** @param {() => void} action */
  const guard = (action) => guarded(action, fail)

  /**
   * @param {string} type
   * @param {(event: any) => void} listener
   */
  const on = (type, listener) => form.addEventListener(type, (event) => guard(() => listener(event)), { signal })

  /**
   * Shows what leaving a box changes. Where a press left it, once that is over: what moves in between is not clicked.
   * @param {(late?: boolean) => void} action
   */
  const whenLetGo = (action) => {
    if (!document.querySelector(':active')) return action()
    addEventListener('mouseup', () => setTimeout(() => signal.aborted || guard(() => action(true))), {
      once: true,
      signal,
    })
  }

  on('input', ({ target }) => {
    if (target.name === 'free_amount') tick(form, 'amount', 'free')
    note(form, target.name)
    update(form, target.name)
  })
  // Late, the form may have been sent and refused, which an edit before that does not forgive.
  on('change', ({ target }) => whenLetGo((late) => advise(form, update(form, late ? undefined : target.name))))

  // Passing through the box with the keyboard must not lose the amount that was chosen.
  /** @type {HTMLInputElement | null} */
  let before = null
  on('focusin', ({ target }) => {
    if (target.name !== 'free_amount') return
    before = form.querySelector('[name=amount]:checked')
    // Already chosen, the focus may have come to show what is wrong with it, which choosing would take away.
    if (before?.value === 'free') return
    tick(form, 'amount', 'free')
    update(form, 'amount')
  })
  on('focusout', ({ target }) => {
    if (target.name !== 'free_amount' || target.value.trim() || !before) return
    before.checked = true
    whenLetGo(() => update(form))
  })

  // With a `base` element in the page, the links of the summary would lead elsewhere.
  on('click', (event) => {
    const link = event.target.closest('[data-summary] a')
    const field = link && focusable(form, linked(form, link))
    if (!field) return
    event.preventDefault()
    // What names the field must be seen with it.
    const heading = field.matches('[type=radio]') ? field.closest('fieldset') : field.labels?.[0]
    heading?.scrollIntoView()
    field.focus({ preventScroll: !!heading })
  })

  // A browser that translates the page puts elements of its own around texts, also in a button.
  on('click', ({ target }) => {
    const place = target.closest('[data-accept]')?.closest('[data-note]')
    const field = place && controls(form).find(({ name }) => name === place.dataset.note)
    if (!field) return
    field.value = place.dataset.suggestion
    field.focus()
    advise(form, update(form, field.name))
  })

  // What a script ticked or typed came without an event: it is shown before it is judged, and nothing is chosen in its place.
  const judged = () => {
    show(form, reading(form, true), true)
    return reading(form)
  }
  on('submit', (event) => {
    // First what can trap: until the default is prevented, the browser would post.
    const goesOn = form.dataset.busy === undefined && (!judged().transaction || tellSubmitted(form))
    const { transaction, refused = '', errors } = judged()
    event.preventDefault()
    if (!goesOn) return
    if (transaction) send(form).catch(fail)
    else refuse(form, refused, errors)
  })

  guard(() => {
    const key = keyOf(form)
    if (dataset.live === undefined) {
      for (const element of all(form, '[data-for][hidden]')) element.dataset.hidden = ''
      if (key) key.dataset.plain = key.value
    }
    form.removeAttribute('data-busy')
    form.noValidate = true
    dataset.live = ''
    if (proof(form)) captcha().then(({ prepare }) => prepare(form), warn)
    // One of its own, as many may have the same HTML; the tab's, if there was a post that may have come to a payment.
    if (key) key.value = recall(form)?.key ?? newKey()
    const touched = isTouched(form)
    if (!touched) prefill(form, choices)
    if (!refill(form, touched) && !touched) prefill(form, addressed(form))
    update(form)
    if (dataset.appeal !== undefined) import('./appeal.js').then(({ enliven }) => enliven(form, prefill, update), warn)
  })
}

/**
 * Makes choices as the page's address does.
 * @param {HTMLFormElement} form
 * @param {Choices} choices
 * @param {(error: unknown) => void} fail
 */
export const choose = (form, choices, fail) =>
  guarded(() => {
    prefill(form, choices)
    update(form)
  }, fail)

/**
 * Shows, hides and explains by the answers so far; a field that was edited is no longer at fault.
 * @param {HTMLFormElement} form
 * @param {string} [edited]
 * @returns {string[]} the words that hold of them
 */
function update(form, edited) {
  if (edited) forgive(form, edited)
  const seen = reading(form, true)
  show(form, seen)
  judge(form, reading(form).errors)
  prune(form)
  tellChange(form, seen)
  return seen.show
}

/**
 * @param {() => void} action
 * @param {(error: unknown) => void} fail
 */
function guarded(action, fail) {
  try {
    action()
  } catch (error) {
    fail(error)
  }
}
