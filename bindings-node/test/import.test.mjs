// Exports that are read by a mapping, and what is asked before.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'

import { FollowUp, Importer, Playbook, changes, exportQuestions, proposeMapping, readExport, writeBack, writeMapping } from 'followthrough'

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

test('what is not said is asked', () => {
  const required = (asked) => asked.filter((question) => question.required).map((question) => question.key)
  const asked = exportQuestions('eaglesoft', files)
  assert.deepEqual(required(asked), ['columns', 'presented', 'procedure.status.map.WORD', 'as_of', 'time_zone'])
  assert.ok(asked[2].seen.includes('"P" in 1 row'))
  assert.throws(() => readExport('eaglesoft', files, { timeZone: 'none', asOf: '2026-01-30' }), { code: 'FT-I010' })
  assert.deepEqual(required(exportQuestions('eaglesoft', files, { mapping, asOf: '2026-01-30' })), [])
})

const PLANS = files['plans.csv']
const options = { mapping, asOf: '2026-01-30' }
const read = (text, over = {}) => readExport('eaglesoft', { 'plans.csv': text }, { ...options, ...over })

function inPieces (text, size) {
  const importer = new Importer('eaglesoft', options)
  for (let at = 0; at < text.length; at += size) importer.push('plans.csv', text.subarray(at, at + size))
  return importer
}

test('pieces of any size say what the whole says', () => {
  for (const size of [1, 7, 1 << 20]) {
    const importer = inPieces(PLANS, size)
    assert.deepEqual(importer.progress, { bytes: PLANS.length, records: 3 })
    assert.deepEqual(importer.finish(), read(PLANS))
  }
})

test('an importer that is over takes no more', () => {
  const finished = inPieces(PLANS, 64)
  finished.finish()
  const stopped = new Importer('eaglesoft', { mapping })
  assert.throws(() => stopped.push('plans.csv', 'a,b\r\n' + '1,2\r\n'.repeat(4096)), { code: 'FT-I002' })
  for (const over of [finished, stopped]) {
    for (const call of [() => over.push('plans.csv', ''), () => over.finish(), () => over.progress]) {
      assert.throws(call, { code: 'FT-I016' })
    }
  }
  assert.throws(() => new Importer('softdent'), { code: 'FT-I011' })
  assert.throws(() => new Importer('eaglesoft', { mapping, zone: 'x' }), { code: 'FT-I010' })
  assert.throws(() => new Importer('eaglesoft', { mapping }).push('plans.csv', 5), { code: 'FT-I012', path: 'piece' })
})

test('what changed since the stored export', () => {
  const before = read(PLANS)
  const newest = changes(undefined, before)
  const first = newest.events
  assert.deepEqual([newest.held, newest.shrunk], [[], []])
  assert.deepEqual(first.map(([who, event]) => [who, event.type]), [['4001', 'recipient'], ['4001', 'plan']])
  assert.deepEqual(changes(null, before), newest)
  const stored = JSON.stringify(newest.store)
  assert.deepEqual(changes(before, before).events, [])
  assert.deepEqual(changes(stored, JSON.parse(stored)).events, [])
  assert.deepEqual(changes(newest.store, before), { events: [], held: [], shrunk: [], unfinished: [], store: newest.store })
  const [header, ...rows] = PLANS.toString('latin1').trimEnd().split('\r\n')
  const shuffled = [header, ...rows.reverse(), ''].join('\r\n')
  assert.deepEqual(changes(stored, read(shuffled)).events, [])
  const done = read(PLANS.toString('latin1').replace(',P,', ',C,'), { mapping: mapping.replace('P: planned', 'P: planned, C: completed'), asOf: '2026-01-31' })
  const news = changes(stored, done).events
  assert.deepEqual(news.map(([who, event]) => [who, event.type, event.at]), [['4001', 'plan', done.at]])
  assert.deepEqual(news[0][1].plan.procedures.map(({ status }) => status), ['completed', 'scheduled'])
  // The engine takes them as they are.
  const playbook = Playbook.fromYaml(readFileSync(new URL('../../examples/caseload/practice.yaml', import.meta.url), 'utf8'))
  const followUp = new FollowUp(first[0][1].recipient)
  for (const [, event] of [...first, ...news]) playbook.handle(followUp, '2026-02-01T05:00:00Z', event, { factsAsOf: event.at })
  assert.deepEqual([...followUp.states().keys()], ['11'])
})

test('what a refused record may hide is kept for the next night', () => {
  const mapping = 'mapping: 1\ncolumns: confirmed\ngrain: plan\npresented: status\npatient: {id: pt}\n' +
    'plan: {id: id, value: fee, presented_on: day, status: {column: st, map: {open: open}}}\n'
  const night = (...rows) => readExport(
    'csv', { 'plans.csv': Buffer.from(['pt,id,fee,day,st', ...rows, ''].join('\n')) }, { mapping, asOf: '2026-01-30', timeZone: 'none' }
  )
  const first = changes(null, night('7,1,900.00,2026-01-05,open', '8,2,800.00,2026-01-05,open'))
  const second = changes(first.store, night('7,1,9OO.00,2026-01-05,open', '8,2,800.00,2026-01-05,open'))
  assert.deepEqual(second.events, [])
  assert.deepEqual(second.held, [{ recipient: '7', since: second.store.at, plan: '1', procedures: ['1'] }])
  const third = changes(JSON.stringify(second.store), night('8,2,800.00,2026-01-05,open'))
  assert.deepEqual(third.events.map(([who, event]) => [who, event.type]), [['7', 'plan_gone']])
  assert.deepEqual(third.held, [])
  const many = Array.from({ length: 20 }, (_, at) => `${at + 1},${at + 1},900.00,2026-01-05,open`)
  const half = changes(changes(null, night(...many)).store, night(...many.slice(0, 10)))
  assert.deepEqual(half.shrunk, [{ what: 'plans', gone: 10, of: 20 }])
})

for (const [what, before, after, path] of [
  ['an empty object', {}, undefined, 'before'],
  ['half of a text', undefined, '{', 'after'],
  ['a number', undefined, 7, 'after'],
  ['a Date', new Date(), undefined, 'before'],
  ['a key that is undefined', { at: undefined }, undefined, 'before']
]) {
  test(`an export that is none: ${what}`, () => {
    assert.throws(() => changes(before, after ?? read(PLANS)), { code: 'FT-S001', path })
  })
}

test('a mapping is proposed, answered and used', () => {
  const quotes = { 'quotes.csv': 'Quote No,Client No,Client,Cell,Total,Shown,Stage\nQ1,41,Rin Sato,(404) 555-0141,2400.00,2026-03-01,Shown\n' }
  const proposal = proposeMapping(quotes)
  const keys = Object.fromEntries(proposal.columns.map(({ column, key }) => [column, key]))
  assert.deepEqual([keys['Quote No'], keys.Total], ['plan.id', 'value'])
  assert.ok(proposal.columns.every(({ sure }) => ['guess', 'likely', 'certain'].includes(sure)))
  assert.throws(() => readExport('csv', quotes, { mapping: proposal.mapping, timeZone: 'none' }), { code: 'FT-I010' })
  const answers = { columns: 'confirmed', presented: 'status', currency: 'USD', 'plan.status.map.Shown': 'open' }
  const mapping = writeMapping('csv', answers, { base: proposal.mapping })
  const imported = readExport('csv', quotes, { mapping, timeZone: 'none', asOf: '2026-03-02' })
  assert.deepEqual(imported.plans.map(({ id, pending_value: value }) => [id, value]), [['Q1', '2400.00']])
  const nameless = { 'list.csv': 'Guest,Quote No,Total,SMS OK\nAna Ruiz,Q1,900.00,Y\nBo Moss,Q2,90.00,No\n' }
  const said = { columns: 'confirmed', presented: 'charted', currency: 'USD', 'patient.id': 'Guest', 'consent.text.yes': 'Y', 'consent.text.no': ['No', 'opted out'] }
  const read = readExport('csv', nameless, { mapping: proposeMapping(nameless, said).mapping, timeZone: 'none', asOf: '2026-03-02' })
  assert.deepEqual(read.recipients.map(({ id }) => id.length), [16, 16])
  assert.deepEqual(read.totals.pending_patients_by_text_consent, { yes: 1, no: 1, unknown: 0 })
  assert.match(writeMapping('dentrix', {}, { extends: 'dentrix.cases' }), /^extends: dentrix\.cases$/m)
  assert.throws(() => proposeMapping({ 'a.csv': PLANS, 'b.csv': PLANS }), { code: 'FT-I001' })
  assert.throws(() => writeMapping('csv', { presented: 1 }), { code: 'FT-I015', path: 'answers' })
})

test('what the practice system is told', () => {
  const news = { id: 'act_2cze3b873r494y0nb4g52w7bfc', type: 'tell_practice_system', plan_id: 'tp-1', status: 'declined', day: '2026-03-02' }
  const { plans: [plan], rows } = writeBack('dentrix.cases', [news])
  assert.deepEqual([plan.plan_id, plan.status, rows], ['tp-1', 'Rejected', null])
  assert.ok(plan.note.includes('2026-03-02'))
  assert.notEqual(writeBack('dentrix.cases', [news], { language: 'es' }).plans[0].note, plan.note)
  const own = mapping + 'write_back: {declined: {status: lost}, columns: {plan: quote, status: state}}\n'
  assert.equal(writeBack('eaglesoft.planned_services', [news], { mapping: own }).rows, 'quote,state\r\ntp-1,lost\r\n')
  assert.throws(() => writeBack('dentrix.case', []), { code: 'FT-I015', path: 'shape' })
  assert.throws(() => writeBack('softdent.cases', []), { code: 'FT-I011' })
  assert.throws(() => writeBack('dentrix.cases', [{ ...news, day: undefined }]), { code: 'FT-H001' })
  assert.throws(() => writeBack('dentrix.cases', [{ ...news, status: 'x' }]), { code: 'FT-H001', path: 'news[0].status' })
})
