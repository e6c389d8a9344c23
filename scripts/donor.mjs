/** What the scripts that take pictures do to a form. */

/** @typedef {import('playwright-core').Page} Page */

const person = {
  ...{ email: 'camille.martin@example.org', first_name: 'Camille', last_name: 'Martin' },
  ...{ street_address: '12 rue des Saules', postal_code: '69001', city: 'Lyon' },
}

/** @param {Page} page @param {string} name @param {string} value */
export function choose(page, name, value) {
  return page.locator(`[name=${name}][value="${value}"]:visible`).check()
}

/** @param {Page} page */
export async function fillReceipt(page) {
  await choose(page, 'amount', '50')
  await page.locator('[name=tax_receipt]').check()
  for (const [name, value] of Object.entries(person)) await page.locator(`[name=${name}]`).fill(value)
}

/** @param {Page} page */
export async function refuse(page) {
  const receipt = page.locator('[name=tax_receipt]:visible')
  if (await receipt.count()) await receipt.check()
  await page.locator('[name=email]').fill('camille.martin@')
  await submit(page)
  await page.locator('[data-summary]:not([hidden])').waitFor()
}

/** @param {Page} page */
export function submit(page) {
  return page.locator('.campagnodon-submit').click()
}
