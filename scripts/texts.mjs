/** Writes into `dist/texts/` what people read of codes, a file a language, from the relay's own texts. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { dist, fail, root } from './tools.mjs'

const FOLDER = join(root, 'src/relay/i18n/texts')

export const LANGUAGES = readdirSync(FOLDER).map((file) => basename(file, '.toml'))

export function writeTexts() {
  mkdirSync(join(dist, 'texts'), { recursive: true })
  for (const language of LANGUAGES) {
    const texts = readTexts(language)
    const data = JSON.stringify({ language, messages: under(texts, 'message.'), labels: under(texts, 'field.') })
    writeFileSync(join(dist, `texts/${language}.js`), `export const texts=${data}\n`)
    writeFileSync(join(dist, `texts/${language}.cjs`), `exports.texts=${data}\n`)
    for (const [types, main] of [
      ['d.ts', '../texts.js'],
      ['d.cts', '../texts.cjs'],
    ])
      writeFileSync(
        join(dist, `texts/${language}.${types}`),
        `import type { Texts } from '${main}'\nexport declare const texts: Texts\n`,
      )
  }
}

/**
 * Reads a file of texts: tables, dotted keys and texts on one line are all that it has of TOML, and another line is an error.
 * @param {string} language
 */
function readTexts(language) {
  const file = `${language}.toml`
  /** @type {Record<string, string>} */
  const texts = {}
  let table = ''
  for (const line of readFileSync(join(FOLDER, file), 'utf8').split('\n')) {
    const [, name, key, text] =
      /^(?:\[(\w+)\]|([\w.]+) = ("(?:[^"\\]|\\.)*")|#.*)?$/.exec(line) ?? fail(`${file}: ${line}`)
    if (name) table = name
    // What TOML escapes in these texts, JSON escapes so too.
    else if (key) texts[`${table}.${key}`] = JSON.parse(text)
  }
  return texts
}

/**
 * @param {Record<string, string>} texts
 * @param {string} table
 */
const under = (texts, table) =>
  Object.fromEntries(
    Object.entries(texts)
      .filter(([key]) => key.startsWith(table))
      .map(([key, text]) => [key.slice(table.length), text]),
  )
