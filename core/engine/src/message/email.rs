//! E-mails: two parts from one source, the footer that the law asks for, and headers that nothing can be injected into.

use std::fmt;

use super::context::Context;
use super::escape;
use super::markdown;
use super::template::Template;
use super::words::Language;

/// An e-mail as the host hands it to its mail library, which encodes headers and parts (RFC 2045, 2047).
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    /// The subject: one line.
    pub subject: String,
    /// The HTML part, a whole document.
    pub html: String,
    /// The text part, from the same source.
    pub text: String,
    /// `Message-ID`, `List-Unsubscribe`, `List-Unsubscribe-Post`, `Reply-To`: names and values of one line.
    pub headers: Vec<(String, String)>,
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email([redacted])")
    }
}

/// What stands below and around every e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footer {
    /// The practice's name.
    pub practice_name: String,
    /// A valid postal address (15 U.S.C. 7704(a)(5)(A)(iii)).
    pub postal_address: String,
    /// Where one POST, or a button on the page of a GET, ends the messages (RFC 8058; 16 CFR 316.5). Where it is empty,
    /// the footer says to reply instead.
    pub unsubscribe_url: String,
    /// The language of the footer's words.
    pub language: String,
    /// Where answers go, when it is not the sender.
    pub reply_to: Option<String>,
    /// From [`message_id`].
    pub message_id: String,
}

/// The `Message-ID` of an action: the same action has the same one, however often it is tried. Its domain is the host
/// of the booking address.
///
/// ```
/// use followthrough::message::message_id;
/// assert_eq!(message_id("act_7k2m", "https://book.example.com/peachtree"), "<act_7k2m@book.example.com>");
/// ```
pub fn message_id(action_id: &str, booking_url: &str) -> String {
    let authority = booking_url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit('@').next().unwrap_or("");
    let host = host.split(':').next().unwrap_or("").to_ascii_lowercase();
    let is_host = host
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
        && host.split('.').all(|label| !label.is_empty());
    let domain = if is_host {
        host.as_str()
    } else {
        "followthrough.invalid"
    };
    let id: String = action_id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        .collect();
    format!("<{id}@{domain}>")
}

/// Makes an e-mail of a subject and a Markdown body.
pub fn email(subject: &Template, body_markdown: &Template, context: &Context, footer: &Footer) -> Email {
    let subject = subject_of(subject, context, footer);
    let (body, plain) = markdown::parts(&body_markdown.render(context));
    let unsubscribe = escape::web_address(&footer.unsubscribe_url);
    let unsubscribe = unsubscribe.as_deref();
    Email {
        html: html(&subject, &body, footer, unsubscribe),
        text: text(&plain, footer, unsubscribe),
        headers: headers(footer, unsubscribe),
        subject,
    }
}

/// The subject, and what stands inside of the HTML part: for a page that shows the e-mail to somebody else.
pub(crate) fn email_as_seen(
    subject: &Template,
    body_markdown: &Template,
    context: &Context,
    footer: &Footer,
) -> (String, String) {
    let (body, _) = markdown::parts(&body_markdown.render(context));
    let unsubscribe = escape::web_address(&footer.unsubscribe_url);
    let mut inside = body;
    push_footer(&mut inside, footer, unsubscribe.as_deref());
    (subject_of(subject, context, footer), inside)
}

fn subject_of(subject: &Template, context: &Context, footer: &Footer) -> String {
    let subject = escape::one_line(&subject.render(context)).into_owned();
    if subject.is_empty() {
        escape::one_line(&footer.practice_name).into_owned()
    } else {
        subject
    }
}

fn headers(footer: &Footer, unsubscribe: Option<&str>) -> Vec<(String, String)> {
    let mut headers = Vec::with_capacity(4);
    let mut add = |name: &str, value: String| headers.push((name.to_owned(), value));
    let id: String = footer.message_id.chars().filter(char::is_ascii_graphic).collect();
    if !id.is_empty() {
        add("Message-ID", id);
    }
    if let Some(url) = unsubscribe {
        // One-click needs https (RFC 8058, 3.1); an http address remains an ordinary link.
        let one_click = url
            .get(..8)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"));
        add("List-Unsubscribe", format!("<{url}>"));
        if one_click {
            add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned());
        }
    }
    if let Some(address) = footer.reply_to.as_deref().map(str::trim).filter(|a| is_address(a)) {
        add("Reply-To", address.to_owned());
    }
    headers
}

/// A bare address: one that no second address, comment or line can hide in.
fn is_address(text: &str) -> bool {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"<>()[],;:\\\"".contains(&b));
    let parts = text.split_once('@');
    plain && parts.is_some_and(|(user, domain)| !user.is_empty() && !domain.is_empty() && !domain.contains('@'))
}

fn text(body: &str, footer: &Footer, unsubscribe: Option<&str>) -> String {
    let mut out = String::with_capacity(body.len() + 256);
    out.push_str(body);
    // "-- " on a line of its own: what follows is a signature (RFC 3676, 4.3).
    out.push_str("\n\n-- \n");
    for line in [&footer.practice_name, &footer.postal_address] {
        out.push_str(&escape::one_line(line));
        out.push('\n');
    }
    if let Some(url) = unsubscribe {
        out.push_str(Language::of(&footer.language).unsubscribe());
        out.push_str(": ");
        out.push_str(url);
    } else {
        out.push_str(Language::of(&footer.language).unsubscribe_by_reply());
    }
    out.push('\n');
    out
}

const HEAD: &str = "<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">
<meta name=\"color-scheme\" content=\"light dark\">
<meta name=\"supported-color-schemes\" content=\"light dark\">
<style>
:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){a.link{color:#8ab4f8!important}a.button{background-color:#8ab4f8!important;color:#10233d!important}}
</style>
";

const OPEN: &str = "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td align=\"center\" style=\"padding:24px 16px\">
<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"max-width:600px\"><tr><td align=\"left\" style=\"font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5\">
";

const CLOSE: &str = "</td></tr></table>\n</td></tr></table>\n</body>\n</html>\n";

fn html(subject: &str, body: &str, footer: &Footer, unsubscribe: Option<&str>) -> String {
    let mut out = String::with_capacity(body.len() + 2048);
    out.push_str("<!doctype html>\n<html lang=\"");
    out.push_str(Language::of(&footer.language).tag());
    out.push_str("\">\n<head>\n");
    out.push_str(HEAD);
    out.push_str("<title>");
    escape::push_html(&mut out, subject);
    out.push_str("</title>\n</head>\n<body style=\"margin:0;padding:0\">\n");
    out.push_str(OPEN);
    out.push_str(body);
    push_footer(&mut out, footer, unsubscribe);
    out.push_str(CLOSE);
    out
}

fn push_footer(out: &mut String, footer: &Footer, unsubscribe: Option<&str>) {
    let language = Language::of(&footer.language);
    out.push_str("<p style=\"margin:32px 0 0;padding-top:16px;border-top:1px solid #999;font-size:13px\">");
    for line in [&footer.practice_name, &footer.postal_address] {
        escape::push_html(out, &escape::one_line(line));
        out.push_str("<br>\n");
    }
    if let Some(url) = unsubscribe {
        out.push_str("<a class=\"link\" style=\"color:#1a5fb4\" href=\"");
        escape::push_html(out, url);
        out.push_str("\">");
        escape::push_html(out, language.unsubscribe());
        out.push_str("</a>");
    } else {
        escape::push_html(out, language.unsubscribe_by_reply());
    }
    out.push_str("</p>\n");
}
