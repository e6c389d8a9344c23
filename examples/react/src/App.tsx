import 'campagnodon/campagnodon.css'
import 'campagnodon/react'
import { useState } from 'react'

export function App() {
  const [isOpen, setIsOpen] = useState(true)
  const [amount, setAmount] = useState<number | null>(null)
  return (
    <main>
      <h1>Faire un don</h1>
      <button type="button" onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Fermer' : 'Ouvrir'}
      </button>
      <output>{amount === null ? '' : `${amount / 100} €`}</output>
      {isOpen && (
        <campagnodon-form src="/forms/don" oncampagnodon-change={({ detail }) => setAmount(detail.amount)}>
          <a href="/forms/don">Faire un don</a>
        </campagnodon-form>
      )}
    </main>
  )
}
