//! `docs/built-in-messages.md`: every built-in text as a phone or a mail client would show it.

use std::fmt::Write;
use std::path::Path;

use followthrough::Playbook;
use followthrough::escalation::PromptKind;
use followthrough::message::{
    Context, Encoding, Footer, Form, Item, OfferWords, Template, email, optout_text, segments,
};

use super::briefing;
use super::playbooks::shortest;
use super::source::{LANGUAGES, Source, Text, sources};

const FRESH: &str = "UPDATE_DOCS=1 cargo test -p followthrough --test builtin_templates";

const HEAD: &str = "\
# Built-in messages

Every text of the built-in playbooks as its reader gets it, in English and Spanish: read it to decide what to change.
A practice changes a text in [its playbook](playbook.md#changing-what-is-built-in); what may be said where stands in [messages.md](messages.md).

The reader is Noor, the practice Lakeview. A person without a given name reads \"Hi there\", one without a known provider \"our team\".
Each SMS holds two segments of GSM-7 with names of up to 20 characters, a practice's name of 25 and a link of 75; a name with letters outside of GSM-7 (Á, í, emoji) makes it UCS-2, with at most four.

Written by a test: do not edit. `UPDATE_DOCS=1 cargo test -p followthrough --test builtin_templates`
";

#[test]
fn the_page_is_what_the_playbooks_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/built-in-messages.md");
    let page = page();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = written.lines().zip(page.lines()).find(|(written, now)| written != now);
    assert!(
        written == page,
        "docs/built-in-messages.md is not what the playbooks say. If the change is meant: {FRESH}\nfirst difference: {differs:#?}"
    );
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for source in sources() {
        write!(page, "\n## {}\n\n{}\n", source.name, about(source.name)).unwrap();
        messages(&source, &mut page);
        questions(&source, &mut page);
        scripts(&source, &mut page);
        briefing(&source, &mut page);
    }
    page
}

fn about(name: &str) -> &'static str {
    match name {
        "dental" => "Treatment plans of a dental practice that were presented and not accepted.",
        "medspa" => "Treatment plans of a medspa. Nobody insures them, and no text promises a result.",
        "recall" => {
            "Hygiene visits that have fallen due. A text may name the day; only the portal and a detailed e-mail name what is due."
        }
        "no_rebook" => {
            "Visits that ended without the next one. A text thanks for the visit; only the portal and the e-mail name its day."
        }
        other => panic!("{other} has no introduction here"),
    }
}

/// The order in which templates are shown, that of their first step; what stands apart comes last.
fn ids(source: &Source) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for sequence in source.document["sequences"].as_array().unwrap() {
        let steps = sequence["steps"].as_array().unwrap();
        ids.extend(
            steps
                .iter()
                .filter_map(|step| Some(step["template"].as_str()?.to_owned())),
        );
    }
    ids.extend(source.document["templates"].as_object().unwrap().keys().cloned());
    let mut seen = Vec::new();
    ids.retain(|id| {
        let new = !seen.contains(id);
        seen.push(id.clone());
        new
    });
    ids.sort_by_key(|id| matches!(id.as_str(), "opt_out_confirmation" | "help_answer"));
    ids
}

fn messages(source: &Source, page: &mut String) {
    let texts = source.texts();
    for id in ids(source) {
        write!(page, "\n### {} {id}\n", source.name).unwrap();
        match id.as_str() {
            "opt_out_confirmation" => page.push_str("\nThe one message after a STOP.\n"),
            "help_answer" => page.push_str(
                "\nThe engine does not send it: give it to your gateway as its answer to HELP, and to the desk.\n",
            ),
            _ => (),
        }
        for channel in ["sms", "email", "portal"] {
            for language in LANGUAGES {
                let of = texts
                    .iter()
                    .filter(|t| t.id == id && t.channel == channel && t.language == language);
                let of: Vec<&Text> = of.collect();
                let context = example(source, language);
                for text in of.iter().filter(|t| t.form != Form::Subject) {
                    let subject = of.iter().find(|t| t.form == Form::Subject);
                    shown(text, subject.copied(), &context, page);
                }
            }
        }
    }
}

fn shown(text: &Text, subject: Option<&Text>, context: &Context, page: &mut String) {
    let body = text.template.render(context);
    let form = match text.form {
        Form::Sms => {
            let count = segments(&body).unwrap();
            let encoding = match count.encoding {
                Encoding::Gsm7 => "GSM-7",
                Encoding::Ucs2 => "UCS-2",
            };
            let plural = if count.segments == 1 { "" } else { "s" };
            format!("SMS · {encoding}, {} segment{plural}", count.segments)
        }
        Form::Plain => "E-mail, plain".to_owned(),
        Form::Detailed => "E-mail, detailed".to_owned(),
        Form::Portal => "Portal".to_owned(),
        Form::Subject | Form::Text | Form::Voicemail => panic!("{} is not shown by itself", text.at()),
    };
    let arm = text.arm.as_ref().map(|arm| format!(" · arm {arm}")).unwrap_or_default();
    write!(page, "\n**{form}{arm} · {}**\n\n", called(&text.language)).unwrap();
    if let Some(subject) = subject {
        write!(page, "> Subject: **{}**\n>\n", subject.template.render(context)).unwrap();
    }
    quoted(&body, page);
    if let Some(subject) = subject {
        below(&subject.template, text, context, page);
    }
}

/// What a mail client shows below every e-mail, as the text part has it.
fn below(subject: &Template, text: &Text, context: &Context, page: &mut String) {
    let footer = Footer {
        practice_name: context.practice_name.clone(),
        postal_address: context.practice_address.clone(),
        unsubscribe_url: "https://book.example.com/lakeview?ft=FvofdUvHlUACqz1n0d-Kt2Lx".into(),
        language: text.language.clone(),
        ..Footer::default()
    };
    let whole = email(subject, &text.template, context, &footer).text;
    let (_, signature) = whole.split_once("\n-- \n").unwrap();
    page.push_str(">\n> ---\n>\n");
    quoted(signature, page);
}

/// A quotation. What the reader sees as lines of their own must not run together, and a heading in a message is none of
/// the page's.
fn quoted(body: &str, page: &mut String) {
    let body = unescaped(body);
    let mut lines = body.lines().peekable();
    let mut blank = false;
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        // Lists with nothing between two of them leave blank lines that no mail client shows.
        if line.is_empty() && std::mem::replace(&mut blank, true) {
            continue;
        }
        blank = line.is_empty();
        let line = line
            .strip_prefix("## ")
            .map_or(line.to_owned(), |heading| format!("**{heading}**"));
        let goes_on = lines
            .peek()
            .is_some_and(|next| !next.trim().is_empty() && !next.starts_with("- "));
        let broken = if goes_on && !line.is_empty() { "\\" } else { "" };
        writeln!(page, "{}", format!("> {line}{broken}").trim_end()).unwrap();
    }
}

/// Markdown without the backslashes that only a program is so careful to write.
fn unescaped(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut chars = body.chars().peekable();
    while let Some(c) = chars.next() {
        let escape = c == '\\' && chars.peek().is_some_and(|next| "+.,:;-()$!?'&%/@".contains(*next));
        if !escape {
            text.push(c);
        }
    }
    text
}

fn questions(source: &Source, page: &mut String) {
    let categories = source.categories();
    if categories.is_empty() {
        return;
    }
    write!(
        page,
        "\n### {} questions\n\nIn detailed e-mails, for the category of the plan.\n",
        source.name
    )
    .unwrap();
    for category in categories {
        write!(page, "\n**{category}**\n\n| English | Spanish |\n|---|---|\n").unwrap();
        let faqs = LANGUAGES.map(|language| source.faq(&category, language));
        for ((question, answer), (pregunta, respuesta)) in faqs[0].iter().zip(&faqs[1]) {
            writeln!(page, "| **{question}** {answer} | **{pregunta}** {respuesta} |").unwrap();
        }
    }
}

fn scripts(source: &Source, page: &mut String) {
    let playbook = Playbook::from_yaml(&shortest(source.name)).unwrap();
    write!(
        page,
        "\n### {} staff scripts\n\nWhat staff may say when a prompt asks them to; quoted is what the patient hears.\n",
        source.name
    )
    .unwrap();
    for kind in PromptKind::ALL {
        for language in LANGUAGES {
            write!(page, "\n**{} · {}**\n\n", kind.as_str(), called(language)).unwrap();
            let script = playbook.staff_script(kind, &example(source, language)).unwrap();
            for line in script.lines() {
                writeln!(page, "- {line}").unwrap();
            }
        }
    }
}

fn briefing(source: &Source, page: &mut String) {
    write!(
        page,
        "\n### {} briefing\n\nWhat comes with a prompt, when nobody answered and the last step asks for a call. In the first language of the playbook, here English, whatever the patient reads.\n",
        source.name
    )
    .unwrap();
    for (to, text) in briefing::of_the_call(source) {
        write!(page, "\n**{to}**\n\n").unwrap();
        quoted(&text, page);
    }
}

fn called(language: &str) -> &'static str {
    if language == "es" { "Spanish" } else { "English" }
}

fn example(source: &Source, language: &str) -> Context {
    let spanish = language == "es";
    let pick = |english: &str, spanish_text: &str| if spanish { spanish_text } else { english }.to_owned();
    let common = Context {
        language: language.into(),
        patient_first_name: Some("Noor".into()),
        practice_name: "Lakeview".into(),
        practice_phone: "312-555-0110".into(),
        practice_address: "500 Lake Shore Dr, Chicago, IL 60611".into(),
        provider_display_name: Some("Dr. Okafor".into()),
        link: "https://book.example.com/lakeview?ft=FvofdUvHlUABYxYrjf-jf-Qn".into(),
        optout_text: optout_text(language).into(),
        ..Context::default()
    };
    let item = |english: &str, spanish: &str, tooth: Option<&str>, fee: &str| Item {
        description: Some(pick(english, spanish)),
        tooth: tooth.map(Into::into),
        fee: Some(fee.into()),
        ..Item::default()
    };
    let offers = |monthly: &str, months: &str| {
        let terms = &source.document["financing"]["offers"][1]["terms"][language];
        vec![
            OfferWords {
                monthly: Some(monthly.into()),
                months: Some(months.into()),
                apr: Some("0%".into()),
                ..OfferWords::default()
            },
            OfferWords {
                lender: Some("CareCredit".into()),
                url: Some("https://www.carecredit.com/".into()),
                disclosure: Some(terms.as_str().unwrap().to_owned()),
                ..OfferWords::default()
            },
        ]
    };
    match source.name {
        "dental" => Context {
            total: "$4,400.00".into(),
            patient_portion: Some("$3,600.00".into()),
            item_count: "2".into(),
            items: vec![
                item("Implant", "Implante", Some("19"), "$2,900.00"),
                item(
                    "Crown on the implant",
                    "Corona sobre el implante",
                    Some("19"),
                    "$1,500.00",
                ),
            ],
            offers: offers("$300.00", "12"),
            faq: source.faq("implant", language),
            ..common
        },
        "medspa" => Context {
            total: "$2,400.00".into(),
            item_count: "2".into(),
            items: vec![
                item("Laser, six visits", "Láser, seis visitas", None, "$1,800.00"),
                item(
                    "Skin care, two visits",
                    "Cuidado de la piel, dos visitas",
                    None,
                    "$600.00",
                ),
            ],
            offers: offers("$600.00", "4"),
            faq: source.faq("laser", language),
            ..common
        },
        "recall" | "no_rebook" => Context {
            due_on: Some(pick("April 7, 2026", "7 de abril de 2026")),
            ..common
        },
        other => panic!("{other} has no example here"),
    }
}
