//! A day in the life of the people: plans, visits, refusals, new numbers, deaths.

use super::people::{Contact, LOCATIONS, Plan, Procedure, Recall, Visit};
use super::post::{Happening, Letter, Meant};
use super::run::World;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

impl World {
    pub(crate) fn a_day(&mut self) {
        for who in 0..self.people.len() {
            self.keep_visits(who);
            if self.people[who].status == "active" {
                self.decide_on_plans(who);
                self.fall_due(who);
                self.change(who);
                self.staff_on_their_own(who);
            }
        }
        self.queue.put(self.now.plus(DAY), Happening::Day);
    }

    /// Something happens to one person, and the host will hear of it.
    pub(crate) fn tell(&mut self, to: usize, meant: Meant, body: String) {
        let event_id = self.event_id();
        let letter = Letter {
            to,
            event_id,
            at: self.now,
            body,
            meant,
        };
        self.queue.post(&mut self.chance, self.now, letter);
    }

    fn in_a_thousand(&mut self, times: i64) -> bool {
        self.chance.between(0, 999) < times
    }

    fn keep_visits(&mut self, who: usize) {
        for index in 0..self.people[who].visits.len() {
            let visit = &self.people[who].visits[index];
            if visit.status == "scheduled" && visit.starts_at <= self.now {
                let status = self
                    .chance
                    .pick(&["completed", "completed", "completed", "broken", "cancelled"]);
                self.end_visit(who, index, status);
            } else if visit.status == "scheduled" && self.in_a_thousand(30) {
                self.end_visit(who, index, "cancelled");
            }
        }
    }

    fn end_visit(&mut self, who: usize, index: usize, status: &'static str) {
        let human = &mut self.people[who];
        human.visits[index].status = status;
        let visit = human.visits[index].clone();
        for procedure in &mut human.plans[visit.plan].procedures {
            if visit.procedures.contains(&procedure.id) && procedure.status == "scheduled" {
                procedure.status = if status == "completed" { "completed" } else { "planned" };
            }
        }
        self.tell_of_visit(who, &visit);
    }

    /// Some practice systems tell of a visit at once; all do so with the next export.
    fn tell_of_visit(&mut self, who: usize, visit: &Visit) {
        if self.chance.percent(50) {
            let body = format!(
                r#""type": "appointment", "appointment": {}"#,
                self.people[who].visit(visit)
            );
            self.tell(who, Meant::Nothing, body);
        }
    }

    pub(crate) fn book(&mut self, who: usize, plan: usize) {
        let id = format!("a-{}", self.event_id());
        let starts_at = self.now.plus(self.chance.between(DAY, 25 * DAY));
        let whole = self.chance.percent(70);
        let procedures = &mut self.people[who].plans[plan].procedures;
        let mut planned = procedures.iter_mut().filter(|procedure| procedure.status == "planned");
        let mut booked = Vec::new();
        while let Some(procedure) = planned.next().filter(|_| whole || booked.is_empty()) {
            procedure.status = "scheduled";
            booked.push(procedure.id.clone());
        }
        if booked.is_empty() {
            return;
        }
        let visit = Visit {
            id,
            plan,
            starts_at,
            status: "scheduled",
            procedures: booked,
        };
        self.tell_of_visit(who, &visit);
        self.people[who].visits.push(visit);
    }

    fn decide_on_plans(&mut self, who: usize) {
        let count = self.people[who].plans.len();
        if count == 0 && self.in_a_thousand(500) || count < 6 && self.in_a_thousand(40) {
            self.present(who);
        }
        for plan in 0..count {
            if self.people[who].plans[plan].gone {
                continue;
            }
            match self.chance.between(0, 999) {
                0..8 => self.book(who, plan),
                8..11 => self.people[who].plans[plan].status = "declined",
                11..13 => self.people[who].plans[plan].status = "draft",
                13..15 => self.people[who].plans[plan].gone = true,
                15..18 => self.move_plan(who, plan),
                18..26 => {
                    let (at, plan) = (self.now, &mut self.people[who].plans[plan]);
                    (plan.presented_at, plan.status) = (at, "presented");
                }
                26..28 => self.people[who].plans[plan].procedures[0].status = "declined",
                28..30 => self.people[who].plans[plan].status = "accepted",
                30..34 => self.people[who].plans[plan].location = self.chance.pick(&LOCATIONS),
                _ => {}
            }
        }
    }

    /// Cleanings fall due, are done, and fall due again.
    fn fall_due(&mut self, who: usize) {
        if self.people[who].recalls.is_empty() && self.in_a_thousand(200) {
            let id = format!("rc-{}", self.event_id());
            let due_at = self.now.plus(self.chance.between(-40 * DAY, 40 * DAY));
            let recall = Recall {
                id,
                due_at,
                done: false,
                gone: false,
                location: self.chance.pick(&LOCATIONS),
            };
            self.people[who].recalls.push(recall);
        }
        let fate = self.chance.between(0, 999);
        let ahead = self.chance.between(-5 * DAY, 30 * DAY);
        for recall in &mut self.people[who].recalls {
            match fate {
                0..8 => recall.done = true,
                8..16 => (recall.due_at, recall.done) = (self.now.plus(ahead), false),
                16..20 => recall.done = false,
                20..23 => recall.gone = true,
                _ => {}
            }
        }
    }

    fn present(&mut self, who: usize) {
        let number = self.event_id();
        let patient = self.chance.index(self.people[who].patients.len());
        let codes = ["D7210", "D6010", "D2740", "D3330"];
        let procedures = (0..self.chance.between(1, 3))
            .map(|index| Procedure {
                id: format!("pr-{number}-{index}"),
                code: self.chance.pick(&codes),
                fee: self.chance.between(200, 4_000),
                status: "planned",
            })
            .collect();
        // A first import brings old plans too.
        let ago = self.chance.pick(&[0, 0, 0, HOUR, 5 * DAY, 30 * DAY]);
        self.people[who].plans.push(Plan {
            id: format!("tp-{number}"),
            patient,
            presented_at: self.now.plus(-ago),
            status: "presented",
            group: self.chance.pick(&[None, None, Some("either"), None]),
            procedures,
            gone: false,
            location: self.chance.pick(&LOCATIONS),
        });
    }

    /// The plan becomes another one's: a guarantor changes.
    fn move_plan(&mut self, who: usize, plan: usize) {
        let to = self.chance.index(self.people.len());
        if to == who {
            return;
        }
        let mut moved = self.people[who].plans[plan].clone();
        self.people[who].plans[plan].gone = true;
        moved.patient = 0;
        let id = moved.id.clone();
        self.people[to].plans.push(moved);
        let new = self.people[to].id.clone();
        self.tell(
            who,
            Meant::Nothing,
            format!(r#""type": "plan_gone", "plan_id": "{id}", "moved_to": "{new}""#),
        );
    }

    fn change(&mut self, who: usize) {
        let at = self.now;
        match self.chance.between(0, 999) {
            0..2 => self.people[who].status = "inactive",
            2..4 => self.people[who].status = "deceased",
            4..6 => {
                let patient = self.chance.index(self.people[who].patients.len());
                self.people[who].patients[patient].status = "deceased";
            }
            6..12 => {
                let number = self.event_id();
                let value = format!("+1404555{:04}", number.parse::<u64>().unwrap() % 10_000);
                let contacts = &mut self.people[who].contacts;
                contacts.retain(|contact| contact.kind != "mobile");
                contacts.push(Contact {
                    kind: "mobile",
                    value,
                    consent: format!(r#"{{"type": "granted", "at": "{at}"}}"#),
                });
            }
            12..24 => {
                if self.people[who].contacts.is_empty() {
                    return;
                }
                let index = self.chance.index(self.people[who].contacts.len());
                let Contact { kind, value, .. } = self.people[who].contacts[index].clone();
                let change = self.chance.pick(&["granted", "revoked"]);
                if let Some(channel) = channel_of(kind) {
                    self.tell(
                        who,
                        Meant::Nothing,
                        format!(
                            r#""type": "consent", "contact": "{value}", "channel": "{channel}", "change": "{change}""#
                        ),
                    );
                }
            }
            24..30 => {
                let Some(Contact { value, .. }) = self.people[who].contacts.first().cloned() else {
                    return;
                };
                let then = at.plus(-self.chance.between(0, 20 * DAY));
                self.tell(
                    who,
                    Meant::Nothing,
                    format!(r#""type": "history", "sends": [{{"channel": "call", "to": "{value}", "at": "{then}"}}]"#),
                );
            }
            _ => {}
        }
    }
}

fn channel_of(kind: &str) -> Option<&'static str> {
    match kind {
        "mobile" => Some("sms"),
        "email" => Some("email"),
        "portal" => Some("portal"),
        _ => None,
    }
}
