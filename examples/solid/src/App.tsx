import 'campagnodon/campagnodon.css'
import 'campagnodon/solid'
import { createSignal, Show } from 'solid-js'

export function App() {
  const [isOpen, setIsOpen] = createSignal(true)
  const [amount, setAmount] = createSignal<number | null>(null)
  const euros = () => {
    const cents = amount()
    return cents === null ? '' : `${cents / 100} €`
  }
  return (
    <main>
      <h1>Faire un don</h1>
      <button type="button" onClick={() => setIsOpen(!isOpen())}>
        {isOpen() ? 'Fermer' : 'Ouvrir'}
      </button>
      <output>{euros()}</output>
      <Show when={isOpen()}>
        <campagnodon-form src="/forms/don" on:campagnodon-change={({ detail }) => setAmount(detail.amount)}>
          <a href="/forms/don">Faire un don</a>
        </campagnodon-form>
      </Show>
    </main>
  )
}
