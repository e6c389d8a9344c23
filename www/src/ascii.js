/**
 * An answer as the rules take it: in Unicode's form C, an e-mail address's domain in ASCII. At the relay, `unicode.rs` does the same.
 * @param {string} name
 * @param {string} answer
 */
export const asTaken = (name, answer) => (name === 'email' ? inAscii(answer) : answer).normalize()

/**
 * An e-mail address with its domain in ASCII, as the rules take it; the browser knows how to write one so.
 * @param {string} address
 */
function inAscii(address) {
  // Without the flag `i`, for which a browser looks up the other case of all these letters: ten milliseconds of a page's start.
  const [, local, domain] =
    address.match(/^(.*@)([a-zA-Z\d.\x80-\uffff-]*[\x80-\uffff][a-zA-Z\d.\x80-\uffff-]*)$/) ?? []
  try {
    return domain ? local + new URL(`http://${domain.trim()}`).hostname : address
  } catch {
    return address
  }
}
