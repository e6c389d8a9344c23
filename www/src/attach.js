/**
 * The wiring of one form: events to the rules, and back to plain HTML when these fail.
 */
import { clear, focusable, forgive, judge, linked, prune, write } from './errors.js'
import { tellChange, tellRedirect, tellRefusal, tellSubmitted } from './events.js'
import { advise, note } from './notes.js'
import { keyOf, newKey, post, unreachable } from './post.js'
import { isTouched, prefill } from './prefill.js'
import { controls, reading } from './rules.js'
import { all, say, show, tick } from './show.js'
import { recall, refill } from './tab.js'
import { message } from './texts.js'

/**
 * What to stop, what the HTML itself hides, and its key until there was a post with another.
 * @typedef {{ listeners: AbortController, hidden: Element[], key?: string }} Wiring
 */

/** @type {Map<HTMLFormElement, Wiring>} */
const wirings = new Map()

/** What solves the proof of work: only a form that asks for one loads it. */
const captcha = () => import('./captcha.js')

/**
 * Brings a form to life. Where that fails, it says why in the console, and the form stays plain HTML.
 * @param {HTMLFormElement} form
 * @param {() => Promise<void>} init loads the rules
 * @returns {Promise<boolean>} whether the form is live
 */
export async function attach(form, init) {
  try {
    await init()
    wire(form)
  } catch (error) {
    warn(error)
  }
  return form.dataset.live !== undefined
}

/** @param {HTMLFormElement} form */
function wire(form) {
  if (wirings.has(form)) return
  reading(form)
  const listeners = new AbortController()
  const key = keyOf(form)
  wirings.set(form, { listeners, hidden: [...all(form, '[data-for][hidden]')], key: key?.value })

  /**
   * Listens until the form is released. A trap in the module releases it, and what the person did goes on without it.
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} listener
   */
  const on = (target, type, listener) =>
    target.addEventListener(type, (event) => guard(() => listener(event)), { signal: listeners.signal })

  /**
   * Shows what leaving a box changes. Where a press left it, once that is over: what moves in between is not clicked.
   * @param {(late?: boolean) => void} action
   */
  const whenLetGo = (action) => {
    if (!document.querySelector(':active')) return action()
    const { signal } = listeners
    addEventListener('mouseup', () => setTimeout(() => signal.aborted || guard(() => action(true))), {
      once: true,
      signal,
    })
  }

  on(form, 'input', ({ target }) => {
    if (target.name === 'free_amount') tick(form, 'amount', 'free')
    note(form, target.name)
    update(form, target.name)
  })
  // Late, the form may have been sent and refused, which an edit before that does not forgive.
  on(form, 'change', ({ target }) => whenLetGo((late) => advise(form, update(form, late ? undefined : target.name))))

  // Passing through the box with the keyboard must not lose the amount that was chosen.
  /** @type {HTMLInputElement | null} */
  let before = null
  on(form, 'focusin', ({ target }) => {
    if (target.name !== 'free_amount') return
    before = form.querySelector('[name=amount]:checked')
    // Already chosen, the focus may have come to show what is wrong with it, which choosing would take away.
    if (before?.value === 'free') return
    tick(form, 'amount', 'free')
    update(form, 'amount')
  })
  on(form, 'focusout', ({ target }) => {
    if (target.name !== 'free_amount' || target.value.trim() || !before) return
    before.checked = true
    whenLetGo(() => update(form))
  })

  // With a `base` element in the page, the links of the summary would lead elsewhere.
  on(form, 'click', (event) => {
    const link = event.target.closest('[data-summary] a')
    const field = link && focusable(form, linked(link))
    if (!field) return
    event.preventDefault()
    // What names the field must be seen with it.
    const heading = field.matches('[type=radio]') ? field.closest('fieldset') : field.labels?.[0]
    heading?.scrollIntoView()
    field.focus({ preventScroll: !!heading })
  })

  // A browser that translates the page puts elements of its own around texts, also in a button.
  on(form, 'click', ({ target }) => {
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
  on(form, 'submit', (event) => {
    // First what can trap: until the default is prevented, the browser would post.
    const goesOn = form.dataset.busy === undefined && (!judged().transaction || tellSubmitted(form))
    const { transaction, refused = '', errors } = judged()
    event.preventDefault()
    if (!goesOn) return
    if (transaction) send(form).catch(fail)
    else refuse(form, refused, errors)
  })

  on(window, 'pageshow', ({ persisted }) => persisted && setBusy(form, false))

  guard(() => {
    if (proof(form)) captcha().then(({ prepare }) => prepare(form), warn)
    // One of its own, as many may have the same HTML; the tab's, if there was a post that may have come to a payment.
    if (key) key.value = recall(form)?.key ?? newKey()
    const touched = isTouched(form)
    if (!refill(form, touched) && !touched) prefill(form)
    // Before anyone is told: a listener may release the form.
    form.noValidate = true
    form.dataset.live = ''
    update(form)
    if (form.dataset.appeal !== undefined)
      import('./appeal.js').then(({ enliven }) => enliven(form, prefill, update), warn)
  })
}

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
 * Posts the form, whose answers are good, and leaves for the payment. While it posts, it is busy.
 * @param {HTMLFormElement} form
 */
async function send(form) {
  setBusy(form, true, 'verifying')
  clear(form)
  let outcome = await attempt(form)
  if ('errors' in outcome && outcome.errors.some(({ field }) => field === 'captcha')) {
    ;(await captcha()).renew(form)
    outcome = await attempt(form)
  }
  if ('address' in outcome) return leave(form, outcome.address)
  setBusy(form, false)
  refuse(form, outcome.code, outcome.errors)
}

/**
 * Where the proof of work goes, if the form asks for one.
 * @param {HTMLFormElement} form
 */
const proof = (form) => /** @type {HTMLInputElement | null} */ (form.elements.namedItem('captcha'))

/** @param {HTMLFormElement} form */
async function attempt(form) {
  const solved = proof(form)
  if (solved) {
    try {
      solved.value = await (await captcha()).solution(form)
    } catch (error) {
      // As plain HTML it may be let through.
      if (!crypto.subtle) throw error
      return unreachable()
    }
  }
  setBusy(form, true, 'sending')
  // From now on a post as plain HTML is the same one.
  delete wirings.get(form)?.key
  return post(form, reading(form).transaction ?? '')
}

/**
 * @param {HTMLFormElement} form
 * @param {string} code
 * @param {import('./rules.js').Fault[]} faults
 */
function refuse(form, code, faults) {
  write(form, code, faults)
  tellRefusal(form, code, faults)
}

/**
 * Notes on the form that a post is under way, and says so.
 * @param {HTMLFormElement} form
 * @param {boolean} busy
 * @param {string} [status]
 */
function setBusy(form, busy, status) {
  form.toggleAttribute('data-busy', busy)
  say(form, (status && message(form, status)) ?? '')
}

/**
 * Goes to the payment, unless the page wants to. Where the person stops that, the form can be used again.
 * @param {HTMLFormElement} form
 * @param {string} address
 */
function leave(form, address) {
  if (!tellRedirect(form, address)) return setBusy(form, false)
  location.assign(address)
  setTimeout(() => setBusy(form, false), 10_000)
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
  if (wiring.key) keyOf(form).value = wiring.key
  for (const name of ['novalidate', 'data-live', 'data-busy']) form.removeAttribute(name)
  for (const element of all(form, '[data-for]')) element.hidden = wiring.hidden.includes(element)
  for (const control of controls(form)) {
    if (control.closest('[data-for]')) control.disabled = false
    if ('required' in control.dataset) control.required = false
  }
  judge(form, [])
  // Not at once: while the browser still handles the first submit, it ignores a second.
  if (busy) setTimeout(() => (form.requestSubmit ?? form.submit).call(form))
}

/**
 * For whoever looks after the site.
 * @param {unknown} error
 */
export const warn = (error) => console.warn('Campagnodon:', error)

/**
 * After a trap nothing in the module can be trusted.
 * @param {unknown} error
 */
function fail(error) {
  warn(error)
  for (const form of wirings.keys()) release(form)
}

/** @param {() => void} action */
function guard(action) {
  try {
    action()
  } catch (error) {
    fail(error)
  }
}
