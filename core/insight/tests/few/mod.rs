//! A few plans whose simulation can be worked out by hand.

use serde_json::{Value, json};

/// Nobody reads, nobody books, nobody at the desk acts, and the post is never lost.
pub(crate) fn silent() -> Value {
    let nothing =
        json!({"click": 0, "yes": 0, "question": 0, "no": 0, "stop": 0, "complaint": 0, "opened": 0, "scanned": 0});
    json!({
        "books_alone": 0, "sms": nothing, "email": nothing, "portal": nothing,
        "delivery": {"sms_dead": 0, "sms_blocked": 0, "sms_lost": 0, "email_bounced": 0},
        "staff": {"overlooks": 1000},
    })
}

/// So many people with a plan each, presented on Monday 14 September; the export is of that evening.
pub(crate) fn cases(people: usize) -> String {
    let recipient = |n: usize| {
        json!({"id": format!("r-{n}"), "first_name": "Ana", "contacts": [{
            "kind": "mobile", "value": format!("+1404555{:04}", 100 + n),
            "consent": {"type": "granted", "at": "2026-01-05T15:00:00Z"}}]})
    };
    let plan = |n: usize| {
        json!({"id": format!("tp-{n}"), "recipient": format!("r-{n}"), "patient": {"id": format!("p-{n}")},
            "presented_at": "2026-09-14",
            "procedures": [{"id": format!("pr-{n}"), "code": "D7210", "fee": "900.00", "status": "planned"}]})
    };
    json!({
        "as_of": "2026-09-14", "recipients": (0..people).map(recipient).collect::<Vec<_>>(),
        "plans": (0..people).map(plan).collect::<Vec<_>>(), "totals": {"passed": "over"},
    })
    .to_string()
}
