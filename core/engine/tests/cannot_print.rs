//! What no message can print, whatever the values are: an empty name, markup, a second line in a header, the data of
//! another row or of another message.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use followthrough::message::{Context, Footer, Form, Item, OfferWords, Template, email, message_id};
use proptest::prelude::*;

/// A person whose values are all this text; a link stays one.
fn all(text: &str) -> Context {
    let some = || Some(text.to_owned());
    let item = || Item {
        description: some(),
        code: some(),
        tooth: some(),
        fee: some(),
    };
    let offer = || OfferWords {
        monthly: some(),
        months: some(),
        apr: some(),
        lender: some(),
        url: Some(format!("https://lender.example/{text}")),
        disclosure: some(),
    };
    Context {
        language: "en".into(),
        patient_first_name: some(),
        practice_name: text.into(),
        practice_phone: text.into(),
        practice_address: text.into(),
        provider_display_name: some(),
        link: format!("https://book.example.com/p?{text}"),
        category: some(),
        total: text.into(),
        patient_portion: some(),
        item_count: text.into(),
        due_on: some(),
        items: vec![item(), item()],
        offers: vec![offer(), offer()],
        faq: vec![(text.into(), text.into())],
        appointment_date: some(),
        appointment_time: some(),
        optout_text: text.into(),
        staff_name: some(),
        custom: [("vip".to_owned(), text.to_owned())].into(),
    }
}

/// A value in every place where Markdown could take it for something else.
const BODY: &str = "# {{patient.first_name}}\n\n{{patient.first_name}} and *{{practice.name}}*\n{{practice.name}}\n===\n\n\
- {{provider.display_name}}\n- {{#if staff.name}}{{staff.name}}{{/if}}\n\n> {{plan.total}}\n\n\
{{#each items}}\n1. {{description}}{{#if tooth}} ({{tooth}}){{/if}}: **{{fee}}**\n{{/each}}\n\n\
[{{practice.name}}]({{plan.link}}) {{plan.link}} <{{plan.link}}>\n\n\
{{#each financing.offers}}{{#if lender}}{{lender}}{{/if}} {{#if url}}[more]({{url}}){{/if}}\n{{/each}}\n\n\
{{#each faq}}**{{question}}**\n{{answer}}\n\n{{/each}}{{#if custom.vip}}{{custom.vip}}{{/if}}\n{{practice.address}}";

fn mail(context: &Context, footer: &Footer) -> followthrough::message::Email {
    let subject = Template::compile(
        "{{patient.first_name}}, a note from {{practice.name}}{{#if staff.name}} by {{staff.name}}{{/if}}",
        Form::Subject,
    )
    .unwrap();
    email(
        &subject,
        &Template::compile(BODY, Form::Detailed).unwrap(),
        context,
        footer,
    )
}

fn footer(text: &str) -> Footer {
    Footer {
        practice_name: text.into(),
        postal_address: text.into(),
        unsubscribe_url: format!("https://book.example.com/u?{text}"),
        language: text.into(),
        reply_to: Some(format!("{text}@bright.example")),
        message_id: message_id(text, &format!("https://{text}")),
    }
}

/// The tags of a page without what their links lead to.
fn tags(html: &str) -> Vec<String> {
    let inside = html.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
    inside
        .map(|(tag, _)| match tag.split_once("href=\"") {
            Some((before, rest)) => format!("{before}href{}", rest.split_once('"').unwrap().1),
            None => tag.to_owned(),
        })
        .collect()
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = [
        "<",
        ">",
        "&",
        "\"",
        "'",
        "`",
        "*",
        "_",
        "[",
        "]",
        "(",
        ")",
        "!",
        "#",
        "-",
        "+",
        "=",
        "|",
        "~",
        "\\",
        "\n",
        "\r",
        "\t",
        "\0",
        "\u{2028}",
        "\u{202e}",
        "  ",
        " ",
        ".",
        "1",
        ":",
        ";",
        "@",
        "{{",
        "}}",
        "{{practice.name}}",
        "<b>",
        "</p>",
        "<!--",
        "-->",
        "&lt;",
        "&#60;",
        "https://evil.example",
        "javascript:",
        "](",
        "Bcc: x@y.z",
        "a",
        "é",
        "😀",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 1..9).prop_map(|pieces| pieces.concat())
}

/// Characters that show nothing.
fn invisible() -> impl Strategy<Value = String> {
    let nothing = [
        ' ', '\t', '\n', '\r', '\0', '\u{7f}', '\u{a0}', '\u{ad}', '\u{200b}', '\u{200d}', '\u{200e}', '\u{202e}',
        '\u{2028}', '\u{2060}', '\u{2066}', '\u{3000}', '\u{3164}', '\u{feff}',
    ];
    prop::collection::vec(prop::sample::select(nothing.to_vec()), 0..5).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// What shows nothing is no name: its stand-in is printed, as where there is none.
    #[test]
    fn an_empty_name(name in invisible(), spanish in any::<bool>()) {
        let language = if spanish { "es" } else { "en" };
        let nameless = |name: Option<&str>| Context {
            language: language.into(),
            patient_first_name: name.map(str::to_owned),
            provider_display_name: name.map(str::to_owned),
            category: name.map(str::to_owned),
            staff_name: name.map(str::to_owned),
            items: vec![Item { description: name.map(str::to_owned), fee: name.map(str::to_owned), ..Item::default() }],
            ..all("x")
        };
        for form in Form::ALL {
            let detailed = matches!(form, Form::Detailed | Form::Portal | Form::Text);
            let source = format!(
                "Hi {{{{patient.first_name}}}}, hello. {{{{patient.first_name}}}}! {{{{provider.display_name}}}} asks about \
                 {{{{plan.category}}}}{{{{#if staff.name}}}} and {{{{staff.name}}}}{{{{/if}}}}.{}",
                if detailed { " {{#each items}}{{description}}: {{fee}}.{{/each}}" } else { "" }
            );
            let template = Template::compile(&source, *form).unwrap();
            prop_assert_eq!(template.render(&nameless(Some(&name))), template.render(&nameless(None)), "{:?}", form);
        }
    }

    /// No value brings a tag, an attribute or the end of one, in any place of an e-mail.
    #[test]
    fn markup(value in hostile()) {
        // A value that shows nothing is none, and other branches are taken.
        prop_assume!(value.chars().any(|c| c.is_ascii_graphic() || c.is_alphabetic() || c == '😀'));
        let expected = mail(&all("Ana"), &footer("Ana"));
        let found = mail(&all(&value), &Footer { language: "en".into(), ..footer(&value) });
        prop_assert_eq!(tags(&found.html), tags(&expected.html), "{:?}\n{}", &value, &found.html);
        for link in found.html.split("href=\"").skip(1) {
            let link = link.split_once('"').unwrap().0;
            let ours = ["https://book.example.com/", "https://lender.example/"];
            prop_assert!(ours.iter().any(|start| link.starts_with(start)), "{link}");
            prop_assert!(link.bytes().all(|b| b.is_ascii_graphic() && !b"<>'\\`".contains(&b)), "{link}");
        }
    }

    /// A value on its way: on one line, an address with nothing in it that could end it, and all else as it was.
    #[test]
    fn a_value_as_it_is(value in "[a-zA-Z0-9 \\u{1f}\\u{7f}\\u{80}éá!-~\n]{0,40}", from in 0_usize..8) {
        let value: String = value.chars().skip(from).collect();
        let is_space = |c: char| c.is_whitespace() || c.is_control();
        let line: Vec<&str> = value.split(is_space).filter(|word| !word.is_empty()).collect();
        let context = Context { link: format!("https://a.example/{value}."), ..all(&value) };
        let text = |source: &str| Template::compile(source, Form::Text).unwrap().render(&context);
        prop_assert_eq!(text("<{{practice.address}}>"), format!("<{}>", line.join(" ")));
        let encoded = context.link.bytes().map(|b| {
            let kept = b.is_ascii_alphanumeric() || b"-._~:/?#@!$&+,=%".contains(&b);
            if kept { char::from(b).to_string() } else { format!("%{b:02X}") }
        });
        prop_assert_eq!(text("{{plan.link}}"), encoded.collect::<String>());
    }

    /// A subject and every header is one line without a control character, whatever it is made of.
    #[test]
    fn a_header_line(value in hostile(), id in hostile()) {
        let made = mail(&all(&value), &Footer { message_id: id, ..footer(&value) });
        let headers = made.headers.iter().flat_map(|(name, value)| [name, value]);
        for line in headers.chain([&made.subject]) {
            let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202e}');
            prop_assert!(!line.contains(breaks), "{line:?}");
        }
        let known = ["Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post", "Reply-To"];
        prop_assert!(made.headers.iter().all(|(name, _)| known.contains(&name.as_str())));
        prop_assert!(!made.subject.is_empty());
    }

    /// Each row prints its own fields, and what it does not have is not taken from the one before.
    #[test]
    fn another_row(
        items in prop::collection::vec(prop::array::uniform4(any::<bool>()), 0..6),
        offers in prop::collection::vec(prop::array::uniform4(any::<bool>()), 0..6),
        faq in 0_usize..4,
    ) {
        let value = |list: &str, row: usize, field: &str| format!("<{list}{row}{field}>");
        let field = |list: &str, row: usize, field: &str, there: bool| there.then(|| value(list, row, field));
        let context = Context {
            items: items.iter().enumerate().map(|(row, [a, b, c, d])| Item {
                description: field("item", row, "a", *a),
                code: field("item", row, "b", *b),
                tooth: field("item", row, "c", *c),
                fee: field("item", row, "d", *d),
            }).collect(),
            offers: offers.iter().enumerate().map(|(row, [a, b, c, d])| OfferWords {
                monthly: field("offer", row, "a", *a),
                months: field("offer", row, "b", *b),
                lender: field("offer", row, "c", *c),
                disclosure: field("offer", row, "d", *d),
                ..OfferWords::default()
            }).collect(),
            faq: (0..faq).map(|row| (value("faq", row, "a"), value("faq", row, "b"))).collect(),
            ..Context::default()
        };
        let template = Template::compile(
            "{{#each items}}[{{description}}{{#if code}}{{code}}{{/if}}{{#if tooth}}{{tooth}}{{/if}}{{fee}}]{{/each}};\
             {{#each financing.offers}}[{{#if monthly}}{{monthly}}{{/if}}{{#if months}}{{months}}{{/if}}{{#if lender}}\
             {{lender}}{{/if}}{{#if disclosure}}{{disclosure}}{{/if}}]{{/each}};\
             {{#each faq}}[{{question}}{{answer}}]{{/each}}",
            Form::Text,
        ).unwrap();
        let row = |list: &str, row: usize, there: &[bool; 4], instead: [&str; 4]| {
            let fields = ["a", "b", "c", "d"].iter().zip(there).zip(instead);
            let fields = fields.map(|((name, there), instead)| field(list, row, name, *there).unwrap_or(instead.into()));
            format!("[{}]", fields.collect::<String>())
        };
        let item = |(at, there)| row("item", at, there, ["recommended treatment", "", "", "to be confirmed"]);
        let offer = |(at, there)| row("offer", at, there, [""; 4]);
        let expected = format!(
            "{};{};{}",
            items.iter().enumerate().map(item).collect::<String>(),
            offers.iter().enumerate().map(offer).collect::<String>(),
            (0..faq).map(|at| row("faq", at, &[true, true, false, false], [""; 4])).collect::<String>(),
        );
        prop_assert_eq!(template.render(&context), expected);
    }

    /// A buffer that is used again keeps nothing of the message before.
    #[test]
    fn another_message(first in hostile(), second in hostile()) {
        let mut buffer = String::new();
        for (source, form) in [(BODY, Form::Detailed), ("\n {{patient.first_name}} ", Form::Subject)] {
            let template = Template::compile(source, form).unwrap();
            for value in [&first, &second] {
                template.render_into(&all(value), &mut buffer);
                prop_assert_eq!(&buffer, &template.render(&all(value)));
            }
        }
    }
}
