// Test my playbook.

import assert from 'node:assert/strict'
import { FollowUp, Playbook } from 'followthrough'
/** @import { Action, Event } from 'followthrough' */
import { ANA, PRACTICE, PRESENTED } from './shared.mjs'

const playbook = Playbook.fromYaml(PRACTICE)

// docs: check
const { findings } = playbook.check()
assert.deepEqual(findings.filter(found => found.severity === 'error'), [])
// docs: end

// docs: timeline
const { timeline } = playbook.preview(PRESENTED.plan, ANA, '2026-03-02T15:00:00Z')
const touches = timeline.flatMap(entry => entry.type === 'message' ? [[entry.at.slice(0, 10), entry.step]] : [])
assert.deepEqual(touches[0], ['2026-03-03', 'hello'])
// docs: end

for (const [day, step] of touches) console.log(day, step)

// docs: story
/** Lets time pass as a host does, without waiting; what was done and when.
 * @type {(followUp: FollowUp, wakeAt: string | undefined, until: string) => Array<[string, Action]>} */
function live (followUp, wakeAt, until) {
  /** @type {Array<[string, Action]>} */
  const done = []
  while (wakeAt && wakeAt < until) {
    const decision = playbook.tick(followUp, wakeAt)
    for (const action of decision.actions) done.push([wakeAt, action])
    wakeAt = decision.wake_at
  }
  return done
}

const ana = new FollowUp(ANA)
const presented = playbook.handle(ana, PRESENTED.at, PRESENTED)
const first = live(ana, presented.wake_at, '2026-03-04T00:00:00Z')
assert.deepEqual(first.map(([, action]) => 'step' in action && action.step), ['hello'])

/** @type {Event & { at: string }} */
const stop = { event_id: 'e2', at: '2026-03-04T18:00:00Z', type: 'reply', channel: 'sms', from: '+14045550177', text: 'STOP' }
const stopped = playbook.handle(ana, stop.at, stop)
const later = live(ana, stopped.wake_at, '2026-09-01T00:00:00Z')
assert.ok(!later.some(([, action]) => action.type === 'send'))
// docs: end

console.log(ana.outcomes().get('tp-1'), later.length, 'actions after STOP')
