//! A timeline out of what was decided.

use std::collections::BTreeSet;

use followthrough::follow_up::{
    ActionKind, AppointmentStatus, Content, Entry as Note, EntryKind, EventKind, Outcome, Prompt, Send, StaffOutcome,
};
use followthrough::playbook::ClickKind;
use followthrough::recipient::Channel;
use followthrough::schedule::Zone;
use followthrough::wire::{CaseId, ProcedureId};
use followthrough::{Decision, Plan, Timestamp};

use super::{Lane, Text, Timeline};
use crate::page::words;
use crate::report::ledger::{Case, Ledger};
use crate::simulate::{Input, Simulation};

/// One call of the engine that a host kept: when, what came in (nothing at a tick), and what was decided.
#[derive(Clone, Copy, Debug)]
pub struct Happened<'h> {
    /// The moment of the call.
    pub at: Timestamp,
    /// What came in.
    pub event: Option<&'h EventKind>,
    /// What was decided.
    pub decision: &'h Decision,
}

impl Timeline {
    /// One case of a simulation; none where no plan of that id was told of.
    pub fn of_simulation(simulation: &Simulation, case_id: &CaseId) -> Option<Self> {
        let case = simulation.cases.iter().find(|case| &case.case_id == case_id)?;
        let zone = Zone::named(&simulation.time_zone).unwrap_or_else(|_| Zone::utc());
        let own = simulation
            .records
            .iter()
            .filter(|record| record.recipient == case.recipient);
        let happened = own.filter_map(|record| {
            Some(Happened {
                at: record.moment.now,
                event: match &record.input {
                    Input::Event(event) => Some(&event.kind),
                    Input::Begin(_) | Input::Tick => None,
                },
                decision: record.decision.as_ref()?,
            })
        });
        Some(Self::of_decisions(case_id, &zone, happened))
    }

    /// One case out of the calls that a host kept of one recipient, in their order.
    pub fn of_decisions<'h>(case_id: &CaseId, zone: &Zone, happened: impl IntoIterator<Item = Happened<'h>>) -> Self {
        let mut writer = Writer {
            zone: zone.clone(),
            case: case_id,
            procedures: BTreeSet::new(),
            told: false,
            timeline: Self::new(case_id.clone(), zone),
        };
        for one in happened {
            writer.read(one);
        }
        writer.timeline
    }
}

/// The case of a simulation that shows most: several messages, an answer, and an end.
pub(crate) fn story(simulation: &Simulation, ledger: &Ledger<'_>) -> Option<Timeline> {
    let contacted = ledger.followed().filter(|case| case.messages().next().is_some());
    // Of equals the first by id.
    let case = contacted.max_by_key(|case| (shows(case), std::cmp::Reverse(&case.record.case_id)))?;
    Timeline::of_simulation(simulation, &case.record.case_id)
}

fn shows(case: &Case<'_>) -> usize {
    let any = |which: fn(&crate::report::ledger::Touch<'_>) -> bool| usize::from(case.messages().any(which));
    let accepted = case.closed.iter().any(|(_, outcome, _)| *outcome == Outcome::Accepted);
    let english = any(|touch| touch.send.is_some_and(|send| send.language == "en"));
    let both = any(|touch| touch.channel == Channel::Sms) + any(|touch| touch.channel == Channel::Email);
    16 * usize::from(accepted)
        + 8 * any(|touch| touch.re_engaged)
        + 6 * any(|touch| touch.replied)
        + 4 * both
        + 2 * english
        + case.messages().count().min(4)
}

struct Writer<'w, 's> {
    zone: Zone,
    case: &'w CaseId,
    procedures: BTreeSet<&'s ProcedureId>,
    told: bool,
    timeline: Timeline,
}

impl<'s> Writer<'_, 's> {
    fn add(&mut self, at: Timestamp, lane: Lane, title: String, text: Option<Text>) {
        self.timeline.add(&self.zone, at, lane, title, text);
    }

    fn read(&mut self, happened: Happened<'s>) {
        let Happened { at, event, decision } = happened;
        if let Some(event) = event {
            self.event(at, event, decision);
        }
        for note in decision
            .journal
            .iter()
            .filter(|note| note.case_id.as_ref() == Some(self.case))
        {
            self.note(at, &note.kind);
        }
        for action in &decision.actions {
            match &action.kind {
                ActionKind::Send(send) if send.case_id.as_ref() == Some(self.case) => self.send(at, send),
                ActionKind::Prompt(prompt) if prompt.case_id.as_ref() == Some(self.case) => self.prompt(at, prompt),
                ActionKind::Send(_)
                | ActionKind::Prompt(_)
                | ActionKind::Cancel { .. }
                | ActionKind::RecordOptOut(_)
                | ActionKind::TellPracticeSystem { .. }
                | ActionKind::Alert { .. } => {}
            }
        }
    }

    fn event(&mut self, at: Timestamp, kind: &'s EventKind, decision: &Decision) {
        let concerns = |which: fn(&EntryKind) -> bool| {
            let of_case = |note: &&Note| note.case_id.as_ref() == Some(self.case);
            decision.journal.iter().filter(of_case).any(|note| which(&note.kind))
        };
        match kind {
            EventKind::Plan(event) if CaseId::from(event.plan.id.clone()) == *self.case && !self.told => {
                self.told = true;
                self.procedures = event.plan.procedures.iter().map(|procedure| &procedure.id).collect();
                self.add(at, Lane::Practice, presented(&event.plan), None);
            }
            EventKind::Appointment(event) => {
                let visit = &event.appointment;
                if visit.procedure_ids.iter().any(|id| self.procedures.contains(id)) {
                    let day = visit
                        .starts_at
                        .map(|at| words::time(at, &self.zone))
                        .unwrap_or_default();
                    let title = match visit.status {
                        AppointmentStatus::Scheduled => format!("A visit is on the book: {day}"),
                        AppointmentStatus::Completed => "The visit took place".to_owned(),
                        AppointmentStatus::Broken => "The patient did not come".to_owned(),
                        AppointmentStatus::Cancelled => "The visit was cancelled".to_owned(),
                    };
                    self.add(at, Lane::Practice, title, None);
                }
            }
            EventKind::Reply(reply) if concerns(|kind| matches!(kind, EntryKind::Replied { .. })) => {
                let title = format!("Answers by {}", words::channel(reply.channel).to_lowercase());
                let text = Text {
                    subject: None,
                    body: reply.text.reveal().to_owned(),
                };
                self.add(at, Lane::Patient, title, Some(text));
            }
            EventKind::Staff(staff) if concerns(|kind| matches!(kind, EntryKind::StaffOutcome { .. })) => {
                self.add(at, Lane::Staff, did(staff.outcome).to_owned(), None);
            }
            EventKind::Plan(_)
            | EventKind::Reply(_)
            | EventKind::Staff(_)
            | EventKind::PlanGone(_)
            | EventKind::Subject(_)
            | EventKind::SubjectGone(_)
            | EventKind::Recipient(_)
            | EventKind::Click(_)
            | EventKind::Receipt(_)
            | EventKind::Consent(_)
            | EventKind::History(_) => {}
        }
    }

    fn note(&mut self, at: Timestamp, kind: &EntryKind) {
        if let EntryKind::Clicked { kind, .. } = kind
            && *kind == ClickKind::Confirmed
        {
            self.add(at, Lane::Patient, "Follows the link to book".to_owned(), None);
        }
        if let EntryKind::Closed { outcome, .. } = kind {
            let how = words::state("closed", Some(*outcome));
            self.add(at, Lane::Practice, format!("Case closed. {how}."), None);
        }
    }

    fn send(&mut self, at: Timestamp, send: &Send) {
        let title = format!("{} “{}”", words::channel(send.channel), send.step);
        let (subject, body) = match &send.content {
            Content::Sms { body, .. } | Content::Portal { body } => (None, body),
            Content::Email { subject, text, .. } => (Some(subject.reveal().to_owned()), text),
            Content::LeftOut {} => {
                self.add(at, Lane::Messages, title, None);
                return;
            }
        };
        let body = body.reveal().trim().to_owned();
        self.add(at, Lane::Messages, title, Some(Text { subject, body }));
    }

    fn prompt(&mut self, at: Timestamp, prompt: &Prompt) {
        let title = words::asked(prompt.role.as_str(), prompt.kind);
        let text = Text {
            subject: None,
            body: prompt.briefing.reveal().to_owned(),
        };
        self.add(at, Lane::Staff, title, Some(text));
    }
}

fn presented(plan: &Plan) -> String {
    let value = plan.pending_value().map(words::money);
    let by = plan.provider.as_ref().and_then(|provider| provider.name.as_deref());
    let mut title = match value {
        Some(value) => format!("A plan of {value} was presented"),
        None => "A plan was presented".to_owned(),
    };
    if let Some(by) = by {
        title.push_str(&format!(" by {by}"));
    }
    title
}

fn did(outcome: StaffOutcome) -> &'static str {
    match outcome {
        StaffOutcome::Reached => "Spoke with the patient",
        StaffOutcome::Booked => "Booked a visit",
        StaffOutcome::Answered => "Answered",
        StaffOutcome::LeftMessage => "Left a message",
        StaffOutcome::NoAnswer => "Nobody picked up",
        StaffOutcome::Declined => "The patient said no",
        StaffOutcome::WrongNumber => "Wrong number",
        StaffOutcome::DoNotContact => "The patient wants no contact",
        StaffOutcome::Resume => "Lets the follow-up go on",
        StaffOutcome::Pause => "Pauses the follow-up",
        StaffOutcome::StopCase => "Ends the follow-up",
        StaffOutcome::Undo => "Takes the last word back",
    }
}
