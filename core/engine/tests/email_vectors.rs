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
    let link = facts.optout_in_body.then_some(url).unwrap_or_default();
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

/// Whatever the case, the method and the age: none of these is in the shared data.
#[test]
fn requests_of_our_own() {
    use TokenState::{AlreadyUsed, OtherPurpose, Tampered, Unknown, Valid};
    use UnsubscribeAnswer::{AskHeaders, AskPage, BadRequest, Done, DonePage, MethodNotAllowed, NotFound, Options};
    let form = "application/x-www-form-urlencoded";
    let one = "List-Unsubscribe=One-Click";
    let parts = "--=_x\r\nContent-Disposition: form-data; name=List-Unsubscribe\r\n\r\nOne-Click\r\n--=_x--\r\n";
    for (method, content_type, body, token, unsubscribe, answer) in [
        ("post", Some(form), one, Valid, true, Done),
        (
            "POST",
            Some("APPLICATION/x-www-form-URLENCODED;charset=utf-8"),
            one,
            Valid,
            true,
            Done,
        ),
        ("POST", None, one, Valid, true, Done),
        ("POST", Some(""), one, Valid, true, Done),
        (
            "POST",
            Some("multipart/form-data; boundary=\"=_x\""),
            parts,
            Valid,
            true,
            Done,
        ),
        (
            "POST",
            Some("multipart/form-data; boundary=\"=_x\""),
            parts,
            AlreadyUsed,
            true,
            Done,
        ),
        ("POST", Some("multipart/form-data"), parts, Valid, false, BadRequest),
        ("POST", Some(form), parts, Valid, false, BadRequest),
        (
            "POST",
            Some(form),
            "List%2DUnsubscribe=One%2DClick\r\n",
            Valid,
            true,
            Done,
        ),
        (
            "POST",
            Some(form),
            "utm=1&List-Unsubscribe=One-Click",
            Valid,
            true,
            Done,
        ),
        (
            "POST",
            Some(form),
            "confirm=yes&submit=Unsubscribe",
            AlreadyUsed,
            true,
            DonePage,
        ),
        (
            "POST",
            Some(form),
            "list-unsubscribe=one-click",
            Valid,
            false,
            BadRequest,
        ),
        (
            "POST",
            Some(form),
            "List-Unsubscribe=One-Click-not",
            Valid,
            false,
            BadRequest,
        ),
        ("POST", Some(form), "confirm=no", Valid, false, BadRequest),
        ("POST", Some(form), "", Valid, false, BadRequest),
        (
            "POST",
            Some("application/json"),
            "{\"List-Unsubscribe\":\"One-Click\"}",
            Valid,
            false,
            BadRequest,
        ),
        ("POST", Some("text/plain"), one, Valid, false, BadRequest),
        ("POST", Some(form), one, OtherPurpose, false, NotFound),
        ("POST", Some(form), "", Tampered, false, NotFound),
        ("GET", None, "", Tampered, false, NotFound),
        ("GET", None, "", OtherPurpose, false, NotFound),
        ("GET", None, "confirm=yes", AlreadyUsed, false, AskPage),
        ("HEAD", None, "", AlreadyUsed, false, AskHeaders),
        ("HEAD", None, "", Unknown, false, NotFound),
        ("OPTIONS", None, "", Unknown, false, Options),
        ("DELETE", None, "", Valid, false, MethodNotAllowed),
        ("PATCH", Some(form), one, Valid, false, MethodNotAllowed),
        ("PROPFIND", None, "", Tampered, false, MethodNotAllowed),
        ("", Some(form), one, Valid, false, MethodNotAllowed),
        ("POST ", Some(form), one, Valid, false, MethodNotAllowed),
    ] {
        let request = UnsubscribeRequest {
            method,
            content_type,
            body: body.as_bytes(),
        };
        let found = unsubscribe_request(&request, token);
        assert_eq!(
            (found.unsubscribe, found.answer),
            (unsubscribe, answer),
            "{method} {content_type:?} {body:?} {token:?}"
        );
        assert_eq!(found.allow.is_some(), matches!(found.status, 204 | 405));
    }
}

/// None of these is in the shared data.
#[test]
fn headers_of_our_own() {
    let post = Some("List-Unsubscribe=One-Click");
    let both = "list-unsubscribe:List-Unsubscribe-Post";
    let url = "<https://ex.co/u/t_9fK2>";
    for (list, post, signed, valid, one_click, problems) in [
        (Some(url), Some(" List-Unsubscribe=One-Click"), both, true, true, vec![]),
        (
            Some(url),
            Some("\r\n List-Unsubscribe=One-Click "),
            both,
            true,
            true,
            vec![],
        ),
        (Some("< https://ex.co/u/\r\n\tt_9fK2 >"), post, both, true, true, vec![]),
        (
            Some("<HTTPS://ex.co/u/t_9fK2> (one (two \\) three))"),
            post,
            both,
            true,
            true,
            vec![],
        ),
        (None, post, both, false, false, vec!["no_unsubscribe_header"]),
        (
            None,
            None,
            "",
            false,
            false,
            vec!["no_unsubscribe_header", "no_post_header"],
        ),
        (Some(url), post, "", true, false, vec!["dkim_not_covering"]),
        (
            Some(url),
            post,
            "list-unsubscribe-post",
            true,
            false,
            vec!["dkim_not_covering"],
        ),
        (
            Some(url),
            None,
            "from",
            true,
            false,
            vec!["no_post_header", "dkim_not_covering"],
        ),
        (Some(url), Some(""), both, true, false, vec!["bad_post_value"]),
        (
            Some(url),
            Some("List-Unsubscribe = One-Click"),
            both,
            true,
            false,
            vec!["bad_post_value"],
        ),
        (
            Some(url),
            Some("List-Unsubscribe=One-Click\r\nBcc: a@b.example"),
            both,
            true,
            false,
            vec!["bad_post_value"],
        ),
        (
            Some("<https://ex.co/u/t_9fK2>\r\nBcc: a@b.example"),
            post,
            both,
            false,
            false,
            vec!["line_break"],
        ),
        (
            Some("<http://ex.co/u/t_9fK2>, <https://ex.co/u/t_9fK2>"),
            post,
            both,
            true,
            false,
            vec!["more_than_one_http_uri"],
        ),
        (
            Some("<http://ex.co/a>, <http://ex.co/b>"),
            post,
            both,
            true,
            false,
            vec!["no_https_uri", "more_than_one_http_uri"],
        ),
        (
            Some("<ftp://ex.co/u>, <tel:+1>"),
            post,
            both,
            true,
            false,
            vec!["no_https_uri"],
        ),
        (
            Some("<https://ex.co/u?email=ana%40ex.org&t=t_9fK2>"),
            post,
            both,
            true,
            true,
            vec!["not_opaque"],
        ),
        (
            Some("<https://ex.co/unsubscribe>"),
            post,
            both,
            true,
            true,
            vec!["not_opaque"],
        ),
        (Some("(why"), post, both, false, false, vec!["unclosed_comment"]),
        (Some("<ex.co/u/t_9fK2>"), post, both, false, false, vec!["bad_uri"]),
        (
            Some("<https://ex.co/u/t_9fK2>,"),
            post,
            both,
            false,
            false,
            vec!["empty"],
        ),
    ] {
        let headers = [("LIST-unsubscribe", list), ("list-unsubscribe-POST", post)];
        let headers = headers.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
        let found = json!(check_unsubscribe(&headers.collect::<Vec<_>>(), &[signed]));
        let expected = json!({"rfc2369_valid": valid, "one_click": one_click, "problems": problems});
        assert_eq!(found, expected, "{list:?} {post:?} {signed}");
    }
    let twice = [
        ("List-Unsubscribe", url),
        ("list-unsubscribe", url),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ];
    let found = json!(check_unsubscribe(&twice, &[both]));
    assert_eq!(
        found,
        json!({"rfc2369_valid": false, "one_click": false, "problems": ["more_than_one_header"]})
    );
    let long = format!("<https://ex.co/u/t_9fK2{}>", "a".repeat(1000));
    let found = check_unsubscribe(&[("List-Unsubscribe", long.as_str()), twice[2]], &[both]);
    assert_eq!(json!(found.problems), json!(["line_too_long"]));
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

#[test]
fn nothing_that_came_in_is_shown() {
    let mail = mail(CommercialFacts::default());
    let request = UnsubscribeRequest {
        method: "Ana",
        content_type: Some("Ana"),
        body: b"Ana",
    };
    assert!(!format!("{mail:?} {request:?}").contains("Ana"));
    let refused = [
        CommercialEmail::from_json(r#"{"Ana": 1}"#).unwrap_err(),
        followthrough::message::headers_from_json(r#"{"Ana": 1}"#).unwrap_err(),
        TokenState::parse("Ana").unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.code().as_str(), "FT-H001");
        assert!(!error.to_string().contains("Ana"), "{error}");
    }
}
