//! Random playbooks: what a practice may write, with what a reckoning beside the engine must know of it.

use followthrough::Playbook;
use proptest::prelude::*;
use proptest::sample::select;

/// A practice's rules as a document, and the numbers in it.
#[derive(Clone)]
pub(crate) struct Rulebook {
    pub(crate) yaml: String,
    pub(crate) zone: &'static str,
    pub(crate) state: &'static str,
    /// A closed day of its own.
    pub(crate) closed: (i16, i8, i8),
    /// Another office, the location `west`.
    pub(crate) west: Option<(&'static str, &'static str)>,
    /// The law's preset, or `own`.
    pub(crate) policy: &'static str,
    /// Hours of the practice's own, by days from Monday.
    pub(crate) window: &'static [Hours],
    pub(crate) per_day: usize,
    pub(crate) per_week: usize,
    pub(crate) min_gap: i64,
    /// Whether closed days keep e-mail and portal quiet too.
    pub(crate) all_quiet: bool,
    pub(crate) not_on_visit_days: bool,
    pub(crate) revoke_all: bool,
    /// How long a plan is followed up, in seconds.
    pub(crate) trigger_window: i64,
}

/// The document tells all.
impl std::fmt::Debug for Rulebook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.yaml)
    }
}

/// From which to which day of the week, from Monday as 0, and from which to which hour and minute.
pub(crate) type Hours = (u8, u8, (i8, i8), (i8, i8));

impl Rulebook {
    /// The same as an office has it: a location, or the practice itself.
    pub(crate) fn at(&self, location: Option<&str>) -> Self {
        let mut office = self.clone();
        if let (Some("west"), Some((zone, state))) = (location, self.west) {
            (office.zone, office.state, office.closed) = (zone, state, (2026, 3, 10));
        }
        office
    }

    pub(crate) fn compile(&self) -> Playbook {
        Playbook::from_yaml(&self.yaml)
            .unwrap_or_else(|error| panic!("{error}\n{}", self.yaml))
            .with_link_keys(&[b"a key of the tests' own"])
            .unwrap()
    }
}

const WINDOWS: [(&str, &[Hours]); 4] = [
    ("{mon-sat: \"09:00-19:00\"}", &[(0, 5, (9, 0), (19, 0))]),
    ("{mon-fri: \"10:00-17:30\"}", &[(0, 4, (10, 0), (17, 30))]),
    ("{mon-sun: \"08:00-20:30\"}", &[(0, 6, (8, 0), (20, 30))]),
    (
        "{mon-sat: \"09:00-12:00,14:00-19:00\"}",
        &[(0, 5, (9, 0), (12, 0)), (0, 5, (14, 0), (19, 0))],
    ),
];

const PLACES: [(&str, &str); 5] = [
    ("America/New_York", "GA"),
    ("America/New_York", "FL"),
    ("America/Chicago", "MS"),
    ("America/Phoenix", "AZ"),
    ("America/Los_Angeles", "WA"),
];

fn delay() -> impl Strategy<Value = &'static str> {
    select(vec![
        "4 business hours",
        "1 business day",
        "2 business days",
        "24h",
        "7d",
    ])
}

/// One to three levels.
fn levels(prompt: &'static str) -> impl Strategy<Value = String> {
    let level = (
        delay(),
        delay(),
        any::<bool>(),
        select(vec!["front_desk", "office_manager"]),
    );
    prop::collection::vec(level, 1..4).prop_map(move |levels| {
        let mut list = String::new();
        for (index, (due_in, after, alert, role)) in levels.iter().enumerate() {
            let after = if index == 0 {
                String::new()
            } else {
                format!(", after: {after}")
            };
            list += &format!("\n    - {{prompt: {prompt}, role: {role}, due_in: {due_in}, alert: {alert}{after}}}");
        }
        list
    })
}

/// What a step may ask of one before it.
const RESULTS: [&str; 6] = [
    "delivered",
    "[delivered, clicked]",
    "[sent, failed]",
    "skipped",
    "[reached, left_message, no_answer]",
    "[sent, delivered, skipped]",
];

/// A step without its place in a sequence.
#[derive(Clone, Debug)]
struct Drawn {
    /// Until the step after it.
    days: u32,
    says: String,
    more: &'static str,
    /// Which step before it is asked for, whether it came to one of these, and whether to that or not.
    asks: Option<(prop::sample::Index, &'static str, bool)>,
}

impl Drawn {
    /// As the document says it, after so many others.
    fn written(&self, before: usize) -> String {
        let says = &self.says;
        match &self.asks {
            Some((which, results, so)) if before > 0 && !self.more.contains("when") => {
                let asked = format!("{{last_result: {{s{}: {results}}}}}", which.index(before));
                let asked = if *so { asked } else { format!("{{not: {asked}}}") };
                format!("{says}{}, when: {asked}", self.more)
            }
            _ => format!("{says}{}", self.more),
        }
    }
}

/// One step after so many days: its channels, its text, and what else a step may say.
fn step() -> impl Strategy<Value = Drawn> {
    let message = select(vec![
        "channel: sms, template: hello",
        "channel: sms, template: soft_nudge, otherwise: [portal, email]",
        "channel: sms, template: hello, otherwise: email",
        "channel: email, template: plan_details",
        "channel: email, template: soft_nudge, otherwise: [sms]",
        "channel: portal, template: hello, otherwise: [sms, email]",
        "channel: call, escalate: high_value",
    ]);
    let more = select(vec![
        "",
        "",
        ", at: \"10:30\"",
        ", at: \"02:30\"",
        ", stale_after: 30h",
        ", stale_after: 12d, if_blocked: task",
        ", if_blocked: task",
        ", when: financing_available",
        ", when: {pending_value: {above: 1000}}",
        ", when: {not: replied}",
        ", when: {pending_for: {above: 200h}}",
        ", when: {consented: email}",
        ", when: {any: [new_patient, {insured: true}, {benefits_remaining: {at_least: 100}}]}",
        ", when: {presented_on: {at_least: 2026-03-10}}",
    ]);
    let asks = prop::option::weighted(
        0.25,
        (any::<prop::sample::Index>(), select(RESULTS.to_vec()), any::<bool>()),
    );
    (1u32..9, message, more, asks).prop_map(|(days, message, more, asks)| Drawn {
        days,
        says: message.to_owned(),
        more,
        asks,
    })
}

fn sequence() -> impl Strategy<Value = String> {
    (0u32..3, prop::collection::vec(step(), 1..7)).prop_map(|(first, steps)| {
        let (mut day, mut list) = (first, String::new());
        for (index, step) in steps.iter().enumerate() {
            list += &format!("\n      - {{id: s{index}, day: {day}, {}}}", step.written(index));
            day += step.days;
        }
        list
    })
}

/// When, how often and to whom.
fn limits() -> impl Strategy<Value = Rulebook> {
    let numbers = (1usize..4, 1usize..8, select(vec![0i64, 2, 20, 72]), 1u8..4);
    let law = select(vec![
        ("federal", "federal"),
        ("mini_tcpa_union", "mini_tcpa_union"),
        ("strict_all_rows", "strict_all_rows"),
        ("own", "{mon-sun: \"08:30-20:00\"}"),
    ]);
    let place = (
        select(PLACES.to_vec()),
        select(WINDOWS.to_vec()),
        select(vec!["0", "90m", "5h"]),
    );
    let trigger_window = select(vec![10i64, 45, 90]);
    let west = prop::option::of(select(PLACES.to_vec()));
    (numbers, law, place, any::<[bool; 3]>(), (trigger_window, west)).prop_map(
        |(
            (per_day, per_week, min_gap, open),
            (policy, windows),
            ((zone, state), (hours, window), spread),
            flags,
            (days, west),
        )| {
            let [all_quiet, not_on_visit_days, revoke_all] = flags;
            let quiet = if all_quiet {
                "[sms, call, email, portal]"
            } else {
                "[sms, call]"
            };
            let locations = west.map_or(String::new(), |(zone, state)| {
                let hours = "{tue-sat: \"07:00-15:30\"}";
                format!(
                    "  locations: {{west: {{name: Peachtree West, time_zone: {zone}, state: {state}, hours: {hours}, \
                     closed: [us_federal_holidays, 2026-03-10], roles: {{desk: {{}}}}}}}}\n"
                )
            });
            let yaml = format!(
                r#"
followthrough: 1
extends: dental
practice:
  name: Peachtree Family Dental
  time_zone: {zone}
  state: {state}
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
  hours: {{mon-thu: "08:00-12:00,13:00-17:00", fri: "08:00-13:00"}}
  closed: [us_federal_holidays, 2026-03-12]
{locations}limits: {{per_day: {per_day}, per_week: {per_week}, min_gap: {min_gap}h, max_open_cases: {open}}}
sending: {{window: {hours}, quiet_on_closed_days: {quiet}, not_on_visit_days: {not_on_visit_days}, spread: {spread}}}
contact_policy: {{windows: {windows}, revoke_all: {revoke_all}}}
"#
            );
            Rulebook {
                yaml,
                zone,
                state,
                closed: (2026, 3, 12),
                west,
                policy,
                window,
                per_day,
                per_week,
                min_gap: min_gap * 3_600,
                all_quiet,
                not_on_visit_days,
                revoke_all,
                trigger_window: days * 86_400,
            }
        },
    )
}

/// Whatever a practice may write.
pub(crate) fn rulebook() -> impl Strategy<Value = Rulebook> {
    let trigger = (
        select(vec!["0", "24h", "60h"]),
        select(vec!["36h", "12h", "off"]),
        select(vec!["same_procedures", "same_area", "any_visit", "{value_share: 0.7}"]),
        select(vec![
            "",
            ", where: {pending_value: {at_least: 500}}",
            ", where: {all: [{standing: [open, partial]}, {age: {at_least: 18}}]}",
            ", where: {pending_for: {below: 480h}}",
        ]),
    );
    let lists = (levels("call"), levels("book"), levels("answer"));
    let cases = (
        select(vec!["0", "3d", "14d"]),
        select(vec!["close", "resume"]),
        select(vec!["confirmed", "landed"]),
        select(vec!["0", "0", "0", "0.3", "1"]),
        select(vec![
            "{older_than: 7d}",
            "{older_than: 2d, spread_over: 3 business days}",
        ]),
    );
    (limits(), trigger, (sequence(), sequence()), lists, cases).prop_map(
        |(mut book, (pending, fresh, accepted, condition), (large, other), lists, cases)| {
            let (call, booking, answer) = lists;
            let (wind_down, then, click, share, backlog) = cases;
            let window = book.trigger_window / 3_600;
            book.yaml += &format!(
                r#"trigger: {{pending_for: {pending}, window: {window}h, facts_fresh_within: {fresh}, accepted_when: {accepted}{condition}}}
wind_down: {wind_down}
when_re_engaged: {{escalate: re_engaged, then: {then}}}
engagement: {{click: {click}}}
holdout: {{share: {share}, salt: tests}}
backlog: {backlog}
escalation:
  high_value: {call}
  re_engaged: {booking}
  question: {answer}
sequences:
  - id: large
    where: {{pending_value: {{above: 2500}}}}
    steps: {large}
  - id: any
    steps: {other}
"#
            );
            book
        },
    )
}
