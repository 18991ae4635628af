// A playbook looked at before it touches a patient: a picture, one patient, everybody.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Caseload, FollowUp, FollowthroughError, Playbook } from '../index.mjs'
import { NOW, YAML, plan, procedure, recipient } from './support/job.mjs'

const MOVED = `${YAML}
sequences:
  - id: general
    steps:
      - {id: hello, day: 1, channel: sms, template: hello, otherwise: [portal, email]}
      - {id: soft, day: 9, channel: sms, template: soft_nudge}
`
const TWO_DAYS_LATER = '2026-03-04T15:00:00Z'

function helloSent () {
  const playbook = Playbook.fromYaml(YAML)
  const followUp = new FollowUp(recipient())
  playbook.handle(followUp, NOW, plan())
  playbook.tick(followUp, '2026-03-03T15:00:00Z')
  return { playbook, followUp }
}

test('one patient who never answers', () => {
  const playbook = Playbook.fromYaml(YAML)
  const preview = playbook.preview(plan().plan, recipient(), NOW)
  assert.deepEqual([preview.recipient_id, preview.case_id], ['r-77', 'tp-1'])
  const [enrolled, hello] = preview.timeline
  assert.deepEqual([enrolled.type, enrolled.sequence], ['enrolled', 'general'])
  assert.deepEqual([hello.type, hello.step, hello.to], ['message', 'hello', '+14045550177'])
  assert.match(hello.text, /^Hi Ana, it's Peachtree Family Dental\./)
  assert.equal(preview.timeline.find(({ type }) => type === 'skipped').reason, 'no_channel')
  assert.deepEqual([preview.timeline.at(-1).type, preview.outcome], ['closed', 'exhausted'])
  const small = playbook.preview(plan({ procedures: [procedure({ fee: '120.00' })] }).plan, recipient(), NOW)
  assert.match(small.why_not.join(' '), /at least \$500\.00/)
  assert.throws(() => playbook.preview({ id: 'tp-1' }, recipient(), NOW), { code: 'FT-H001' })
})

test('what a revision changes', () => {
  const { playbook, followUp } = helloSent()
  const next = Playbook.fromYaml(MOVED)
  const before = followUp.toJson()
  const change = playbook.previewChange(next, [followUp, followUp], TWO_DAYS_LATER)
  assert.deepEqual(change.cases.map(({ kind }) => kind), ['moved', 'moved'])
  assert.deepEqual(change.totals.filter(({ cases }) => cases > 0), [{ kind: 'moved', cases: 2 }])
  assert.deepEqual([change.from, change.to], [playbook.revision, next.revision])
  assert.equal(followUp.toJson(), before)
  // And so it happens.
  assert.equal(next.tick(followUp, TWO_DAYS_LATER).wake_at, change.cases[0].after.at)
  assert.throws(() => playbook.previewChange(next, [followUp], '2029-03-04T15:00:00Z'), { code: 'FT-H005', path: 'followUps[0].now' })
  assert.throws(() => playbook.previewChange(next, [{}], TWO_DAYS_LATER), TypeError)
  for (const none of [undefined, null, 5, {}]) assert.throws(() => playbook.previewChange(next, none, TWO_DAYS_LATER), TypeError)
  const broken = new Error('Ana')
  function * stops () { yield followUp; throw broken }
  for (const throwing of [stops(), { get [Symbol.iterator] () { throw broken } }]) {
    assert.throws(() => playbook.previewChange(next, throwing, TWO_DAYS_LATER), (error) => {
      assert.ok(error instanceof FollowthroughError)
      assert.deepEqual([error.code, error.path, error.cause], ['FT-H001', 'followUps', broken])
      assert.doesNotMatch(error.message, /Ana/)
      return true
    })
  }
})

test('what a revision changes in a caseload', () => {
  const { playbook, followUp } = helloSent()
  const caseload = new Caseload(playbook)
  caseload.add(followUp)
  const change = caseload.previewChange(Playbook.fromYaml(MOVED), TWO_DAYS_LATER)
  assert.deepEqual(change.cases.map(({ kind }) => kind), ['moved'])
})

test('a step id that means something else', () => {
  const before = Playbook.fromYaml(YAML)
  const next = Playbook.fromYaml(MOVED.replace('template: soft_nudge', 'template: hello'))
  assert.deepEqual(next.check({ before }).findings.map(({ code }) => code), ['FT-C015'])
  assert.deepEqual(Playbook.fromYaml(MOVED).check({ before }), { findings: [] })
})

test('a picture', () => {
  const playbook = Playbook.fromYaml(YAML)
  const page = playbook.toHtml()
  assert.ok(page.startsWith('<!DOCTYPE html>') && page.includes(playbook.revision) && page.includes('lang="es"'))
  assert.ok(playbook.toMermaid().startsWith('flowchart TD\n'))
  assert.equal(page, Playbook.fromYaml(YAML).toHtml())
})
