/**
 * Writes the countries' names in each language that has a file in `src/relay/i18n/texts/`, from CLDR by
 * `Intl.DisplayNames`: `src/relay/i18n/countries/de.tsv` and the like, a line for each country of
 * `src/form/rules/countries.tsv`, in the order in which that language looks for them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { asked, root } from './tools.mjs'

asked({})
const i18n = join(root, 'src/relay/i18n')
const codes = [...readFileSync(join(root, 'src/form/rules/countries.tsv'), 'utf8').matchAll(/^([A-Z]{2})\t/gm)].map(
  ([, code]) => code,
)

mkdirSync(join(i18n, 'countries'), { recursive: true })
for (const tag of readdirSync(join(i18n, 'texts')).map((file) => parse(file).name)) {
  const { compare } = new Intl.Collator(tag)
  const lines = named(tag)
    .sort(([, one], [, other]) => compare(sought(one), sought(other)))
    .map((line) => `${line.join('\t')}\n`)
  writeFileSync(join(i18n, 'countries', `${tag}.tsv`), lines.join(''))
}

/** @param {string} tag @returns {[string, string][]} codes and names */
function named(tag) {
  // The English texts are British.
  const locale = tag === 'en' ? 'en-GB' : tag
  const long = new Intl.DisplayNames(locale, { type: 'region' })
  const short = new Intl.DisplayNames(locale, { type: 'region', style: 'short' })
  return codes.map((code) => {
    // The long names of Hong Kong and Macao are those of an administration.
    const name = (['HK', 'MO'].includes(code) ? short : long).of(code) ?? code
    return [code, name.replace(/ ?- ?(Kinshasa|Brazzaville)$/, ' ($1)')]
  })
}

/** A name as it is looked for: `Guinée-Bissau` comes before `Guinée équatoriale`. @param {string} name */
function sought(name) {
  return name.replaceAll(/[-’]/g, ' ')
}
