'use strict'
// Puts the add-on beside index.js: built from source, or the one that FOLLOWTHROUGH_ADDON names. The source is the workspace
// around this package, or rust/ where the package came as a tarball. FOLLOWTHROUGH_PROFILE names another of Cargo's
// profiles than release: an add-on of the profile dev is built in a third of the time, and is slow.
const { spawnSync } = require('node:child_process')
const { copyFileSync, existsSync, realpathSync, rmSync } = require('node:fs')
const path = require('node:path')

const home = realpathSync(path.join(__dirname, '..'))

function built () {
  const packed = path.join(home, 'rust')
  const source = existsSync(packed) ? packed : home
  const cargo = process.env.CARGO || 'cargo'
  const profile = process.env.FOLLOWTHROUGH_PROFILE || 'release'
  const args = ['build', '--profile', profile, '--locked', '-p', 'followthrough-node', '--message-format=json-render-diagnostics']
  const built = spawnSync(cargo, args, { cwd: source, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] })
  if (built.error) {
    console.error(`followthrough: ${cargo} cannot be run (${built.error.code}). Install Rust 1.89 or later: https://rustup.rs`)
    process.exit(1)
  }
  if (built.status !== 0) process.exit(built.status ?? 1)
  const library = built.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .filter((message) => message.reason === 'compiler-artifact' && message.target.kind.includes('cdylib'))
    .filter((message) => message.target.name === 'followthrough_node')
    .flatMap((message) => message.filenames)
    .find((file) => /\.(so|dylib|dll)$/.test(file))
  if (!library) {
    console.error('followthrough: cargo names no library that it built')
    process.exit(1)
  }
  return library
}

const library = process.env.FOLLOWTHROUGH_ADDON || built()
const addon = path.join(home, 'followthrough.node')
// Removed first: a process that has the old one open keeps it, instead of seeing its pages change.
rmSync(addon, { force: true })
copyFileSync(library, addon)
