//! What plan snapshots say of each plan.

use followthrough::plan::{Presented, Procedure, ProcedureStatus};
use followthrough::{Category, Money, Plan, Standing};

use crate::kinds::{LEFT_OUT, kind_of};
use crate::millionths;

/// A plan, from its snapshots.
#[derive(Debug, Default)]
pub(crate) struct PlanFacts {
    /// Whose it is, where a line said so.
    pub(crate) recipient: Option<Box<str>>,
    pub(crate) patient: Box<str>,
    /// What was pending when it was first told of; where it came accepted already, what was booked or done. None when
    /// a fee is missing.
    pub(crate) value: Option<Money>,
    pub(crate) category: Option<Category>,
    pub(crate) provider: Option<Box<str>>,
    pub(crate) presented: Option<Presented>,
    /// Whether there is anything in it that a patient has to accept: more than examinations and cleanings.
    pub(crate) asked: bool,
    /// How it stood, by each snapshot with an instant; once all are read in order, and without those that say the same as
    /// the one before.
    pub(crate) course: Vec<Stood>,
    /// The instant of its newest snapshot.
    pub(crate) until: Option<i64>,
    /// The instant of the snapshot that the value is from; a line without one comes before all others.
    first: Option<i64>,
    known: bool,
}

/// How a plan stood in a snapshot. Of two with one instant the one further on counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stood {
    pub(crate) at: i64,
    /// The instant of the last snapshot that says the same without another between.
    pub(crate) until: i64,
    /// All of it was booked or done, or the plan's own status says so.
    pub(crate) whole: bool,
    /// All was that a patient has to accept, of a plan in which there is any such thing.
    pub(crate) asked: bool,
    /// What was booked or done of the fees of that and of what was planned: in millionths, rounded down, but above nothing
    /// where anything was.
    pub(crate) share: u32,
}

impl PlanFacts {
    /// Takes in a snapshot, in whatever order they come.
    pub(super) fn note(&mut self, at: Option<i64>, recipient: Option<&str>, plan: &Plan) {
        let standing = plan.standing();
        let asked = asked(plan);
        self.asked |= asked.is_some();
        let accepted = |standing| matches!(standing, Some(Standing::Accepted | Standing::Completed));
        if let Some(at) = at {
            self.course.push(Stood {
                at,
                until: at,
                whole: accepted(Some(standing)),
                asked: accepted(asked),
                share: share(plan),
            });
            self.until = self.until.max(Some(at));
        }
        if let Some(recipient) = recipient {
            self.recipient.get_or_insert_with(|| recipient.into());
        }
        if self.known && self.first <= at {
            return;
        }
        self.known = true;
        self.first = at;
        self.patient = plan.patient.id.as_str().into();
        self.value = if standing.is_pending() {
            plan.pending_value()
        } else {
            booked(plan)
        };
        self.category = Category::of_plan(plan, |_| None);
        self.provider = plan.provider.as_ref().map(|provider| provider.id.as_str().into());
        self.presented = plan.presented_at;
    }

    /// Puts its snapshots into order, now that all are read.
    pub(super) fn settle(&mut self) {
        self.course.sort_unstable();
        let says = |stood: &Stood| (stood.whole, stood.asked, stood.share);
        self.course.dedup_by(|next, known| {
            let same = says(next) == says(known);
            if same {
                known.until = next.at;
            }
            same
        });
        self.course.shrink_to_fit();
    }

    /// How it stood by each snapshot before an instant.
    pub(crate) fn course_before(&self, before: i64) -> &[Stood] {
        let known = self.course.partition_point(|stood| stood.at < before);
        self.course.get(..known).unwrap_or_default()
    }
}

/// What of a plan's fees is booked or done, as the engine counts them for `accepted_when: {value_share}`: what has no fee
/// counts for nothing, and what was declined or set aside is no part of the whole.
fn share(plan: &Plan) -> u32 {
    let fees = |of: fn(ProcedureStatus) -> bool| -> i128 {
        let counted = plan.procedures.iter().filter(|procedure| of(procedure.status));
        counted
            .filter_map(|p: &Procedure| p.fee)
            .map(|fee| i128::from(fee.cents()))
            .sum()
    };
    let taken = fees(is_taken);
    let whole = fees(|status| is_taken(status) || status == ProcedureStatus::Planned);
    let part = (taken * i128::from(millionths::ONE)).checked_div(whole).unwrap_or(0);
    let least = i128::from(taken > 0);
    u32::try_from(part.max(least)).unwrap_or(0)
}

fn is_taken(status: ProcedureStatus) -> bool {
    matches!(status, ProcedureStatus::Completed | ProcedureStatus::Scheduled)
}

/// Where that of it stands which a patient has to accept; none where there is nothing of the kind.
fn asked(plan: &Plan) -> Option<Standing> {
    let left_out = |procedure: &Procedure| {
        let kind = procedure.code.as_deref().map(kind_of);
        kind.is_some_and(|kind| LEFT_OUT.contains(&kind))
    };
    if !plan.procedures.iter().any(left_out) {
        return Some(plan.standing());
    }
    let mut rest = plan.clone();
    rest.procedures.retain(|procedure| !left_out(procedure));
    (!rest.procedures.is_empty()).then(|| rest.standing())
}

/// The fees of what is booked or done; none when one is missing.
fn booked(plan: &Plan) -> Option<Money> {
    let booked = plan.procedures.iter().filter(|one| is_taken(one.status));
    booked.map(|procedure| procedure.fee).sum()
}
