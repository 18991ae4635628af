//! Unsubscribe headers, and requests at the unsubscribe link, beyond what the shared vectors have.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use followthrough::link::{TokenState, UnsubscribeRequest, unsubscribe_request};
use followthrough::message::{CommercialEmail, check_unsubscribe, headers_from_json};
use serde_json::json;

/// Whatever the case, the method and the age.
#[test]
fn requests_of_our_own() {
    use TokenState::{AlreadyUsed, OtherPurpose, Tampered, Unknown, Valid};
    use followthrough::link::UnsubscribeAnswer::{
        AskHeaders, AskPage, BadRequest, Done, DonePage, MethodNotAllowed, NotFound, Options,
    };
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

#[test]
fn nothing_that_came_in_is_shown() {
    let mail = CommercialEmail {
        text: "Ana".into(),
        ..CommercialEmail::default()
    };
    let request = UnsubscribeRequest {
        method: "Ana",
        content_type: Some("Ana"),
        body: b"Ana",
    };
    assert!(!format!("{mail:?} {request:?}").contains("Ana"));
    let refused = [
        CommercialEmail::from_json(r#"{"Ana": 1}"#).unwrap_err(),
        headers_from_json(r#"{"Ana": 1}"#).unwrap_err(),
        TokenState::parse("Ana").unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.code().as_str(), "FT-H001");
        assert!(!error.to_string().contains("Ana"), "{error}");
    }
}
