// Arrow tables in and out, with the package `apache-arrow`.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { Bool, Float64, Int32, Table, TimestampMicrosecond, TimestampMillisecond, Utf8, tableFromArrays, tableFromIPC, tableFromJSON, tableToIPC, vectorFromArray } from 'apache-arrow'
import {
  Caseload, FollowthroughError, Playbook, changes, changesTables, classify, classifyTable, readExport, readExportTables, smsSegmentsTable
} from 'followthrough'
import { KEY, NOW, YAML, plan, recipient } from './support/job.mjs'

const DUE = '2026-03-03T15:00:00Z'
const REPLIED = '2026-03-04T18:22:05Z'
const ipc = (table) => tableToIPC(table, 'stream')
const rows = (bytes) => tableFromIPC(bytes).toArray().map(row => row.toJSON())
const utf8 = (texts) => vectorFromArray(texts, new Utf8())

function caseload () {
  const made = new Caseload(Playbook.fromYaml(YAML).withLinkKeys([KEY]))
  made.begin([recipient(), { id: 'r-78' }])
  made.handle(NOW, 'r-77', plan())
  return made
}

const reply = { event_id: 'e2', at: REPLIED, type: 'reply', channel: 'sms', from: '+14045550177', text: 'yes' }
const columns = { recipient: ['r-77', 'r-78'], event_id: ['e2', 'e3'], at: [REPLIED, REPLIED], type: ['reply', 'reply'], channel: ['sms', 'sms'], from: ['+14045550177', '+14045550178'], text: ['yes', null] }

test('events in columns are those of handleMany', () => {
  const table = new Table(Object.fromEntries(Object.entries(columns).map(([key, texts]) => [key, utf8(texts)])))
  // As `tableFromArrays` makes them, texts are of a dictionary.
  for (const given of [table, tableFromArrays(columns)]) {
    const [byTable, byList] = [caseload(), caseload()]
    const { actions, errors, journal } = byTable.handleTable(REPLIED, ipc(given))
    const handled = byList.handleMany(REPLIED, [{ recipient: 'r-77', event: reply }, { recipient: 'r-78', event: { ...reply, event_id: 'e3', text: null } }])
    const told = handled[0].answers.flatMap(answer => answer.actions)
    assert.deepEqual(rows(actions).map(row => JSON.parse(row.action)), told)
    assert.equal(told.length, 3)
    assert.ok(rows(actions).every(row => row.row === 0n && row.recipient === 'r-77'))
    assert.deepEqual(rows(errors).map(row => [row.row, row.code]), [[1n, 'FT-H001']])
    assert.ok(rows(journal).every(row => JSON.parse(row.entry).recipient === row.recipient))
    assert.deepEqual(byTable.snapshot(), byList.snapshot())
  }
})

test('a damaged stream is an error of the table', () => {
  const sound = ipc(tableFromArrays(columns))
  let [refused, seed] = [0, 7]
  const chance = (below) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  for (let count = 0; count < 400; count++) {
    const damaged = Uint8Array.from(sound)
    damaged[chance(damaged.length)] ^= 1 << chance(8)
    try {
      caseload().handleTable(REPLIED, damaged)
    } catch (error) {
      refused += 1
      assert.equal(error.code, 'FT-H001', error.message)
    }
  }
  assert.ok(refused > 10)
})

test('what is due comes as tables', () => {
  const [byTable, byList] = [caseload(), caseload()]
  const { actions, errors, more } = byTable.advanceTable(DUE, 100)
  const [told] = byList.advance(DUE, 100).answers.flatMap(answer => answer.actions)
  const [send] = rows(actions)
  assert.equal(more, false)
  assert.deepEqual(JSON.parse(send.action), told)
  assert.equal(send.row, null)
  assert.equal(new Date(send.expires_at).toISOString(), new Date(told.expires_at).toISOString())
  assert.deepEqual(rows(errors), [])
  assert.throws(() => byTable.advanceTable(DUE, 0), { code: 'FT-H010', path: 'most' })
})

test('many texts', () => {
  const texts = ['yes', null, 'STOP', '']
  const told = rows(classifyTable(ipc(new Table({ text: utf8(texts) }))))
  assert.deepEqual(told.map(row => row.reading && JSON.parse(row.reading)), texts.map(text => text === null ? null : classify(text)))
  assert.deepEqual(rows(smsSegmentsTable(ipc(new Table({ text: utf8(texts) })))).map(row => row.segments), [1n, null, 1n, null])
})

test('an export as tables goes round', () => {
  const folder = new URL('../../examples/nightly/', import.meta.url)
  const files = Object.fromEntries(readdirSync(new URL('monday/', folder)).map(name => [name, readFileSync(new URL(`monday/${name}`, folder))]))
  const options = { mapping: readFileSync(new URL('mapping.yaml', folder), 'utf8'), timeZone: 'America/New_York', asOf: '2026-03-02' }
  const [tables, read] = [readExportTables('csv', files, options), readExport('csv', files, options)]
  assert.deepEqual(JSON.parse(tables.json), read)
  assert.deepEqual(rows(tables.plans).map(row => JSON.parse(row.plan)), read.plans)
  assert.ok(read.plans.length > 0)
  for (const name of ['recipients', 'appointments', 'rejected', 'skipped']) assert.equal(tableFromIPC(tables[name]).numRows, read[name].length)
  const changed = changesTables(undefined, tables.json)
  const events = rows(changed.events).map(row => [row.recipient, JSON.parse(row.event)])
  assert.deepEqual({ ...changed, events }, changes(undefined, read))
  const one = new Caseload(Playbook.fromYaml(YAML))
  one.begin(read.recipients)
  assert.deepEqual(rows(one.handleTable(read.at, changed.events).errors), [])
  const anew = new Caseload(Playbook.fromYaml(YAML))
  const refused = rows(anew.handleTable(read.at, changed.events).errors)
  assert.deepEqual(new Set(refused.map(row => row.code)), new Set(['FT-H014']))
  assert.deepEqual(rows(anew.handleTable(read.at, changed.events, { begin: true }).errors), [])
  assert.deepEqual(anew.recipients(), one.recipients())
  assert.throws(() => anew.handleTable(read.at, changed.events, { begin: 'yes' }), { code: 'FT-H010', path: 'begin' })
  assert.throws(() => anew.tick(read.at, { begin: true }), { code: 'FT-H010', path: 'begin' })
})

// docs: tables
const text = (texts) => vectorFromArray(texts.map(one => one ?? null), new Utf8()) // null is a key that is not there
const instants = (dates) => vectorFromArray(dates.map(one => one ?? null), new TimestampMillisecond('UTC'))
const rowsOf = (bytes) => tableFromIPC(bytes).toArray().map(row => row.toJSON())

/** A column for each key: rows of one table, or of a query that names them. */
function inColumns (rows) {
  const keys = [...new Set(rows.flatMap(row => Object.keys(row)))].filter(key => key !== 'at')
  const columns = keys.map(key => [key, text(rows.map(row => row[key]))])
  return tableToIPC(new Table({ ...Object.fromEntries(columns), at: instants(rows.map(row => row.at)) }), 'stream')
}

/** Two columns: events as objects, of any types. */
function asJson (rows) {
  const events = rows.map(({ recipient, ...event }) => JSON.stringify(event))
  return tableToIPC(new Table({ recipient: text(rows.map(row => row.recipient)), event: text(events) }), 'stream')
}

function takeIn (caseload, now, rows) {
  const { actions, journal, errors } = caseload.handleTable(now, inColumns(rows))
  return {
    outbox: rowsOf(actions).map(row => [row.recipient, JSON.parse(row.action)]),
    journal: rowsOf(journal).map(row => row.entry).join('\n'),
    refused: rowsOf(errors).map(row => [rows[Number(row.row)], row.code, row.path]) // `row` is a BigInt
  }
}
// docs: end

// docs: night
function night (caseload, stored, files, options, now) {
  const { json } = readExportTables('csv', files, options)
  const news = changesTables(stored, json) // `stored` is undefined before the first night
  if (news.shrunk.length > 0 || news.older) throw new Error('somebody should look at it first')
  const factsAsOf = JSON.parse(json).at
  const told = [caseload.handleTable(now, news.events, { factsAsOf, begin: true })]
  for (let more = true; more;) {
    const due = caseload.advanceTable(now, 10_000, { factsAsOf })
    told.push(due)
    more = due.more
  }
  return { told, snapshot: caseload.snapshot(), stored: news.store } // in one transaction
}
// docs: end

test('the code of the page', () => {
  const inbox = [
    { recipient: 'r-77', event_id: 'e2', at: new Date(REPLIED), type: 'reply', channel: 'sms', from: '+14045550177', text: 'yes' },
    { recipient: 'r-77', event_id: 'e3', at: new Date(REPLIED), type: 'plan_gone', plan_id: 'tp-1' },
    { recipient: 'r-79', event_id: 'e4', at: new Date(REPLIED), type: 'reply', channel: 'sms', from: '+14045550179', text: 'yes' }
  ]
  const [byColumns, byJson, byList] = [caseload(), caseload(), caseload()]
  const { outbox, journal, refused } = takeIn(byColumns, REPLIED, inbox)
  const handled = byList.handleMany(REPLIED, inbox.map(({ recipient, ...event }) => ({ recipient, event })))
  const told = handled.flatMap(one => one.type === 'answers' ? one.answers : [])
  assert.deepEqual(outbox, told.flatMap(answer => answer.actions.map(action => [answer.recipient, action])))
  assert.deepEqual(refused.map(([row, code]) => [row.event_id, code]), [['e4', 'FT-H014']])
  assert.ok(journal.split('\n').every(line => JSON.parse(line).recipient === 'r-77') && outbox.length > 0)
  byJson.handleTable(REPLIED, asJson(inbox))
  assert.deepEqual(byColumns.snapshot(), byList.snapshot())
  assert.deepEqual(byJson.snapshot(), byList.snapshot())
})

test('a night of the page', () => {
  const folder = new URL('../../examples/nightly/', import.meta.url)
  const filesOf = (day) => Object.fromEntries(readdirSync(new URL(day, folder)).map(name => [name, readFileSync(new URL(`${day}${name}`, folder))]))
  const options = { mapping: readFileSync(new URL('mapping.yaml', folder), 'utf8'), timeZone: 'America/New_York' }
  const one = new Caseload(Playbook.fromYaml(YAML))
  const [monday, tuesday] = ['2026-03-02', '2026-03-03']
  const first = night(one, undefined, filesOf('monday/'), { ...options, asOf: monday }, '2026-03-03T04:00:00Z')
  const second = night(one, first.stored, filesOf('tuesday/'), { ...options, asOf: tuesday }, '2026-03-04T04:00:00Z')
  for (const { told } of [first, second]) for (const { errors } of told) assert.deepEqual(rows(errors), [])
  assert.deepEqual(second.stored.at.slice(0, 10) > first.stored.at.slice(0, 10), true)
  assert.deepEqual(Buffer.from(second.snapshot), Buffer.from(one.snapshot()))
  assert.ok(one.length > 0)
})

test('what apache-arrow makes of objects by itself is no null, and an instant without a zone', () => {
  const [row] = [{ recipient: 'r-77', event_id: 'e3', at: REPLIED, type: 'plan_gone', plan_id: 'tp-1' }]
  const byJson = tableFromJSON([{ recipient: 'r-77', ...reply }, row])
  assert.deepEqual(rows(caseload().handleTable(REPLIED, ipc(byJson)).errors).map(row => row.code), ['FT-H001', 'FT-H001'])
  const dated = tableFromArrays({ recipient: ['r-77'], at: [new Date(REPLIED)] })
  assert.throws(() => caseload().handleTable(REPLIED, ipc(dated)), { code: 'FT-H001', path: 'at' })
})

const naive = new Table({ recipient: utf8(['r-77']), at: vectorFromArray([Date.parse(NOW)], new TimestampMicrosecond()) })
const refused = [
  ['no recipient', new Table({ event: utf8(['{}']) }), 'recipient'],
  ['a recipient that is a number', new Table({ recipient: vectorFromArray([1], new Int32()), event: utf8(['{}']) }), 'recipient'],
  ['a column beside the event', new Table({ recipient: utf8(['r-77']), event: utf8(['{}']), note: utf8(['x']) }), 'note'],
  ['instants without a zone', naive, 'at']
]
for (const [what, table, path] of refused) {
  test(`refused: ${what}`, () => {
    assert.throws(() => caseload().handleTable(DUE, ipc(table)), (error) => {
      assert.ok(error instanceof FollowthroughError)
      assert.deepEqual([error.code, error.path], ['FT-H001', path], error.message)
      return true
    })
  })
}

test('a row that cannot be says which', () => {
  const table = new Table({ recipient: utf8(['r-99', null]), event: utf8([JSON.stringify(reply), '{}']) })
  const { errors } = caseload().handleTable(REPLIED, ipc(table))
  assert.deepEqual(rows(errors).map(row => [row.row, row.code, row.path]), [[0n, 'FT-H014', rows(errors)[0].path], [1n, 'FT-H001', 'recipient']])
  const flags = new Table({ recipient: utf8(['r-77']), urgent: vectorFromArray([true], new Bool()), fee: vectorFromArray([NaN], new Float64()) })
  assert.deepEqual(rows(caseload().handleTable(REPLIED, ipc(flags)).errors).map(row => row.path), ['fee'])
})

test('bytes that are no table', () => {
  for (const damaged of [new Uint8Array(), Buffer.from('ARROW1'), ipc(tableFromArrays(columns)).subarray(0, 300), new Uint8Array(64).fill(255)]) {
    assert.throws(() => caseload().handleTable(DUE, damaged), { code: 'FT-H001' })
    assert.throws(() => classifyTable(damaged), { code: 'FT-H001' })
  }
  for (const wrong of [undefined, null, {}, 'text', tableFromArrays(columns)]) {
    assert.throws(() => caseload().handleTable(DUE, wrong), { code: 'FT-H001', path: 'events' })
  }
})
