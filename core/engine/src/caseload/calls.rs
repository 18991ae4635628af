//! The verbs of a caseload: an event for one, time for all.

use super::fields::id_of;
use super::{Answer, Caseload, Row};
use crate::follow_up::{Event, Names, Places, Texts};
use crate::playbook::Playbook;
use crate::recipient::ContactValue;
use crate::schedule::Timestamp;
use crate::wire::RecipientId;
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
        let slot = self.slot(recipient).ok_or_else(|| {
            Error::new(Code::UnknownRecipient, "no such recipient in the caseload")
                .at("recipient.id")
                .help("`begin` with the recipient first")
        })?;
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
    /// `FT-H005` when `now` is more than 400 days ahead of the last call and the moment does not confirm it. Nothing
    /// changes then.
    pub fn tick(&mut self, moment: impl Into<Moment>) -> Result<Vec<Answer>, HandleError> {
        let moment = moment.into();
        let mut answers = Vec::new();
        self.begin_tick(moment)?;
        while self.tick_next(moment, &mut answers) {}
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
        while answers.len() < most {
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
        let leap = self.last_now.is_some_and(|last| moment.leaps(last));
        if leap && self.next_wake().is_some() {
            return Err(moment.leap());
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
        // A follow-up that could not be ticked must not stand in the way of all others.
        if self.row(slot).is_some_and(|row| row.wake == Some(at)) {
            self.set_timer(slot, Some(now.plus(1)));
        }
        true
    }

    fn tick_slot(&mut self, slot: u32, moment: Moment, answers: &mut Vec<Answer>) {
        // The caseload's own clock was looked at: one that slept for long is no leap.
        let Ok(Some((answer, _))) = self.decide(slot, moment.with_leap_confirmed(), None) else {
            return;
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
        let Some(follow_up) = self.unpack(slot) else {
            return Ok(None);
        };
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
