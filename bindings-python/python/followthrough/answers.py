"""What calls answer beside the types of the wire (`followthrough.types`): exports, reports, texts, amounts."""

from decimal import Decimal
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from ._followthrough import Table
from .arguments import PracticeSystem
from .types import (
    Appointment,
    Category,
    Channel,
    ContactKind,
    Decision,
    Encoding,
    Error,
    Event,
    Intent,
    Outcome,
    PauseReason,
    PersonStatus,
    Plan,
    PromptKind,
    ReEngagedBy,
    Recipient,
    Standing,
    StepResult,
)

Json: TypeAlias = dict[str, Any]
"""Plain values as docs/wire.md has them."""

CaseState: TypeAlias = Literal["waiting", "active", "observed", "paused", "re_engaged", "closed"]
"""The state of a case; what belongs to it stands in a `HeldState`."""


class HeldUnknownConsent(TypedDict):
    """Nobody said anything of this contact point."""

    type: Literal["unknown"]


class HeldGrantedConsent(TypedDict):
    """They may be written to here."""

    type: Literal["granted"]
    at: NotRequired[str]
    unencrypted_detail: NotRequired[bool]


class HeldDeniedConsent(TypedDict):
    """They may not; `dated` where the practice system said when."""

    type: Literal["denied"]
    at: str
    dated: bool


class HeldRevokedConsent(TypedDict):
    """They may not any more."""

    type: Literal["revoked"]
    at: str


HeldConsent: TypeAlias = HeldUnknownConsent | HeldGrantedConsent | HeldDeniedConsent | HeldRevokedConsent
"""How a contact point stands."""


class HeldNextStep(TypedDict):
    """A step comes next."""

    type: Literal["step"]
    step: str
    attempt: int
    held_for: NotRequired[str]


class HeldWindDown(TypedDict):
    """All steps are behind it."""

    type: Literal["wind_down"]
    ends: str


class HeldRun(TypedDict):
    """Where in a sequence a case is; days are counted from `anchor`."""

    sequence: str
    anchor: str
    next: HeldNextStep | HeldWindDown
    steps: NotRequired[list[str]]


class HeldNotEnrolled(TypedDict):
    """No sequence had begun."""

    type: Literal["not_enrolled"]
    eligible_at: str


class HeldEnrolled(HeldRun):
    """A sequence had begun."""

    type: Literal["enrolled"]


class HeldWaiting(TypedDict):
    """Presented, and too young to be followed up."""

    type: Literal["waiting"]
    eligible_at: str


class HeldActive(HeldRun):
    """A sequence runs."""

    type: Literal["active"]


class HeldObserved(TypedDict):
    """Watched only."""

    type: Literal["observed"]
    until: str


class HeldPaused(TypedDict):
    """Held until somebody or time lets it go on."""

    type: Literal["paused"]
    why: PauseReason
    since: str
    until: str
    level: int
    progress: HeldNotEnrolled | HeldEnrolled


class HeldReEngaged(TypedDict):
    """Staff have it in hand."""

    type: Literal["re_engaged"]
    by: ReEngagedBy
    since: str
    touchpoint: NotRequired[str]
    level: int
    next_prompt_at: str
    progress: HeldNotEnrolled | HeldEnrolled


class HeldClosed(TypedDict):
    """Over."""

    type: Literal["closed"]
    outcome: Outcome
    at: str
    touchpoint: NotRequired[str]


HeldState: TypeAlias = HeldWaiting | HeldActive | HeldObserved | HeldPaused | HeldReEngaged | HeldClosed
"""Where a case stands, with what belongs to that state."""


class HeldStep(TypedDict):
    """A step that is behind a case, and whether something was sent for it."""

    step: str
    sent: bool


class ExportedContact(TypedDict):
    """A contact point, and what was said about it."""

    kind: ContactKind
    value: str
    consent: HeldConsent
    listed: bool
    """Whether the practice system still lists it."""
    dropped_at: NotRequired[str]


class ExportedMessage(TypedDict):
    """A message that was handed out."""

    at: str
    channel: Channel
    to: str
    case_id: NotRequired[str]
    step: NotRequired[str]
    action_id: NotRequired[str]
    fate: Literal["proposed", "left", "failed", "cancelled"]


class ExportedTask(TypedDict):
    """What staff were asked to do."""

    task_id: str
    case_id: NotRequired[str]
    kind: PromptKind
    raised_at: str
    step: NotRequired[str]
    said: NotRequired[str]
    """What the person wrote."""


class ExportedCase(TypedDict):
    """One plan, or what else is followed up, and how that stands."""

    id: str
    state: HeldState
    round: int
    presented_at: str
    first_seen_at: str
    known_at: str
    window_ends_at: str
    replied: bool
    subject: Json
    steps_done: list[HeldStep]
    step_results: NotRequired[dict[str, StepResult]]
    messages: list[ExportedMessage]
    before_last_outcome: NotRequired[Json]


class ExportedRecipient(TypedDict):
    """Who it is, as the practice system says."""

    id: str
    household: NotRequired[str]
    first_name: NotRequired[str]
    language: NotRequired[str]
    time_zone: NotRequired[str]
    state: NotRequired[str]
    status: PersonStatus
    known_at: NotRequired[str]


class ExportedPerson(TypedDict):
    """All that is held about a person, to be read by a person. A program reads `to_json` back instead."""

    recipient: ExportedRecipient
    contacts: list[ExportedContact]
    opted_out_of_everything_at: NotRequired[str]
    told_of_a_death: NotRequired[Json]
    cases: list[ExportedCase]
    messages: list[ExportedMessage]
    """About no case that is held."""
    tasks: list[ExportedTask]
    visits: list[Json]
    done_for_cases_to_come: NotRequired[list[Json]]
    merged_from: NotRequired[list[str]]
    events_remembered: int
    last_looked_at: NotRequired[str]


class AnswerTables(TypedDict):
    """What many follow-ups answered: what to do, what was decided and why, and the rows that were refused."""

    actions: Table
    journal: Table
    errors: Table


class ExportTables(TypedDict):
    """What an export became, as tables; `json` is the whole, to compare the next one with."""

    plans: Table
    procedures: Table
    recipients: Table
    appointments: Table
    rejected: Table
    skipped: Table
    json: str


class Reading(TypedDict):
    """What a message means, and what that rests on."""

    intents: list[Intent]
    """What the person wants, worst to miss first. Never empty."""
    evidence: list[str]
    """The words that say so; empty when nothing was understood."""
    urgency: NotRequired[Literal["death", "emergency"]]
    """A person reads it at once, whatever else it says."""
    language: NotRequired[Literal["en", "es", "fr", "pt"]]
    """The language it is written in, when the words tell."""


class Segments(TypedDict):
    """What a text costs as an SMS."""

    encoding: Encoding
    units: int
    segments: int
    segment_units: list[int]
    """The units of each segment."""


class Installment(TypedDict):
    """One payment of a schedule."""

    payment: Decimal
    interest: Decimal
    balance: Decimal


class PaymentSchedule(TypedDict):
    """The payments for an amount."""

    payment: Decimal
    raw_payment: Decimal
    """Before it is rounded to the cent."""
    payments_made: int
    final_payment: Decimal
    total_of_payments: Decimal
    total_interest: Decimal
    schedule: list[Installment]


class DeferredMonth(TypedDict):
    """One month of a promotion: what was paid, what accrued, what is owed."""

    payment: Decimal
    accrued: Decimal
    balance: Decimal


class DeferredInterest(TypedDict):
    """What a promotion with deferred interest comes to."""

    level_payment_to_clear: Decimal
    months_to_clear_at_level: int
    balance_at_promo_end: Decimal
    accrued_interest: Decimal
    charged_interest: Decimal
    ledger: list[DeferredMonth]


class Token(TypedDict):
    action: str
    """16 hexadecimal digits."""
    purpose: Literal["book", "unsubscribe"]

Finding = TypedDict("Finding", {"class": str, "excerpt": str, "start": int, "end": int})
"""Something that a text discloses: `text[start:end]` is the `excerpt`."""


class TemplateProblem(TypedDict):
    """What is wrong with a template, where (from 1), and what to do about it."""

    line: int
    column: int
    message: str
    help: str


class CreditTrigger(TypedDict):
    """A term that brings further disclosures, with the paragraph of 12 CFR that says so."""

    cite: str
    phrase: str


class CreditDisclosure(TypedDict):
    """What must stand beside the terms found, and whether it does."""

    id: str
    what: str
    present: bool


class CreditLint(TypedDict):
    """What Regulation Z asks of a text, and whether it is all there."""

    triggers: list[CreditTrigger]
    required: list[CreditDisclosure]
    problem: NotRequired[Literal["placement", "product_unknown"]]
    compliant: bool


class UnsubscribeCheck(TypedDict):
    """What the unsubscribe headers are good for, and what is wrong with them: docs/messages.md."""

    rfc2369_valid: bool
    one_click: bool
    problems: list[
        Literal[
            "no_unsubscribe_header",
            "more_than_one_header",
            "line_break",
            "empty",
            "no_angle_brackets",
            "no_comma",
            "unclosed_comment",
            "bad_uri",
            "no_https_uri",
            "more_than_one_http_uri",
            "line_too_long",
            "no_post_header",
            "bad_post_value",
            "dkim_not_covering",
            "not_opaque",
        ]
    ]


class UnsubscribeAnswer(TypedDict):
    """What comes of a request at the unsubscribe link."""

    unsubscribe: bool
    """Hand in a `click` of the kind `confirmed`."""
    answer: Literal[
        "done", "done_page", "ask_page", "ask_headers", "options", "bad_request", "not_found", "method_not_allowed"
    ]
    status: int
    """The status of the HTTP response; never a redirect."""
    allow: NotRequired[str]
    """The header `Allow`, where the response must have it."""


class CommercialLint(TypedDict):
    """What was found, and whether the e-mail may go out as it is."""

    commercial: bool
    postal_address: bool
    optout_in_body: bool
    subject_misleading: bool
    sender_misleading: bool
    optout_requires_login: bool
    optout_requires_reason: bool
    optout_requires_fee: bool
    optout_requires_steps: bool
    allowed: bool
    problems: list[
        Literal[
            "misleading_sender",
            "misleading_subject",
            "no_opt_out",
            "no_postal_address",
            "opt_out_login",
            "opt_out_reason",
            "opt_out_fee",
            "opt_out_steps",
        ]
    ]


class Transliteration(TypedDict):
    """An SMS in the letters of GSM-7: what it says, what that costs, and how many segments it saves."""

    text: str
    segments: Segments
    saved: int


class RejectedRecord(TypedDict):
    """A record that is wrong, or was left out: where it stands, and why."""

    file: str
    record: int
    line: NotRequired[int]
    path: NotRequired[str]
    patient: NotRequired[str]
    column: NotRequired[str]
    reason: str
    code: str
    message: str
    value: NotRequired[str]
    shape: NotRequired[str]
    other_patient: NotRequired[str]
    hides_nothing: NotRequired[bool]
    # Of a rejected one: which record it is, from one export to the next.
    identity: NotRequired[str]


class ImportNote(TypedDict):
    """Something to know that is about no single record."""

    file: NotRequired[str]
    message: str


class ImportedPlan(Plan):
    """A plan, and what the export says around it."""

    recipient: str
    standing: Standing
    pending_value: NotRequired[str]
    category: NotRequired[Category]
    flags: list[str]
    missing_procedures: NotRequired[list[str]]


class ImportedAppointment(Appointment):
    """A visit, and whose it is."""

    recipient: str


class ImportedFile(TypedDict):
    """What became of the records of one file."""

    file: str
    records: int
    accepted: int
    rejected: int
    skipped: int


class ProcedureTotals(TypedDict):
    """So many procedures of so many patients, and what they come to."""

    patients: int
    procedures: int
    sum: str


class TextConsent(TypedDict):
    """How many patients agreed to text messages, declined, or said nothing."""

    yes: int
    no: int
    unknown: int


class ImportTotals(TypedDict):
    """What an export comes to: docs/importing.md."""

    records: int
    accepted: int
    rejected: int
    skipped: int
    files: list[ImportedFile]
    plans: int
    pending_value: str
    distinct_pending_value: str
    plans_with_unknown_value: int
    recipients: int
    appointments: int
    tp_all: ProcedureTotals
    pending_unscheduled: ProcedureTotals
    tp_on_scheduled_appointment: ProcedureTotals
    completed: ProcedureTotals
    pending_patients_by_text_consent: TextConsent
    phones_invalid: int
    emails_invalid: int
    columns_ignored: int


class Imported(TypedDict):
    """What an export became: docs/importing.md. `changes` compares it with the export before."""

    system: PracticeSystem
    as_of: str
    at: str
    plans: list[ImportedPlan]
    recipients: list[Recipient]
    appointments: list[ImportedAppointment]
    rejected: list[RejectedRecord]
    skipped: list[RejectedRecord]
    notes: list[ImportNote]
    totals: ImportTotals
    settled: dict[str, list[str | list[int | str]]]
    endings: list[Json]
    records: NotRequired[list[Json]]


class ImportChoice(TypedDict):
    """One answer to a question, and what follows."""

    answer: str
    means: str


class ImportQuestion(TypedDict):
    """What a practice has not said yet of its export."""

    key: str
    asks: str
    required: bool
    choices: list[ImportChoice]
    seen: list[str]
    file: NotRequired[str]


class ImportProgress(TypedDict):
    """How far an import has come. Records that are wrong count."""

    bytes: int
    records: int


class HeldBack(TypedDict):
    """A plan or a visit that an export lacks and nobody was told of, because a record that was refused may be it, or the
    export ends too early."""

    recipient: str
    since: str
    plan: NotRequired[str]
    procedures: NotRequired[list[str]]
    appointment: NotRequired[str]


class Shrunk(TypedDict):
    """How much of a kind an export lacks: so much that it may have been cut short."""

    what: Literal["plans", "appointments"]
    gone: int
    of: int


class Unfinished(TypedDict):
    """A file that may be longer than what there is of it: nothing that is missing is told as gone."""

    file: str
    why: Literal["no_line_break", "broken_off", "more_pages"]


class StoredExport(TypedDict):
    """What the next export is compared with. It holds names and numbers: keep it like the export."""

    # Exports of two systems are not compared (`FT-I017`). An older release did not say.
    system: NotRequired[PracticeSystem | None]
    at: str
    plans: list[Json]
    recipients: list[Recipient]
    appointments: list[Json]
    rejected: list[Json]
    settled: dict[str, list[str | list[int | str]]]
    endings: list[Json]
    night: int


class Changes(TypedDict):
    """What changed from one export to the next: recipients' ids with their events, in the order in which `handle` takes
    them."""

    events: list[tuple[str, Event]]
    held: list[HeldBack]
    shrunk: list[Shrunk]
    unfinished: list[Unfinished]
    # There where the later export speaks of an earlier instant than what it was compared with: look at it too.
    older: NotRequired[bool]
    store: StoredExport


class ChangesTables(TypedDict):
    """What changed between two exports, the events as a table."""

    events: Table
    held: list[HeldBack]
    shrunk: list[Shrunk]
    unfinished: list[Unfinished]
    store: StoredExport
    older: NotRequired[bool]


class ColumnGuess(TypedDict):
    """What one column could mean, how sure that is, and why."""

    column: str
    key: str
    sure: Literal["guess", "likely", "certain"]
    why: str


class MappingProposal(TypedDict):
    """A mapping file that could be. `columns: ask` in it keeps it from being used before somebody has looked."""

    mapping: str
    columns: list[ColumnGuess]
    unused: list[str]


class ToldPlan(TypedDict):
    """What to write about a plan: the system's own word, where it has one, and a note."""

    plan_id: str
    status: str | None
    note: str


class WrittenBack(TypedDict):
    """What news mean in a practice system; `rows` is the CSV for its import, where its mapping names the columns."""

    plans: list[ToldPlan]
    rows: str | None


class Contacted(TypedDict):
    """A plan about which somebody was written to."""

    recipient: str
    case_id: str
    value: NotRequired[str]
    """What was pending when it was first told of; absent when a fee is missing."""
    sequence: NotRequired[str]
    steps: list[str]
    first_at: NotRequired[str]
    calls: int


class NotContacted(TypedDict):
    """A pending plan about which nobody was written to, and the first reason that applies, as a word and in words."""

    recipient: str
    case_id: str
    value: NotRequired[str]
    reason: str
    why: str


class ReplayedCall(TypedDict):
    """One call of the engine, and how each case stood after it."""

    entry: int
    """Which entry of the timeline, from 0."""
    at: str
    recipient: str
    event_id: NotRequired[str]
    decision: Decision
    states: dict[str, CaseState]


class RefusedCall(TypedDict):
    """One call that was refused."""

    at: str
    error: Error


class Mismatch(TypedDict):
    """What is not as a scenario expects."""

    entry: int
    what: str
    expected: Any
    got: Any
    diff: NotRequired[list[str]]


class ScenarioReport(TypedDict):
    """What a scenario expects, and what of that did not come."""

    scenario: str
    expectations: int
    mismatches: list[Mismatch]


class Interval(TypedDict):
    """A share or a difference of two, and where the truth lies."""

    estimate: float
    low: float
    high: float


class SurvivalRow(TypedDict):
    """One time at which it happened."""

    time: int
    at_risk: int
    events: int
    survival: float
    standard_error: float
    bounds: NotRequired[list[float]]


class Survival(TypedDict):
    """An estimate of the share of those for whom it has not happened yet."""

    rows: list[SurvivalRow]
    median: NotRequired[int]
    """Absent where fewer than half had it."""


class LogRank(TypedDict):
    """Whether two curves differ."""

    chi_square: float
    p_value: float
    observed: int
    expected: float
