/** Persons whose every value is unmistakable, and the search for them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everyone who was typed in this file's tests. */
export const persons = []

/** One more person; each value is like no other text in the program, its tests or its files. */
export function newPerson() {
  const number = persons.length
  const word = (name) => `Q${name}xz${number}é'${process.pid}w`
  const two = (n) => String(n).padStart(2, '0')
  const person = {
    email: `qmailxz${number}.${process.pid}w@Qdomainxz.example.org`,
    first_name: word('first'),
    last_name: word('last'),
    birth_date: `19${40 + (number % 50)}-${two(1 + (number % 9))}-1${number % 10}`,
    street_address: `${word('street')} allée`,
    supplemental_address_1: word('floor'),
    supplemental_address_2: word('hamlet'),
    postal_code: String(97_100 - number * 37),
    city: word('city'),
    phone: `+33651${two(number % 90)}41${10 + (number % 80)}`,
  }
  persons.push(person)
  return person
}

/**
 * The fields of the address that a tax receipt or a membership wants, as they are typed.
 * @param {Record<string, string>} person
 */
export const addressOf = ({ email, title, ...address }) => address

/** What must be nowhere at the origin. Five digits of a postal code could be met in a number by chance. */
export const valuesOf = ({ postal_code, ...values }) => Object.values(values)

/**
 * Searches every file of a folder for every value, however it may be written.
 * @returns {string[]} which file has one, and in which spelling; never the value
 */
export function search(folder, values) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.flatMap((entry) => {
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name)).toString('latin1')
    const lower = text.toLowerCase()
    const has = ([spelling, needle]) => (spelling.startsWith('base64') ? text : lower).includes(needle)
    return values.flatMap((value) =>
      spellings(value)
        .filter(has)
        .map(([spelling]) => `${entry.name}: ${spelling}`),
    )
  })
}

/** @returns {[string, string][]} bytes as Latin-1; all but base64 in lower case, as what they are looked for in */
export function spellings(value) {
  const bytes = Buffer.from(value)
  const lower = (text) => Buffer.from(text).toString('latin1').toLowerCase()
  // Inside a longer text, base64 depends on where the value starts: three ways, without the ends that mix.
  const base64 = [0, 1, 2].map((skip) => {
    const encoded = Buffer.concat([Buffer.alloc(skip), bytes]).toString('base64')
    const known = encoded.slice(skip && 4, Math.floor((skip + bytes.length) / 3) * 4)
    return /** @type {[string, string]} */ ([`base64 + ${skip}`, known])
  })
  return [
    ['raw', lower(value)],
    ['lower case', lower(value.toLowerCase())],
    ['percent-encoded', lower(encodeURIComponent(value).replaceAll("'", '%27'))],
    ['percent-encoded by a browser', lower(encodeURIComponent(value))],
    ['form-encoded', lower(new URLSearchParams([['', value]]).toString().slice(1))],
    ['JSON', lower(JSON.stringify(value).slice(1, -1))],
    ['JSON in ASCII', lower(value.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`))],
    ['hexadecimal', bytes.toString('hex')],
    ...base64,
  ]
}
