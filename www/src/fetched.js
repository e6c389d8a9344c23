/**
 * What is at an address; it is an error if nothing is.
 * @param {string | URL} address
 * @param {RequestInit} [how]
 */
export async function fetched(address, how) {
  const answer = await fetch(address, how)
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`)
  return answer
}

/**
 * A module as bytes, since many servers do not know the type of `.wasm`; streaming gains nothing at this size.
 * @param {string | URL} address
 */
export const fetchModule = async (address) => (await fetched(address)).arrayBuffer()
