/** axe, which looks for what would stand in the way of somebody. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Finds nothing in the page as it stands, or the test fails. */
export async function check(page, what, options = {}) {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(axe)
  const found = await page.evaluate(async (options) => {
    // A colour on its way to another is neither; what turns for as long as a post takes never ends.
    const ends = ({ effect }) => effect.getComputedTiming().endTime !== Infinity
    await Promise.all(
      document
        .getAnimations()
        .filter(ends)
        .map(({ finished }) => finished.catch(() => {})),
    )
    const { violations } = await window.axe.run(document, { ...options, resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)
  }, options)
  assert.deepEqual(found, [], what)
}
