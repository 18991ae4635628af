// Zone data of the host's own moves what it should, and only there.
import assert from 'node:assert/strict'
import test from 'node:test'
import { Caseload, FollowUp, Playbook, nextAllowed, tzVersion } from 'followthrough'
import { KEY, YAML, plan, recipient } from './support/job.mjs'

/** Monday, 21:30 in New York: the text of day 1 waits for Wednesday at 09:00. */
const EVENING = '2026-03-03T02:30:00Z'

/** A TZif file (RFC 9636) of a zone that is always so many hours ahead of UTC. */
function tzif (hours) {
  const header = (characters) => {
    const bytes = Buffer.alloc(44)
    bytes.write('TZif2')
    bytes.writeUInt32BE(1, 36)
    bytes.writeUInt32BE(characters, 40)
    return bytes
  }
  const kind = Buffer.alloc(6)
  kind.writeInt32BE(hours * 3600)
  return Buffer.concat([header(1), Buffer.alloc(7), header(4), kind, Buffer.from(`XXX\0\nXXX${-hours}\n`)])
}

const timeZones = (hours) => ({ version: '2026h', zones: { 'America/New_York': tzif(hours) } })

function firstSend (playbook, followUp = new FollowUp(recipient())) {
  let decision = playbook.handle(followUp, EVENING, plan({ presented_at: EVENING }, { at: EVENING }))
  let wake
  while (decision.actions.length === 0) {
    wake = decision.wake_at
    decision = playbook.tick(followUp, wake)
  }
  return wake
}

test('a send moves by the difference', () => {
  const bundled = Playbook.fromYaml(YAML)
  const own = Playbook.fromYaml(YAML, { timeZones: timeZones(-4) })
  assert.equal(firstSend(bundled), '2026-03-04T14:00:00Z')
  assert.equal(firstSend(own), '2026-03-04T13:00:00Z')
  assert.equal(firstSend(own.withLinkKeys([KEY])), '2026-03-04T13:00:00Z')
  assert.equal(own.revision, bundled.revision)
})

test('which data is in force', () => {
  assert.equal(Playbook.fromYaml(YAML, { timeZones: timeZones(-4) }).tzVersion, '2026h')
  for (const options of [undefined, {}, { timeZones: undefined }]) assert.equal(Playbook.fromYaml(YAML, options).tzVersion, tzVersion())
})

test('a Map and any Uint8Array will do, also for JSON', () => {
  const practice = {
    name: 'Peachtree Family Dental',
    time_zone: 'America/New_York',
    phone: '+14045550123',
    postal_address: '1 Peachtree St, Atlanta, GA 30303',
    booking_url: 'https://book.example.com/peachtree'
  }
  const zones = new Map([['america/new_york', new Uint8Array(tzif(-4))]])
  const own = Playbook.fromJson({ followthrough: 1, extends: 'dental', practice }, { timeZones: { version: '2026h', zones } })
  assert.equal(firstSend(own), '2026-03-04T13:00:00Z')
})

test('a person in a zone that only the host has', () => {
  const playbook = Playbook.fromYaml(YAML, { timeZones: { version: '2026h', zones: { 'America/Atlanta': tzif(-4) } } })
  const ana = recipient({ time_zone: 'America/Atlanta' })
  assert.throws(() => new FollowUp(ana), { code: 'FT-T002' })
  assert.throws(() => playbook.begin(recipient({ time_zone: 'America/Nowhere' })), { code: 'FT-T002', path: 'time_zone' })
  assert.throws(() => playbook.begin(undefined), { code: 'FT-H001' })
  assert.equal(firstSend(playbook, FollowUp.fromJson(playbook.begin(ana).toJson())), '2026-03-04T13:00:00Z')
  new Caseload(playbook).begin(ana)
  assert.equal(playbook.begin(JSON.stringify(recipient())).toJson(), new FollowUp(recipient()).toJson())
})

test('hours by the data of the host', () => {
  const asked = [EVENING, ['America/New_York'], 'federal']
  assert.deepEqual(nextAllowed(...asked), new Date('2026-03-03T13:00:00Z'))
  assert.deepEqual(nextAllowed(...asked, { timeZones: timeZones(-4) }), new Date('2026-03-03T12:00:00Z'))
})
