/**
 * Writes into the README what the build gives: the tables of sizes, and how a page loads it, with the hashes. `--check`:
 * fails where the README says otherwise; other tools give other bytes, so then it only says so.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { builds } from './size.mjs'
import { snippet } from './snippet.mjs'
import { fail, output, root } from './tools.mjs'

const readme = join(root, 'README.md')
// Node brings the compressors.
const tools = `${output('rustc', ['--version'])} and Node ${process.versions.node}`
// The package's scripts name their commit, so no commit could hold their sizes.
const shown = builds().filter(({ name }) => name !== 'package')
const parts = {
  ...Object.fromEntries(shown.map((build) => [build.name, table(build)])),
  snippet: `\`\`\`html\n${snippet()}\n\`\`\``,
  tools: `These are of ${tools}.`,
}

const text = readFileSync(readme, 'utf8')
let written = text
for (const [name, part] of Object.entries(parts)) {
  const place = new RegExp(`(<!-- built: ${name} -->\n)[\\s\\S]*?(\n<!-- /built -->)`)
  if (!place.test(written)) fail(`README.md has no place for what was built: <!-- built: ${name} -->`)
  written = written.replace(place, (_, before, after) => before + part + after)
}

if (!process.argv.includes('--check')) writeFileSync(readme, written)
else if (!text.includes(parts.tools)) console.log(`The README's figures are of other tools than ${tools}.`)
else if (written !== text) fail('The README has other figures than the build: node scripts/readme.mjs writes them.')

/** @param {import('./size.mjs').Build} build */
function table({ files, total }) {
  const rows = [...files, { file: 'total', ...total }].map(({ file, raw, gzip, brotli }) =>
    [file, ...[raw, gzip, brotli].map((size) => size.toLocaleString('en'))].join(' | '),
  )
  return ['| file | raw | gzip | brotli |', '| --- | --: | --: | --: |', ...rows.map((row) => `| ${row} |`)].join('\n')
}
