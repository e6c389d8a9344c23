/** What the SPIP plugin and the relay say to each other has these very bytes: the plugin makes them, and opens them. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { debian } from '../../scripts/spip.mjs'
import { root } from '../../scripts/tools.mjs'

test('the plugin makes the bytes of vectors.json, and opens no forged token', () => {
  const folder = mkdtempSync(join(debian, 'tmp/vectors-'))
  const inside = folder.slice(debian.length)
  cpSync(join(root, 'www/spip/campagnodon/inc/campagnodon_sceau.php'), join(folder, 'sceau.php'))
  cpSync(join(root, 'tests/spip/support/vectors.php'), join(folder, 'vectors.php'))
  const ran = spawnSync('chroot', [debian, 'php', `${inside}/vectors.php`, `${inside}/sceau.php`], {
    encoding: 'utf8',
    input: readFileSync(join(root, 'tests/spip/vectors.json')),
  })
  rmSync(folder, { recursive: true })
  assert.equal(ran.stdout + ran.stderr, '8\n')
})
