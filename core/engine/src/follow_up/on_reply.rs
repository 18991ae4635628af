//! An inbound message. Order of harm decides: an opt-out first, then what cannot wait, then whose number it is, then a
//! yes, and what is not understood goes to a person.

use super::machine::Machine;
use super::on_consent::OptOut;
use super::others::Whose;
use super::{Case, CaseState, DropReason, EntryKind, PauseReason, ReEngagedBy, Reply, SEND_MEMORY_DAYS};
use crate::escalation::PromptKind;
use crate::recipient::{Channel, ContactValue};
use crate::reply::{Intent, OptOutScope as SaidScope, Reading, Urgency, When, classify};
use crate::schedule::{DAY, Timestamp};
use crate::wire::CaseId;

/// How long after its end a case still gets a person for a yes.
const CLOSED_DAYS: i64 = 30;
/// "Not now" without a time is for so long.
const NOT_NOW_DAYS: i64 = 30;

/// What a reply asks for, besides an opt-out.
#[derive(Default)]
struct Wants {
    /// Yes, call me, another time: people take over.
    positive: bool,
    /// No, or done elsewhere.
    declines: bool,
    /// Later, and until when.
    later: Option<Option<When>>,
    /// A question.
    asks: bool,
    /// A visit that is booked is not wanted.
    cancels: bool,
    /// Somebody else has this number.
    stranger: bool,
    /// About messages as such.
    about_messages: bool,
    /// A part that nobody understood.
    unclear: bool,
}

impl Wants {
    fn of(reading: &Reading) -> Self {
        let mut wants = Self::default();
        for intent in &reading.intents {
            match intent {
                Intent::OptOut { .. } => {}
                Intent::Affirm | Intent::Callback | Intent::Reschedule => wants.positive = true,
                Intent::Decline | Intent::DoneElsewhere => wants.declines = true,
                Intent::NotNow { until } => wants.later = Some(*until),
                Intent::Question { .. } => wants.asks = true,
                Intent::CancelAppointment => wants.cancels = true,
                Intent::WrongNumber => wants.stranger = true,
                Intent::Help | Intent::OptIn => wants.about_messages = true,
                Intent::Other => wants.unclear = true,
            }
        }
        wants
    }
}

impl Machine<'_> {
    pub(super) fn on_reply(&mut self, at: Timestamp, reply: &Reply) {
        let reading = classify(reply.text.reveal());
        let wants = Wants::of(&reading);
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
        }
        let contacted = self.is_contacted();
        let opted_out = self.take_opt_out(at, reply, &reading);
        let dropped = wants.stranger && self.drop_strangers(at, reply);
        if reading.urgency == Some(Urgency::Death) {
            self.hear_of_death(at);
        }
        // One so old that it may be a repeat protects, and asks nobody.
        let Whose::Ours(case) = whose else { return };
        if self.may_be_a_repeat(at) {
            return;
        }
        if dropped && contacted && self.open_task(case.as_ref(), PromptKind::FixContact).is_none() {
            self.ask_fix_contact(case.as_ref());
        }
        if let Some(urgency) = reading.urgency {
            self.ask_urgently(case.as_ref(), urgency);
        } else if opted_out {
            // CANCEL may have meant the visit, and who wants a visit may still want it: a person finds out.
            if wants.cancels || wants.positive || only_calls(&reading) {
                self.ask_answer(case.as_ref());
            }
        } else if !dropped {
            match case {
                None => self.ask_answer(None),
                Some(id) => self.react(&id, at, &wants),
            }
        }
    }

    fn react(&mut self, id: &CaseId, at: Timestamp, wants: &Wants) {
        let contradicts = wants.declines && (wants.positive || wants.asks);
        if wants.cancels || wants.unclear || wants.stranger || contradicts {
            self.unclear(id);
        } else if wants.positive {
            self.positive(id, ReEngagedBy::Reply);
            // Whoever books also answers. Where nobody does, the question is asked for itself.
            if wants.asks && self.open_task(Some(id), PromptKind::Book).is_none() {
                self.ask_answer(Some(id));
            }
        } else if wants.declines {
            if self.case(id).is_some_and(Case::is_open) {
                self.decline(id);
            }
        } else if let Some(until) = wants.later {
            self.pause(id, PauseReason::Asked, self.not_before(id, at, until));
            if wants.asks {
                self.ask_answer(Some(id));
            }
        } else if wants.asks {
            self.needs_answer(id, PauseReason::Question);
        } else {
            // Keywords about messages as such say nothing about a plan; they do not pause one.
            self.ask_answer(Some(id));
        }
    }

    /// The start of the day that was said, where the person is; 30 days on where none was, or one that has passed.
    fn not_before(&self, id: &CaseId, at: Timestamp, said: Option<When>) -> Timestamp {
        let zone = self.zone(self.case(id));
        said.and_then(|when| when.after(zone.local(at).date))
            .map(|date| zone.start_of_day(date))
            .filter(|then| *then > self.now)
            .unwrap_or_else(|| self.now.plus(NOT_NOW_DAYS * DAY))
    }

    /// Ends messages as far as the words reach. Whether they ended any.
    fn take_opt_out(&mut self, at: Timestamp, reply: &Reply, reading: &Reading) -> bool {
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
        let Some((scope, named)) = opt_out else { return false };
        let all = match scope {
            Some(SaidScope::All) => true,
            Some(SaidScope::Channel) => false,
            None => self.revokes_all(at, reply.channel),
        };
        let channel = named.unwrap_or(reply.channel);
        let here = all || channel == reply.channel;
        let points: Vec<ContactValue> = if here {
            vec![reply.from.clone()]
        } else {
            // "Don't e-mail me", by text: what is named falls silent, wherever the word came from.
            let points = self.f.person.points.iter();
            points
                .filter(|point| point.listed && point.kind.channel().unwrap_or(Channel::Call) == channel)
                .map(|point| point.value.clone())
                .collect()
        };
        for contact in &points {
            self.opt_out(&OptOut {
                contact,
                channel: if here { reply.channel } else { channel },
                all,
                wording: reply.text.reveal().trim(),
                at,
                confirm: here && reply.channel == Channel::Sms,
                record: true,
            });
        }
        // Said again it records nothing anew, but a case that was opened since ends.
        if !self.may_be_a_repeat(at) && !self.reopened_since(at) {
            self.close_opted_out(all);
        }
        true
    }

    /// Somebody else has this number. Whether it was one of the person's.
    fn drop_strangers(&mut self, at: Timestamp, reply: &Reply) -> bool {
        let known = self.f.person.with_value(&reply.from).map(|point| point.kind);
        let Some(kind) = known.min() else {
            return false;
        };
        let newly = self.drop_point(&reply.from, kind, DropReason::WrongNumber, at);
        if (newly || self.told_before) && !self.may_be_a_repeat(at) {
            self.try_elsewhere(&reply.from);
        }
        true
    }

    /// A death or an emergency: a person reads it at once, and nothing automatic goes on until then.
    fn ask_urgently(&mut self, case: Option<&CaseId>, urgency: Urgency) {
        // One that staff have denied since it was written is only a message.
        if urgency == Urgency::Death && self.death_stands() {
            return self.mourn(case);
        }
        let pauses = case.and_then(|id| self.case(id)).is_some_and(|case| match &case.state {
            CaseState::Active(_) => true,
            // Its later levels are to be as urgent as the message.
            CaseState::Paused { why, .. } => why.awaits_answer() && *why != PauseReason::Death,
            CaseState::Waiting { .. }
            | CaseState::ReEngaged { .. }
            | CaseState::Observed { .. }
            | CaseState::Closed { .. } => false,
        });
        match case {
            Some(id) if pauses => self.pause_urgently(id, PauseReason::Emergency),
            Some(_) | None => self.ask_at_once(case),
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
                // By when it was written: who wrote in time is heard, however late that is told.
                let recent = self.said_at.since(*at) <= CLOSED_DAYS * DAY;
                if recent {
                    self.ask_book_once(id);
                }
            }
        }
    }

    fn ask_book_once(&mut self, id: &CaseId) {
        if !self.is_asked_to_book(id) {
            self.ask_book(id);
        } else {
            self.hear_again(id, PromptKind::Book);
        }
    }

    fn unclear(&mut self, id: &CaseId) {
        self.needs_answer(id, PauseReason::Unclear);
    }

    fn needs_answer(&mut self, id: &CaseId, why: PauseReason) {
        match self.case(id).map(|case| &case.state) {
            Some(CaseState::Active(_)) => self.pause_for_answer(id, why),
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
}

/// An opt-out of calls alone silences no point that the engine writes to; people make the calls, and are told.
fn only_calls(reading: &Reading) -> bool {
    let of_calls = |intent: &Intent| {
        *intent
            == Intent::OptOut {
                scope: Some(SaidScope::Channel),
                channel: Some(Channel::Call),
            }
    };
    reading.intents.iter().any(of_calls)
}
