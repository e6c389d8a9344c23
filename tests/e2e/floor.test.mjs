/**
 * The oldest browsers that the form is for know all that it uses, by MDN's data; what they do not know is listed here, with what
 * they do instead. esbuild writes the scripts for them.
 */
import bcd from '@mdn/browser-compat-data' with { type: 'json' }
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { dist, output, root } from '../../scripts/tools.mjs'

const FLOOR = { chrome: 105, firefox: 115, safari: 15.4 }

/** What some of them lack, and why that does no harm. */
const LACKED = {
  'light-dark()': 'the system’s colours, by @supports',
  ':has()': 'in rules of its own; captions, by @supports; instructions print with the page around them',
  'user-select': 'what is copied is chosen by hand, and has no spaces all the same',
  'user-select: all': 'likewise',
  '-webkit-user-select': 'Safari’s name of it',
  'forced-color-adjust': 'no such colours there',
  'forced-color-adjust: none': 'likewise',
  'content / alternative text': 'the same content without it stands before',
  'align-content: start': 'in a grid, where all know it',
  'align-content: end': 'likewise',
  '@media (forced-colors)': 'no such colours there',
  ':-webkit-progress-bar': 'each knows its own, in a rule of its own',
  ':-webkit-progress-value': 'likewise',
  ':-moz-progress-bar': 'likewise',
}

for (const file of ['campagnodon.css', 'campagnodon-pages.css']) {
  test(`${file} is of what they know`, () => {
    const css = readFileSync(join(dist, file), 'utf8').replaceAll(/"[^"]*"/g, '""')
    const used = [...declarations(css), ...selectors(css), ...media(css)]
    assert.ok(used.length > 20)
    const lacking = used.filter(([name, data]) => !(name in LACKED) && !known(data))
    assert.deepEqual(
      lacking.map(([name]) => name),
      [],
    )
  })
}

test('the modules are of what they know', () => {
  const features = [
    'bulk-memory',
    'sign-ext',
    'nontrapping-float-to-int',
    'mutable-globals',
    'multivalue',
    'reference-types',
  ]
  const options = ['--mvp-features', ...features.map((feature) => `--enable-${feature}`), '--print-features']
  for (const file of ['campagnodon.wasm', 'campagnodon-full.wasm', 'typed.wasm']) {
    assert.ok(output(join(root, 'node_modules/.bin/wasm-opt'), [...options, join(dist, file)]), file)
  }
})

/** Properties, and what stands in their values, each with its data. */
function declarations(css) {
  const found = new Map()
  for (const [, property, value] of css.matchAll(/[{;]\s*([a-z-]+):([^;{}]+)(?=[;}])/g)) {
    if (!property.startsWith('--')) {
      const data = bcd.css.properties[property]
      found.set(property, data)
      for (const word of value.split(/[\s,()]+/)) if (data?.[word]) found.set(`${property}: ${word}`, data[word])
      if (property === 'content' && value.includes('/')) found.set('content / alternative text', data.alt_text)
    }
    for (const [, name] of value.matchAll(/([a-z-]+)\(/g)) found.set(`${name}()`, functionData(name, property))
  }
  return found
}

/** Pseudo-classes and pseudo-elements. */
function selectors(css) {
  const parts = [...css.matchAll(/([^{};]+)\{/g)].map(([, part]) => part).filter((part) => !part.startsWith('@'))
  const names = parts.flatMap((part) => [...part.matchAll(/:([a-z-]+)(\()?/g)])
  return names.map(([, name, call]) => [`:${name}${call ? '()' : ''}`, bcd.css.selectors[name]])
}

/** Conditions. */
function media(css) {
  const features = [...css.matchAll(/@media\s*\(([a-z-]+)/g)].map(([, name]) => name)
  const rules = [...css.matchAll(/@([a-z-]+)/g)].map(([, name]) => [`@${name}`, bcd.css['at-rules'][name]])
  const data = bcd.css['at-rules'].media
  return [...rules, ...features.map((name) => [`@media (${name})`, data[name.replace(/^(min|max)-/, '')]])]
}

function functionData(name, property) {
  const places = [
    bcd.css.types,
    bcd.css.types.color,
    bcd.css.types['basic-shape'],
    bcd.css.types['transform-function'],
    bcd.css.properties[property],
  ]
  const place = places.find((place) => place?.[name])
  return (
    place?.[name] ?? bcd.css.properties['custom-property'][name] ?? bcd.css.properties['grid-template-columns'][name]
  )
}

/** Whether all of them have it, perhaps not in every part. */
function known(data) {
  if (!data?.__compat) return false
  return Object.entries(FLOOR).every(([browser, floor]) => {
    const statements = [data.__compat.support[browser]].flat()
    return statements.some(
      ({ version_added: since, prefix, flags }) =>
        !prefix && !flags && parseFloat(String(since).replace('≤', '')) <= floor,
    )
  })
}
