/**
 * A form of the relay in a frame of another page: tells that page how high it is, and opens the payment in the whole window.
 * The way on from here is `frame.js`, in the page around.
 */

const around = parentOrigin()

if (around) new ResizeObserver(() => tell(around)).observe(document.documentElement)

/** @param {string} origin */
function tell(origin) {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height)
  parent.postMessage({ type: 'campagnodon:height', height }, origin)
}

addEventListener('campagnodon:redirect', (event) => {
  event.preventDefault()
  open(/** @type {CustomEvent<{ address: string }>} */ (event).detail.address, '_top')
})

/**
 * Whose page the frame is in, if it may: the relay's own, or one of those that its settings list. Not every browser says it;
 * then the page that led here is it.
 */
function parentOrigin() {
  const known = `${location.origin} ${document.body.dataset.framedBy ?? ''}`.split(' ')
  const said = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin)
  return parent === window ? undefined : known.find((origin) => origin === said)
}
