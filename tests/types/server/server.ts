/** What a server or a worker writes, whose compiler has no types of the DOM. */
import { init as initSlim } from 'campagnodon/slim'
import { sentence } from 'campagnodon/texts'
import { texts } from 'campagnodon/texts/fr'
import { init, send, TypedForm } from 'campagnodon/typed'

/** Judges a body, and sends what it makes; returns where to pay, or what people read. */
export async function take(body: Record<string, string>, module: ArrayBuffer): Promise<string> {
  await Promise.all([init(), initSlim(module)])
  const verdict = new TypedForm('o donation once - 3000').check(body)
  if (!verdict.ok) return verdict.errors.map((error) => sentence(texts, error)).join(' ')
  const sent = await send(verdict.transaction, { action: 'https://relay.example.org/forms/don' })
  return sent.ok ? sent.address : sentence(texts, sent)
}
