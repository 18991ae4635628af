//! Laws over any input: no text stops the checks of an e-mail's form, and the engine's own e-mails always pass them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use followthrough::link::{TokenState, UnsubscribeRequest, unsubscribe_request};
use followthrough::message::{
    CommercialEmail, Context, Footer, Form, Template, UnsubscribeProblem, check_unsubscribe, email, headers_from_json,
    lint_commercial_email, thread_mark,
};
use followthrough::{Event, FollowUp, Playbook, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

const SIGNED: [&str; 4] = ["From", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post"];

/// Texts in which the marks of these forms are more frequent than chance would have them.
const MARKS: &str = r#"(\PC|[\r\n\t <>(),;:"'\\&=%@#?/.-]|https://|mailto:|<https://a.b/|--x|List-Unsubscribe|One-Click|boundary=|name=|form-data|Content-Disposition: |<a href=|</style>|<!--|&#4|Re:|\[|unsubscribe|log in){0,60}"#;

/// Booking addresses as a playbook takes them, but for those that name a person in plain text.
fn booking_url() -> impl Strategy<Value = String> {
    let host = "[a-z][a-z0-9-]{0,8}(\\.[a-z][a-z0-9]{0,8}){0,3}(:[0-9]{2,5})?";
    let path = "(/([A-Za-z0-9._~!$&'()*,;=:-]|%[0-9A-F]{2}){0,12}){0,3}";
    let query = "(\\?([A-Za-z0-9._~!$'()*,;=&/?:-]|%2F){0,20})?";
    let fragment = "(#[A-Za-z0-9._~!/?=-]{0,12})?";
    // `%40` and `%2B` may make an address or a number of what stands around them.
    let names_nobody = |url: &String| !url.contains("%40") && !url.contains("%2B");
    let texts = proptest::string::string_regex(&format!("https://{host}{path}{query}{fragment}")).unwrap();
    texts.prop_filter("names nobody", names_nobody)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_headers_are_checked(list in MARKS, post in MARKS, signed in MARKS) {
        let headers = [("List-Unsubscribe", &list), ("List-Unsubscribe-Post", &post)];
        let found = check_unsubscribe(&headers, &[&signed]);
        // Only with nothing wrong but a SHOULD may one click be offered.
        let wrong = found.problems.iter().any(|problem| *problem != UnsubscribeProblem::NotOpaque);
        prop_assert_eq!(found.one_click, !wrong);
        prop_assert!(!found.one_click || found.rfc2369_valid);
        prop_assert!(found.problems.windows(2).all(|two| two[0] < two[1]));
        // Folding says nothing of its own.
        let folded = list.replace(['\r', '\n'], " ");
        let found = check_unsubscribe(&[("List-Unsubscribe", &folded), ("List-Unsubscribe-Post", &post)], &[&signed]);
        let folded = folded.replace(' ', "\r\n ");
        let again = check_unsubscribe(&[("list-unsubscribe", &folded), ("LIST-UNSUBSCRIBE-POST", &post)], &[&signed]);
        prop_assert_eq!(found, again);
    }

    #[test]
    fn any_request_is_answered(
        method in "(GET|HEAD|POST|post|PUT|OPTIONS|\\PC{0,6})",
        kind in "(multipart/form-data; ?boundary=\"?x\"?|application/x-www-form-urlencoded|\\PC{0,20})?",
        body in MARKS,
        state in 0..TokenState::ALL.len(),
    ) {
        let token = TokenState::ALL[state];
        let request = UnsubscribeRequest { method: &method, content_type: Some(&kind), body: body.as_bytes() };
        let found = unsubscribe_request(&request, token);
        let may = method.eq_ignore_ascii_case("POST") && matches!(token, TokenState::Valid | TokenState::AlreadyUsed);
        prop_assert!(may || !found.unsubscribe);
        prop_assert!([200, 204, 400, 404, 405].contains(&found.status));
        prop_assert!(!found.unsubscribe || found.status == 200);
        // Nothing but "not there" is told of a token that is none of ours.
        let (one, other) = (TokenState::Tampered, TokenState::OtherPurpose);
        prop_assert_eq!(unsubscribe_request(&request, one), unsubscribe_request(&request, other));
    }

    #[test]
    fn any_mail_is_read(subject in MARKS, html in MARKS, text in MARKS, address in "\\PC{0,20}", url in "\\PC{0,20}") {
        let mark = thread_mark(&subject);
        prop_assert!(mark.is_none_or(|mark| subject.contains(mark)));
        let mail = CommercialEmail {
            subject, html, text, postal_address: address, unsubscribe_url: url, ..CommercialEmail::default()
        };
        let found = lint_commercial_email(&mail);
        prop_assert_eq!(found.verdict.allowed, found.verdict.problems.is_empty());
        prop_assert_eq!(&found, &lint_commercial_email(&mail));
    }

    /// Whatever the practice writes and wherever its booking page is.
    #[test]
    fn our_own_parts_and_headers_pass(
        url in booking_url(),
        token in "[A-Za-z0-9_-]{20}[a-z][0-9][A-Z]_",
        subject in "\\PC{0,30}",
        words in "\\PC{0,80}",
        name in "\\PC{0,30}",
        address in "[0-9]{1,4} \\PC{1,40}, Atlanta, GA 30303",
        spanish: bool,
    ) {
        let base = url.split('#').next().unwrap();
        let mark = if base.contains('?') { '&' } else { '?' };
        let footer = Footer {
            practice_name: name,
            postal_address: address.clone(),
            unsubscribe_url: format!("{base}{mark}ft={token}"),
            language: if spanish { "es" } else { "en" }.into(),
            reply_to: None,
            message_id: "<a@b.example>".into(),
        };
        let context = Context { custom: [("note".to_owned(), words)].into(), practice_name: subject, ..Context::default() };
        let subject = Template::compile("{{practice.name}}", Form::Subject).unwrap();
        let body = Template::compile("{{#if custom.note}}{{custom.note}}{{/if}} Hi", Form::Detailed).unwrap();
        let mail = email(&subject, &body, &context, &footer);
        let found = check_unsubscribe(&mail.headers, &SIGNED);
        prop_assert!(found.one_click && found.rfc2369_valid && found.problems.is_empty(), "{found:?} {:?}", mail.headers);
        let list = mail.headers.iter().find(|(name, _)| name == "List-Unsubscribe").unwrap();
        let mail = CommercialEmail {
            subject: "Your visit".into(),
            html: mail.html,
            text: mail.text,
            postal_address: address,
            unsubscribe_url: list.1.trim_matches(['<', '>']).to_owned(),
            ..CommercialEmail::default()
        };
        let found = lint_commercial_email(&mail);
        prop_assert!(found.facts.postal_address && found.facts.optout_in_body, "{found:?} {}", mail.text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// A whole playbook, from its booking address to the e-mails that leave. An address that discloses something, such as
    /// an amount, lets none leave.
    #[test]
    fn emails_of_any_playbook_pass(url in booking_url(), built_in in 0..3_usize, spanish: bool, seed in 0..1000_u32) {
        all_pass(&url, BUILT_IN[built_in], spanish, seed);
    }
}

const BUILT_IN: [&str; 4] = ["dental", "medspa", "recall", "no_rebook"];

#[test]
fn emails_of_ordinary_playbooks_leave_and_pass() {
    let mut left = 0;
    for url in [
        "https://book.example.com/lakeview",
        "https://b.example?l=es&x",
        "https://b.example/#/pick?soon",
    ] {
        for built_in in BUILT_IN {
            for seed in 0..4 {
                left += all_pass(url, built_in, seed > 1, seed);
            }
        }
    }
    assert!(left >= 60, "{left} e-mails");
}

/// How many e-mails leave; each passes.
fn all_pass(url: &str, built_in: &str, spanish: bool, seed: u32) -> usize {
    let address = "500 Lake Shore Dr, Chicago, IL 60611";
    let document = json!({
        "followthrough": 1,
        "extends": built_in,
        "practice": {
            "name": "Lakeview", "time_zone": "America/Chicago", "phone": "+13125550110",
            "postal_address": address, "booking_url": url,
        },
    });
    let playbook = Playbook::from_json(&document.to_string()).unwrap();
    let playbook = playbook
        .with_link_keys(&["a secret of the host's, from its vault"])
        .unwrap();
    let mails = mails(&playbook, built_in, if spanish { "es" } else { "en" }, seed);
    for mail in &mails {
        let headers = headers_from_json(&mail["headers"].to_string()).unwrap();
        let found = check_unsubscribe(&headers, &SIGNED);
        assert!(found.one_click && found.problems.is_empty(), "{found:?} {headers:?}");
        let text = |key: &str| mail[key].as_str().unwrap().to_owned();
        let list = mail["headers"]["List-Unsubscribe"].as_str().unwrap();
        let found = lint_commercial_email(&CommercialEmail {
            subject: text("subject"),
            html: text("html"),
            text: text("text"),
            postal_address: address.into(),
            unsubscribe_url: list.trim_matches(['<', '>']).to_owned(),
            ..CommercialEmail::default()
        });
        assert!(found.verdict.allowed, "{found:?} {mail}");
    }
    mails.len()
}

/// The e-mails of a whole sequence to somebody who answers nothing.
fn mails(playbook: &Playbook, built_in: &str, language: &str, seed: u32) -> Vec<Value> {
    let detail = seed.is_multiple_of(2);
    let recipient = json!({
        "id": format!("r-{seed}"), "first_name": "Ana", "language": language, "time_zone": "America/Chicago", "state": "IL",
        "contacts": [{"kind": "email", "value": "ana@example.com", "unencrypted_detail": detail,
            "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}],
    });
    let mut follow_up = FollowUp::from_recipient_json(&recipient.to_string()).unwrap();
    let mut now = Timestamp::parse("2026-03-02T15:00:00Z").unwrap();
    let code = if built_in == "medspa" { "LASER" } else { "D7210" };
    let event = match built_in {
        "recall" | "no_rebook" => json!({"event_id": "e1", "at": now, "type": "subject", "subject": {
            "kind": built_in, "id": "tp-1", "patient": {"id": "p-77"}, "due_on": "2026-03-03"}}),
        _ => json!({"event_id": "e1", "at": now, "type": "plan", "plan": {
            "id": format!("tp-{seed}"), "patient": {"id": "p-77"}, "presented_at": now,
            "procedures": [{"id": "pr-1", "code": code, "fee": "900.00", "status": "planned"}]}}),
    };
    let event = Event::from_json(&event.to_string()).unwrap();
    let mut wake_at = playbook.handle(&mut follow_up, now, &event).unwrap().wake_at;
    let mut mails = Vec::new();
    for _ in 0..40 {
        let Some(at) = wake_at else { break };
        now = now.max(at);
        let decision = playbook.tick(&mut follow_up, now).unwrap();
        wake_at = decision.wake_at;
        let actions = json!(decision)["actions"].take();
        let sent = actions.as_array().cloned().unwrap_or_default();
        mails.extend(sent.into_iter().filter(|action| action["channel"] == "email"));
    }
    mails
}
