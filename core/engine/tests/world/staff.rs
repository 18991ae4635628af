//! The staff: they work their tasks, or leave them, and sometimes take back what they entered.

use std::collections::BTreeMap;

use followthrough::Timestamp;
use followthrough::escalation::PromptKind;
use followthrough::follow_up::Prompt;

use super::post::{Happening, Meant};
use super::run::World;

const HOUR: i64 = 3_600;

/// One line of the list on the front desk's screen.
pub(crate) struct Task {
    pub(crate) who: usize,
    pub(crate) case: Option<String>,
    pub(crate) kind: PromptKind,
    /// The actions that put it there, one for each level.
    pub(crate) actions: Vec<String>,
    pub(crate) open: bool,
    /// When somebody last entered what came of it.
    pub(crate) worked_at: Timestamp,
}

#[derive(Default)]
pub(crate) struct Staff {
    pub(crate) tasks: BTreeMap<String, Task>,
}

impl World {
    /// A prompt comes to the list.
    pub(crate) fn staff_get(&mut self, who: usize, action: &str, handed_at: Timestamp, prompt: &Prompt) {
        let id = prompt.task_id.to_string();
        let task = self.staff.tasks.entry(id.clone()).or_insert_with(|| Task {
            who,
            case: prompt.case_id.as_ref().map(ToString::to_string),
            kind: prompt.kind,
            actions: Vec::new(),
            open: true,
            worked_at: Timestamp::MIN,
        });
        if task.actions.iter().any(|known| known == action) {
            return;
        }
        task.actions.push(action.to_owned());
        // A level that comes to the list late, after somebody was at it, asks for nothing any more.
        task.open = handed_at > task.worked_at;
        if !task.open {
            return;
        }
        self.observer.staff_got(&self.staff, &id, prompt);
        // A third of all tasks lies there for ever.
        if !self.calm && self.chance.percent(66) {
            let hours = self.chance.pick(&[1, 2, 5, 20, 30, 100]);
            self.queue.put(self.now.plus(hours * HOUR), Happening::Work(id));
        }
    }

    /// A prompt leaves the list.
    pub(crate) fn staff_lose(&mut self, action: &str) {
        let tasks = self.staff.tasks.values_mut();
        for task in tasks.filter(|task| task.actions.iter().any(|known| known == action)) {
            task.open = false;
        }
    }

    /// Somebody works a task.
    pub(crate) fn work(&mut self, id: &str) {
        let Some(task) = self.staff.tasks.get_mut(id).filter(|task| task.open) else {
            return;
        };
        let outcomes: &[&str] = match task.kind {
            PromptKind::Call => &[
                "reached",
                "booked",
                "left_message",
                "no_answer",
                "declined",
                "wrong_number",
                "do_not_contact",
            ],
            PromptKind::Book => &["booked", "booked", "reached", "no_answer", "left_message", "declined"],
            PromptKind::Answer => &[
                "answered",
                "answered",
                "reached",
                "booked",
                "declined",
                "do_not_contact",
                "undo",
            ],
            PromptKind::FixContact | PromptKind::Review => &["answered", "reached"],
        };
        let outcome = self.chance.pick(outcomes);
        // Nobody ends a task by undoing what came before it.
        task.open = outcome == "undo";
        task.worked_at = self.now;
        let (who, case) = (task.who, task.case.clone());
        self.tell(
            who,
            Meant::Nothing,
            format!(
                r#""type": "staff", "task_id": "{id}", "outcome": "{outcome}"{}"#,
                self.which_number(who, outcome)
            ),
        );
        let Some(case) = case else { return };
        let plan = self.people[who].plans.iter().position(|plan| plan.id == case);
        if let Some(plan) = plan.filter(|_| outcome == "booked" && self.chance.percent(80)) {
            self.book(who, plan);
        }
        if self.chance.percent(8) {
            self.tell(
                who,
                Meant::Nothing,
                format!(r#""type": "staff", "case_id": "{case}", "outcome": "undo""#),
            );
        }
    }

    fn which_number(&self, who: usize, outcome: &str) -> String {
        let mobile = self.people[who]
            .contacts
            .iter()
            .find(|contact| contact.kind == "mobile");
        match mobile.filter(|_| outcome == "wrong_number") {
            Some(mobile) => format!(r#", "contact": "{}""#, mobile.value),
            None => String::new(),
        }
    }

    /// Staff decide something that nobody asked them about.
    pub(crate) fn staff_on_their_own(&mut self, who: usize) {
        if self.chance.between(0, 999) >= 8 || self.people[who].plans.is_empty() {
            return;
        }
        let plan = self.chance.index(self.people[who].plans.len());
        let recall = self.people[who].recalls.first().map(|recall| recall.id.clone());
        let case = recall.filter(|_| self.chance.percent(30));
        let case = case.unwrap_or_else(|| self.people[who].plans[plan].id.clone());
        // The screen offers what the product knows.
        if !self.host.knows(who, &case) {
            return;
        }
        let outcome = self.chance.pick(&[
            "pause",
            "pause",
            "resume",
            "resume",
            "stop_case",
            "declined",
            "do_not_contact",
            "wrong_number",
            "reached",
            "undo",
            "undo",
            "booked",
        ]);
        let until: Timestamp = self.now.plus(self.chance.between(HOUR, 300 * 24 * HOUR));
        let until = if outcome == "pause" {
            format!(r#", "until": "{until}""#)
        } else {
            String::new()
        };
        self.tell(
            who,
            Meant::Nothing,
            format!(
                r#""type": "staff", "case_id": "{case}", "outcome": "{outcome}"{until}{}"#,
                self.which_number(who, outcome)
            ),
        );
    }
}
