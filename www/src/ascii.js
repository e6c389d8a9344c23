/**
 * An e-mail address with its domain in ASCII, as the rules take it; the browser knows how to write one so.
 * @param {string} address
 */
export function inAscii(address) {
  // Without the flag `i`, for which a browser looks up the other case of all these letters: ten milliseconds of a page's start.
  const [, local, domain] = address.match(/^(.*@)([a-zA-Z\d.\x80-\uffff-]*[\x80-\uffff][a-zA-Z\d.\x80-\uffff-]*)$/) ?? []
  try {
    return domain ? local + new URL(`http://${domain.trim()}`).hostname : address
  } catch {
    return address
  }
}
