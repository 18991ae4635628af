import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the workspace. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** The folder of inputs that are not part of the repository; it may be absent. */
export const SHARED = process.env.FOLLOWTHROUGH_SHARED ?? path.join(ROOT, '..', 'shared')

/** The Rust command line: the one built last, or a new one when there is none or the sources are newer. */
export function commandLine () {
  const name = process.platform === 'win32' ? 'followthrough.exe' : 'followthrough'
  const target = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target')
  const age = (file) => statSync(file).mtimeMs
  const built = () => ['release', 'debug']
    .map((profile) => path.join(target, profile, name))
    .filter(existsSync)
    .sort((a, b) => age(b) - age(a))[0]
  const sources = ['core', 'examples/cli'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true })
      .filter((file) => file.endsWith('.rs'))
      .map((file) => path.join(ROOT, folder, file)))
  const newest = Math.max(...sources.map(age))
  if (!built() || age(built()) < newest) {
    execFileSync('cargo', ['build', '--locked', '--quiet', '--bin', 'followthrough'], { cwd: ROOT, stdio: 'inherit' })
  }
  return built()
}
