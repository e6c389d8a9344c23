/** What a page must be wherever a person looks at it, and a picture for whoever wants to see. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { check } from './axe.mjs'
import { fits } from './fits.mjs'

/**
 * Finds nothing in the page that stands in somebody's way or out of the window, or the test fails. Where scripts are off,
 * axe cannot run. `CAMPAGNODON_PICTURES` is a folder.
 */
export async function look(page, name, hasScripts = true) {
  if (hasScripts) {
    await check(page, name)
    await fits(page, name)
  }
  const folder = process.env.CAMPAGNODON_PICTURES
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
