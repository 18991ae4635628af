//! Drive it from a nightly export.

use std::collections::BTreeMap;

use followthrough::follow_up::EventKind;
use followthrough::wire::RecipientId;
use followthrough::{Decision, Error, FollowUp, Moment, Playbook, Timestamp};
use followthrough_import::{Imported, Options, StoredExport, System, changes, read};

use crate::shared::{PRACTICE, at, word};

const PATIENTS: &str = include_str!("export/patient.csv");
const CODES: &str = include_str!("export/procedurecode.csv");
const MONDAY: &str = include_str!("export/procedurelog-monday.csv");
const TUESDAY: &str = include_str!("export/procedurelog-tuesday.csv");

// docs: read
/// What the practice said once about its system; `questions` lists what is to be asked.
fn read_night(procedures: &str, as_of: &str) -> Result<Imported, Error> {
    let mut options = Options::default();
    options.set("presented", "charted")?;
    options.set("time_zone", "America/New_York")?;
    options.set("as_of", as_of)?;
    let files = [
        ("patient.csv", PATIENTS),
        ("procedurecode.csv", CODES),
        ("procedurelog.csv", procedures),
    ];
    read(System::OpenDental, files, &options)
}
// docs: end

type Failure = Box<dyn std::error::Error>;

struct Host {
    playbook: Playbook,
    people: BTreeMap<RecipientId, FollowUp>,
}

impl Host {
    // docs: take in
    /// One night: what changed since the export that was taken in last, then time. Returns what to keep for the next one.
    fn take_in(&mut self, before: &StoredExport, export: &Imported, now: Timestamp) -> Result<StoredExport, Failure> {
        let mut moment = Moment::from(now);
        moment.facts_as_of = Some(export.at);
        let news = changes(before, export)?;
        if !news.shrunk.is_empty() || news.older {
            return Err("half of it may be missing, or it is an old one: ask a person".into());
        }
        for (id, event) in news.events {
            // Somebody new comes with a `recipient` event, before everything else about them.
            if let EventKind::Recipient(told) = &event.kind
                && !self.people.contains_key(&id)
            {
                self.people.insert(id.clone(), self.playbook.begin(&told.recipient)?);
            }
            let Some(follow_up) = self.people.get_mut(&id) else {
                continue;
            };
            let decision = self.playbook.handle(follow_up, moment, &event)?;
            store(now, follow_up, &decision);
        }
        for follow_up in self.people.values_mut() {
            let decision = self.playbook.tick(follow_up, moment)?;
            store(now, follow_up, &decision);
        }
        Ok(news.store)
    }
    // docs: end
}

/// A host writes the follow-up, the actions and the journal here, in one transaction.
fn store(now: Timestamp, follow_up: &FollowUp, decision: &Decision) {
    for action in &decision.actions {
        println!(
            "{now} {} {} {}",
            follow_up.recipient_id(),
            word(action, &["type"]),
            word(action, &["step", "status"])
        );
    }
    for entry in &decision.journal {
        let what = [word(entry, &["type"]), word(entry, &["outcome"])];
        println!("{now} {} {}", follow_up.recipient_id(), what.join(" ").trim_end());
    }
}

pub(crate) fn run() -> Result<(), Failure> {
    let mut host = Host {
        playbook: Playbook::from_yaml(PRACTICE)?,
        people: BTreeMap::new(),
    };
    let monday = read_night(MONDAY, "2026-03-02")?;
    let store = host.take_in(&StoredExport::empty(), &monday, at("2026-03-03T05:00:00Z")?)?;
    let tuesday = read_night(TUESDAY, "2026-03-03")?;
    let store = host.take_in(&store, &tuesday, at("2026-03-04T15:00:00Z")?)?;
    host.take_in(&store, &tuesday, at("2026-03-05T15:00:00Z")?)?;
    Ok(())
}
