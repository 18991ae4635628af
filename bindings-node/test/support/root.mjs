import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the workspace. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The folder of inputs that are not part of the repository; it may be absent. */
export const SHARED = process.env.FOLLOWTHROUGH_SHARED ?? path.join(ROOT, '..', 'shared')

/** The Rust command line. Cargo decides whether it is stale: in the profile that the Rust tests have built already. */
export function commandLine () {
  const name = process.platform === 'win32' ? 'followthrough.exe' : 'followthrough'
  execFileSync('cargo', ['build', '--locked', '--quiet', '--bin', 'followthrough'], { cwd: ROOT, stdio: 'inherit' })
  return path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target'), 'debug', name)
}
