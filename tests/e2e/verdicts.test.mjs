/** The rules give the same in a browser, by the module as it is shipped, as here, on 100,000 generated answers. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createReadStream, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../scripts/tools.mjs'
import { scene } from './support/browser.mjs'

const FILES = {
  '/': ['text/html', () => '<!doctype html>'],
  '/rules.js': ['text/javascript', () => readFileSync(join(root, 'target/page/campagnodon.js'))],
  '/campagnodon.wasm': ['application/wasm', () => readFileSync(join(root, 'dist/campagnodon.wasm'))],
}

scene('the same verdicts in a browser', {}, async (page) => {
  execFileSync('cargo', ['test', '--quiet', '--test', 'verdicts', '--', '--ignored'], { cwd: root, stdio: 'ignore' })
  await page.route('**', (route) => {
    const [contentType, body] = FILES[new URL(route.request().url()).pathname] ?? ['text/plain', () => '']
    return route.fulfill({ contentType, body: body() })
  })
  await page.goto('http://rules.test/')
  await page.evaluate(async () => {
    const { default: start, read } = await import('/rules.js')
    await start({ module_or_path: '/campagnodon.wasm' })
    globalThis.readAll = (form, all) => all.map((answers) => read(form, answers, 2026, 11, 22))
  })
  let total = 0
  for await (const line of createInterface({ input: createReadStream(join(root, 'target/verdicts.jsonl')) })) {
    const { form, cases } = JSON.parse(line)
    const answers = cases.map(([answers]) => answers)
    const there = await page.evaluate(([form, answers]) => globalThis.readAll(form, answers), [form, answers])
    for (const [at, [answers, here]] of cases.entries()) assert.equal(there[at], here, `${form}\n\n${answers}`)
    total += cases.length
  }
  console.log(`verdicts: ${total} total, the same in the browser`)
  assert.equal(total, 100_000)
})
