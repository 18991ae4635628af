//! A host that keeps a row for each follow-up, as docs/hosting.md asks.

use std::collections::VecDeque;

use followthrough::caseload::Answer;
use followthrough::follow_up::{ActionKind, Content, EntryKind, EventKind, Receipt, contact_revoked};
use followthrough::wire::EventId;
use followthrough::{Event, FollowUp, Moment, Playbook, Timestamp};

use super::people;

/// A host that keeps a row for each follow-up.
pub(crate) struct Host {
    pub(crate) playbook: Playbook,
    pub(crate) rows: Vec<(FollowUp, Option<Timestamp>)>,
    /// Whose follow-up is kept by somebody else for now.
    pub(crate) away: Option<usize>,
    pub(crate) last_now: Timestamp,
}

impl Host {
    pub(crate) fn decide(&mut self, whose: usize, moment: Moment, event: Option<&Event>) -> Option<Answer> {
        let (follow_up, wake) = &mut self.rows[whose];
        let decision = match event {
            Some(event) => self.playbook.handle(follow_up, moment, event),
            None => self.playbook.tick(follow_up, moment),
        };
        let decision = decision.ok()?;
        *wake = decision.wake_at;
        Some(Answer {
            recipient: follow_up.recipient_id().clone(),
            decision,
        })
    }

    pub(crate) fn call(&mut self, whose: usize, moment: Moment, event: Option<&Event>, answers: &mut Vec<Answer>) {
        let Some(answer) = self.decide(whose, moment, event) else {
            return;
        };
        self.last_now = self.last_now.max(moment.now);
        let mut news: VecDeque<_> = self.news(whose, &answer, moment.now);
        if event.is_some() || !answer.decision.actions.is_empty() || !answer.decision.journal.is_empty() {
            answers.push(answer);
        }
        while let Some((from, contact, event)) = news.pop_front() {
            for other in self.holders(from, &contact) {
                let answer = self.decide(other, moment, Some(&event)).unwrap();
                news.extend(self.news(other, &answer, moment.now));
                answers.push(answer);
            }
        }
    }

    pub(crate) fn is_here(&self, whose: usize) -> bool {
        self.away != Some(whose)
    }

    fn holders(&self, from: usize, contact: &str) -> Vec<usize> {
        let has = |whose: &usize| people()[*whose].contacts.iter().any(|c| c.value.reveal() == contact);
        let others = (0..self.rows.len()).filter(|&other| other != from && self.is_here(other));
        others.filter(has).collect()
    }

    /// Whose follow-up was kept elsewhere comes back: it hears of the others, and they of it.
    pub(crate) fn comes_back(&mut self, whose: usize) -> Vec<Answer> {
        self.away = None;
        let past = self.rows[whose].0.clone();
        let points: Vec<_> = past.contact_points().cloned().collect();
        let mut answers = Vec::new();
        for point in &points {
            for other in self.holders(whose, point.reveal()) {
                for news in self.rows[other].0.news_at(point) {
                    let moment = Moment::from(self.last_now.max(news.event.at));
                    answers.extend(self.decide(whose, moment, Some(&news.event)));
                }
            }
        }
        for point in &points {
            for news in past.news_at(point) {
                for other in self.holders(whose, point.reveal()) {
                    let moment = Moment::from(self.last_now.max(news.event.at));
                    answers.extend(self.decide(other, moment, Some(&news.event)));
                }
            }
        }
        answers
    }

    fn news(&self, from: usize, answer: &Answer, at: Timestamp) -> VecDeque<(usize, String, Event)> {
        let news = answer.decision.actions.iter().filter_map(|action| match &action.kind {
            ActionKind::Send(send) if !send.confirms_opt_out() => {
                let event = Event {
                    event_id: EventId::parse(&format!("elsewhere:{}", action.id)).unwrap(),
                    at,
                    kind: EventKind::Receipt(Receipt::Elsewhere {
                        contact: send.to.clone(),
                        channel: send.channel,
                    }),
                };
                Some((from, send.to.reveal().to_owned(), event))
            }
            ActionKind::RecordOptOut(record) => {
                Some((from, record.contact.reveal().to_owned(), contact_revoked(record, at)))
            }
            _ => None,
        });
        news.collect()
    }

    pub(crate) fn tick(&mut self, moment: Moment) -> Vec<Answer> {
        let mut answers = Vec::new();
        if moment.hold_until.is_some_and(|until| moment.now < until) {
            return answers;
        }
        self.last_now = self.last_now.max(moment.now);
        loop {
            let due = self
                .rows
                .iter()
                .enumerate()
                .filter(|(whose, _)| self.is_here(*whose))
                .filter_map(|(whose, (_, wake))| Some(((*wake)?, whose)));
            match due.filter(|(at, _)| *at <= moment.now).min() {
                Some((_, whose)) => self.call(whose, moment, None, &mut answers),
                None => return answers,
            }
        }
    }
}

/// The wording left out, as a caseload without texts answers.
pub(crate) fn wordless(mut answers: Vec<Answer>) -> Vec<Answer> {
    for action in answers.iter_mut().flat_map(|answer| &mut answer.decision.actions) {
        match &mut action.kind {
            ActionKind::Send(send) => (send.content, send.links) = (Content::LeftOut {}, Vec::new()),
            ActionKind::Prompt(prompt) => (prompt.briefing, prompt.script) = ("".into(), None),
            ActionKind::Alert { text, .. } => *text = "".into(),
            _ => {}
        }
    }
    for entry in answers.iter_mut().flat_map(|answer| &mut answer.decision.journal) {
        if let EntryKind::StepSent { segments, .. } = &mut entry.kind {
            *segments = None;
        }
    }
    answers
}

pub(crate) fn silent(answers: Vec<Answer>) -> Vec<Answer> {
    let says = |answer: &Answer| !answer.decision.actions.is_empty() || !answer.decision.journal.is_empty();
    answers.into_iter().filter(says).collect()
}

#[derive(Clone, Debug)]
pub(crate) enum Move {
    Happens(usize, u32, String),
    Again,
    Wake,
    Late(u32),
    Restore,
    /// Goes to be kept elsewhere, where nobody knows of the others; whoever is there already comes back first.
    Away(usize),
    Back,
}
