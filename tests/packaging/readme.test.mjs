/**
 * A stranger's first minutes: what the README says under "In a site of your own", run as it is written, from `npm install`
 * to a gift that is paid. Its package is this one, and its port one that is free.
 */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after } from 'node:test'
import { root } from '../../scripts/tools.mjs'
import { scene } from '../e2e/support/browser.mjs'
import { atPayment, choose, fillEmail, pay, submit } from '../e2e/support/donor.mjs'
import { newPerson } from '../e2e/support/persons.mjs'
import { freePorts } from '../e2e/support/servers.mjs'
import { companion, folder, kill, ours } from './published.mjs'

const [, part] = /### In a site of your own\n(.*?)\n## /s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
const site = mkdtempSync(join(folder, 'stranger-'))
const [port] = await freePorts(1)
const mine = (/** @type {string} */ text) => text.replaceAll('8080', String(port))

/** Starts a command line, and waits until it prints an address. @param {string} line */
async function address(line) {
  const [program, ...args] = line.split(' ')
  const env = { ...process.env, NO_COLOR: '1' }
  const running = spawn(program, args, { cwd: site, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  after(() => kill(running.pid))
  let said = ''
  for await (const text of running.stdout.iterator({ destroyOnReturn: false })) {
    said += text
    const [found] = /http:\/\/\S+:\d+/.exec(said) ?? []
    if (found) return found
  }
  throw new Error(`${line} ended: ${said}`)
}

scene('what the README says leads from npm install to a paid gift', {}, async (page) => {
  // The browser's own wish, which a site this small does not have.
  await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }))
  const [, commands] = /```sh\n(.*?)\n```/s.exec(part)
  const [install, demo, vite] = commands.split('\n').map((line) => line.split('#')[0].trim())
  const files = [...part.matchAll(/^`(\S+)`\n\n```\w+\n(.*?)\n```/gms)]
  assert.deepEqual(
    files.map(([, name]) => name),
    ['index.html', 'vite.config.js'],
  )
  for (const [, name, text] of files) writeFileSync(join(site, name), mine(text))

  const [npm, ...packages] = install.replace(' campagnodon ', ` ${ours} ${companion} `).split(' ')
  execFileSync(npm, [...packages, '--prefer-offline', '--no-audit', '--no-fund', '--silent'], { cwd: site })
  await address(`${demo} --port ${port}`)
  await page.goto(await address(vite))
  await page.locator('campagnodon-form form[data-live]').waitFor()
  await choose(page, 'amount', '30')
  await fillEmail(page, newPerson())
  await submit(page)
  await atPayment(page)
  await pay(page)
})
