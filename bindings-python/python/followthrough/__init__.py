"""Decides what a practice does next about a treatment plan that was presented and not accepted.

No database, no sending, no clock: tell it what happened and what time it is; it answers with what to do, why, and
when to ask again. `docs/wire.md` describes every value; `followthrough.types` has them as typed dicts.
"""

from ._error import FollowthroughError
from ._followthrough import (
    Caseload,
    FollowUp,
    Playbook,
    __version__,
    check_template,
    check_unsubscribe,
    classify,
    classify_many,
    contact_revoked,
    deferred_interest,
    error_codes,
    export_questions,
    lint_commercial_email,
    lint_credit_terms,
    lint_message,
    news_of,
    next_allowed,
    payment,
    read_export,
    read_token,
    sms_segments,
    transliterate,
    tz_version,
    unsubscribe_request,
)

__all__ = [
    "Caseload",
    "FollowUp",
    "FollowthroughError",
    "Playbook",
    "__version__",
    "check_template",
    "check_unsubscribe",
    "classify",
    "classify_many",
    "contact_revoked",
    "deferred_interest",
    "error_codes",
    "export_questions",
    "lint_commercial_email",
    "lint_credit_terms",
    "lint_message",
    "news_of",
    "next_allowed",
    "payment",
    "read_export",
    "read_token",
    "sms_segments",
    "transliterate",
    "tz_version",
    "unsubscribe_request",
]
