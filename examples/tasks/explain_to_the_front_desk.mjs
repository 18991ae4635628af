// Explain to the front desk.

import { FollowUp, Playbook } from 'followthrough'
import { ANA, PRACTICE, PRESENTED } from './shared.mjs'

const playbook = Playbook.fromYaml(PRACTICE)
const ana = new FollowUp(ANA)
playbook.handle(ana, PRESENTED.at, PRESENTED)
playbook.tick(ana, '2026-03-03T15:00:00Z')

// docs: page
/** What the front desk reads while the patient is on the phone. Changes nothing; no transaction is needed.
 * @type {(followUp: FollowUp, now: string) => string[]} */
function page (followUp, now) {
  const explanation = playbook.explain(followUp, now)
  const lines = [...explanation.says]
  for (const one of explanation.cases) {
    const deciding = one.gates.filter(gate => gate.deciding).map(gate => gate.gate)
    lines.push(`${one.case_id}: ${one.stands.type}, held by ${deciding.join(', ') || 'nothing'}`)
  }
  return lines
}
// docs: end

console.log(page(ana, '2026-03-04T15:12:00Z').join('\n'))
/** @type {import('followthrough').Event & { at: string }} */
const stop = { event_id: 'e2', at: '2026-03-04T16:00:00Z', type: 'reply', channel: 'sms', from: '+14045550177', text: 'STOP' }
playbook.handle(ana, stop.at, stop)
console.log(page(ana, '2026-03-04T16:01:00Z').join('\n'))
