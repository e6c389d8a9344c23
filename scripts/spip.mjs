/** A SPIP to try the plugin in: a Debian 13 folder with its package, made once for all clones of the project. */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail, run, toolFolder } from './tools.mjs'

/** The folder. Its programs run by `chroot`, so it is SPIP 4.4 on PHP 8.4 whatever this machine has. */
export const debian = join(toolFolder, 'debian-13-spip')

/** Written last: a folder without it is what an interrupted set-up left. */
const done = join(debian, 'campagnodon-done')

const MIRROR = 'http://deb.debian.org/debian'
const PHP = ['php-cli', 'php-sqlite3', 'php-xml', 'php-mbstring', 'php-curl']

/** Makes the folder where it is missing, and says what and why. */
export function installSpip() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    fail('The SPIP of the tests is a Debian 13 in a folder of its own, run by chroot: this needs Linux, and root.')
  }
  if (existsSync(done)) return
  if (!existsSync('/usr/sbin/debootstrap')) {
    console.log('Installing debootstrap: it makes the folder for SPIP.')
    run('apt-get', ['update'])
    run('apt-get', ['install', '--yes', '--no-install-recommends', 'debootstrap'])
  }
  console.log(
    `Installing SPIP, PHP and nginx from Debian 13 into ${debian}: the plugin is tested in them; two minutes, 550 MB.`,
  )
  rmSync(debian, { recursive: true, force: true })
  const packages = ['ca-certificates', ...PHP, 'nginx-light'].join(',')
  run('debootstrap', ['--variant=minbase', `--include=${packages}`, 'trixie', debian, MIRROR])
  // After the others, without a web server and a database of its choice.
  run('chroot', [debian, 'apt-get', 'install', '--yes', '--no-install-recommends', 'spip'])
  writeFileSync(done, '')
}
