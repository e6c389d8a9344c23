/** Weighs what browsers load, a table a build. Ends with 1 where one is above its budget. `--json`: for programs. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { dist, fail } from './tools.mjs'

/** Budgets are in bytes of brotli: 20 KB for what every donor waits for. */
const BUILDS = [
  { name: 'page', files: ['campagnodon.wasm', 'campagnodon.js', 'campagnodon.css'], budget: 20_000 },
  { name: 'typed', files: ['typed.wasm', 'typed.js'], budget: 32_000 },
]

const builds = BUILDS.map(({ name, files, budget }) => {
  const rows = files.map(weigh)
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
  return { name, budget, total: { raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') }, files: rows }
})

if (process.argv.includes('--json')) console.log(JSON.stringify(builds))
else builds.forEach(print)

const heavy = builds.filter(({ total, budget }) => total.brotli > budget)
if (heavy.length) fail(heavy.map(({ name, budget }) => `The ${name} build is above its ${budget} bytes of brotli.`).join('\n'))

function weigh(file) {
  const path = join(dist, file)
  if (!existsSync(path)) fail(`dist/${file} is not there: npm run build`)
  const bytes = readFileSync(path)
  return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length }
}

function print({ name, budget, total, files }) {
  const line = (name, ...sizes) => console.log(name.padEnd(18) + sizes.map((size) => String(size).padStart(9)).join(''))
  line(name, 'raw', 'gzip', 'brotli')
  for (const { file, raw, gzip, brotli } of [...files, { file: 'total', ...total }]) line(file, raw, gzip, brotli)
  console.log(`budget${String(budget).padStart(39)}\n`)
}
