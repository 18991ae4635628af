"""What calls take beside events, people and plans (`followthrough.given`): options, hours, tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NotRequired, Protocol, TypeAlias, TypedDict

from . import given
from .types import Event, OptOutScope, Plan, Recipient, Subject

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

Bytes: TypeAlias = bytes | bytearray | memoryview
"""The bytes of a file, a key, a body: those of a bytearray or a memoryview as they are at the call."""


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


class ArrowStream(Protocol):
    """A table of another library: polars.DataFrame, pyarrow.Table, pandas.DataFrame, a relation of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class ArrowArray(Protocol):
    """The same in one piece: pyarrow.RecordBatch."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

ArrowTable: TypeAlias = ArrowStream | ArrowArray | bytes
"""A table of the Arrow family, or the bytes of an Arrow IPC stream."""


class OptOut(TypedDict):
    """An opt-out as a suppression list holds it."""

    contact: str
    scope: OptOutScope
    at: Instant
    wording: NotRequired[str]


class Hours(TypedDict):
    """Hours of the caller's own, as they stand, half-open: `{"windows": {"mon": [("09:00", "20:00")]}}`."""

    windows: Mapping[str, Sequence[tuple[str, str] | list[str]]]
    closed_dates: NotRequired[Sequence[date | str]]

Form = Literal["sms", "subject", "plain", "detailed", "portal", "text", "voicemail"]
"""The form of a message; `text` is what only staff see."""


class CreditFacts(TypedDict):
    """What is true of the credit, whether or not the text says so."""

    downpayment_required: NotRequired[bool]
    rate_may_increase: NotRequired[bool]
    introductory_rate: NotRequired[bool]
    default_ends_promo: NotRequired[bool]
    finance_charge: NotRequired[bool]
    installments_max: NotRequired[int]


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


class AuditOptions(TypedDict, total=False):
    """What a baseline looks at. What is left out is as built in."""

    practice: str
    days: int
    settle_days: int
    window_days: int
    value_bands: Sequence[Amount]
    pending_bands: Sequence[int]
    new_patient_days: int
    leave_out: Sequence[str]


class BacktestOptions(TypedDict, total=False):
    """Which past is looked at."""

    days: int
    leave_out: Sequence[str]

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

    recovered_a_month: Amount
    recovered_value_a_month: Amount
    staff_hours_a_week: Amount


class ReportNow(TypedDict, total=False):
    """How it is now, as the practice says."""

    staff_hours_a_week: Amount


class ReportCosts(TypedDict, total=False):
    """Prices in US dollars, to a millionth; a float is refused."""

    sms_segment: Amount
    email: Amount
    portal: Amount
    a_month: Amount
    staff_hour: Amount


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
        "baseline": NotRequired[ReportBaseline | dict[str, Any]],
        "before": NotRequired[ReportBefore],
        "now": NotRequired[ReportNow],
        "costs": NotRequired[ReportCosts],
    },
)
"""What a monthly report is about. `month`, or `from` and `to`, is needed; `baseline` may be an audit's `data()`."""


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

    sms_segment: Amount
    email: Amount
    portal: Amount
    staff_hour: Amount
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


class Share(TypedDict):
    """So many of so many."""

    hits: int
    of: int


class Observation(TypedDict):
    """How long somebody was watched, and whether it happened then."""

    time: int
    happened: bool
