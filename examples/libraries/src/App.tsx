import { useState } from 'react'
import { Conform } from './Conform'
import { HookForm } from './HookForm'
import type { Relay } from './relay'
import { TanStack } from './TanStack'

const LIBRARIES = { 'React Hook Form': HookForm, 'TanStack Form': TanStack, Conform }

export function App(relay: Relay) {
  const [name, setName] = useState<keyof typeof LIBRARIES>('React Hook Form')
  const Form = LIBRARIES[name]
  return (
    <main>
      <h1>{relay.form.title}</h1>
      <nav>
        {Object.keys(LIBRARIES).map((other) => (
          <button key={other} type="button" disabled={other === name} onClick={() => setName(other as typeof name)}>
            {other}
          </button>
        ))}
      </nav>
      <Form {...relay} />
    </main>
  )
}
