//! A copy of a follow-up in a future in which only time passes: what the ticks to come will do.
//!
//! Those who look ahead (`explain`, `preview`, `check`) all run the machine itself, here.

use super::machine::Texts;
use super::{Decision, Event, FollowUp, Moment};
use crate::playbook::Playbook;
use crate::schedule::Timestamp;
use crate::{Code, Error};

/// More ticks than any follow-up needs to its end; a guard, not a limit anybody meets.
const MOST_TICKS: u32 = 600;

/// A follow-up that is ticked ahead, at each instant for which it asks.
pub(crate) struct Ahead<'p> {
    playbook: &'p Playbook,
    /// None once a call failed: its copy is gone.
    follow_up: Option<Box<FollowUp>>,
    wake_at: Option<Timestamp>,
    moment: Moment,
    left: u32,
}

impl<'p> Ahead<'p> {
    /// From a moment on, the first tick at `wake_at`. Facts that are fresh are taken to stay so: the next export will have
    /// come by then. Stale ones stay as old as they are.
    pub(crate) fn of(
        playbook: &'p Playbook,
        follow_up: Box<FollowUp>,
        moment: Moment,
        wake_at: Option<Timestamp>,
    ) -> Self {
        let now = follow_up.last_now.map_or(moment.now, |last| last.max(moment.now));
        let fresh_within = playbook.rules().trigger.facts_fresh_within;
        let is_stale = |as_of: &Timestamp| fresh_within.is_some_and(|fresh| now.since(*as_of) > fresh);
        Self {
            playbook,
            follow_up: Some(follow_up),
            wake_at,
            moment: Moment {
                facts_as_of: moment.facts_as_of.filter(is_stale),
                confirm_leap: true,
                ..moment
            },
            left: MOST_TICKS,
        }
    }

    /// The next tick up to an instant; none when nothing is waited for until then.
    pub(crate) fn tick_until(&mut self, until: Timestamp) -> Option<(Timestamp, Decision)> {
        let at = self.wake_at.filter(|at| *at <= until)?;
        self.left = self.left.checked_sub(1)?;
        let decision = self.call(at, None).ok()?;
        // A tick leaves nothing undone: what asks for the same instant again would do so for ever.
        self.wake_at = decision.wake_at.filter(|next| *next > at);
        Some((at, decision))
    }

    /// Something happens.
    ///
    /// # Errors
    /// As [`Playbook::handle`]; nothing comes after that.
    pub(crate) fn take_in(&mut self, at: Timestamp, event: &Event) -> Result<Decision, Error> {
        let decision = self.call(at, Some(event))?;
        self.wake_at = decision.wake_at;
        Ok(decision)
    }

    /// Asks for a tick at an instant, whatever it waits for.
    pub(crate) fn wake(&mut self, at: Timestamp) {
        self.wake_at = Some(at);
    }

    fn call(&mut self, now: Timestamp, event: Option<&Event>) -> Result<Decision, Error> {
        let moment = Moment { now, ..self.moment };
        let gone = || Error::new(Code::Internal, "a look ahead goes on after a call that failed");
        let follow_up = self.follow_up.take().ok_or_else(gone)?;
        let decided = self.playbook.decide(follow_up, moment, event, Texts::Written, None)?;
        self.follow_up = Some(decided.follow_up);
        Ok(decided.decision)
    }
}

/// All that time brings.
impl Iterator for Ahead<'_> {
    type Item = (Timestamp, Decision);

    fn next(&mut self) -> Option<Self::Item> {
        self.tick_until(Timestamp::MAX)
    }
}
