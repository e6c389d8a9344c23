/** Zips the SPIP plugin as webmasters drop it into `plugins/`: `dist/campagnodon-spip.zip`, the same bytes from the same files. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { asked, fail, root } from './tools.mjs'

asked({})
const plugin = join(root, 'www/spip/campagnodon')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const written = /^\tversion="([^"]+)"$/m.exec(readFileSync(join(plugin, 'paquet.xml'), 'utf8'))?.[1]
if (written !== version)
  fail(`The plugin's paquet.xml is of version ${written}, package.json of ${version}: write the same.`)

const files = readdirSync(plugin, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(plugin.length + 1))
  .sort()
// The licences go with what is copied.
const entries = [
  ...files.map((name) => [name, join(plugin, name)]),
  ...['LICENSE-APACHE', 'LICENSE-MIT'].map((name) => [name, join(root, name)]),
].map(([name, path]) => entry(`campagnodon/${name}`, readFileSync(path)))
mkdirSync(join(root, 'dist'), { recursive: true })
writeFileSync(join(root, 'dist/campagnodon-spip.zip'), zip(entries))

/**
 * A file as it stands in an archive, without its date: ZIP's first day.
 * @param {string} name
 * @param {Buffer} bytes
 */
function entry(name, bytes) {
  const [path, packed] = [Buffer.from(name), deflateRawSync(bytes, { level: 9 })]
  const common = Buffer.alloc(26)
  // Version 2.0, names in UTF-8, deflate, 00:00 on 1 January 1980.
  for (const [at, value] of Object.entries({ 0: 20, 2: 0x800, 4: 8, 6: 0, 8: 0x21, 22: path.length }))
    common.writeUInt16LE(value, Number(at))
  for (const [at, value] of Object.entries({ 10: crc32(bytes), 14: packed.length, 18: bytes.length }))
    common.writeUInt32LE(value, Number(at))
  return { path, packed, common }
}

/** @param {ReturnType<typeof entry>[]} entries */
function zip(entries) {
  /** @type {[Buffer[], Buffer[]]} */
  const [parts, directory] = [[], []]
  let at = 0
  for (const { path, packed, common } of entries) {
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, path, packed])
    // Made by UNIX; comment, disk and attributes: none, but for a file that all may read.
    const after = Buffer.alloc(14)
    after.writeUInt32LE((0o100644 << 16) >>> 0, 6)
    after.writeUInt32LE(at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, after, path)
    parts.push(local)
    at += local.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  const length = Buffer.concat(directory).length
  for (const offset of [8, 10]) end.writeUInt16LE(entries.length, offset)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}
