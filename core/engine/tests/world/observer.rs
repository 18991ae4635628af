//! The observer: sees what truly left, what staff truly got and what the engine was told, and holds it against the laws.
//!
//! It keeps books of its own: local hours and limits (`clocks`), consent (`said`), plans and people (`known`).

use std::collections::{BTreeMap, BTreeSet};

use followthrough::follow_up::{ActionKind, Decision, EntryKind, EventKind, Prompt, Send, StaffOutcome};
use followthrough::link::Purpose;
use followthrough::wire::ActionId;
use followthrough::{Event, Timestamp};

use super::known::Known;
use super::post::Meant;
use super::staff::Staff;
use crate::playbooks::Rulebook;
use crate::said::Messages;
use followthrough::escalation::PromptKind;

const DAY: i64 = 86_400;

/// What must hold, whatever happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Law {
    /// No message leaves outside the window where the person is.
    Hours,
    /// None goes to a point after its opt-out, wrong number or complaint was taken in, and none after a death.
    Silence,
    /// Caps and gaps hold for what truly left.
    Limits,
    /// Each step of a round goes once, each action is one, and nobody has the same task twice.
    Once,
    /// Nothing goes about a case that is over.
    Over,
    /// Whoever says yes or asks something gets a person.
    Human,
    /// A world without crashes that is told the same ends the same.
    Twin,
    /// Once nothing happens any more, every case comes to its end.
    Calm,
    /// What is stored and read again is the same.
    Stored,
    /// Only those errors that a host must expect.
    Errors,
    /// The journal tells of each action.
    Journal,
    /// The engine returns.
    Panic,
}

/// A law that does not hold.
#[derive(Clone, Debug)]
pub(crate) struct Broken {
    pub(crate) law: Law,
    pub(crate) what: String,
}

/// A message at the instant at which the gateway takes it.
pub(crate) struct Leaving<'a> {
    pub(crate) who: usize,
    pub(crate) id: &'a str,
    pub(crate) send: &'a Send,
    pub(crate) handed_at: Timestamp,
    /// By the clock of the worker who asked whether it may.
    pub(crate) now: Timestamp,
}

/// Messages by action and by link.
#[derive(Default)]
pub(crate) struct Handed {
    messages: BTreeMap<String, (Timestamp, String)>,
    unsubscribe: BTreeMap<String, String>,
}

impl Messages for Handed {
    fn message(&self, action: &ActionId) -> Option<(Timestamp, String)> {
        self.messages.get(action.text().as_str()).cloned()
    }

    fn unsubscribe_link(&self, token: &str) -> Option<String> {
        self.unsubscribe.get(token).cloned()
    }
}

/// A task as the engine knows it.
struct Asked {
    who: usize,
    case: Option<String>,
    kind: PromptKind,
    actions: Vec<String>,
}

pub(crate) struct Observer {
    known: Vec<Known>,
    handed: Handed,
    asked: BTreeMap<String, Asked>,
    /// The replies about which a person was asked, by person and event.
    answered: BTreeSet<(usize, String)>,
    /// The cases of which staff spoke without naming a task, by person: who booked keeps the task on the list.
    spoken_of: BTreeSet<(usize, String)>,
    /// The first law that was broken.
    pub(crate) broken: Option<Broken>,
    /// How many messages left, and how many people were asked.
    pub(crate) left: usize,
    pub(crate) prompts: usize,
}

impl Observer {
    pub(crate) fn new(people: impl Iterator<Item = String>) -> Self {
        Self {
            known: people.map(|json| Known::new(&json)).collect(),
            handed: Handed::default(),
            asked: BTreeMap::new(),
            answered: BTreeSet::new(),
            spoken_of: BTreeSet::new(),
            broken: None,
            left: 0,
            prompts: 0,
        }
    }

    /// Takes down the first law that does not hold.
    pub(crate) fn holds(&mut self, held: bool, law: Law, what: impl FnOnce() -> String) {
        if !held && self.broken.is_none() {
            self.broken = Some(Broken { law, what: what() });
        }
    }

    /// The playbook for one kind took in an event. What the person meant is answered once all playbooks have.
    pub(crate) fn took_in(
        &mut self,
        who: usize,
        kind: usize,
        event: &Event,
        (meant, all): (Meant, bool),
        now: Timestamp,
        decision: &Decision,
    ) {
        if now.since(event.at) <= 40 * DAY && meant != Meant::Nothing {
            let answered = self.gets_a_person(who, meant, now, decision);
            let key = (who, event.event_id.to_string());
            let answered = answered || self.answered.contains(&key);
            if answered {
                self.answered.insert(key);
            }
            self.holds(answered || !all, Law::Human, || {
                format!("nobody is asked about a {meant:?}")
            });
        }
        let EventKind::Staff(staff) = &event.kind else { return };
        let task = staff.task_id.as_ref().map(ToString::to_string);
        let asked = task.as_ref().and_then(|task| self.asked.get(task));
        let told = staff.case_id.as_ref().map(ToString::to_string);
        self.spoken_of.extend(told.clone().map(|case| (who, case)));
        let case = told.or_else(|| asked.and_then(|asked| asked.case.clone()));
        if let Some(case) = case.filter(|case| usize::from(case.starts_with("rc-")) == kind) {
            self.known[who].decided(&case, staff.outcome, now.since(event.at) > 40 * DAY);
            if let Some(task) = task.filter(|_| staff.outcome != StaffOutcome::Undo) {
                self.asked.remove(&task);
            }
        }
    }

    /// The engine knows of an event, told by the host or by a caseload.
    pub(crate) fn heard(&mut self, who: usize, book: &Rulebook, event: &Event, now: Timestamp) {
        self.known[who].hear(&self.handed, book, event, now);
    }

    fn gets_a_person(&self, who: usize, meant: Meant, now: Timestamp, decision: &Decision) -> bool {
        let prompted = decision
            .actions
            .iter()
            .any(|action| matches!(action.kind, ActionKind::Prompt(_)));
        let waits = |task: &Asked| task.who == who && task.kind == PromptKind::Book;
        let about = decision.journal.iter().find_map(|entry| match &entry.kind {
            EntryKind::Replied { .. } => entry.case_id.as_ref(),
            _ => None,
        });
        let long_over = about.is_some_and(|case| self.known[who].closed_before(case.as_str(), now.plus(-30 * DAY)));
        prompted || meant == Meant::Yes && (long_over || self.asked.values().any(waits))
    }

    /// The host stored a decision.
    pub(crate) fn handed_out(&mut self, who: usize, now: Timestamp, decision: &Decision) {
        self.known[who].read(&decision.journal);
        for action in &decision.actions {
            let id = action.id.to_string();
            let told = decision.journal.iter().any(|entry| match (&entry.kind, &action.kind) {
                (EntryKind::StepSent { action_id, .. }, _) => *action_id == action.id,
                (EntryKind::Prompted { task_id, .. }, ActionKind::Prompt(prompt)) => *task_id == prompt.task_id,
                (EntryKind::Escalated { .. }, ActionKind::Prompt(prompt)) => entry.case_id == prompt.case_id,
                (_, ActionKind::Send(_) | ActionKind::Prompt(_)) => false,
                (_, _) => true,
            });
            self.holds(told, Law::Journal, || {
                format!("the journal does not tell of {action:?}")
            });
            match &action.kind {
                ActionKind::Send(send) => {
                    let to = send.to.reveal().to_owned();
                    let links = send.links.iter().filter(|link| link.purpose == Purpose::Unsubscribe);
                    self.handed
                        .unsubscribe
                        .extend(links.map(|link| (link.token.reveal().to_owned(), to.clone())));
                    self.handed.messages.insert(id, (now, to));
                }
                ActionKind::Prompt(prompt) => {
                    let asked = self.asked.entry(prompt.task_id.to_string()).or_insert_with(|| Asked {
                        who,
                        case: prompt.case_id.as_ref().map(ToString::to_string),
                        kind: prompt.kind,
                        actions: Vec::new(),
                    });
                    asked.actions.push(id);
                }
                ActionKind::Cancel { action_id } => {
                    self.asked
                        .retain(|_, task| !task.actions.iter().any(|known| known == action_id.text().as_str()));
                }
                _ => {}
            }
        }
    }

    /// A message truly left.
    pub(crate) fn left(&mut self, book: &Rulebook, leaving: &Leaving<'_>) {
        self.left += 1;
        if let Some((law, what)) = self.known[leaving.who].objects(book, leaving) {
            let Leaving {
                id,
                send,
                handed_at,
                now,
                ..
            } = leaving;
            self.holds(false, law, || {
                format!(
                    "{what}: {} to {} ({id}), handed out at {handed_at}, left at {now}",
                    send.step,
                    send.to.reveal()
                )
            });
        }
        self.known[leaving.who].count(leaving);
    }

    /// A task came to the list: one to book for each yes. That a visit fell through is news, whoever is at it.
    pub(crate) fn staff_got(&mut self, staff: &Staff, id: &str, prompt: &Prompt) {
        self.prompts += 1;
        let task = &staff.tasks[id];
        let same = |(other, known): (&String, &super::staff::Task)| {
            other != id && known.open && known.who == task.who && known.case == task.case && known.kind == task.kind
        };
        let is_news = prompt.briefing.reveal().contains("missed or cancelled a booked visit");
        let spoken_of = task
            .case
            .as_ref()
            .is_some_and(|case| self.spoken_of.contains(&(task.who, case.clone())));
        let alone = task.kind == PromptKind::Book && !is_news && !spoken_of;
        let twice = alone && staff.tasks.iter().any(same);
        self.holds(!twice, Law::Once, || {
            format!("two open tasks to book about {:?}", task.case)
        });
    }
}
