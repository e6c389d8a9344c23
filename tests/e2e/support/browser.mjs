/**
 * Chromium's engine without the browser around it: a fresh visitor is there in a third of the time. What it has not, such as
 * a page that is kept alive for the way back, is tried in the whole one, by `whole-browser.mjs`.
 */
import { launch } from './chromium.mjs'

export { refusedAnswer } from './chromium.mjs'
export const { browser, scene } = await launch('/usr/bin/chromium-headless-shell')
