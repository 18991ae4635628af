//! What must hold of every message, recomputed from raw rules: the engine's own reasons are not asked.

use std::collections::{BTreeMap, BTreeSet};

use followthrough::follow_up::{
    Action, ActionKind, AppointmentStatus, ConsentChange, Content, EntryKind, EventKind, Receipt, Send,
};
use followthrough::recipient::{Channel, Consent, ContactKind, area_of};
use followthrough::schedule::{LocalTime, TimeRange, Weekday, Zone, law};
use followthrough::wire::{ActionId, AppointmentId, CaseId, RecipientId};
use followthrough::{Date, FollowUp, Recipient, Timestamp};
use followthrough_insight::simulate::{Input, Record, Simulation};

use crate::common::date;

const HOUR: i64 = 3600;
const CONFIRMATION: &str = "opt_out_confirmation";

/// The federal holidays of the days simulated; each of them falls on a weekday, so that it is observed on the same one.
const HOLIDAYS: [&str; 8] = [
    "2026-09-07",
    "2026-10-12",
    "2026-11-11",
    "2026-11-26",
    "2026-12-25",
    "2027-01-01",
    "2027-01-18",
    "2027-02-15",
];

/// Words that a text message must not hold, in either language: treatments, conditions, body parts, money.
const TOO_MUCH: [&str; 40] = [
    "$",
    "usd",
    "dollar",
    "dólar",
    "tooth",
    "teeth",
    "diente",
    "muela",
    "crown",
    "corona",
    "implant",
    "root canal",
    "endodon",
    "filling",
    "empaste",
    "cavity",
    "cavities",
    "caries",
    "decay",
    "gum ",
    "gums",
    "encía",
    "periodon",
    "extraction",
    "extracci",
    "surgery",
    "cirug",
    "bridge",
    "puente",
    "denture",
    "dentadura",
    "abscess",
    "absceso",
    "infection",
    "infecci",
    "diagnos",
    "insurance",
    "seguro",
    "treatment",
    "tratamiento",
];

/// A simulation, and who is in it.
pub(crate) struct Checked<'s> {
    simulation: &'s Simulation,
    people: BTreeMap<&'s RecipientId, &'s Recipient>,
    practice: Zone,
    strict: bool,
    /// Of a hundred old plans, how many may speak on one day.
    pub(crate) most_a_day: usize,
    pub(crate) violations: Vec<String>,
}

/// A message that was handed out.
#[derive(Clone, Copy)]
struct Sent<'s> {
    at: Timestamp,
    index: usize,
    recipient: &'s RecipientId,
    action: &'s Action,
    send: &'s Send,
}

impl<'s> Checked<'s> {
    pub(crate) fn new(simulation: &'s Simulation, strict: bool) -> Self {
        let mut people = BTreeMap::new();
        for record in &simulation.records {
            if let Input::Begin(recipient) = &record.input {
                people.insert(&record.recipient, recipient);
            }
        }
        Self {
            simulation,
            people,
            practice: Zone::named("America/New_York").unwrap(),
            strict,
            most_a_day: 40,
            violations: Vec::new(),
        }
    }

    fn fail(&mut self, sent: &Sent<'_>, what: &str) {
        self.violations.push(format!(
            "{what}: {} {} by {} at {} to recipient {}",
            sent.action.id, sent.send.step, sent.send.channel, sent.at, sent.recipient
        ));
    }

    fn actions(&self) -> impl Iterator<Item = (usize, &'s Record, &'s Action)> + use<'s> {
        let records = self.simulation.records.iter().enumerate();
        records.flat_map(|(index, record)| {
            let actions = record.decision.iter().flat_map(|decision| &decision.actions);
            actions.map(move |action| (index, record, action))
        })
    }

    /// Messages, without confirmations of opt-outs.
    fn sends(&self) -> impl Iterator<Item = Sent<'s>> + use<'s> {
        self.all_sends().filter(|sent| sent.send.step.as_str() != CONFIRMATION)
    }

    fn all_sends(&self) -> impl Iterator<Item = Sent<'s>> + use<'s> {
        self.actions().filter_map(|(index, record, action)| match &action.kind {
            ActionKind::Send(send) => Some(Sent {
                at: record.moment.now,
                index,
                recipient: &record.recipient,
                action,
                send,
            }),
            _ => None,
        })
    }

    /// Where a person may be: where the practice system says, else where the practice is and wherever the numbers are.
    fn zones(&self, recipient: &RecipientId) -> Vec<Zone> {
        let person = self.people[recipient];
        if let Some(zone) = &person.time_zone {
            return vec![Zone::named(zone).unwrap()];
        }
        let mobiles = person.contacts.iter().filter(|c| c.kind == ContactKind::Mobile);
        let areas = mobiles.flat_map(|c| area_of(c.value.reveal()).zones);
        let mut zones = vec![self.practice.clone()];
        zones.extend(areas.map(|name| Zone::named(name).unwrap()));
        zones
    }

    /// Whether the clock in a zone stands inside daily hours.
    fn inside(at: Timestamp, zone: &Zone, hours: impl Fn(Weekday) -> Vec<TimeRange>) -> bool {
        let local = zone.local(at);
        let second = i64::from(local.second);
        let ranges = hours(local.weekday);
        ranges
            .iter()
            .any(|(from, to)| (from.seconds()..to.seconds()).contains(&second))
    }

    pub(crate) fn windows(&mut self) {
        for sent in self.sends() {
            let sms = sent.send.channel == Channel::Sms;
            for zone in self.zones(sent.recipient) {
                // The practice's own window: Monday to Saturday, 9 to 19.
                if !Self::inside(sent.at, &zone, |day| match day {
                    Weekday::Sun => vec![],
                    _ => vec![range("09:00", "19:00")],
                }) {
                    self.fail(&sent, &format!("outside the practice's window in {}", zone.name()));
                }
                let union = |day| match day {
                    Weekday::Sun => vec![range("12:00", "20:00")],
                    _ => vec![range("09:00", "20:00")],
                };
                let strict = |day| match day {
                    Weekday::Sun => vec![],
                    Weekday::Sat => vec![range("10:00", "17:00")],
                    _ => vec![range("10:00", "18:00")],
                };
                let open = if self.strict {
                    Self::inside(sent.at, &zone, strict)
                } else {
                    Self::inside(sent.at, &zone, union)
                };
                if sms && !open {
                    self.fail(&sent, &format!("outside the law's window in {}", zone.name()));
                }
                if sms {
                    self.state_rows(&sent, &zone);
                }
            }
            let today = self.practice.local(sent.at).date;
            if sms && HOLIDAYS.iter().any(|holiday| date(holiday) == today) {
                self.fail(&sent, "on a closed day");
            }
            if sent.send.expires_at <= sent.at {
                self.fail(&sent, "expired when it was handed out");
            }
        }
    }

    fn state_rows(&mut self, sent: &Sent<'_>, zone: &Zone) {
        let person = self.people[sent.recipient];
        let codes: Vec<&str> = match &person.state {
            Some(state) => vec![state],
            None => {
                let area = area_of(sent.send.to.reveal()).states;
                area.iter().copied().chain(["GA"]).collect()
            }
        };
        for code in codes {
            let open =
                law::state_row(code).is_none_or(|row| Self::inside(sent.at, zone, |day| row.weekly.on(day).to_vec()));
            if !open {
                self.fail(sent, &format!("outside the hours of {code}"));
            }
        }
    }

    /// The practice's days on which a person sits in the chair, as far as was told before each message.
    pub(crate) fn visit_days(&mut self) {
        let mut visits: BTreeMap<(&RecipientId, &AppointmentId), Option<Date>> = BTreeMap::new();
        let mut sends = self.sends().peekable();
        for (index, record) in self.simulation.records.iter().enumerate() {
            if let Input::Event(event) = &record.input
                && let EventKind::Appointment(told) = &event.kind
            {
                let visit = &told.appointment;
                let lasts = matches!(
                    visit.status,
                    AppointmentStatus::Scheduled | AppointmentStatus::Completed
                );
                let day = visit.starts_at.filter(|_| lasts).map(|at| self.practice.local(at).date);
                visits.insert((&record.recipient, &visit.id), day);
            }
            while let Some(sent) = sends.next_if(|sent| sent.index == index) {
                let today = self.practice.local(sent.at).date;
                if visits
                    .iter()
                    .any(|((who, _), day)| *who == sent.recipient && *day == Some(today))
                {
                    self.fail(&sent, "on the day of a visit");
                }
            }
        }
    }

    /// One a local day, twenty hours apart, three a week: for each person and for each number or address.
    pub(crate) fn limits(&mut self) {
        let failed = self.failed();
        let mut by_person: BTreeMap<&str, Vec<Sent<'_>>> = BTreeMap::new();
        let mut by_contact: BTreeMap<&str, Vec<Sent<'_>>> = BTreeMap::new();
        for sent in self.sends() {
            by_person.entry(sent.recipient.as_str()).or_default().push(sent);
            by_contact.entry(sent.send.to.reveal()).or_default().push(sent);
        }
        for sends in by_person.values().chain(by_contact.values()) {
            for (i, later) in sends.iter().enumerate() {
                let counted = sends[..i]
                    .iter()
                    .filter(|earlier| failed.get(&earlier.action.id).is_none_or(|at| *at > later.at));
                let counted: Vec<&Sent<'_>> = counted.collect();
                let zone = self.zones(later.recipient).remove(0);
                let day = |sent: &Sent<'_>| zone.local(sent.at).date;
                if counted.iter().any(|earlier| day(earlier) == day(later)) {
                    self.fail(later, "the second in a day");
                }
                if counted.iter().any(|earlier| later.at.since(earlier.at) < 20 * HOUR) {
                    self.fail(later, "within twenty hours of another");
                }
                if counted
                    .iter()
                    .filter(|earlier| later.at.since(earlier.at) < 168 * HOUR)
                    .count()
                    >= 3
                {
                    self.fail(later, "the fourth in a week");
                }
            }
        }
    }

    /// Messages that failed for good, and since when that is known.
    fn failed(&self) -> BTreeMap<&'s ActionId, Timestamp> {
        let mut failed = BTreeMap::new();
        for record in &self.simulation.records {
            if let Input::Event(event) = &record.input
                && let EventKind::Receipt(receipt @ (Receipt::Failed { .. } | Receipt::Bounced { .. })) = &event.kind
                && let Some(action) = receipt.action_id()
            {
                failed.entry(action).or_insert(record.moment.now);
            }
        }
        failed
    }

    /// Who wrote yes is left to people; who wrote STOP gets one confirmation, and nothing more.
    pub(crate) fn yes_and_stop(&mut self) {
        let mut said_yes: BTreeSet<&CaseId> = BTreeSet::new();
        let mut stopped: BTreeMap<&RecipientId, Timestamp> = BTreeMap::new();
        let mut silent: BTreeSet<String> = BTreeSet::new();
        let mut confirmed: BTreeSet<(&RecipientId, String)> = BTreeSet::new();
        let mut latest: BTreeMap<(&RecipientId, Channel), &CaseId> = BTreeMap::new();
        for (index, record) in self.simulation.records.iter().enumerate() {
            let who = &record.recipient;
            if let Input::Event(event) = &record.input
                && let EventKind::Reply(reply) = &event.kind
            {
                let word = reply.text.reveal().trim_end_matches(['!', '.']).to_lowercase();
                let yes = ["yes", "yes please", "sure", "sí", "si por favor", "claro que sí"].contains(&word.as_str());
                if ["stop", "unsubscribe", "alto"].contains(&word.as_str()) {
                    stopped.entry(who).or_insert(event.at);
                    silent.insert(reply.from.reveal().to_owned());
                } else if yes && let Some(case) = latest.get(&(who, reply.channel)) {
                    said_yes.insert(case);
                }
            }
            let journal = record.decision.iter().flat_map(|decision| &decision.journal);
            for entry in journal {
                // After the visit that a part of the plan was booked on, the rest goes on.
                if let (EntryKind::Resumed, Some(case)) = (&entry.kind, &entry.case_id) {
                    said_yes.remove(case);
                }
            }
            for action in record.decision.iter().flat_map(|decision| &decision.actions) {
                let ActionKind::Send(send) = &action.kind else { continue };
                let sent = Sent {
                    at: record.moment.now,
                    index,
                    recipient: who,
                    action,
                    send,
                };
                let to = send.to.reveal().to_owned();
                if send.step.as_str() == CONFIRMATION {
                    let in_time = stopped.get(who).is_some_and(|at| sent.at.since(*at) <= 300);
                    if !in_time || !confirmed.insert((who, to)) {
                        self.fail(&sent, "a confirmation too many or too late");
                    }
                    continue;
                }
                if stopped.contains_key(who) || silent.contains(&to) {
                    self.fail(&sent, "after STOP");
                }
                if let Some(case) = &send.case_id {
                    if said_yes.contains(case) {
                        self.fail(&sent, "after a yes");
                    }
                    latest.insert((who, send.channel), case);
                }
            }
        }
    }

    pub(crate) fn contents(&mut self) {
        for sent in self.all_sends() {
            let Content::Sms { body, segments, .. } = &sent.send.content else {
                continue;
            };
            // The letters of a link's token mean nothing.
            let words = body.reveal().split(' ').filter(|word| !word.starts_with("https://"));
            let text = words.collect::<Vec<_>>().join(" ").to_lowercase();
            for word in TOO_MUCH.iter().filter(|word| text.contains(**word)) {
                self.fail(&sent, &format!("holds {word:?}"));
            }
            let code = |word: &str| {
                let mut chars = word.chars();
                chars.next() == Some('d') && word.len() == 5 && chars.all(|c| c.is_ascii_digit())
            };
            if text.split(|c: char| !c.is_alphanumeric()).any(code) {
                self.fail(&sent, "holds a procedure code");
            }
            if *segments > 4 || text.contains("{{") || text.contains("  ") {
                self.fail(&sent, "is not well made");
            }
        }
    }

    /// A text only with consent on record; an e-mail and a portal message not against a denial.
    pub(crate) fn consent(&mut self) {
        let mut revoked: BTreeSet<(&RecipientId, String)> = BTreeSet::new();
        let mut sends = self.sends().peekable();
        for (index, record) in self.simulation.records.iter().enumerate() {
            if let Input::Event(event) = &record.input
                && let EventKind::Consent(told) = &event.kind
                && told.change == ConsentChange::Revoked
            {
                revoked.insert((&record.recipient, told.contact.reveal().to_owned()));
            }
            while let Some(sent) = sends.next_if(|sent| sent.index == index) {
                let contacts = &self.people[sent.recipient].contacts;
                let consent = contacts.iter().find(|c| c.value == sent.send.to).map(|c| &c.consent);
                let silence_will_do = matches!(sent.send.channel, Channel::Email | Channel::Portal);
                let may = match consent {
                    Some(Consent::Granted { .. }) => true,
                    Some(Consent::Unknown) => silence_will_do,
                    Some(Consent::Denied { .. }) | None => false,
                };
                if !may || revoked.contains(&(sent.recipient, sent.send.to.reveal().to_owned())) {
                    self.fail(&sent, "without consent");
                }
            }
        }
    }

    /// Plans that were old at the first import do not all speak on one day.
    pub(crate) fn backlog(&mut self) {
        let first_day = self.simulation.from;
        let old = |case: &&followthrough_insight::simulate::CaseRecord| {
            case.presented_on.is_some_and(|day| first_day.days_since(day) > 7)
        };
        let old: BTreeSet<&CaseId> = self
            .simulation
            .cases
            .iter()
            .filter(old)
            .map(|case| &case.case_id)
            .collect();
        let mut first: BTreeMap<&CaseId, Date> = BTreeMap::new();
        for sent in self.sends() {
            if let Some(case) = sent.send.case_id.as_ref().filter(|case| old.contains(case)) {
                first.entry(case).or_insert(self.practice.local(sent.at).date);
            }
        }
        let mut days: BTreeMap<Date, usize> = BTreeMap::new();
        first.values().for_each(|day| *days.entry(*day).or_default() += 1);
        let most = days.values().max().copied().unwrap_or(0);
        if first.len() < 10 || most * 100 > first.len() * self.most_a_day {
            self.violations
                .push(format!("{most} of {} old plans speak on one day", first.len()));
        }
    }

    /// An id stands for one action; a step is sent once, unless the message before failed.
    pub(crate) fn ids(&mut self) {
        let mut seen: BTreeMap<&ActionId, String> = BTreeMap::new();
        let mut twice = Vec::new();
        for (_, record, action) in self.actions() {
            let bytes = serde_json::to_string(action).unwrap();
            if let Some(before) = seen.insert(&action.id, bytes.clone()) {
                let same = before == bytes;
                twice.push(format!(
                    "{} twice at {} (the same: {same}): {before} {bytes}",
                    action.id, record.moment.now
                ));
            }
        }
        self.violations.extend(twice);
        // Cancels come first in a decision, so that one could not take back what comes after it.
        for record in &self.simulation.records {
            let actions = || record.decision.iter().flat_map(|decision| &decision.actions);
            for action in actions() {
                if let ActionKind::Cancel { action_id } = &action.kind
                    && actions().any(|other| &other.id == action_id)
                {
                    self.violations
                        .push(format!("{action_id} raised and cancelled at {}", record.moment.now));
                }
            }
        }
        let failed = self.failed();
        let mut steps: BTreeSet<(&str, &str)> = BTreeSet::new();
        for sent in self.sends() {
            let Some(case) = &sent.send.case_id else { continue };
            let fresh = steps.insert((case.as_str(), sent.send.step.as_str()));
            let round_two = !fresh && !failed.values().any(|at| *at <= sent.at);
            if round_two {
                self.fail(&sent, "the same step again");
            }
        }
    }

    /// Every follow-up again from its inputs alone, stored and loaded between any two of them.
    pub(crate) fn replay(&mut self, playbook: &followthrough::Playbook) {
        let mut follow_ups: BTreeMap<&RecipientId, FollowUp> = BTreeMap::new();
        for (index, record) in self.simulation.records.iter().enumerate() {
            if let Input::Begin(recipient) = &record.input {
                follow_ups.insert(&record.recipient, FollowUp::new(recipient).unwrap());
                continue;
            }
            let follow_up = follow_ups.get_mut(&record.recipient).unwrap();
            let stored = follow_up.to_json();
            *follow_up = FollowUp::from_json(&stored).unwrap();
            assert_eq!(follow_up.to_json(), stored, "record {index}");
            let decision = match &record.input {
                Input::Event(event) => {
                    let event = followthrough::Event::from_json(&event.to_json()).unwrap();
                    playbook.handle(follow_up, record.moment, &event).unwrap()
                }
                Input::Begin(_) | Input::Tick => playbook.tick(follow_up, record.moment).unwrap(),
            };
            if Some(decision.to_json()) != record.decision.as_ref().map(followthrough::Decision::to_json) {
                self.violations
                    .push(format!("record {index} comes out otherwise after storing and loading"));
            }
        }
    }

    /// What was looked at, so that a check of nothing does not pass for one.
    pub(crate) fn looked_at(&self) -> (usize, usize, usize) {
        let sms = self.sends().filter(|sent| sent.send.channel == Channel::Sms).count();
        let email = self.sends().filter(|sent| sent.send.channel == Channel::Email).count();
        (sms, email, self.people.len())
    }
}

fn range(from: &str, to: &str) -> TimeRange {
    (LocalTime::parse(from).unwrap(), LocalTime::parse(to).unwrap())
}
