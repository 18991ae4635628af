//! The timeline, run: what the engine answers to each entry.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use followthrough::follow_up::{EventKind, News, Outcome};
use followthrough::recipient::ContactValue;
use followthrough::wire::{CaseId, EventId, RecipientId};
use followthrough::{Code, Decision, Error, Event, FollowUp, Moment, Playbook, Timestamp};
use serde_json::Value;

use super::Scenario;
use super::form::{Does, Entry, Happens};
use super::lines::{Decided, Line, Refused};
use super::references::References;

/// What came of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    lines: Vec<Line>,
    /// How things stand after each entry.
    pub(super) after: Vec<After>,
    recorded: BTreeSet<usize>,
}

/// How things stand after an entry.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct After {
    pub(super) states: BTreeMap<CaseId, &'static str>,
    pub(super) outcomes: BTreeMap<CaseId, Outcome>,
    pub(super) wake_at: Option<Timestamp>,
    /// An input that was refused by the engine; a reference that means nothing is not one.
    pub(super) refused_by_engine: bool,
}

impl Run {
    /// The answers, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The answers as a list in JSON.
    pub fn to_json(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(Line::to_json).collect();
        format!("[{}]", lines.join(","))
    }

    /// The answers as JSON, one a line.
    pub fn to_json_lines(&self) -> String {
        json_lines(self.lines.iter())
    }

    /// The lines of the entries that say `snapshot: true`, to be kept and compared with later.
    pub fn recording(&self) -> String {
        json_lines(self.lines.iter().filter(|line| self.recorded.contains(&line.entry())))
    }

    pub(super) fn of_entry(&self, entry: usize) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.entry() == entry)
    }
}

fn json_lines<'l>(lines: impl Iterator<Item = &'l Line>) -> String {
    lines.map(|line| line.to_json() + "\n").collect()
}

pub(super) fn run(scenario: &Scenario) -> Run {
    let mut runner = Runner::begin(scenario);
    let mut after = Vec::new();
    for (index, entry) in scenario.form.timeline.iter().enumerate() {
        runner.entry = index;
        runner.refused_by_engine = false;
        runner.perform(entry);
        after.push(runner.after());
    }
    let snapshots = scenario
        .form
        .timeline
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.snapshot);
    Run {
        lines: runner.lines,
        after,
        recorded: snapshots.map(|(index, _)| index).collect(),
    }
}

/// How things stand with one recipient of a scenario at an instant: what a question about them needs.
#[derive(Clone)]
pub struct Situation {
    /// The playbook in force.
    pub playbook: Playbook,
    /// The follow-up.
    pub follow_up: FollowUp,
    /// The instant, with what the scenario says besides.
    pub moment: Moment,
}

pub(super) fn situations(scenario: &Scenario, at: Option<Timestamp>) -> Vec<Situation> {
    let mut runner = Runner::begin(scenario);
    let timeline = &scenario.form.timeline;
    let at = at.or(timeline.iter().map(Entry::ends).max()).unwrap_or(Timestamp::MIN);
    let mut leap = false;
    let mut told = timeline.iter().peekable();
    while let Some(entry) = told.next_if(|entry| entry.begins().is_none_or(|begins| begins <= at)) {
        leap = entry.confirm_leap;
        if entry.ends() > at {
            runner.facts_as_of = entry.facts_as_of.or(runner.facts_as_of);
            runner.until(at, leap);
            break;
        }
        runner.perform(entry);
    }
    // Within its timeline nothing happens but what it says; after its end time goes on.
    if told.peek().is_none() {
        runner.until(at, leap);
    }
    let moment = runner.moment(at, leap);
    let people = runner.people.into_iter().map(|person| Situation {
        playbook: runner.playbook.clone(),
        follow_up: person.follow_up,
        moment,
    });
    people.collect()
}

/// One recipient.
struct Person {
    id: RecipientId,
    follow_up: FollowUp,
    wake_at: Option<Timestamp>,
    /// Whether it became part of another one.
    merged: bool,
}

impl Person {
    /// Whether it has, or had, that contact point.
    fn has(&self, point: &ContactValue) -> bool {
        !self.merged && self.follow_up.has_contact_point(point)
    }
}

struct Runner {
    playbook: Playbook,
    /// In order of their ids.
    people: Vec<Person>,
    /// Where the first one listed stands among them.
    first: usize,
    facts_as_of: Option<Timestamp>,
    hold_until: Option<Timestamp>,
    references: References,
    lines: Vec<Line>,
    entry: usize,
    refused_by_engine: bool,
}

impl Runner {
    fn begin(scenario: &Scenario) -> Self {
        let mut people: Vec<Person> = scenario
            .people
            .iter()
            .map(|follow_up| Person {
                id: follow_up.recipient_id().clone(),
                follow_up: follow_up.clone(),
                wake_at: None,
                merged: false,
            })
            .collect();
        people.sort_by(|a, b| a.id.cmp(&b.id));
        let first = scenario.people.first().map(FollowUp::recipient_id);
        Self {
            playbook: scenario.playbook.clone(),
            first: people.iter().position(|person| Some(&person.id) == first).unwrap_or(0),
            people,
            facts_as_of: None,
            hold_until: None,
            references: References::default(),
            lines: Vec::new(),
            entry: 0,
            refused_by_engine: false,
        }
    }

    fn perform(&mut self, entry: &Entry) {
        self.facts_as_of = entry.facts_as_of.or(self.facts_as_of);
        let leap = entry.confirm_leap;
        match &entry.does {
            Does::Until(until) => self.until(*until, leap),
            Does::At { at, change, event } => {
                if let Some(playbook) = &change.playbook {
                    self.playbook = playbook.clone();
                }
                self.hold_until = change.hold_until.or(self.hold_until);
                let concerns_all = change.playbook.is_some() || change.hold_until.is_some();
                let moment = self.moment(*at, leap);
                match event {
                    None => self.tick_all(moment),
                    Some(happens) => {
                        let whose = self.whose(happens);
                        let taken_in = self.take_in(whose, moment, happens);
                        if taken_in && happens.tick && concerns_all {
                            self.tick_all(moment);
                        } else if taken_in && happens.tick {
                            self.tick(whose, moment);
                        }
                    }
                }
            }
        }
    }

    fn moment(&self, now: Timestamp, confirm_leap: bool) -> Moment {
        Moment {
            now,
            facts_as_of: self.facts_as_of,
            hold_until: self.hold_until,
            confirm_leap,
        }
    }

    fn whose(&self, happens: &Happens) -> usize {
        let named = |id: &RecipientId| self.people.iter().position(|person| &person.id == id);
        happens.recipient.as_ref().and_then(named).unwrap_or(self.first)
    }

    /// Whether the event was accepted; one that is refused changes nothing, so there is nothing to tick for.
    fn take_in(&mut self, whose: usize, moment: Moment, happens: &Happens) -> bool {
        let mut event = happens.event.clone();
        event
            .entry("at")
            .or_insert_with(|| Value::String(moment.now.to_string()));
        match self.references.resolve(&event) {
            Err(unresolved) => {
                self.refuse(moment.now, unresolved);
                false
            }
            Ok(Err(malformed)) => {
                self.refused_by_engine = true;
                self.refuse(moment.now, malformed);
                false
            }
            Ok(Ok(event)) => self.handle(whose, moment, &event),
        }
    }

    fn handle(&mut self, whose: usize, moment: Moment, event: &Event) -> bool {
        let Some(person) = self.people.get(whose) else {
            return false;
        };
        let before: BTreeSet<ContactValue> = person.follow_up.contact_points().cloned().collect();
        let mut merged_from = None;
        if let EventKind::Recipient(snapshot) = &event.kind {
            merged_from = snapshot.merged_from.as_ref();
        }
        let other = merged_from.and_then(|id| self.people.iter().position(|person| &person.id == id));
        let answer = match other {
            Some(other) => self.merge(whose, other, moment, event),
            None => self.handled(whose, moment, event),
        };
        let accepted = self.answer(whose, moment, Some(&event.event_id), answer);
        if accepted {
            self.catch_up(whose, moment, &before);
        }
        accepted
    }

    /// Who comes to a contact point that others have hears what happened there before, as in a caseload.
    fn catch_up(&mut self, whose: usize, moment: Moment, before: &BTreeSet<ContactValue>) {
        let Some(person) = self.people.get(whose) else { return };
        let points: BTreeSet<ContactValue> = person.follow_up.contact_points().cloned().collect();
        for point in points.difference(before) {
            let others = (0..self.people.len()).filter(|other| *other != whose);
            let held = others.filter_map(|other| self.people.get(other).filter(|person| person.has(point)));
            let news: Vec<News> = held.flat_map(|person| person.follow_up.news_at(point)).collect();
            for News { event, .. } in news {
                self.tell(whose, moment, &event);
            }
        }
    }

    /// Hands somebody else's news to a person. What comes of it, for those who have to hear of that in turn.
    fn tell(&mut self, whose: usize, moment: Moment, event: &Event) -> VecDeque<(usize, News)> {
        match self.handled(whose, moment, event) {
            Ok(decision) => self.keep(whose, moment, Some(event.event_id.clone()), decision),
            Err(error) => {
                self.refused_by_engine = true;
                self.refuse(moment.now, error);
                VecDeque::new()
            }
        }
    }

    fn handled(&mut self, whose: usize, moment: Moment, event: &Event) -> Result<Decision, Error> {
        let person = self.people.get_mut(whose);
        let follow_up = person.map(|person| &mut person.follow_up);
        follow_up.map_or_else(|| Ok(Decision::default()), |f| self.playbook.handle(f, moment, event))
    }

    /// A snapshot that names another chart: both are loaded, merged and stored as one, or nothing is.
    fn merge(&mut self, whose: usize, other: usize, moment: Moment, event: &Event) -> Result<Decision, Error> {
        let (Some(kept), Some(gone)) = (self.people.get(whose), self.people.get(other)) else {
            return self.handled(whose, moment, event);
        };
        let mut merged = kept.follow_up.clone();
        merged.merge(gone.follow_up.clone())?;
        let decision = self.playbook.handle(&mut merged, moment, event)?;
        if let Some(gone) = self.people.get_mut(other) {
            (gone.merged, gone.wake_at) = (true, None);
        }
        if let Some(kept) = self.people.get_mut(whose) {
            kept.follow_up = merged;
        }
        Ok(decision)
    }

    fn tick(&mut self, whose: usize, moment: Moment) -> bool {
        let Some(person) = self.people.get_mut(whose) else {
            return false;
        };
        let answer = self.playbook.tick(&mut person.follow_up, moment);
        self.answer(whose, moment, None, answer)
    }

    fn tick_all(&mut self, moment: Moment) {
        for whose in 0..self.people.len() {
            if self.people.get(whose).is_some_and(|person| !person.merged) {
                self.tick(whose, moment);
            }
        }
    }

    fn until(&mut self, until: Timestamp, confirm_leap: bool) {
        let mut stuck = BTreeSet::new();
        loop {
            let waiting = self
                .people
                .iter()
                .enumerate()
                .filter(|(whose, _)| !stuck.contains(whose));
            let due = waiting.filter_map(|(whose, person)| Some((person.wake_at.filter(|at| *at <= until)?, whose)));
            let Some((at, whose)) = due.min() else { return };
            let moment = self.moment(at, confirm_leap);
            let accepted = self.tick(whose, moment);
            if accepted && self.people.get(whose).is_some_and(|person| person.wake_at == Some(at)) {
                self.refuse(
                    at,
                    Error::new(Code::Internal, "a tick at wake_at left wake_at where it was").at("wake_at"),
                );
                stuck.insert(whose);
            } else if !accepted {
                stuck.insert(whose);
            }
        }
    }

    /// Keeps an answer, and tells the others at once what concerns them; their answers follow.
    fn answer(
        &mut self,
        whose: usize,
        moment: Moment,
        event_id: Option<&EventId>,
        answer: Result<Decision, Error>,
    ) -> bool {
        let decision = match answer {
            Ok(decision) => decision,
            Err(error) => {
                self.refused_by_engine = true;
                self.refuse(moment.now, error);
                return false;
            }
        };
        let mut spread = self.keep(whose, moment, event_id.cloned(), decision);
        while let Some((from, News { contact, event })) = spread.pop_front() {
            for other in 0..self.people.len() {
                let has = self.people.get(other).is_some_and(|person| person.has(&contact));
                if has && other != from {
                    spread.extend(self.tell(other, moment, &event));
                }
            }
        }
        true
    }

    fn keep(
        &mut self,
        whose: usize,
        moment: Moment,
        event_id: Option<EventId>,
        decision: Decision,
    ) -> VecDeque<(usize, News)> {
        let at = moment.now;
        decision.actions.iter().for_each(|action| self.references.learn(action));
        let spread = decision
            .actions
            .iter()
            .filter_map(|action| Some((whose, News::of(action, at)?)))
            .collect();
        if let Some(person) = self.people.get_mut(whose) {
            person.wake_at = decision.wake_at;
            let (recipient, states) = (person.id.clone(), person.follow_up.states());
            let decided = Decided {
                entry: self.entry,
                at,
                recipient,
                event_id,
                decision,
                states,
            };
            self.lines.push(Line::Decided(Box::new(decided)));
        }
        spread
    }

    fn refuse(&mut self, at: Timestamp, error: Error) {
        self.lines.push(Line::Refused(Refused {
            entry: self.entry,
            at,
            error,
        }));
    }

    fn after(&self) -> After {
        let people = || {
            self.people
                .iter()
                .filter(|person| !person.merged)
                .map(|person| &person.follow_up)
        };
        After {
            states: people().flat_map(FollowUp::states).collect(),
            outcomes: people().flat_map(FollowUp::outcomes).collect(),
            wake_at: self.people.iter().filter_map(|person| person.wake_at).min(),
            refused_by_engine: self.refused_by_engine,
        }
    }
}
