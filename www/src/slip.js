/**
 * The common slips in the domain of an e-mail address, and what was probably meant. It is advice for whoever types, no
 * rule: an address that looks like a slip may be right. Here and not in the module, since it weighs a third of it here.
 */

/** The domains that most of those who give in France write from. */
const USUAL = (
  'gmail.com orange.fr wanadoo.fr free.fr laposte.net hotmail.fr hotmail.com outlook.fr outlook.com yahoo.fr ' +
  'yahoo.com sfr.fr icloud.com protonmail.com neuf.fr riseup.net'
).split(' ')

/** Domains that are one letter from these, and take mail. */
const REAL = 'ymail.com mail.com email.com'.split(' ')

/** Endings that no domain has, and the one that was meant. */
const ENDINGS = {
  com: /\.(con|cmo|ocm|vom|xom|cim|cpm|comm|coom)$/,
  fr: /\.(fre|frr|ffr|rf|ft|fe)$/,
}

/**
 * The address that was probably meant; nothing where none is.
 * @param {string} address
 */
export function suggestion(address) {
  const [, local, domain] = address.trim().match(/^([^\s@]+@)([^\s@]+)$/) ?? []
  if (!local) return
  const typed = domain.toLowerCase()
  let fixed = typed
  for (const [right, wrong] of Object.entries(ENDINGS)) fixed = fixed.replace(wrong, `.${right}`)
  if (!USUAL.includes(fixed) && !REAL.includes(fixed)) {
    // Domains that take no mail.
    if (fixed === 'gmail.fr') fixed = 'gmail.com'
    else if (fixed === 'laposte.fr') fixed = 'laposte.net'
    else fixed = USUAL.find((usual) => isSlip(fixed, usual)) ?? fixed
  }
  return fixed === typed ? undefined : local + fixed
}

/**
 * Whether one slip made `typed` of `usual`: a letter too many or too few, another letter, or two letters swapped.
 * A short name is one letter from many other names, so there only swapped and doubled letters count.
 * @param {string} typed
 * @param {string} usual
 */
function isSlip(typed, usual) {
  let same = 0
  while (same < usual.length && typed[same] === usual[same]) same++
  let a = typed.slice(same)
  let b = usual.slice(same)
  while (a && b && a.at(-1) === b.at(-1)) {
    a = a.slice(0, -1)
    b = b.slice(0, -1)
  }
  const name = usual.lastIndexOf('.')
  const isOne =
    (name > 4 && a.length < 2 && b.length < 2) ||
    (a.length + b.length === 1 && typed[same - 1] === a + b) ||
    (a.length === 2 && a === b[1] + b[0] && b.length === 2)
  return isOne && !(same > name && isOfCountry(typed) && isOfCountry(usual))
}

/**
 * Whether the ending is a country's, since all of two letters are: whoever writes `hotmail.gr` for `hotmail.fr` lives
 * in Greece.
 * @param {string} domain
 */
const isOfCountry = (domain) => /\.[a-z]{2}$/.test(domain)
