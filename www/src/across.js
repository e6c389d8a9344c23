/**
 * What is at an address that may be the relay's at another host.
 */
import { fetched } from './fetched.js'

/**
 * The same as `fetched`. A browser does not tell a script why another origin's answer is kept from it; this does.
 * @param {string | URL} address
 * @param {RequestInit} [how]
 */
export const across = (address, how) =>
  fetched(address, how).catch((error) => {
    const there = new URL(address, globalThis.document?.baseURI).origin
    const here = globalThis.location?.origin
    if (!here || there === here || !(error instanceof TypeError)) throw error
    throw new Error(`${there} cannot be reached, or its relay does not list ${here}: [site] origins = ["${here}"]`)
  })
