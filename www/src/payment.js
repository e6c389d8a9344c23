/**
 * The payment's page, which alone loads this: once its payer has done their part, the tab forgets what was typed, the page
 * is told, and what is to be shared can be. Before that, where the site's own page of thanks follows, so that all this is
 * done on the way there. What tells how to pay can be printed.
 */
import { tellCompleted } from './events.js'
import { forget } from './tab.js'

/** The payments that this tab has told of, by their marks; nothing else is known of them. */
const TOLD = 'campagnodon-told'

/** @type {HTMLElement | null} */
const page = document.querySelector('.campagnodon-payment')
/** @type {HTMLElement | null | undefined} */
const print = page?.querySelector('[data-print]')
if (print) {
  print.hidden = false
  print.addEventListener('click', () => window.print())
}
if (page?.querySelector('[data-settled]')) settled(page)
else page?.querySelector('.campagnodon-sandbox')?.append(scripted())

/** Asks the relay not to leave for the page of thanks: a tab that has scripts has something to forget first. */
function scripted() {
  const input = document.createElement('input')
  Object.assign(input, { type: 'hidden', name: 'scripted', value: '1' })
  return input
}

/** @param {HTMLElement} page */
function settled(page) {
  forget()
  offerToShare(page)
  const { completed } = page.dataset
  if (!completed || !isFirst(completed)) return
  /** @type {HTMLElement | null} */
  const thanks = page.querySelector('[data-thanks]')
  if (thanks) thanks.click()
  // Scripts that come later may listen too.
  else if (document.readyState === 'complete') tellCompleted(page)
  else addEventListener('load', () => tellCompleted(page))
}

/**
 * Whether the tab has not told of this payment yet, as after a reload. Where it can keep nothing, it tells each time.
 * @param {string} mark
 */
function isFirst(mark) {
  try {
    const told = (sessionStorage[TOLD] ?? '').split(' ')
    if (told.includes(mark)) return false
    sessionStorage[TOLD] = [...told, mark].join(' ').trim()
  } catch {
    // Forbidden, or full.
  }
  return true
}

/** @param {HTMLElement} page */
function offerToShare(page) {
  /** @type {HTMLElement | null} */
  const place = page.querySelector('[data-text]')
  /** @type {HTMLAnchorElement | null | undefined} */
  const link = place?.querySelector('[data-link]')
  if (!place || !link) return
  const { href: url } = link
  /**
   * @param {string} name
   * @param {unknown} can
   * @param {() => Promise<void>} action
   */
  const offer = (name, can, action) => {
    /** @type {HTMLElement | null} */
    const button = place.querySelector(name)
    if (!button || !can) return
    button.hidden = false
    // Given up by the person, or forbidden: the links are still there.
    button.addEventListener('click', () => action().catch(() => {}))
  }
  // Neither is there in a page in the clear.
  offer('[data-share]', navigator.share, () => navigator.share({ text: place.dataset.text, url }))
  offer('[data-copy]', navigator.clipboard, async () => {
    await navigator.clipboard.writeText(url)
    /** @type {HTMLElement | null} */
    const status = place.querySelector('[data-copied]')
    if (status) status.textContent = status.dataset.copied ?? ''
  })
}
