//! The verbs of a caseload: an event for one, time for all.

use super::fields::id_of;
use super::{Answer, Caseload, Row};
use crate::follow_up::{Event, FollowUp, Names, Places, Texts, Verdict};
use crate::playbook::Playbook;
use crate::recipient::ContactValue;
use crate::schedule::{DAY, Timestamp};
use crate::wire::{ActionId, RecipientId};
use crate::{Code, Error, HandleError, Moment};

/// How many answers a piece has when the caller's buffer has no room of its own.
const PIECE: usize = 1_024;

impl Caseload {
    /// Takes in what happened to one person. Returns that follow-up's answer, then those of others who have a contact
    /// point that it concerns. Like [`Playbook::handle`] it does nothing that time alone would bring.
    ///
    /// # Errors
    /// As [`Playbook::handle`], and `FT-H014` when nobody of that id is here. Nothing changes then.
    pub fn handle(
        &mut self,
        moment: impl Into<Moment>,
        recipient: &RecipientId,
        event: &Event,
    ) -> Result<Vec<Answer>, HandleError> {
        let moment = moment.into();
        let slot = self.known_slot(recipient)?;
        let mut answers = Vec::new();
        if let Some((answer, joined)) = self.decide(slot, moment, Some(event))? {
            self.remember(moment);
            answers.push(answer);
            self.spread(slot, moment, 0, &mut answers);
            answers.extend(self.catch_up(slot, &joined));
        }
        Ok(answers)
    }

    /// Lets time pass for all who are due, the earliest first. Those who have nothing to say are left out.
    ///
    /// # Errors
    /// `FT-H005` when `now` is more than 400 days ahead of the last call and the moment does not confirm it. `FT-X002`,
    /// once, when the call before could not tick somebody: a defect of ours, which stops nobody else. Nothing changes
    /// then.
    pub fn tick(&mut self, moment: impl Into<Moment>) -> Result<Vec<Answer>, HandleError> {
        let moment = moment.into();
        let mut answers = Vec::new();
        self.begin_tick(moment)?;
        while self.troubles.is_empty() && self.tick_next(moment, &mut answers) {}
        Ok(answers)
    }

    /// [`Caseload::tick`] in pieces, into a buffer of the caller's: empties it, fills it up to its capacity (1,024 when
    /// it has none; what belongs to one message is not torn apart) and returns whether more is due at this moment. So
    /// that the actions of a piece can be stored before the next one is asked for.
    ///
    /// # Errors
    /// As [`Caseload::tick`].
    pub fn advance(&mut self, moment: impl Into<Moment>, answers: &mut Vec<Answer>) -> Result<bool, HandleError> {
        let moment = moment.into();
        self.reuse(answers);
        let most = if answers.capacity() == 0 {
            PIECE
        } else {
            answers.capacity()
        };
        self.begin_tick(moment)?;
        // What could not be done is told by the next call: the answers until then stand.
        while answers.len() < most && self.troubles.is_empty() {
            if !self.tick_next(moment, answers) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Empties a buffer, and keeps the room that its decisions took.
    fn reuse(&mut self, answers: &mut Vec<Answer>) {
        for Answer { decision, .. } in answers.drain(..) {
            self.spare.keep(decision);
        }
    }

    /// A copy of one follow-up to be looked at by the caseload's clock, as a tick would.
    pub(crate) fn to_look_at(
        &self,
        recipient: &RecipientId,
        moment: Moment,
    ) -> Result<(Box<FollowUp>, Moment), HandleError> {
        let follow_up = self.unpack(self.known_slot(recipient)?).ok_or_else(unreadable)?;
        self.check_clock(moment)?;
        Ok((follow_up, moment.with_leap_confirmed()))
    }

    /// [`Playbook::may_still_send`] of a message to one person.
    ///
    /// # Errors
    /// `FT-H014` when nobody of that id is here.
    pub fn may_still_send(
        &self,
        recipient: &RecipientId,
        action_id: &ActionId,
        moment: impl Into<Moment>,
    ) -> Result<Verdict, HandleError> {
        let follow_up = self.unpack(self.known_slot(recipient)?).ok_or_else(unreadable)?;
        Ok(self.playbook.look_once_more(follow_up, action_id, moment.into()))
    }

    /// When to tick next; none when nobody has anything to wait for.
    pub fn next_wake(&self) -> Option<Timestamp> {
        let (next, _) = self.timers.next()?;
        Some(self.hold_until.map_or(next, |until| next.max(until)))
    }

    /// Puts another revision of the playbook in force, and ticks every follow-up once under it.
    ///
    /// # Errors
    /// As [`Caseload::tick`]; the playbook is then the one before.
    pub fn publish(&mut self, playbook: Playbook, moment: impl Into<Moment>) -> Result<Vec<Answer>, HandleError> {
        let moment = moment.into();
        self.begin_tick(moment)?;
        self.drop_courses();
        self.playbook = playbook;
        let mut answers = Vec::new();
        for slot in 0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX) {
            self.tick_slot(slot, moment, &mut answers);
        }
        Ok(answers)
    }

    fn begin_tick(&mut self, moment: Moment) -> Result<(), Error> {
        self.check_clock(moment)?;
        if let Some(trouble) = self.troubles.pop_front() {
            return Err(trouble);
        }
        let newer_facts = moment.facts_as_of > self.facts_as_of;
        self.remember(moment);
        // What waited for newer facts is looked at under them.
        if newer_facts {
            for slot in self.held.clone() {
                self.set_timer(slot, Some(moment.now));
            }
        }
        Ok(())
    }

    pub(super) fn check_clock(&self, moment: Moment) -> Result<(), Error> {
        let leap = self.last_now.is_some_and(|last| moment.leaps(last));
        if leap && self.next_wake().is_some() {
            return Err(moment.leap());
        }
        Ok(())
    }

    pub(super) fn known_slot(&self, recipient: &RecipientId) -> Result<u32, Error> {
        self.slot(recipient).ok_or_else(|| {
            Error::new(Code::UnknownRecipient, "no such recipient in the caseload")
                .at("recipient.id")
                .help("`begin` with the recipient first")
        })
    }

    fn remember(&mut self, moment: Moment) {
        self.last_now = self.last_now.max(Some(moment.now));
        self.facts_as_of = moment.facts_as_of.or(self.facts_as_of);
        self.hold_until = moment.hold_until;
    }

    /// Ticks the one who is due first; false when nobody is.
    fn tick_next(&mut self, moment: Moment, answers: &mut Vec<Answer>) -> bool {
        let now = self.last_now.map_or(moment.now, |last| last.max(moment.now));
        if moment.hold_until.is_some_and(|until| now < until) {
            return false;
        }
        let Some((at, slot)) = self.timers.next().filter(|(at, _)| *at <= now) else {
            return false;
        };
        self.tick_slot(slot, moment, answers);
        // A follow-up that could not be ticked must not stand in the way of all others; it is tried again every day.
        if self.row(slot).is_some_and(|row| row.wake == Some(at)) {
            self.set_timer(slot, Some(now.plus(DAY)));
        }
        true
    }

    /// Remembers what cannot happen and happened, for the next call that lets time pass: so that somebody hears of it.
    pub(super) fn trouble(&mut self, slot: u32, why: &Error) {
        let id = self.row(slot).and_then(|row| id_of(&row.packed)).unwrap_or("?");
        let message = format!("a call of the follow-up of {id} failed: {why}");
        let error = Error::new(Code::Internal, message).at("recipient.id");
        self.troubles.push_back(error.help(
            "the others were not touched and go on; `remove` this one, or restore the last snapshot, and report it",
        ));
    }

    fn tick_slot(&mut self, slot: u32, moment: Moment, answers: &mut Vec<Answer>) {
        // The caseload's own clock was looked at: one that slept for long is no leap.
        let answer = match self.decide(slot, moment.with_leap_confirmed(), None) {
            Ok(Some((answer, _))) => answer,
            Ok(None) => return,
            Err(error) => return self.trouble(slot, &error),
        };
        let from = answers.len();
        if answer.decision.actions.is_empty() && answer.decision.journal.is_empty() {
            return;
        }
        answers.push(answer);
        self.spread(slot, moment, from, answers);
    }

    fn spread(&mut self, slot: u32, moment: Moment, from: usize, answers: &mut Vec<Answer>) {
        if self.row(slot).is_some_and(|row| row.shares) {
            let actions = answers
                .get(from)
                .map_or(Vec::new(), |answer| answer.decision.actions.clone());
            self.tell_others(slot, moment, &actions, answers);
        }
    }

    /// One call of one follow-up: its answer, and the contact points to which it came that others may have. None when
    /// there is nobody in that slot.
    pub(super) fn decide(
        &mut self,
        slot: u32,
        moment: Moment,
        event: Option<&Event>,
    ) -> Result<Option<(Answer, Vec<ContactValue>)>, Error> {
        if event.is_none()
            && let Some(answer) = self.along_course(slot, moment)
        {
            return Ok(Some((answer, Vec::new())));
        }
        if self.row(slot).is_none() {
            return Ok(None);
        }
        let follow_up = self.wake(slot).ok_or_else(unreadable)?;
        // Time alone brings no contact points.
        let before: Option<Vec<ContactValue>> = event.map(|_| follow_up.contact_points().cloned().collect());
        // Where nobody reads the texts most ticks need no unpacking.
        let places = (self.texts == Texts::LeftOut).then_some(&mut self.places);
        let decided = self.playbook.decide(follow_up, moment, event, self.texts, places)?;
        let joined = self.keep(
            slot,
            before.as_deref(),
            &decided.follow_up,
            decided.timer,
            decided.course,
        );
        let answer = Answer {
            recipient: decided.follow_up.recipient_id().clone(),
            decision: decided.decision,
        };
        self.awake = Some(decided.follow_up);
        Ok(Some((answer, joined)))
    }

    /// A tick that needs no machine.
    fn along_course(&mut self, slot: u32, moment: Moment) -> Option<Answer> {
        let row = self.rows.get_mut(super::index(slot))?.as_mut()?;
        let (course, spots) = row.course.as_mut()?;
        let packed = &row.packed;
        let point = |channel| spots.point(packed, channel);
        let names = Names {
            recipient: id_of(packed)?,
            case: spots.case(packed)?,
            point: &point,
        };
        let recipient = RecipientId::trusted(names.recipient);
        let (playbook, places) = (&self.playbook, &mut self.places);
        let decision = course.tick(playbook, places, &names, moment, row.wake, &mut self.spare)?;
        self.set_timer(slot, decision.wake_at);
        Some(Answer { recipient, decision })
    }

    /// Brings all follow-ups up to their last tick, and forgets what was to come.
    fn drop_courses(&mut self) {
        for slot in 0..u32::try_from(self.rows.len()).unwrap_or(u32::MAX) {
            let Some(Row {
                wake, course: Some(_), ..
            }) = self.row(slot)
            else {
                continue;
            };
            let wake = *wake;
            if let Some(follow_up) = self.unpack(slot) {
                self.keep(slot, None, &follow_up, wake, None);
            }
        }
        self.places = Places::default();
    }
}

/// What was packed here reads back: it was when it came in.
pub(super) fn unreadable() -> Error {
    Error::new(Code::Internal, "a follow-up at rest cannot be read")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recipient::Recipient;

    const PLAYBOOK: &str = "
followthrough: 1
extends: dental
practice: {name: Maple Dental, time_zone: America/Chicago, phone: '+13125550100',
  postal_address: '5 Maple Ave, Chicago, IL 60601', booking_url: 'https://book.example.com/maple'}
";

    /// Two people; what was kept of the first is damaged, as nothing can that is known.
    fn damaged() -> Result<(Caseload, Timestamp), Box<dyn std::error::Error>> {
        let mut caseload = Caseload::new(Playbook::from_yaml(PLAYBOOK)?);
        let at = Timestamp::parse("2026-03-02T16:00:00Z")?;
        for who in ["r-1", "r-2"] {
            let json = format!(
                r#"{{"id": "{who}", "contacts": [{{"kind": "mobile", "value": "+131255501{who}",
                "consent": {{"type": "granted", "at": "2026-01-05T15:00:00Z"}}}}]}}"#
            );
            let person: Recipient = serde_json::from_str(&json.replace("01r-", "014"))?;
            caseload.begin(&person)?;
            let plan = format!(
                r#"{{"event_id": "e-{who}", "at": "{at}", "type": "plan", "plan": {{"id": "tp-{who}", "patient": {{"id": "p"}},
                "presented_at": "{at}", "procedures": [{{"id": "pr", "fee": "900.00", "status": "planned"}}]}}}}"#
            );
            caseload.handle(at, &person.id, &Event::from_json(&plan)?)?;
        }
        if let Some(Some(row)) = caseload.rows.first_mut() {
            row.packed = row.packed.iter().take(8).copied().collect();
            row.course = None;
        }
        Ok((caseload, at))
    }

    #[test]
    fn what_cannot_be_ticked_is_told_and_stops_nobody() -> Result<(), Box<dyn std::error::Error>> {
        let (mut caseload, at) = damaged()?;
        let later = at.plus(DAY);
        let (mut answered, mut told) = (Vec::new(), Vec::new());
        for _ in 0..4 {
            match caseload.tick(later) {
                Ok(answers) => answered.extend(answers),
                Err(error) => told.push(error),
            }
        }
        assert_eq!(told.len(), 1, "{told:?}");
        assert_eq!(told.first().map(|error| error.code().as_str()), Some("FT-X002"));
        assert!(answered.iter().any(|answer| answer.recipient.as_str() == "r-2"));
        // And again a day later, for as long as it lasts.
        let mut buffer = Vec::new();
        assert!(caseload.advance(later.plus(DAY), &mut buffer)?);
        assert!(caseload.advance(later.plus(DAY), &mut buffer).is_err());
        assert!(!caseload.advance(later.plus(DAY), &mut buffer)?);
        Ok(())
    }
}
