/** What was typed stays in the donor's tab until the payment is made, and nowhere else. */
import assert from 'node:assert/strict'
import { refusedAnswer, scene } from './support/whole-browser.mjs'
import { transactionsOf } from './support/distant.mjs'
import { atPayment, choose, fillAddress, fillEmail, open, pay, press, submit, typed } from './support/donor.mjs'
import { newPerson, valuesOf } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const { distant, origin, relay } = await openWorld()
const back = (page) => page.locator('[data-payment] a').click()
const live = (page) => page.locator('form[data-live]:not([data-busy])').waitFor()

for (const [action, status] of [
  ['refuse', 'refused'],
  ['cancel', 'cancelled'],
  [null, 'init'],
]) {
  scene(
    `back to the form from a payment that is ${status}, all is there that was typed`,
    { allow: refusedAnswer },
    async (page) => {
      const { person, before } = await toPayment(page, '/soutenir.html')
      if (action) await press(page, action, status)
      const announced = await listening(page)
      await back(page)
      await live(page)
      assert.match(page.url(), /soutenir\.html\?operation=membership&frequency=yearly&amount=17$/)
      assert.deepEqual(await typed(page), before)
      // What it makes appear is there to be seen, and nothing is said aloud.
      assert.ok(await page.locator('[name=street_address]').isVisible())
      assert.deepEqual(await announced(), [])
      assert.ok(await page.evaluate(() => document.querySelector('form.campagnodon').checkValidity()))
      await submit(page)
      await press(page, 'pay', 'completed')
      const statuses = (await transactionsOf(distant, person)).map(({ status }) => status)
      assert.equal(statuses.length, action === 'cancel' ? 2 : 1, 'what can still be paid is not opened twice')
      await isGone(page, person)
    },
  )
}

scene('a page that is loaded anew has it too, and the choice made last', {}, async (page) => {
  const { before } = await toPayment(page, '/soutenir.html?amount=30')
  await page.goto(`${origin}/soutenir.html?amount=30`)
  await live(page)
  assert.deepEqual(await typed(page), before)
  await page.reload()
  await live(page)
  assert.deepEqual(await typed(page), before)
  // Another link is another wish; who gives is the same.
  await open(page, `${origin}/soutenir.html?operation=donation&frequency=once&amount=50`)
  const { operation, frequency, amount, email } = await typed(page)
  assert.deepEqual(
    { operation, frequency, amount, email },
    {
      ...{ operation: 'donation', frequency: 'once', amount: '50', email: before.email },
    },
  )
})

scene('the way back in the browser fills in what it leaves out', {}, async (page) => {
  // A page that listens to this is not kept alive.
  await page.addInitScript(() => addEventListener('unload', () => {}))
  const { before } = await toPayment(page, '/soutenir.html')
  await page.goBack({ waitUntil: 'commit' })
  await live(page)
  assert.deepEqual(await typed(page), before)
})

for (const action of ['pay', 'pend']) {
  scene(`after the payment nothing is kept: ${action}`, {}, async (page) => {
    const { person } = await toPayment(page, '/don.html')
    await press(page, action, action === 'pay' ? 'completed' : 'pending')
    await isGone(page, person)
  })
}

scene('another tab sees nothing of it', {}, async (page) => {
  const { person } = await toPayment(page, '/soutenir.html')
  await isGone(await page.context().newPage(), person)
  assert.ok((await page.evaluate(() => sessionStorage.campagnodon)).includes(person.first_name))
})

scene('neither the key nor a proof nor what programs type is kept with it', {}, async (page) => {
  await open(page, `${origin}/don.html`)
  await page.evaluate(() => {
    const form = document.querySelector('form.campagnodon')
    const more = [
      '<input name="own" id="own" value="Qownxz">',
      '<input name="website" id="campagnodon-don-website" value="Qwebxz">',
    ]
    form.insertAdjacentHTML(
      'beforeend',
      `${more.join('')}<input type="hidden" id="campagnodon-don-captcha" name="other" value="Qhidxz">`,
    )
  })
  await choose(page, 'amount', '30')
  await fillEmail(page, newPerson())
  await submit(page)
  await atPayment(page)
  const kept = await page.evaluate(() => JSON.parse(sessionStorage.campagnodon))
  assert.deepEqual(Object.keys(kept['campagnodon-don']), ['key', 'search', 'typed'])
  assert.ok(!/Q(own|web|hid)xz/.test(JSON.stringify(kept)))
})

for (const [how, break_] of Object.entries({
  'that the browser forbids': () =>
    Object.defineProperty(window, 'sessionStorage', {
      get: () => {
        throw new DOMException('no', 'SecurityError')
      },
    }),
  'that is full': () =>
    (Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }),
  'that holds something else': () => (sessionStorage.campagnodon = 'null'),
})) {
  scene(`a storage ${how} is in nobody’s way`, {}, async (page) => {
    await page.addInitScript(break_)
    const { person } = await toPayment(page, '/don.html')
    await page.goBack({ waitUntil: 'commit' })
    await live(page)
    await submit(page)
    await pay(page)
    assert.equal((await transactionsOf(distant, person)).length, 1, 'the form itself has its key')
  })
}

scene('a refused page has its own answers', { allow: refusedAnswer }, async (page) => {
  const { person } = await toPayment(page, '/don.html')
  const other = newPerson()
  // As after a failure of the module.
  await page.route('**/campagnodon.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }))
  await page.goto(`${origin}/don.html`)
  await choose(page, 'amount', '50')
  await page.locator('[name=email]').fill(`${other.email.split('@')[0]}@localhost`)
  await page.unroute('**/campagnodon.js')
  await submit(page)
  await page.locator('[data-error=email][data-code=email_invalid]').waitFor()
  await live(page)
  assert.match(await page.locator('[name=email]').inputValue(), /@localhost$/)
  assert.ok(!(await page.content()).includes(person.email))
})

originKeepsNobody({ relay })

/** A membership for the year in the form of `soutenir.html`, a donation elsewhere. */
async function toPayment(page, path) {
  const person = newPerson()
  await open(page, origin + path)
  if (path.startsWith('/soutenir')) {
    await choose(page, 'operation', 'membership')
    await choose(page, 'frequency', 'yearly')
    await page.locator('[name=free_amount]:visible').fill('17')
    await fillAddress(page, person)
    await page.locator('[name=country]').selectOption('BE')
    await page.locator('[name=postal_code]').fill('1000')
    await page.locator('[name=subscription_newsletter]').check()
  } else await choose(page, 'amount', '30')
  await fillEmail(page, person)
  const before = await typed(page)
  await submit(page)
  await atPayment(page)
  return { person, before }
}

/** Neither the tab nor a form that is opened anew has anything of the person. */
async function isGone(page, person) {
  await open(page, `${origin}/soutenir.html`)
  const kept = await page.evaluate(() => [sessionStorage.campagnodon ?? '', localStorage.length, document.cookie])
  assert.deepEqual(kept, ['', 0, ''])
  const { email, country, first_name = '' } = await typed(page)
  assert.deepEqual([email, first_name], ['', ''])
  assert.ok(country === undefined || country === 'FR')
  const content = await page.content()
  assert.deepEqual(
    valuesOf(person).filter((value) => content.includes(value)),
    [],
  )
}

/** What the next pages' live regions say. */
async function listening(page) {
  const said = []
  await page.exposeFunction('said', (text) => said.push(text))
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      for (const region of document.querySelectorAll('[data-status], [data-summary]')) {
        new MutationObserver(() => region.textContent && window.said(region.textContent)).observe(region, {
          childList: true,
          subtree: true,
        })
      }
    })
  })
  return async () => said
}
