/** What a site in TypeScript writes to try its pages without a relay; `npm run check` compiles it, nothing runs it. */
import { fetchForm } from 'campagnodon/form'
import { type MockRelay, mockRelay, type PlaywrightRoute } from 'campagnodon/mock'

export async function tried(page: { route(url: string, handle: (route: PlaywrightRoute) => unknown): unknown }) {
  const relay: MockRelay = mockRelay({ language: 'en', forms: { don: await fetchForm('https://a/forms/don') } })
  page.route('**/{forms,payments}/**', relay.route)
  const mend: () => void = relay.fail('distant_unavailable', { on: 'post', times: 1 })
  mend()
  relay.install({ signal: AbortSignal.timeout(1000) })()
  return relay.transactions.map(({ transaction, status }) => [transaction.amount, status === 'completed'])
}

// @ts-expect-error: a relay has no such code
mockRelay().fail('out_of_order')

// @ts-expect-error: what was opened is the relay's to say
mockRelay().transactions.push()
