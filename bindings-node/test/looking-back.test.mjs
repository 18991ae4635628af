// What a practice asks of its past: a baseline, a backtest, a month. The same bytes as on the command line.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import test from 'node:test'

import { Playbook, audit, backtest, monthlyReport } from 'followthrough'
import { commandLine } from './support/root.mjs'

const PLAYBOOK = `
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
const PLANS = 'treatment_plan_id,patient_id,line_number,service_code,date_planned,status,fee\r\n' +
  [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `${n},${4000 + n},1,D2740,2026-0${7 + n % 2}-${10 + n},${'PPC'[n % 3]},1250.00\r\n`).join('')
const MAPPING = 'mapping: 1\nextends: eaglesoft\ncolumns: confirmed\npresented: charted\n' +
  'procedure: {status: {map: {P: planned, C: completed}}}\n'
const FILES = { 'plans.csv': Buffer.from(PLANS) }
const ANSWERS = { mapping: MAPPING, timeZone: 'America/New_York', asOf: '2026-09-14' }
const FLAGS = ['--mapping', 'mapping.yaml', '--time-zone', 'America/New_York', '--as-of', '2026-09-14']

/** A folder, what the command line does in it, and what it wrote there. */
function terminal () {
  const folder = mkdtempSync(path.join(tmpdir(), 'followthrough-'))
  const write = (name, text) => writeFileSync(path.join(folder, name), text)
  for (const [name, text] of Object.entries({ 'plans.csv': PLANS, 'mapping.yaml': MAPPING, 'playbook.yaml': PLAYBOOK })) write(name, text)
  return {
    folder,
    write,
    typed: (...words) => execFileSync(commandLine(), words, { cwd: folder, stdio: 'pipe' }),
    read: (...name) => readFileSync(path.join(folder, ...name), 'utf8')
  }
}

test('a baseline', () => {
  const { folder, typed, read } = terminal()
  const baseline = audit('eaglesoft', FILES, ANSWERS, { practice: 'Larkspur' })
  typed('audit', 'eaglesoft', 'plans.csv', ...FLAGS, '--practice', 'Larkspur', '--html', 'page.html', '--csv', 'tables')
  assert.equal(baseline.toHtml(), read('page.html'))
  const tables = readdirSync(path.join(folder, 'tables')).map((name) => [name, read('tables', name)])
  assert.deepEqual(baseline.toCsv(), Object.fromEntries(tables))
  const data = baseline.data()
  assert.deepEqual([data.days, data.practice, data.to], [90, 'Larkspur', '2026-09-14'])
  assert.ok(audit('eaglesoft', FILES, ANSWERS, { days: 40 }).data().presented.plans < data.presented.plans)
})

test('a backtest', () => {
  const { typed, read } = terminal()
  const found = backtest(Playbook.fromYaml(PLAYBOOK), 'eaglesoft', FILES, ANSWERS, { days: 120 })
  typed('backtest', 'playbook.yaml', 'plans.csv', ...FLAGS, '--from', 'eaglesoft', '--days', '120', '--html', 'page.html')
  assert.equal(found.toHtml(), read('page.html'))
  assert.ok(found.data().cases.length > 0)
  assert.deepEqual(found.toCsv(), {})
})

test('a month', () => {
  const { typed, read, write } = terminal()
  const simulated = ['--from', 'eaglesoft', '--mapping', 'mapping.yaml', '--as-of', '2026-09-14', 'plans.csv']
  typed('simulate', 'playbook.yaml', ...simulated, '--journal', 'journal.jsonl', '--plans', 'plans.jsonl')
  const options = { month: '2026-10', time_zone: 'America/New_York', costs: { sms_segment: '0.0079' } }
  const { households, ...rest } = audit('eaglesoft', FILES, ANSWERS).data()
  if (households !== undefined) options.baseline = { households, ...rest }
  write('options.json', JSON.stringify(options))
  typed('report', 'journal.jsonl', '--plans', 'plans.jsonl', '--options', 'options.json', '--html', 'page.html', '--csv', 'report.csv',
    '--recovered', 'recovered.csv')
  const report = monthlyReport(Buffer.from(read('journal.jsonl')), read('plans.jsonl'), options)
  assert.equal(report.toHtml(), read('page.html'))
  assert.deepEqual(report.toCsv(), { 'report.csv': read('report.csv'), 'recovered.csv': read('recovered.csv') })
  assert.equal(report.data().read.damaged, 0)
  assert.ok(report.data().read.lines > 10)
  const damaged = monthlyReport(Buffer.from([0xff, 0x0a, 0x7b, 0x0a]), '', JSON.stringify(options)).data().read
  assert.deepEqual(damaged.damaged_lines.map((line) => line.line), [1, 2])
})

test('what cannot be used is named', () => {
  const refused = (ask, code, where) => assert.throws(ask, (error) => error.code === code && error.path.startsWith(where))
  refused(() => audit('eaglesoft', FILES, ANSWERS, { days: 0 }), 'FT-X001', 'options.days')
  refused(() => audit('eaglesoft', FILES, ANSWERS, { value_bands: [0.5] }), 'FT-X001', 'options')
  refused(() => audit('eaglesoft', FILES), 'FT-I010', 'answers.timeZone')
  refused(() => monthlyReport('', '', {}), 'FT-X001', 'options')
  refused(() => monthlyReport(7, '', { month: '2026-10' }), 'FT-X001', 'journal')
  refused(() => monthlyReport('', '', { month: '2026-13' }), 'FT-X001', 'options.month')
})
