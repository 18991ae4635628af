//! The invented practice, imported, with the plans of its next three months to come.
#![allow(dead_code, reason = "not every test uses everything")]

use followthrough::{Date, Playbook};
use followthrough_import::{Imported, Options as ImportOptions, System, read};
use followthrough_insight::invented::{Practice, open_dental_export};
use followthrough_insight::simulate::{Behaviour, Cases, Delivery, Options, Reactions, Simulation, simulate};

pub(crate) const PLAYBOOK: &str = r#"
followthrough: 1
practice:
  name: Larkspur Family Dental
  time_zone: America/New_York
  state: GA
  phone: "+14045550100"
  postal_address: 12 Larkspur Lane, Decatur, GA 30030
  booking_url: https://book.example.com/larkspur
extends: dental
"#;

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// The invented practice's playbook, with further keys at the top.
pub(crate) fn playbook(more: &str) -> Playbook {
    Playbook::from_yaml(&format!("{PLAYBOOK}{more}\n")).unwrap_or_else(|e| panic!("{e}"))
}

pub(crate) fn imported(seed: u64, as_of: Date) -> Imported {
    let mut options = ImportOptions::default();
    for (name, value) in [
        ("presented", "saved_plan"),
        ("time_zone", Practice::TIME_ZONE),
        ("state", Practice::STATE),
        ("as_of", &as_of.to_string()),
    ] {
        options.set(name, value).unwrap();
    }
    read(
        System::OpenDental,
        open_dental_export(&Practice::new(seed, as_of)),
        &options,
    )
    .unwrap()
}

/// What the practice knows on a day, and what it presents in the days that follow.
pub(crate) fn cases(seed: u64, from: Date, days: i64) -> Cases {
    let now = imported(seed, from);
    let plans = now.plans.into_iter().map(|r| (r.recipient, r.plan)).collect();
    let mut cases = Cases::new(now.recipients, plans, now.appointments);
    let to = from.plus_days(days).unwrap();
    let next = imported(seed, to);
    cases
        .arrive(from, to, next.plans.iter().map(|r| (&r.recipient, &r.plan)))
        .unwrap();
    cases
}

/// Ninety days of the invented practice, over the end of summer time and four federal holidays.
pub(crate) fn ninety_days(seed: u64, more: &str) -> Simulation {
    ninety_days_of(seed, more, Behaviour::default())
}

/// The same among people who react far more than people do, so that every path is walked often.
pub(crate) fn lively() -> Behaviour {
    let reactions = Reactions {
        click: 120,
        yes: 120,
        question: 120,
        no: 60,
        stop: 60,
        complaint: 15,
        opened: 500,
        scanned: 400,
    };
    Behaviour {
        books_a_part: 400,
        breaks_visit: 350,
        sms: reactions,
        email: reactions,
        portal: reactions,
        delivery: Delivery {
            sms_dead: 60,
            sms_blocked: 60,
            sms_lost: 60,
            email_bounced: 60,
        },
        ..Behaviour::default()
    }
}

pub(crate) fn ninety_days_of(seed: u64, more: &str, behaviour: Behaviour) -> Simulation {
    ninety_days_from("2026-09-01", seed, more, behaviour)
}

pub(crate) fn ninety_days_from(from: &str, seed: u64, more: &str, behaviour: Behaviour) -> Simulation {
    let from = date(from);
    let options = Options {
        seed,
        behaviour,
        ..Options::days(from, 90)
    };
    simulate(&playbook(more), &cases(seed, from, 90), &options)
}
