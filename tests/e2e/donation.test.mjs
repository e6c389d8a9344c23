/** A donation and a membership, from the first click to what the distant has. */
import assert from 'node:assert/strict'
import { scene } from './support/whole-browser.mjs'
import { contributionsOf, transactionOf, transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, pay, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { EVERY_FIELD, openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld({ tables: EVERY_FIELD })

scene('30 € with an e-mail address alone', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await submit(page)
  await atPayment(page)
  assert.deepEqual(contributionsOf(await transactionOf(distant, person)), ['Donation 30.00 promised'])
  await pay(page)
  const transaction = await transactionWith(distant, person, 'completed')
  assert.equal(transaction.operation_type, 'donation')
  assert.equal(transaction.tax_receipt, false)
  assert.deepEqual(contributionsOf(transaction), ['Donation 30.00 Completed'])
  assert.equal(transaction.contact.last_name, null)
})

scene('a monthly donation of a free amount, with a tax receipt', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await choose(page, 'frequency', 'monthly')
  await page.locator('[name=free_amount]').fill('17')
  await fillEmail(page, person)
  await page.locator('[name=tax_receipt]').check()
  await fillAddress(page, person)
  await page.locator('[name=subscription_newsletter]').check()
  await page.locator('[name=subscription_volunteer]').check()
  await submit(page)
  await pay(page)
  const transaction = await transactionWith(distant, person, 'completed')
  assert.equal(transaction.operation_type, 'monthly_donation')
  assert.deepEqual(contributionsOf(transaction), ['Donation 17.00 Completed'])
  assert.equal(transaction.tax_receipt, true)
  assert.equal(transaction.recurring_status, 'ongoing')
  const { contact } = transaction
  for (const [name, value] of Object.entries(person)) assert.equal(contact[name], value, name)
  assert.deepEqual([contact.groups, contact.tags], [['newsletter'], ['volunteer']])
})

scene('a yearly membership with the full address', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/adhesion.html`)
  await choose(page, 'frequency', 'yearly')
  await choose(page, 'amount', '48')
  await fillEmail(page, person)
  await fillAddress(page, person)
  await submit(page)
  await pay(page)
  const transaction = await transactionWith(distant, person, 'completed')
  assert.equal(transaction.operation_type, 'yearly_membership')
  assert.deepEqual(contributionsOf(transaction), ['Member Dues 12.00 Completed', 'Member Dues 36.00 Completed'])
  const memberships = transaction.memberships.map(({ membership_type }) => membership_type)
  assert.deepEqual(memberships, ['Magazine', 'Member'])
  assert.equal(transaction.contact.city, person.city)
})

scene('either, where a form offers both', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/soutenir.html`)
  await choose(page, 'operation', 'membership')
  await choose(page, 'amount', '65')
  // The second thought: what was typed for the first one stays, and is not sent.
  await page.locator('[name=last_name]').fill(person.last_name)
  await choose(page, 'operation', 'donation')
  await choose(page, 'amount', '50')
  await fillEmail(page, person)
  await submit(page)
  await pay(page)
  const transaction = await transactionWith(distant, person, 'completed')
  assert.deepEqual(contributionsOf(transaction), ['Donation 50.00 Completed'])
  assert.equal(transaction.contact.last_name, null)
})

scene('two clicks and an impatient Enter are one donation', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  const posts = []
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
  await page.evaluate(() => {
    const button = document.querySelector('.campagnodon-submit')
    button.click()
    button.click()
    button.form.requestSubmit()
  })
  await atPayment(page)
  assert.equal(posts.length, 1)
  await transactionOf(distant, person)
})

scene('the English page', { locale: 'en-GB' }, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/en.html`)
  await page.getByRole('radio', { name: '€40', exact: true }).check()
  assert.match(await page.locator('.campagnodon-cost:visible').innerText(), /Real cost to you: €13\.60 after/)
  await submit(page)
  await page.getByText('Enter your e-mail address').first().waitFor()
  await page.getByLabel('E-mail address').fill(person.email)
  await page.getByLabel('Get the river letter, once a month').check()
  await page.getByRole('button', { name: 'Donate €40' }).click()
  await page.getByRole('heading', { name: 'One last step: payment' }).waitFor()
  await page.getByRole('button', { name: 'Pay', exact: true }).click()
  await page.getByText('Thank you').waitFor()
  const transaction = await transactionWith(distant, person, 'completed')
  assert.deepEqual(contributionsOf(transaction), ['Donation 40.00 Completed'])
  assert.deepEqual(transaction.contact.groups, ['newsletter'])
})

originKeepsNobody({ relay })
