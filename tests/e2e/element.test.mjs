/** `<campagnodon-form>` in a page of any making: it comes alive however it came there, and lets go when it leaves. */
import assert from 'node:assert/strict'
import { scene } from './support/browser.mjs'
import { contributionsOf, transactionWith, transactionsOf } from './support/distant.mjs'
import { atPayment, choose, fillEmail, pay, submit } from './support/donor.mjs'
import { newPerson } from './support/persons.mjs'
import { openWorld, originKeepsNobody } from './support/world.mjs'

const SCRIPT = '<script type="module" src="/campagnodon/campagnodon.js"></script>'

const page = (body, head = SCRIPT) => `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Essai</title>
  <link rel="icon" href="data:,">${head}<body>${body}</body></html>`

const element = (name, attributes = '') =>
  `<campagnodon-form src="/forms/${name}" ${attributes}><a href="/forms/${name}">Donner</a></campagnodon-form>`

const { distant, origin, relay } = await openWorld({
  pages: {
    'element.html': page(element('don')),
    'empty.html': page('<main></main>'),
    'goal.html': page('<campagnodon-goal src="/forms/don/goal"></campagnodon-goal>'),
    'chosen.html': page(element('soutenir', 'operation="membership" amount="35"')),
    'none.html': page(element('nowhere')),
    'twice.html': page(element('don') + element('don')),
    'async.html': page(element('don'), SCRIPT.replace('module"', 'module" async')),
    'copies.html': page(element('don'), SCRIPT + SCRIPT.replace('.js', '.js?again')),
    'shadow.html': page('<div id="host"></div>'),
  },
})

const live = (page) => page.locator('form[data-live]').first().waitFor()

for (const name of ['element.html', 'async.html', 'copies.html']) {
  scene(`the element takes its form from the relay, and one payment comes of it: ${name}`, {}, async (page) => {
    const person = newPerson()
    const posts = []
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()))
    await page.goto(`${origin}/${name}`)
    await live(page)
    assert.equal(await page.locator('campagnodon-form > a').count(), 0, 'the link has served')
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await submit(page)
    await atPayment(page)
    assert.deepEqual(posts, [`${origin}/forms/don`])
    await pay(page)
    assert.deepEqual(contributionsOf(await transactionWith(distant, person, 'completed')), ['Donation 30.00 Completed'])
  })
}

scene('the bar of a goal', {}, async (page) => {
  await page.goto(`${origin}/goal.html`)
  await page.getByRole('progressbar').waitFor()
})

scene('an element that comes late is alive, and says when', {}, async (page) => {
  await page.goto(`${origin}/empty.html`)
  const ready = await page.evaluate(() => {
    const element = document.createElement('campagnodon-form')
    element.src = '/forms/don'
    document.querySelector('main').append(element)
    return element.ready
  })
  assert.equal(ready, true)
  await live(page)
})

scene('an element by markup that a script puts in is alive', {}, async (page) => {
  await page.goto(`${origin}/empty.html`)
  await page.evaluate((html) => (document.querySelector('main').innerHTML = html), element('don'))
  await live(page)
})

scene('an element that is moved goes on with what was typed', {}, async (page) => {
  await page.goto(`${origin}/element.html`)
  await live(page)
  await choose(page, 'amount', '50')
  await page.locator('[name=email]').fill('anne@example')
  await page.evaluate(() =>
    document.body.append(document.createElement('p'), document.querySelector('campagnodon-form')),
  )
  await live(page)
  await submit(page)
  assert.equal(await page.locator('[data-error=email]').getAttribute('data-code'), 'email_invalid')
  assert.ok(await page.locator('[name=amount][value="50"]:visible').isChecked())
})

scene('one that leaves lets go, also while its form is on the way', {}, async (page) => {
  await page.goto(`${origin}/element.html`)
  await live(page)
  const left = await page.evaluate(() => {
    const element = document.querySelector('campagnodon-form')
    element.remove()
    return element.form.outerHTML
  })
  assert.doesNotMatch(left.match(/<form[^>]*>/)[0], /novalidate|data-live/)
  const outcome = await page.evaluate(async () => {
    const element = document.createElement('campagnodon-form')
    element.src = '/forms/don'
    element.innerHTML = '<a href="/forms/don">Donner</a>'
    document.body.append(element)
    element.remove()
    const settled = await Promise.race([element.ready, fetch('/forms/don?fragment').then(() => 'waits')])
    document.body.append(element)
    return [settled, await element.ready]
  })
  assert.deepEqual(outcome, ['waits', true])
})

scene('its attributes choose, and the address of the page goes before them', {}, async (page) => {
  await page.goto(`${origin}/chosen.html`)
  await live(page)
  const chosen = () =>
    page.evaluate(() =>
      ['operation', 'frequency', 'amount', 'free_amount'].map(
        (name) => new FormData(document.querySelector('form')).get(name) ?? '',
      ),
    )
  const [operation] = await chosen()
  assert.equal(operation, 'membership')
  await page.evaluate(() => {
    const element = document.querySelector('campagnodon-form')
    Object.assign(element, { operation: 'donation', frequency: 'monthly', amount: 17 })
  })
  assert.deepEqual(await chosen(), ['donation', 'monthly', 'free', '17'])
  await page.goto(`${origin}/chosen.html?operation=donation&amount=50`)
  await live(page)
  assert.deepEqual((await chosen()).slice(0, 3), ['donation', 'once', '50'])
})

scene('another address brings another form', {}, async (page) => {
  await page.goto(`${origin}/element.html`)
  await live(page)
  const ready = await page.evaluate(() => {
    const element = document.querySelector('campagnodon-form')
    element.src = '/forms/soutenir'
    return element.ready
  })
  assert.equal(ready, true)
  assert.deepEqual(await page.evaluate(() => [...document.forms].map((form) => form.getAttribute('id'))), [
    'campagnodon-soutenir',
  ])
})

scene('its language is that of its attribute, and another when that changes', {}, async (page) => {
  await page.goto(`${origin}/element.html`)
  await live(page)
  const language = () => page.locator('form[data-live]').getAttribute('lang')
  assert.equal(await language(), 'fr')
  for (const lang of ['en', 'de']) {
    const ready = await page.evaluate((lang) => {
      const element = document.querySelector('campagnodon-form')
      element.lang = lang
      return element.ready
    }, lang)
    assert.deepEqual([ready, await language()], [true, lang])
  }
})

scene('where the relay has none, the link stays', { allow: /404/ }, async (page) => {
  await page.goto(`${origin}/none.html`)
  const ready = await page.evaluate(() => document.querySelector('campagnodon-form').ready)
  assert.equal(ready, false)
  assert.ok(await page.getByRole('link', { name: 'Donner' }).isVisible())
})

scene('the same form twice has two of each id, and each label its own box', {}, async (page) => {
  await page.goto(`${origin}/twice.html`)
  await page.locator('form[data-live]').nth(1).waitFor()
  const faults = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
    const strays = [...document.querySelectorAll('[for], [aria-describedby], [aria-labelledby]')].filter((element) =>
      ['for', 'aria-describedby', 'aria-labelledby']
        .flatMap((name) => (element.getAttribute(name) ?? '').split(' '))
        .some((id) => id && !element.closest('form').contains(document.getElementById(id))),
    )
    return [twice, strays.map(({ outerHTML }) => outerHTML)]
  })
  assert.deepEqual(faults, [[], []])
  const second = page.locator('form').nth(1)
  await second.locator('.campagnodon-submit').click()
  await second.locator('[data-summary] a').last().click()
  assert.equal(await page.evaluate(() => document.activeElement.closest('form') === document.forms[1]), true)
})

scene('in a shadow root, its links lead to its boxes and its events are heard outside', {}, async (page) => {
  await page.goto(`${origin}/shadow.html`)
  await page.evaluate(async (html) => {
    window.told = []
    for (const name of ['change', 'invalid'].flatMap((name) => [`campagnodon:${name}`, `campagnodon-${name}`]))
      document.addEventListener(name, ({ type }) => window.told.push([type, null]))
    const root = document.getElementById('host').attachShadow({ mode: 'open' })
    root.innerHTML = html
    await root.querySelector('campagnodon-form').ready
  }, element('don'))
  await page.locator('.campagnodon-submit').click()
  await page.locator('[data-summary] a').last().click()
  const [focused, told] = await page.evaluate(() => [
    document.getElementById('host').shadowRoot.activeElement.getAttribute('name'),
    window.told.map(([type]) => type),
  ])
  assert.equal(focused, 'email')
  for (const name of ['campagnodon:change', 'campagnodon-change', 'campagnodon:invalid', 'campagnodon-invalid'])
    assert.ok(told.includes(name), name)
})

scene('prevented by either name, nothing is posted', {}, async (page) => {
  const person = newPerson()
  for (const name of ['campagnodon:submitted', 'campagnodon-submitted']) {
    await page.goto(`${origin}/element.html`)
    await live(page)
    await page.evaluate((name) => {
      window.told = []
      document.addEventListener(name, (event) => {
        event.preventDefault()
        window.told.push([name, null])
      })
    }, name)
    await choose(page, 'amount', '30')
    await fillEmail(page, person)
    await submit(page)
    await page.waitForFunction(() => window.told.length === 1)
    assert.equal(await page.locator('[data-busy]').count(), 0)
  }
  assert.deepEqual(await transactionsOf(distant, person), [])
})

originKeepsNobody({ relay })
