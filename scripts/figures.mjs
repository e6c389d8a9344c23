/**
 * Writes into the documents what the build gives: the tables of sizes, and how a page loads it, with the hashes. `--check`:
 * fails where a document says otherwise; other tools give other bytes, so then it only says so.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builds } from './size.mjs'
import { snippet } from './snippet.mjs'
import { asked, fail, output, root } from './tools.mjs'

// Node brings the compressors.
const tools = `${output('rustc', ['--version'])} and Node ${process.versions.node}`
// The package's scripts name their commit, so no commit could hold their sizes.
const shown = builds().filter(({ name }) => !['package', 'typed'].includes(name))
const sizes = {
  ...Object.fromEntries(shown.map((build) => [build.name, table(build)])),
  tools: `These are of ${tools}.`,
}
const loading = { snippet: `\`\`\`html\n${snippet()}\n\`\`\`` }

/** Each document, and its parts by the name of their place. */
const DOCUMENTS = {
  'docs/performance.md': sizes,
  'docs/webmaster.md': loading,
  'docs/webmestre.md': loading,
}

const { check } = asked({ check: { type: 'boolean' } })
const isOfTheseTools = readFileSync(join(root, 'docs/performance.md'), 'utf8').includes(sizes.tools)
if (check && !isOfTheseTools) console.log(`The documents' figures are of other tools than ${tools}.`)
for (const [name, parts] of Object.entries(DOCUMENTS)) {
  const path = join(root, name)
  const text = readFileSync(path, 'utf8')
  const written = Object.entries(parts).reduce((text, part) => put(name, text, part), text)
  if (!check) writeFileSync(path, written)
  else if (isOfTheseTools && written !== text) {
    fail(`${name} has other figures than the build: node scripts/figures.mjs writes them.`)
  }
}

/**
 * Puts a part into its place of a document.
 * @param {string} name the document's, for who reads the error
 * @param {string} text
 * @param {[string, string]} part
 */
function put(name, text, [place, part]) {
  const marks = new RegExp(`(<!-- built: ${place} -->\n)[\\s\\S]*?(\n<!-- /built -->)`)
  if (!marks.test(text)) fail(`${name} has no place for what was built: <!-- built: ${place} -->`)
  return text.replace(marks, (_, before, after) => before + part + after)
}

/** @param {import('./size.mjs').Build} build */
function table({ files, total }) {
  const rows = [...files, { file: 'total', ...total }].map(({ file, raw, gzip, brotli }) =>
    [file, ...[raw, gzip, brotli].map((size) => size.toLocaleString('en'))].join(' | '),
  )
  return ['| file | raw | gzip | brotli |', '| --- | --: | --: | --: |', ...rows.map((row) => `| ${row} |`)].join('\n')
}
