from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NotRequired, Protocol, TypeAlias, TypedDict, Unpack, final

from . import given
from .types import (
    Action,
    AgendaItem,
    Answer,
    Appointment,
    Category,
    ChangePreview,
    Channel,
    CheckReport,
    ConsentEvent,
    ContactKind,
    Decision,
    Encoding,
    Error,
    Event,
    Explanation,
    Handled,
    Intent,
    News,
    OptOutScope,
    PersonStatus,
    Plan,
    PlaybookDocument,
    Preview,
    PromptKind,
    Recipient,
    RecordOptOutAction,
    Standing,
    StepResult,
    Subject,
    Verdict,
)

__version__: str

Json: TypeAlias = dict[str, Any]
"""Plain values as docs/wire.md has them."""

Wire: TypeAlias = Mapping[str, Any] | str
"""A dict as docs/wire.md has it, or its JSON text. A dict may hold Decimal, date and aware datetime."""

EventLike: TypeAlias = given.Event | Event | str
"""An event: as a host makes it (`followthrough.given`), as it comes out of a call, or its JSON text. What a program makes of
keys that no checker can see is `Any`, or JSON text."""

RecipientLike: TypeAlias = given.Recipient | Recipient | str
"""A recipient, in the same way."""

PlanLike: TypeAlias = given.Plan | given.Subject | Plan | Subject | str
"""A plan, or what else the playbook follows up, in the same way."""

Instant: TypeAlias = given.Instant
"""An aware datetime, or RFC 3339 text with an offset."""

Amount: TypeAlias = given.Amount
"""US dollars, exact: a Decimal, whole dollars, or text."""

class OfRecipient(TypedDict):
    """An event with whose it is."""

    recipient: str
    event: EventLike

class TimeZones(TypedDict):
    """Zone data of the host's own: what `zones` does not have comes with the package."""

    version: str
    """The host's word for it, such as `"2026h"`."""
    zones: dict[str, bytes]
    """TZif files, as in /usr/share/zoneinfo, by IANA name."""

@final
class Playbook:
    """The practice's document, parsed and checked. Never changes; safe to share between threads."""

    @staticmethod
    def from_yaml(text: str, time_zones: TimeZones | None = None) -> Playbook: ...
    @staticmethod
    def from_json(document: PlaybookDocument | str, time_zones: TimeZones | None = None) -> Playbook: ...
    def with_link_keys(self, keys: Sequence[bytes]) -> Playbook:
        """The same playbook with the keys that its links are signed with: the first signs, all check."""
    @property
    def practice_name(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def revision(self) -> str: ...
    @property
    def tz_version(self) -> str:
        """The version of the zone data in force: the host's, else that of the bundled data."""
    def begin(self, recipient: RecipientLike) -> FollowUp:
        """Begins to follow up a person, by this playbook's zone data: also in a zone that only the host's own data has."""
    def handle(
        self,
        follow_up: FollowUp,
        now: Instant,
        event: EventLike,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> Decision:
        """Takes in what happened; what to do now: `{"actions", "journal", "wake_at"}`."""
    def handle_json(
        self,
        follow_up: FollowUp,
        now: Instant,
        event: EventLike,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> str:
        """The same as `handle`, as the engine's own text."""
    def tick(
        self,
        follow_up: FollowUp,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> Decision:
        """Lets time pass; what to do now: `{"actions", "journal", "wake_at"}`."""
    def tick_json(
        self,
        follow_up: FollowUp,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> str:
        """The same as `tick`, as the engine's own text."""
    def may_still_send(
        self,
        follow_up: FollowUp,
        action_id: str,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> Verdict:
        """Whether a message may leave now; the look right before it is sent. `{"type": "yes", "until"}`, or
        `{"type": "no", "reason"}`: look at `["type"]`, a dict is always true."""
    def explain(
        self,
        follow_up: FollowUp,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> Explanation:
        """Why things are as they are, what comes next and when, and what holds it; `["says"]` has it in plain English."""
    def check(self, day: date | str | None = None, before: Playbook | None = None) -> CheckReport:
        """What is wrong with it although it can be read: `["findings"]`, each with `code`, `severity`, `path`, `message`,
        `help`, `line`, and a `witness` to replay. With a day (a date, or `2027-01-31`), offers that are over by then as well; with the
        revision before, step ids that mean another touch than in it."""
    def preview(
        self,
        plan: PlanLike,
        recipient: RecipientLike,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> Preview:
        """All that would happen to one patient who never answers: `["timeline"]`, with every text, why steps are passed
        over, who is called, and how it ends. Where the playbook follows up something else, its subject is the `plan`."""
    def preview_change(
        self,
        new: Playbook,
        follow_ups: Sequence[FollowUp],
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> ChangePreview:
        """What publishing `new` in the place of this playbook would change for these follow-ups: `["totals"]` by kind, and
        `["cases"]`, each with its next message or call before and after. Changes nothing."""
    def to_mermaid(self) -> str:
        """The playbook as a flowchart in Mermaid, as GitHub shows it."""
    def to_html(self) -> str:
        """The playbook as one page of HTML that needs nothing else: to be read aloud, printed and signed."""
    def __copy__(self) -> Playbook: ...
    def __deepcopy__(self, memo: dict[int, Any], /) -> Playbook: ...

class ExportedContact(TypedDict):
    """A contact point, and what was said about it."""

    kind: ContactKind
    value: str
    consent: Json
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
    state: Json
    round: int
    presented_at: str
    first_seen_at: str
    known_at: str
    window_ends_at: str
    replied: bool
    subject: Json
    steps_done: list[Json]
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

@final
class FollowUp:
    """All that is remembered about one recipient. Plain data: store it as `to_json()`."""

    def __new__(cls, recipient: RecipientLike) -> FollowUp: ...
    @property
    def recipient_id(self) -> str: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FollowUp: ...
    def states(self) -> dict[str, str]:
        """The state of each case."""
    def outcomes(self) -> dict[str, str]:
        """How each closed case ended."""
    def merge(self, other: FollowUp) -> None:
        """Takes in another follow-up of the same person: two charts became one. The other one stays as it is."""
    def carry(self, case_id: str, other: FollowUp) -> None:
        """Takes over the round and the steps done of a case that moved here from another person."""
    def contact_points(self) -> list[str]:
        """Every contact point that is known, the dropped ones included."""
    def has_contact_point(self, contact: str) -> bool:
        """Whether the person has, or had, that contact point."""
    def news_at(self, contact: str) -> list[News]:
        """What happened at a contact point as far as it is remembered, for somebody who comes to it only now."""
    def export_person(self) -> ExportedPerson:
        """All that is held about the person, to be read by a person: docs/hosting.md."""
    def __copy__(self) -> FollowUp: ...
    def __deepcopy__(self, memo: dict[int, Any], /) -> FollowUp: ...

class ArrowStream(Protocol):
    """A table of another library: polars.DataFrame, pyarrow.Table, pandas.DataFrame, a relation of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

class ArrowArray(Protocol):
    """The same in one piece: pyarrow.RecordBatch."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

ArrowTable: TypeAlias = ArrowStream | ArrowArray | bytes
"""A table of the Arrow family, or the bytes of an Arrow IPC stream."""

@final
class Table:
    """Rows in columns: docs/tables.md. Every library of the Arrow family takes it: `polars.DataFrame(table)`,
    `pyarrow.table(table)`."""

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
    def __len__(self) -> int: ...
    def to_ipc(self) -> bytes:
        """The bytes of an Arrow IPC stream."""
    def __arrow_c_schema__(self) -> Any: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

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

@final
class Caseload:
    """Many follow-ups under one playbook, with their timers: docs/caseload.md. Store it as `snapshot()`."""

    def __new__(cls, playbook: Playbook) -> Caseload: ...
    @staticmethod
    def restore(playbook: Playbook, snapshot: bytes) -> Caseload:
        """Reads what `snapshot` of this or an older version wrote."""
    def snapshot(self) -> bytes:
        """All follow-ups with their timers. Holds names, numbers and addresses: encrypt it where it rests."""
    def begin(self, recipients: RecipientLike | Sequence[RecipientLike]) -> list[Answer]:
        """Begins to follow up a person, or a list of people: all of them or none. What they answer to what happened
        before at contact points that others have."""
    def add(self, follow_up: FollowUp) -> list[Answer]:
        """Takes in a copy of a follow-up that was kept elsewhere until now. What it and others with the same contact
        points answer to what they hear of each other: store and carry it out."""
    def remove(self, recipient_id: str) -> FollowUp | None:
        """Takes a person's follow-up out, with all that is known of it."""
    def get(self, recipient_id: str) -> FollowUp | None:
        """A copy of a person's follow-up, to store or to ask about."""
    def recipients(self) -> list[str]:
        """The ids of all who are here."""
    def __len__(self) -> int: ...
    def handle(
        self,
        now: Instant,
        recipient_id: str,
        event: EventLike,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> list[Answer]:
        """Takes in what happened to one person. That person's answer first, then those of others at the same contact
        point: `[{"recipient", "actions", "journal", "wake_at"}]`."""
    def handle_json(
        self,
        now: Instant,
        recipient_id: str,
        event: EventLike,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> str:
        """The same as `handle`, as the engine's own text."""
    def handle_many(
        self,
        now: Instant,
        events: Sequence[tuple[str, EventLike] | list[Any] | OfRecipient],
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> list[Handled]:
        """Takes in many events, one after the other. For each, in the same order, `{"type": "answers", "answers"}` or
        `{"type": "error", "error"}`: one that is refused does not lose the others."""
    def handle_table(
        self,
        now: Instant,
        events: ArrowTable,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
        *,
        begin: bool = False,
    ) -> AnswerTables:
        """Takes in a table of events, row by row: the columns `recipient` and `event` (JSON), or `recipient` and one for
        each key of an event. A row that is refused stands in `errors` and does not lose the others. With `begin`, an event of
        the type `recipient` about somebody who is not here begins the follow-up."""
    def tick(
        self,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> list[Answer]:
        """Lets time pass for all who are due, the earliest first. Those who have nothing to say are left out."""
    def tick_json(
        self,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> str:
        """The same as `tick`, as the engine's own text."""
    def advance(
        self,
        now: Instant,
        most: int,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> tuple[list[Answer], bool]:
        """`tick` in pieces of about `most` answers, and whether more is due at this moment."""
    def advance_table(
        self,
        now: Instant,
        most: int,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> tuple[AnswerTables, bool]:
        """`advance`, with the answers as tables."""
    def may_still_send(
        self,
        recipient_id: str,
        action_id: str,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> Verdict:
        """Whether a message to that person may leave now; the look right before it is sent. `{"type": "yes", "until"}`,
        or `{"type": "no", "reason"}`: look at `["type"]`, a dict is always true."""
    def explain(
        self,
        recipient_id: str,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> Explanation:
        """Why things are as they are with that person, what comes next and when, and what holds it; `["says"]` has it in
        plain English."""
    def next_wake(self) -> datetime | None:
        """When to tick next; none when nobody has anything to wait for."""
    def publish(
        self,
        playbook: Playbook,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> list[Answer]:
        """Puts another revision of the playbook in force, and ticks every follow-up once under it."""
    def preview_change(
        self,
        playbook: Playbook,
        now: Instant,
        facts_as_of: Instant | None = None,
        hold_until: Instant | None = None,
        confirm_leap: bool = False,
    ) -> ChangePreview:
        """What `publish` would change, case by case. Changes nothing."""
    def agenda(self, from_: Instant, to: Instant) -> list[AgendaItem]:
        """What goes out from `from_` to `to`, the latter not included, if nothing happens but time. Changes nothing."""
    def __copy__(self) -> Caseload: ...
    def __deepcopy__(self, memo: dict[int, Any], /) -> Caseload: ...

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

def classify(text: str) -> Reading:
    """What an inbound message means."""

def classify_many(texts: Sequence[str]) -> list[Reading]:
    """What each of many messages means, in their order. Other threads run meanwhile."""

def classify_table(texts: ArrowTable) -> Table:
    """What each text of the one column `text` means, row by row: `intents`, `urgency`, `language`, `reading`."""

def sms_segments_table(texts: ArrowTable) -> Table:
    """What each text of the one column `text` costs as an SMS, row by row: `encoding`, `units`, `segments`."""

class OptOut(TypedDict):
    """An opt-out as a suppression list holds it."""

    contact: str
    scope: OptOutScope
    at: Instant
    wording: NotRequired[str]

def contact_revoked(record: RecordOptOutAction | OptOut | str, at: Instant) -> ConsentEvent:
    """The event that tells another recipient with the same contact point of an opt-out (`record_opt_out`)."""

def news_of(action: Action | str, at: Instant) -> News | None:
    """What an action means for the others who have its contact point; `at` is the instant of its decision."""

class Segments(TypedDict):
    """What a text costs as an SMS."""

    encoding: Encoding
    units: int
    segments: int
    segment_units: list[int]
    """The units of each segment."""

def sms_segments(text: str) -> Segments:
    """What a text costs as an SMS. An empty one is no message (FT-T006)."""

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

def payment(
    principal: Amount, apr: Amount, months: int, rounding: Literal["half_up", "up", "half_even"] = "half_up"
) -> PaymentSchedule:
    """The level payments for an amount, exact to the cent; amounts come back as `Decimal`."""

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

def deferred_interest(
    principal: Amount,
    apr: Amount,
    promo_months: int,
    payments: Sequence[Amount],
) -> DeferredInterest:
    """What "no interest if paid in full" comes to with these payments, by the month; amounts come back as `Decimal`."""

class Token(TypedDict):
    action: str
    """16 hexadecimal digits."""
    purpose: Literal["book", "unsubscribe"]

def read_token(token: str, keys: Sequence[bytes]) -> Token:
    """Reads the token of a link. A token that none of the keys signed is `FT-T001`."""

class Hours(TypedDict):
    """Hours of the caller's own, as they stand, half-open: `{"windows": {"mon": [("09:00", "20:00")]}}`."""

    windows: Mapping[str, Sequence[tuple[str, str] | list[str]]]
    closed_dates: NotRequired[Sequence[date | str]]

def next_allowed(
    at: Instant,
    zones: Sequence[str],
    policy: Literal["federal", "mini_tcpa_union", "strict_all_rows"] | Hours,
    time_zones: TimeZones | None = None,
) -> datetime | None:
    """When hours are open in every one of the zones: the earliest instant from `at`; none when there is none within 14
    days."""

Finding = TypedDict("Finding", {"class": str, "excerpt": str, "start": int, "end": int})
"""Something that a text discloses: `text[start:end]` is the `excerpt`."""

Form = Literal["sms", "subject", "plain", "detailed", "portal", "text", "voicemail"]
"""The form of a message; `text` is what only staff see."""

class TemplateProblem(TypedDict):
    """What is wrong with a template, where (from 1), and what to do about it."""

    line: int
    column: int
    message: str
    help: str

def check_template(source: str, form: Form) -> list[TemplateProblem]:
    """What is wrong with a template; nothing where a playbook would take it."""

def lint_message(
    text: str,
    form: Form,
    *,
    practice_name: str = "",
    provider_name: str | None = None,
    first_name: str | None = None,
    last_name: str | None = None,
    exempt: Sequence[str] = (),
) -> list[Finding]:
    """What in a text a message of this form may not carry: docs/messages.md. The names, and the texts of `exempt`,
    disclose nothing in themselves."""

class CreditFacts(TypedDict):
    """What is true of the credit, whether or not the text says so."""

    downpayment_required: NotRequired[bool]
    rate_may_increase: NotRequired[bool]
    introductory_rate: NotRequired[bool]
    default_ends_promo: NotRequired[bool]
    finance_charge: NotRequired[bool]
    installments_max: NotRequired[int]

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

def lint_credit_terms(
    text: str,
    product: Literal["closed_end", "credit_sale", "open_end", "deferred", "in_house", "unknown"] = "unknown",
    facts: CreditFacts | None = None,
) -> CreditLint:
    """What Regulation Z (12 CFR 1026) asks of a text that speaks of credit: docs/messages.md."""

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

def check_unsubscribe(
    headers: Mapping[str, str | None] | Sequence[tuple[str, str]], dkim_signed_headers: Sequence[str]
) -> UnsubscribeCheck:
    """Whether the headers of an e-mail let a person leave with one click (RFC 2369, RFC 8058). `headers` as a `send` has
    them, or pairs; `dkim_signed_headers` are the names in the signature's `h=`."""

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

def unsubscribe_request(
    *,
    method: str,
    token: Literal["valid", "already_used", "tampered", "unknown", "other_purpose"],
    content_type: str | None = None,
    body: bytes | str | None = None,
) -> UnsubscribeAnswer:
    """What to answer to a request at the unsubscribe link (RFC 8058, 16 CFR 316.5). `token` is what `read_token` and your
    table say of the one in the address: docs/hosting.md."""

class CommercialEmail(TypedDict):
    """An e-mail as it leaves, with what it must show. What is left out is empty or false, but `commercial` is true."""

    subject: NotRequired[str]
    html: NotRequired[str]
    text: NotRequired[str]
    postal_address: NotRequired[str]
    unsubscribe_url: NotRequired[str]
    commercial: NotRequired[bool]
    is_reply: NotRequired[bool]
    sender_misleading: NotRequired[bool]
    optout_requires_login: NotRequired[bool]
    optout_requires_reason: NotRequired[bool]
    optout_requires_fee: NotRequired[bool]
    optout_requires_steps: NotRequired[bool]

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

def lint_commercial_email(email: CommercialEmail) -> CommercialLint:
    """What CAN-SPAM (15 USC 7704(a), 16 CFR 316.5) asks of the form of an e-mail: docs/messages.md."""

class Transliteration(TypedDict):
    """An SMS in the letters of GSM-7: what it says, what that costs, and how many segments it saves."""

    text: str
    segments: Segments
    saved: int

def transliterate(text: str) -> Transliteration | None:
    """What an SMS could say in GSM-7 instead; none where that saves nothing or changes what it says."""

PracticeSystem = Literal[
    "open_dental", "dentrix", "eaglesoft", "jane", "aesthetic_record", "nexhealth", "fhir", "csv"
]

class ImportOptions(TypedDict, total=False):
    """What a practice says of its export: docs/importing.md."""

    presented: Literal["charted", "saved_plan", "dated"]
    """What counts as presenting a plan."""
    time_zone: str
    """An IANA name, or `none` where the export has instants."""
    as_of: date | str
    """The day of the export."""
    state: str
    """Two letters: the practice's own."""
    mapping: str
    """The text of a mapping file."""
    list_records: bool | Literal["true", "false"]
    """Every record with what became of it, in `records`."""

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
    same: NotRequired[str]

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
    records: NotRequired[list[Json]]

def read_export(system: PracticeSystem, files: Mapping[str, bytes], **options: Unpack[ImportOptions]) -> Imported:
    """Reads an export: `files` by name, and what the practice says of it."""

def read_export_tables(system: PracticeSystem, files: Mapping[str, bytes], **options: Unpack[ImportOptions]) -> ExportTables:
    """`read_export`, as tables."""

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

def export_questions(system: PracticeSystem, files: Mapping[str, bytes], **options: Unpack[ImportOptions]) -> list[ImportQuestion]:
    """What is to be answered before an export can be read, the required first; files and options as of `read_export`."""

class ImportProgress(TypedDict):
    """How far an import has come. Records that are wrong count."""

    bytes: int
    records: int

@final
class Importer:
    """An export whose files come in pieces of any size and in any order: what is kept is the rows that matter, not the
    files. After an error it takes no more (FT-I016)."""

    def __new__(cls, system: PracticeSystem, **options: Unpack[ImportOptions]) -> Importer: ...
    def push(self, file: str, data: bytes) -> None:
        """Takes the next bytes of one file, without a copy. Other threads run meanwhile."""
    @property
    def progress(self) -> ImportProgress: ...
    def finish(self) -> Imported:
        """There is no more: what `read_export` gives for the whole files."""

class HeldBack(TypedDict):
    """A plan or a visit that an export lacks and nobody was told of, because a record that was refused may be it."""

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

class StoredExport(TypedDict):
    """What the next export is compared with. It holds names and numbers: keep it like the export."""

    at: str
    plans: list[Json]
    recipients: list[Recipient]
    appointments: list[Json]
    rejected: list[Json]
    settled: dict[str, list[str | list[int | str]]]

class Changes(TypedDict):
    """What changed from one export to the next: recipients' ids with their events, in the order in which `handle` takes
    them."""

    events: list[tuple[str, Event]]
    held: list[HeldBack]
    shrunk: list[Shrunk]
    # There where the later export speaks of an earlier instant than what it was compared with: look at it too.
    older: NotRequired[bool]
    store: StoredExport

def changes(before: Wire | None, after: Wire) -> Changes:
    """What changed since the export before: none before the first, else the `store` of the last comparison, as it is or as
    text. After is what `read_export` gave. Where something is `shrunk`, somebody should look before it is told."""

class ChangesTables(TypedDict):
    """What changed between two exports, the events as a table."""

    events: Table
    held: list[HeldBack]
    shrunk: list[Shrunk]
    store: StoredExport
    older: NotRequired[bool]

def changes_tables(before: Wire | None, after: Wire) -> ChangesTables:
    """`changes`, its events as a table that `Caseload.handle_table` takes."""

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

def propose_mapping(
    files: Mapping[str, bytes], answers: Mapping[str, str | Sequence[str]] | None = None
) -> MappingProposal:
    """A mapping for one table of no known form, by its header and its values. A column that was answered (`patient.id`) is not
    guessed, and every other answer stands in the mapping."""

def write_mapping(
    system: PracticeSystem, answers: Mapping[str, str | Sequence[str]], *, base: str | None = None, extends: str | None = None
) -> str:
    """A mapping file with answers to `export_questions` in it, by their keys (several to one are a list): laid over the text `base`, or over the preset
    `extends` (`dentrix.cases`)."""

class ToldPlan(TypedDict):
    """What to write about a plan: the system's own word, where it has one, and a note."""

    plan_id: str
    status: str | None
    note: str

class WrittenBack(TypedDict):
    """What news mean in a practice system; `rows` is the CSV for its import, where its mapping names the columns."""

    plans: list[ToldPlan]
    rows: str | None

def write_back(
    shape: str, news: Sequence[Mapping[str, Any]] | str, *, language: str = "en", mapping: str | None = None
) -> WrittenBack:
    """What `tell_practice_system` means in a system: `shape` such as `dentrix.cases`; news are such actions with a `day`."""

@final
class Report:
    """An answer that can be read by people and by programs: docs/insight.md."""

    def data(self) -> Json:
        """The figures as plain values; amounts are text."""
    def to_json(self) -> str:
        """The figures as JSON: the same bytes in every language."""
    def to_html(self) -> str:
        """One page with everything in it. It loads nothing."""
    def to_csv(self) -> dict[str, str]:
        """Tables as CSV, by the names of their files; none where there is no such form."""

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

@final
class Simulation:
    """What `simulate` played, to be summed up and looked into."""

    def report(self) -> Report:
        """What it came to."""
    def contacted(self) -> list[Contacted]:
        """Every plan about which somebody was written to, with its `steps`."""
    def not_contacted(self) -> list[NotContacted]:
        """Every pending plan about which nobody was written to, with `reason` and `why`."""
    def timeline(self, case_id: str) -> Report | None:
        """One case from beginning to end; none where no plan of that id was told of. It holds whole messages."""
    def records(self) -> str:
        """Every call of the engine as a line of JSON, messages and numbers included."""

class AuditOptions(TypedDict, total=False):
    """What a baseline looks at. What is left out is as built in."""

    practice: str
    days: int
    settle_days: int
    window_days: int
    value_bands: Sequence[Decimal | str]
    pending_bands: Sequence[int]
    new_patient_days: int
    leave_out: Sequence[str]

class BacktestOptions(TypedDict, total=False):
    """Which past is looked at."""

    days: int
    leave_out: Sequence[str]

def audit(
    system: PracticeSystem,
    files: Mapping[str, bytes],
    options: AuditOptions | str | None = None,
    **answers: Unpack[ImportOptions],
) -> Report:
    """Counts the baseline of a practice from its export: what is accepted before anything is sent. Files and answers as
    of `read_export`: docs/insight.md."""

def backtest(
    playbook: Playbook,
    system: PracticeSystem,
    files: Mapping[str, bytes],
    options: BacktestOptions | str | None = None,
    **answers: Unpack[ImportOptions],
) -> Report:
    """Where the plans of the past stood when the playbook's messages would have gone. Files and answers as of
    `read_export`."""

# A functional form: `from` is a word of Python's.
ReportPilot = TypedDict("ReportPilot", {"from": date | str, "to": NotRequired[date | str]})
"""The pilot from whose first day households are counted. `to` is the last day on which one begins to count for the planned
look, which is `window_days` later."""

class ReportBaseline(TypedDict):
    """Households presented to before, and of them those that accepted within the same days."""

    accepted: int
    presented: int

class ReportBefore(TypedDict, total=False):
    """How it was before, as the practice says."""

    recovered_a_month: Decimal | str
    recovered_value_a_month: Decimal | str
    staff_hours_a_week: Decimal | str

class ReportNow(TypedDict, total=False):
    """How it is now, as the practice says."""

    staff_hours_a_week: Decimal | str

class ReportCosts(TypedDict, total=False):
    """Prices in US dollars, to a millionth; a float is refused."""

    sms_segment: Decimal | str
    email: Decimal | str
    portal: Decimal | str
    a_month: Decimal | str
    staff_hour: Decimal | str

class ReportValueShare(TypedDict):
    value_share: Decimal | str

ReportOptions = TypedDict(
    "ReportOptions",
    {
        "practice": NotRequired[str],
        "time_zone": NotRequired[str],
        "month": NotRequired[str],
        "from": NotRequired[date | str],
        "to": NotRequired[date | str],
        "as_of": NotRequired[date | str],
        "pilot": NotRequired[ReportPilot],
        "window_days": NotRequired[int],
        "accepted_when": NotRequired[Literal["same_procedures", "same_area", "any_visit"] | ReportValueShare],
        "plans_complete_to": NotRequired[date | str],
        "clicks": NotRequired[Literal["confirmed", "landed"]],
        "baseline": NotRequired[ReportBaseline | Json],
        "before": NotRequired[ReportBefore],
        "now": NotRequired[ReportNow],
        "costs": NotRequired[ReportCosts],
    },
)
"""What a monthly report is about. `month`, or `from` and `to`, is needed; `baseline` may be an audit's `data()`."""

def monthly_report(journal: str | bytes, plans: str | bytes, options: ReportOptions | str) -> Report:
    """Sums up the journal that a host kept, with the plans beside it, both as JSON lines: docs/insight.md."""

class Reactions(TypedDict, total=False):
    """What a message that arrives leads to, in 1,000."""

    click: int
    yes: int
    question: int
    no: int
    stop: int
    complaint: int
    opened: int
    scanned: int

class Delivery(TypedDict, total=False):
    """What becomes of messages on their way, in 1,000."""

    sms_dead: int
    sms_blocked: int
    sms_lost: int
    email_bounced: int

class StaffBehaviour(TypedDict, total=False):
    """What staff do about a task, in 1,000 but for the hours."""

    overlooks: int
    acts_within_hours: int
    reaches: int
    leaves_message: int
    books_after_yes: int
    books_after_call: int
    says_no: int
    books_after_answer: int

class Behaviour(TypedDict, total=False):
    """How people behave, in 1,000 but for the days. What is left out is as built in."""

    books_alone: int
    books_alone_within_days: int
    books_alone_half_life_days: int
    books_a_part: int
    breaks_visit: int
    sms: Reactions
    email: Reactions
    portal: Reactions
    patience: int
    books_online: int
    delivery: Delivery
    staff: StaffBehaviour

class LateExport(TypedDict):
    """An export that is made as every night and comes hours later."""

    on: date | str
    hours: int

# A functional form: `from` is a word of Python's.
Outage = TypedDict(
    "Outage",
    {"channels": NotRequired[list[Literal["sms", "email", "portal"]]], "from": Instant, "to": Instant},
)
"""A gateway that takes no messages; all of them where no channel is named."""

class Disruptions(TypedDict, total=False):
    """What goes wrong around the engine."""

    no_export_on: list[date | str]
    late_exports: list[LateExport]
    outages: list[Outage]

class TaskMinutes(TypedDict, total=False):
    """How many minutes a task takes."""

    call: int
    book: int
    answer: int
    fix_contact: int
    review: int

class Costs(TypedDict, total=False):
    """Prices in US dollars, to a millionth; a float is refused."""

    sms_segment: Decimal | str
    email: Decimal | str
    portal: Decimal | str
    staff_hour: Decimal | str
    minutes: TaskMinutes

class Capacity(TypedDict):
    """What the staff of one role have time for on a day."""

    role: str
    tasks: NotRequired[int]
    minutes: NotRequired[int]

SimulationOptions = TypedDict(
    "SimulationOptions",
    {
        "from": NotRequired[date | str],
        "days": NotRequired[int],
        "seed": NotRequired[int],
        "behaviour": NotRequired[Behaviour],
        "disruptions": NotRequired[Disruptions],
        "costs": NotRequired[Costs],
        "capacity": NotRequired[list[Capacity]],
    },
)
"""What is simulated; all may be left out. `from` is by itself the day after the `as_of` of the cases."""

def simulate(playbook: Playbook, cases: Wire, options: SimulationOptions | str | None = None) -> Simulation:
    """Plays a playbook over a practice's cases: what `read_export` gave, or `recipients`, `plans` and `appointments`,
    each plan and visit with its `recipient`. Nothing is sent: docs/insight.md."""

def compare(
    old: Playbook, new: Playbook, cases: Wire, options: SimulationOptions | str | None = None
) -> Report:
    """Plays two playbooks over the same cases: what each patient would have got, the difference per day and per role."""

def preview_timeline(
    playbook: Playbook, plan: PlanLike, recipient: RecipientLike, now: Instant, facts_as_of: Instant | None = None
) -> Report:
    """What `playbook.preview` tells, as a picture and as a list. It holds whole messages."""

class ReplayedCall(TypedDict):
    """One call of the engine, and how each case stood after it."""

    entry: int
    """Which entry of the timeline, from 0."""
    at: str
    recipient: str
    event_id: NotRequired[str]
    decision: Decision
    states: dict[str, str]

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

def replay(scenario: Wire, playbook: Playbook | None = None) -> list[ReplayedCall | RefusedCall]:
    """Runs a scenario, YAML or JSON, under another playbook than its own where one is given: a line for each call of the
    engine, as `followthrough replay` prints them."""

def check_scenario(scenario: Wire, playbook: Playbook | None = None) -> ScenarioReport:
    """Runs a scenario and compares it with what it expects, as `followthrough replay --check --json`."""

class Interval(TypedDict):
    """A share or a difference of two, and where the truth lies."""

    estimate: float
    low: float
    high: float

class Share(TypedDict):
    """So many of so many."""

    hits: int
    of: int

class Observation(TypedDict):
    """How long somebody was watched, and whether it happened then."""

    time: int
    happened: bool

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

def wilson(hits: int, of: int, confidence: float | None = None) -> Interval | None:
    """A share and its interval (Wilson 1927), looked at once; none of nobody."""

def newcombe(
    first: Share | tuple[int, int], second: Share | tuple[int, int], confidence: float | None = None
) -> Interval | None:
    """The difference of two shares and its interval (Newcombe 1998, method 10), looked at once."""

def difference_at_any_look(
    first: Share | tuple[int, int], second: Share | tuple[int, int], confidence: float | None = None
) -> Interval | None:
    """The difference of two shares and an interval that may be looked at every month. It is wider."""

def kaplan_meier(
    observations: Sequence[Observation | tuple[int, bool]], confidence: float | None = None
) -> Survival:
    """Time to something of which not everybody's end was seen."""

def log_rank(
    first: Sequence[Observation | tuple[int, bool]], second: Sequence[Observation | tuple[int, bool]]
) -> LogRank | None:
    """Whether two such times differ; none where nothing happened."""

def tz_version() -> str:
    """The release of the IANA time-zone database that comes with the package."""

def error_codes() -> list[str]:
    """Every error code there is."""

def _restore_playbook(
    text: str, form: str, keys: list[bytes] | None, time_zones: tuple[str, list[tuple[str, bytes]]] | None = None
) -> Playbook: ...
def _restore_follow_up(text: str) -> FollowUp: ...
def _restore_caseload(playbook: Playbook, snapshot: bytes) -> Caseload: ...
def _panic(text: str) -> None: ...
def _panic_in(caseload: Caseload, text: str) -> None: ...
