/** The pages of whoever runs the relay, without scripts: axe finds nothing to say of them, light or dark, and they fit a phone. */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { check } from './support/axe.mjs'
import { refusedAnswer, scene } from './support/browser.mjs'
import { atPayment, choose, fillEmail, open, press, submit } from './support/donor.mjs'
import { fits } from './support/fits.mjs'
import { newPerson } from './support/persons.mjs'
import { freePorts } from './support/servers.mjs'
import { until } from './support/until.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const [port] = await freePorts(1)
const address = `http://127.0.0.1:${port}`
const tables = `\n[operators]\nlisten = "127.0.0.1:${port}"\nkey = { env = "CAMPAGNODON_TAGS_KEY" }\n`
const { distant, origin, relay, tagsKey } = await openWorld({ tables })

scene(
  'three gifts; the distant loses its memory before it hears of one, and will never take it',
  { allow: refusedAnswer },
  async (page) => {
    for (const [action, status] of [
      ['pay', 'completed'],
      ['refuse', 'refused'],
      ['pend', 'pending'],
    ]) {
      await open(page, `${origin}/don.html`)
      await choose(page, 'amount', '30')
      await fillEmail(page, newPerson())
      await submit(page)
      await atPayment(page)
      if (action === 'pend') await distant.stop()
      await press(page, action, status)
      if (action === 'refuse') await press(page, 'give_up', 'failed')
    }
    for (const name of readdirSync(distant.folder).filter((name) => name.includes('.sqlite')))
      rmSync(join(distant.folder, name))
    await distant.start()
    const health = async () => (await fetch(`${origin}/health`)).json()
    await until('it is parked', async () => (await health()).distants.main.parked === 1)
  },
)

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  for (const viewport of [
    { width: 360, height: 740 },
    { width: 1280, height: 800 },
  ]) {
    const options = { colorScheme, viewport, allow: refusedAnswer }
    scene(`signed in, each page, ${colorScheme}, ${viewport.width} px wide`, options, async (page) => {
      const look = async (what) => {
        await check(page, what)
        await fits(page, what)
        await picture(page, `${what}-${colorScheme}-${viewport.width}`)
      }
      await page.goto(`${address}/figures`)
      await look('sign-in')
      await page.getByLabel('Clé').fill('another')
      await page.getByRole('button', { name: 'Se connecter' }).click()
      await page.getByText('Ce n’est pas la clé.').waitFor()
      await look('wrong')
      await page.getByLabel('Clé').fill(tagsKey)
      await page.getByRole('button', { name: 'Se connecter' }).click()
      await page.getByRole('heading', { name: 'Chiffres' }).waitFor()
      await look('figures')
      assert.equal(new URL(page.url()).pathname, '/figures', 'it leads to what was asked for')

      await page.getByRole('link', { name: 'Transactions' }).click()
      await page.getByRole('table', { name: 'Transactions' }).waitFor()
      assert.equal(await page.locator('tbody tr').count(), 3)
      await look('transactions')
      await page.getByLabel('Paiement').selectOption('failed')
      await page.getByRole('button', { name: 'Montrer' }).click()
      await until('one is left', async () => (await page.locator('tbody tr').count()) === 1)
      await page.getByLabel('Nom (idx)').fill('nothing-is-called-so')
      await page.getByRole('button', { name: 'Montrer' }).click()
      await page.getByText('Rien à montrer.').waitFor()
      await look('none')

      await page.goto(`${address}/transactions?status=pending`)
      await page.locator('tbody a').click()
      await page.getByRole('table', { name: 'Ce qui attend' }).waitFor()
      await look('story')
      await page.getByRole('link', { name: 'À regarder' }).click()
      await page.getByRole('table', { name: 'Ce que quelqu’un doit regarder' }).waitFor()
      await look('attention')
      await page.goto(`${address}/none`)
      await look('error')
    })
  }
}

scene(
  'without scripts, the sign-in outlasts a restart, and what waits is closed',
  { javaScriptEnabled: false, allow: refusedAnswer },
  async (page) => {
    await page.goto(address)
    await page.getByLabel('Clé').fill(tagsKey)
    await page.getByRole('button', { name: 'Se connecter' }).click()
    await page.getByRole('heading', { name: 'Transactions' }).waitFor()
    await relay.stop()
    await relay.start()
    await page.goto(`${address}/attention`)
    const close = page.getByRole('button', { name: 'Fermer' })
    await close.click()
    assert.equal(new URL(page.url()).search, '', 'the box must be ticked first')
    await page.getByLabel('J’ai regardé').check()
    await close.click()
    await page.getByText('C’est fermé.').waitFor()
    await page.getByText('Rien à regarder').waitFor()
    await page.goto(`${address}/transactions?status=pending`)
    await page.locator('tbody a').click()
    await page.getByText('Fermé à la main, sans être transmis : en cours.').waitFor()
    await page.getByRole('button', { name: 'Se déconnecter' }).click()
    await page.getByLabel('Clé').waitFor()
  },
)

originKeepsNobody({ relay })

/** Keeps a picture for whoever wants to see them. */
async function picture(page, name) {
  const folder = process.env.CAMPAGNODON_PICTURES
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
