/** The SPIP plugin as it is handed out: the same archive each time, of one version, in PHP that 8.1 reads. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inflateRawSync } from 'node:zlib'
import { debian } from '../../scripts/spip.mjs'
import { root } from '../../scripts/tools.mjs'

const folder = join(root, 'www/spip/campagnodon')
const archive = join(root, 'dist/campagnodon-spip.zip')
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name))
const scripts = files.filter((file) => file.endsWith('.php'))

/** What PHP 8.1 does not have: functions that came later, and ways to write. */
/** @type {[string, RegExp][]} */
const LATER = [
  [
    'a function of 8.2',
    /\b(curl_upkeep|ini_parse_quantity|memory_reset_peak_usage|mysqli_execute_query|openssl_cipher_key_length)\s*\(/,
  ],
  [
    'a function of 8.3',
    /\b(json_validate|mb_str_pad|str_(in|de)crement|stream_context_set_options|posix_(eaccess|fpathconf|pathconf|sysconf))\s*\(/,
  ],
  [
    'a function of 8.4',
    /\b(array_(find|find_key|any|all)|mb_([lr]?trim|[ul]cfirst)|grapheme_str_split|request_parse_body|fpow)\s*\(/,
  ],
  ['a function of 8.4', /\b(http_(get|clear)_last_response_headers|bc(ceil|floor|round|divmod))\s*\(/],
  ['a readonly class, 8.2', /\breadonly\s+(final\s+|abstract\s+)*class\b|\b(final|abstract)\s+readonly\s+class\b/],
  ['true, false or null alone as a type, 8.2', /\)\s*:\s*\??(true|false|null)\s*(\{|=>)|[(,]\s*(true|false|null)\s+\$/],
  ['a union of intersections, 8.2', /\([\w\\\\]+&[\w\\\\]+\)\s*\|/],
  ['a constant with a type, 8.3', /\bconst\s+[\w\\\\|?]+\s+\w+\s*=/],
  ['a constant by its computed name, 8.3', /::\{/],
  ['a hook of a property, 8.4', /\$\w+\s*(=[^;]+)?\{\s*(get|set)\b/],
  ['two visibilities of a property, 8.4', /\b(public|protected|private)\(set\)/],
  ['new without parentheses around it, 8.4', /(?<!\()\bnew\s+[\w\\\\]+\([^()]*\)->/],
]

/**
 * The files of an archive, read from its directory.
 * @param {Buffer} zip
 */
function unpacked(zip) {
  const packed = new Map()
  const end = zip.length - 22
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [length, local] = [zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)]
    const start = local + 30 + zip.readUInt16LE(local + 26)
    const bytes = inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20)))
    packed.set(zip.toString('utf8', at + 46, at + 46 + length), bytes)
    at += 46 + length
  }
  return packed
}

test('the archive is the same each time, and holds the plugin', () => {
  const build = () => {
    const { status, stderr } = spawnSync('node', ['scripts/build-spip.mjs'], { cwd: root, encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    return readFileSync(archive)
  }
  assert.ok(build().equals(build()))
  const packed = unpacked(readFileSync(archive))
  const expected = files.map((file) => [`campagnodon${file.slice(folder.length)}`, file])
  const licences = ['LICENSE-APACHE', 'LICENSE-MIT'].map((name) => [`campagnodon/${name}`, join(root, name)])
  assert.deepEqual([...packed.keys()].sort(), [...expected, ...licences].map(([name]) => name).sort())
  for (const [name, file] of [...expected, ...licences]) assert.ok(packed.get(name).equals(readFileSync(file)), name)
})

test('the plugin has the version of the package', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  assert.match(
    readFileSync(join(folder, 'paquet.xml'), 'utf8'),
    new RegExp(`^\\tversion="${version.replaceAll('.', '\\.')}"$`, 'm'),
  )
})

test('PHP reads every file', () => {
  for (const file of scripts) {
    const read = spawnSync('chroot', [debian, 'php', '-d', 'error_reporting=-1', '-l'], {
      input: readFileSync(file),
      encoding: 'utf8',
    })
    assert.equal(read.status, 0, `${file}: ${read.stdout}${read.stderr}`)
    assert.doesNotMatch(read.stdout + read.stderr, /Deprecated|Warning|Notice/, file)
  }
})

test('nothing is written as only a PHP after 8.1 reads it', () => {
  assert.ok(scripts.length > 10)
  for (const file of scripts) {
    const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    for (const [name, pattern] of LATER) assert.doesNotMatch(code, pattern, `${name}: ${file}`)
  }
})
