/**
 * The demonstration: the real element, and in place of the relay the mock. The payment comes into the page, since at its address
 * there is nobody.
 */
import { mockRelay } from 'campagnodon/mock'

/** @param {string} selector @returns {any} */
const find = (selector) => document.querySelector(selector)

const relay = mockRelay({ language: document.documentElement.lang })
relay.install()
// Afterwards: it asks for the form at once.
await import('campagnodon/element')

const [controls, stage, place] = ['[data-controls]', '[data-stage]', '[data-payment-place]'].map(find)
const form = stage.querySelector('campagnodon-form')

controls.addEventListener('submit', (/** @type {Event} */ event) => event.preventDefault())
controls.addEventListener('change', () => {
  const chosen = Object.fromEntries(new FormData(controls))
  stage.dataset.colours = chosen.colours
  form.lang = chosen.lang
  form.src = `forms/${chosen.form}`
  back()
})

form.addEventListener('campagnodon-redirect', (/** @type {CustomEvent} */ event) => {
  event.preventDefault()
  pay(event.detail.address)
})

/**
 * Shows the payment's page, as it stands or after what is done there.
 * @param {string} address
 * @param {RequestInit} [how]
 */
async function pay(address, how) {
  const page = new DOMParser().parseFromString(await (await fetch(address, how)).text(), 'text/html')
  const shown = /** @type {HTMLElement} */ (page.querySelector('.campagnodon-payment'))
  // The page around has its heading already.
  const heading = document.createElement('h3')
  heading.append(.../** @type {HTMLElement} */ (shown.querySelector('h1')).childNodes)
  shown.querySelector('h1')?.replaceWith(heading)
  shown.addEventListener('submit', (event) => {
    event.preventDefault()
    const { value } = /** @type {HTMLButtonElement} */ (event.submitter)
    pay(address, { method: 'POST', body: new URLSearchParams({ action: value }) })
  })
  find('[data-page]').replaceChildren(shown)
  find('[data-sent]').textContent = JSON.stringify(relay.transactions, undefined, 2)
  stage.hidden = true
  place.hidden = false
  place.querySelector('h2').focus()
}

function back() {
  stage.hidden = false
  place.hidden = true
}

find('[data-again]').addEventListener('click', () => {
  back()
  form.form?.querySelector('input:checked')?.focus()
})
