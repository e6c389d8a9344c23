/**
 * The wiring of one form: events to the module, and back to plain HTML when the module fails.
 */
import { Attached } from '../../target/page/campagnodon.js'
import { tellChange, tellRedirect, tellRefusal, tellSubmitted } from './events.js'
import { prefill } from './prefill.js'

/** @typedef {{ listeners: AbortController, hidden: Element[] }} Wiring what to stop, and what the HTML itself hides */

/** @type {Map<HTMLFormElement, Wiring>} */
const wirings = new Map()

/**
 * Wires a form. The module is ready.
 * @param {HTMLFormElement} form
 */
export function wire(form) {
  if (wirings.has(form)) return
  const attached = new Attached(form)
  const listeners = new AbortController()
  wirings.set(form, { listeners, hidden: [...form.querySelectorAll('[data-for][hidden]')] })

  /**
   * Listens until the form is released. A trap in the module releases it, and what the person did goes on without it.
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} listener
   */
  const on = (target, type, listener) =>
    target.addEventListener(type, (event) => guard(() => listener(event)), { signal: listeners.signal })

  /** @param {string} [edited] */
  const update = (edited) => tellChange(form, attached.update(edited))

  on(form, 'input', ({ target }) => {
    if (target.name === 'free_amount') attached.choose_free()
    update(target.name)
  })
  on(form, 'change', ({ target }) => update(target.name))

  // Passing through the box with the keyboard must not lose the amount that was chosen.
  /** @type {HTMLInputElement | null} */
  let before = null
  on(form, 'focusin', ({ target }) => {
    if (target.name !== 'free_amount') return
    before = form.querySelector('[name=amount]:checked')
    // Already chosen, the focus may have come to show what is wrong with it, which choosing would take away.
    if (before?.value !== 'free') tellChange(form, attached.choose_free())
  })
  on(form, 'focusout', ({ target }) => {
    if (target.name !== 'free_amount' || target.value.trim() || !before) return
    before.checked = true
    update()
  })

  // With a `base` element in the page, the links of the summary would lead elsewhere.
  on(form, 'click', (event) => {
    const link = event.target.closest('[data-summary] a')
    const field = link && document.getElementById(link.hash.slice(1))
    if (!field) return
    event.preventDefault()
    field.focus()
  })

  on(form, 'submit', (event) => {
    // First what can trap: until the default is prevented, the browser would post.
    const outcome = attached.check() && tellSubmitted(form) && attached.submit()
    event.preventDefault()
    if (!outcome) tellRefusal(form)
    else outcome.then((address) => (address ? leave(form, address, attached) : tellRefusal(form)), releaseAll)
  })

  on(window, 'pageshow', (event) => event.persisted && attached.rest())
  // A trap while an answer is read has no caller to tell: it comes here, and the post must not be lost.
  /** @param {unknown} error */
  const trapped = (error) => {
    if (error instanceof WebAssembly.RuntimeError && form.dataset.busy !== undefined) releaseAll()
  }
  on(window, 'error', ({ error }) => trapped(error))
  on(window, 'unhandledrejection', ({ reason }) => trapped(reason))

  guard(() => {
    prefill(form, attached)
    // Before anyone is told: a listener may release the form.
    form.noValidate = true
    form.dataset.live = ''
    update()
  })
}

/**
 * Gives the form back to the browser: it shows what its HTML shows, and posts as plain HTML. A post that was under way is made
 * again, by the browser; its key makes both one.
 * @param {HTMLFormElement} form
 */
export function release(form) {
  const wiring = wirings.get(form)
  if (!wiring) return
  wirings.delete(form)
  wiring.listeners.abort()
  const busy = form.dataset.busy !== undefined
  for (const name of ['novalidate', 'data-live', 'data-busy']) form.removeAttribute(name)
  for (const element of form.querySelectorAll('[data-for]')) {
    element.toggleAttribute('hidden', wiring.hidden.includes(element))
  }
  for (const control of form.querySelectorAll('[data-for] :disabled, [data-for]:disabled')) {
    control.removeAttribute('disabled')
  }
  for (const control of form.querySelectorAll('[data-required]')) control.removeAttribute('required')
  // Not at once: while the browser still handles the first submit, it ignores a second.
  if (busy) setTimeout(() => form.requestSubmit())
}

/** After a trap nothing in the module can be trusted. */
function releaseAll() {
  for (const form of wirings.keys()) release(form)
}

/** @param {() => void} action */
function guard(action) {
  try {
    action()
  } catch (error) {
    console.warn('Campagnodon:', error)
    releaseAll()
  }
}

/**
 * Goes to the payment, unless the page wants to. Where the person stops that, the form can be used again.
 * @param {HTMLFormElement} form
 * @param {string} address
 * @param {Attached} attached
 */
function leave(form, address, attached) {
  const rest = () => guard(() => attached.rest())
  if (!tellRedirect(form, address)) return rest()
  location.assign(address)
  setTimeout(rest, 10_000)
}
