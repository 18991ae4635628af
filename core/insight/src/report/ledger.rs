//! The records of a simulation, sorted by case: what every table is made of.

use std::collections::BTreeMap;

use followthrough::Timestamp;
use followthrough::follow_up::{ActionKind, EntryKind, EventKind, Outcome, ReEngagedBy, Receipt, Send, SkipReason};
use followthrough::link::Purpose;
use followthrough::playbook::ClickKind;
use followthrough::recipient::Channel;
use followthrough::wire::{ActionId, CaseId, SequenceId, StepId};

use super::late::never_left;
use crate::simulate::{CaseRecord, Input, Simulation};

/// All cases, by id.
pub(crate) struct Ledger<'s> {
    pub(crate) cases: BTreeMap<&'s CaseId, Case<'s>>,
}

/// What the records say of one case.
pub(crate) struct Case<'s> {
    pub(crate) record: &'s CaseRecord,
    /// The sequence it entered last.
    pub(crate) sequence: Option<&'s SequenceId>,
    pub(crate) observed: bool,
    /// Seen for the first time, it did not meet the trigger.
    pub(crate) not_enrolled: bool,
    pub(crate) touches: Vec<Touch<'s>>,
    pub(crate) skips: Vec<SkipReason>,
    /// A message of it was handed out and never left.
    pub(crate) lost: bool,
    /// How it was closed, each time, and the step it was credited to.
    pub(crate) closed: Vec<(Timestamp, Outcome, Option<&'s StepId>)>,
}

/// One message or call prompt of a step.
pub(crate) struct Touch<'s> {
    pub(crate) at: Timestamp,
    pub(crate) sequence: Option<&'s SequenceId>,
    pub(crate) step: &'s StepId,
    pub(crate) channel: Channel,
    pub(crate) action: &'s ActionId,
    /// The message; none for a call.
    pub(crate) send: Option<&'s Send>,
    pub(crate) delivered: bool,
    pub(crate) clicked: bool,
    pub(crate) replied: bool,
    pub(crate) re_engaged: bool,
}

impl<'s> Ledger<'s> {
    pub(crate) fn read(simulation: &'s Simulation) -> Self {
        let never_left = never_left(simulation);
        let mut ledger = Self {
            cases: simulation
                .cases
                .iter()
                .map(|record| (&record.case_id, Case::new(record)))
                .collect(),
        };
        for record in &simulation.records {
            let Some(decision) = &record.decision else { continue };
            if let Input::Event(event) = &record.input
                && let EventKind::Receipt(Receipt::Delivered { action_id }) = &event.kind
            {
                ledger.delivered(action_id);
            }
            for entry in &decision.journal {
                if let Some(case) = entry.case_id.as_ref().and_then(|id| ledger.cases.get_mut(id)) {
                    let send = |id: &ActionId| {
                        decision.actions.iter().find_map(|action| match &action.kind {
                            ActionKind::Send(send) if &action.id == id => Some(&**send),
                            ActionKind::Send(_)
                            | ActionKind::Cancel { .. }
                            | ActionKind::RecordOptOut(_)
                            | ActionKind::TellPracticeSystem { .. }
                            | ActionKind::Prompt(_)
                            | ActionKind::Alert { .. } => None,
                        })
                    };
                    case.note(record.moment.now, &entry.kind, send);
                }
            }
        }
        for case in ledger.cases.values_mut() {
            let handed_out = case.touches.len();
            case.touches.retain(|touch| !never_left.contains(touch.action));
            case.lost = case.touches.len() < handed_out;
        }
        ledger
    }

    fn delivered(&mut self, action: &ActionId) {
        let touches = self.cases.values_mut().flat_map(|case| &mut case.touches);
        if let Some(touch) = touches.into_iter().find(|touch| touch.action == action) {
            touch.delivered = true;
        }
    }

    /// Cases that the playbook took up: in a sequence, or held out of one.
    pub(crate) fn followed(&self) -> impl Iterator<Item = &Case<'s>> {
        self.cases.values().filter(|case| case.is_followed())
    }

    /// Plans of which something was pending when they were first told of.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &Case<'s>> {
        self.cases.values().filter(|case| case.record.standing.is_pending())
    }
}

impl<'s> Case<'s> {
    fn new(record: &'s CaseRecord) -> Self {
        Self {
            record,
            sequence: None,
            observed: false,
            not_enrolled: false,
            touches: Vec::new(),
            skips: Vec::new(),
            lost: false,
            closed: Vec::new(),
        }
    }

    fn note(&mut self, at: Timestamp, kind: &'s EntryKind, send: impl Fn(&ActionId) -> Option<&'s Send>) {
        match kind {
            EntryKind::Enrolled { sequence, .. } => self.sequence = Some(sequence),
            EntryKind::Observed => self.observed = true,
            EntryKind::NotEnrolled { .. } => self.not_enrolled = true,
            EntryKind::StepSent {
                step,
                channel,
                action_id,
                ..
            } => self.touches.push(Touch {
                at,
                sequence: self.sequence,
                step,
                channel: *channel,
                action: action_id,
                send: send(action_id),
                delivered: false,
                clicked: false,
                replied: false,
                re_engaged: false,
            }),
            EntryKind::StepSkipped { reason, .. } => self.skips.push(*reason),
            EntryKind::Clicked {
                step,
                kind: ClickKind::Confirmed,
                purpose: Purpose::Book,
            } => {
                if let Some(touch) = self.touches.iter_mut().rfind(|touch| touch.step == step) {
                    touch.clicked = true;
                }
            }
            EntryKind::Replied { channel, .. } => {
                // Whose reply: the latest message on that channel, else the latest of all.
                let on_channel = self.touches.iter().rposition(|touch| touch.channel == *channel);
                let latest = self.touches.len().checked_sub(1);
                if let Some(touch) = on_channel.or(latest).and_then(|index| self.touches.get_mut(index)) {
                    touch.replied = true;
                }
            }
            EntryKind::ReEngaged {
                by: ReEngagedBy::Reply | ReEngagedBy::Click,
                touchpoint: Some(step),
            } => {
                if let Some(touch) = self.touches.iter_mut().rfind(|touch| touch.step == step) {
                    touch.re_engaged = true;
                }
            }
            // A case that staff brought back was not over.
            EntryKind::Undone { from: "closed", to, .. } if *to != "closed" => drop(self.closed.pop()),
            EntryKind::Closed { outcome, touchpoint } => self.closed.push((at, *outcome, touchpoint.as_ref())),
            EntryKind::Clicked { .. }
            | EntryKind::ReEngaged { .. }
            | EntryKind::Held { .. }
            | EntryKind::Receipt { .. }
            | EntryKind::Opened { .. }
            | EntryKind::Paused { .. }
            | EntryKind::Resumed
            | EntryKind::Prompted { .. }
            | EntryKind::Escalated { .. }
            | EntryKind::StaffOutcome { .. }
            | EntryKind::ConsentChanged { .. }
            | EntryKind::ContactDropped { .. }
            | EntryKind::RevisionChanged { .. }
            | EntryKind::History { .. }
            | EntryKind::Moved { .. }
            | EntryKind::Merged { .. }
            | EntryKind::Undone { .. }
            | EntryKind::Ignored { .. } => {}
        }
    }

    pub(crate) fn is_followed(&self) -> bool {
        self.sequence.is_some() || self.observed
    }

    /// Messages, without prompts to call.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &Touch<'s>> {
        self.touches.iter().filter(|touch| touch.send.is_some())
    }

    /// When all of it was on the practice's book for the first time, also after the follow-up had ended. A plan in
    /// whose place another one was accepted does not count.
    pub(crate) fn booked_at(&self) -> Option<Timestamp> {
        self.record.booked_at.filter(|_| !self.is_withdrawn())
    }

    /// Whether it would have been booked without any message.
    pub(crate) fn accepted_anyway(&self) -> bool {
        self.record.would_have_booked_at.is_some() && !self.is_withdrawn()
    }

    fn is_withdrawn(&self) -> bool {
        self.record.outcome == Some(Outcome::Withdrawn)
    }
}
