/** Whether all variants say the same of the same answers: the fields at fault and their codes, or the transaction. */
import { cases } from './cases.mjs'

/** Types the answers, sends the form, and tells what stands beside the fields. */
function fill(answers) {
  const form = document.querySelector('form[data-campagnodon]')
  for (const [name, answer] of Object.entries(answers)) {
    const controls = [...form.querySelectorAll(`[name="${name}"]`)].filter(({ disabled }) => !disabled)
    const [control] = controls
    if (!control) continue
    if (control.type === 'radio') controls.find(({ value }) => value === answer)?.click()
    else if (control.type === 'checkbox') control.click()
    else {
      control.value = answer
      for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }))
    }
  }
  form.requestSubmit()
  const places = [...form.querySelectorAll('[data-error]')].filter(({ textContent }) => textContent)
  return places.map(({ dataset }) => `${dataset.error} ${dataset.code}`)
}

/**
 * @param {import('playwright-core').Browser} browser
 * @returns {Promise<string[]>} each difference, as a line
 */
export async function differences(browser, origin, variants) {
  const verdicts = await Promise.all(variants.map(({ page }) => ask(browser, origin, page)))
  return cases.flatMap((answers, at) => {
    const [ours, ...others] = verdicts.map((verdict) => verdict[at])
    return others.flatMap((other, which) =>
      other === ours
        ? []
        : `${variants[which + 1].name}: ${JSON.stringify(answers)}\n  ours   ${ours}\n  theirs ${other}`,
    )
  })
}

async function ask(browser, origin, address) {
  const context = await browser.newContext({ locale: 'fr-FR' })
  const page = await context.newPage()
  // Ours fills in again, after a post, what this tab typed before.
  await page.addInitScript(() => sessionStorage.clear())
  let posted
  await page.route('**/forms/**', async (route) => {
    posted(route.request().postDataJSON())
    await route.abort()
  })
  const verdicts = []
  for (const answers of cases) {
    const post = new Promise((resolve) => (posted = resolve))
    await page.goto(origin + address)
    await page.locator('form[novalidate]').waitFor()
    const errors = await page.evaluate(fill, answers)
    const seen = errors.length ? errors.sort() : sorted(await post)
    verdicts.push(JSON.stringify(seen))
  }
  await context.close()
  return verdicts
}

const sorted = (transaction) => Object.fromEntries(Object.entries(transaction).sort(([a], [b]) => (a < b ? -1 : 1)))
