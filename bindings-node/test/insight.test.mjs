// What a practice asks before going live: the same answers, to the byte, as on the command line.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'node:test'

import {
  Playbook, Report, Simulation, checkScenario, compare, differenceAtAnyLook, kaplanMeier, logRank, newcombe, previewTimeline, readExport,
  replay, simulate, wilson
} from 'followthrough'
import { ROOT, SHARED, commandLine } from './support/root.mjs'

const OLD = `
followthrough: 1
practice:
  name: Larkspur Family Dental
  time_zone: America/New_York
  state: GA
  phone: "+14045550100"
  postal_address: 12 Larkspur Lane, Decatur, GA 30030
  booking_url: https://book.example.com/larkspur
extends: dental
`
const NEW = OLD + 'limits: {per_week: 1}\n'
const OPTIONS = {
  days: 30,
  seed: 3,
  costs: { sms_segment: '0.0083', staff_hour: '24.00' },
  capacity: [{ role: 'front_desk', minutes: 1 }],
  disruptions: { no_export_on: ['2026-09-16'] }
}

function cases (people = 8) {
  const each = (make) => Array.from({ length: people }, (_, n) => make(n))
  const consent = { type: 'granted', at: '2026-01-05T15:00:00Z' }
  return {
    as_of: '2026-09-14',
    recipients: each((n) => ({
      id: `r-${n}`, first_name: 'Ana', contacts: [{ kind: 'mobile', value: `+1404555${String(n).padStart(4, '0')}`, consent }]
    })),
    plans: each((n) => ({
      id: `tp-${n}`,
      recipient: `r-${n}`,
      patient: { id: `p-${n}` },
      presented_at: '2026-09-14',
      procedures: [{ id: `pr-${n}`, code: 'D7210', fee: '900.00', status: 'planned' }]
    }))
  }
}

const playbook = (text = OLD) => Playbook.fromYaml(text)

test('a simulation', () => {
  const simulation = simulate(playbook(), cases(), OPTIONS)
  const report = simulation.report()
  const data = report.data()
  assert.deepEqual([data.days, data.from, data.faults, data.costs.sms_segment], [30, '2026-09-15', 0, '0.0083'])
  assert.equal(data.load[0].role, 'front_desk')
  assert.ok(data.load[0].days_above.length > 0)
  assert.deepEqual(JSON.parse(report.toJson()), data)
  assert.deepEqual(report.toCsv(), {})
  assert.ok(report.toHtml().startsWith('<!DOCTYPE html>'))
  assert.equal(simulation.contacted().length + simulation.notContacted().length, 8)
  assert.equal(simulation.contacted()[0].steps[0], 'hello')
  assert.ok(simulation.timeline('tp-1').toHtml().includes('<svg'))
  assert.equal(simulation.timeline('tp-99'), undefined)
  assert.ok(simulation.records().split('\n').length > 10)
  assert.equal(simulate(playbook(), JSON.stringify(cases()), JSON.stringify(OPTIONS)).report().toHtml(), report.toHtml())
  assert.throws(() => new Simulation(), TypeError)
  assert.throws(() => new Report().toJson(), { code: 'FT-X002' })
})

test('a comparison', () => {
  const comparison = compare(playbook(), playbook(NEW), cases(), OPTIONS)
  const data = comparison.data()
  assert.equal(data.cases.length + data.same, 8)
  assert.ok(comparison.toHtml().includes('Plan by plan'))
  assert.ok(!comparison.toHtml().includes('Ana'))
  const nothing = compare(playbook(), playbook(), cases(), OPTIONS).data()
  assert.deepEqual([nothing.cases, nothing.old], [[], nothing.new])
})

test('a preview as a timeline', () => {
  const { recipient: _, ...plan } = cases().plans[0]
  const timeline = previewTimeline(playbook(), plan, cases().recipients[0], '2026-09-14T14:00:00Z')
  assert.ok(timeline.data().entries.at(-1).title.startsWith('Case closed.'))
  assert.ok(timeline.toHtml().includes('<svg'))
})

test('what cannot be read is named', () => {
  const refused = (given, options, where) =>
    assert.throws(() => simulate(playbook(), given, options), { code: 'FT-X001', path: where })
  refused({}, {}, 'options.from')
  refused(cases(1), { days: 0 }, 'options.days')
  refused(cases(1), { costs: { email: 0.5 } }, 'options.costs.email')
  refused(cases(1), { days: NaN }, 'options.days')
  refused({ as_of: '2026-09-14', plans: [{ id: 'tp-1' }] }, {}, 'cases.plans[0]')
  refused({ as_of: '2026-09-14', recipients: [{ id: 'r-1', first_name: 7 }] }, {}, 'cases.recipients[0].first_name')
})

test('the command line writes the same bytes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'followthrough-'))
  const plans = 'treatment_plan_id,patient_id,line_number,service_code,date_planned,status,fee\r\n' +
    [1, 2, 3, 4].map((n) => `${n},${4000 + n},1,D2740,2026-09-1${n},P,1250.00\r\n`).join('')
  const mapping = 'mapping: 1\nextends: eaglesoft\ncolumns: confirmed\npresented: charted\ntime_zone: America/New_York\n' +
    'procedure: {status: {map: {P: planned}}}\n'
  const files = { 'plans.csv': plans, 'mapping.yaml': mapping, 'old.yaml': OLD, 'new.yaml': NEW, 'options.json': JSON.stringify(OPTIONS) }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  const imported = readExport('eaglesoft', { 'plans.csv': Buffer.from(plans) }, { mapping, asOf: '2026-09-14' })
  const rest = ['--from', 'eaglesoft', '--mapping', 'mapping.yaml', '--as-of', '2026-09-14', '--options', 'options.json',
    'plans.csv', '--html', 'page.html']
  const typed = (...words) => {
    execFileSync(commandLine(), [...words, ...rest], { cwd: folder, stdio: 'pipe' })
    return readFileSync(path.join(folder, 'page.html'), 'utf8')
  }
  assert.equal(simulate(playbook(), imported, OPTIONS).report().toHtml(), typed('simulate', 'old.yaml'))
  assert.equal(compare(playbook(), playbook(NEW), imported, OPTIONS).toHtml(), typed('compare', 'old.yaml', 'new.yaml'))
})

test('a scenario as the command line replays it', () => {
  const file = path.join(ROOT, 'core/engine/conformance/01-day-one-sms.yaml')
  const text = readFileSync(file, 'utf8')
  const printed = execFileSync(commandLine(), ['replay', file], { encoding: 'utf8' })
  assert.deepEqual(replay(text), printed.trim().split('\n').map((line) => JSON.parse(line)))
  assert.deepEqual(checkScenario(text).mismatches, [])
  assert.notDeepEqual(checkScenario(text, playbook(OLD + 'trigger: {pending_for: 72h}\n')).mismatches, [])
  assert.throws(() => replay('scenario: 7'), { code: 'FT-X001' })
})

test('the intervals of the vectors', (t) => {
  const file = path.join(SHARED, 'data', 'stats', 'intervals.json')
  if (!existsSync(file)) return t.skip('no shared data')
  const near = (ours, theirs) => Math.abs(ours - theirs) <= 1e-9
  const watched = (times, events) => times.map((time, i) => [time, events[i] === 1])
  const { cases } = JSON.parse(readFileSync(file, 'utf8'))
  for (const c of cases) {
    if (c.kind === 'kaplan_meier') {
      const curve = kaplanMeier(watched(c.times, c.events), c.confidence)
      assert.equal(curve.median, c.median ?? undefined, c.id)
      curve.rows.forEach((row, i) => assert.ok(near(row.survival, c.rows[i].survival) && row.at_risk === c.rows[i].at_risk, c.id))
    } else if (c.kind === 'logrank') {
      const found = logRank(watched(c.times1, c.events1), watched(c.times2, c.events2))
      assert.ok(near(found.chi_square, c.chi2) && near(found.p_value, c.p), c.id)
    } else {
      const found = c.kind === 'wilson' ? wilson(c.k, c.n, c.confidence) : newcombe([c.k1, c.n1], [c.k2, c.n2], c.confidence)
      for (const key of ['estimate', 'low', 'high']) assert.ok(near(found[key], c[key]), c.id)
    }
  }
  assert.equal(cases.length, 72)
})

test('intervals that cannot be', () => {
  assert.equal(wilson(0, 0), undefined)
  const [wide, usual] = [differenceAtAnyLook([60, 100], [50, 100]), newcombe({ hits: 60, of: 100 }, { hits: 50, of: 100 })]
  assert.ok(wide.low < usual.low && wide.high > usual.high)
  for (const wrong of [() => wilson(3, 2), () => wilson(1, 2, 1), () => wilson(1.5, 2)]) assert.throws(wrong, { code: 'FT-X001' })
  assert.throws(() => newcombe([-1, 2], [1, 2]), { code: 'FT-X001' })
})
