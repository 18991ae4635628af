// A playbook for plans and one for recalls, over one follow-up.
import assert from 'node:assert/strict'
import test from 'node:test'
import { FollowUp, Playbook } from 'followthrough'
import { KEY, NOW, YAML, plan, recipient } from './support/job.mjs'

const RECALL = YAML.replace('extends: dental', 'subject: recall\ndone_when: {appointment: [hygiene]}') + `
trigger: {pending_for: 0}
sequences: [{id: recall, steps: [{id: due, day: 0, channel: sms, template: due}]}]
escalation:
  re_engaged: [{prompt: book, role: front_desk}]
  question: [{prompt: answer, role: front_desk}]
templates:
  due: {sms: {en: "Your visit was due on {{subject.due_on}}: {{plan.link}}"}}
  opt_out_confirmation: {sms: {en: "No more messages."}}
`
const DUE = { kind: 'recall', id: 'rc-5', patient: { id: 'p-77' }, due_on: '2026-03-02' }
const LATER = '2026-03-02T16:00:00Z'
const reply = text => ({ event_id: 'e3', at: LATER, type: 'reply', channel: 'sms', from: '+14045550177', text })

function both () {
  const [plans, recalls] = [YAML, RECALL].map(text => Playbook.fromYaml(text).withLinkKeys([KEY]))
  assert.deepEqual([plans.subject, recalls.subject], ['plan', 'recall'])
  const followUp = new FollowUp(recipient())
  const due = { event_id: 'e2', at: NOW, type: 'subject', subject: DUE }
  for (const playbook of [plans, recalls]) {
    for (const event of [plan(), due]) playbook.handle(followUp, NOW, event)
  }
  const [send] = recalls.tick(followUp, NOW).actions
  assert.deepEqual([send.case_id, send.step], ['rc-5', 'due'])
  assert.match(send.body, /March 2, 2026/)
  return { plans, recalls, followUp }
}

for (const recallsFirst of [false, true]) {
  test(`a stop is confirmed once and ends both, the ${recallsFirst ? 'recalls' : 'plans'} first`, () => {
    const { plans, recalls, followUp } = both()
    const order = recallsFirst ? [recalls, plans] : [plans, recalls]
    const actions = order.flatMap(playbook => playbook.handle(followUp, LATER, reply('STOP')).actions)
    assert.deepEqual(actions.filter(a => a.type === 'send').map(a => a.step), ['opt_out_confirmation'])
    const told = actions.find(a => a.type === 'tell_practice_system' && !('plan_id' in a))
    assert.deepEqual([told.subject_kind, told.subject_id], ['recall', 'rc-5'])
    assert.deepEqual([...followUp.outcomes()], [['rc-5', 'opted_out'], ['tp-1', 'opted_out']])
    for (const playbook of order) {
      assert.deepEqual(playbook.handle(followUp, LATER, reply('STOP')), { actions: [], journal: [] })
    }
  })
}

test('a yes is for the message that it answers', () => {
  const { plans, recalls, followUp } = both()
  for (const playbook of [plans, recalls]) playbook.handle(followUp, LATER, reply('yes'))
  assert.deepEqual([...followUp.states()], [['rc-5', 're_engaged'], ['tp-1', 'waiting']])
})

test('an id of another kind is refused', () => {
  const { recalls, followUp } = both()
  const taken = { event_id: 'e9', at: NOW, type: 'subject', subject: { ...DUE, id: 'tp-1' } }
  assert.throws(() => recalls.handle(followUp, NOW, taken), { code: 'FT-H015', path: 'subject.id' })
})
