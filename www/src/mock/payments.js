/**
 * The payment's page, where a test pays, refuses or gives up.
 */
import { euros } from '../sentence.js'
import { page } from './pages.js'
import { Refusal } from './problems.js'

/**
 * @typedef {import('./recorded.js').Recording} Recording
 * @typedef {import('../../mock.js').MockTransaction} MockTransaction
 */

/** What each button makes of a payment that is open. @type {Record<string, MockTransaction['status']>} */
const STATUSES = { pay: 'completed', refuse: 'refused', cancel: 'cancelled' }

/** @param {MockTransaction} opened */
const isOpen = ({ status }) => status === 'init' || status === 'refused'

/**
 * Does to a payment what its page posts. Returns whether it could still be done.
 * @param {MockTransaction} opened
 * @param {string | null} action
 */
export function act(opened, action) {
  const status = STATUSES[action ?? '']
  if (!status) throw new Refusal('body_invalid')
  const could = isOpen(opened)
  if (could) opened.status = status
  // What it has said already may be said again.
  return could || opened.status === status
}

/**
 * Shows where a payment stands, and what can be done.
 * @param {MockTransaction} opened
 * @param {Recording} recording
 * @param {{ language: string, prefix: string, path: string, status: number }} how
 */
export function showPayment(opened, { payment: { buttons, stages } }, { language, prefix, path, status: code }) {
  const { operation, frequency, amount } = opened.transaction
  const { status } = opened
  const [heading, sentence] = stages[status === 'completed' ? `completed_${operation}` : status]
  const actions = Object.keys(STATUSES).map(
    (word) => `<button type="submit" name="action" value="${word}">${buttons[word]}</button>`,
  )
  const bank = `<form class="campagnodon-sandbox" method="post" action="${path}"><div class="campagnodon-actions">${actions.join('')}</div></form>`
  const chosen = `data-operation="${operation}" data-frequency="${frequency}" data-amount="${amount}"`
  const content = `<div class="campagnodon campagnodon-payment" lang="${language}" ${chosen}>
<div class="campagnodon-head"><h1>${heading}</h1><p class="campagnodon-paid"><strong>${euros(language, amount)}</strong></p></div>
<div class="campagnodon-standing" role="status" data-payment="${status}"><p>${sentence}</p></div>
${isOpen(opened) ? bank : ''}
</div>`
  return page({ title: heading, language, content, prefix, status: code, headers: { 'Cache-Control': 'no-store' } })
}
