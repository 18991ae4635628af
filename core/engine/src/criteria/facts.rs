//! The facts a condition is held against.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::StepResult;
use crate::plan::{Category, CustomFact, Money, Standing};
use crate::recipient::Channel;
use crate::schedule::Date;
use crate::wire::StepId;

/// Some of the channels of messages.
pub type Channels = SmallVec<[Channel; 3]>;

/// What became of the steps that are behind a case.
pub type StepResults<'a> = SmallVec<[(&'a StepId, StepResult); 4]>;

/// What is known of one case at one instant. A fact that is absent makes its comparison unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts<'a> {
    /// Sum of the fees of the pending procedures.
    pub pending_value: Option<Money>,
    /// What the patient would pay for them.
    pub patient_portion: Option<Money>,
    /// What the patient's insurer would still pay this benefit year.
    pub benefits_remaining: Option<Money>,
    /// Pending procedures; none of what is no plan.
    pub procedure_count: Option<i64>,
    /// The day on which the plan was presented, in the practice's zone; none of what is no plan.
    pub presented_on: Option<Date>,
    /// The day on which it falls due; none of a plan.
    pub due_on: Option<Date>,
    /// Seconds since then, below zero before; none of a plan.
    pub overdue_for: Option<i64>,
    /// Seconds since the start of the patient's latest visit that took place.
    pub last_visit_ago: Option<i64>,
    /// The patient's completed years.
    pub age: Option<i64>,
    /// Seconds since presentation.
    pub pending_for: Option<i64>,
    /// The round of the case, from 1.
    pub round: i64,
    /// The category of the plan; none when nothing is pending.
    pub category: Option<Category>,
    /// The standing of the plan.
    pub standing: Option<Standing>,
    /// The provider's id.
    pub provider: Option<&'a str>,
    /// The location's id.
    pub location: Option<&'a str>,
    /// The plan's tags.
    pub tags: &'a [String],
    /// The language the person is written to in.
    pub language: Option<&'a str>,
    /// Codes of the pending procedures; none of what is no plan.
    pub codes: Option<Vec<&'a str>>,
    /// A visit of any kind is booked.
    pub upcoming_appointment: bool,
    /// No booked visit holds a procedure of the plan; none of what is no plan.
    pub no_upcoming_appointment_for_plan: Option<bool>,
    /// At least one financing offer fits; none of what is no plan.
    pub financing_available: Option<bool>,
    /// The person has written back in this round.
    pub replied: bool,
    /// The patient is new to the practice.
    pub new_patient: Option<bool>,
    /// The patient has insurance.
    pub insured: Option<bool>,
    /// Channels with a working contact point.
    pub channels: Channels,
    /// Channels on which the person may be contacted.
    pub consented: Channels,
    /// Facts of the host's own, by name.
    pub custom: Option<&'a BTreeMap<String, CustomFact>>,
    /// What became of each step done in this round.
    pub results: StepResults<'a>,
}

impl Facts<'_> {
    /// The portion where known, else the value.
    pub fn patient_portion_or_value(&self) -> Option<Money> {
        self.patient_portion.or(self.pending_value)
    }

    /// What became of a step; none while it is not done.
    pub fn last_result(&self, step: &StepId) -> Option<StepResult> {
        let known = self.results.iter().find(|(done, _)| *done == step);
        known.map(|(_, result)| *result)
    }
}
