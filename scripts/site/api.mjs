/** The API of the site: what each entry of the package exports, read from its types. */
import { Marked } from 'marked'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../tools.mjs'
import { escaped } from './shell.mjs'

/**
 * The entries by the names that they are imported by, and what their types are made of.
 * @type {Record<string, string>}
 */
export const ENTRIES = {
  element: 'campagnodon/element',
  index: 'campagnodon',
  twin: 'campagnodon/twin',
  campagnodon: 'campagnodon/auto',
  typed: 'campagnodon/typed',
  slim: 'campagnodon/slim',
  form: 'campagnodon/form',
  texts: 'campagnodon/texts',
  mock: 'campagnodon/mock',
  answers: 'campagnodon/typed: answers',
  offer: 'campagnodon/typed: offers',
  codes: 'campagnodon/typed: codes',
  schema: 'campagnodon/typed: Standard Schema',
}

/** Its page, among those of the API, whose list is the index. @param {string} entry */
export const pageOfEntry = (entry) => `${entry === 'index' ? 'main' : entry}.html`

/** @typedef {{ name: string | undefined, doc: string, code: string }} Declaration */

/**
 * Reads a file of types. Its style makes that easy: what is at the outermost begins in the first column after an empty line, or
 * with `export`, and its comment is right above it.
 * @param {string} entry
 * @returns {{ about: string, declarations: Declaration[] }}
 */
export function read(entry) {
  const source = readFileSync(join(root, `www/${entry}.d.ts`), 'utf8').replace(/^\/\/\/.*\n/gm, '')
  let about = ''
  /** @type {Declaration[]} */
  const declarations = []
  for (const part of source.split(/\n\n(?=\S)|(?<!\*\/)\n(?=export )/)) {
    const [, comment = '', code = ''] = /^(?:\/\*\*([\s\S]*?)\*\/\n?)?([\s\S]*)$/.exec(part.trim()) ?? []
    const doc = comment.replace(/^ ?\* ?/gm, '').trim()
    const declared = code.replace(/^import type .*\n?/gm, '').trim()
    const name = /^(?:export|declare) (?:declare )?(?:type|interface|class|function|const) (\w+)/.exec(declared)?.[1]
    if (declared) declarations.push({ name, doc, code: declared })
    else if (doc) about ||= doc
  }
  return { about, declarations }
}

/** Where each name is explained: by its name, its entry. */
const places = new Map(
  Object.keys(ENTRIES).flatMap((entry) => read(entry).declarations.map(({ name }) => [name ?? '', entry])),
)

const marked = new Marked({
  renderer: { code: ({ text }) => `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n` },
})

/** A comment as HTML; what throws stands on a line of its own. @param {string} doc */
const prose = (doc) =>
  /** @type {string} */ (marked.parse(doc.replaceAll('*\\/', '*/').replace(/@throws \{(\w+)\}/g, '\n\nThrows `$1`:')))

/** Comments of several lines as one, which a page breaks as wide as it is. @param {string} code */
const folded = (code) =>
  code.replace(/\/\*\*\n([\s\S]*?)\s*\*\//g, (_, lines) => `/** ${lines.replace(/\s*\n?\s*\* /g, ' ').trim()} */`)

/** Code as HTML, with names that lead to what explains them. @param {string} code @param {string} entry @param {string} [own] */
const linked = (code, entry, own) =>
  folded(code)
    .split('\n')
    .map((line) =>
      /^\s*\/?\*/.test(line)
        ? `<i>${escaped(line)}</i>`
        : escaped(line).replace(/\b[A-Z]\w+\b/g, (name) => link(name, entry, own)),
    )
    .join('\n')

/** @param {string} name @param {string} entry @param {string} [own] */
function link(name, entry, own) {
  const place = places.get(name)
  if (!place || name === own) return name
  return `<a href="${place === entry ? '' : pageOfEntry(place)}#${name}">${name}</a>`
}

/** An entry's page. @param {string} entry */
export function rendered(entry) {
  const { about, declarations } = read(entry)
  /** @type {Set<string>} */
  const seen = new Set()
  const parts = declarations.map(({ name, doc, code }) => {
    const [, other] = /^export (?:type )?\* from '\.\/(\w+)\.js'$/.exec(code) ?? []
    if (other) return `<p>And all of <a href="${pageOfEntry(other)}">${ENTRIES[other]}</a>.</p>`
    const heading = name && !seen.has(name) ? `<h2 id="${name}">${name}</h2>` : ''
    if (name) seen.add(name)
    return `${heading}${doc ? prose(doc) : ''}<pre tabindex="0"><code>${linked(code, entry, name)}</code></pre>`
  })
  const headings = [...seen].map((name) => ({ id: name, text: name }))
  return { html: `${prose(about)}\n${parts.join('\n')}`, headings }
}
