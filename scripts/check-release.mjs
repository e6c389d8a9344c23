/**
 * Checks before a version is published that all that names one names this, and that the manifests name the repository
 * which publishes: `node scripts/check-release.mjs v0.1.0`. For another, npm takes no proof of where a package is from.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, manifest, root } from './tools.mjs'

const [tag = ''] = process.argv.slice(2)
const version = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag)?.[1] ?? fail('The tag is a version: v1.2.3')

/** What each file must have. @type {Record<string, string>} */
const WANTED = {
  'package.json': `"version": "${version}"`,
  'package-lock.json': `"name": "campagnodon",\n  "version": "${version}"`,
  'Cargo.toml': `name = "campagnodon"\nversion = "${version}"`,
  'Cargo.lock': `name = "campagnodon"\nversion = "${version}"`,
  'www/spip/campagnodon/paquet.xml': `\tversion="${version}"`,
  'CHANGELOG.md': `\n## ${version}`,
  'docs/webmaster.md': `campagnodon@${version}/`,
  'docs/webmestre.md': `campagnodon@${version}/`,
  'docs/developer.md': `campagnodon@${version}\``,
}
const missing = Object.entries(WANTED).filter(([file, text]) => !readFileSync(join(root, file), 'utf8').includes(text))
const faults = missing.map(([file, text]) => `${file} is not of version ${version}: it has no ${JSON.stringify(text)}`)

const publishes = process.env.GITHUB_REPOSITORY
const named = /github\.com\/(.+)\.git$/.exec(manifest.repository.url)?.[1]
if (publishes && publishes !== named)
  faults.push(`package.json names the repository ${named}, and this is ${publishes}: write it there and in Cargo.toml.`)
if (faults.length) fail(faults.join('\n'))
