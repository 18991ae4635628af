//! One world from one seed: its parts, its clock, and what happens in it.

use std::collections::BTreeSet;

use followthrough::{Caseload, FollowUp, Timestamp};

use super::chance::Chance;
use super::export::System;
use super::host::Host;
use super::observer::{Broken, Law, Observer};
use super::people::{Human, people};
use super::post::{Happening, Queue};
use super::practice::Practice;
use super::staff::Staff;
use super::store::{Answers, Desk, Input, Row, Store, What};
use followthrough::wire::Code;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// No case lives longer than its window, its pauses and its lists.
const LONGEST_CALM: i64 = 600 * DAY;

/// What a host does wrong, to see whether the observer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    None,
    /// The gateway does not know action ids.
    SendsTwice,
    /// Nobody looks before a message leaves.
    NeverLooks,
    /// Rows are written without a lock.
    LostUpdate,
    /// What a person took back is not stored.
    ForgetsOptOuts,
    /// That a case is over is not stored.
    ForgetsEnds,
    /// The practice writes more often than it says.
    WritesMore,
    /// A worker's clock is far ahead.
    WrongClock,
    /// `wake_at` is not stored.
    ForgetsTimers,
    /// Tasks come to nobody's list.
    HidesPrompts,
}

pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) fault: Fault,
    pub(crate) chance: Chance,
    pub(crate) now: Timestamp,
    pub(crate) queue: Queue,
    pub(crate) practice: Practice,
    pub(crate) people: Vec<Human>,
    pub(crate) begun: Vec<String>,
    pub(crate) system: System,
    pub(crate) host: Host,
    /// The ids that the gateway has taken.
    pub(crate) keys: BTreeSet<String>,
    pub(crate) staff: Staff,
    pub(crate) observer: Observer,
    /// Nothing happens any more but time.
    pub(crate) calm: bool,
    /// Whether the practice system goes on exporting then.
    pub(crate) fresh_for_ever: bool,
    pub(crate) all_calls: Vec<String>,
    ids: u64,
    calm_since: Timestamp,
}

impl World {
    pub(crate) fn new(seed: u64, fault: Fault) -> Self {
        let mut chance = Chance::new(seed);
        let mut practice = Practice::new(&mut chance.fork());
        if fault == Fault::WritesMore {
            practice.books.iter_mut().for_each(|book| book.per_week = 1);
        }
        let people = people(&mut chance.fork());
        let begun: Vec<String> = people.iter().map(Human::recipient).collect();
        // Every third world keeps a caseload; a broken host keeps rows.
        let store = if seed.is_multiple_of(3) && fault == Fault::None {
            let mut caseload = Caseload::new(practice.playbooks[0].clone());
            for person in &begun {
                caseload.begin(&serde_json::from_str(person).unwrap()).unwrap();
            }
            Store::Desk(Box::new(Desk::new(caseload)))
        } else {
            let row = |json: &String| Row {
                json: FollowUp::from_recipient_json(json).unwrap().to_json(),
                wake_at: [None; 2],
            };
            Store::Rows(begun.iter().map(row).collect())
        };
        let mut host = Host::new(chance.fork(), store, people.len());
        host.recalls = matches!(host.store, Store::Rows(_)) && chance.percent(50);
        for (listed, human) in host.listed.iter_mut().zip(&people) {
            listed.1 = human.contacts.iter().map(|contact| contact.value.clone()).collect();
        }
        let now = Timestamp::parse("2026-03-02T17:00:00Z").unwrap();
        let mut world = Self {
            seed,
            fault,
            now,
            queue: Queue::default(),
            observer: Observer::new(begun.iter().cloned()),
            practice,
            people,
            begun,
            system: System::default(),
            host,
            keys: BTreeSet::new(),
            staff: Staff::default(),
            calm: false,
            fresh_for_ever: chance.percent(70),
            all_calls: Vec::new(),
            ids: 0,
            calm_since: now,
            chance,
        };
        world.plan_ahead();
        world
    }

    fn plan_ahead(&mut self) {
        let days = self.chance.between(40, 110);
        let ends = self.now.plus(days * DAY);
        let put = |queue: &mut Queue, chance: &mut Chance, percent: i64, happening: Happening| {
            if chance.percent(percent) {
                queue.put(self.now.plus(chance.between(DAY, days * DAY)), happening);
            }
        };
        let hours = self.chance.between(5, 10 * 24);
        put(&mut self.queue, &mut self.chance, 50, Happening::Outage(hours));
        let hours = self.chance.between(5, 5 * 24);
        put(&mut self.queue, &mut self.chance, 50, Happening::Brake(hours));
        let hours = self.chance.pick(&[0, 3, 40]);
        put(&mut self.queue, &mut self.chance, 60, Happening::Publish(hours));
        self.queue.put(self.now, Happening::Day);
        self.queue.put(self.now.plus(13 * HOUR), Happening::Export);
        self.queue.put(self.now.plus(6 * HOUR), Happening::Sweep);
        self.queue.put(ends, Happening::Calm);
        self.calm_since = ends;
    }

    pub(crate) fn event_id(&mut self) -> String {
        self.ids += 1;
        self.ids.to_string()
    }

    /// Lets everything happen; the first law that is broken, if one is.
    pub(crate) fn run(&mut self) -> Option<Broken> {
        while let Some((at, happening)) = self.queue.next() {
            self.now = self.now.max(at);
            if self.now.since(self.calm_since) > LONGEST_CALM {
                self.observer.holds(false, Law::Calm, || "it goes on and on".to_owned());
            }
            self.happen(happening);
            if let Some(broken) = &self.observer.broken {
                return Some(broken.clone());
            }
        }
        self.at_the_end();
        self.observer.broken.clone()
    }

    fn happen(&mut self, happening: Happening) {
        let hosts = matches!(
            happening,
            Happening::Look(_) | Happening::Sweep | Happening::Carry(_) | Happening::Published
        );
        if let Some(until) = self.host.down_until.filter(|until| hosts && self.now < *until) {
            return self.queue.put(until, happening);
        }
        match happening {
            Happening::Day | Happening::Export | Happening::Work(_) | Happening::Lands(..) if self.calm => {}
            Happening::Day => self.a_day(),
            Happening::Export => self.export(),
            Happening::Arrives(letter) => {
                self.queue.put(self.now, Happening::Look(letter.to));
                self.host.inbox[letter.to].push_back(*letter);
            }
            Happening::Look(who) => self.look(who),
            Happening::Sweep => {
                self.look_at_all();
                if !self.calm {
                    self.queue.put(self.now.plus(6 * HOUR), Happening::Sweep);
                }
            }
            Happening::Carry(who) => self.carry(who),
            Happening::Lands(who, id) => self.lands(who, &id),
            Happening::Work(task) => self.work(&task),
            Happening::Outage(hours) => self.host.down_until = Some(self.now.plus(hours * HOUR)),
            Happening::Brake(hours) => self.host.hold_until = Some(self.now.plus(hours * HOUR)),
            Happening::Publish(hours) => self.publish(hours),
            Happening::Published => {
                self.host.mixed = false;
                self.tick_all();
            }
            Happening::Calm => {
                self.calm = true;
                self.calm_since = self.now;
                for who in 0..self.people.len() {
                    // The sweep has found every timer.
                    let wake_at = self.host.store.wake_at(who).unwrap_or(self.now);
                    self.queue.put(wake_at.max(self.now), Happening::Look(who));
                    self.queue.put(self.now, Happening::Carry(who));
                }
            }
        }
    }

    fn look_at_all(&mut self) {
        (0..self.people.len()).for_each(|who| self.queue.put(self.now, Happening::Look(who)));
    }

    fn publish(&mut self, hours: i64) {
        self.host.book = 1;
        if let Store::Desk(desk) = &mut self.host.store {
            let moment = followthrough::Moment {
                now: self.now,
                facts_as_of: self.host.facts_as_of,
                hold_until: self.host.hold_until,
                confirm_leap: false,
            };
            let input = Input {
                who: 0,
                book: 1,
                moment,
                what: What::Publish,
            };
            let answers = desk.call(&self.practice.playbooks, input.clone(), false).unwrap();
            return self.stored(&input, super::post::Meant::Nothing, self.now, answers);
        }
        self.host.mixed = hours > 0;
        self.tick_all();
        self.queue.put(self.now.plus(hours * HOUR), Happening::Published);
    }

    /// After publishing every follow-up is ticked: the stored `wake_at`s are those of the old revision.
    fn tick_all(&mut self) {
        let now = self.now;
        if let Store::Rows(rows) = &mut self.host.store {
            rows.iter_mut().for_each(|row| row.wake_at[0] = Some(now));
        }
        self.look_at_all();
    }

    pub(crate) fn trace(&mut self, who: usize, input: &Input, answers: &Result<Answers, Code>) {
        let what = match &input.what {
            What::Happened(event) => event.to_json(),
            What::Tick => "tick".to_owned(),
            What::Publish => "publish".to_owned(),
        };
        let answer = match answers {
            Ok(answers) => answers
                .iter()
                .map(|(whose, decision)| format!("r-{whose} {}", decision.to_json()))
                .collect::<Vec<_>>()
                .join("\n    "),
            Err(code) => code.as_str().to_owned(),
        };
        let moment = serde_json::to_string(&input.moment).unwrap();
        self.all_calls
            .push(format!("r-{who} book {} {moment} {what}\n    {answer}", input.book));
    }
}
