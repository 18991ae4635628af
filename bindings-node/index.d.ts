import type {
  Action, AgendaItem, Answer, ChangePreview, CheckReport, Decision, Explanation, Handled, Intent, PauseReason, PlaybookDocument, Preview, PromptKind,
  ReEngagedBy, StaffOutcome, StepResult, Verdict
} from './types'

/** A file's contents. */
type Bytes = Uint8Array | string
/** RFC 3339 with an offset, or a Date. An invalid Date is refused. */
export type Instant = string | Date
/** A secret of the host's, at least 16 bytes; a text counts as UTF-8. */
export type LinkKey = Uint8Array | string

/** What was refused. `docs/errors.md` lists every code with cause and cure. */
export interface Problem {
  code: string
  /** Where: `plan.procedures[0].fee`. Empty for the whole. */
  path: string
  message: string
  help?: string
  /** Of a text, from 1. */
  line?: number
  column?: number
}

/** Thrown for every input that is refused. Nothing was changed then. */
export class FollowthroughError extends Error {
  readonly name: 'FollowthroughError'
  readonly code: string
  readonly path: string
  /** The message without code, path and help. */
  readonly reason: string
  readonly help: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  /** All problems: several for a playbook, else this one. */
  readonly errors: readonly Problem[]
  private constructor ()
}

export interface MomentOptions {
  /** How far the practice system is known: the instant of the newest export taken in. */
  factsAsOf?: Instant | undefined
  /** The emergency brake: until then a tick does nothing. */
  holdUntil?: Instant | undefined
  /** The host vouches for a `now` more than 400 days ahead of the last one. */
  confirmLeap?: boolean | undefined
}

export type Channel = 'sms' | 'email' | 'portal' | 'call'
export type CaseState = 'waiting' | 'active' | 'observed' | 'paused' | 're_engaged' | 'closed'
export type Outcome =
  | 'accepted' | 'accepted_in_part' | 'declined' | 'exhausted' | 'opted_out' | 'withdrawn' | 'ineligible' | 'expired'

/** What a person agreed to. Nothing is said beside `unknown`. */
export type Consent =
  | {
    type: 'granted'
    how?: string | undefined
    at?: Instant | undefined
    /** E-mail only: warned that it is not encrypted, the person still wants the details there. */
    unencrypted_detail?: boolean | undefined
  }
  /** Without `at`, at the instant of the snapshot. */
  | { type: 'denied', how?: string | undefined, at?: Instant | undefined }
  | { type: 'unknown' }

export interface Contact {
  kind: 'mobile' | 'landline' | 'email' | 'portal'
  value: string
  consent?: Consent | undefined
}

/** Keys of the practice system's that this version does not know are passed over. */
export interface Recipient {
  id: string
  household?: string | undefined
  first_name?: string | undefined
  language?: string | undefined
  time_zone?: string | undefined
  state?: string | undefined
  status?: 'active' | 'inactive' | 'deceased' | 'do_not_contact' | undefined
  contacts?: readonly Contact[] | undefined
}

export interface Procedure {
  id: string
  code?: string | undefined
  description?: string | undefined
  tooth?: string | undefined
  quadrant?: string | undefined
  /** Text with at most two decimals: a number is refused. */
  fee?: string | undefined
  patient_portion?: string | undefined
  status: 'planned' | 'scheduled' | 'completed' | 'declined' | 'referred' | 'removed' | 'inactive' | 'existing'
  appointment?: string | undefined
}

/** The person who is treated. */
export interface Patient {
  id: string
  first_name?: string | undefined
  last_name?: string | undefined
  birth_date?: string | undefined
  status?: 'active' | 'inactive' | 'deceased' | 'do_not_contact' | undefined
  new_patient?: boolean | undefined
  insured?: boolean | undefined
  /** What the insurance still pays this year: text, as every amount. */
  benefits_remaining?: string | undefined
}

export interface Plan {
  id: string
  patient: Patient
  presented_at?: Instant | undefined
  status?: 'draft' | 'presented' | 'accepted' | 'declined' | 'referred' | 'inactive' | 'completed' | undefined
  provider?: { id: string, name?: string | undefined } | undefined
  location?: string | undefined
  tags?: readonly string[] | undefined
  alternative_group?: string | undefined
  procedures: readonly Procedure[]
  custom?: Readonly<Record<string, boolean | number | string>> | undefined
}

/** What is followed up besides plans: a recall, a visit without the next one. */
export interface Subject {
  kind: string
  id: string
  patient: Patient
  /** A day: `2026-06-01`. */
  due_on: string
  done?: boolean | undefined
  provider?: Plan['provider'] | undefined
  location?: string | undefined
  tags?: readonly string[] | undefined
  custom?: Plan['custom'] | undefined
}

export interface Appointment {
  id: string
  status: 'scheduled' | 'broken' | 'cancelled' | 'completed'
  starts_at?: Instant | undefined
  /** Who is treated there, where the host knows. */
  patient_id?: string | undefined
  /** What it is for, in the practice's words: `hygiene`. */
  kind?: string | undefined
  procedure_ids?: readonly string[] | undefined
}

/** A message or a call that the engine did not ask for. */
export interface PastSend { channel: Channel, to: string, at: Instant, case_id?: string | undefined, step?: string | undefined }
export interface PastOptOut { contact: string, at: Instant, channel?: Channel | undefined, how?: string | undefined }

interface Happened { event_id: string, at: Instant }

/** `docs/wire.md` says what each one means. */
export type Event = Happened & (
  | { type: 'plan', plan: Plan }
  | { type: 'plan_gone', plan_id: string, moved_to?: string | undefined }
  | { type: 'subject', subject: Subject }
  | { type: 'subject_gone', kind: string, subject_id: string }
  | { type: 'recipient', recipient: Recipient, merged_from?: string | undefined }
  | { type: 'reply', channel: Channel, from: string, text: string }
  | { type: 'click', token: string, kind: 'landed' | 'confirmed' }
  | { type: 'appointment', appointment: Appointment }
  | { type: 'receipt', action_id: string, result: 'delivered' | 'bounced' | 'complained' | 'opened' }
  | { type: 'receipt', action_id: string, result: 'failed', class: 'temporary' | 'permanent' | 'blocked' | 'opted_out' }
  | { type: 'receipt', result: 'elsewhere', contact: string, channel: Channel }
  | { type: 'staff', outcome: StaffOutcome, task_id?: string | undefined, case_id?: string | undefined, until?: Instant | undefined, contact?: string | undefined, by?: string | undefined }
  | { type: 'consent', contact: string, channel: Channel, change: 'granted' | 'revoked', how?: string | undefined }
  | { type: 'history', sends?: readonly PastSend[] | undefined, opt_outs?: readonly PastOptOut[] | undefined }
)

export interface Link { token: string, purpose: 'book' | 'unsubscribe' }

// What the engine gives is generated from the Rust types; what it takes stands above, since a Date may stand there.
export type {
  Action, AgendaItem, Answer, CaseChange, CaseExplanation, ChangePreview, ChangeTotal, CheckFinding, CheckReport, Decision, Entry, Explanation, Gate, Handled,
  Happening, Intent, PauseReason, Preview, PromptKind, ReEngagedBy, StaffOutcome, StepResult, Verdict
} from './types'

// The playbook's document and its parts, for those who write one in code: `{…} satisfies PlaybookDocument`.
export type {
  CallStep, Condition, EscalationLevel, FaqEntry, FinancingOffer, MessageStep, PlaybookDocument, Sequence, Step, Template,
  TextByLanguage, Trigger
} from './types'

/** Something that happened at a contact point, for everybody else who has it. */
export interface News { contact: string, event: Event }

export type OptOutScope = 'all' | 'sms' | 'email' | 'portal'

export interface PlaybookOptions {
  /** Zone data of the host's own: what `zones` does not have comes with the package. */
  timeZones?: {
    /** The host's word for it, such as `2026h`. */
    version: string
    /** TZif files, as in /usr/share/zoneinfo, by IANA name. */
    zones: Readonly<Record<string, Uint8Array>> | ReadonlyMap<string, Uint8Array>
  } | undefined
}

/** A practice's rules, read and compiled once; it may be used for any number of follow-ups. */
export class Playbook {
  private constructor ()
  static fromYaml (text: string, options?: PlaybookOptions): Playbook
  static fromJson (document: PlaybookDocument | string, options?: PlaybookOptions): Playbook
  /** The same playbook with these keys, newest first: the first one signs, all of them check. */
  withLinkKeys (keys: readonly LinkKey[]): Playbook
  get revision (): string
  /** The version of the zone data in force: the host's, else that of the bundled data. */
  get tzVersion (): string
  get practiceName (): string
  /** What it follows up: `plan`, `recall`, … */
  get subject (): string
  /** Takes in what happened. An event may also be JSON text. */
  handle (followUp: FollowUp, now: Instant, event: Event | string, options?: MomentOptions): Decision
  /** Begins to follow up a person, by this playbook's zone data: also in a zone that only the host's own data has. */
  begin (recipient: Recipient | string): FollowUp
  /** Does what is due at `now`. */
  tick (followUp: FollowUp, now: Instant, options?: MomentOptions): Decision
  /** Whether a message that was handed out may leave now: the look right before it is sent. Look at `type`. */
  mayStillSend (followUp: FollowUp, actionId: string, now: Instant, options?: MomentOptions): Verdict
  /** Why things are as they are, what comes next and when, and what holds it; `says` has it in plain English. */
  explain (followUp: FollowUp, now: Instant, options?: MomentOptions): Explanation
  /**
   * What is wrong with it although it can be read: each finding with its place, its help and a witness to replay. With a
   * day (`2027-01-31`), offers that are over by then as well; with the revision before, step ids that mean another touch
   * than in it.
   */
  check (options?: { day?: string | undefined, before?: Playbook | undefined }): CheckReport
  /**
   * All that would happen to one patient who never answers: `timeline`, with every text, why steps are passed over, who is
   * called, and how it ends. Where the playbook follows up something else, its subject stands for the plan.
   */
  preview (plan: Plan | Subject | string, recipient: Recipient | string, now: Instant, options?: MomentOptions): Preview
  /**
   * What publishing `next` in the place of this playbook would change for these follow-ups: `totals` by kind, and `cases`,
   * each with its next message or call before and after. Changes nothing.
   */
  previewChange (next: Playbook, followUps: Iterable<FollowUp>, now: Instant, options?: MomentOptions): ChangePreview
  /** Throws: a playbook has no JSON. Keep the document that it was read from. */
  toJSON (): never
  /** The playbook as a flowchart in Mermaid, as GitHub shows it. */
  toMermaid (): string
  /** The playbook as one page of HTML that needs nothing else: to be read aloud, printed and signed. */
  toHtml (): string
  /** The decision as Rust's own bytes. */
  handleJson (followUp: FollowUp, now: Instant, event: Event | string, options?: MomentOptions): string
  tickJson (followUp: FollowUp, now: Instant, options?: MomentOptions): string
  toString (): string
}

/** All that is known of one recipient. Store it after each call, with the actions, in one transaction. */
export class FollowUp {
  constructor (recipient: Recipient | string)
  /** Reads what `toJson` gave, of this version or an older one. */
  static fromJson (stored: string): FollowUp
  toJson (): string
  /** For `JSON.stringify`: what `toJson` gives, as an object. It holds names and numbers. */
  toJSON (): FollowUpState
  get recipientId (): string
  /** Takes in another follow-up of the same person: two charts became one. The other one stays as it is. */
  merge (other: FollowUp): void
  /** Takes over the round and the steps done of a case that moved here from another person. */
  carry (caseId: string, other: FollowUp): void
  /** Every contact point that is known, the dropped ones included. */
  contactPoints (): string[]
  /** Whether the person has, or had, that contact point. */
  hasContactPoint (contact: string): boolean
  /** What happened at a contact point as far as it is remembered, for somebody who comes to it only now. */
  newsAt (contact: string): News[]
  /** All that is held about the person, to be read by a person: `docs/hosting.md`. */
  exportPerson (): PersonExport
  /** By case, in order of their ids. */
  states (): Map<string, CaseState>
  /** Of the closed cases. */
  outcomes (): Map<string, Outcome>
  toString (): string
}

/** A follow-up as it is stored. What else is in it is the engine's own, and may differ from version to version. */
export interface FollowUpState { format: number, [key: string]: unknown }

/** A table: the bytes of an Arrow IPC stream, as `tableToIPC` of the package `apache-arrow` gives them. */
export type ArrowIpc = Uint8Array

/** What many follow-ups answered: what to do, what was decided and why, and the rows that were refused. `docs/tables.md`. */
export interface AnswerTables { actions: ArrowIpc, journal: ArrowIpc, errors: ArrowIpc }

/** What an export became, as tables; `json` is the whole, to compare the next one with. */
export interface ExportTables {
  plans: ArrowIpc
  procedures: ArrowIpc
  recipients: ArrowIpc
  appointments: ArrowIpc
  rejected: ArrowIpc
  skipped: ArrowIpc
  json: string
}

/** What changed between two exports, the events as a table. */
export interface ChangesTables extends Omit<Changes, 'events'> { events: ArrowIpc }

/** An event and whose it is: an object, or a pair as `changes` gives them. */
export type EventOf = { recipient: string, event: Event | string } | readonly [recipient: string, event: Event | string]

/** Many follow-ups under one playbook, with their timers: `docs/caseload.md`. */
export class Caseload {
  constructor (playbook: Playbook)
  /** Reads what `snapshot` gave, of this version or an older one. */
  static restore (playbook: Playbook, snapshot: Uint8Array): Caseload
  /** All follow-ups with their timers. Holds names, numbers and addresses: encrypt it where it rests. */
  snapshot (): Uint8Array
  /** Throws: a caseload has no JSON. Store the snapshot. */
  toJSON (): never
  /** Begins to follow up a person, or a list of people: all of them or none. What they answer to what happened before at contact points that others have. */
  begin (recipients: Recipient | readonly Recipient[] | string): Answer[]
  /** Takes in a copy of a follow-up that was kept elsewhere until now. What it and others with the same contact points answer to what they hear of each other: store and carry it out. */
  add (followUp: FollowUp): Answer[]
  /** Takes a person's follow-up out, with all that is known of it. */
  remove (recipientId: string): FollowUp | undefined
  /** A copy of a person's follow-up, to store or to ask about. */
  get (recipientId: string): FollowUp | undefined
  get length (): number
  /** The ids of all who are here. */
  recipients (): string[]
  /** Takes in what happened to one person. That person's answer first, then those of others at the same contact point. */
  handle (now: Instant, recipientId: string, event: Event | string, options?: MomentOptions): Answer[]
  /** Many events, one after the other: for each its answers or its error, in the same order. Look at `type`. */
  handleMany (now: Instant, events: readonly EventOf[], options?: MomentOptions): Handled[]
  /** Lets time pass for all who are due, the earliest first. Those who have nothing to say are left out. */
  tick (now: Instant, options?: MomentOptions): Answer[]
  /** `tick` in pieces of about `most` answers; `more` when more is due at this moment. */
  advance (now: Instant, most: number, options?: MomentOptions): { answers: Answer[], more: boolean }
  /**
   * A table of events, row by row: the columns `recipient` and `event` (JSON), or `recipient` and one for each key of an
   * event. A row that is refused stands in `errors` and does not lose the others. With `begin`, an event of the type
   * `recipient` about somebody who is not here begins the follow-up.
   */
  handleTable (now: Instant, events: ArrowIpc, options?: MomentOptions & { begin?: boolean | undefined }): AnswerTables
  /** `advance`, with the answers as tables. */
  advanceTable (now: Instant, most: number, options?: MomentOptions): AnswerTables & { more: boolean }
  /** Whether a message to that person may leave now: the look right before it is sent. Look at `type`. */
  mayStillSend (recipientId: string, actionId: string, now: Instant, options?: MomentOptions): Verdict
  /** Why things are as they are with that person, what comes next and when, and what holds it; `says` has it in plain English. */
  explain (recipientId: string, now: Instant, options?: MomentOptions): Explanation
  /** When to tick next; undefined when nobody has anything to wait for. */
  nextWake (): Date | undefined
  /** Puts another revision of the playbook in force, and ticks every follow-up once under it. */
  publish (playbook: Playbook, now: Instant, options?: MomentOptions): Answer[]
  /** What `publish` would change, case by case. Changes nothing. */
  previewChange (playbook: Playbook, now: Instant, options?: MomentOptions): ChangePreview
  /** What goes out from `from` to `to`, the latter not included, if nothing happens but time. */
  agenda (from: Instant, to: Instant): AgendaItem[]
  /** The answers as Rust's own bytes. */
  handleJson (now: Instant, recipientId: string, event: Event | string, options?: MomentOptions): string
  tickJson (now: Instant, options?: MomentOptions): string
  toString (): string
}

/** As the engine gives back what was handed in: every instant is text. */
export type Told<T> = T extends Date ? never : T extends object ? { [Key in keyof T]: Told<T[Key]> } : T

/** How a contact point stands. */
export type HeldConsent =
  | { type: 'unknown' }
  | { type: 'granted', at?: string, unencrypted_detail?: boolean }
  /** `dated` where the practice system said when. */
  | { type: 'denied', at: string, dated: boolean }
  | { type: 'revoked', at: string }

/** Where in a sequence a case is. */
export interface HeldRun {
  sequence: string
  /** Days are counted from here. */
  anchor: string
  next: { type: 'step', step: string, attempt: number, held_for?: string } | { type: 'wind_down', ends: string }
  steps?: string[]
}

type HeldProgress = { type: 'not_enrolled', eligible_at: string } | ({ type: 'enrolled' } & HeldRun)

/** Where a case stands, with what belongs to that state. */
export type HeldState =
  | { type: 'waiting', eligible_at: string }
  | ({ type: 'active' } & HeldRun)
  | { type: 'observed', until: string }
  | { type: 'paused', why: PauseReason, since: string, until: string, level: number, progress: HeldProgress }
  | { type: 're_engaged', by: ReEngagedBy, since: string, touchpoint?: string, level: number, next_prompt_at: string, progress: HeldProgress }
  | { type: 'closed', outcome: Outcome, at: string, touchpoint?: string }

/** A step that is behind a case, and whether something was sent for it. */
export interface HeldStep { step: string, sent: boolean }

export interface HeldMessage {
  at: string
  channel: Channel
  to: string
  case_id?: string
  step?: string
  action_id?: string
  fate: 'proposed' | 'left' | 'failed' | 'cancelled'
}

/** How a case stood before the last staff outcome, while that can be undone. */
export interface HeldUndo {
  cause: string
  at: string
  /** Left out where it was a reply. */
  outcome?: StaffOutcome
  state: HeldState
  done?: HeldStep[]
  asked?: PromptKind[]
  points?: Array<{ kind?: Contact['kind'], value: string, standing: HeldConsent, after: HeldConsent, dropped_at?: string }>
  revoked_all?: { before?: string, after?: string }
  stays?: boolean
  said?: Array<{ kind: PromptKind, said: string }>
  told_of?: string[]
}

export interface HeldCase {
  id: string
  state: HeldState
  round: number
  presented_at: string
  first_seen_at: string
  known_at: string
  window_ends_at: string
  replied: boolean
  subject: { kind: 'plan', plan: Told<Plan> } | { kind: 'due', due: Told<Subject>, booked?: string }
  steps_done: HeldStep[]
  step_results?: Record<string, StepResult>
  messages: HeldMessage[]
  before_last_outcome?: HeldUndo
}

/** What is held about a person; `docs/hosting.md` describes the parts. */
export interface PersonExport {
  recipient: Told<Omit<Recipient, 'contacts' | 'status'>> & { status: NonNullable<Recipient['status']>, known_at?: string }
  contacts: Array<{
    kind: Contact['kind']
    value: string
    consent: HeldConsent
    /** Whether the practice system still lists it. */
    listed: boolean
    dropped_at?: string
  }>
  opted_out_of_everything_at?: string
  /** That somebody wrote of a death, and whether staff denied it. */
  told_of_a_death?: { at: string, by: string, denied?: { at: string, by: string } }
  cases: HeldCase[]
  /** About no case that is held. */
  messages: HeldMessage[]
  tasks: Array<{
    task_id: string
    case_id?: string
    kind: PromptKind
    raised_at: string
    /** The step that asked for the call. */
    step?: string
    /** What the person wrote. */
    said?: string
  }>
  visits: Array<{ appointment: Told<Appointment>, told_at: string, first_told?: string }>
  done_for_cases_to_come?: Array<{ case: string, round: number, done: string[], at: string }>
  merged_from?: string[]
  /** Of events only hashes of their ids are held. */
  events_remembered: number
  last_looked_at?: string
}

/** The files of an export by name. */
export type ExportFiles = Readonly<Record<string, Bytes>> | ReadonlyMap<string, Bytes>

/** A practice system whose exports are read; `csv` by a mapping file alone. */
export type PracticeSystem =
  'open_dental' | 'dentrix' | 'eaglesoft' | 'jane' | 'aesthetic_record' | 'nexhealth' | 'fhir' | 'csv'

export interface ImportOptions {
  /** What counts as presenting a plan, where the mapping does not say it. */
  presented?: 'charted' | 'saved_plan' | 'dated' | undefined
  /** The practice's IANA zone, or `none`; needed unless the mapping has it. */
  timeZone?: string | undefined
  /** The text of the practice's mapping file. */
  mapping?: string | undefined
  /** Whether `records` lists every record that counts. */
  listRecords?: 'true' | 'false' | undefined
  /** The day the export speaks of. */
  asOf?: string | undefined
  /** The practice's two-letter state. */
  state?: string | undefined
}

/** A record that is wrong, or was left out: where it stands, and why. */
export interface RejectedRecord {
  file: string
  record: number
  /** In a table. */
  line?: number
  /** In JSON. */
  path?: string
  patient?: string
  column?: string
  reason: string
  code: string
  message: string
  value?: string
  shape?: string
  /** Whom it is linked to besides. */
  other_patient?: string
  /** Nothing is missing for it: it only says more of what others hold. */
  hides_nothing?: boolean
  /** Of a rejected one: which record it is, from one export to the next. */
  identity?: string
}

/**
 * What an export became; `docs/importing.md` describes the parts. `changes` compares it with the export before.
 */
export interface Imported {
  system: PracticeSystem
  as_of: string
  /** The instant its changes are told at. */
  at: string
  plans: ImportedPlan[]
  recipients: Recipient[]
  appointments: Array<Appointment & { recipient: string }>
  rejected: RejectedRecord[]
  skipped: RejectedRecord[]
  notes: Array<{ file?: string, message: string }>
  totals: Record<string, unknown>
  /** What became of procedures that are on no plan: ids, and runs of numbers, by status. */
  settled: Record<string, Array<string | [number, number] | [string, number, number, string]>>
  /** How its lists end. */
  endings?: Array<Record<string, unknown>>
  records?: Array<Record<string, unknown>>
}

/** A plan, and what the export says around it. */
export interface ImportedPlan extends Plan {
  recipient: string
  standing: string
  pending_value?: string
  category?: string
  flags: string[]
  missing_procedures?: string[]
}

/** What a practice has not said yet of its export. */
export interface ImportQuestion {
  /** The key of the mapping, or the option, that answers it. */
  key: string
  asks: string
  required: boolean
  choices: Array<{ answer: string, means: string }>
  /** What was seen in the file. */
  seen: string[]
  file?: string
}

/** Reads an export whole: its files by name. */
export function readExport (system: PracticeSystem, files: ExportFiles, options: ImportOptions): Imported

/** `readExport`, as tables. */
export function readExportTables (system: PracticeSystem, files: ExportFiles, options: ImportOptions): ExportTables

/** What is to be answered before an export can be read, the required first. */
export function exportQuestions (system: PracticeSystem, files: ExportFiles, options?: ImportOptions): ImportQuestion[]

/** How far an import has come. Records that are wrong count. */
export interface ImportProgress { bytes: number, records: number }

/**
 * An export whose files come in pieces of any size and in any order: what is kept is the rows that matter, not the files.
 * After an error it takes no more (`FT-I016`).
 */
export class Importer {
  constructor (system: PracticeSystem, options?: ImportOptions)
  /** Takes the next bytes of one file, without a copy of them. */
  push (file: string, piece: Bytes): void
  get progress (): ImportProgress
  /** There is no more: what `readExport` gives for the whole files. */
  finish (): Imported
  /** Throws: an importer has no JSON. */
  toJSON (): never
  toString (): string
}

/** What the next export is compared with. It holds names and numbers: keep it like the export. */
export interface StoredExport extends Pick<Imported, 'at' | 'recipients' | 'settled' | 'endings'> {
  /** Of which system it is: exports of two are not compared (`FT-I017`). An older release did not say. */
  system?: PracticeSystem | null
  plans: Array<Plan & { recipient: string }>
  appointments: Array<Appointment & { recipient: string }>
  rejected?: Array<{ identity?: string, patient?: string, other_patient?: string, night?: number }>
  night?: number
}

/**
 * A plan or a visit that an export lacks and nobody was told of, because a record that was refused may be it, or the export
 * ends too early.
 */
export interface HeldBack {
  recipient: string
  /** The instant of the first export that lacked it. */
  since: string
  plan?: string
  /** Those of the plan that are missing. */
  procedures?: string[]
  appointment?: string
}

/** How much of a kind an export lacks: so much that it may have been cut short. */
export interface Shrunk { what: 'plans' | 'appointments', gone: number, of: number }

/** A file that may be longer than what there is of it: nothing that is missing is told as gone. */
export interface Unfinished { file: string, why: 'no_line_break' | 'broken_off' | 'more_pages' }

/** What changed from one export to the next. */
export interface Changes {
  /** Recipients' ids with their events, in the order in which `handle` takes them. */
  events: Array<[string, Event & { at: string }]>
  held: HeldBack[]
  /** Where there is something in it, somebody should look before the events go anywhere. */
  shrunk: Shrunk[]
  unfinished: Unfinished[]
  /** There where the later export speaks of an earlier instant than what it was compared with: look at it too. */
  older?: true
  /** What to compare the next export with. */
  store: StoredExport
}

/**
 * What changed since the export before: null or undefined before the first, else the `store` of the last comparison, as it
 * is or as text. After is what `readExport` gave.
 */
export function changes (before: StoredExport | string | null | undefined, after: StoredExport | string): Changes

/** `changes`, its events as a table that `Caseload.handleTable` takes. */
export function changesTables (before: StoredExport | string | null | undefined, after: StoredExport | string): ChangesTables

/** A mapping file that could be. `columns: ask` in it keeps it from being used before somebody has looked. */
export interface MappingProposal {
  mapping: string
  columns: Array<{ column: string, key: string, sure: 'guess' | 'likely' | 'certain', why: string }>
  /** Columns that are left out. */
  unused: string[]
}

/**
 * A mapping for one table of no known form, by its header and its values. A column that was answered (`patient.id`) is not
 * guessed, and every other answer stands in the mapping.
 */
export function proposeMapping (files: ExportFiles, answers?: Readonly<Record<string, string | readonly string[]>>): MappingProposal

/**
 * A mapping file with answers to `exportQuestions` in it, by their keys: laid over the text `base`, or over the preset
 * `extends` (`dentrix.cases`).
 */
export function writeMapping (system: PracticeSystem, answers: Readonly<Record<string, string | readonly string[]>>, options?: { base?: string | undefined, extends?: string | undefined }): string

/** What news mean in a practice system. */
export interface WrittenBack {
  /** For each plan the system's own word, where it has one, and a note. */
  plans: Array<{ plan_id: string, status: string | null, note: string }>
  /** The CSV for its import, where its mapping names the columns. */
  rows: string | null
}

/** News of a plan: an action `tell_practice_system`, with the day it is written down on. */
export interface PlanNews {
  plan_id: string
  status: 're_engaged' | 'followed_up' | 'declined' | 'opted_out'
  day: string
}

/** What `tell_practice_system` means in a system: `shape` such as `dentrix.cases`, of the preset or of `mapping`. */
export function writeBack (shape: string, news: readonly PlanNews[] | string, options?: { language?: string | undefined, mapping?: string | undefined }): WrittenBack

/** An answer that can be read by people and by programs: docs/insight.md. */
export class Report {
  private constructor ()
  /** The figures as plain values; amounts are text. */
  data (): Record<string, unknown>
  /** The figures as JSON: the same bytes in every language. */
  toJson (): string
  /** For `JSON.stringify`: as `data()`. */
  toJSON (): Record<string, unknown>
  /** One page with everything in it. It loads nothing. */
  toHtml (): string
  /** Tables as CSV, by the names of their files; none where there is no such form. */
  toCsv (): Record<string, string>
}

/** What `simulate` played, to be summed up and looked into. */
export class Simulation {
  private constructor ()
  /** What it came to. */
  report (): Report
  /** Every plan about which somebody was written to. */
  contacted (): Array<{ recipient: string, case_id: string, value?: string, sequence?: string, steps: string[], first_at?: string, calls: number }>
  /** Every pending plan about which nobody was written to, and why. */
  notContacted (): Array<{ recipient: string, case_id: string, value?: string, reason: string, why: string }>
  /** One case from beginning to end; undefined where no plan of that id was told of. It holds whole messages. */
  timeline (caseId: string): Report | undefined
  /** Every call of the engine as a line of JSON, messages and numbers included. */
  records (): string
  /** Throws: a simulation has no JSON. `report()` has its figures. */
  toJSON (): never
}

/** What a baseline looks at. What is left out is as built in. */
export interface AuditOptions {
  practice?: string | undefined
  days?: number | undefined
  settle_days?: number | undefined
  window_days?: number | undefined
  value_bands?: string[] | undefined
  pending_bands?: number[] | undefined
  new_patient_days?: number | undefined
  leave_out?: string[] | undefined
}

/** Which past is looked at. */
export interface BacktestOptions {
  days?: number | undefined
  leave_out?: string[] | undefined
}

/** Counts the baseline of a practice from its export: what is accepted before anything is sent. Files and answers as of `readExport`. */
export function audit (system: PracticeSystem, files: Readonly<Record<string, Bytes>> | ReadonlyMap<string, Bytes>, answers?: ImportOptions, options?: AuditOptions | string): Report

/** Where the plans of the past stood when the playbook's messages would have gone. Files and answers as of `readExport`. */
export function backtest (playbook: Playbook, system: PracticeSystem, files: Readonly<Record<string, Bytes>> | ReadonlyMap<string, Bytes>, answers?: ImportOptions, options?: BacktestOptions | string): Report

/** What a monthly report is about. `month`, or `from` and `to`, is needed. Decimals are text. */
export interface ReportOptions {
  practice?: string | undefined
  time_zone?: string | undefined
  month?: string | undefined
  from?: string | undefined
  to?: string | undefined
  as_of?: string | undefined
  /** `to`: the last day on which a household begins to count for the planned look, which is `window_days` later. */
  pilot?: { from: string, to?: string | undefined } | undefined
  window_days?: number | undefined
  /** What counts as accepted: as the playbook's `trigger.accepted_when` says. */
  accepted_when?: 'same_procedures' | 'same_area' | 'any_visit' | { value_share: string | number } | undefined
  /** The day up to which all plans that changed were handed in. */
  plans_complete_to?: string | undefined
  clicks?: 'confirmed' | 'landed' | undefined
  /** Counts, or an audit's `data()`. */
  baseline?: { accepted: number, presented: number } | Record<string, unknown> | undefined
  before?: { recovered_a_month?: string | undefined, recovered_value_a_month?: string | undefined, staff_hours_a_week?: string | undefined } | undefined
  now?: { staff_hours_a_week?: string | undefined } | undefined
  costs?: { sms_segment?: string | undefined, email?: string | undefined, portal?: string | undefined, a_month?: string | undefined, staff_hour?: string | undefined } | undefined
}

/** Sums up the journal that a host kept, with the plans beside it, both as JSON lines. */
export function monthlyReport (journal: string | Uint8Array, plans: string | Uint8Array, options: ReportOptions | string): Report

/** What a message that arrives leads to, in 1,000. */
export interface Reactions {
  click?: number | undefined, yes?: number | undefined, question?: number | undefined, no?: number | undefined, stop?: number | undefined, complaint?: number | undefined, opened?: number | undefined, scanned?: number | undefined
}

/** How people behave, in 1,000 but for days and hours. What is left out is as built in. */
export interface Behaviour {
  books_alone?: number | undefined
  books_alone_within_days?: number | undefined
  books_alone_half_life_days?: number | undefined
  books_a_part?: number | undefined
  breaks_visit?: number | undefined
  sms?: Reactions | undefined
  email?: Reactions | undefined
  portal?: Reactions | undefined
  patience?: number | undefined
  books_online?: number | undefined
  delivery?: { sms_dead?: number | undefined, sms_blocked?: number | undefined, sms_lost?: number | undefined, email_bounced?: number | undefined } | undefined
  staff?: {
    overlooks?: number | undefined, acts_within_hours?: number | undefined, reaches?: number | undefined, leaves_message?: number | undefined, books_after_yes?: number | undefined
    books_after_call?: number | undefined, says_no?: number | undefined, books_after_answer?: number | undefined
  } | undefined
}

/** What is simulated; all may be left out, and `from` is then the day after the `as_of` of the cases. */
export interface SimulationOptions {
  from?: string | undefined
  days?: number | undefined
  seed?: number | undefined
  behaviour?: Behaviour | undefined
  /** What goes wrong around the engine. */
  disruptions?: {
    no_export_on?: string[] | undefined
    late_exports?: Array<{ on: string, hours: number }> | undefined
    outages?: Array<{ channels?: Array<'sms' | 'email' | 'portal'> | undefined, from: Instant, to: Instant }> | undefined
  } | undefined
  /** Prices in US dollars as text, to a millionth. */
  costs?: {
    sms_segment?: string | undefined
    email?: string | undefined
    portal?: string | undefined
    staff_hour?: string | undefined
    minutes?: { call?: number | undefined, book?: number | undefined, answer?: number | undefined, fix_contact?: number | undefined, review?: number | undefined } | undefined
  } | undefined
  /** What the staff of a role have time for on a day. */
  capacity?: Array<{ role: string, tasks?: number | undefined, minutes?: number | undefined }> | undefined
}

/** What `readExport` gave, or recipients, plans and visits, each plan and visit with its `recipient`. */
export interface Cases {
  as_of?: string | undefined
  recipients?: Recipient[] | undefined
  plans?: Array<Plan & { recipient: string }> | undefined
  appointments?: Array<Appointment & { recipient: string }> | undefined
  /** Plans that are presented while the simulation runs. */
  arriving?: Array<Plan & { recipient: string }> | undefined
}

/** Plays a playbook over a practice's cases. Nothing is sent. */
export function simulate (playbook: Playbook, cases: Imported | Cases | string, options?: SimulationOptions | string): Simulation

/** Plays two playbooks over the same cases: what each patient would have got, the difference per day and per role. */
export function compare (older: Playbook, newer: Playbook, cases: Imported | Cases | string, options?: SimulationOptions | string): Report

/** What `playbook.preview` tells, as a picture and as a list. It holds whole messages. */
export function previewTimeline (playbook: Playbook, plan: Plan | Subject | string, recipient: Recipient | string, now: Instant, options?: MomentOptions): Report

/** What must come of an entry; what is left out may be anything. `docs/wire.md` says what each key means. */
export interface ScenarioExpectation {
  /** All of them, each by the keys that are given. */
  actions?: ReadonlyArray<Readonly<Record<string, unknown>>> | undefined
  sends?: number | undefined
  journal_has?: ReadonlyArray<Readonly<Record<string, unknown>>> | undefined
  state?: Readonly<Record<string, CaseState>> | undefined
  outcome?: Readonly<Record<string, Outcome>> | undefined
  /** An instant, or `none`. */
  wake_at?: Instant | undefined
  /** A code; or whether it is refused at all. */
  error?: string | boolean | undefined
  snapshot?: boolean | undefined
}

/** What happens at an instant, or `until` which instant time passes. */
export interface ScenarioEntry {
  at?: Instant | undefined
  until?: Instant | undefined
  /** An event, in which `@send/CASE/STEP` and the like stand for ids; its `at` is that of the entry. */
  event?: Readonly<{ type: Event['type'], [key: string]: unknown }> | undefined
  recipient?: string | undefined
  tick?: boolean | undefined
  playbook?: object | undefined
  hold_until?: Instant | undefined
  confirm_leap?: boolean | undefined
  facts_as_of?: Instant | undefined
  expect?: ScenarioExpectation | undefined
  snapshot?: boolean | undefined
}

/** A scenario as an object. */
export interface Scenario {
  /** What it shows. */
  scenario: string
  from?: string | undefined
  why?: string | undefined
  /** Needed where it is not run under another one. */
  playbook?: object | undefined
  recipient?: Recipient | undefined
  recipients?: readonly Recipient[] | undefined
  timeline: readonly ScenarioEntry[]
}

/** A call of the engine, and how the person's cases stand after it; or what was refused. Look for `decision`. */
export type ReplayLine =
  | { entry: number, at: string, recipient: string, event_id?: string, decision: Decision, states: Record<string, CaseState> }
  | { at: string, error: Problem }

/** What a scenario came to: as expected where `mismatches` is empty. */
export interface ScenarioReport {
  scenario: string
  expectations: number
  mismatches: Array<{
    /** The entry of the timeline, from 0. */
    entry: number
    /** Which expectation: `actions`, `state.tp-1`, `wake_at`. */
    what: string
    expected: unknown
    got: unknown
    /** Of lists, both side by side. */
    diff?: string[]
  }>
}

/** Runs a scenario, YAML or JSON, under another playbook than its own where one is given: a line for each call of the engine. */
export function replay (scenario: string | Scenario, playbook?: Playbook): ReplayLine[]

/** Runs a scenario and compares it with what it expects, as `followthrough replay --check --json`. */
export function checkScenario (scenario: string | Scenario, playbook?: Playbook): ScenarioReport

/** A share or a difference of two, and where the truth lies. */
export interface Interval { estimate: number, low: number, high: number }
/** So many of so many. */
export type Share = { hits: number, of: number } | readonly [hits: number, of: number]
/** How long somebody was watched, and whether it happened then. */
export type Observation = { time: number, happened: boolean } | readonly [time: number, happened: boolean]
export interface Survival {
  rows: Array<{ time: number, at_risk: number, events: number, survival: number, standard_error: number, bounds?: [number, number] }>
  /** Absent where fewer than half had it. */
  median?: number
}
export interface LogRank { chi_square: number, p_value: number, observed: number, expected: number }

/** A share and its interval (Wilson 1927), looked at once; undefined of nobody. */
export function wilson (hits: number, of: number, confidence?: number): Interval | undefined
/** The difference of two shares and its interval (Newcombe 1998, method 10), looked at once. */
export function newcombe (first: Share, second: Share, confidence?: number): Interval | undefined
/** The difference of two shares and an interval that may be looked at every month. It is wider. */
export function differenceAtAnyLook (first: Share, second: Share, confidence?: number): Interval | undefined
/** Time to something of which not everybody's end was seen. */
export function kaplanMeier (observations: readonly Observation[], confidence?: number): Survival
/** Whether two such times differ; undefined where nothing happened. */
export function logRank (first: readonly Observation[], second: readonly Observation[]): LogRank | undefined

export interface Reading {
  /** What the person wants, worst to miss first. Never empty. */
  intents: Intent[]
  /** The words that say so, as they were written. */
  evidence: string[]
  /** What cannot wait. */
  urgency?: 'death' | 'emergency'
  /** The language it is written in, where the words tell. */
  language?: 'en' | 'es' | 'fr' | 'pt'
}

/** What a message means. */
export function classify (text: string): Reading

/** What each of many messages means, in their order. */
export function classifyMany (texts: readonly string[]): Reading[]

/** What each text of the one column `text` means, row by row: `intents`, `urgency`, `language`, `reading`. */
export function classifyTable (texts: ArrowIpc): ArrowIpc

/** What each text of the one column `text` costs as an SMS, row by row: `encoding`, `units`, `segments`. */
export function smsSegmentsTable (texts: ArrowIpc): ArrowIpc

export interface Segments {
  encoding: 'GSM-7' | 'UCS-2'
  units: number
  segments: number
  segment_units: number[]
}

/** What a text costs as an SMS. */
export function smsSegments (text: string): Segments

/** An SMS in the letters of GSM-7: what it says, what that costs, and how many segments it saves. */
export interface Transliteration { text: string, segments: Segments, saved: number }

/** What an SMS could say in GSM-7 instead; undefined where that saves nothing or changes what it says. */
export function transliterate (text: string): Transliteration | undefined

export interface Token {
  /** 16 hexadecimal digits. */
  action: string
  purpose: Link['purpose']
}

/** The form of a message, by the words of a playbook; `text` is what only staff see. */
export type MessageForm = 'sms' | 'subject' | 'plain' | 'detailed' | 'portal' | 'text' | 'voicemail'

/** These exact texts disclose nothing in themselves. */
export interface LintNames {
  practiceName?: string | undefined
  providerName?: string | undefined
  firstName?: string | undefined
  lastName?: string | undefined
  /** More texts that are allowed as they stand. */
  exempt?: readonly string[] | undefined
}

/** Something that a text discloses. `text.slice(start, end)` is the `excerpt`. */
export interface Finding { class: string, excerpt: string, start: number, end: number }

/** What is wrong with a template, where (from 1), and what to do about it. */
export interface TemplateProblem { line: number, column: number, message: string, help: string }

/** What is wrong with a template of this form; nothing where a playbook would take it. */
export function checkTemplate (source: string, form: MessageForm): TemplateProblem[]

/** What in a text a message of this form may not carry: `docs/messages.md`. */
export function lintMessage (text: string, form: MessageForm, names?: LintNames): Finding[]

export type CreditProduct = 'closed_end' | 'credit_sale' | 'open_end' | 'deferred' | 'in_house' | 'unknown'

/** What is true of the credit, whether or not the text says so. */
export interface CreditFacts {
  downpayment_required?: boolean | undefined
  rate_may_increase?: boolean | undefined
  introductory_rate?: boolean | undefined
  default_ends_promo?: boolean | undefined
  finance_charge?: boolean | undefined
  installments_max?: number | undefined
}

/** The terms that bring further disclosures, the disclosures, and whether each is there. */
export interface CreditLint {
  triggers: Array<{ cite: string, phrase: string }>
  required: Array<{ id: string, what: string, present: boolean }>
  problem?: 'placement' | 'product_unknown'
  compliant: boolean
}

/** What Regulation Z (12 CFR 1026) asks of a text that speaks of credit: `docs/messages.md`. */
export function lintCreditTerms (text: string, product?: CreditProduct, facts?: CreditFacts): CreditLint

export type UnsubscribeProblem =
  | 'no_unsubscribe_header' | 'more_than_one_header' | 'line_break' | 'empty' | 'no_angle_brackets' | 'no_comma'
  | 'unclosed_comment' | 'bad_uri' | 'no_https_uri' | 'more_than_one_http_uri' | 'line_too_long' | 'no_post_header'
  | 'bad_post_value' | 'dkim_not_covering' | 'not_opaque'

/** What the unsubscribe headers are good for, and what is wrong with them. */
export interface UnsubscribeCheck { rfc2369_valid: boolean, one_click: boolean, problems: UnsubscribeProblem[] }

/** Whether the headers of an e-mail let a person leave with one click (RFC 2369, RFC 8058): as a `send` has them, or pairs. The names are those of the DKIM signature's `h=`. */
export function checkUnsubscribe (headers: Readonly<Record<string, string | null>> | ReadonlyArray<readonly [string, string]>, dkimSignedHeaders: readonly string[]): UnsubscribeCheck

/** What `readToken` and your table say of the token in the address. */
export type TokenState = 'valid' | 'already_used' | 'tampered' | 'unknown' | 'other_purpose'

export interface UnsubscribeRequest {
  method: string
  token: TokenState
  contentType?: string | null | undefined
  body?: Bytes | undefined
}

/** What comes of a request at the unsubscribe link. */
export interface UnsubscribeAnswer {
  /** Hand in a `click` of the kind `confirmed`. */
  unsubscribe: boolean
  answer: 'done' | 'done_page' | 'ask_page' | 'ask_headers' | 'options' | 'bad_request' | 'not_found' | 'method_not_allowed'
  /** The status of the HTTP response; never a redirect. */
  status: number
  /** The header `Allow`, where the response must have it. */
  allow?: string
}

/** What to answer to a request at the unsubscribe link (RFC 8058, 16 CFR 316.5): `docs/hosting.md`. */
export function unsubscribeRequest (request: UnsubscribeRequest): UnsubscribeAnswer

/** An e-mail as it leaves, with what it must show. What is left out is empty or false, but `commercial` is true. */
export interface CommercialEmail {
  subject?: string | undefined
  html?: string | undefined
  text?: string | undefined
  postal_address?: string | undefined
  unsubscribe_url?: string | undefined
  commercial?: boolean | undefined
  is_reply?: boolean | undefined
  sender_misleading?: boolean | undefined
  optout_requires_login?: boolean | undefined
  optout_requires_reason?: boolean | undefined
  optout_requires_fee?: boolean | undefined
  optout_requires_steps?: boolean | undefined
}

/** What was found, and whether the e-mail may go out as it is. */
export interface CommercialLint {
  commercial: boolean
  postal_address: boolean
  optout_in_body: boolean
  subject_misleading: boolean
  sender_misleading: boolean
  optout_requires_login: boolean
  optout_requires_reason: boolean
  optout_requires_fee: boolean
  optout_requires_steps: boolean
  allowed: boolean
  problems: Array<'misleading_sender' | 'misleading_subject' | 'no_opt_out' | 'no_postal_address' | 'opt_out_login' | 'opt_out_reason' | 'opt_out_fee' | 'opt_out_steps'>
}

/** What CAN-SPAM (15 USC 7704(a), 16 CFR 316.5) asks of the form of an e-mail: `docs/messages.md`. */
export function lintCommercialEmail (email: CommercialEmail): CommercialLint

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** Hours of the caller's own, as they stand: `[['09:00', '20:00']]`, half-open. */
export interface Hours {
  windows: Partial<Record<Weekday, ReadonlyArray<readonly [string, string]>>>
  /** Days: `2026-12-24`. */
  closed_dates?: readonly string[] | undefined
}

/** When hours are open in every one of the zones: the earliest instant from `at`, undefined when there is none within 14 days. */
export function nextAllowed (at: Instant, zones: readonly string[], policy: 'federal' | 'mini_tcpa_union' | 'strict_all_rows' | Hours, options?: PlaybookOptions): Date | undefined

/** Amounts are texts with two decimals. */
export interface PaymentSchedule {
  payment: string
  raw_payment: string
  payments_made: number
  final_payment: string
  total_of_payments: string
  total_interest: string
  schedule: Array<{ payment: string, interest: string, balance: string }>
}

/** The level payments for an amount, exact to the cent. Amount and rate are texts: a number is refused. */
export function payment (principal: string, apr: string, months: number, rounding?: 'half_up' | 'up' | 'half_even'): PaymentSchedule

/** Amounts are texts with two decimals. */
export interface DeferredInterest {
  level_payment_to_clear: string
  months_to_clear_at_level: number
  balance_at_promo_end: string
  accrued_interest: string
  charged_interest: string
  ledger: Array<{ payment: string, accrued: string, balance: string }>
}

/** What "no interest if paid in full" comes to with these payments, by the month: a model, never a lender's figures. */
export function deferredInterest (principal: string, apr: string, promoMonths: number, payments: readonly string[]): DeferredInterest

/** Reads the token of a link. A token that none of the keys signed is `FT-T001`. */
export function readToken (token: string, keys: readonly LinkKey[]): Token

/** The event that tells others with the same contact point of an opt-out. */
export function contactRevoked (record: { contact: string, scope: OptOutScope, at: Instant }, at: Instant): ContactRevoked

/** That a contact point opted out, for everybody else who has it. */
export interface ContactRevoked {
  event_id: string
  at: string
  type: 'consent'
  contact: string
  channel: Channel
  change: 'revoked'
  how: string
}

/** What an action means for the others who have its contact point, `at` the instant of its decision; undefined for nothing. */
export function newsOf (action: Action | string, at: Instant): News | undefined

/** Every error code there is. */
export function errorCodes (): string[]

/** Which IANA data the library carries: `2026f`. What a playbook goes by, its own `tzVersion` tells. */
export function tzVersion (): string
