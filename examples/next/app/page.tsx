import { Donation } from './Donation'

export default function Page() {
  return (
    <main>
      <h1>Faire un don</h1>
      <Donation />
    </main>
  )
}
