//! The page as a whole.

use super::html::{Text, put};
use super::{offices, rules, scripts, sequences, staff, texts, words};
use crate::check::Severity;
use crate::playbook::{Playbook, Rules};

const STYLE: &str = include_str!("style.css");

/// The parts of the page, in order: the anchor and the heading.
const PARTS: [(&str, &str); 9] = [
    ("who", "Who is followed up"),
    ("sequences", "What happens, day by day"),
    ("texts", "What patients read"),
    ("answers", "When the patient answers"),
    ("staff", "Who is asked, and when"),
    ("limits", "Hours, limits and financing"),
    ("faq", "Questions that texts answer"),
    ("check", "What the check found"),
    ("sign", "Approval"),
];

pub(super) fn page(playbook: &Playbook) -> String {
    let rules = playbook.rules();
    let used = texts::Used::of(rules);
    let mut out = String::with_capacity(64 * 1024);
    head(&mut out, rules);
    part(&mut out, 0, |out| rules::who(out, rules));
    part(&mut out, 1, |out| sequences::all(out, rules, &used));
    part(&mut out, 2, |out| texts::all(out, rules, &used));
    part(&mut out, 3, |out| staff::answers(out, rules, &used));
    part(&mut out, 4, |out| {
        staff::escalations(out, rules);
        scripts::all(out, rules);
    });
    part(&mut out, 5, |out| {
        offices::all(out, rules);
        rules::limits(out, rules);
    });
    part(&mut out, 6, |out| rules::faq(out, rules));
    part(&mut out, 7, |out| check(out, playbook));
    part(&mut out, 8, |out| sign(out, rules));
    put!(
        out,
        "</main>\n<footer><p>Made by followthrough from playbook revision <code>{}</code>. The same playbook gives this page \
         again, to the byte.</p></footer>\n</body>\n</html>\n",
        Text(&rules.revision)
    );
    out
}

fn head(out: &mut String, rules: &Rules) {
    let practice = &rules.practice;
    put!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Playbook of {name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<p class=\"kicker\">Follow-up playbook</p>\n<h1>{name}</h1>\n\
         <p class=\"facts\">Revision <code>{revision}</code> · {languages} · {phone} · {address}</p>\n<nav aria-label=\"Parts of this page\"><ol>\n",
        name = Text(&practice.name),
        revision = Text(&rules.revision),
        languages = Text(words::listed(rules.languages.iter().map(|tag| words::language(tag)))),
        phone = Text(practice.phone_as_read()),
        address = Text(&practice.postal_address),
    );
    for (anchor, heading) in PARTS {
        put!(out, "<li><a href=\"#{anchor}\">{heading}</a></li>\n");
    }
    out.push_str("</ol></nav>\n</header>\n<main>\n");
}

fn part(out: &mut String, place: usize, write: impl FnOnce(&mut String)) {
    let Some((anchor, heading)) = PARTS.get(place) else {
        return;
    };
    put!(
        out,
        "<section id=\"{anchor}\" aria-labelledby=\"{anchor}-h\">\n<h2 id=\"{anchor}-h\">{}. {heading}</h2>\n",
        place + 1
    );
    write(out);
    out.push_str("</section>\n");
}

fn check(out: &mut String, playbook: &Playbook) {
    let findings = playbook.check().findings;
    if findings.is_empty() {
        out.push_str(
            "<p class=\"good\"><strong>Nothing found.</strong> Every case that is followed up gets one sequence, every step finds \
             its time, every text fits and says no more than it may, and every escalation goes on to somebody.</p>\n",
        );
        return;
    }
    let count = |severity: Severity, word: &str| {
        let of_severity = findings.iter().filter(|finding| finding.severity == severity).count();
        match of_severity {
            0 => None,
            1 => Some(format!("1 {word}")),
            several => Some(format!("{several} {word}s")),
        }
    };
    let counts = [count(Severity::Error, "problem"), count(Severity::Warning, "warning")];
    put!(
        out,
        "<p class=\"bad\"><strong>{}.</strong></p>\n<ul class=\"findings\">\n",
        Text(words::listed(counts.into_iter().flatten()))
    );
    for finding in &findings {
        let line = finding.line.map(|line| format!(", line {line}")).unwrap_or_default();
        put!(
            out,
            "<li><strong>{}</strong> <code>{}</code> <span class=\"soft\">{}{line}</span><br>{}<br><span class=\"soft\">{}</span></li>\n",
            Text(words::sentence(finding.severity.as_str()).trim_end_matches('.')),
            finding.code.as_str(),
            Text(&finding.path),
            Text(words::sentence(&finding.message)),
            Text(words::sentence(&finding.help)),
        );
    }
    out.push_str("</ul>\n");
}

fn sign(out: &mut String, rules: &Rules) {
    put!(
        out,
        "<div class=\"sign\">\n<p>I have read this playbook of {}, revision <code>{}</code>: who is followed up, what patients \
         read and when, and who is asked. It may be put in force.</p>\n<dl>\n",
        Text(&rules.practice.name),
        Text(&rules.revision)
    );
    for label in ["Name", "Role", "Date", "Signature"] {
        put!(out, "<div><dt>{label}</dt><dd></dd></div>\n");
    }
    put!(
        out,
        "</dl>\n<p class=\"soft\">A change of any word or number of the playbook gives another revision. This approval is for <code>{}</code> alone.</p>\n</div>\n",
        Text(&rules.revision)
    );
}
