//! The practice system: snapshots by night, sometimes none for days, sometimes one from an old backup.

use followthrough::Timestamp;

use super::post::{Happening, Letter, Meant};
use super::run::World;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// What the practice system has said so far.
#[derive(Default)]
pub(crate) struct System {
    /// The bodies of the last export by person and object, to tell what changed.
    told: std::collections::BTreeMap<(usize, String), String>,
    /// Whole exports, for the day on which somebody hands in an old one.
    kept: Vec<Vec<Letter>>,
    /// No export until then.
    silent_until: Option<Timestamp>,
}

impl World {
    pub(crate) fn export(&mut self) {
        let jitter = self.chance.between(0, 3 * HOUR);
        self.queue.put(self.now.plus(DAY - 90 * 60 + jitter), Happening::Export);
        if self.system.silent_until.is_some_and(|until| self.now < until) {
            return;
        }
        if self.chance.percent(4) {
            let days = self.chance.between(1, 5);
            self.system.silent_until = Some(self.now.plus(days * DAY));
        }
        if self.chance.percent(4) && !self.system.kept.is_empty() {
            return self.export_of_old();
        }
        let mut export = Vec::new();
        for who in 0..self.people.len() {
            for (object, body) in self.snapshots(who) {
                let known = self.system.told.get(&(who, object.clone()));
                // Mostly what changed; some of the rest for good measure.
                if known == Some(&body) && !self.chance.percent(3) {
                    continue;
                }
                let letter = Letter {
                    to: who,
                    event_id: self.event_id(),
                    at: self.now,
                    body: body.clone(),
                    meant: Meant::Nothing,
                };
                self.system.told.insert((who, object), body);
                export.push(letter);
            }
        }
        for letter in export.clone() {
            self.queue.post(&mut self.chance, self.now, letter);
        }
        self.system.kept.push(export);
        self.host.facts_as_of = self.host.facts_as_of.max(Some(self.now));
    }

    /// An old export is handed in again: under its own ids, or as if it were another one.
    fn export_of_old(&mut self) {
        let last = self.system.kept.len();
        let index = self.chance.index(last.min(15));
        let afresh = self.chance.percent(50);
        for mut letter in self.system.kept[last - 1 - index].clone() {
            if afresh {
                letter.event_id = self.event_id();
            }
            self.queue.post(&mut self.chance, self.now, letter);
        }
    }

    fn snapshots(&self, who: usize) -> Vec<(String, String)> {
        let human = &self.people[who];
        let mut all = vec![(
            human.id.clone(),
            format!(r#""type": "recipient", "recipient": {}"#, human.recipient()),
        )];
        for plan in &human.plans {
            let body = if plan.gone {
                format!(r#""type": "plan_gone", "plan_id": "{}""#, plan.id)
            } else {
                format!(r#""type": "plan", "plan": {}"#, human.plan(plan))
            };
            all.push((plan.id.clone(), body));
        }
        for recall in human.recalls.iter().filter(|_| self.host.recalls) {
            let body = if recall.gone {
                format!(
                    r#""type": "subject_gone", "kind": "recall", "subject_id": "{}""#,
                    recall.id
                )
            } else {
                format!(r#""type": "subject", "subject": {}"#, human.recall(recall))
            };
            all.push((recall.id.clone(), body));
        }
        for visit in &human.visits {
            let body = format!(r#""type": "appointment", "appointment": {}"#, human.visit(visit));
            all.push((visit.id.clone(), body));
        }
        all
    }
}
