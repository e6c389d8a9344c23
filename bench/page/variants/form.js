/**
 * The page around a schema, for valibot and zod alike: what is shown, errors beside the fields, the summary, the
 * post.
 *
 * As ours: fields by choice, required ones, the same messages in the same places, forgiven while typing, the
 * summary with focus, the post as JSON with its key and what each answer means. Ours does more, and loads it here
 * too: the tax relief's figures, notes on postal codes, choices by the page's address, events, the browser's own
 * validity, the way back after a lost answer and from the payment, and to plain HTML after a failure; when it is asked
 * for, notes on slips of the fingers and the proof of work.
 */
import { MAX, choiceOf, offerOf, wantsAddress } from './offer.js'
import { hasPostalCodes } from './rules.js'

/**
 * @typedef {{ field: string, code: string }} Fault
 * @typedef {{ faults: Fault[], transaction?: object }} Verdict
 * @typedef {import('./offer.js').Offer} Offer
 */

/** @param {(offer: Offer, answers: Record<string, string>) => Verdict} check */
export function start(check) {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-campagnodon]'))) {
    attach(form, check)
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {(offer: Offer, answers: Record<string, string>) => Verdict} check
 */
function attach(form, check) {
  const offer = offerOf(form)
  const summary = /** @type {HTMLElement} */ (form.querySelector('[data-summary]'))
  const status = /** @type {HTMLElement} */ (form.querySelector('[data-status]'))
  const messages = /** @type {HTMLTemplateElement} */ (form.querySelector('template[data-messages]')).content
  /** @type {(selector: string) => HTMLElement[]} */
  const all = (selector) => [...form.querySelectorAll(selector)].map((element) => /** @type {HTMLElement} */ (element))
  /** @type {(name: string) => HTMLInputElement[]} */
  const named = (name) => /** @type {HTMLInputElement[]} */ (all(`[name="${name}"]`))
  const answers = () => /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)))
  let busy = false

  /** @type {(code: string, field?: string) => string | null | undefined} */
  const message = (code, field) =>
    messages.querySelector(`[data-message="${field}.${code}"]`)?.textContent ??
    messages.querySelector(`[data-message="${code}"]`)?.textContent

  /** @param {Fault} fault */
  function sentence({ field, code }) {
    const choice = choiceOf(offer, answers())
    const bound = () => {
      if (code === 'too_long') return String(MAX[field])
      return money(((code === 'amount_too_small' ? choice?.min : choice?.max) ?? 0) / 100)
    }
    return (message(code, field.replace(/^subscription_.*/, 'subscription')) ?? code).replace('{limit}', bound)
  }

  /** @param {number} euros */
  const money = (euros) =>
    euros.toLocaleString(form.lang, { style: 'currency', currency: 'EUR', minimumFractionDigits: euros % 1 ? 2 : 0 })

  function show() {
    const chosen = answers()
    const words = [chosen.operation, chosen.frequency]
    if (wantsAddress(chosen)) words.push('address')
    if (hasPostalCodes(named('country')[0].value)) words.push('postal_code')
    for (const element of all('[data-for]')) {
      const alternatives = element.dataset.for?.split('|') ?? []
      element.hidden = !alternatives.some((alternative) => alternative.split(' ').every((word) => words.includes(word)))
      for (const control of /** @type {HTMLInputElement[]} */ ([...element.querySelectorAll('input, select')])) {
        control.disabled = !!control.closest('[data-for][hidden]')
      }
    }
    for (const control of /** @type {HTMLInputElement[]} */ (all('[data-required]'))) {
      const { required } = control.dataset
      control.required = !control.disabled && (!required || words.includes(required))
    }
  }

  /** @param {string} field */
  function forgive(field) {
    for (const place of all(`[data-error="${field}"]`)) place.textContent = ''
    for (const control of named(field)) control.setAttribute('aria-invalid', 'false')
  }

  function clear() {
    for (const place of all('[data-error]')) forgive(place.dataset.error ?? '')
    summary.textContent = ''
    summary.hidden = true
  }

  /**
   * @param {string} heading
   * @param {Fault[]} faults
   */
  function refuse(heading, faults) {
    clear()
    const alert = document.createElement('div')
    alert.setAttribute('role', 'alert')
    alert.append(Object.assign(document.createElement(faults.length ? 'h2' : 'p'), { textContent: heading }))
    const list = document.createElement('ul')
    for (const fault of faults) {
      const text = sentence(fault)
      const controls = named(fault.field)
      for (const control of controls) control.setAttribute('aria-invalid', 'true')
      for (const place of all(`[data-error="${fault.field}"]`)) {
        const prefix = Object.assign(document.createElement('span'), { className: 'campagnodon-unseen' })
        prefix.textContent = message('error_prefix') ?? ''
        place.append(prefix, text)
        place.dataset.code = fault.code
      }
      const item = document.createElement('li')
      const target = controls.find(({ disabled, type }) => !disabled && type !== 'hidden')
      const link = Object.assign(document.createElement('a'), { href: `#${target?.id}`, textContent: text })
      item.append(target ? link : text)
      list.append(item)
    }
    if (faults.length) alert.append(list)
    summary.append(alert)
    summary.hidden = false
    summary.focus()
  }

  /** @param {object} transaction */
  async function post(transaction) {
    const key = named('idempotency_key')[0].value
    busy = true
    status.textContent = message('sending') ?? ''
    clear()
    try {
      const answer = await fetch(form.getAttribute('action') ?? '', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify(transaction),
        signal: AbortSignal.timeout(25_000),
      })
      const location = answer.headers.get('Location')
      if (answer.status === 201 && location) return window.location.assign(location)
      const { code, errors = [] } = await answer.json()
      refuse(message(errors.length ? 'summary' : code) ?? code, errors)
    } catch {
      refuse(message(navigator.onLine ? 'relay_unreachable' : 'offline') ?? '', [])
    } finally {
      busy = false
      status.textContent = ''
    }
  }

  form.addEventListener('input', ({ target }) => {
    const { name } = /** @type {HTMLInputElement} */ (target)
    if (name === 'free_amount')
      /** @type {HTMLInputElement} */ (form.querySelector('[name=amount][value=free]')).checked = true
    for (const field of name.endsWith('amount') ? ['amount', 'free_amount'] : [name]) forgive(field)
    show()
  })
  form.addEventListener('change', show)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (busy) return
    const { faults, transaction } = check(offer, answers())
    if (transaction) post(transaction)
    else refuse(message('summary') ?? '', faults)
  })
  form.noValidate = true
  show()
}
