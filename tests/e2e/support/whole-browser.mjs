/** Chromium as donors have it, for what the way back and the tab do, and for whole donations. */
import { launch } from './chromium.mjs'

export { refusedAnswer } from './chromium.mjs'
export const { scene } = await launch('/usr/bin/chromium')
