//! Contact points that several people have: what one does there, the others hear of.

use std::collections::VecDeque;

use super::{Answer, Caseload, index};
use crate::Moment;
use crate::follow_up::{Action, Event, FollowUp, News};
use crate::recipient::ContactValue;
use crate::schedule::Timestamp;

impl Caseload {
    /// Keeps the directory in step with the contact points of a follow-up. Returns those that are new to it and that
    /// others may have.
    pub(super) fn keep_points(
        &mut self,
        slot: u32,
        before: &[ContactValue],
        follow_up: &FollowUp,
    ) -> Vec<ContactValue> {
        let mut joined = Vec::new();
        for gone in before.iter().filter(|&point| !follow_up.has_contact_point(point)) {
            self.directory.remove_point(slot, gone);
        }
        let new = follow_up.contact_points().filter(|point| !before.contains(point));
        for point in new {
            let others = self.directory.add_point(slot, point);
            if others.is_empty() {
                continue;
            }
            joined.push(point.clone());
            for slot in others.into_iter().chain([slot]) {
                if let Some(Some(row)) = self.rows.get_mut(index(slot)) {
                    row.shares = true;
                }
            }
        }
        joined
    }

    /// Tells the others of what one follow-up decided; what they answer follows, and may travel on.
    pub(super) fn tell_others(&mut self, slot: u32, moment: Moment, actions: &[Action], answers: &mut Vec<Answer>) {
        let of = |slot: u32, actions: &[Action]| {
            let news = actions.iter().filter_map(|action| News::of(action, moment.now));
            news.map(|news| (slot, news)).collect::<VecDeque<(u32, News)>>()
        };
        let mut news = of(slot, actions);
        while let Some((from, News { contact, event })) = news.pop_front() {
            for other in self.holders(from, &contact) {
                let Some(answer) = self.tell(other, moment, &event) else {
                    continue;
                };
                news.extend(of(other, &answer.decision.actions));
                answers.push(answer);
            }
        }
    }

    /// A person who comes to contact points that others have hears what happened there before. Returns what follows from
    /// that.
    pub(super) fn catch_up(&mut self, slot: u32, joined: &[ContactValue]) -> Vec<Answer> {
        let now = self.last_now.unwrap_or(Timestamp::MIN);
        let mut answers = Vec::new();
        for point in joined {
            for other in self.holders(slot, point) {
                let Some(other) = self.unpack(other) else { continue };
                for News { event, .. } in other.news_at(point) {
                    let at = now.max(event.at);
                    let answer = self.tell(slot, Moment::from(at), &event);
                    answers.extend(answer.filter(says_something));
                }
            }
        }
        answers
    }

    /// The others hear what happened at those points to a person who comes with a past of their own: while the
    /// follow-up was kept elsewhere nobody here could be told. Returns what follows from that.
    pub(super) fn tell_of(&mut self, slot: u32, newcomer: &FollowUp, joined: &[ContactValue]) -> Vec<Answer> {
        let now = self.last_now.unwrap_or(Timestamp::MIN);
        let mut answers = Vec::new();
        for point in joined {
            for News { event, .. } in newcomer.news_at(point) {
                let at = now.max(event.at);
                for other in self.holders(slot, point) {
                    let answer = self.tell(other, Moment::from(at), &event);
                    answers.extend(answer.filter(says_something));
                }
            }
        }
        answers
    }

    /// The others who have a contact point, in order of their ids.
    fn holders(&self, slot: u32, point: &ContactValue) -> Vec<u32> {
        let candidates = self.directory.others(slot, point);
        let mut holders: Vec<_> = candidates
            .filter_map(|other| {
                let follow_up = self.unpack(other)?;
                let has = follow_up.has_contact_point(point);
                has.then(|| (follow_up.recipient_id().clone(), other))
            })
            .collect();
        holders.sort();
        holders.into_iter().map(|(_, other)| other).collect()
    }

    /// News is never refused: it is no older than what it tells of, and its clock is the caseload's. If it is all the
    /// same, that is told.
    fn tell(&mut self, slot: u32, moment: Moment, event: &Event) -> Option<Answer> {
        match self.decide(slot, moment.with_leap_confirmed(), Some(event)) {
            Ok(told) => told.map(|(answer, _)| answer),
            Err(error) => {
                self.trouble(slot, &error);
                None
            }
        }
    }
}

/// A repeat changes nothing and says nothing.
fn says_something(answer: &Answer) -> bool {
    !answer.decision.actions.is_empty() || !answer.decision.journal.is_empty()
}
