'use strict'
// Lays the licences and the Rust sources beside the package before it is packed, and takes them away after: what a tarball is
// built from where there is no workspace around it.
const { spawnSync } = require('node:child_process')
const { cpSync, existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const path = require('node:path')

const home = path.join(__dirname, '..')
const root = path.join(home, '..')
const rust = path.join(home, 'rust')
const MEMBERS = ['core/engine', 'core/import', 'core/insight', 'bindings-arrow', 'bindings-node']
const PARTS = ['Cargo.toml', 'build.rs', 'src']
const LICENCES = ['LICENSE-APACHE', 'LICENSE-MIT']

for (const laid of [rust, ...LICENCES.map((file) => path.join(home, file))]) rmSync(laid, { recursive: true, force: true })
if (process.argv[2] !== 'clean') {
  for (const member of MEMBERS) {
    for (const part of PARTS.filter((part) => existsSync(path.join(root, member, part)))) {
      cpSync(path.join(root, member, part), path.join(rust, member, part), { recursive: true })
    }
  }
  const manifest = readFileSync(path.join(root, 'Cargo.toml'), 'utf8')
    .replace(/^members = .*$/m, `members = ${JSON.stringify(MEMBERS)}`)
    .replace(/^default-members = .*\n/m, '')
  writeFileSync(path.join(rust, 'Cargo.toml'), manifest)
  cpSync(path.join(root, 'Cargo.lock'), path.join(rust, 'Cargo.lock'))
  for (const file of LICENCES) cpSync(path.join(root, file), path.join(home, file))
  // Takes what no member needs any more off the lock file, so that it can be held to.
  const pruned = spawnSync(process.env.CARGO || 'cargo', ['metadata', '--format-version', '1'], { cwd: rust, stdio: ['ignore', 'ignore', 'inherit'] })
  if (pruned.status !== 0) process.exit(1)
}
