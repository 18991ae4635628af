// Exports that are read by a mapping, and what is asked before.
import assert from 'node:assert/strict'
import test from 'node:test'

import { exportQuestions, readExport } from 'followthrough'

const files = {
  'plans.csv': Buffer.from(
    'treatment_plan_id,patient_id,line_number,service_code,date_planned,status,fee\r\n' +
    '11,4001,1,D2740,2025-11-03,P,1250.00\r\n' +
    '11,4001,2,D2950,2025-11-03,A,285.00\r\n' +
    '12,4002,1,D2392,2025-12-01,X,234.00\r\n', 'latin1')
}
const mapping = `
mapping: 1
extends: eaglesoft
columns: confirmed
presented: charted
time_zone: America/New_York
procedure: {status: {map: {P: planned, A: scheduled}}}
`

test('an export by a mapping', () => {
  const imported = readExport('eaglesoft', files, { mapping, asOf: '2026-01-30', listRecords: 'true' })
  const [plan] = imported.plans
  assert.deepEqual([plan.id, plan.standing, plan.pending_value], ['11', 'partial', '1250.00'])
  const [rejected] = imported.rejected
  assert.deepEqual([rejected.reason, rejected.value, rejected.patient], ['unknown_status', 'X', '4002'])
  assert.deepEqual(imported.records.map((record) => record.procedure), ['11|1', '11|2'])
})

const answer = Buffer.from(
  '{"code": true, "error": null, "data": [' +
  '{"id": 9007199254740993, "name": "Crown", "patient_id": 7, "status": "proposed", "procedures": [' +
  '{"id": 1, "code": "D2740", "status": "planned", "fee": {"amount": "1250.00", "currency": "USD"}},' +
  '{"id": 2, "code": "D2950", "status": "completed", "fee": null}]},' +
  '{"id": 424, "name": null, "patient_id": 8, "status": "maybe", "procedures": []}')

test('JSON that was cut short', () => {
  const options = { timeZone: 'none', asOf: '2026-01-30', listRecords: 'true' }
  const imported = readExport('nexhealth', { 'plans.json': answer }, options)
  const [plan] = imported.plans
  assert.deepEqual([plan.id, plan.standing, plan.pending_value], ['9007199254740993', 'partial', '1250.00'])
  const told = imported.rejected.map((row) => [row.path, row.reason, row.column])
  assert.deepEqual(told, [['/data/1', 'unknown_status', 'status'], ['/data', 'bad_json', undefined]])
  const failed = { 'plans.json': Buffer.from('{"code": false, "error": ["no"]}') }
  assert.throws(() => readExport('nexhealth', failed, options), { code: 'FT-I001' })
})

test('pages of an API', () => {
  const pages = {
    'patients.json': Buffer.from('[{"PatNum": 7, "LName": "Moss", "FName": "Ada", "PatStatus": "Patient", ' +
      '"Birthdate": "1980-05-01", "WirelessPhone": "(404)555-0177", "Guarantor": 7, "TxtMsgOk": "Yes"}]'),
    'everything-else.json': Buffer.from('[{"GET": "/procedurelogs?Offset=0", "body": [{"ProcNum": 1, "PatNum": 7, ' +
      '"AptNum": "0", "PlannedAptNum": 0, "ProcFee": "1250.00", "ProcStatus": "TP", "procCode": "D2740", ' +
      '"DateTP": "2026-01-05"}, {"ProcNum": 2, "PatNum": 7, "AptNum": 0, "PlannedAptNum": 0, "ProcFee": 95.0, ' +
      '"ProcStatus": "X"}]}]')
  }
  const answers = { presented: 'charted', timeZone: 'America/New_York', asOf: '2026-01-07' }
  assert.deepEqual(exportQuestions('open_dental', pages, answers), [])
  const imported = readExport('open_dental', pages, answers)
  const [plan] = imported.plans
  assert.deepEqual([plan.id, plan.presented_at, plan.pending_value], ['tp-7', '2026-01-05', '1250.00'])
  const [rejected] = imported.rejected
  assert.deepEqual([rejected.path, rejected.column, rejected.value], ['/0/body/1', 'ProcStatus', 'X'])
})

test('what is not said is asked', () => {
  const required = (asked) => asked.filter((question) => question.required).map((question) => question.key)
  const asked = exportQuestions('eaglesoft', files)
  assert.deepEqual(required(asked), ['columns', 'presented', 'procedure.status.map.WORD', 'as_of', 'time_zone'])
  assert.ok(asked[2].seen.includes('"P" in 1 rows'))
  assert.throws(() => readExport('eaglesoft', files, { timeZone: 'none', asOf: '2026-01-30' }), { code: 'FT-I010' })
  assert.deepEqual(required(exportQuestions('eaglesoft', files, { mapping, asOf: '2026-01-30' })), [])
})
