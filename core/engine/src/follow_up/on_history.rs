//! What happened before this engine, or outside it: messages, calls and opt-outs.

use serde::{Deserialize, Serialize};

use super::limits::bound;
use super::machine::Machine;
use super::on_consent::OptOut;
use super::task::cut;
use super::{
    CaseState, DoneStep, EntryKind, Fate, FollowUp, IgnoredInput, MAX_CASES, PastCase, Progress, SEND_MEMORY_DAYS,
    Sent, Touched,
};
use crate::recipient::{Channel, ContactKind, ContactValue};
use crate::schedule::{DAY, Timestamp};
use crate::wire::{CaseId, Redacted, StepId};
use crate::{Code, Error};

/// The most messages and calls of one event, and the most opt-outs.
const MAX_HISTORY: usize = 256;
/// The most messages and calls that are remembered at a time.
const MAX_SENDS: usize = 512;
/// The most steps that are remembered of a case that has yet to arrive.
const MAX_PAST_STEPS: usize = 64;

/// What happened before this engine, or outside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Messages that left and calls that were made, answered or not. At most 256.
    #[serde(default)]
    pub sends: Vec<PastSend>,
    /// What the person took back, at most 256.
    #[serde(default)]
    pub opt_outs: Vec<PastOptOut>,
}

/// A message or a call that this engine did not ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PastSend {
    /// How; `call` for a call by a person, also one that nobody answered.
    pub channel: Channel,
    /// To which number, address or account.
    pub to: ContactValue,
    /// When.
    pub at: Timestamp,
    /// The case it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The step of the playbook that it stands for: the case does not do it again. Needs `case_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
}

/// An opt-out at one contact point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PastOptOut {
    /// Which point.
    pub contact: ContactValue,
    /// When.
    pub at: Timestamp,
    /// Of which channel; without it, the one of the point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// How: `former system`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Redacted>,
}

impl FollowUp {
    /// What was told of others' messages serves the limits alone, which look back a week: the oldest go.
    pub(super) fn forget_excess_sends(&mut self) {
        while self.sends.len() > MAX_SENDS {
            let told = self.sends.iter().enumerate().filter(|(_, sent)| sent.action.is_none());
            let Some((index, _)) = told.min_by_key(|(_, sent)| sent.at) else {
                break;
            };
            self.sends.remove(index);
        }
    }
}

impl Machine<'_> {
    pub(super) fn on_history(&mut self, at: Timestamp, history: &History) -> Result<(), Error> {
        bound("sends", history.sends.len(), MAX_HISTORY, "messages and calls")?;
        bound("opt_outs", history.opt_outs.len(), MAX_HISTORY, "opt-outs")?;
        for opt_out in &history.opt_outs {
            let named = &opt_out.contact;
            let known = self.f.person.with_value(named).find_map(|point| point.kind.channel());
            let channel = opt_out.channel.or(known).unwrap_or_else(|| guess(&opt_out.contact));
            self.opt_out(&OptOut {
                contact: &opt_out.contact,
                channel,
                all: false,
                wording: cut(opt_out.how.as_ref().map_or("before this engine", Redacted::reveal)),
                at: opt_out.at.min(self.now),
                confirm: false,
                record: true,
            });
            // Told of no channel it is about whatever is named so: an account that bears an address too.
            if opt_out.channel.is_none() {
                self.f
                    .person
                    .revoke_all_named(&opt_out.contact, opt_out.at.min(self.now));
            }
        }
        if self.may_be_a_repeat(at) {
            if !history.sends.is_empty() {
                let why = IgnoredInput::TooOld;
                self.note(None, EntryKind::Ignored { why });
            }
            return Ok(());
        }
        // In the order in which they went: the last one says where a sequence goes on.
        let mut sends: Vec<(usize, &PastSend)> = history.sends.iter().enumerate().collect();
        sends.sort_by_key(|(_, send)| send.at);
        let before = self.f.sends.len();
        for (index, send) in sends {
            match self.past_send(send) {
                // What the person took back must not be lost with messages for which there is no room.
                Err(e) if e.code() == Code::BoundExceeded && !history.opt_outs.is_empty() => {}
                known => known.map_err(|e| e.under(&format!("sends[{index}]")))?,
            }
        }
        let added = self.f.sends.len() > before;
        if added && history.opt_outs.is_empty() {
            bound(
                "sends",
                self.f.sends.len(),
                MAX_SENDS,
                "messages and calls within 31 days",
            )?;
        }
        self.f.forget_excess_sends();
        Ok(())
    }

    fn past_send(&mut self, send: &PastSend) -> Result<(), Error> {
        let about = match (&send.case_id, &send.step) {
            (None, Some(_)) => {
                return Err(Error::new(Code::EventMalformed, "a step needs its case").at("case_id"));
            }
            (case, step) => case.as_ref().map(|case| Touched {
                case: case.clone(),
                step: step.clone(),
            }),
        };
        let at = send.at.min(self.now);
        if let Some(Touched { case, step: Some(step) }) = &about {
            self.done_before(case, step, at)?;
        }
        // By value, not by event: told again, by whatever event, it is still the same message.
        let same = |sent: &Sent| sent.at == at && sent.channel == send.channel && sent.to == send.to;
        if at < self.now.plus(-SEND_MEMORY_DAYS * DAY) || self.f.sends.iter().any(same) {
            return Ok(());
        }
        let case = send.case_id.as_ref().filter(|id| self.case(id).is_some()).cloned();
        self.note(
            case.as_ref(),
            EntryKind::History {
                channel: send.channel,
                sent_at: at,
                step: send.step.clone(),
            },
        );
        let index = self.f.sends.partition_point(|sent| sent.at <= at);
        self.f.sends.insert(
            index,
            Sent {
                action: None,
                about,
                channel: send.channel,
                to: send.to.clone(),
                at,
                fate: Fate::Left,
            },
        );
        Ok(())
    }

    /// A step that need not be done any more; of a case that has yet to arrive, it is remembered.
    fn done_before(&mut self, id: &CaseId, step: &StepId, at: Timestamp) -> Result<(), Error> {
        if let Some(case) = self.case(id) {
            // What went before a later presentation belongs to the round before.
            let of_this_round = case.round == 1 || at >= case.presented;
            if of_this_round && case.is_open() {
                self.mark_done(id, step);
            }
            return Ok(());
        }
        let past = &mut self.f.past;
        let index = match past.binary_search_by(|known| known.case.cmp(id)) {
            Ok(index) => index,
            Err(index) => {
                bound("case_id", past.len() + 1, MAX_CASES, "cases that are not known yet")?;
                past.insert(index, PastCase::new(id, at));
                index
            }
        };
        if let Some(known) = past.get_mut(index) {
            known.at = known.at.max(at);
            if !known.done.contains(step) {
                bound(
                    "step",
                    known.done.len() + 1,
                    MAX_PAST_STEPS,
                    "steps of a case that is not known yet",
                )?;
                known.done.push(step.clone());
            }
        }
        Ok(())
    }

    /// What is remembered of a case that arrives only now.
    pub(super) fn recall_past(&mut self, id: &CaseId) {
        let Ok(index) = self.f.past.binary_search_by(|known| known.case.cmp(id)) else {
            return;
        };
        let past = self.f.past.remove(index);
        if let Some(case) = self.case_mut(id) {
            case.round = case.round.max(past.round);
        }
        for step in &past.done {
            self.mark_done(id, step);
        }
    }

    /// The case goes on at the first step that is not done and not earlier in day than the last one done.
    fn mark_done(&mut self, id: &CaseId, step: &StepId) {
        let Some(case) = self.case(id) else { return };
        let sequences = || self.rules.sequences.iter().flat_map(|sequence| &sequence.steps);
        let day_of = |id: &StepId| sequences().find(|step| &step.id == id).map(|step| step.day);
        let day = day_of(step);
        // A step that no sequence has is never due, and there is no end of them.
        if day.is_none() {
            return;
        }
        let later = |done: &DoneStep| day.is_some() && day_of(&done.step) > day;
        let index = case.done.iter().position(later).unwrap_or(case.done.len());
        let known = case.done.iter().position(|done| &done.step == step);
        if let Some(case) = self.case_mut(id) {
            match known.and_then(|index| case.done.get_mut(index)) {
                Some(done) => done.sent = true,
                None => case.done.insert(
                    index,
                    DoneStep {
                        step: step.clone(),
                        sent: true,
                    },
                ),
            }
        }
        self.go_on(id);
    }

    /// Finds the next step anew, for a case that is or was in a sequence.
    pub(super) fn go_on(&mut self, id: &CaseId) {
        let Some(case) = self.case(id) else { return };
        let mut state = case.state.clone();
        if let CaseState::Active(run)
        | CaseState::Paused {
            progress: Progress::Enrolled(run),
            ..
        }
        | CaseState::ReEngaged {
            progress: Progress::Enrolled(run),
            ..
        } = &mut state
            && let Some(onward) = self.onward(case, run)
        {
            *run = onward.run;
        }
        if let Some(case) = self.case_mut(id) {
            case.state = state;
        }
    }
}

/// Of a point that nobody listed.
fn guess(contact: &ContactValue) -> Channel {
    let kind = match contact.reveal() {
        address if address.contains('@') => ContactKind::Email,
        number if number.starts_with('+') => ContactKind::Mobile,
        _ => ContactKind::Portal,
    };
    kind.channel().unwrap_or(Channel::Sms)
}
