//! What a practice system will say while the simulation runs: what it knows at the first import, and what comes later.

use std::collections::BTreeSet;

use followthrough::follow_up::Appointment;
use followthrough::plan::{Presented, ProcedureStatus};
use followthrough::schedule::Zone;
use followthrough::wire::{PlanId, ProcedureId, RecipientId};
use followthrough::{Date, Error, Plan, Recipient};

/// The people, plans and visits that a simulation begins with, and the plans that are presented while it runs.
#[derive(Clone, Debug, Default)]
pub struct Cases {
    /// Who is contacted.
    pub recipients: Vec<Recipient>,
    /// The plans that the first import tells, each with the person to contact about it.
    pub plans: Vec<(RecipientId, Plan)>,
    /// The visits that the first import tells.
    pub visits: Vec<(RecipientId, Appointment)>,
    pub(super) arrivals: Vec<Arrival>,
    pub(super) first_day: Option<Date>,
}

/// A plan that is presented while the simulation runs.
#[derive(Clone, Debug)]
pub(super) struct Arrival {
    pub(super) recipient: RecipientId,
    pub(super) plan: Plan,
    pub(super) on: Date,
}

impl Cases {
    /// What the first import tells.
    pub fn new(
        recipients: Vec<Recipient>,
        plans: Vec<(RecipientId, Plan)>,
        visits: Vec<(RecipientId, Appointment)>,
    ) -> Self {
        Self {
            recipients,
            plans,
            visits,
            arrivals: Vec::new(),
            first_day: None,
        }
    }

    /// Adds those of the plans that are presented between two days, the second not included, by their own
    /// `presented_at`; the export of the night of that day tells of each. What becomes of their procedures is for the
    /// simulation to say: they are planned again. Their ids get a mark in front, so that they cannot be those of a plan
    /// known before. A plan for a person who is not among the recipients is left out.
    ///
    /// # Errors
    /// `FT-H001` when an id leaves no room for the mark.
    pub fn arrive<'p>(
        &mut self,
        from: Date,
        to: Date,
        plans: impl IntoIterator<Item = (&'p RecipientId, &'p Plan)>,
    ) -> Result<(), Error> {
        self.arrive_on(|on| (from..to).contains(&on), plans)
    }

    pub(super) fn arrive_on<'p>(
        &mut self,
        which: impl Fn(Date) -> bool,
        plans: impl IntoIterator<Item = (&'p RecipientId, &'p Plan)>,
    ) -> Result<(), Error> {
        let known: BTreeSet<&RecipientId> = self.recipients.iter().map(|known| &known.id).collect();
        for (recipient, plan) in plans {
            let Some(on) = plan.presented_at.map(day).filter(|on| which(*on)) else {
                continue;
            };
            if known.contains(recipient) {
                let (recipient, plan) = (recipient.clone(), anew(plan)?);
                self.arrivals.push(Arrival { recipient, plan, on });
            }
        }
        Ok(())
    }

    /// The day after the one that the export speaks of, where these were read from one.
    pub fn first_day(&self) -> Option<Date> {
        self.first_day
    }

    /// How many plans are presented while the simulation runs.
    pub fn arriving(&self) -> usize {
        self.arrivals.len()
    }

    /// People who have a plan, now or later. Nobody else is followed up.
    pub(super) fn concerned(&self) -> BTreeSet<&RecipientId> {
        let now = self.plans.iter().map(|(recipient, _)| recipient);
        now.chain(self.arrivals.iter().map(|arrival| &arrival.recipient))
            .collect()
    }
}

/// A plan as on the day of its presentation, under ids of its own.
fn anew(plan: &Plan) -> Result<Plan, Error> {
    let mut plan = plan.clone();
    plan.id = PlanId::parse(&format!("new-{}", plan.id))?;
    plan.status = None;
    for procedure in &mut plan.procedures {
        procedure.id = ProcedureId::parse(&format!("new-{}", procedure.id))?;
        procedure.status = ProcedureStatus::Planned;
        procedure.appointment = None;
    }
    Ok(plan)
}

/// The day of a presentation. An instant counts by its day in UTC: that is near enough for the night's export.
pub(crate) fn day(presented: Presented) -> Date {
    match presented {
        Presented::On(date) => date,
        Presented::At(at) => Zone::utc().local(at).date,
    }
}
