// The story of ../story.json, which the service in Python lives through too; and a worker that is killed anywhere.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createApp } from './app.mjs'
import { connect, Host } from './host.mjs'
import { gateway } from './worker.mjs'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const STORY = JSON.parse(readFileSync(path.join(HERE, '../story.json'), 'utf8'))
const PLAYBOOK = readFileSync(path.join(HERE, '../playbook.yaml'), 'utf8')
const KEY = Buffer.from('a key of the tests, and no other')
const BEGIN = STORY[0].now

/** A gateway on this machine. It honours the idempotency key, and may be down, or kill whoever calls it. */
async function openSink (t) {
  const sink = { taken: new Map(), up: true, kill: undefined }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const key = request.headers['idempotency-key']
    if (sink.up && !sink.taken.has(key)) sink.taken.set(key, JSON.parse(body))
    await sink.kill?.()
    response.writeHead(sink.up ? 200 : 503).end()
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  sink.url = `http://127.0.0.1:${server.address().port}`
  t.after(() => server.closeAllConnections() ?? server.close())
  return sink
}

function folder (t) {
  const made = mkdtempSync(path.join(tmpdir(), 'followthrough-'))
  t.after(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** Whether all that is expected is there; of an object only the keys named. */
function holds (expected, actual, where) {
  if (Array.isArray(expected)) {
    assert.equal(actual.length, expected.length, `${where}: ${JSON.stringify(actual)}`)
    expected.forEach((one, i) => holds(one, actual[i], `${where}[${i}]`))
  } else if (expected !== null && typeof expected === 'object') {
    for (const [key, value] of Object.entries(expected)) {
      if (key === 'contains') assert.ok(JSON.stringify(actual).includes(value), `${where}: ${value}`)
      else holds(value, actual?.[key], `${where}.${key}`)
    }
  } else assert.equal(actual, expected, where)
}

test('the whole story', async t => {
  const [database, sink, names] = [path.join(folder(t), 'practice.db'), await openSink(t), {}]
  let [now, seen, asserted, host, app] = [BEGIN, 0, 0]
  const start = () => {
    host = new Host(connect(database), [KEY])
    app = createApp(host, 'https://book.example.com/peachtree', () => now)
  }
  const named = text => Object.entries(names).reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), text)

  start()
  host.publish(now, PLAYBOOK)
  for (const [n, step] of STORY.entries()) {
    now = step.now ?? now
    const where = `step ${n}: ${step.do ?? step.say}`
    if (step.do === undefined) continue
    if (step.do === 'work') await host.work(now, gateway(sink.url))
    else if (step.do === 'restart') {
      await app.close()
      host.db.close()
      start()
    } else if (step.do.startsWith('gateway')) sink.up = step.do === 'gateway up'
    else {
      const [method, url] = named(step.do).split(' ')
      let sent = []
      if (step.body) sent = ['application/json', named(JSON.stringify(step.body))]
      else if (step.form) sent = ['application/x-www-form-urlencoded', step.form]
      else if (step.text || step.playbook) sent = ['application/yaml', step.text ?? PLAYBOOK + step.playbook]
      const headers = { 'x-request-id': `request ${n}`, ...(sent[0] && { 'content-type': sent[0] }) }
      const response = await app.inject({ method, url, headers, body: sent[1] })
      assert.equal(response.statusCode, step.status ?? 200, `${where}: ${response.body}`)
      if ('gives' in step) holds(step.gives, response.json(), where)
      if ('contains' in step) assert.ok(response.body.includes(step.contains), `${where}: ${response.body}`)
      if (method === 'GET' && url.startsWith('/tasks')) names.task = response.json().at(-1)?.task_id ?? names.task
    }
    const fresh = [...sink.taken.values()].slice(seen)
    seen = sink.taken.size
    if ('gateway' in step) holds(step.gateway, fresh, where)
    for (const action of fresh.filter(action => action.type === 'send')) {
      names.send = action.id
      for (const link of action.links) names[link.purpose] = link.token
    }
    asserted += ['gives', 'contains', 'status', 'gateway'].some(key => key in step) ? 1 : 0
  }
  assert.equal(asserted, 49)
  if (process.env.STORY_TOLD) {
    const lines = host.all(readFileSync(path.join(HERE, '../told.sql'), 'utf8'))
    writeFileSync(process.env.STORY_TOLD, lines.map(row => `${row.line}\n`).join(''))
  }
  await app.close()
  host.db.close()
})

// A worker that is killed

const KILLED = `
import { fromEnvironment } from ${JSON.stringify(path.join(HERE, 'app.mjs'))}
import { main } from ${JSON.stringify(path.join(HERE, 'worker.mjs'))}
const host = fromEnvironment()
let left = Number(process.env.STATEMENTS)
const prepare = host.db.prepare.bind(host.db)
host.db.prepare = sql => {
  if (--left === 0) process.kill(process.pid, 'SIGKILL')
  return prepare(sql)
}
process.argv[2] = process.env.DUE
await main(host)
`

/** Two people with a text due on the next day. */
function practice (file) {
  const host = new Host(connect(file), [KEY])
  host.publish(BEGIN, PLAYBOOK)
  for (const [name, value] of [['ana', '+14045550177'], ['cleo', '+14045550190']]) {
    const contacts = [{ kind: 'mobile', value, consent: { type: 'granted', at: '2025-11-03T15:00:00Z' } }]
    const recipient = { id: name, time_zone: 'America/New_York', state: 'GA', contacts }
    const procedures = [{ id: `pr-${name}`, code: 'D7210', fee: '2400.00', status: 'planned' }]
    const plan = { id: `tp-${name}`, patient: { id: name }, presented_at: BEGIN, procedures }
    host.hear(BEGIN, name, { event_id: `${name}-1`, at: BEGIN, type: 'recipient', recipient })
    host.hear(BEGIN, name, { event_id: `${name}-2`, at: BEGIN, type: 'plan', plan })
  }
  host.db.exec('pragma wal_checkpoint(truncate)') // all in one file, to be copied
  host.db.close()
}

/** A worker of one round, in a process of its own. Whether it lived. */
async function run (file, sink, { statements = 0, killed = false } = {}) {
  const env = {
    ...process.env, DATABASE: file, GATEWAY: sink.url, LINK_KEYS: KEY.toString('hex'), STATEMENTS: statements, DUE: '2026-03-03T15:00:00Z'
  }
  const worker = spawn(process.execPath, ['--input-type=module', '--eval', KILLED], { env, cwd: HERE, stdio: ['ignore', 'inherit', 'inherit'] })
  const over = once(worker, 'exit')
  if (killed) {
    sink.kill = () => {
      sink.kill = undefined
      worker.kill('SIGKILL')
      return over
    }
  }
  const [code] = await over
  return code === 0
}

function allWasToldOnce (file, sink) {
  assert.deepEqual([...sink.taken.values()].map(action => action.to).sort(), ['+14045550177', '+14045550190'])
  const host = new Host(connect(file), [KEY])
  const count = from => host.get(`select count(*) as n from ${from}`).n
  assert.equal(count('outbox where done_at is null'), 0)
  assert.equal(count('outbox'), 2)
  assert.equal(count("journal where json_extract(entry, '$.type') = 'step_sent'"), 2)
  host.db.close()
}

for (const taken of [true, false]) {
  test(`a worker killed as it sends loses nothing and sends nothing twice, the gateway ${taken ? 'has' : 'never got'} it`, async t => {
    const [file, sink] = [path.join(folder(t), 'practice.db'), await openSink(t)]
    practice(file)
    sink.up = taken
    assert.ok(!await run(file, sink, { killed: true }))
    assert.equal(sink.taken.size, taken ? 1 : 0)
    sink.up = true
    assert.ok(await run(file, sink))
    allWasToldOnce(file, sink)
  })
}

test('a worker killed at any statement loses nothing and sends nothing twice', async t => {
  const [home, sink] = [folder(t), await openSink(t)]
  practice(path.join(home, 'before.db'))
  let [lived, statements] = [false, 0]
  while (!lived) {
    statements += 7
    const file = path.join(home, `${statements}.db`)
    copyFileSync(path.join(home, 'before.db'), file)
    sink.taken.clear()
    lived = await run(file, sink, { statements })
    assert.ok(await run(file, sink))
    allWasToldOnce(file, sink)
  }
  assert.ok(statements > 30)
})
