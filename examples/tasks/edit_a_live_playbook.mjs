// Edit a live playbook.

import { FollowUp, FollowthroughError, Playbook } from 'followthrough'
import { ANA, PRACTICE, PRESENTED } from './shared.mjs'

const now = '2026-03-03T15:00:00Z'
let current = Playbook.fromYaml(PRACTICE)
const ana = new FollowUp(ANA)
current.handle(ana, PRESENTED.at, PRESENTED)
current.tick(ana, now)
const everybody = [ana, new FollowUp({ ...ANA, id: 'r-78' })]

// docs: look
/** What an edit would do, before it does: the new revision, or undefined where it may not be published.
 * @type {(text: string) => Playbook | undefined} */
function look (text) {
  let next
  try {
    next = Playbook.fromYaml(text)
  } catch (refused) {
    if (!(refused instanceof FollowthroughError)) throw refused
    for (const problem of refused.errors) console.log(problem.line ?? '-', problem.message) // some are about no line
    return undefined
  }
  const errors = next.check({ before: current }).findings.filter(found => found.severity === 'error')
  for (const found of errors) console.log(found.code, found.path)
  for (const { kind, cases } of current.previewChange(next, everybody, now).totals) {
    if (cases) console.log(kind, cases)
  }
  return errors.length ? undefined : next
}
// docs: end

look(PRACTICE.replace('practice:', 'practise:'))
look('')
look(`# ${'-'.repeat(300_000)}\n${PRACTICE}`)
look(PRACTICE + 'limits: {per_week: 1}\n')
const next = look(PRACTICE + 'sending: {window: {mon-sat: "11:00-17:00"}}\n')

// docs: publish
if (next) current = next // store its text; every worker reads it in its next transaction
for (const followUp of everybody) { // or: update follow_up set wake_at = now()
  const decision = current.tick(followUp, now)
  const first = decision.journal[0]?.type // of somebody without a case there is none
  console.log(followUp.recipientId, first ?? '-', decision.wake_at ?? '-')
}
// docs: end
