/** What a form asks is what its settings say, with scripts and without: fields, a name, a question, what must be agreed to. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionWith } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, pay, shownCodes, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const form = (name, operations, keys) => `[forms.${name}]
distant = "main"
campaign = 1
operations = "${operations}"
${keys}
`
const EVERYTHING = ['title', 'birth_date', 'supplemental_address_1', 'supplemental_address_2', 'phone']
const each = (asked) => `fields = { ${EVERYTHING.map((name) => `${name} = "${asked}"`).join(', ')} }`
const QUESTION = `[[forms.question.questions]]
key = "topic"
label = "Ce qui vous tient à cœur"
choices = [
  { value = "rivers", label = "Les rivières", type = "tag", remote_key = "volunteer" },
  { value = "all", label = "Tout" },
]
when = "completed"
required = true
`
const STATUTES = 'statutes = { label = "J’accepte les statuts", url = "/statuts.html" }'

const { distant, origin, relay } = await openWorld({
  tables: [
    form('off', 'donation', each('off')),
    form('optional', 'donation', each('optional')),
    form('required', 'donation', each('required')),
    form('named', 'donation', 'fields = { name = "optional" }'),
    form('name', 'donation', 'fields = { name = "required" }'),
    form('question', 'donation', ''),
    QUESTION,
    form('member', 'membership', STATUTES),
    form('either', 'both', STATUTES),
  ].join('\n'),
})

/** Opens a form, with scripts or without. */
const show = (page, name, scripts) =>
  scripts ? open(page, `${origin}/forms/${name}`) : page.goto(`${origin}/forms/${name}`)

for (const scripts of [true, false]) {
  const how = scripts ? 'with scripts' : 'without scripts'
  const options = { javaScriptEnabled: scripts, allow: scripts ? undefined : refusedAnswer }

  for (const asked of ['off', 'optional', 'required']) {
    scene(`every field ${asked}, ${how}`, options, async (page) => {
      const person = newPerson()
      await show(page, asked, scripts)
      const there = await page.locator(EVERYTHING.map((name) => `[name=${name}]`).join()).count()
      assert.equal(there, asked === 'off' ? 0 : EVERYTHING.length)
      await choose(page, 'amount', '30')
      await fillEmail(page, person)
      await page.locator('[name=tax_receipt]').check()
      const none = Object.fromEntries(EVERYTHING.map((name) => [name, '']))
      await fillAddress(page, { ...person, ...none })
      await submit(page)
      if (asked === 'required') {
        await page.locator('[data-summary]:not([hidden])').waitFor()
        const { errors } = await shownCodes(page)
        assert.deepEqual(errors, Object.fromEntries(EVERYTHING.map((name) => [name, 'required'])))
        assert.equal(await page.locator('[data-summary] a').count(), EVERYTHING.length)
        await fillAddress(page, person)
        await submit(page)
      }
      await pay(page)
      const { contact } = await transactionWith(distant, person, 'completed')
      const expected = asked === 'required' ? person : { phone: null, birth_date: null }
      assert.deepEqual([contact.phone, contact.birth_date], [expected.phone, expected.birth_date])
    })
  }

  scene(`a name without an address, ${how}`, options, async (page) => {
    const person = newPerson()
    await show(page, 'named', scripts)
    assert.equal(await page.locator('[name=first_name], [name=last_name]').count(), 2)
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await page.locator('[name=first_name]:visible').fill(person.first_name)
    await submit(page)
    await pay(page)
    const { contact, tax_receipt } = await transactionWith(distant, person, 'completed')
    assert.deepEqual([contact.first_name, contact.last_name, tax_receipt], [person.first_name, null, false])
  })

  scene(`a question that must be answered, ${how}`, options, async (page) => {
    const person = newPerson()
    await show(page, 'question', scripts)
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    assert.equal(await page.locator('[name=question_topic]').getAttribute('required'), '')
    await page.locator('[name=question_topic]').selectOption('rivers')
    await submit(page)
    await pay(page)
    const { contact } = await transactionWith(distant, person, 'completed')
    assert.deepEqual(contact.tags, ['volunteer'])
  })

  scene(`nobody becomes a member without agreeing, ${how}`, options, async (page) => {
    const person = newPerson()
    await show(page, 'member', scripts)
    await choose(page, 'amount', '35')
    await fillEmail(page, person)
    await fillAddress(page, person)
    assert.equal(await page.locator('[name=statutes]').getAttribute('required'), '')
    await page.locator('[name=statutes]').check()
    await submit(page)
    await atPayment(page)
  })
}

scene('a name is required with a receipt, where it is optional without', {}, async (page) => {
  await open(page, `${origin}/forms/named`)
  const required = () =>
    page.locator('[name=last_name]').evaluate((/** @type {HTMLInputElement} */ box) => box.required)
  const mark = page.locator('label[for$=-last_name] .campagnodon-optional')
  assert.equal(await required(), false)
  assert.equal(await mark.isVisible(), true)
  await page.locator('[name=tax_receipt]').check()
  assert.equal(await required(), true)
  assert.equal(await mark.isVisible(), false)
})

scene('a name that is required, no answer to a question, statutes not agreed to', {}, async (page) => {
  for (const [name, errors] of [
    ['name', { first_name: 'required', last_name: 'required' }],
    ['question', { question_topic: 'required' }],
  ]) {
    await open(page, `${origin}/forms/${name}`)
    await choose(page, 'amount', '30')
    await page.locator('[name=email]').fill('anne@example.org')
    await submit(page)
    assert.deepEqual((await shownCodes(page)).errors, errors)
  }
  await open(page, `${origin}/forms/either`)
  await choose(page, 'amount', '30')
  await page.locator('[name=email]').fill('anne@example.org')
  assert.equal(await page.locator('[name=statutes]').isVisible(), false)
  await choose(page, 'operation', 'membership')
  await submit(page)
  assert.equal((await shownCodes(page)).errors.statutes, 'required')
  await page.locator('[data-summary] a', { hasText: 'Cochez' }).click()
  assert.equal(await page.evaluate(() => document.activeElement.name), 'statutes')
})

originKeepsNobody({ relay })
