/** `npm run test:spip -- --pictures`: the pictures of docs/spip.md, taken anew. */
import { join } from 'node:path'
import { root } from '../../scripts/tools.mjs'
import { scene } from '../e2e/support/browser.mjs'
import { open } from '../e2e/support/donor.mjs'
import { openSpip } from './support/world.mjs'

const { site, relay, tagsKey } = await openSpip('passe_plat')

/** Small: a screen of text needs no more than this of JPEG. */
const take = (what, name) =>
  what.screenshot({ path: join(root, 'docs', `spip-${name}.jpeg`), type: 'jpeg', quality: 55, animations: 'disabled' })

scene('the configuration, after the test', { viewport: { width: 1000, height: 1100 } }, async (page) => {
  await site.login(page)
  await page.goto(`${site.address}/ecrire/?exec=configurer_campagnodon`)
  await page.locator('[name=acces][value=passe_plat]').check()
  await page.locator('[name=relais]').fill(relay.address)
  await page.locator('[name=cle]').fill(tagsKey)
  await page.locator('[name=tester]').click()
  await page.locator('.reponse_formulaire_ok').waitFor()
  await take(page, 'configuration')
})

scene('the helper of editors', { viewport: { width: 1000, height: 1500 } }, async (page) => {
  await site.login(page)
  await page.goto(`${site.address}/ecrire/?exec=campagnodon_aide`)
  await page.locator('[name=campagne]').selectOption('main/1')
  await page.locator('[name=montants]').fill('15,25,libre')
  await page.getByRole('button', { name: 'Composer la balise' }).click()
  await page.locator('.campagnodon-apercu [name=amount]').first().waitFor()
  await take(page, 'balise')
})

for (const [name, width, height] of /** @type {[string, number, number][]} */ ([
  ['article', 1000, 1100],
  ['telephone', 360, 780],
])) {
  scene(`an article, ${width} px wide`, { viewport: { width, height } }, async (page) => {
    await open(page, site.article('don'))
    await page.locator('[name=amount][value="30"]:visible').check()
    await page
      .locator(name === 'telephone' ? 'form.campagnodon' : 'body')
      .evaluate((element) => element.scrollIntoView())
    await take(page, name)
  })
}
