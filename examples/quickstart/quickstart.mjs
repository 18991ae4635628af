// A plan is presented; a day later the text goes out; the patient writes "yes".

import { FollowUp, Playbook } from 'followthrough'

const playbook = Playbook.fromYaml(`
followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
`)
const followUp = new FollowUp({
  id: 'r-77', first_name: 'Ana', time_zone: 'America/New_York', state: 'GA',
  contacts: [{ kind: 'mobile', value: '+14045550177', consent: { type: 'granted', at: '2025-11-03T15:00:00Z' } }]
})

const SHOWN = ['type', 'channel', 'kind', 'status', 'audience', 'body', 'due_by', 'text']

/** @type {(now: string, decision: import('followthrough').Decision) => string | undefined} */
function show (now, decision) {
  for (const action of decision.actions) { // a host would send, prompt and record here
    console.log(now, ...Object.entries(action).filter(([key]) => SHOWN.includes(key)).map(([, value]) => value))
  }
  return decision.wake_at // when to ask again; store it beside followUp.toJson()
}

let now = '2026-03-02T15:00:00Z'
let wakeAt = show(now, playbook.handle(followUp, now, {
  event_id: 'e1', at: now, type: 'plan',
  plan: {
    id: 'tp-1', patient: { id: 'p-77', first_name: 'Ana' }, presented_at: now, status: 'presented',
    procedures: [{ id: 'pr-1', code: 'D7210', fee: '2400.00', status: 'planned' }]
  }
}))
while (wakeAt && wakeAt < '2026-03-04T00:00:00Z') {
  now = wakeAt
  wakeAt = show(now, playbook.tick(followUp, now))
}

now = '2026-03-04T18:22:05Z'
show(now, playbook.handle(followUp, now, {
  event_id: 'e2', at: now, type: 'reply', channel: 'sms', from: '+14045550177', text: 'yes'
}))
