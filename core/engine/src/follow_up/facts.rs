//! Fills the facts that conditions are held against.

use super::Case;
use super::machine::Machine;
use crate::criteria::Facts;
use crate::financing::Offer;
use crate::plan::{Category, Money, Plan, Presented};
use crate::recipient::Channel;
use crate::schedule::Timestamp;

const CHANNELS: [Channel; 3] = [Channel::Sms, Channel::Email, Channel::Portal];

impl Machine<'_> {
    /// What is known of a case at an instant.
    pub(super) fn facts<'f>(&'f self, case: &'f Case, at: Timestamp) -> Facts<'f> {
        let plan = case.plan();
        let due = case.due();
        let today = self.zone(Some(case)).local(at).date;
        let person = &self.f.person;
        let mut facts = Facts {
            pending_value: plan.and_then(Plan::pending_value),
            patient_portion: plan.and_then(Plan::patient_portion),
            benefits_remaining: case.patient().benefits_remaining,
            procedure_count: plan.map(|plan| i64::try_from(plan.pending().count()).unwrap_or(i64::MAX)),
            presented_on: plan.map(|_| self.practice_of(Some(case)).zone.local(case.presented).date),
            due_on: due.map(|due| due.due_on),
            overdue_for: due.map(|due| at.since(self.anchor(case.location(), Presented::On(due.due_on)))),
            age: case
                .patient()
                .birth_date
                .and_then(|birth| today.age_of(birth))
                .map(i64::from),
            pending_for: Some(at.since(case.presented)),
            round: i64::from(case.round),
            category: self.category(case),
            standing: plan.map(Plan::standing),
            provider: case.provider().map(|provider| provider.id.as_str()),
            location: case.location().map(crate::wire::LocationId::as_str),
            tags: case.tags(),
            language: Some(self.language()),
            codes: plan.map(|plan| plan.pending().filter_map(|p| p.code.as_deref()).collect()),
            upcoming_appointment: self.f.visits.iter().any(|visit| visit.lies_ahead(at)),
            last_visit_ago: self.last_visit(case, at).map(|start| at.since(start)),
            no_upcoming_appointment_for_plan: plan.map(|plan| !self.is_booked_ahead(plan, at)),
            financing_available: None,
            replied: case.replied,
            new_patient: case.patient().new_patient,
            insured: case.patient().insured,
            channels: CHANNELS
                .into_iter()
                .filter(|&channel| {
                    let of_channel = |p: &crate::recipient::ContactPoint| p.kind.channel() == Some(channel);
                    person
                        .points
                        .iter()
                        .any(|p| p.listed && p.dropped_at.is_none() && of_channel(p))
                })
                .collect(),
            consented: CHANNELS
                .into_iter()
                .filter(|&channel| person.usable(channel).is_some())
                .collect(),
            custom: Some(case.custom()),
            results: case.step_results(),
        };
        let offered = self.offers(case, &facts, at).next().is_some();
        facts.financing_available = plan.map(|_| offered);
        facts
    }

    /// The category of a plan, and none of anything else; the playbook's own codes first.
    pub(super) fn category(&self, case: &Case) -> Option<Category> {
        Category::of_plan(case.plan()?, |code| {
            let own = |(category, ranges): &(Category, Vec<crate::criteria::CodeRange>)| {
                ranges.iter().any(|range| range.contains(code)).then_some(*category)
            };
            self.rules.categories.iter().find_map(own)
        })
    }

    /// The financing offers that fit: the amount, the state, the day, and the playbook's own condition.
    pub(super) fn offers<'f>(
        &'f self,
        case: &Case,
        facts: &'f Facts<'_>,
        at: Timestamp,
    ) -> impl Iterator<Item = (&'f Offer, Money)> {
        let financing = &self.rules.financing;
        let wanted = financing
            .offer_when
            .as_ref()
            .is_none_or(|condition| condition.evaluate(facts).holds());
        let practice = self.practice_of(Some(case));
        let day = practice.zone.local(at).date;
        let state = self.f.person.state.as_deref().or(practice.state.as_deref());
        let amount = facts.patient_portion_or_value().filter(|_| wanted);
        let fits = move |offer: &&'f Offer| amount.is_some_and(|amount| offer.fits(amount, state, day));
        financing
            .offers
            .iter()
            .filter(fits)
            .filter_map(move |offer| Some((offer, amount?)))
    }

    /// The language the person is written to in: their own where the playbook has it, else its first.
    pub(super) fn language(&self) -> &str {
        let languages = &self.rules.languages;
        let own = self.f.person.language.as_deref().and_then(|own| {
            let base = own.split(['-', '_']).next().unwrap_or(own);
            languages.iter().find(|language| language.eq_ignore_ascii_case(base))
        });
        own.or(languages.first()).map_or("en", String::as_str)
    }

    /// Whether a case meets the trigger at an instant. Unknown does not qualify.
    pub(super) fn qualifies(&self, case: &Case, at: Timestamp) -> bool {
        self.rules.trigger.condition.evaluate(&self.facts(case, at)).holds()
    }
}
