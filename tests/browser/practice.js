// A practice that does not exist: an export of Open Dental's tables, and journals of pilots of which the outcome is known.

const day = (from, days) => new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

const CODES = [['D2740', 1250], ['D6010', 2400], ['D7210', 420], ['D2391', 210], ['D4341', 900]]

/** Tables of 160 patients as CSV, by the names of their files; as of the last of August 2026. */
export function tables() {
  const asOf = '2026-08-31'
  const [patients, procedures, visits, talks] = [[], [], [], []]
  const rows = (head, rows) => [head, ...rows].map((row) => row.join(',')).join('\n') + '\n'
  for (let n = 1; n <= 160; n += 1) {
    const guarantor = n % 6 === 0 ? n - 1 : n
    patients.push([n, `Moss${n}`, `Ada${n}`, 0, `19${50 + (n % 45)}-03-${String(1 + (n % 28)).padStart(2, '0')}`,
      n % 7 ? `(404) 555-01${String(n % 100).padStart(2, '0')}` : '', n % 5 ? `p${n}@example.com` : '', guarantor, n % 3 ? 1 : 0])
    const presented = day(asOf, -((n * 37) % 330))
    for (let one = 0; one <= n % 2; one += 1) {
      const code = (n + one) % CODES.length
      const fee = `${CODES[code][1]}.00`
      const accepted = day(presented, (n * 11) % 60)
      const row = (visit, status, date) => procedures.push([procedures.length + 1, n, visit, 0, code + 1, date, fee, status, presented, 1 + (n % 4)])
      if (n % 9 < 4 && accepted <= asOf) {
        visits.push([visits.length + 1, n, n % 3 ? 2 : 1, `${day(accepted, 9)} 10:00:00`, `${accepted} 11:00:00`, `${accepted} 11:00:00`, 1 + (n % 4)])
        row(visits.length, n % 3 ? 2 : 1, n % 3 ? day(accepted, 9) : presented)
      } else {
        row(0, 1, presented)
      }
    }
    if (n % 3 === 0) talks.push([n, `${day(presented, 5)} 12:00:00`])
  }
  return {
    'patient.csv': rows('PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk'.split(','), patients),
    'procedurelog.csv': rows('ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP,ProvNum'.split(','), procedures),
    'procedurecode.csv': rows(['CodeNum', 'ProcCode'], CODES.map(([code], at) => [at + 1, code])),
    'provider.csv': rows('ProvNum,Abbr,LName,FName'.split(','), [1, 2, 3, 4].map((n) => [n, `DR${n}`, `Reed${n}`, 'Pat'])),
    'appointment.csv': rows('AptNum,PatNum,AptStatus,AptDateTime,DateTStamp,SecDateTEntry,ProvNum'.split(','), visits),
    'commlog.csv': rows(['PatNum', 'CommDateTime'], talks),
  }
}

/** A pilot of which so many were followed up and held out, and so many of each accepted: journal and plans as JSON lines. */
export function pilot({ followed, held, fee = '1800.00' }) {
  const [journal, plans] = [[], []]
  for (const [group, [accepted, of]] of [['f', followed], ['h', held]]) {
    for (let n = 0; n < of; n += 1) {
      const [recipient, id] = [`${group}-${n}`, `tp-${group}-${n}`]
      const at = (days) => `${day('2026-03-01', (n % 28) + days)}T15:00:00Z`
      const entry = (days, rest) => journal.push({ recipient, at: at(days), case_id: id, ...rest })
      plans.push({ recipient, at: at(0), plan: { id, patient: { id: `p-${recipient}` }, presented_at: at(0).slice(0, 10),
        procedures: [{ id: `pr-${id}`, code: 'D2740', fee, status: 'planned' }] } })
      if (group === 'h') entry(0, { type: 'observed' })
      else {
        entry(0, { type: 'enrolled', sequence: 'restorative', round: 1 })
        for (const [step, channel, days] of [['hello', 'sms', 1], ['details', 'email', 4], ['ring', 'call', 9]]) {
          const more = channel === 'call' ? {} : { language: n % 5 ? 'en' : 'es', arm: n % 2 ? 'short' : 'warm' }
          entry(days, { type: 'step_sent', step, channel, action_id: `act_${id}_${step}`, ...more })
          if (channel !== 'call') entry(days, { type: 'receipt', action_id: `act_${id}_${step}`, result: 'delivered' })
        }
        if (n % 3 === 0) entry(5, { type: 'clicked', step: 'details', kind: 'confirmed', purpose: 'book' })
      }
      if (n < accepted) entry(12, { type: 'closed', outcome: 'accepted', ...(group === 'f' ? { touchpoint: 'details' } : {}) })
    }
  }
  const lines = (all) => all.map((one) => JSON.stringify(one) + '\n').join('')
  return { journal: lines(journal), plans: lines(plans) }
}
