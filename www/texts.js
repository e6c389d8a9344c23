/** What people read of codes, in the languages of the relay; `texts.d.ts` is the contract. */
export { sentence } from './src/sentence.js'
