/** Whoever reads the page in another way: aloud, in another language, from right to left, or through scripts of the site. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/browser.mjs'
import { transactionOf } from './support/distant.mjs'
import {
  atPayment,
  choose,
  fillAddress,
  fillEmail,
  open,
  refused,
  shownCodes,
  submit,
  typed,
} from './support/donor.mjs'
import { addressOf, newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const rightToLeft = `<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><title>Essai</title>
  <link rel="icon" href="data:,"><link rel="stylesheet" href="/campagnodon/campagnodon.css">
  <script type="module" src="/campagnodon/campagnodon.js"></script>
  <body><campagnodon-goal name="don"></campagnodon-goal><campagnodon-form name="don"></campagnodon-form></body></html>`

const { distant, origin, relay } = await openWorld({ pages: { 'rtl.html': rightToLeft } })

scene('no field is read as wrong before there is an error', {}, async (page) => {
  await open(page, `${origin}/soutenir.html`)
  assert.deepEqual(await invalid(page), [])
  await page.locator('[name=tax_receipt]').check()
  await submit(page)
  await refused(page, 'invalid_answers')
  assert.ok((await invalid(page)).includes('email'))
  for (const name of ['first_name', 'last_name', 'street_address', 'postal_code', 'city']) {
    await page.locator(`[name=${name}]`).fill('75011')
  }
  await choose(page, 'amount', '30')
  await fillEmail(page, newPerson())
  assert.deepEqual(await invalid(page), [])
  const said = await page
    .locator('.campagnodon :is(input, select):not([type=hidden])')
    .evaluateAll((controls) => controls.map((control) => control.getAttribute('aria-invalid')))
  assert.deepEqual([...new Set(said)], ['false'])
})

scene('the summary follows what is corrected, in silence, and goes with the last', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await submit(page)
  await refused(page, 'invalid_answers')
  assert.equal(await items(page).count(), 2)
  await fillEmail(page, newPerson())
  assert.deepEqual(await items(page).allInnerTexts(), ['Choisissez un montant.'])
  assert.equal(await page.locator('[data-summary] [role=alert]').count(), 0, 'what changes there is not read again')
  // The link leads to a list that is shown.
  await choose(page, 'frequency', 'monthly')
  await items(page).click()
  const focused = await page.evaluate(() => [
    document.activeElement.name,
    document.activeElement.getClientRects().length > 0,
  ])
  assert.deepEqual(focused, ['amount', true])
  await choose(page, 'amount', '15')
  assert.ok(await page.locator('[data-summary]').isHidden())
  assert.equal(await page.locator('[data-summary]').innerHTML(), '')
  assert.deepEqual(await shownCodes(page), { code: undefined, errors: {} })
})

scene('what is asked no more leaves the summary', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await page.locator('[name=tax_receipt]').check()
  await submit(page)
  await refused(page, 'invalid_answers')
  assert.equal(await items(page).count(), 7)
  await page.locator('[name=tax_receipt]').uncheck()
  assert.equal(await items(page).count(), 2)
})

scene('the focus is not lost with the summary', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await submit(page)
  await refused(page, 'invalid_answers')
  await items(page).focus()
  // As a password manager fills it in.
  await page.evaluate(() => {
    const field = document.querySelector('[name=email]')
    field.value = 'anne@example.org'
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
  assert.ok(await page.locator('[data-summary]').isHidden())
  assert.equal(await page.evaluate(() => document.activeElement.name), 'email')
})

scene('the summary of a form sent without the module follows too', { allow: refusedAnswer }, async (page) => {
  await open(page, `${origin}/don.html`)
  const person = newPerson()
  await choose(page, 'amount', '30')
  await page.locator('[name=email]').fill(`${person.email.split('@')[0]}@localhost`)
  await page.evaluate(() => document.querySelector('form.campagnodon').submit())
  await page.locator('form[data-live] [data-summary] li').waitFor()
  assert.deepEqual(await invalid(page), ['email'])
  await fillEmail(page, person)
  assert.ok(await page.locator('[data-summary]').isHidden())
})

scene('a translated page gives: its buttons work, and its live region speaks once', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await translate(page)
  const regions = await mutations(page)
  await choose(page, 'amount', '30')
  await page.locator('[name=email]').fill(person.email.replace(/@.*/, '@gmial.com'))
  await page.locator('[name=email]').blur()
  const take = page.locator('[data-accept]:visible font').last()
  await take.waitFor()
  await page.waitForFunction(() => document.querySelector('[data-note=email] [data-note-text] font'))
  for (const amount of ['50', '100', '30']) await choose(page, 'amount', amount)
  assert.equal(await regions(), 1, 'other changes say nothing anew')
  await take.click()
  assert.match(await page.locator('[name=email]').inputValue(), /@gmail\.com$/)
  assert.ok(await page.locator('[data-note=email]').isHidden())
  await page.locator('[name=email]').fill(person.email)
  await submit(page)
  await atPayment(page)
  await transactionOf(distant, person)
})

scene(
  'in a page that reads from right to left the form reads from left to right',
  { allow: refusedAnswer },
  async (page) => {
    await open(page, `${origin}/rtl.html`)
    const directions = await page
      .locator('.campagnodon, [name=email], [name=city], .campagnodon-goal')
      .evaluateAll((elements) => elements.map((element) => getComputedStyle(element).direction))
    assert.ok(directions.length >= 4)
    assert.deepEqual([...new Set(directions)], ['ltr'])
  },
)

scene('what a script ticked is shown before it is judged, and counts', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  const set = (answers) =>
    page.evaluate((answers) => {
      const form = document.querySelector('form.campagnodon')
      form.querySelector('[name=tax_receipt]').checked = true
      document.querySelector('[name=amount][value="30"]').checked = true
      for (const [name, value] of Object.entries(answers)) {
        const box = form.querySelector(`[name=${name}]`)
        if (box) box.value = value
      }
    }, answers)
  await set({ email: person.email, city: 'Rennes' })
  await submit(page)
  await refused(page, 'invalid_answers')
  const { errors } = await shownCodes(page)
  assert.ok(errors.first_name && !errors.city && !errors.amount, JSON.stringify(errors))
  for (const field of Object.keys(errors)) assert.ok(await page.locator(`[data-error=${field}]`).isVisible(), field)
  await set(addressOf(person))
  await submit(page)
  await atPayment(page)
  assert.equal((await transactionOf(distant, person)).contact.street_address, person.street_address)
})

scene('a paste that is too long is whole, and told with its limit', {}, async (page) => {
  const person = newPerson()
  await open(page, `${origin}/don.html`)
  await choose(page, 'amount', '30')
  await fillEmail(page, person)
  await page.locator('[name=tax_receipt]').check()
  await fillAddress(page, person)
  const street = `12 rue ${'des Saules '.repeat(11)}`.trim()
  await page.locator('[name=street_address]').focus()
  await page.evaluate(() => document.activeElement.select())
  await page.keyboard.insertText(street)
  await submit(page)
  await refused(page, 'invalid_answers')
  assert.equal((await typed(page)).street_address, street)
  assert.match(await page.locator('[data-error=street_address]').innerText(), /96/)
})

originKeepsNobody({ relay })

const items = (page) => page.locator('[data-summary] li a')

/** The names of the fields that assistive technology is told are wrong, as the browser computes it. */
async function invalid(page) {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  const wrong = nodes.filter(({ properties = [] }) =>
    properties.some(({ name, value }) => name === 'invalid' && value.value !== 'false'),
  )
  const names = []
  for (const { backendDOMNodeId } of wrong) {
    const { object } = await session.send('DOM.resolveNode', { backendNodeId: backendDOMNodeId })
    const { result } = await session.send('Runtime.callFunctionOn', {
      objectId: object.objectId,
      functionDeclaration: 'function () { return this.name }',
      returnByValue: true,
    })
    names.push(result.value)
  }
  return names
}

/** As a browser's translator does: each text, also one that comes later, goes into two elements of its own. */
const translate = (page) =>
  page.evaluate(() => {
    const wrap = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
      const texts = []
      while (walker.nextNode()) texts.push(walker.currentNode)
      for (const text of texts) {
        const { parentElement } = text
        if (!text.data.trim() || !parentElement || parentElement.closest('font, script, style, template, select'))
          continue
        const outer = document.createElement('font')
        const inner = outer.appendChild(document.createElement('font'))
        inner.textContent = `[${text.data}]`
        text.replaceWith(outer)
      }
    }
    wrap(document.body)
    const seen = new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) if (node.isConnected) wrap(node.parentElement)
    })
    seen.observe(document.body, { childList: true, subtree: true })
  })

/** Counts how often the live region is written; what the translator does there is its own. */
async function mutations(page) {
  await page.evaluate(() => {
    window.spoken = 0
    new MutationObserver((records) => {
      const ours = ({ addedNodes }) => [...addedNodes].some((node) => node.nodeType === Node.TEXT_NODE)
      window.spoken += records.filter(ours).length
    }).observe(document.querySelector('[role=status][data-status]'), { childList: true })
  })
  return () => page.evaluate(() => window.spoken)
}
