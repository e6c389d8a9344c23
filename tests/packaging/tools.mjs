/**
 * Tools that sites are made and tested with, beside those of `sites.mjs`: what each needs to be installed, and how it is asked
 * for one verdict of the package, with nothing configured.
 */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { browser } from '../e2e/support/browser.mjs'

/**
 * @typedef {object} Tool
 * @property {string[]} packages to install; the first is the tool itself
 * @property {(folder: string) => Promise<unknown>} verdict what it says, in a folder where they are installed
 */

const ANSWERS = `{ operation: 'donation', frequency: 'once', amount: '30', email: 'anne@example' }`
/** What each says of these. */
export const ERRORS = [{ field: 'email', code: 'email_invalid' }]
const CHECK = `new TypedForm('o donation once 100-100000 3000').check(${ANSWERS}).errors`

/** Without what Vite says to whatever runs it, as another tool would believe it. */
const { NODE_ENV: _, ...ENVIRONMENT } = process.env

/** @param {string} folder @param {string} command @param {string[]} args */
const run = async (folder, command, ...args) => {
  const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env: ENVIRONMENT })
  return stdout
}

/** @param {string} folder @param {string} name */
const bin = (folder, name) => join(folder, 'node_modules/.bin', name)

/** @param {string} folder @param {string} file @param {string} text */
function write(folder, file, text) {
  const path = join(folder, file)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
}

/** Node of another version, as npm has it. @param {number} major @returns {Tool} */
const node = (major) => {
  const name = `node-${process.platform}-${process.arch}`
  return {
    packages: [`${name}@${major}`],
    verdict: async (folder) => {
      const program = join(folder, 'node_modules', name, 'bin/node')
      const [module, required] = await Promise.all(['node.mjs', 'node.cjs'].map((file) => run(folder, program, file)))
      assert.equal(module, required)
      return JSON.parse(module).errors
    },
  }
}

/** A test of a site's own, as it is for a runner of tests. @param {string} imports */
const siteTest = (imports) => `${imports}
test('the form checks, and the relay’s comes alive', async () => {
  await init()
  expect(${CHECK}).toEqual(${JSON.stringify(ERRORS)})
  document.body.innerHTML = '<form data-campagnodon="o donation once 100-100000 3000"><input name="email"><p data-error="email"></p><div data-summary hidden></div><button></button></form>'
  const form = document.querySelector('form')
  expect(await attach(form)).toBe(true)
  expect(form.dataset.live).toBeDefined()
})
`

/** @param {'jsdom' | 'happy-dom'} dom @returns {Tool} */
const vitest = (dom) => ({
  packages: ['vitest', dom],
  verdict: async (folder) => {
    const imports = `import { attach } from 'campagnodon'
import { init, TypedForm } from 'campagnodon/typed'
import { expect, test } from 'vitest'`
    write(folder, 'site.test.js', siteTest(imports))
    await run(folder, bin(folder, 'vitest'), 'run', `--environment=${dom}`)
    return ERRORS
  },
})

/** @param {string} environment @returns {Tool} */
const jest = (environment) => ({
  packages: ['jest', environment],
  verdict: async (folder) => {
    const imports = `const { attach } = require('campagnodon')
const { init, TypedForm } = require('campagnodon/typed')`
    write(folder, 'site.test.cjs', siteTest(imports))
    await run(folder, bin(folder, 'jest'), `--env=${environment}`, '--testMatch=**/site.test.cjs')
    return ERRORS
  },
})

/** @type {Record<string, Tool>} */
export const TOOLS = {
  'Node 22': node(22),
  'Node 24': node(24),
  Bun: {
    packages: ['bun'],
    verdict: async (folder) => {
      const program = join(folder, 'node_modules/@oven', `bun-${process.platform}-${process.arch}`, 'bin/bun')
      return JSON.parse(await run(folder, program, 'node.mjs')).errors
    },
  },
  Deno: {
    packages: ['deno'],
    verdict: async (folder) =>
      JSON.parse(await run(folder, bin(folder, 'deno'), 'run', '--allow-read', 'node.mjs')).errors,
  },
  wrangler: {
    packages: ['wrangler'],
    verdict: async (folder) => {
      write(
        folder,
        'worker.js',
        `import { init, TypedForm } from 'campagnodon/typed'
export default { fetch: async () => (await init(), Response.json(${CHECK})) }`,
      )
      // By itself, in its folder: what it keeps, it writes into the folder where it runs.
      write(
        folder,
        'ask.mjs',
        `import { unstable_startWorker as start } from 'wrangler'
const dev = { server: { port: 0 }, inspector: false, logLevel: 'none', persist: false }
const worker = await start({ name: 'site', entrypoint: 'worker.js', compatibilityDate: '2026-01-01', dev })
console.log(await (await worker.fetch('http://site/')).text())
await worker.dispose()`,
      )
      // After what it says of itself.
      const said = await run(folder, process.execPath, 'ask.mjs')
      return JSON.parse(said.trim().split('\n').at(-1) ?? '')
    },
  },
  'Vitest, jsdom': vitest('jsdom'),
  'Vitest, happy-dom': vitest('happy-dom'),
  'Jest, jsdom': jest('jest-environment-jsdom'),
  'Jest, happy-dom': jest('@happy-dom/jest-environment'),
  'Next, a route and a page': {
    packages: ['next', 'react', 'react-dom'],
    verdict: async (folder) => {
      write(folder, 'app/layout.js', `export default ({ children }) => <html lang="fr"><body>{children}</body></html>`)
      write(
        folder,
        'app/verdict/route.js',
        `import { init, TypedForm } from 'campagnodon/typed'
export const dynamic = 'force-dynamic'
export const GET = async () => (await init(), Response.json(${CHECK}))`,
      )
      write(
        folder,
        'app/page.js',
        `'use client'
import { init, TypedForm } from 'campagnodon/typed'
import { useEffect, useState } from 'react'
export default function Page() {
  const [told, tell] = useState('')
  useEffect(() => void init().then(() => tell(JSON.stringify(${CHECK}))), [])
  return <output>{told}</output>
}`,
      )
      await run(folder, bin(folder, 'next'), 'build')
      const server = spawn(bin(folder, 'next'), ['start', '--hostname', '127.0.0.1', '--port', '0'], {
        cwd: folder,
        env: ENVIRONMENT,
      })
      try {
        const [, origin] = await said(server, /(http:\/\/127\.0\.0\.1:\d+)/)
        const page = await browser.newPage()
        await page.goto(origin)
        assert.equal(await page.locator('output:not(:empty)').innerText(), JSON.stringify(ERRORS))
        return await (await fetch(`${origin}/verdict`)).json()
      } finally {
        server.kill()
      }
    },
  },
}

/**
 * Waits until a program has said something, and lets it go on.
 * @param {import('node:child_process').ChildProcessWithoutNullStreams} program
 * @param {RegExp} what
 * @returns {Promise<RegExpExecArray>}
 */
const said = (program, what) =>
  new Promise((found, ended) => {
    let text = ''
    program.stdout.on('data', (part) => {
      text += part
      const match = what.exec(text)
      if (match) found(match)
    })
    program.on('exit', () => ended(new Error(`it ended, and said: ${text}`)))
  })
