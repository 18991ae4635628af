// Every page in a real browser: on a phone, a tablet and a desk, in the dark and on paper. Nothing is cut off, nothing is
// loaded, nobody is kept from reading. `SHOTS=FOLDER` also keeps pictures and the paper.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { start } from './browser.js'
import { barriers, faults } from './looks.js'
import { pilot, tables } from './practice.js'

const root = resolve(import.meta.dirname, '../..')
const target = resolve(process.env.CARGO_TARGET_DIR ?? join(root, 'target'))
const command = process.env.FOLLOWTHROUGH ?? join(target, 'debug/followthrough')
const work = join(target, 'pages')
const shots = process.env.SHOTS && resolve(process.env.SHOTS)
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// 816 pixels of CSS are as wide as a sheet of letter paper; with its margins 720 are printed on.
const LOOKS = [
  { name: 'phone', width: 360, axe: true },
  { name: 'phone-dark', width: 360, dark: true, axe: true },
  { name: 'tablet', width: 768 },
  { name: 'desk', width: 1280 },
  { name: 'desk-dark', width: 1280, dark: true },
  { name: 'paper', width: 720, print: true },
]
const PAGES = ['audit', 'simulation', 'backtest', 'comparison', 'timeline', 'preview', 'picture', 'monthly', 'pilot', 'lift', 'harm',
  'cannot-tell', 'few', 'half-a-month', 'holdout', 'without-plans']

const run = (...args) => execFileSync(command, args, { cwd: work, encoding: 'utf8', maxBuffer: 1 << 28 })
const file = (name, text) => writeFileSync(join(work, name), text)

/** All pages, made by the command line as a practice would. */
function make() {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'export'), { recursive: true })
  for (const [name, text] of Object.entries(tables())) file(join('export', name), text)
  const playbook = join(root, 'examples/playbooks/four-dentist.yaml')
  const other = join(root, 'examples/playbooks/demo.yaml')
  const from = ['--from', 'open_dental', 'export', '--presented', 'charted', '--as-of', '2026-08-31']
  run('demo', '--out', 'simulation.html', '--audit', 'invented.html', '--journal', 'demo.jsonl', '--plans', 'demo-plans.jsonl')
  const audit = run('audit', ...from.slice(1), '--time-zone', 'America/New_York', '--html', 'audit.html', '--json')
  file('audit.json', audit)
  run('backtest', playbook, ...from, '--html', 'backtest.html')
  run('compare', other, playbook, ...from, '--days', '30', '--html', 'comparison.html')
  const simulated = JSON.parse(run('simulate', playbook, ...from, '--days', '30', '--json'))
  const one = simulated.report.story.case_id
  run('simulate', playbook, ...from, '--days', '30', '--case', one, '--html', 'timeline.html')
  file('case.yaml', `
recipient: {id: r-1, first_name: Ana, time_zone: America/New_York, state: GA, contacts: [
  {kind: mobile, value: "+14045550142", consent: {type: granted, at: 2026-01-05T15:00:00Z}},
  {kind: email, value: ana@example.com}]}
plan: {id: tp-1, patient: {id: p-1}, presented_at: 2026-03-02T10:00:00-05:00,
  procedures: [{id: pr-1, code: D2740, fee: "1600.00", status: planned}]}`)
  run('preview', playbook, 'case.yaml', '--html', 'preview.html')
  run('picture', playbook, '--out', 'picture.html')
  const options = { practice: 'Larkspur Family Dental', time_zone: 'America/New_York',
    pilot: { from: '2026-03-01', to: '2026-05-02' },
    before: { recovered_a_month: '4', recovered_value_a_month: '8800.00', staff_hours_a_week: '4' },
    now: { staff_hours_a_week: '0.5' }, costs: { sms_segment: '0.0079', email: '0.001', portal: '0', a_month: '299', staff_hour: '32' } }
  file('options.json', JSON.stringify(options))
  file('demo.json', JSON.stringify({ ...options, pilot: { from: '2026-09-01' } }))
  const demo = ['demo.jsonl', '--plans', 'demo-plans.jsonl', '--options', 'demo.json', '--baseline', 'audit.json']
  run('report', ...demo, '--month', '2026-10', '--html', 'monthly.html')
  run('report', ...demo, '--from', '2026-09-01', '--to', '2026-11-29', '--html', 'pilot.html')
  for (const [name, world] of [
    ['lift', { followed: [420, 600], held: [200, 400], fee: '123456.00' }],
    ['harm', { followed: [120, 300], held: [180, 300] }],
    ['cannot-tell', { followed: [57, 100], held: [43, 100] }],
    ['few', { followed: [2, 3], held: [0, 1] }],
  ]) {
    const { journal, plans } = pilot(world)
    file(`${name}.jsonl`, journal)
    file(`${name}-plans.jsonl`, plans)
    run('report', `${name}.jsonl`, '--plans', `${name}-plans.jsonl`, '--options', 'options.json', '--month', '2026-03', '--as-of', '2026-07-31',
      '--html', `${name}.html`)
  }
  run('report', ...demo, '--month', '2026-10', '--as-of', '2026-10-12', '--html', 'half-a-month.html')
  run('report', 'lift.jsonl', '--options', 'options.json', '--month', '2026-03', '--as-of', '2026-07-31', '--html', 'without-plans.html')
  run('demo', '--holdout', '0.3', '--days', '180', '--out', 'held.html', '--journal', 'held.jsonl', '--plans', 'held-plans.jsonl')
  file('held.json', JSON.stringify({ ...options, pilot: { from: '2026-09-01' }, plans_complete_to: '2027-02-27' }))
  run('report', 'held.jsonl', '--plans', 'held-plans.jsonl', '--options', 'held.json', '--html', 'holdout.html')
}

make()
let browser
let why
before(async () => {
  try {
    browser = await start(join(target, 'browser'))
  } catch (error) {
    // Where it has to run it fails; elsewhere it is said, with what would help.
    if (process.env.CI) throw error
    why = `no browser can be started here: set CHROMIUM to one (${String(error).split('\n')[0]})`
  }
})
after(() => browser?.close())

// Two at a time; pictures one after the other, which is as much as a browser without a graphics card can draw.
test('pages', { concurrency: shots ? 1 : 2 }, async (t) => {
  await Promise.all(PAGES.map((name) => t.test(name, (t) => (browser ? read(name) : t.skip(why)))))
})

async function read(name) {
  const url = pathToFileURL(join(work, `${name}.html`)).href
  const found = []
  for (const look of LOOKS) {
    const context = await browser.newContext({ viewport: { width: look.width, height: 900 }, colorScheme: look.dark ? 'dark' : 'light' })
    const page = await context.newPage()
    const say = (what) => found.push(`${look.name}: ${what}`)
    page.on('console', (message) => say(`the console says ${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => say(`an error: ${error}`))
    page.on('request', (request) => { if (request.url() !== url) say(`loads ${request.url()}`) })
    await page.goto(url)
    if (look.print) await page.emulateMedia({ media: 'print' })
    for (const what of await page.evaluate(faults)) say(what)
    if (shots) await keep(page, name, look)
    await page.evaluate(() => { for (const folded of document.querySelectorAll('details')) folded.open = true })
    for (const what of await page.evaluate(faults)) say(`all unfolded: ${what}`)
    if (look.axe) {
      await page.evaluate(axe)
      for (const what of await page.evaluate(barriers)) say(what)
    }
    await context.close()
  }
  assert.deepEqual([...new Set(found)], [])
}

async function keep(page, name, look) {
  mkdirSync(shots, { recursive: true })
  if (look.print) await page.pdf({ path: join(shots, `${name}.pdf`), format: 'Letter', margin: { top: '0.5in', bottom: '0.5in', left: '0.5in', right: '0.5in' } })
  else {
    // More than this a browser without a graphics card does not draw at once.
    const height = await page.evaluate(() => Math.min(document.documentElement.scrollHeight, 8000))
    await page.screenshot({ path: join(shots, `${name}-${look.name}.png`), fullPage: true, clip: { x: 0, y: 0, width: look.width, height } })
  }
}
