/** What arrived at the distant. */
import assert from 'node:assert/strict'
import { until } from './until.mjs'

/** The transactions of a person, the newest first. */
export async function transactionsOf(distant, { email }) {
  const all = await (await fetch(`${distant.address}/transactions.json`)).json()
  return all.filter(({ contact }) => contact.email === email)
}

/** The one transaction of a person. */
export async function transactionOf(distant, person) {
  const transactions = await transactionsOf(distant, person)
  assert.equal(transactions.length, 1, 'one transaction at the distant')
  return transactions[0]
}

/** … once it has that status. */
export const transactionWith = (distant, person, status) =>
  until(`the transaction is ${status}`, async () => {
    const transaction = await transactionOf(distant, person)
    return transaction.status === status && transaction
  })

/** Its contributions as words: `Donation 30.00 Completed`. */
export const contributionsOf = ({ contributions }) =>
  contributions.map(({ financial_type, amount, status }) => `${financial_type} ${amount} ${status}`)
