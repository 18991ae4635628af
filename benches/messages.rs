//! What does a message cost, beside segments written by hand into a buffer that is used again? A text message and an
//! e-mail of 3 KB, both from a checked template; the same bytes on both sides.
//!
//! `cargo bench --bench messages`

use followthrough::message::{Context, Footer, Form, Item, Template, email, message_id};
use followthrough_benches::{fastest, words};

/// How many messages a round makes, each for another person.
const PEOPLE: usize = 1_000;
/// Rounds of both sides in turn; the fastest of each counts, since noise only ever adds.
const ROUNDS: usize = 200;

const SMS: &str = "Hi {{patient.first_name}}, this is {{practice.name}}. {{provider.display_name}} asked us to see whether you have \
                   any questions about your visit. Pick a time: {{plan.link}} {{optout.text}}";

#[allow(clippy::expect_used, reason = "a benchmark that cannot set up has nothing to say")]
fn main() {
    let people: Vec<Context> = (0..PEOPLE).map(context).collect();
    let sms = Template::compile(SMS, Form::Sms).expect("the example is a template");
    compare("sms", &people, &sms, words::sms);

    let mail = Template::compile(&words::email_source(), Form::Detailed).expect("the example is a template");
    compare("e-mail", &people, &mail, words::email);

    let subject = Template::compile("A note from {{practice.name}}", Form::Subject).expect("the example is a template");
    let footer = Footer {
        practice_name: "Smith & Sons Dental".to_owned(),
        postal_address: "1 Peachtree St, Atlanta, GA 30303".to_owned(),
        unsubscribe_url: "https://book.example.com/u/abcdefghijklmnopqrstuvwx".to_owned(),
        language: "en".to_owned(),
        reply_to: None,
        message_id: message_id("act_7k2m", "https://book.example.com/peachtree"),
    };
    let mut bytes = 0;
    let whole = fastest(ROUNDS / 10, PEOPLE, || {
        for person in &people {
            let made = email(&subject, &mail, person, &footer);
            bytes = made.html.len() + made.text.len();
            std::hint::black_box(made);
        }
    });
    println!("whole e-mail  Markdown to HTML and text, footer, headers, {bytes} bytes: {whole} ns");
}

fn compare(name: &str, people: &[Context], template: &Template, by_hand: fn(&Context, &mut String)) {
    let mut buffer = String::new();
    for person in people {
        by_hand(person, &mut buffer);
        assert_eq!(template.render(person), buffer, "both sides write the same");
    }
    let bytes = buffer.len();
    let (mut hand, mut into, mut fresh) = (u128::MAX, u128::MAX, u128::MAX);
    let mut other = String::new();
    // One round of each in turn, so that all three meet the same machine.
    for _ in 0..ROUNDS {
        hand = hand.min(fastest(1, people.len(), || {
            for person in people {
                by_hand(std::hint::black_box(person), &mut buffer);
                std::hint::black_box(&buffer);
            }
        }));
        fresh = fresh.min(fastest(1, people.len(), || {
            for person in people {
                std::hint::black_box(template.render(std::hint::black_box(person)));
            }
        }));
        into = into.min(fastest(1, people.len(), || {
            for person in people {
                template.render_into(std::hint::black_box(person), &mut other);
                std::hint::black_box(&other);
            }
        }));
    }
    println!(
        "{name:<8} {bytes:>5} bytes: by hand {hand:>6} ns, render {fresh:>6} ns ({:.1} x), render_into {into:>6} ns ({:.1} x)",
        ratio(fresh, hand),
        ratio(into, hand),
    );
}

#[allow(clippy::cast_precision_loss, reason = "a figure to look at")]
fn ratio(a: u128, b: u128) -> f64 {
    a as f64 / b.max(1) as f64
}

fn context(index: usize) -> Context {
    const NAMES: [&str; 16] = [
        "Ana", "Ben", "Chloe", "David", "Elena", "Femi", "Grace", "Hiro", "Ines", "Jamal", "Kate", "Liam", "Maria",
        "Noah", "Olga", "Priya",
    ];
    const KINDS: [&str; 4] = ["Implant", "Crown <upper>", "Veneer & polish", "Bone graft"];
    let fee = |step: usize| format!("${},{:03}.{:02}", 1 + index % 8, index * step % 1_000, index % 100);
    let item = |step: usize| Item {
        description: KINDS.get((index + step) % 4).map(|kind| format!("{kind}, step {step}")),
        code: None,
        tooth: None,
        fee: Some(fee(step)),
    };
    Context {
        language: "en".to_owned(),
        patient_first_name: NAMES.get(index % 16).map(|name| (*name).to_owned()),
        practice_name: "Smith & Sons Dental".to_owned(),
        practice_phone: "+14045550123".to_owned(),
        practice_address: "1 Peachtree St, Atlanta, GA 30303".to_owned(),
        provider_display_name: Some("Dr. Okafor".to_owned()),
        link: format!("https://book.example.com/peachtree?ft={index:024}"),
        total: fee(7),
        patient_portion: index.is_multiple_of(2).then(|| fee(3)),
        item_count: "4".to_owned(),
        items: (1..=4).map(item).collect(),
        optout_text: "Reply STOP to opt out.".to_owned(),
        ..Context::default()
    }
}
