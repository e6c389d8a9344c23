/** A distant and a relay for a file of tests; when these are done, the origin must have forgotten everyone. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { persons, search, valuesOf } from './persons.mjs'
import { startServers } from './servers.mjs'

/** For a relay whose forms ask for everything of a person. */
export const EVERY_FIELD = '[options.fields]\nbirth_date = "optional"\nphone = "optional"\n'

/** The settings without anything by the month, which no means of payment but the practice bank takes. @param {string} settings */
export const onceOnly = (settings) =>
  settings
    .replaceAll('recurring = true', 'recurring = false')
    .replace(/^propose_monthly.*\n/gm, '')
    .replace(/\[\[forms\.\w+\.impact\]\][^[]*/g, '')

/** @param {Parameters<typeof startServers>[0]} [options] */
export async function openWorld(options) {
  const world = await startServers(options)
  after(() => world.end())
  return world
}

/** The last test of each file. The relay's log has everything that it can log. */
export const originKeepsNobody = ({ relay }) =>
  test('nothing of anybody stays at the origin', async () => {
    assert.ok(persons.length > 0)
    assert.deepEqual(search(relay.folder, persons.flatMap(valuesOf)), [])
  })
