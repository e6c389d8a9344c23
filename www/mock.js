/**
 * Campagnodon for the tests of a site: what answers as a relay does, in the tests' own process. `mock.d.ts` is the contract.
 */
import { relayOf } from './src/mock/relay.js'
import { init, TypedForm } from './typed.js'

/** @type {typeof import('./mock.js').mockRelay} */
export const mockRelay = (options) => relayOf({ init, TypedForm }, options)
