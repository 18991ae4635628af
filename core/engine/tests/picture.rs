//! A playbook as a page and as a flowchart: whole, safe whatever it says, and the same bytes every time.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

use std::collections::BTreeSet;

use followthrough::Playbook;

const PRACTICE: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: "#;

/// What a practice should not write, and may.
const ODD: &str = r##"
followthrough: 1
practice:
  name: "O'Neil & <b>Söhne</b> \"Dental\" %%{init: {}}%% `end` #35; [x](y) {z} |p| 牙科"
  time_zone: America/Los_Angeles
  phone: "+442071234567"
  postal_address: "5 <Maple> Ave, \"Suite\" & Co"
  booking_url: "https://book.example.com/maple?x=1&y=2#top"
extends: dental
custom: {vip: bool, tier: [gold, silver]}
languages: [es, en]
limits: {per_day: 2, per_week: 9, min_gap: 90m, max_open_cases: 3}
sending: {window: {mon-sun: "09:00-20:00"}, spread: 2h}
contact_policy: {windows: {mon-fri: "10:00-18:00"}, revoke_all: {from: 2027-01-31}}
holdout: {share: 0.125, salt: x}
trigger:
  pending_for: 0
  where:
    any:
      - all: [{pending_value: {at_least: 500}}, {not: {any: [{category: preventive}, {custom.vip: true}]}}]
      - {tag: "end \"style\":#x; %%{init: {}}%% <script>alert(1)</script>"}
sequences:
  - id: "end"
    where: {any: [{tag: "subgraph end [\"x\"] --> y\u202e"}, {all: [{custom.vip: true}, {custom.tier: gold}]}]}
    steps:
      - {id: a, day: 0, channel: sms, template: hello}
      - {id: b, day: 1, channel: portal, template: hello, otherwise: [email, sms], when: {not: replied}, stale_after: 30h, if_blocked: task}
      - {id: c, day: 5, channel: call, escalate: high_value}
      - {id: d, day: 60, channel: sms, template: own, at: "17:30"}
when_re_engaged: {escalate: re_engaged, then: resume}
templates:
  own:
    sms:
      arms:
        - {id: a, weight: 3, es: "Hola {{patient.first_name}}, {{practice.name}}", en: "Hi {{patient.first_name}}"}
        - {id: b, weight: 1, es: "Hola <b>{{patient.first_name}}</b> & co", en: "Hey {{patient.first_name}}"}
"##;

fn builtin(name: &str) -> Playbook {
    Playbook::from_yaml(&format!("{PRACTICE}{name}\n")).unwrap()
}

fn odd() -> Playbook {
    Playbook::from_yaml(ODD).unwrap_or_else(|error| panic!("{error}"))
}

fn all() -> Vec<Playbook> {
    vec![
        builtin("dental"),
        builtin("medspa"),
        builtin("recall"),
        builtin("no_rebook"),
        odd(),
    ]
}

/// The tags of a page in order, with their attributes; what stands between them is text.
fn tags(page: &str) -> Vec<&str> {
    let body = page.split("</style>").nth(1).unwrap();
    body.split('<')
        .skip(1)
        .map(|rest| rest.split_once('>').unwrap().0)
        .collect()
}

#[test]
fn every_tag_that_opens_is_closed_in_order() {
    const VOID: [&str; 5] = ["meta", "br", "br /", "hr /", "hr"];
    for playbook in all() {
        let page = playbook.to_html();
        let mut open: Vec<&str> = vec!["html", "head"];
        for tag in tags(&page) {
            let name = tag.split_whitespace().next().unwrap();
            match name.strip_prefix('/') {
                Some(closed) => assert_eq!(open.pop(), Some(closed), "{tag}"),
                None if VOID.contains(&name.trim_end_matches('/')) => {}
                None => open.push(name),
            }
        }
        assert_eq!(open, Vec::<&str>::new());
    }
}

#[test]
fn it_needs_nothing_else_and_runs_nothing() {
    for playbook in all() {
        let page = playbook.to_html();
        let names: BTreeSet<&str> = tags(&page)
            .iter()
            .map(|tag| tag.split_whitespace().next().unwrap())
            .filter(|name| !name.starts_with('/'))
            .collect();
        for name in [
            "script", "img", "link", "iframe", "object", "form", "input", "base", "b",
        ] {
            assert!(!names.contains(name), "{name}");
        }
        for tag in tags(&page) {
            for attribute in [" src=", " srcset=", " on", " action="] {
                assert!(!tag.contains(attribute), "{tag}");
            }
        }
        assert!(page.contains("default-src 'none'"));
        assert!(!page.contains("url(") && !page.contains("@import"));
        assert!(!page.contains('\u{202e}'), "nothing turns the direction of reading");
    }
}

#[test]
fn every_anchor_is_there_once() {
    for playbook in all() {
        let page = playbook.to_html();
        let values = |key: &str| -> Vec<String> {
            let all = page
                .split(key)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned());
            all.collect()
        };
        let ids = values(" id=\"");
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len());
        for target in values("href=\"#") {
            assert!(unique.contains(&target), "#{target}");
        }
    }
}

#[test]
fn texts_are_those_that_the_templates_make() {
    let page = builtin("dental").to_html();
    for (language, said) in [
        (
            "en",
            "Hi Maria, it&#39;s Peachtree Family Dental. Dr. Rivera asked us to check in after your visit.",
        ),
        (
            "es",
            "Hola Ana, le saluda Peachtree Family Dental. ¿Dudas sobre su visita con Dr. Rivera?",
        ),
    ] {
        let bubble = format!("<blockquote class=\"bubble\" lang=\"{language}\">{said}");
        assert!(page.contains(&bubble), "{bubble}");
    }
    // At both levels of an e-mail, with what an offer must say beside it; and the one that confirms an opt-out.
    for said in [
        "Reply STOP to opt out.",
        "Responda STOP para darse de baja.",
        "E-mail, to those who agreed to detail",
        "Implant, tooth 19: $2,000.00",
        "Peachtree Family Dental: you have been opted out",
        "Credit is offered by the lender",
        "billed as 2 messages",
        "Unsubscribe from these e-mails",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let odd = odd().to_html();
    assert!(odd.contains("wording a, for 3 of 4 patients") && odd.contains("wording b, for 1 of 4 patients"));
    assert!(odd.contains("Hola &lt;b&gt;Ana&lt;/b&gt; &amp; co"));
}

#[test]
fn it_says_in_words_what_the_playbook_says() {
    let page = builtin("dental").to_html();
    for said in [
        "A plan is followed up 1 day after the plan was presented, if:",
        "the value of the open treatment is at least $500.00",
        "After 90 days it is too old",
        "Else, if:",
        "For everyone else.",
        "Only if a financing offer fits",
        "If it cannot go that way: portal message, then e-mail",
        "To one person at most 1 message a day and 3 messages in any 7 days, and at least 20 hours between two.",
        "At most 3 texts to one number in 24 hours.",
        "Monday to Saturday 9:00 AM to 7:00 PM; not on Sunday, in the patient&#39;s own time.",
        "Monday to Thursday 8:00 AM to 5:00 PM; Friday 8:00 AM to 1:00 PM; not on Saturday and Sunday; closed on US federal holidays",
        "The front desk is asked to call the patient within 4 business hours.",
        "<strong>1 business day later:</strong> The office manager is asked to call the patient.",
        "12 monthly payments to the practice, without interest. For $3,000.00: $250.00 a month.",
        "Until January 31, 2027, that day included.",
        "Not to patients in IL",
        "Nothing found.",
        "<dt>Signature</dt>",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let odd = odd();
    let page = odd.to_html();
    for said in [
        "as soon as the plan was presented",
        "Each person who is written to hears of at most 3 plans at a time, those worth most first.",
        "at least one of these:",
        "12.5% of households",
        "If it cannot go within 30 hours, staff are asked instead",
        "from 2027-01-31 on, those on every channel",
        "the messages go on at the next step",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let found = odd.check().findings.len();
    assert!(found > 0);
    assert_eq!(
        page.matches("<strong>Error</strong>").count() + page.matches("<strong>Warning</strong>").count(),
        found
    );
    // The page that is signed names what is signed, in its head, at its place and at its end.
    assert!(page.matches(odd.revision()).count() >= 3);
}

#[test]
fn every_step_is_in_both_pictures() {
    for playbook in all() {
        let (page, chart) = (playbook.to_html(), playbook.to_mermaid());
        for touch in playbook.touchpoints() {
            assert!(page.contains(&format!("step {}</span>", touch.step)), "{touch:?}");
            assert!(chart.contains(&format!("\"Day {}", touch.day)), "{touch:?}");
        }
        let steps = playbook.touchpoints().count();
        assert_eq!(chart.matches("[\"Day ").count(), steps);
        assert_eq!(page.matches("<p class=\"day\">Day ").count(), steps);
    }
}

#[test]
fn what_nobody_gets_is_not_shown() {
    let own = format!(
        "{PRACTICE}dental\nsequences:\n  - id: all_of_them\n    steps:\n      - {{id: only, day: 4, channel: sms, template: soft_nudge}}\n"
    );
    let own = Playbook::from_yaml(&own).unwrap();
    let (page, chart) = (own.to_html(), own.to_mermaid());
    assert!(page.contains("Sequence 1: all_of_them") && chart.contains("all_of_them"));
    for gone in [
        "Sequence 2",
        ": restorative</h3>",
        "day 12 of",
        ": hello</h3>",
        ": financing",
        "<h3>high_value</h3>",
    ] {
        assert!(!page.contains(gone), "{gone}");
    }
    for gone in ["s2n1", "Day 12", "high_value"] {
        assert!(!chart.contains(gone), "{gone}");
    }
    assert_eq!(
        page.matches("<article class=\"text\"").count(),
        2,
        "its own, and the one that confirms an opt-out"
    );
}

/// Of what is no plan nothing is said that plans alone have.
#[test]
fn what_is_no_plan_is_not_called_one() {
    let tagged = |name: &str| {
        let more = "sequences:\n  - id: tagged\n    where: {tag: x}\n    steps:\n      - {id: t, day: 3, channel: sms, template: soft_nudge}\n";
        Playbook::from_yaml(&format!("{PRACTICE}{name}\n{more}")).unwrap()
    };
    for (name, said) in [
        (
            "recall",
            [
                "after it fell due, if:",
                "the case has the tag x",
                "It is over when a visit of the kind hygiene is booked or took place, or when the practice system tells that it is done.",
                "Each person who is written to hears of one case at a time, the one due for longest first.",
            ],
        ),
        (
            "no_rebook",
            [
                "followed up 1 day after the visit ended, if:",
                "the case has the tag x",
                "It is over when any visit is booked or took place, or when the practice system tells that it is done.",
                "Each person who is written to hears of one case at a time, the one whose visit is longest ago first.",
            ],
        ),
    ] {
        let (page, chart) = (tagged(name).to_html(), tagged(name).to_mermaid());
        for said in said {
            assert!(page.contains(said), "{name}: {said}");
        }
        let body = page.split("</style>").nth(1).unwrap();
        for gone in ["the plan", "worth most", "presented"] {
            assert!(!body.contains(gone) && !chart.contains(gone), "{name}: {gone}");
        }
        assert!(chart.contains("is booked, or the patient says no"), "{chart}");
    }
    assert!(!builtin("no_rebook").to_html().contains("fell due"));
    let never = format!(
        "{}done_when: {{appointment: [x]}}\n",
        PRACTICE.replace("extends: ", "extends: recall\n")
    );
    assert!(
        Playbook::from_yaml(&never)
            .unwrap()
            .to_html()
            .contains("a visit of the kind x is booked")
    );
    assert!(
        builtin("dental")
            .to_html()
            .contains("Each person who is written to hears of one plan at a time, the one worth most first.")
    );
}

#[test]
fn the_invented_plan_is_one_that_the_playbook_follows_up() {
    let first = |more: &str| {
        let text = format!(
            "{PRACTICE}{more}templates:\n  plan_details: {{portal: {{en: '{{{{#each items}}}}<{{{{item.description}}}} {{{{#if item.code}}}}{{{{item.code}}}}{{{{/if}}}} {{{{item.fee}}}}>{{{{/each}}}} {{{{plan.total}}}}{{{{#each faq}}}} {{{{faq.question}}}}{{{{/each}}}}', es: x}}}}\nsequences:\n  - id: one\n    steps:\n      - {{id: a, day: 1, channel: portal, template: plan_details}}\n"
        );
        Playbook::from_yaml(&text)
            .unwrap_or_else(|error| panic!("{error}"))
            .to_html()
    };
    for (more, said) in [
        (
            "dental\n",
            "&lt;Crown D2740 $1,200.00&gt;&lt;Filling D2391 $300.00&gt; $1,500.00",
        ),
        (
            "dental\ntrigger: {where: {code: [D8010-D8220, D8660]}}\n",
            "&lt;Braces, 24 visits D8080 $5,400.00&gt; $5,400.00",
        ),
        (
            "dental\ntrigger: {where: {category: implant}}\n",
            "&lt;Implant D6010 $2,000.00&gt; $2,000.00",
        ),
        (
            "medspa\ncategories: {laser: [LHR-1, LHR-2]}\n",
            "&lt;Laser hair removal, 6 sessions LHR-1 $1,800.00&gt;&lt;Skin treatment, 3 sessions SKIN $900.00&gt; $2,700.00",
        ),
        (
            "dental\ntrigger: {where: {category: orthodontic}}\nfaq: {orthodontic: [{question: {en: Of braces?, es: x}, answer: {en: y, es: y}}], crown: [{question: {en: Of crowns?, es: x}, answer: {en: y, es: y}}]}\n",
            "&gt; $5,400.00 Of braces?</blockquote>",
        ),
    ] {
        let page = first(more);
        assert!(
            page.contains(said),
            "{more}: {}",
            &page[page.find("text-1").unwrap()..][..1200]
        );
    }
    let page = builtin("dental").to_html();
    assert!(page.contains("every kind of treatment but preventive and diagnostic"));
    assert!(page.contains("What becomes of the rest when the patient answers or books stands in part 4."));
    assert!(page.contains("No text messages or calls."));
    assert!(page.contains("Calls are not held back."));
    assert!(!builtin("medspa").to_html().contains("every kind of treatment"));
}

#[test]
fn a_long_label_says_that_it_goes_on() {
    let long = format!(
        "{PRACTICE}dental\nsequences:\n  - id: x\n    where: {{tag: [{}]}}\n    steps:\n      - {{id: a, day: 1, channel: sms, template: hello}}\n",
        "a-long-tag-of-the-practice, ".repeat(20)
    );
    let chart = Playbook::from_yaml(&long).unwrap().to_mermaid();
    let label = chart.lines().find(|line| line.contains("q1{")).unwrap();
    assert!(label.ends_with("…\"}"), "{label}");
}

/// Node names, arrows and classes of ours, and labels in which nothing is more than text.
#[test]
fn labels_of_the_flowchart_hold_text_alone() {
    for playbook in all() {
        let chart = playbook.to_mermaid();
        for line in chart.lines() {
            let mut outside = String::new();
            for (place, part) in line.split('"').enumerate() {
                if place % 2 == 0 {
                    outside.push_str(part);
                    continue;
                }
                let label = part.replace("<br/>", "");
                let mut rest = label.as_str();
                while let Some((before, after)) = rest.split_once('#') {
                    assert!(plain(before), "{label}");
                    let (number, after) = after.split_once(';').unwrap_or_else(|| panic!("{label}"));
                    assert!(
                        number.parse::<u8>().is_ok_and(|number| number.is_ascii_punctuation()),
                        "{label}"
                    );
                    rest = after;
                }
                assert!(plain(rest), "{label}");
            }
            assert!(line.matches('"').count() % 2 == 0, "{line}");
            let ours = |c: char| c.is_ascii_alphanumeric() || " _-[](){}|:>.,#".contains(c);
            assert!(outside.chars().all(ours), "{line}");
        }
        assert_eq!(
            chart.matches("subgraph").count() - usize::from(chart.contains("tag subgraph")),
            chart.matches("\n  end\n").count()
        );
    }
}

fn plain(text: &str) -> bool {
    text.chars()
        .all(|c| !c.is_control() && (!c.is_ascii_punctuation() || "'(),-./?!$+_".contains(c)))
}

#[test]
fn the_branches_of_answers_are_drawn() {
    let chart = builtin("dental").to_mermaid();
    for said in [
        "trigger --> q1{\"the kind of treatment is implant and the value of the open treatment is more than $3,000.00?\"}",
        "q1 -->|yes| s1n1",
        "q1 -->|else| q2",
        "q2 -->|else| s3n1",
        "s1n5 --> silence",
        "s1n5 --> e1n1",
        "e1n1 -->|\"1 business day later\"| e1n2",
        "yes --> e2n1",
        "question --> e3n1",
        "|\"nobody booked\"| over",
        "|\"nobody answered\"| goes_on",
        "stop([\"The patient says STOP\"]) --> stopped",
        "else portal message, then e-mail",
        "only if a financing offer fits",
    ] {
        assert!(chart.contains(said), "{said}\n{chart}");
    }
    assert!(odd().to_mermaid().contains("|\"nobody booked\"| goes_on"));
}

#[test]
fn the_same_playbook_gives_the_same_bytes() {
    let keys: [&[u8]; 1] = [b"a key of the tests' own"];
    for (one, other) in all().into_iter().zip(all()) {
        assert_eq!(one.to_html(), other.to_html());
        assert_eq!(one.to_mermaid(), other.to_mermaid());
        // Whoever's the links are.
        assert_eq!(one.to_html(), other.with_link_keys(&keys).unwrap().to_html());
    }
}
