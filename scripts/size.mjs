/** Weighs what a page loads. `--json`: for programs. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { fail, root } from './tools.mjs'

const FILES = ['campagnodon.wasm', 'campagnodon.js', 'campagnodon.css']

const rows = FILES.map((file) => {
  const path = join(root, 'dist', file)
  if (!existsSync(path)) fail(`dist/${file} is not there: npm run build`)
  const bytes = readFileSync(path)
  return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length }
})
const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
rows.push({ file: 'total', raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') })

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(rows))
} else {
  const line = (name, ...sizes) => console.log(name.padEnd(18) + sizes.map((size) => String(size).padStart(9)).join(''))
  line('file', 'raw', 'gzip', 'brotli')
  for (const { file, raw, gzip, brotli } of rows) line(file, raw, gzip, brotli)
}
