from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, Unpack, final

from .answers import (
    AnswerTables,
    CaseState,
    Changes,
    ChangesTables,
    CommercialLint,
    Contacted,
    CreditLint,
    DeferredInterest,
    ExportTables,
    ExportedPerson,
    Finding,
    ImportProgress,
    ImportQuestion,
    Imported,
    Interval,
    Json,
    LogRank,
    MappingProposal,
    NotContacted,
    PaymentSchedule,
    Reading,
    RefusedCall,
    ReplayedCall,
    ScenarioReport,
    Segments,
    Survival,
    TemplateProblem,
    Token,
    Transliteration,
    UnsubscribeAnswer,
    UnsubscribeCheck,
    WrittenBack,
)
from .arguments import (
    Amount,
    ArrowTable,
    AuditOptions,
    BacktestOptions,
    Bytes,
    CommercialEmail,
    CreditFacts,
    EventLike,
    Form,
    Hours,
    ImportOptions,
    Instant,
    Observation,
    OfRecipient,
    OptOut,
    PlanLike,
    PracticeSystem,
    RecipientLike,
    ReportOptions,
    Share,
    SimulationOptions,
    TimeZones,
    Wire,
)
from .types import (
    Action,
    AgendaItem,
    Answer,
    ChangePreview,
    CheckReport,
    ConsentEvent,
    Decision,
    Explanation,
    Handled,
    News,
    Outcome,
    PlaybookDocument,
    Preview,
    RecordOptOutAction,
    Verdict,
)

__version__: str

@final
class Playbook:
    """The practice's document, parsed and checked. Never changes; safe to share between threads."""

    @staticmethod
    def from_yaml(text: str, time_zones: TimeZones | None = None) -> Playbook: ...
    @staticmethod
    def from_json(document: PlaybookDocument | str, time_zones: TimeZones | None = None) -> Playbook: ...
    def with_link_keys(self, keys: Sequence[Bytes]) -> Playbook:
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

@final
class FollowUp:
    """All that is remembered about one recipient. Plain data: store it as `to_json()`."""

    def __new__(cls, recipient: RecipientLike) -> FollowUp: ...
    @property
    def recipient_id(self) -> str: ...
    def to_json(self) -> str: ...
    @staticmethod
    def from_json(text: str) -> FollowUp: ...
    def states(self) -> dict[str, CaseState]:
        """The state of each case."""
    def outcomes(self) -> dict[str, Outcome]:
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

@final
class Caseload:
    """Many follow-ups under one playbook, with their timers: docs/caseload.md. Store it as `snapshot()`."""

    def __new__(cls, playbook: Playbook) -> Caseload: ...
    @staticmethod
    def restore(playbook: Playbook, snapshot: Bytes) -> Caseload:
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

def classify(text: str) -> Reading:
    """What an inbound message means."""

def classify_many(texts: Sequence[str]) -> list[Reading]:
    """What each of many messages means, in their order. Other threads run meanwhile."""

def classify_table(texts: ArrowTable) -> Table:
    """What each text of the one column `text` means, row by row: `intents`, `urgency`, `language`, `reading`."""

def sms_segments_table(texts: ArrowTable) -> Table:
    """What each text of the one column `text` costs as an SMS, row by row: `encoding`, `units`, `segments`."""

def contact_revoked(record: RecordOptOutAction | OptOut | str, at: Instant) -> ConsentEvent:
    """The event that tells another recipient with the same contact point of an opt-out (`record_opt_out`)."""

def news_of(action: Action | str, at: Instant) -> News | None:
    """What an action means for the others who have its contact point; `at` is the instant of its decision."""

def sms_segments(text: str) -> Segments:
    """What a text costs as an SMS. An empty one is no message (FT-T006)."""

def payment(
    principal: Amount, apr: Amount, months: int, rounding: Literal["half_up", "up", "half_even"] = "half_up"
) -> PaymentSchedule:
    """The level payments for an amount, exact to the cent; amounts come back as `Decimal`."""

def deferred_interest(
    principal: Amount,
    apr: Amount,
    promo_months: int,
    payments: Sequence[Amount],
) -> DeferredInterest:
    """What "no interest if paid in full" comes to with these payments, by the month; amounts come back as `Decimal`."""

def read_token(token: str, keys: Sequence[Bytes]) -> Token:
    """Reads the token of a link. A token that none of the keys signed is `FT-T001`."""

def next_allowed(
    at: Instant,
    zones: Sequence[str],
    policy: Literal["federal", "mini_tcpa_union", "strict_all_rows"] | Hours,
    time_zones: TimeZones | None = None,
) -> datetime | None:
    """When hours are open in every one of the zones: the earliest instant from `at`; none when there is none within 14
    days."""

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

def lint_credit_terms(
    text: str,
    product: Literal["closed_end", "credit_sale", "open_end", "deferred", "in_house", "unknown"] = "unknown",
    facts: CreditFacts | None = None,
) -> CreditLint:
    """What Regulation Z (12 CFR 1026) asks of a text that speaks of credit: docs/messages.md."""

def check_unsubscribe(
    headers: Mapping[str, str | None] | Sequence[tuple[str, str]], dkim_signed_headers: Sequence[str]
) -> UnsubscribeCheck:
    """Whether the headers of an e-mail let a person leave with one click (RFC 2369, RFC 8058). `headers` as a `send` has
    them, or pairs; `dkim_signed_headers` are the names in the signature's `h=`."""

def unsubscribe_request(
    *,
    method: str,
    token: Literal["valid", "already_used", "tampered", "unknown", "other_purpose"],
    content_type: str | None = None,
    body: Bytes | str | None = None,
) -> UnsubscribeAnswer:
    """What to answer to a request at the unsubscribe link (RFC 8058, 16 CFR 316.5). `token` is what `read_token` and your
    table say of the one in the address: docs/hosting.md."""

def lint_commercial_email(email: CommercialEmail) -> CommercialLint:
    """What CAN-SPAM (15 USC 7704(a), 16 CFR 316.5) asks of the form of an e-mail: docs/messages.md."""

def transliterate(text: str) -> Transliteration | None:
    """What an SMS could say in GSM-7 instead; none where that saves nothing or changes what it says."""

def read_export(system: PracticeSystem, files: Mapping[str, Bytes], **options: Unpack[ImportOptions]) -> Imported:
    """Reads an export: `files` by name, and what the practice says of it."""

def read_export_tables(system: PracticeSystem, files: Mapping[str, Bytes], **options: Unpack[ImportOptions]) -> ExportTables:
    """`read_export`, as tables."""

def export_questions(system: PracticeSystem, files: Mapping[str, Bytes], **options: Unpack[ImportOptions]) -> list[ImportQuestion]:
    """What is to be answered before an export can be read, the required first; files and options as of `read_export`."""

@final
class Importer:
    """An export whose files come in pieces of any size and in any order: what is kept is the rows that matter, not the
    files. After an error it takes no more (FT-I016)."""

    def __new__(cls, system: PracticeSystem, **options: Unpack[ImportOptions]) -> Importer: ...
    def push(self, file: str, data: Bytes) -> None:
        """Takes the next bytes of one file, `bytes` without a copy. Other threads run meanwhile."""
    @property
    def progress(self) -> ImportProgress: ...
    def finish(self) -> Imported:
        """There is no more: what `read_export` gives for the whole files."""

def changes(before: Wire | None, after: Wire) -> Changes:
    """What changed since the export before: none before the first, else the `store` of the last comparison, as it is or as
    text. After is what `read_export` gave. Where something is `shrunk`, somebody should look before it is told."""

def changes_tables(before: Wire | None, after: Wire) -> ChangesTables:
    """`changes`, its events as a table that `Caseload.handle_table` takes."""

def propose_mapping(
    files: Mapping[str, Bytes], answers: Mapping[str, str | Sequence[str]] | None = None
) -> MappingProposal:
    """A mapping for one table of no known form, by its header and its values. A column that was answered (`patient.id`) is not
    guessed, and every other answer stands in the mapping."""

def write_mapping(
    system: PracticeSystem, answers: Mapping[str, str | Sequence[str]], *, base: str | None = None, extends: str | None = None
) -> str:
    """A mapping file with answers to `export_questions` in it, by their keys (several to one are a list): laid over the text `base`, or over the preset
    `extends` (`dentrix.cases`)."""

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

def audit(
    system: PracticeSystem,
    files: Mapping[str, Bytes],
    options: AuditOptions | str | None = None,
    **answers: Unpack[ImportOptions],
) -> Report:
    """Counts the baseline of a practice from its export: what is accepted before anything is sent. Files and answers as
    of `read_export`: docs/insight.md."""

def backtest(
    playbook: Playbook,
    system: PracticeSystem,
    files: Mapping[str, Bytes],
    options: BacktestOptions | str | None = None,
    **answers: Unpack[ImportOptions],
) -> Report:
    """Where the plans of the past stood when the playbook's messages would have gone. Files and answers as of
    `read_export`."""

def monthly_report(journal: str | Bytes, plans: str | Bytes, options: ReportOptions | str) -> Report:
    """Sums up the journal that a host kept, with the plans beside it, both as JSON lines: docs/insight.md."""

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

def replay(scenario: Wire, playbook: Playbook | None = None) -> list[ReplayedCall | RefusedCall]:
    """Runs a scenario, YAML or JSON, under another playbook than its own where one is given: a line for each call of the
    engine, as `followthrough replay` prints them."""

def check_scenario(scenario: Wire, playbook: Playbook | None = None) -> ScenarioReport:
    """Runs a scenario and compares it with what it expects, as `followthrough replay --check --json`."""

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
