/**
 * The composer: what is chosen becomes lines to copy, and the preview is made of these very lines.
 */
import { mockRelay } from 'campagnodon/mock'

/** @param {string} selector @returns {any} */
const find = (selector) => document.querySelector(selector)

/** The form that is composed, by the name that it has at the person's own relay. @type {Record<string, any>} */
const forms = {}
const relay = mockRelay({ language: document.documentElement.lang, forms })
const recorded = mockRelay({ language: document.documentElement.lang })
relay.install()
await import('campagnodon/element')

const [controls, lines, preview] = ['[data-controls]', '[data-lines]', '[data-preview]'].map(find)

/** A text in an attribute, or between tags. @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** @param {Record<string, string>} chosen */
function compose({ src, link, ...choices }) {
  const address = escaped(src.trim())
  const files = address.replace(/\/?(forms\/[^/]*)?$/, '/campagnodon')
  const attributes = ['lang', 'operation', 'frequency', 'amount']
    .filter((name) => choices[name].trim())
    .map((name) => ` ${name}="${escaped(choices[name].trim())}"`)
  return [
    `<link rel="stylesheet" href="${files}/campagnodon.css">`,
    `<script type="module" src="${files}/campagnodon.js"></script>`,
    `<campagnodon-form src="${address}"${attributes.join('')}><a href="${address}">${escaped(link)}</a></campagnodon-form>`,
  ]
}

/** The form of the demonstration that offers what is chosen. @param {Record<string, string>} chosen */
async function played({ src, lang, operation }) {
  const name = URL.canParse(src, document.baseURI) && new URL(src, document.baseURI).pathname.split('/').pop()
  const query = lang ? `fragment&lang=${lang}` : 'fragment'
  const address = new URL(`forms/${operation || 'donation'}?${query}`, document.baseURI)
  const answer = await recorded.handle(new Request(address))
  if (name) forms[name] = { html: await answer?.text() }
}

async function update() {
  const chosen = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(controls)))
  const composed = compose(chosen)
  lines.textContent = composed.join('\n')
  await played(chosen)
  preview.innerHTML = composed[2]
}

controls.addEventListener('submit', (/** @type {Event} */ event) => event.preventDefault())
controls.addEventListener('change', update)
// Where the preview would lead, nobody is.
preview.addEventListener('campagnodon-redirect', (/** @type {Event} */ event) => event.preventDefault())

const copy = find('[data-copy]')
copy.hidden = !navigator.clipboard
copy.addEventListener('click', async () => {
  const status = find('[data-copied]')
  await navigator.clipboard.writeText(lines.textContent)
  status.textContent = status.dataset.copied
})
await update()
