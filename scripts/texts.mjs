/** Writes into `dist/texts/` what people read of codes, a file a language, from the relay's own texts. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'smol-toml'
import { dist, root } from './tools.mjs'

const FOLDER = join(root, 'src/relay/i18n/texts')

export const LANGUAGES = readdirSync(FOLDER).map((file) => basename(file, '.toml'))

export function writeTexts() {
  mkdirSync(join(dist, 'texts'), { recursive: true })
  for (const language of LANGUAGES) {
    const { message, field } = parse(readFileSync(join(FOLDER, `${language}.toml`), 'utf8'))
    const data = JSON.stringify({ language, messages: flat(message), labels: flat(field) })
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
 * Texts by their keys, whose dots make tables of them.
 * @param {any} texts
 * @param {string} [prefix]
 * @returns {Record<string, string>}
 */
const flat = (texts, prefix = '') =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flat(value, `${prefix + key}.`)),
    ),
  )
