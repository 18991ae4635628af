//! Drive it from a nightly export.

use std::collections::BTreeMap;

use followthrough::follow_up::EventKind;
use followthrough::wire::RecipientId;
use followthrough::{Decision, Error, FollowUp, Moment, Playbook, Timestamp};
use followthrough_import::{Imported, Options, System, changes, read};

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

struct Host {
    playbook: Playbook,
    people: BTreeMap<RecipientId, FollowUp>,
}

impl Host {
    // docs: take in
    /// One night: what changed since the export that was taken in last, then time. Keep this one for the next night.
    fn take_in(&mut self, before: &Imported, export: &Imported, now: Timestamp) -> Result<(), Error> {
        let mut moment = Moment::from(now);
        moment.facts_as_of = Some(export.at);
        for (id, event) in changes(before, export) {
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
        Ok(())
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

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut host = Host {
        playbook: Playbook::from_yaml(PRACTICE)?,
        people: BTreeMap::new(),
    };
    let monday = read_night(MONDAY, "2026-03-02")?;
    host.take_in(&Imported::empty(monday.as_of), &monday, at("2026-03-03T05:00:00Z")?)?;
    let tuesday = read_night(TUESDAY, "2026-03-03")?;
    host.take_in(&monday, &tuesday, at("2026-03-04T15:00:00Z")?)?;
    host.take_in(&tuesday, &tuesday, at("2026-03-05T15:00:00Z")?)?;
    Ok(())
}
