/** What `attach` gives lets go, at any moment; forms that were removed are collected; what is no form is told so. */
import assert from 'node:assert/strict'
import { scene } from './support/browser.mjs'
import { openPage } from './support/page.mjs'

/** In the page: a copy of its form, which nothing has attached yet, in the place of it. */
const fresh = (page) =>
  page.evaluate(() => {
    release(document.forms[0])
    const copy = document.forms[0].cloneNode(true)
    document.forms[0].replaceWith(copy)
  })

/** Whether the page's form is alive, by what it does: the script's mark, and an answer to a change. */
const isLive = (page) =>
  page.evaluate(() => {
    const [form] = document.forms
    let told = 0
    const listen = () => told++
    form.addEventListener('campagnodon-change', listen)
    form.querySelector('[name=amount]').dispatchEvent(new Event('input', { bubbles: true }))
    form.removeEventListener('campagnodon-change', listen)
    return [form.dataset.live !== undefined, told > 0]
  })

/** @type {[string, () => Promise<unknown>, unknown, boolean][]} name, what the page does, what comes of it, whether the form is live then */
const STORIES = [
  ['attached', async () => await attach(document.forms[0]), true, true],
  [
    'released while it was under way',
    async () => {
      const attached = attach(document.forms[0])
      release(document.forms[0])
      return await attached
    },
    false,
    false,
  ],
  [
    'let go while it was under way',
    async () => {
      const attached = attach(document.forms[0])
      attached.release()
      return await attached
    },
    false,
    false,
  ],
  [
    'let go once it was live',
    async () => {
      const attached = attach(document.forms[0])
      const was = await attached
      attached.release()
      return [was, document.forms[0].noValidate]
    },
    [true, false],
    false,
  ],
  ['aborted before', async () => await attach(document.forms[0], { signal: AbortSignal.abort() }), false, false],
  [
    'aborted while it was under way',
    async () => {
      const stop = new AbortController()
      const attached = attach(document.forms[0], { signal: stop.signal })
      stop.abort()
      return await attached
    },
    false,
    false,
  ],
  [
    'aborted once it was live',
    async () => {
      const stop = new AbortController()
      const was = await attach(document.forms[0], { signal: stop.signal })
      stop.abort()
      return was
    },
    true,
    false,
  ],
  [
    'mounted, unmounted and mounted again, as React does',
    async () => {
      const first = attach(document.forms[0])
      first.release()
      const second = attach(document.forms[0])
      return await Promise.all([first, second])
    },
    [false, true],
    true,
  ],
  [
    'let go late by whoever was first',
    async () => {
      const first = attach(document.forms[0])
      await first
      first.release()
      const second = attach(document.forms[0])
      await second
      first.release()
      return await second
    },
    true,
    true,
  ],
  [
    'attached twice',
    async () => await Promise.all([attach(document.forms[0]), attach(document.forms[0])]),
    [true, true],
    true,
  ],
]

for (const [name, story, outcome, live] of STORIES) {
  scene(`a form that is ${name}`, {}, async (page) => {
    await openPage(page)
    await fresh(page)
    assert.deepEqual(await page.evaluate(story), outcome)
    assert.deepEqual(await isLive(page), [live, live])
  })
}

scene('choices are made before anybody typed, and when they are asked for', {}, async (page) => {
  await openPage(page)
  await fresh(page)
  const chosen = await page.evaluate(async () => {
    const of = () =>
      [...document.querySelectorAll(':checked:enabled')].map(({ id }) => id).filter((id) => id.startsWith('t-'))
    const attached = attach(document.forms[0], { choices: { frequency: 'monthly', amount: 10 } })
    await attached
    const before = of()
    attached.choose({ frequency: 'once', amount: '50' })
    const after = of()
    attached.release()
    attached.choose({ amount: '30' })
    return [before, after, of()]
  })
  const [donation, once] = ['t-operation-donation', 't-frequency-once']
  assert.deepEqual(chosen[0], [donation, 't-frequency-monthly', 't-amount-donation-monthly-10'])
  assert.deepEqual(chosen[1], [donation, once, 't-amount-donation-once-50'])
  assert.ok(!chosen[2].includes('t-amount-donation-once-30'), 'a form that was let go chooses nothing')
})

scene('what is no form says so in the console, and nothing throws', {}, async (page) => {
  const warnings = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  await openPage(page)
  const outcomes = await page.evaluate(() =>
    Promise.all([null, undefined, document.body, document.createElement('form')].map((it) => attach(it))),
  )
  assert.deepEqual(outcomes, [false, false, false, false])
  assert.equal(warnings.length, 4)
  assert.match(warnings[0], /^Campagnodon: null is no form of a relay$/)
})

/** @type {[string, string, string][]} */
const LEAKS = [
  ['the element', 'element', ''],
  ['attach, released', 'attach', 'release'],
  ['attach, removed and forgotten', 'attach', ''],
  ['attach, released while under way', 'attach', 'early'],
]

for (const [name, way, end] of LEAKS) {
  scene(`forty mounts and removals leave nothing: ${name}`, {}, async (page) => {
    await openPage(page)
    const session = await page.context().newCDPSession(page)
    const mount = (times) =>
      page.evaluate(
        async ([times, way, end]) => {
          const html = document.forms[0].outerHTML.replace(/ (data-live|novalidate)(="")?/g, '')
          for (let n = 0; n < times; n++) {
            const place = document.createElement(way === 'element' ? 'campagnodon-form' : 'div')
            place.innerHTML = html
            document.body.append(place)
            const form = place.querySelector('form')
            const attached = 'ready' in place ? place.ready : attach(form)
            if (end === 'early') release(form)
            const live = await attached
            if (live !== (end !== 'early')) throw new Error(`live: ${live}`)
            if (end === 'release') release(form)
            place.remove()
          }
        },
        /** @type {const} */ ([times, way, end]),
      )
    const counters = async () => {
      await session.send('HeapProfiler.collectGarbage')
      return session.send('Memory.getDOMCounters')
    }
    // What a first one leaves for all: the rules, the element's definition.
    await mount(3)
    const before = await counters()
    await mount(40)
    const after = await counters()
    const more = (/** @type {'nodes' | 'jsEventListeners' | 'documents'} */ key) => after[key] - before[key]
    // One form has about ninety nodes and ten listeners; what is still in use by the last may stay.
    assert.ok(more('nodes') < 400, `${more('nodes')} nodes more`)
    assert.ok(more('jsEventListeners') < 40, `${more('jsEventListeners')} listeners more`)
  })
}
