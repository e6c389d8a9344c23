/**
 * The forms that `campagnodon/mock` has of its own: what the relay answered for the demonstration, a file a language, by
 * `scripts/record.mjs`.
 */
import { escaped } from './pages.js'

/**
 * @typedef {import('../../form.js').DescribedForm} DescribedForm
 * @typedef {object} Recording what the relay answered in a language; `{…}` marks what is taken out
 * @property {string[][]} countries codes and names
 * @property {Record<string, string>} texts of errors
 * @property {Record<string, { html: string, json: DescribedForm }>} forms
 * @property {string} goal the bar of the donation's campaign, in HTML
 * @property {{ buttons: Record<string, string>, stages: Record<string, [heading: string, sentence: string]> }} payment in HTML
 */

/** @type {Record<string, () => Promise<{ default: unknown }>>} */
const FILES = {
  de: () => import('../../recorded/de.json'),
  en: () => import('../../recorded/en.json'),
  es: () => import('../../recorded/es.json'),
  fr: () => import('../../recorded/fr.json'),
  it: () => import('../../recorded/it.json'),
  nl: () => import('../../recorded/nl.json'),
}

/** The names of the forms. */
export const RECORDED = ['donation', 'membership']

/** Whether there is a recording in a language. @param {string} language */
export const isRecorded = (language) => Object.hasOwn(FILES, language)

/** @param {string} language @returns {Promise<Recording>} */
export const recordingIn = async (language) => /** @type {Recording} */ ((await FILES[language]()).default)

/**
 * A form as the relay gave it, but for its key: `{key}` is in its place.
 * @param {Recording} recording
 * @param {string} name
 */
export function unpack({ countries, texts, forms }, name) {
  const { html, json } = forms[name]
  const [year, chosen] = [String(new Date().getFullYear()), fieldOf(json, 'country').value]
  const options = countries.map(
    ([code, name]) => `<option value="${code}"${code === chosen ? ' selected' : ''}>${escaped(name)}</option>`,
  )
  const messages = Object.entries(texts).map(([word, text]) => `<p data-message="${word}">${escaped(text)}</p>`)
  const described = countries.map(([value, label]) => ({ value, label, caption: null, when: null }))
  return {
    html: html
      .replace('{countries}', () => options.join(''))
      .replace('{messages}', () => messages.join(''))
      .replaceAll('{year}', year),
    json: {
      ...json,
      texts,
      fields: json.fields.map((field) => (field.name === 'country' ? { ...field, options: described } : field)),
    },
  }
}

/**
 * @param {DescribedForm} form
 * @param {string} name
 */
const fieldOf = (form, name) => form.fields.find((field) => field.name === name) ?? { value: null }
