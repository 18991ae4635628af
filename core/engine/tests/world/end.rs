//! When the world has come to rest: everything is closed and carried out, and its twin without crashes is the same.

use followthrough::follow_up::ActionKind;
use followthrough::{Caseload, FollowUp};

use super::observer::Law;
use super::run::World;
use super::store::{Desk, Store, decide};

impl World {
    pub(crate) fn at_the_end(&mut self) {
        for who in 0..self.people.len() {
            let follow_up = self.host.store.follow_up(who);
            let open: Vec<String> = follow_up
                .states()
                .into_iter()
                .filter(|(_, state)| *state != "closed")
                .map(|(id, state)| format!("{id} is {state}"))
                .collect();
            self.observer.holds(open.is_empty(), Law::Calm, || open.join(", "));
            let wake_at = self.host.store.wake_at(who);
            self.observer.holds(wake_at.is_none(), Law::Calm, || {
                format!("r-{who} waits for {wake_at:?}")
            });
        }
        for outgoing in self.host.outbox.values() {
            let id = &outgoing.action.id;
            if let ActionKind::Prompt(prompt) = &outgoing.action.kind {
                let shown = self.staff.tasks.get(prompt.task_id.text().as_str());
                let shown = shown.is_some_and(|task| task.actions.iter().any(|known| known == id.text().as_str()));
                let text = || format!("{id} came to nobody: {:?}", prompt.kind);
                self.observer.holds(shown || outgoing.cancelled, Law::Human, text);
            }
        }
        self.twin();
    }

    /// The same inputs, in the same order, without a crash, a repeat or a row.
    fn twin(&mut self) {
        let first = &self.practice.playbooks[0];
        let same = match &self.host.store {
            Store::Rows(rows) => {
                let begin = |json: &String| FollowUp::from_recipient_json(json).unwrap();
                let mut twins: Vec<FollowUp> = self.begun.iter().map(begin).collect();
                let mut same = true;
                for (input, answer) in &self.host.inputs {
                    let twin = &mut twins[input.who];
                    let decided = decide(&self.practice.playbooks[input.book], twin.clone(), input);
                    same &= decided.is_ok_and(|(decision, after)| {
                        *twin = after;
                        decision.to_json() == *answer
                    });
                }
                same && twins.iter().zip(rows).all(|(twin, row)| twin.to_json() == row.json)
            }
            Store::Desk(desk) => {
                let mut caseload = Caseload::new(first.clone());
                for person in &self.begun {
                    caseload.begin(&serde_json::from_str(person).unwrap()).unwrap();
                }
                let mut twin = Desk::new(caseload);
                for input in desk.log.clone() {
                    // A refusal is in the log too.
                    let _ = twin.call(&self.practice.playbooks, input, false);
                }
                twin.rows() == desk.rows()
            }
        };
        self.observer
            .holds(same, Law::Twin, || "a world without crashes ends otherwise".to_owned());
    }
}
