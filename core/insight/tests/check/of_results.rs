//! Faults of steps that ask what became of one before them: what cannot have, and what is wrong with a text behind what did.

use super::{Base, Fault, fault};

/// A sequence of its own, of two steps: the second one asks for a result of the first. Both may send the text `worded`.
fn two(
    name: &'static str,
    base: Base,
    [first, results, second]: [&str; 3],
    sms: &str,
    code: &'static str,
    line: &'static str,
) -> Fault {
    let mail = "{subject: \"A note\", plain: \"A note from {{practice.name}}: {{plan.link}}\"}";
    let texts = format!(
        "\ntemplates:\n  worded:\n    sms:\n      en: {sms}\n      es: {sms}\n    email: {{en: {mail}, es: {mail}}}\n"
    );
    let sequence = format!(
        "sequences:\n  - id: extra\n    where: {{language: [en, es]}}\n    steps:\n      - {{id: s, day: 1, {first}}}\n      \
         - {{id: t, day: 9, {second}, when: {{last_result: {{s: {results}}}}}}}\n"
    );
    fault(
        name,
        base,
        &[("sequences:\n", &sequence), ("\ntemplates:\n", &texts)],
        code,
        line,
    )
}

pub(super) fn of_results(base: Base, escalation: &str, template: &str) -> Vec<Fault> {
    let call = format!("channel: call, escalate: {escalation}");
    let text = format!("channel: sms, template: {template}");
    let (worded, mailed) = ("channel: sms, template: worded", "channel: email, template: worded");
    let (short, long) = (
        "\"Hi {{patient.first_name}}\"",
        format!(
            "\"{{{{patient.first_name}}}}: {}{{{{plan.link}}}}\"",
            "a word or two more ".repeat(20)
        ),
    );
    let mut faults: Vec<Fault> = [
        ("a click on a call", &call, "clicked"),
        ("a call that is delivered", &call, "delivered"),
        ("a text that is called", &text, "[reached, left_message, no_answer]"),
    ]
    .into_iter()
    .map(|(name, first, results)| two(name, base, [first, results, worded], short, "FT-C003", "id: t"))
    .collect();
    faults.push(two(
        "a click on a text without a link",
        base,
        [worded, "clicked", worded],
        short,
        "FT-C003",
        "id: t",
    ));
    let skipped = format!("{text}, when: {{tag: never}}");
    faults.extend(
        [
            ("too long once it arrived", text.as_str(), "delivered"),
            ("too long once it was clicked", &text, "clicked"),
            ("too long while nothing is known", &text, "sent"),
            ("too long once the e-mail came back", mailed, "failed"),
            ("too long once a message was left", &call, "left_message"),
            ("too long once nobody answered", &call, "no_answer"),
            ("too long once the person was reached", &call, "reached"),
            ("too long for whom it was not meant", &skipped, "skipped"),
        ]
        .into_iter()
        .map(|(name, first, results)| two(name, base, [first, results, worded], &long, "FT-C007", "      e")),
    );
    let at_night = format!("{mailed}, at: \"22:00\", stale_after: 1h");
    faults.push(two(
        "at night, once it arrived",
        base,
        [&text, "delivered", &at_night],
        short,
        "FT-C005",
        "id: t",
    ));
    faults
}
