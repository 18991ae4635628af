import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the workspace. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The folder of inputs that are not part of the repository; it may be absent. */
export const SHARED = process.env.FOLLOWTHROUGH_SHARED ?? path.join(ROOT, '..', 'shared')

/** The Rust command line: the one built last, or a new one. */
export function commandLine () {
  const name = process.platform === 'win32' ? 'followthrough.exe' : 'followthrough'
  const target = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target')
  const built = () => ['release', 'debug']
    .map((profile) => path.join(target, profile, name))
    .filter(existsSync)
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0]
  if (!built()) {
    execFileSync('cargo', ['build', '--release', '--locked', '--quiet', '--bin', 'followthrough'], { cwd: ROOT, stdio: 'inherit' })
  }
  return built()
}
