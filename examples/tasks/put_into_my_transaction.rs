//! Put it into my transaction.

use std::collections::BTreeMap;

use followthrough::follow_up::{Action, ActionKind};
use followthrough::wire::ActionId;
use followthrough::{Event, FollowUp, Playbook, Timestamp};
use serde_json::json;

use crate::shared::{PRACTICE, ana, at, presented};

type Failure = Box<dyn std::error::Error>;

/// Three tables. A transaction works on a copy, as a database lets nobody see what is not committed.
#[derive(Clone, Default)]
struct Tables {
    follow_up: BTreeMap<String, (String, Option<Timestamp>)>,
    outbox: BTreeMap<ActionId, (String, Action, Option<Timestamp>)>,
    journal: Vec<(String, String)>,
}

impl Tables {
    fn transaction(&mut self, work: impl FnOnce(&mut Self) -> Result<(), Failure>) -> Result<(), Failure> {
        let mut copy = self.clone();
        work(&mut copy)?;
        *self = copy;
        Ok(())
    }
}

// docs: call
fn load(db: &Tables, recipient: &str) -> Result<FollowUp, Failure> {
    let (state, _) = db.follow_up.get(recipient).ok_or("nobody")?; // for update
    Ok(FollowUp::from_json(state)?)
}

/// One call, and all that it brings, in one transaction. Without an event time passes.
fn hear(
    db: &mut Tables,
    playbook: &Playbook,
    now: Timestamp,
    recipient: &str,
    event: Option<&Event>,
) -> Result<(), Failure> {
    db.transaction(|tx| {
        let mut follow_up = load(tx, recipient)?;
        let decision = match event {
            Some(event) => playbook.handle(&mut follow_up, now, event)?,
            None => playbook.tick(&mut follow_up, now)?,
        };
        let row = (follow_up.to_json(), decision.wake_at);
        tx.follow_up.insert(recipient.to_owned(), row);
        for action in decision.actions {
            let row = (recipient.to_owned(), action.clone(), None);
            tx.outbox.entry(action.id).or_insert(row); // on conflict do nothing
        }
        for entry in decision.journal {
            tx.journal.push((recipient.to_owned(), json!(entry).to_string()));
        }
        Ok(())
    })
}
// docs: end

// docs: send
/// After the commit, by a worker. A crash before the last line sends again, under the same id.
fn deliver(db: &mut Tables, playbook: &Playbook, now: Timestamp, gateway: impl Fn(&Action)) -> Result<(), Failure> {
    let open = db.outbox.values().filter(|(_, _, done_at)| done_at.is_none());
    for (recipient, action, _) in open.cloned().collect::<Vec<_>>() {
        let is_send = matches!(action.kind, ActionKind::Send(_));
        if is_send
            && !playbook
                .may_still_send(&load(db, &recipient)?, &action.id, now)
                .is_yes()
        {
            continue;
        }
        gateway(&action);
        db.outbox
            .entry(action.id)
            .and_modify(|(_, _, done_at)| *done_at = Some(now));
    }
    Ok(())
}
// docs: end

pub(crate) fn run() -> Result<(), Failure> {
    let playbook = Playbook::from_yaml(PRACTICE)?;
    let mut db = Tables::default();
    db.follow_up.insert("r-77".to_owned(), (ana()?.to_json(), None));

    let monday = at("2026-03-02T15:00:00Z")?;
    hear(&mut db, &playbook, monday, "r-77", Some(&presented()?))?;
    // What cannot be read is refused before the call, and what the engine refuses is refused in it: nothing is stored.
    let broken = json!({"event_id": "e2", "at": monday, "type": "plan", "plan": {}});
    if let Err(error) = Event::from_json(&broken.to_string()) {
        println!("{} {} and nothing is stored", error.code().as_str(), error.path());
    }
    hear(&mut db, &playbook, at("2026-03-03T15:00:00Z")?, "r-77", None)?;
    println!("{} action, {} entries", db.outbox.len(), db.journal.len());
    for _ in 0..2 {
        deliver(&mut db, &playbook, at("2026-03-03T15:00:05Z")?, |action| {
            if let ActionKind::Send(send) = &action.kind {
                println!("to the gateway: {}", send.step);
            }
        })?;
    }
    Ok(())
}
