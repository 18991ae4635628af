//! Unsubscribe headers, requests at the unsubscribe link and the form of commercial e-mail, against the shared vectors.
//! What events do stands in `email_events.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test may fail loudly, and says how many cases it ran"
)]

mod common;

use followthrough::link::{TokenState, UnsubscribeAnswer, UnsubscribeRequest, unsubscribe_request};
use followthrough::message::{CommercialEmail, CommercialFacts, check_unsubscribe, lint_commercial_email};
use serde_json::{Value, json};

/// The cases of a kind.
fn cases(kind: &str, least: usize) -> Vec<Value> {
    let Some(file) = common::shared("email/list_unsubscribe.json") else {
        return Vec::new();
    };
    let cases = file["cases"].as_array().unwrap().iter();
    let cases: Vec<Value> = cases.filter(|case| case["kind"] == kind).cloned().collect();
    assert!(cases.len() >= least, "{} cases of {kind}", cases.len());
    println!("{} cases of {kind}", cases.len());
    cases
}

#[test]
fn headers() {
    for case in cases("headers", 19) {
        let named = [
            ("List-Unsubscribe", "list_unsubscribe"),
            ("List-Unsubscribe-Post", "list_unsubscribe_post"),
        ];
        let headers = named
            .iter()
            .filter_map(|(name, key)| Some((*name, case[*key].as_str()?)));
        let signed = case["dkim_signed_headers"].as_array().unwrap().iter();
        let signed: Vec<&str> = signed.map(|name| name.as_str().unwrap()).collect();
        let found = check_unsubscribe(&headers.collect::<Vec<_>>(), &signed);
        let expected = json!({
            "rfc2369_valid": case["rfc2369_valid"],
            "one_click": case["rfc8058_one_click"],
            "problems": case["problems"],
        });
        assert_eq!(json!(found), expected, "{} {}", case["id"], case["why"]);
    }
}

#[test]
fn requests() {
    for case in cases("request", 15) {
        let token = case["token"].as_str().unwrap();
        let token = if token.starts_with("valid_age_") {
            "valid"
        } else {
            token
        };
        let request = UnsubscribeRequest {
            method: case["method"].as_str().unwrap(),
            content_type: case["content_type"].as_str(),
            body: case["body"].as_str().unwrap().as_bytes(),
        };
        let found = unsubscribe_request(&request, TokenState::parse(token).unwrap());
        let at = format!("{} {}", case["id"], case["why"]);
        assert_eq!(found.unsubscribe, case["expect"]["unsubscribe"], "{at}");
        assert_eq!(response(found.answer), case["expect"]["response"], "{at}");
        let status = found.status.to_string();
        assert!(case["expect"]["response"].as_str().unwrap().contains(&status), "{at}");
    }
}

/// An answer in the words of the file.
fn response(answer: UnsubscribeAnswer) -> &'static str {
    match answer {
        UnsubscribeAnswer::Done => "200",
        UnsubscribeAnswer::DonePage | UnsubscribeAnswer::AskPage => "200_page",
        UnsubscribeAnswer::AskHeaders => "200_empty",
        UnsubscribeAnswer::Options => "204_or_405",
        UnsubscribeAnswer::BadRequest | UnsubscribeAnswer::NotFound => "404_or_400",
        UnsubscribeAnswer::MethodNotAllowed => "405",
    }
}

const FACTS: [&str; 6] = [
    "commercial",
    "postal_address",
    "optout_in_body",
    "subject_misleading",
    "optout_requires_login",
    "optout_requires_reason",
];

/// The rule on the facts of the file, and the lint on an e-mail of which those facts are true.
#[test]
fn commercial_content() {
    for case in cases("commercial_content", 7) {
        let given = FACTS
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), case.get(key)?.clone())));
        let facts = Value::Object(given.collect());
        let facts = CommercialFacts::from_json(&facts.to_string()).unwrap();
        let at = format!("{} {}", case["id"], case["why"]);
        assert_eq!(facts.judge().allowed, case["allowed"], "{at}");
        let found = lint_commercial_email(&mail(facts));
        assert_eq!(found.facts, facts, "{at}");
        assert_eq!(found.verdict.allowed, case["allowed"], "{at}");
    }
}

fn mail(facts: CommercialFacts) -> CommercialEmail {
    let url = "https://book.example.com/peachtree?ft=V_9sDQE_COYB1539AwmXhpWL&l=en";
    let mut lines = vec!["Hi Ana, your plan is ready."];
    lines.extend(facts.postal_address.then_some("1 Peachtree St\nAtlanta,  GA 30303"));
    lines.extend(facts.optout_requires_login.then_some("Log in to unsubscribe."));
    lines.extend(
        facts
            .optout_requires_reason
            .then_some("Tell us why you wish to opt out."),
    );
    lines.extend(facts.optout_in_body.then_some("Unsubscribe: "));
    let text = lines.join("\n");
    let link = if facts.optout_in_body { url } else { "" };
    CommercialEmail {
        subject: if facts.subject_misleading {
            "Re: your plan"
        } else {
            "Your plan"
        }
        .into(),
        html: format!(
            "<p>{}<a href=\"{}\">here</a></p>",
            text.replace('\n', "<br>"),
            link.replace('&', "&amp;")
        ),
        text: format!("{text}{link}"),
        postal_address: "1 Peachtree St, Atlanta, GA 30303".into(),
        unsubscribe_url: url.into(),
        commercial: facts.commercial,
        ..CommercialEmail::default()
    }
}

/// What a text says, where the words of two parts differ, and what no part has.
#[test]
fn mails_of_our_own() {
    let good = mail(CommercialFacts {
        postal_address: true,
        optout_in_body: true,
        ..CommercialFacts::default()
    });
    let problems = |change: &dyn Fn(&mut CommercialEmail)| {
        let mut mail = good.clone();
        change(&mut mail);
        json!(lint_commercial_email(&mail).verdict.problems)
    };
    assert_eq!(problems(&|_| ()), json!([]));
    assert_eq!(problems(&|mail| mail.html.clear()), json!([]));
    assert_eq!(
        problems(&|mail| mail.text = "Hi".into()),
        json!(["no_opt_out", "no_postal_address"])
    );
    assert_eq!(
        problems(&|mail| mail.html = "<p>Hi</p>".into()),
        json!(["no_opt_out", "no_postal_address"])
    );
    let hidden = |mail: &mut CommercialEmail| mail.html = format!("<head>{}</head><!--{}-->", mail.html, mail.html);
    assert_eq!(problems(&hidden), json!(["no_opt_out", "no_postal_address"]));
    assert_eq!(
        problems(&|mail| mail.postal_address = "Atlanta".into()),
        json!(["no_postal_address"])
    );
    assert_eq!(
        problems(&|mail| mail.postal_address.clear()),
        json!(["no_postal_address"])
    );
    assert_eq!(problems(&|mail| mail.unsubscribe_url.push('x')), json!(["no_opt_out"]));
    let wordless = |mail: &mut CommercialEmail| {
        mail.text = mail.text.replace("Unsubscribe", "More");
        mail.html = mail.html.replace("Unsubscribe", "More");
    };
    assert_eq!(problems(&wordless), json!(["no_opt_out"]));
    let by_reply = |mail: &mut CommercialEmail| {
        wordless(mail);
        mail.unsubscribe_url.clear();
        mail.text.push_str("\nTo end these e-mails, reply with the word STOP.");
        mail.html
            .push_str("<p>Para dejar de recibir estos correos, responda con la palabra STOP.</p>");
    };
    assert_eq!(problems(&by_reply), json!([]));
    assert_eq!(
        problems(&|mail| mail.subject = "RV: su plan".into()),
        json!(["misleading_subject"])
    );
    let answer = |mail: &mut CommercialEmail| {
        mail.subject = "RV: su plan".into();
        mail.is_reply = true;
    };
    assert_eq!(problems(&answer), json!([]));
    let page = |mail: &mut CommercialEmail| {
        mail.optout_requires_login = true;
        mail.optout_requires_fee = true;
        mail.optout_requires_steps = true;
    };
    assert_eq!(
        problems(&page),
        json!(["opt_out_login", "opt_out_fee", "opt_out_steps"])
    );
    let receipt = |mail: &mut CommercialEmail| {
        *mail = CommercialEmail {
            commercial: false,
            ..CommercialEmail::default()
        };
    };
    assert_eq!(problems(&receipt), json!([]));
    let masked = |mail: &mut CommercialEmail| {
        receipt(mail);
        mail.sender_misleading = true;
    };
    assert_eq!(problems(&masked), json!(["misleading_sender"]));
    assert_eq!(
        problems(&|mail| *mail = CommercialEmail::default()),
        json!(["no_opt_out", "no_postal_address"])
    );
}
