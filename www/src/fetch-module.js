/**
 * A module as bytes, since many servers do not know the type of `.wasm`; streaming gains nothing at this size.
 * @param {string | URL} address
 */
export async function fetchModule(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`)
  return answer.arrayBuffer()
}
