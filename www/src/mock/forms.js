/**
 * The forms of the mock, and how they are shown.
 */
import { newKey } from '../post.js'
import { sentence } from '../sentence.js'
import { acceptedLanguage, asks, listed, namedLanguage, prefersJson } from './asked.js'
import { escaped, html, page } from './pages.js'
import { Refusal } from './problems.js'
import { isRecorded, RECORDED, recordingIn, unpack } from './recorded.js'

/**
 * @typedef {import('./asked.js').Asked} Asked
 * @typedef {import('../../form.js').DescribedForm} DescribedForm
 * @typedef {import('../../mock.js').MockOptions} MockOptions
 * @typedef {{ html?: string | undefined, json?: DescribedForm | undefined }} Form what the relay gave
 */

/** What the relay lets a browser keep. */
const KEPT = { 'Cache-Control': 'private, no-cache' }

/**
 * The form of a name, in a language if it is one that was recorded.
 * @param {MockOptions} options
 * @param {string} name
 * @param {string} language
 * @returns {Promise<Form>}
 */
export async function formOf({ forms = {} }, name, language) {
  const given = Object.hasOwn(forms, name) ? forms[name] : undefined
  if (given) return 'fields' in given ? { json: given } : given
  if (!RECORDED.includes(name)) throw new Refusal('not_found')
  return unpack(await recordingIn(language), name)
}

/** In which language a form is, if it has not to be asked for. @param {Form} form @param {string} language */
export function languageOf({ html, json }, language) {
  const said = json?.language ?? html?.match(/^<form[^>]* lang="([\w-]+)"/)?.[1]
  return said && isRecorded(said) ? said : language
}

/** What the rules need. @param {Form} form @returns {string | import('../../offer.js').Offer} */
export function offerOf({ html = '', json }) {
  if (json) return json.offer
  const text = /data-campagnodon="([^"]*)"/.exec(html)?.[1]
  if (text === undefined)
    throw new TypeError('a form of mockRelay is what fetchForm gives, or has `html` or `json` of the relay')
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/**
 * Shows a form as it is asked for.
 * @param {Asked} asked
 * @param {MockOptions} options
 * @param {string} own the language where none is asked for
 */
export async function show(asked, options, own) {
  const { url, request, name, prefix } = asked
  const bare = asks(url, 'fragment')
  const asJson = !bare && !asks(url, 'embed') && prefersJson(request)
  const language = namedLanguage(url) ?? (asJson ? acceptedLanguage(request) : undefined) ?? own
  const form = await formOf(options, name, language)
  const elsewhere = listed(asked, options.origins ?? []) && (asJson || bare)
  const action = `${elsewhere ? url.origin : ''}${prefix}/forms/${name}`
  if (asJson) {
    const json = { ...needed(form.json, name, 'json'), name, action }
    const headers = { ...KEPT, 'Content-Type': 'application/json', 'Content-Language': json.language }
    return new Response(JSON.stringify(json), { headers: { ...headers, Vary: 'accept, accept-language' } })
  }
  const content = rendered(form, name, action)
  return bare ? html(content, { headers: KEPT }) : pageOf(form, language, prefix, content)
}

/**
 * The bar of the goal of a form's campaign; nothing where it has none.
 * @param {Asked} asked
 * @param {MockOptions} options
 * @param {string} own
 */
export async function goal({ name }, options, own) {
  const { json } = await formOf(options, name, own)
  const headers = { 'Cache-Control': 'public, max-age=60' }
  return json?.goal ? html((await recordingIn(own)).goal, { headers }) : new Response(null, { status: 204, headers })
}

/**
 * The page of a form once more, with what is wrong: what a post without scripts is answered.
 * @param {Asked} asked
 * @param {MockOptions} options
 * @param {string} own
 * @param {Refusal} refusal
 */
export async function refused({ name, prefix }, options, own, { code, errors, status, headers }) {
  const form = await formOf(options, name, own)
  const language = languageOf(form, own)
  const texts = { language, messages: form.json?.texts ?? (await recordingIn(language)).texts, labels: {} }
  const told = errors.map((error) => ({ ...error, text: escaped(sentence(texts, error)) }))
  const list = told.map(({ text }) => `<li>${text}</li>`).join('')
  const heading = escaped(sentence(texts, { code: told.length ? 'summary' : code }))
  const summary = told.length ? `<h2>${heading}</h2><ul>${list}</ul>` : `<p>${heading}</p>`
  let content = rendered(form, name, `${prefix}/forms/${name}`)
  content = content.replace(
    /(<div[^>]* data-summary)([^>]*?)(?: hidden)?>/,
    (_, begin, rest) => `${begin} data-code="${code}"${rest}>${summary}`,
  )
  for (const { field, code, text } of told) {
    const place = `data-error="${field}">`
    content = content.replace(place, () => `data-error="${field}" data-code="${code}">${text}`)
  }
  return pageOf(form, language, prefix, content, { status, headers })
}

/**
 * @param {Form} form
 * @param {string} language
 * @param {string} prefix
 * @param {string} content
 * @param {{ status?: number, headers?: Record<string, string> }} [how]
 */
const pageOf = (form, language, prefix, content, how) =>
  page({ title: form.json?.title ?? '', language: languageOf(form, language), content, prefix, ...how })

/**
 * The form's HTML, leading here, with a key that nobody had before.
 * @param {Form} form
 * @param {string} name
 * @param {string} action
 */
const rendered = ({ html }, name, action) =>
  needed(html, name, 'html')
    .replace(/(<form[^>]* action=")[^"]*/, (_, begin) => begin + action)
    .replace(/(name="idempotency_key" value=")[^"]*/, (_, begin) => begin + newKey())

/**
 * @template T
 * @param {T | undefined} what
 * @param {string} name
 * @param {'html' | 'json'} key
 * @returns {T}
 */
function needed(what, name, key) {
  if (what === undefined)
    throw new TypeError(`mockRelay was given the form ${name} without its ${key}, which is asked for`)
  return what
}
