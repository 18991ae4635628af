//! Erase or export a person.

use std::collections::BTreeMap;

use followthrough::follow_up::{Action, ActionKind, OptOutRecord, OptOutScope, contact_revoked};
use followthrough::wire::RecipientId;
use followthrough::{Error, Event, FollowUp, Playbook, Recipient, Timestamp};
use serde_json::{Value, json};

use crate::shared::{ANA, PRACTICE, ana, at, presented, reply, word};

struct Host {
    playbook: Playbook,
    follow_ups: BTreeMap<RecipientId, FollowUp>,
    outbox: Vec<(RecipientId, Action)>,
    suppressed: Vec<(RecipientId, OptOutRecord)>,
}

impl Host {
    fn hear(&mut self, recipient: &RecipientId, now: Timestamp, event: &Event) -> Result<(), Error> {
        let Some(follow_up) = self.follow_ups.get_mut(recipient) else {
            return Ok(());
        };
        for action in self.playbook.handle(follow_up, now, event)?.actions {
            if let ActionKind::RecordOptOut(record) = action.kind {
                self.suppressed.push((recipient.clone(), record));
            } else {
                self.outbox.push((recipient.clone(), action));
            }
        }
        Ok(())
    }

    // docs: export
    /// All that is held about a person, for the person to read. As confidential as the state.
    fn export(&self, recipient: &RecipientId) -> Option<Value> {
        let held = self.follow_ups.get(recipient)?;
        let follow_up: Value = serde_json::from_str(&held.export_person()).ok()?;
        let outbox = self.outbox.iter().filter(|(of, _)| of == recipient);
        let opt_outs = self
            .suppressed
            .iter()
            .filter(|(_, record)| held.has_contact_point(&record.contact));
        Some(json!({
            "follow_up": follow_up,
            "outbox": outbox.map(|(_, action)| action).collect::<Vec<_>>(),
            "opt_outs": opt_outs.map(|(_, record)| record).collect::<Vec<_>>(),
        }))
    }
    // docs: end

    // docs: erase
    /// The suppression list stays, and so does the journal for six years: it holds ids and no more.
    fn erase(&mut self, recipient: &RecipientId) {
        self.follow_ups.remove(recipient);
        self.outbox.retain(|(of, _)| of != recipient);
    }

    /// Somebody new, or somebody who comes back with the next export: the STOP of before holds.
    fn begin(&mut self, person: &Recipient, now: Timestamp) -> Result<(), Error> {
        let follow_up = self.playbook.begin(person)?;
        let points: Vec<_> = follow_up.contact_points().cloned().collect();
        self.follow_ups.insert(person.id.clone(), follow_up);
        for point in points {
            for (whose, record) in self.suppressed.clone() {
                let everything = whose == person.id && record.scope == OptOutScope::All;
                if everything || record.contact == point {
                    let at = record.at;
                    let record = OptOutRecord {
                        contact: point.clone(),
                        ..record
                    };
                    self.hear(&person.id, now, &contact_revoked(&record, at))?;
                }
            }
        }
        Ok(())
    }
    // docs: end
}

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let person: Recipient = serde_json::from_str(ANA)?;
    let mut host = Host {
        playbook: Playbook::from_yaml(PRACTICE)?,
        follow_ups: [(person.id.clone(), ana()?)].into(),
        outbox: Vec::new(),
        suppressed: Vec::new(),
    };
    host.hear(&person.id, at("2026-03-02T15:00:00Z")?, &presented()?)?;
    let now = at("2026-03-04T16:00:00Z")?;
    host.hear(&person.id, now, &reply("e2", now, "STOP")?)?;

    let held = host.export(&person.id).ok_or("nobody")?;
    let keys: Vec<&str> = held
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
        .collect();
    let state = held.pointer("/follow_up/cases/0/state").ok_or("no case")?;
    println!("{} {}", keys.join(" "), word(state, &["outcome"]));
    host.erase(&person.id);
    println!("{} people, {} opt-out", host.follow_ups.len(), host.suppressed.len());
    let now = at("2026-03-05T06:00:00Z")?;
    host.begin(&person, now)?;
    let back = host.follow_ups.get(&person.id).ok_or("nobody")?;
    for contact in &host.playbook.explain(back, now)?.contacts {
        println!("{} {}", word(contact, &["kind"]), word(contact, &["consent"]));
    }
    Ok(())
}
