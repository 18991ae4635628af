//! E-mails: both parts, the footer, the headers, and what cannot be smuggled into them.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use followthrough::message::{Context, Email, Footer, Form, Template, email, message_id};

fn footer() -> Footer {
    Footer {
        practice_name: "Bright & Sons Dental".into(),
        postal_address: "1 Peachtree St, Atlanta, GA 30303".into(),
        unsubscribe_url: "https://book.example.com/u/abc".into(),
        language: "en".into(),
        reply_to: Some("desk@bright.example".into()),
        message_id: message_id("act_7k2m", "https://book.example.com/peachtree"),
    }
}

fn context() -> Context {
    Context {
        language: "en".into(),
        patient_first_name: Some("Ana".into()),
        practice_name: "Bright & Sons Dental".into(),
        link: "https://book.example.com/p/_abc_?a=1&b=2".into(),
        ..Context::default()
    }
}

fn make(subject: &str, body: &str, context: &Context, footer: &Footer) -> Email {
    let subject = Template::compile(subject, Form::Subject).unwrap();
    let body = Template::compile(body, Form::Detailed).unwrap();
    email(&subject, &body, context, footer)
}

const BODY: &str = "Hi {{patient.first_name}},\n\nyour **plan**:\n\n- one\n- two\n  - inner\n\n\
                    [Pick a time]({{plan.link}})\n\nor see {{plan.link}} & *call*.  \nBye";

#[test]
fn both_parts_say_the_same() {
    let mail = make("A note from {{practice.name}}", BODY, &context(), &footer());
    assert_eq!(mail.subject, "A note from Bright & Sons Dental");
    assert_eq!(
        mail.text,
        "Hi Ana,\n\nyour plan:\n\n- one\n- two\n  - inner\n\n\
         Pick a time: https://book.example.com/p/_abc_?a=1&b=2\n\n\
         or see https://book.example.com/p/_abc_?a=1&b=2 & call.\nBye\n\n-- \n\
         Bright & Sons Dental\n1 Peachtree St, Atlanta, GA 30303\n\
         Unsubscribe from these e-mails: https://book.example.com/u/abc\n"
    );
    for part in [
        "<html lang=\"en\">",
        "<title>A note from Bright &amp; Sons Dental</title>",
        "<strong>plan</strong>",
        "<a class=\"button\"",
        "href=\"https://book.example.com/p/_abc_?a=1&amp;b=2\">Pick a time</a>",
        ">https://book.example.com/p/_abc_?a=1&amp;b=2</a> &amp; <em>call</em>.<br>",
        "max-width:600px",
        "prefers-color-scheme:dark",
        "1 Peachtree St, Atlanta, GA 30303",
        "href=\"https://book.example.com/u/abc\"",
    ] {
        assert!(mail.html.contains(part), "{part} in {}", mail.html);
    }
}

#[test]
fn in_spanish() {
    let footer = Footer {
        language: "es-US".into(),
        ..footer()
    };
    let mail = make("Hola", "Hola", &context(), &footer);
    assert!(mail.html.contains("<html lang=\"es\">") && mail.html.contains("Dejar de recibir estos correos</a>"));
    assert!(mail.text.contains("Dejar de recibir estos correos: https://"));
}

#[test]
fn headers_of_rfc_8058() {
    let mail = make("x", "x", &context(), &footer());
    let pairs: Vec<(&str, &str)> = mail.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(
        pairs,
        [
            ("Message-ID", "<act_7k2m@book.example.com>"),
            ("List-Unsubscribe", "<https://book.example.com/u/abc>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("Reply-To", "desk@bright.example"),
        ]
    );
    let plain_http = Footer {
        unsubscribe_url: "http://book.example.com/u/abc".into(),
        ..footer()
    };
    let mail = make("x", "x", &context(), &plain_http);
    assert!(mail.headers.iter().all(|(name, _)| name != "List-Unsubscribe-Post"));
}

#[test]
fn nothing_gets_into_headers() {
    let hostile = Footer {
        unsubscribe_url: "https://a.example/u>\r\nBcc: x@y.z".into(),
        reply_to: Some("a@b.example\r\nBcc: x@y.z".into()),
        message_id: "<a@b>\r\nBcc: x@y.z".into(),
        ..footer()
    };
    let context = Context {
        patient_first_name: Some("A\r\nBcc: x@y.z".into()),
        ..context()
    };
    let mail = make("Hi {{patient.first_name}}\nSecond: line", "x", &context, &hostile);
    assert_eq!(mail.subject, "Hi A Bcc: x@y.z Second: line");
    for (name, value) in &mail.headers {
        assert!(!value.contains(['\r', '\n']), "{name}");
        assert_ne!(name, "Reply-To", "an address that is none is left out");
    }
    let bad = Footer {
        unsubscribe_url: "javascript:alert(1)".into(),
        ..footer()
    };
    let mail = make("x", "x", &context, &bad);
    assert!(!mail.html.contains("javascript") && !mail.text.contains("javascript"));
    assert!(mail.headers.iter().all(|(name, _)| !name.starts_with("List-")));
}

#[test]
fn nothing_gets_into_the_html() {
    let hostile = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) \
                   [b](data:text/html,x) ![pixel](https://t.example/p.gif) <https://ok.example/\"onclick=> \
                   [c](mailto:a@b.example) [d](tel:+14045550123) `<b>` &lt;i&gt; [e](https://x.example/'\"%3E)";
    let context = Context {
        patient_first_name: Some("<b onclick=x>&amp;\"'".into()),
        ..context()
    };
    let body = format!("{hostile}\n\nHi {{{{patient.first_name}}}}");
    let footer = Footer {
        practice_name: "<script>x</script>".into(),
        ..footer()
    };
    let mail = make("<title>{{patient.first_name}}", &body, &context, &footer);
    for part in [
        "<script",
        "<img",
        "<b",
        "<i>",
        "javascript:alert(1)\"",
        "data:text",
        "<title><",
        "t.example",
    ] {
        let found = mail.html.matches(part).count();
        let own = usize::from(part == "<b") * mail.html.matches("<br>").count()
            + usize::from(part == "<b") * mail.html.matches("<body").count();
        assert_eq!(found, own, "{part} in {}", mail.html);
    }
    for part in [
        "href=\"mailto:a@b.example\"",
        "href=\"tel:+14045550123\"",
        "pixel",
        "&lt;script&gt;alert(1)",
    ] {
        assert!(mail.html.contains(part), "{part} in {}", mail.html);
    }
    let attributes = mail.html.matches('"').count();
    assert_eq!(attributes % 2, 0);
}

#[test]
fn domains_of_message_ids() {
    for (url, domain) in [
        ("https://book.example.com", "book.example.com"),
        ("https://user:pw@Book.Example.com:8443/x?y#z", "book.example.com"),
        ("book.example.com", "followthrough.invalid"),
        ("", "followthrough.invalid"),
        ("https://bücher.example/", "followthrough.invalid"),
        ("https://[::1]/", "followthrough.invalid"),
        ("https://a..b/", "followthrough.invalid"),
    ] {
        assert_eq!(message_id("act_1>\r\n", url), format!("<act_1@{domain}>"), "{url}");
    }
}

#[test]
fn debug_shows_nobody() {
    let mail = make(
        "Hi {{patient.first_name}}",
        "Hi {{patient.first_name}}",
        &context(),
        &footer(),
    );
    assert!(!format!("{mail:?} {:?}", context()).contains("Ana"));
}
