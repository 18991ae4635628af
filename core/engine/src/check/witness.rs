//! From a case in a set to what a practice system would tell of it.

use serde_json::{Map, Value, json};

use super::About;
use super::run::Script;
use super::sets::{Found, ON_TIME};
use crate::plan::{Money, Standing};
use crate::playbook::Practice;
use crate::recipient::Channel;
use crate::schedule::{DAY, Date, LocalTime, Timestamp};
use crate::wire::LocationId;

/// Witnesses are presented in a week without holidays, from Monday.
pub(super) const MONDAY: (i32, u32, u32) = (2026, 3, 2);
/// States that are tried where an offer is barred in some.
const STATES: [&str; 8] = ["GA", "OH", "NC", "AZ", "CO", "IL", "NY", "CA"];

impl Found {
    /// What is told of such a case: presented, or due, so many days after Monday.
    pub(super) fn script(&self, about: &About, days: i64) -> Option<Script> {
        self.script_at(about, days, LocalTime::parse("10:00").ok()?)
    }

    /// The same, at another time of day.
    pub(super) fn script_at(&self, about: &About, days: i64, hour: LocalTime) -> Option<Script> {
        // Nobody can be told to have come back for another round, or to have answered, before anything was said.
        if self.round != 1 || self.replied {
            return None;
        }
        let rules = about.rules();
        let practice = self.practice(about);
        let zone = &practice.zone;
        let due_on = self.day(days)?;
        let at = zone.at(due_on, hour);
        let plans = self.standing.is_some();
        let told = if plans {
            at
        } else {
            zone.at(due_on.plus_days(-3)?, hour)
        };
        let case = if plans { "tp-1" } else { "sj-1" };
        let patient = self.patient(due_on)?;
        let mut events = self.visits(told, at);
        let subject = if plans {
            let plan = self.plan(about, at, patient);
            json!({"event_id": "e9", "type": "plan", "plan": plan})
        } else {
            let mut subject = self.common(about, case, patient);
            subject.insert("kind".to_owned(), json!(rules.subject));
            subject.insert("due_on".to_owned(), json!(due_on));
            json!({"event_id": "e9", "type": "subject", "subject": subject})
        };
        events.push((told, subject));
        events.sort_by_key(|(at, _)| *at);
        Some(Script {
            case_id: case,
            recipient: self.recipient(about, due_on),
            events,
            results: self.results.clone(),
            told: Vec::new(),
            until: at.plus(rules.trigger.window.saturating_add(rules.wind_down).min(800 * DAY) + 7 * DAY),
        })
    }

    /// The day on which it is presented, or falls due: so many after Monday, or before where it may not be later.
    pub(super) fn day(&self, days: i64) -> Option<Date> {
        let (first, last) = self.days;
        let from = ON_TIME.clamp(first, last.max(first));
        let day = from.checked_add(days).filter(|day| *day <= last);
        let day = day.unwrap_or_else(|| from.saturating_sub(days).max(first));
        Date::from_ymd(MONDAY.0, MONDAY.1, MONDAY.2)?.plus_days(day.checked_sub(ON_TIME)?)
    }

    /// The location that the case names: that of the office which is looked at, else what its conditions ask for.
    fn location<'a>(&'a self, about: &'a About) -> Option<&'a str> {
        about.location().map(LocationId::as_str).or(self.location.as_deref())
    }

    fn practice<'a>(&self, about: &'a About) -> &'a Practice {
        let location = self.location(about).and_then(|id| LocationId::parse(id).ok());
        about.rules().practice_of(location.as_ref())
    }

    fn patient(&self, day: Date) -> Option<Value> {
        let mut patient = json!({"id": "p-1", "first_name": "Alex"});
        let map = patient.as_object_mut()?;
        map.extend(self.new_patient.map(|so| ("new_patient".to_owned(), json!(so))));
        map.extend(self.insured.map(|so| ("insured".to_owned(), json!(so))));
        let benefits = self.benefits_remaining.map(|cents| json!(Money::from_cents(cents)));
        map.extend(benefits.map(|amount| ("benefits_remaining".to_owned(), amount)));
        if let Some(age) = self.age {
            let born = day.plus_days(-(age * 366) - 60)?;
            map.insert("birth_date".to_owned(), json!(born));
        }
        Some(patient)
    }

    /// What a plan and what falls due have in common.
    fn common(&self, about: &About, id: &str, patient: Value) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("id".to_owned(), json!(id));
        map.insert("patient".to_owned(), patient);
        if let Some(provider) = &self.provider {
            map.insert("provider".to_owned(), json!({"id": provider, "name": "Dr. Lee"}));
        }
        if let Some(location) = self.location(about) {
            map.insert("location".to_owned(), json!(location));
        }
        if !self.tags.is_empty() {
            map.insert("tags".to_owned(), json!(self.tags));
        }
        if !self.custom.is_empty() {
            map.insert("custom".to_owned(), json!(self.custom));
        }
        map
    }

    fn plan(&self, about: &About, at: Timestamp, patient: Value) -> Value {
        let amount = |cents: i64| json!(Money::from_cents(cents));
        let mut procedures = Vec::new();
        let first_code = self.codes.first();
        for (number, code) in self.codes.iter().enumerate() {
            let first = number == 0;
            let mut procedure = json!({"id": format!("pr-{}", number + 1), "status": "planned"});
            let Some(map) = procedure.as_object_mut() else { continue };
            if let Some(code) = code {
                map.insert("code".to_owned(), json!(code));
            }
            // The first one decides the category: it bears all that is known, and what is not known of the fees.
            let fee = match self.value {
                Some(value) => Some(if first { value } else { 0 }),
                None if first => None,
                None => Some(if Some(code) == first_code { 100 } else { 0 }),
            };
            if let Some(fee) = fee {
                map.insert("fee".to_owned(), amount(fee));
            }
            if let Some(portion) = self.portion {
                map.insert("patient_portion".to_owned(), amount(if first { portion } else { 0 }));
            }
            procedures.push(procedure);
        }
        if self.booked_for_plan {
            procedures.push(
                json!({"id": "pr-b", "code": "D9110", "fee": "50.00", "status": "scheduled", "appointment": "a-1"}),
            );
        } else if self.standing == Some(Standing::Partial) {
            procedures.push(json!({"id": "pr-b", "code": "D9110", "fee": "50.00", "status": "completed"}));
        }
        let mut plan = self.common(about, "tp-1", patient);
        plan.insert("presented_at".to_owned(), json!(at));
        plan.insert("procedures".to_owned(), Value::Array(procedures));
        Value::Object(plan)
    }

    fn visits(&self, told: Timestamp, at: Timestamp) -> Vec<(Timestamp, Value)> {
        let mut visits = Vec::new();
        if self.upcoming || self.booked_for_plan {
            let procedures: &[&str] = if self.booked_for_plan { &["pr-b"] } else { &[] };
            let visit = json!({"id": "a-1", "status": "scheduled", "starts_at": at.plus(360 * DAY), "patient_id": "p-1",
                "kind": "other", "procedure_ids": procedures});
            visits.push((
                told,
                json!({"event_id": "e1", "type": "appointment", "appointment": visit}),
            ));
        }
        if let Some(ago) = self.last_visit_ago {
            let starts_at = at.plus(self.pending_for - ago);
            let visit = json!({"id": "a-2", "status": "completed", "starts_at": starts_at, "patient_id": "p-1", "kind": "other"});
            let event = json!({"event_id": "e2", "type": "appointment", "appointment": visit});
            visits.push((told.max(starts_at), event));
        }
        visits
    }

    fn recipient(&self, about: &About, day: Date) -> Value {
        let (rules, practice) = (about.rules(), self.practice(about));
        let since = "2026-01-05T15:00:00Z";
        let points = [
            (Channel::Sms, "mobile", "+14045550142"),
            (Channel::Email, "email", "alex@example.com"),
            (Channel::Portal, "portal", "pt-1"),
        ];
        let mut contacts = Vec::new();
        for (channel, kind, value) in points {
            if !self.has_channel.contains(&channel) {
                continue;
            }
            let consent = if self.consented.contains(&channel) {
                "granted"
            } else {
                "denied"
            };
            contacts.push(json!({"kind": kind, "value": value, "consent": {"type": consent, "at": since}}));
        }
        let mut recipient = json!({
            "id": "r-1", "first_name": "Alex", "language": self.language, "time_zone": practice.zone.name(),
            "contacts": contacts,
        });
        let own = practice.state.as_deref();
        let fits = |state: Option<&str>| {
            self.offers.iter().all(|(number, open)| {
                let offer = rules.financing.offers.get(*number);
                offer.is_some_and(|offer| offer.fits(offer.range.0, state, day) == *open)
            })
        };
        let state = std::iter::once(own)
            .chain(STATES.into_iter().map(Some))
            .find(|state| fits(*state));
        if let (Some(map), Some(state)) = (recipient.as_object_mut(), state.flatten().or(own)) {
            map.insert("state".to_owned(), json!(state));
        }
        recipient
    }

    /// The case in words.
    pub(super) fn in_words(&self) -> String {
        let mut words = Vec::new();
        if let Some(standing) = self.standing {
            words.push(format!("a plan that is {standing}"));
            let codes: Vec<&str> = self
                .codes
                .iter()
                .map(|code| code.as_deref().unwrap_or("no code"))
                .collect();
            match codes.as_slice() {
                [first, rest @ ..] if rest.iter().all(|code| code == first) && !rest.is_empty() => {
                    words.push(format!("{} times {first}", codes.len()));
                }
                _ => words.push(codes.join(" and ")),
            }
            words.push(
                self.value
                    .map_or("fees not known".to_owned(), |v| Money::from_cents(v).display_us()),
            );
            if let Some(portion) = self.portion {
                words.push(format!(
                    "of which {} are the patient's",
                    Money::from_cents(portion).display_us()
                ));
            }
        } else {
            words.push("something that fell due".to_owned());
        }
        let (first, last) = self.days;
        if !(first..=last).contains(&ON_TIME)
            && let Some(day) = self.day(0)
        {
            let what = if self.standing.is_some() { "presented" } else { "due" };
            words.push(format!("{what} on {day}"));
        }
        let so = |so: bool| if so { "" } else { "not " };
        words.extend(self.new_patient.map(|new| format!("of somebody who is {}new", so(new))));
        words.extend(
            self.insured
                .map(|insured| format!("of somebody who is {}insured", so(insured))),
        );
        words.extend(self.benefits_remaining.map(|cents| {
            let left = Money::from_cents(cents).display_us();
            format!("{left} of benefits left")
        }));
        if self.has_channel.len() < 3 || self.consented.len() < 3 {
            let names: Vec<&str> = self.consented.iter().map(|c| c.as_str()).collect();
            words.push(format!(
                "consent to {}",
                if names.is_empty() {
                    "nothing".to_owned()
                } else {
                    names.join(", ")
                }
            ));
        }
        for (name, value) in &self.custom {
            words.push(format!("custom.{name} {value}"));
        }
        words.extend(self.tags.iter().map(|tag| format!("tag {tag}")));
        words.join(", ")
    }
}
