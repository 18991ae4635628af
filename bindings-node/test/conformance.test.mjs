// Every scenario of the corpus, through the two verbs: as expected, and line for line what Rust prints.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { ROOT, SHARED, commandLine } from './support/root.mjs'
import { read, run } from './support/scenario.mjs'

const rust = commandLine()

// The counts that Rust asserts: a scenario that was lost, or not seen here, fails.
const counts = readFileSync(path.join(ROOT, 'core/insight/tests/conformance.rs'), 'utf8')
const count = (name) => Number(new RegExp(`const ${name}: usize = (\\d+);`).exec(counts)[1])

function suite (name, folder, expected, required) {
  test(name, async (t) => {
    if (!existsSync(folder)) {
      if (required) assert.fail(`${folder} is missing`)
      console.log(`skipped: ${folder} is not there`)
      return t.skip('not there')
    }
    const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file)).sort()
    let ran = 0
    let expectations = 0
    for (const file of files) {
      await t.test(file, () => {
        const whole = path.join(folder, file)
        const scenario = read(readFileSync(whole, 'utf8'))
        const got = run(scenario)
        assert.deepEqual(got.mismatches, [])
        const replay = spawnSync(rust, ['replay', whole], { encoding: 'utf8', maxBuffer: 1 << 28 })
        assert.equal(replay.status, 0, replay.stderr)
        const [ours, theirs] = [got.lines.split('\n'), replay.stdout.split('\n')]
        ours.forEach((line, i) => assert.equal(line, theirs[i], `line ${i + 1} of replay`))
        assert.equal(ours.length, theirs.length)
        ran += 1
        expectations += got.expectations
      })
    }
    assert.equal(ran, expected)
    console.log(`${name}: ran ${ran} scenarios, ${expectations} expectations`)
  })
}

suite('conformance', path.join(ROOT, 'core/engine/conformance'), count('CORPUS'), true)
suite('shared scenarios', path.join(SHARED, 'data/scenarios'), count('SHARED'), false)
