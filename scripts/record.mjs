/**
 * `node scripts/record.mjs`, after a build of both: writes into `www/recorded/`, a file a language, what the relay answers for
 * the demonstration's donation and membership. `campagnodon/mock` answers with it, and a test holds it to the relay.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServers } from '../tests/e2e/support/servers.mjs'
import { LANGUAGES } from './texts.mjs'
import { asked, fail, root } from './tools.mjs'

/**
 * @typedef {import('../www/src/mock/recorded.js').Recording} Recording
 * @typedef {import('../www/form.js').DescribedForm} DescribedForm
 */

/** The forms by the names that guides give them; and in each language one to pay, and one with the goal. @param {string} settings */
export const edit = (settings) =>
  settings
    .replaceAll('[forms.don]', '[forms.donation]')
    .replaceAll('[[forms.don.', '[[forms.donation.')
    .replaceAll('[forms.adhesion]', '[forms.membership]')
    .replaceAll(/^(page|payment_page|error_page) = .*\n/gm, '') + LANGUAGES.flatMap(speaking).join('\n')

/** @param {string} language */
const speaking = (language) => [
  ...[`[forms.paid-${language}]`, 'distant = "main"', 'campaign = 2', 'campaign_title = "-"', 'operations = "both"'],
  `language = "${language}"\n`,
  ...[`[forms.goal-${language}]`, 'distant = "main"', 'campaign = 1', 'campaign_title = "Rendre la rivière vivante"'],
  ...['raised_before = 12_450', 'operations = "donation"', `language = "${language}"\n`],
]

/** What the relay at an address answers now, in a language. @param {string} origin @param {string} language */
export async function record(origin, language) {
  /** @type {Recording} */
  const recording = { countries: [], texts: {}, forms: {}, goal: '', payment: await payments(origin, language) }
  recording.goal = await (await fetch(`${origin}/forms/goal-${language}/goal`)).text()
  for (const name of ['donation', 'membership']) {
    const html = await (await fetch(`${origin}/forms/${name}?fragment&lang=${language}`)).text()
    const headers = { Accept: 'application/json', 'Accept-Language': language }
    const form = await (await fetch(`${origin}/forms/${name}`, { headers })).json()
    pack(recording, name, html, form)
  }
  return recording
}

/**
 * Puts a form into a recording. What both have, and both in their HTML too, is there once: the countries and the texts.
 * @param {Recording} recording
 * @param {string} name
 * @param {string} html
 * @param {DescribedForm} form
 */
function pack(recording, name, html, form) {
  const country = form.fields.find((field) => field.name === 'country') ?? fail(`${name} asks for no country`)
  recording.countries = country.options.map(({ value, label }) => [value, label])
  recording.texts = form.texts
  const packed = html
    .replace(/(name="idempotency_key" value=")[^"]*/, '$1{key}')
    .replace(/(<select [^>]*name="country".*?>)<option.*?(?=<\/select>)/, '$1{countries}')
    // The first of them is in the HTML alone.
    .replace(/(<template data-messages><p .*?<\/p>).*?(?=<\/template>)/, '$1{messages}')
  // The law of a year is that of the year in which the form is shown.
  const year = String(new Date().getFullYear())
  recording.forms[name] = {
    html: packed.replaceAll(year, '{year}'),
    json: {
      ...form,
      texts: {},
      fields: form.fields.map((field) => (field === country ? { ...field, options: [] } : field)),
    },
  }
}

/**
 * The words of a payment's page.
 * @param {string} origin
 * @param {string} language
 * @returns {Promise<Recording['payment']>}
 */
async function payments(origin, language) {
  /** @type {Recording['payment']} */
  const said = { buttons: {}, stages: {} }
  for (const [operation, action, stage] of [
    ['donation', 'pay', 'completed_donation'],
    ['membership', 'pay', 'completed_membership'],
    ['donation', 'refuse', 'refused'],
    ['donation', 'cancel', 'cancelled'],
  ]) {
    const page = await opened(origin, `paid-${language}`, operation)
    const html = await (await fetch(page)).text()
    said.stages.init = standing(html)
    for (const [, word, text] of html.matchAll(/name="action" value="(pay|refuse|cancel)">([^<]*)</g))
      said.buttons[word] = text
    await fetch(page, { method: 'POST', body: new URLSearchParams({ action }) })
    said.stages[stage] = standing(await (await fetch(page)).text())
  }
  return said
}

/** Its heading and its first sentence, as HTML. @param {string} html @returns {[string, string]} */
function standing(html) {
  const [, heading] = /<h1>(.*?)<\/h1>/.exec(html) ?? fail(`no heading: ${html}`)
  const [, sentence] = /data-payment=.*?><p>(.*?)<\/p>/.exec(html) ?? fail(`no sentence: ${html}`)
  return [heading, sentence]
}

/**
 * Opens a payment. Returns the address of its page.
 * @param {string} origin
 * @param {string} form
 * @param {string} operation
 */
async function opened(origin, form, operation) {
  const donor = { email: `${crypto.randomUUID()}@example.org`, first_name: 'Camille', last_name: 'Martin' }
  const address = { street_address: '1 rue des Saules', postal_code: '35000', city: 'Rennes', country: 'FR' }
  const answer = await fetch(`${origin}/forms/${form}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
    body: JSON.stringify({ operation, frequency: 'once', amount: 12_000, ...donor, ...address, tax_receipt: true }),
  })
  return answer.headers.get('Location') ?? fail(`${form}: ${await answer.text()}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  asked({})
  const servers = await startServers({ log: 'warn', edit })
  try {
    for (const language of LANGUAGES) {
      const recording = JSON.stringify(await record(servers.origin, language), undefined, 1)
      writeFileSync(join(root, `www/recorded/${language}.json`), `${recording}\n`)
    }
  } finally {
    await servers.end()
  }
  console.log(`Recorded in ${LANGUAGES.join(', ')}.`)
}
