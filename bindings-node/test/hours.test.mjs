import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import test from 'node:test'
import { nextAllowed } from 'followthrough'
import { SHARED } from './support/root.mjs'

// The vectors of an independent implementation.
const FOLDER = path.join(SHARED, 'data')
const skip = existsSync(FOLDER) ? false : `no ${FOLDER}; set FOLLOWTHROUGH_SHARED to run them`
const read = (name) => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'))
const PRESETS = ['federal', 'mini_tcpa_union', 'strict_all_rows']
const HOUR = 3_600_000

test('quiet hours', { skip }, () => {
  const { policies, cases } = read('time/quiet_hours.json')
  let presets = 0
  for (const { id, instant, zones, policy, allowed, next_allowed: expected } of cases) {
    const asked = [policies[policy]]
    if (PRESETS.includes(policy)) presets += asked.push(policy) - 1
    for (const hours of asked) {
      const found = nextAllowed(instant, zones, hours)
      assert.equal(found?.getTime() ?? null, expected && Date.parse(expected), id)
      assert.equal(found?.getTime() === Date.parse(instant), allowed, id)
    }
  }
  assert.deepEqual([cases.length, presets], [269, 212])
})

// In the last week of February Chicago is six hours behind UTC, and no day is a holiday.
test('the hours of the law: open at each start, shut at each end', { skip }, () => {
  let asked = 0
  for (const [name, { windows }] of Object.entries(read('law/windows.json').presets)) {
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].forEach((day, i) => {
      const midnight = Date.parse('2026-02-23T06:00:00Z') + i * 24 * HOUR
      const at = (text) => midnight + parseInt(text.slice(0, 2)) * HOUR + parseInt(text.slice(3)) * HOUR / 60
      const next = (from) => nextAllowed(new Date(from), ['America/Chicago'], name).getTime()
      let from = midnight
      for (const [start, end] of windows[day]) {
        assert.equal(next(from), at(start), `${name} ${day}`)
        from = at(end)
        assert.equal(next(from - 1000), from - 1000, `${name} ${day}`)
        asked++
      }
      assert.ok(next(from) >= midnight + 23 * HOUR, `${name} ${day}`)
    })
  }
  assert.equal(asked, 20)
})

test('federal holidays', { skip }, () => {
  const { dates } = read('law/holidays.json')
  for (const { name, observed } of dates) {
    const noon = new Date(`${observed}T18:30:00Z`)
    assert.ok(nextAllowed(noon, ['America/Chicago'], 'strict_all_rows') - noon > 12 * HOUR, name)
    assert.deepEqual(nextAllowed(noon, ['America/Chicago'], 'federal'), noon)
  }
  assert.equal(dates.length, 66)
})

test('what is asked and told', () => {
  const night = new Date('2026-03-03T02:30:00Z')
  assert.deepEqual(nextAllowed('2026-03-02T21:30:00-05:00', ['America/New_York'], 'mini_tcpa_union'), new Date('2026-03-03T14:00:00Z'))
  const own = { windows: { tue: [['10:00', '12:00']] }, closed_dates: ['2026-03-03'] }
  assert.deepEqual(nextAllowed(night, ['America/New_York'], own), new Date('2026-03-10T14:00:00Z'))
  assert.equal(nextAllowed(night, ['America/New_York'], { windows: {} }), undefined)
  assert.equal(nextAllowed(night, [], 'federal'), undefined)
  for (const [wrong, code, path] of [
    [[night, ['America/Nowhere'], 'federal'], 'FT-T002', 'zones[0]'],
    [[night, 'UTC', 'federal'], 'FT-H001', 'zones'],
    [[night, ['UTC'], 'state'], 'FT-H001', 'policy'],
    [[night, ['UTC'], { windows: { day: [] } }], 'FT-H001', 'policy.windows'],
    [[night, ['UTC'], { windows: { mon: [['9', '10:00']] } }], 'FT-H001', 'policy.windows.mon'],
    [[night, ['UTC'], { windows: {}, closed: [] }], 'FT-H001', 'policy.closed'],
    [[new Date(NaN), ['UTC'], 'federal'], 'FT-H010', 'at']
  ]) assert.throws(() => nextAllowed(...wrong), { code, path })
})
