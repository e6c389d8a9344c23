import { type DescribedForm, fetchForm, holds } from 'campagnodon/form'
import { type Answers, init, send, type Transaction, TypedForm, type View } from 'campagnodon/typed'

/** A form of the relay: what it asks, and its rules, which are a Standard Schema. */
export interface Relay {
  form: DescribedForm
  rules: TypedForm
  /** What is answered at first. */
  start: Answers
}

export async function load(src: string): Promise<Relay> {
  const [form] = await Promise.all([fetchForm(src), init()])
  const texts = { language: form.language, messages: form.texts, labels: {} }
  const first = form.fields.map(({ name, kind, value }) => [name, kind === 'checkbox' ? false : (value ?? '')])
  return { form, rules: new TypedForm(form.offer, { texts }), start: Object.fromEntries(first) as Answers }
}

/** What is asked with the answers so far, and what can be chosen of it. */
export function asked(form: DescribedForm, view: View) {
  const fields = form.fields.filter(({ when }) => holds(when, view))
  return fields.map((field) => ({ ...field, options: field.options.filter(({ when }) => holds(when, view)) }))
}

let key: string | undefined

/** Sends the gift, and goes to its payment; returns what to say where that cannot be. */
export async function give(transaction: Transaction, form: DescribedForm) {
  const sent = await send(transaction, { action: form.action, idempotencyKey: key })
  // The same key again makes a second try the same gift.
  key = sent.key
  if (!sent.ok) return form.texts[sent.code] ?? sent.code
  location.assign(sent.address)
}
