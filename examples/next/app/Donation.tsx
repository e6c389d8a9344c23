'use client'

import 'campagnodon/react'
import { useState } from 'react'

export function Donation() {
  const [isOpen, setIsOpen] = useState(true)
  const [amount, setAmount] = useState<number | null>(null)
  return (
    <>
      <button type="button" onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Fermer' : 'Ouvrir'}
      </button>
      <output>{amount === null ? '' : `${amount / 100} €`}</output>
      {isOpen && (
        <campagnodon-form src="/forms/don" oncampagnodon-change={({ detail }) => setAmount(detail.amount)}>
          <a href="/forms/don">Faire un don</a>
        </campagnodon-form>
      )}
    </>
  )
}
