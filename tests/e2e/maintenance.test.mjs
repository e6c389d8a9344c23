/** A site that is being maintained says so before anything is typed, and what was typed before is not lost. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, refused, submit, typed } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const closed = `
[forms.over]
distant = "main"
campaign = 1
operations = "donation"
closed = true
closed_link = { url = "/don.html", label = { fr = "Le don", en = "The gift" } }
`
const { distant, origin, relay } = await openWorld({ keys: 'maintenance = false', tables: closed })

for (const javaScriptEnabled of [true, false]) {
  const name = `a form that was open when maintenance began, scripts ${javaScriptEnabled ? 'on' : 'off'}`
  scene(name, { javaScriptEnabled, allow: refusedAnswer }, async (page) => {
    const person = newPerson()
    await page.goto(`${origin}/don.html`)
    if (javaScriptEnabled) await page.locator('form[data-live]').waitFor()
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await page.locator('[name=tax_receipt]').check()
    await fillAddress(page, person)
    const before = await typed(page)
    await maintain('maintenance = true\nmaintenance_link = { url = "/contact.html" }')
    try {
      await submit(page)
      await refused(page, 'maintenance')
      assert.deepEqual(await typed(page), before)
      // Whoever comes now reads the notice alone.
      const other = await page.context().newPage()
      await other.goto(`${origin}/don.html`)
      assert.equal(await other.locator('form.campagnodon').count(), 0)
      assert.match(await other.locator('.campagnodon-notice').innerText(), /maintenance/)
      const link = other.getByRole('link', { name: 'Nous soutenir autrement' })
      assert.equal(await link.getAttribute('href'), '/contact.html')
    } finally {
      await maintain('maintenance = false')
    }
    await submit(page)
    await atPayment(page)
    await transactionOf(distant, person)
  })
}

scene('a campaign that is over leads to another one', {}, async (page) => {
  await page.goto(`${origin}/forms/over`)
  await page.getByRole('link', { name: 'Le don' }).click()
  await page.locator('form[data-live]').waitFor()
})

originKeepsNobody({ relay })

/** Changes the first keys of the settings, which a restart reads. */
async function maintain(keys) {
  const file = join(relay.folder, 'relay.toml')
  await relay.stop()
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^maintenance[\s\S]*?\n(?=[^m])/m, `${keys}\n`))
  await relay.start()
}
