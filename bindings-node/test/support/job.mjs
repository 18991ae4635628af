// A playbook, a recipient and a plan that the tests share.
export const YAML = `
followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
`
export const KEY = 'a secret of the host, from its vault'
export const NOW = '2026-03-02T15:00:00Z'

export const recipient = (more = {}) => ({
  id: 'r-77',
  first_name: 'Ana',
  time_zone: 'America/New_York',
  state: 'GA',
  contacts: [{ kind: 'mobile', value: '+14045550177', consent: { type: 'granted', at: '2025-11-03T15:00:00Z' } }],
  ...more
})

export const procedure = (more = {}) => ({ id: 'pr-1', code: 'D7210', fee: '2400.00', status: 'planned', ...more })

export const plan = (more = {}, event = {}) => ({
  event_id: 'e1',
  at: NOW,
  type: 'plan',
  plan: { id: 'tp-1', patient: { id: 'p-77', first_name: 'Ana' }, presented_at: NOW, status: 'presented', procedures: [procedure()], ...more },
  ...event
})
