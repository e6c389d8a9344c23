/**
 * The rules give the same in a browser, by the modules as they are shipped and by their twin in JavaScript, as here: of every
 * recorded case and of 100,000 generated answers. The smaller module reads no form that asks for a telephone number,
 * or for fees.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../scripts/tools.mjs'
import { scene } from './support/browser.mjs'

const GENERATED = 100_000

const FILES = {
  '/': ['text/html', () => '<!doctype html><link rel="icon" href="data:,">'],
  '/glue.js': ['text/javascript', () => readFileSync(join(root, 'target/page/campagnodon_bg.js'))],
  '/campagnodon.wasm': ['application/wasm', () => readFileSync(join(root, 'dist/campagnodon.wasm'))],
  '/campagnodon-full.wasm': ['application/wasm', () => readFileSync(join(root, 'dist/campagnodon-full.wasm'))],
  '/campagnodon-twin.js': ['text/javascript', () => readFileSync(join(root, 'dist/campagnodon-twin.js'))],
}

scene('the same verdicts in a browser', {}, async (page) => {
  await page.route('**', (route) => {
    const [contentType, body] = FILES[new URL(route.request().url()).pathname]
    return route.fulfill({ contentType, body: body() })
  })
  await page.goto('http://rules.test/')
  await page.evaluate(async () => {
    const module = async (name) => {
      const glue = await import(`/glue.js?${name}`)
      const bytes = await (await fetch(`/${name}.wasm`)).arrayBuffer()
      glue.__wbg_set_wasm((await WebAssembly.instantiate(bytes)).instance.exports)
      return glue
    }
    const all = [await module('campagnodon-full'), await module('campagnodon'), await import('/campagnodon-twin.js')]
    globalThis.readAll = (form, answers) => all.map(({ read }) => answers.map((each) => read(form, each, 2026, 11, 22)))
  })

  const here = spawn('cargo', ['run', '--quiet', '--example', 'verdicts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => here.on('close', resolve))
  let total = 0
  for await (const line of createInterface({ input: here.stdout })) {
    const { form, cases } = JSON.parse(line)
    const answers = cases.map(([answers]) => answers)
    const isFull = /(^|;)(a \d{4}[12]|k )/.test(form)
    const [module, plain, twin] = await page.evaluate(
      ([form, answers]) => globalThis.readAll(form, answers),
      [form, answers],
    )
    for (const [at, [answers, reading]] of cases.entries()) {
      assert.equal(module[at], reading, `the module:\n${form}\n\n${answers}`)
      assert.equal(plain[at], isFull ? '' : reading, `the smaller module:\n${form}\n\n${answers}`)
      assert.equal(twin[at], reading, `the twin:\n${form}\n\n${answers}`)
    }
    total += cases.length
  }
  assert.equal(await ended, 0)
  console.log(`verdicts: ${total} total, the same in the browser, by the modules and by their twin`)
  assert.ok(total > GENERATED, 'the recorded ones and the generated')
})
