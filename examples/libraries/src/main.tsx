import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import { load } from './relay'

const place = document.getElementById('app')
if (place) {
  const relay = await load('/forms/don')
  createRoot(place).render(
    <StrictMode>
      <App {...relay} />
    </StrictMode>,
  )
}
