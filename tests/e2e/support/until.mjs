/** Waiting for what comes, instead of sleeping. */
import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks until the answer is truthy, and gives it back.
 * @template T
 * @param {string} what for the message where it never is
 * @param {() => T | Promise<T>} ask
 * @returns {Promise<T>}
 */
export async function until(what, ask, seconds = 20) {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`)
    await pause(25)
  }
}
