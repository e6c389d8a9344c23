/** What a site in TypeScript writes, and what its compiler refuses; `npm run check` compiles it, nothing runs it. */
import type {} from 'campagnodon'
import { init as initSlim } from 'campagnodon/slim'
import { sentence } from 'campagnodon/texts'
import { texts } from 'campagnodon/texts/fr'
import {
  type Answers,
  attach,
  CampagnodonError,
  codes,
  type ErrorCode,
  type Explanation,
  type Field,
  init,
  newKey,
  type Offer,
  send,
  type Transaction,
  TypedForm,
} from 'campagnodon/typed'

const offer: Offer = {
  choices: [
    { operation: 'donation', frequency: 'once', amounts: [3000, 5000], free: { min: 100, max: 1_000_000 } },
    { operation: 'membership', frequency: 'yearly', amounts: [3500] },
  ],
  fields: { phone: 'optional', birth_date: 'off' },
  titles: ['1', '2'],
  subscriptions: [{ key: 'news', forDonation: true, forMembership: true }],
  magazinePrice: 1200,
  taxRelief: { basisPoints: 7500, ceiling: 200_000, beyond: 6600 },
}

export async function give(element: HTMLFormElement, answers: Answers): Promise<string> {
  await init()
  await initSlim(new URL('/typed.wasm', location.href))
  await initSlim(new Uint8Array())
  const form = new TypedForm(element.dataset.campagnodon ?? offer)
  const amounts: readonly number[] = form.offer.choices.flatMap((choice) => choice.amounts)
  const verdict = form.check(answers, new Date())
  if (!verdict.ok) {
    for (const { field, code, limit } of verdict.errors) tell(field, code, limit)
    return verdict.code
  }
  const transaction: Transaction = verdict.transaction
  const again = form.check({ ...transaction, amount: { cents: transaction.amount } }, '2026-11-22')
  const key = newKey()
  const sent = await send(transaction, {
    action: '/forms/don',
    idempotencyKey: key,
    signal: AbortSignal.timeout(1000),
    timeout: 20_000,
  })
  return sent.ok && again.ok
    ? sent.address
    : codes().indexOf(sent.ok ? 'internal' : sent.code) + sent.key + amounts.length
}

/** Each shape in which a site has answers, and an offer that nothing can change. */
export function shapes(
  entries: FormData,
  body: URLSearchParams,
  record: Record<string, string>,
  said: Record<ErrorCode, string>,
): string {
  const fixed = { choices: [{ operation: 'donation', frequency: 'once', amounts: [3000] }] } as const
  const form = new TypedForm(fixed, { strict: true, texts })
  form.view(entries)
  form.check(body)
  form.check({ amount: { cents: 3000 }, tax_receipt: 'on' })
  const verdict = form.check(record)
  return verdict.ok ? '' : verdict.errors.map((error) => said[error.code] + sentence(texts, error)).join()
}

export function show(form: TypedForm): string {
  const seen = form.view({ amount: 'free', free_amount: '75', subscriptions: ['news'] })
  const { operation, frequency, address, free, amount, explanation, notes } = seen
  const told: Explanation | null = amount === null ? null : form.explain({ operation, frequency, amount })
  const meant = notes.map((note) => (note.code === 'email_suggestion' ? note.suggestion.toLowerCase() : note.field))
  return `${meant} ${address} ${free} ${explanation?.payment.cost} ${told?.year?.gift ?? 0}`
}

export async function live(element: HTMLFormElement): Promise<boolean> {
  element.addEventListener('campagnodon:change', ({ detail }) => tell('amount', 'required', detail.amount ?? undefined))
  return attach(element)
}

export function misused(error: unknown): boolean {
  return error instanceof CampagnodonError && error.code === 'not_initialised' && error.message.length > 0
}

function tell(field: Field, code: ErrorCode, limit?: number): void {
  console.log(field, code, limit)
}

/** Each of these is a mistake that the types see. */
export async function mistakes(form: TypedForm, element: HTMLElement, transaction: Transaction): Promise<void> {
  // @ts-expect-error a key that no form has
  form.check({ mail: 'anne@example.org' })
  // @ts-expect-error a box is ticked or not
  form.check({ tax_receipt: 'yes' })
  // @ts-expect-error euros or cents?
  form.check({ amount: 100 })
  // @ts-expect-error no such frequency
  form.check({ frequency: 'weekly' })
  // @ts-expect-error subscriptions are a list
  form.view({ subscriptions: 'news' })
  // @ts-expect-error a moment is no day
  form.check({}, Date.now())
  // @ts-expect-error the transaction is there only where `ok` says so
  form.check({}).transaction
  // @ts-expect-error there may be no explanation
  form.explain({ operation: 'donation', frequency: 'once', amount: 3000 }).payment
  // @ts-expect-error an amount to explain is in cents
  form.explain({ operation: 'donation', frequency: 'once', amount: '30' })
  // @ts-expect-error where to?
  await send(transaction, {})
  // @ts-expect-error answers are no transaction
  await send({ email: 'anne@example.org' }, { action: '/forms/don' })
  // @ts-expect-error the address is there only where `ok` says so
  ;(await send(transaction, { action: '/forms/don' })).address
  // @ts-expect-error a form is made from a text or an offer
  new TypedForm(element)
  // @ts-expect-error a form has choices
  new TypedForm({ titles: [] })
  // @ts-expect-error no such state of a field
  new TypedForm({ ...offer, fields: { phone: 'no' } })
  // @ts-expect-error no such code
  codes().includes('no_such_code')
  // @ts-expect-error only the package makes them
  new CampagnodonError('date_invalid')
  // @ts-expect-error a selector is no form
  await attach('#form')
}
