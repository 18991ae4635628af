//! An inbound message. Order of harm decides: an opt-out first, then a yes, and what is not understood goes to a person.

use super::machine::Machine;
use super::on_consent::OptOut;
use super::others::Whose;
use super::{Case, CaseState, EntryKind, Fate, PauseReason, ReEngagedBy, Reply, SEND_MEMORY_DAYS};
use crate::recipient::Channel;
use crate::reply::{Intent, OptOutScope as SaidScope, classify};
use crate::schedule::{DAY, Timestamp};
use crate::wire::CaseId;

/// How long after its end a case still gets a person for a yes.
const CLOSED_DAYS: i64 = 30;

impl Machine<'_> {
    pub(super) fn on_reply(&mut self, at: Timestamp, reply: &Reply) {
        let reading = classify(reply.text.reveal());
        let whose = self.claim_reply(at, reply.channel);
        if let Whose::Ours(case) = &whose {
            self.note(
                case.as_ref(),
                EntryKind::Replied {
                    channel: reply.channel,
                    intents: reading.intents.clone(),
                },
            );
            if let Some(case) = case.as_ref().and_then(|id| self.case_mut(id)) {
                case.replied = true;
            }
            self.confirm_arrival(case.as_ref(), reply.channel);
        }

        let opt_out = reading.intents.iter().find_map(|intent| match intent {
            Intent::OptOut { scope, channel } => Some((*scope, *channel)),
            Intent::OptIn
            | Intent::Help
            | Intent::Affirm
            | Intent::Decline
            | Intent::NotNow { .. }
            | Intent::Callback
            | Intent::Reschedule
            | Intent::Question { .. }
            | Intent::CancelAppointment
            | Intent::WrongNumber
            | Intent::DoneElsewhere
            | Intent::Other => None,
        });
        if let Some((scope, channel)) = opt_out {
            let all = scope.map_or_else(|| self.revokes_all(at), |said| said == SaidScope::All);
            self.opt_out(&OptOut {
                contact: &reply.from,
                channel: channel.unwrap_or(reply.channel),
                all,
                wording: reply.text.reveal().trim(),
                at,
                confirm: reply.channel == Channel::Sms,
                record: true,
            });
            // Said again it records nothing anew, but a case that was opened since ends.
            if !self.may_be_a_repeat(at) && !self.reopened_since(at) {
                self.close_opted_out(all);
            }
            // A bare CANCEL may have meant the visit; a person finds out. Not of one so old that it may be a repeat.
            if let Whose::Ours(case) = &whose
                && !self.may_be_a_repeat(at)
                && reading.intents.contains(&Intent::CancelAppointment)
            {
                self.ask_answer(case.as_ref());
            }
            return;
        }
        let Whose::Ours(case) = whose else { return };
        let meant = |intent: &Intent| reading.intents.contains(intent);
        match case {
            // Keywords about messages as such say nothing about a plan; they do not pause one.
            _ if meant(&Intent::Help) || meant(&Intent::OptIn) => self.ask_answer(case.as_ref()),
            None => self.ask_answer(None),
            Some(id) if meant(&Intent::Affirm) => self.positive(&id, ReEngagedBy::Reply),
            Some(id) => self.unclear(&id),
        }
    }

    /// Yes, or a click to book.
    pub(super) fn positive(&mut self, id: &CaseId, by: ReEngagedBy) {
        let Some(case) = self.case(id) else { return };
        match &case.state {
            CaseState::Waiting { .. }
            | CaseState::Active(_)
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. } => self.re_engage(id, by),
            // A person in the holdout still gets a human.
            CaseState::Observed { .. } => self.ask_book_once(id),
            CaseState::Closed { at, .. } => {
                let recent = self.now.since(*at) <= CLOSED_DAYS * DAY;
                if recent {
                    self.ask_book_once(id);
                }
            }
        }
    }

    fn ask_book_once(&mut self, id: &CaseId) {
        if self.open_task(Some(id), crate::escalation::PromptKind::Book).is_none() {
            self.ask_book(id);
        } else {
            self.hear_again(id, crate::escalation::PromptKind::Book);
        }
    }

    fn unclear(&mut self, id: &CaseId) {
        match self.case(id).map(|case| &case.state) {
            Some(CaseState::Active(_)) => self.pause_for_answer(id, PauseReason::Unclear),
            Some(_) | None => self.ask_answer(Some(id)),
        }
    }

    /// Whose reply is it? The case of the latest message on that channel within 31 days; else on any channel; else by
    /// state, then by value.
    pub(super) fn whose_reply(&self, channel: Channel) -> Option<CaseId> {
        let since = self.now.plus(-SEND_MEMORY_DAYS * DAY);
        let latest = |on: Option<Channel>| {
            let sends = self.f.sends.iter().filter(|sent| sent.at >= since);
            let of_channel = sends.filter(|sent| on.is_none_or(|channel| sent.channel == channel));
            let of_case = of_channel.filter_map(|sent| Some((sent.at, sent.case()?)));
            of_case
                .max_by_key(|(at, _)| *at)
                .map(|(_, case)| case.clone())
                .filter(|id| self.case(id).is_some())
        };
        let by_state = || {
            let rank = |case: &&Case| {
                let state = match case.state {
                    CaseState::Active(_) => 0_u8,
                    CaseState::ReEngaged { .. } => 1,
                    CaseState::Paused { .. } => 2,
                    CaseState::Waiting { .. } => 3,
                    CaseState::Observed { .. } => 4,
                    CaseState::Closed { .. } => 5,
                };
                (state, case.claim())
            };
            self.f.cases.iter().min_by_key(rank).map(|case| case.id.clone())
        };
        latest(Some(channel)).or_else(|| latest(None)).or_else(by_state)
    }

    /// Who answers a message has received it. What confirms an opt-out asks for no answer.
    fn confirm_arrival(&mut self, case: Option<&CaseId>, channel: Channel) {
        let answered = self.f.sends.iter_mut().rev().find(|sent| {
            let of_case = |action: &super::SentAction| action.case.as_ref() == case && !action.confirmation;
            sent.channel == channel && sent.action.as_ref().is_some_and(of_case)
        });
        if let Some(sent) = answered.filter(|sent| sent.fate == Fate::Proposed) {
            sent.fate = Fate::Left;
        }
    }
}
