/**
 * What a request asks for, and what its headers say of who asks; as `src/relay/http/negotiate.rs` and `cross_origin.rs` read
 * them.
 */
import { isRecorded } from './recorded.js'

/**
 * @typedef {object} Asked
 * @property {string} prefix the folder in which the relay is, as its addresses begin
 * @property {'forms' | 'payments'} kind
 * @property {string} name
 * @property {string | undefined} part `goal`, `challenge`
 * @property {URL} url
 * @property {Request} request
 */

/**
 * Reads what is asked of the relay; nothing where that is no address of it.
 * @param {Request} request
 * @param {string | undefined} at where the relay is, if not at any address
 * @returns {Asked | undefined}
 */
export function read(request, at) {
  const url = new URL(request.url)
  const [, prefix, kind, name, part] = /^(.*)\/(forms|payments)\/([^/]+)(?:\/([^/]+))?$/.exec(url.pathname) ?? []
  if (!kind) return
  if (at !== undefined) {
    const place = new URL(at, url)
    if (place.origin !== url.origin || place.pathname.replace(/\/$/, '') !== prefix) return
  }
  return { prefix, kind: /** @type {Asked['kind']} */ (kind), name, part, url, request }
}

/**
 * What a header lists, in lower case, each with its weight.
 * @param {Request} request
 * @param {string} header
 * @returns {[name: string, weight: number][]}
 */
const preferences = ({ headers }, header) =>
  (headers.get(header) ?? '').split(',').map((element) => {
    const [name, ...words] = element.split(';').map((word) => word.trim().toLowerCase())
    const weight = words.map((word) => /^q\s*=\s*(.*)$/.exec(word)?.[1]).find((weight) => weight !== undefined)
    return [name, weight === undefined ? 1 : Number(weight) || 0]
  })

/**
 * How willingly each of some media types is taken; undefined for one that is not named.
 * @param {Request} request
 */
function weights(request) {
  const accepted = preferences(request, 'Accept')
  return (/** @type {string} */ range) => accepted.find(([name]) => name === range)?.[1]
}

/** Whether JSON is named, and no page more willingly. @param {Request} request */
export function prefersJson(request) {
  const weight = weights(request)
  const [json, html] = [weight('application/json') ?? 0, weight('text/html') ?? weight('text/*')]
  return json > 0 && (html === undefined || json > html)
}

/** Whether a page is preferred to a problem. @param {Request} request */
export function prefersHtml(request) {
  const weight = weights(request)
  const any = weight('*/*') ?? 0
  const named = weight('text/html')
  const html = named ?? weight('text/*') ?? any
  const [problem, plain] = ['application/problem+json', 'application/json'].map(
    (name) => weight(name) ?? weight('application/*') ?? any,
  )
  const json = Math.max(problem, plain)
  return html > json || (!!named && html >= json)
}

/** The language that an address names, if it is one of ours. @param {URL} url */
export function namedLanguage({ search }) {
  const pair = search.slice(1).split('&')
  const language = pair.find((pair) => pair.startsWith('lang='))?.slice('lang='.length)
  return known(language?.split('-')[0].toLowerCase())
}

/** The language that is liked best, if it is one of ours. @param {Request} request */
export function acceptedLanguage(request) {
  let [best, most] = [/** @type {string | undefined} */ (undefined), 0]
  for (const [range, weight] of preferences(request, 'Accept-Language')) {
    const language = known(range.split('-')[0])
    if (weight > most && (language || range === '*')) [best, most] = [language, weight]
  }
  return best
}

/** @param {string | undefined} language */
const known = (language) => (language && isRecorded(language) ? language : undefined)

/** Whether an address asks for something by a word. @param {URL} url @param {string} word */
export const asks = ({ search }, word) =>
  search
    .slice(1)
    .split('&')
    .some((pair) => pair.split('=')[0] === word)

/**
 * Whether a page of another site, which is not listed, asks for something to be done in its visitor's name.
 * @param {Asked} asked
 * @param {readonly string[]} origins
 */
export function isForeign({ url, request: { headers } }, origins) {
  const [site, origin] = [headers.get('Sec-Fetch-Site'), headers.get('Origin')]
  if (origin && origins.includes(origin)) return false
  if (site) return site !== 'same-origin' && site !== 'none'
  return !!origin && origin !== url.origin
}

/**
 * The origin of the listed site whose page asks, if one does.
 * @param {Asked} asked
 * @param {readonly string[]} origins
 */
export function listed({ request: { headers } }, origins) {
  const origin = headers.get('Origin')
  return origin && origins.includes(origin) ? origin : undefined
}
