/**
 * A module that its script has inside, as text: `scripts/bundle.mjs` writes it. One sign for each byte below 90, which are most,
 * and two for any other, since so a compressor still sees the module behind it: it is 4 % more than the module as a file,
 * where hexadecimal digits are 9 % and base64 is a third.
 */

/** @param {string} text `#` to `~`, with a blank for `<` and `!` for the backslash: a script may have it in any quotes and any page */
export function bytes(text) {
  const bytes = []
  let high = 0
  for (const sign of text) {
    const digit = (sign === ' ' ? 60 : sign === '!' ? 92 : sign.charCodeAt(0)) - 35
    if (!high && digit > 89) high = digit
    else {
      bytes.push(high ? 90 + (high - 90) * 92 + digit : digit)
      high = 0
    }
  }
  return Uint8Array.from(bytes)
}
