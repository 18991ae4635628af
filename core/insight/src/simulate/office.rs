//! The course of the simulation: who is told what, and when the engine is asked.

use std::collections::BTreeMap;

use followthrough::follow_up::Prompt;
use followthrough::recipient::ContactValue;
use followthrough::schedule::{BusinessHours, LocalTime};
use followthrough::wire::{ActionId, CaseId, LocationId, PlanId, RecipientId, TaskId};
use followthrough::{Date, FollowUp, Plan, Playbook, Recipient, Timestamp};

use super::agenda::{Agenda, Place, What};
use super::cases::{Arrival, day};
use super::chance::Chance;
use super::chart::Chart;
use super::disruptions::Night;
use super::mind::{Mind, Said};
use super::record::{Delayed, Fault, Record, Simulation, TaskRecord};
use super::{Cases, LINK_KEY, Options};

/// When the first import is told, and when the night's export, by the practice's clock.
const FIRST_IMPORT: (&str, &str) = ("06:30", "21:00");

/// The practice, its people, and all that is to happen.
pub(super) struct Office<'a> {
    pub(super) playbook: Playbook,
    pub(super) hours: BusinessHours,
    pub(super) options: &'a Options,
    pub(super) people: Vec<Person>,
    pub(super) agenda: Agenda,
    by_id: BTreeMap<RecipientId, usize>,
    pub(super) by_contact: BTreeMap<ContactValue, Vec<usize>>,
    arrivals: Vec<Arrival>,
    pub(super) end: Timestamp,
    pub(super) facts_as_of: Option<Timestamp>,
    pub(super) records: Vec<Record>,
    pub(super) faults: Vec<Fault>,
    pub(super) delayed: BTreeMap<ActionId, Delayed>,
    pub(super) work: Vec<TaskRecord>,
}

/// One recipient, as the practice, the host and the person know them.
pub(super) struct Person {
    pub(super) recipient: Recipient,
    pub(super) chart: Chart,
    /// Tasks that staff were asked to do and have not done.
    pub(super) tasks: BTreeMap<TaskId, Task>,
    /// What the person said last about each plan.
    pub(super) said: BTreeMap<CaseId, Said>,
    /// Messages since the person last reacted.
    pub(super) unanswered: u32,
    pub(super) follow_up: Option<FollowUp>,
    pub(super) refused: bool,
    pub(super) wake: Option<Place>,
    /// A step of theirs waits for newer facts.
    pub(super) held: bool,
    pub(super) turns: (Option<Timestamp>, u32),
    pub(super) heard: u32,
}

/// A task that staff were asked to do.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) prompt: Prompt,
    pub(super) action: ActionId,
}

impl<'a> Office<'a> {
    /// The practice on the morning of the first day.
    pub(super) fn open(playbook: &Playbook, cases: &Cases, options: &'a Options) -> Self {
        let playbook = playbook.clone();
        let playbook = playbook.clone().with_link_keys(&[LINK_KEY]).unwrap_or(playbook);
        let hours = playbook.business_hours().clone();
        let end = hours.zone.start_of_day(options.to);
        let mut office = Self {
            playbook,
            hours,
            options,
            people: Vec::new(),
            agenda: Agenda::default(),
            by_id: BTreeMap::new(),
            by_contact: BTreeMap::new(),
            arrivals: cases.arrivals.clone(),
            end,
            facts_as_of: None,
            records: Vec::new(),
            faults: Vec::new(),
            delayed: BTreeMap::new(),
            work: Vec::new(),
        };
        let concerned = cases.concerned();
        for recipient in cases.recipients.iter().filter(|r| concerned.contains(&r.id)) {
            office.enter(recipient);
        }
        for (recipient, visit) in &cases.visits {
            if let Some(person) = office.by_id.get(recipient).and_then(|who| office.people.get_mut(*who)) {
                person.chart.add_visit(visit.clone());
            }
        }
        for (recipient, plan) in &cases.plans {
            if let Some(who) = office.by_id.get(recipient).copied() {
                office.enter_plan(who, plan.clone(), true);
            }
        }
        office
            .arrivals
            .sort_by(|a, b| (a.on, &a.plan.id).cmp(&(b.on, &b.plan.id)));
        office.fill_agenda();
        office
    }

    fn enter(&mut self, recipient: &Recipient) {
        let who = self.people.len();
        self.by_id.insert(recipient.id.clone(), who);
        for contact in &recipient.contacts {
            self.by_contact.entry(contact.value.clone()).or_default().push(who);
        }
        self.people.push(Person {
            recipient: recipient.clone(),
            chart: Chart::default(),
            tasks: BTreeMap::new(),
            said: BTreeMap::new(),
            unanswered: 0,
            follow_up: None,
            refused: false,
            wake: None,
            held: false,
            turns: (None, 0),
            heard: 0,
        });
    }

    /// A plan comes into the book; its patient may book it alone some day.
    fn enter_plan(&mut self, who: usize, plan: Plan, from_before: bool) {
        let presented = plan.presented_at.map_or(self.options.from, day);
        let age = u32::try_from(self.options.from.days_since(presented)).unwrap_or(0);
        let mind = Mind::about(self.options.seed, &self.options.behaviour, &plan, age);
        let begins = presented.max(self.options.from);
        let pending = plan.standing().is_pending();
        if let Some(at) = mind.books_alone_in.and_then(|days| self.some_time(&plan, begins, days))
            && pending
        {
            self.agenda.add(at, who, What::Books(plan.id.clone()));
        }
        if let Some(person) = self.people.get_mut(who) {
            person.chart.add_plan(plan, mind, from_before);
        }
    }

    /// Some time within the hours of a plan's office, so many days after a day.
    pub(super) fn some_time(&self, plan: &Plan, from: Date, days: u32) -> Option<Timestamp> {
        let date = from.plus_days(i64::from(days))?;
        let hours = self.hours_at(plan.location.as_ref());
        let opening = hours.next_open(hours.zone.start_of_day(date))?;
        let mut chance = Chance::about(self.options.seed, &["phones", plan.id.as_str()]);
        let later = opening.plus(i64::from(chance.below(5 * 3600)));
        Some(if hours.is_open(later) { later } else { opening })
    }

    /// When staff work at a location, or at the practice itself.
    pub(super) fn hours_at(&self, location: Option<&LocationId>) -> &BusinessHours {
        let location = location.and_then(|id| self.playbook.location(id));
        location.map_or(&self.hours, |location| location.business_hours)
    }

    fn fill_agenda(&mut self) {
        let at = |date, time| {
            let time = LocalTime::parse(time).unwrap_or(LocalTime::START);
            self.hours.zone.at(date, time)
        };
        let mut exports = vec![(at(self.options.from, FIRST_IMPORT.0), 0)];
        let mut date = self.options.from;
        while date < self.options.to {
            if let Night::Export(late) = self.options.disruptions.night(date) {
                exports.push((at(date, FIRST_IMPORT.1), late));
            }
            let Some(next) = date.plus_days(1) else { break };
            date = next;
        }
        for (at, late) in exports {
            self.agenda.add(at, 0, What::Export(late));
        }
        let begins = self.hours.zone.start_of_day(self.options.from);
        for (who, person) in self.people.iter().enumerate() {
            for (visit, at) in person.chart.scheduled().filter(|(_, at)| *at >= begins) {
                self.agenda.add(at, who, What::Visit(visit.clone()));
            }
        }
    }

    /// Plays all days.
    pub(super) fn run(mut self) -> Simulation {
        while let Some((at, who, what)) = self.agenda.next_before(self.end) {
            match what {
                What::Known(made) => self.know(at, made),
                What::Told(made, kind) => self.hear_of(who, at, made, None, *kind),
                What::Hear(id, kind) => self.hear(who, at, id, *kind),
                What::Books(plan) => self.books(who, at, &plan),
                What::Visit(visit) => {
                    let name = self.name(who, visit.as_str());
                    let names: Vec<&str> = name.iter().map(String::as_str).collect();
                    let broken =
                        Chance::about(self.options.seed, &names).per_mille(self.options.behaviour.breaks_visit);
                    if let Some(person) = self.people.get_mut(who) {
                        person.chart.visit_over(&visit, broken);
                    }
                }
                What::Acts(task) => self.act(who, at, &task),
                What::Tries(action, send) => self.hand_over(who, at, &action, &send),
                What::Export(late) => self.export(at, late),
                What::Wake => self.wake(who, at),
            }
        }
        self.close()
    }

    /// What a draw about something of a person is named.
    fn name(&self, who: usize, thing: &str) -> [String; 2] {
        let id = self.people.get(who).map(|person| person.recipient.id.to_string());
        [id.unwrap_or_default(), thing.to_owned()]
    }

    /// All that changed in the practice's book, told at one instant: at once, or so many seconds later.
    fn export(&mut self, at: Timestamp, late: i64) {
        let today = self.hours.zone.local(at).date;
        let first = self.facts_as_of.is_none();
        let due = if first {
            0
        } else {
            self.arrivals.partition_point(|arrival| arrival.on <= today)
        };
        for arrival in self.arrivals.drain(..due).collect::<Vec<_>>() {
            if let Some(who) = self.by_id.get(&arrival.recipient).copied() {
                self.enter_plan(who, arrival.plan, false);
            }
        }
        let comes = at.plus(late);
        if late > 0 {
            self.agenda.add(comes, 0, What::Known(at));
        } else {
            self.know(at, at);
        }
        for who in 0..self.people.len() {
            let Some(person) = self.people.get_mut(who) else {
                continue;
            };
            if person.follow_up.is_none() && person.chart.plans.is_empty() {
                continue;
            }
            for kind in person.chart.news(comes) {
                if late > 0 {
                    self.agenda.add(comes, who, What::Told(at, Box::new(kind)));
                } else {
                    self.hear(who, at, None, kind);
                }
            }
        }
    }

    /// A patient books, by phone or online: the desk writes it into the book, and the night's export tells.
    fn books(&mut self, who: usize, at: Timestamp, plan: &PlanId) {
        let part = self
            .people
            .get(who)
            .and_then(|p| p.chart.plan(plan.as_str()))
            .is_some_and(|row| row.mind.part);
        self.book(who, at, plan, part);
    }

    pub(super) fn book(&mut self, who: usize, at: Timestamp, plan: &PlanId, part: bool) -> bool {
        let mut chance = Chance::about(self.options.seed, &["books", plan.as_str(), &at.to_string()]);
        let row = self.people.get(who).and_then(|person| person.chart.plan(plan.as_str()));
        let hours = self.hours_at(row.and_then(|row| row.plan.location.as_ref()));
        let opening = hours.nth_opening(at, chance.between(2, 15)).unwrap_or(at);
        let later = opening.plus(i64::from(chance.below(16)) * 1800);
        let starts_at = if hours.is_open(later) { later } else { opening };
        let Some(person) = self.people.get_mut(who) else {
            return false;
        };
        match person.chart.book(plan, part, at, starts_at) {
            Some(visit) => {
                self.agenda.add(starts_at, who, What::Visit(visit));
                true
            }
            None => false,
        }
    }
}
