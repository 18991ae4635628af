//! The baseline: how a practice's patients accept treatment before anybody follows it up, from one export.
//!
//! An export is a picture of one day. It does not say everything: what it cannot tell is absent here and told in words,
//! never a zero. Every figure and its formula stand in `docs/insight.md`. Shares are whole thousandths, amounts whole cents.
//! Nobody is named: cases, patients and providers stand under their ids, providers under the practice's names for them.

pub(crate) mod acceptance;
mod case;
pub(crate) mod cases;
mod formulas;
mod households;
mod options;
mod page;
mod pending;
mod picture;
mod sections;
mod tables;
pub(crate) mod time;

use std::collections::BTreeMap;

use followthrough::{Date, Error};
use followthrough_import::Imported;
use serde::Serialize;

pub use acceptance::{Acceptance, Breakdown, BreakdownRow, HEALTHY, SMALL_BELOW, Taken};
pub use case::{Case, CaseOutcome};
pub use cases::Aside;
pub use formulas::{FORMULAS, Formula};
pub use households::HouseholdBaseline;
pub use options::AuditOptions;
pub(crate) use options::options_from_json;
pub use pending::{NeverFollowedUp, Pending, PendingRow};
pub use time::{ByDay, CurveRow, Endpoint, TimeToAccept};

pub use crate::page::{Count, Share};

/// Whether an export can tell what was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It can.
    Yes,
    /// It holds nothing that was accepted: a list of what is pending.
    PendingOnly,
    /// It holds accepted treatment, and of none of it the day on which it was presented.
    NoDays,
}

/// The baseline of a practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// What the practice calls itself, where it was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice: Option<String>,
    /// The first day of the window.
    pub from: Date,
    /// The last: that of the export.
    pub to: Date,
    /// How many days.
    pub days: u32,
    /// Treatment presented fewer days ago was too new to be judged.
    pub settle_days: u32,
    /// Whether the export can tell what was accepted. Where it cannot, shares and times are absent.
    pub acceptance_told: Told,
    /// What was presented in the window, in all: the too new ones too.
    pub presented: Acceptance,
    /// What was presented in the window, and long enough ago to be judged: the figure that matters.
    pub judged: Acceptance,
    /// Presented too short a time ago.
    pub too_new: Acceptance,
    /// Of the judged ones, those accepted whole of which something was done on the day of the presentation; absent where the
    /// export cannot tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_day: Option<u64>,
    /// Households with equal days, as a monthly report counts them: its baseline. Absent where the export cannot tell what
    /// was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub households: Option<HouseholdBaseline>,
    /// The judged ones by provider, category, value, new or existing patient, and location where there are several.
    pub breakdowns: Vec<Breakdown>,
    /// How long it takes; absent where the export tells no days of acceptance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_to_accept: Option<TimeToAccept>,
    /// What lies pending in the whole export.
    pub pending: Pending,
    /// What the window leaves out because nobody knows when it was presented.
    pub undated: Undated,
    /// What else is not among the cases.
    pub aside: Aside,
    /// The cases of the window and those that are pending, of which all counts are made.
    pub cases: Vec<Case>,
    /// How each figure is made.
    pub formulas: &'static [Formula],
}

/// Presentations of which the day is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Undated {
    /// Those of which all or some is scheduled or done.
    pub accepted: Count,
    /// The others.
    pub others: Count,
}

/// Sums up an export. Options out of their bounds are taken as they are; [`AuditOptions::check`] tells.
///
/// ```
/// use followthrough_import::{Options, System, read};
/// use followthrough_insight::audit::{AuditOptions, audit};
///
/// let mut options = Options::default();
/// options.set("presented", "charted")?;
/// options.set("time_zone", "America/New_York")?;
/// options.set("as_of", "2026-01-30")?;
/// let imported = read(System::OpenDental, [
///     ("patient.csv", &b"PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n\
///         7,Moss,Ada,0,1980-05-01,(404) 555-0177,ada@example.com,7,1\n"[..]),
///     ("procedurecode.csv", b"CodeNum,ProcCode\n1,D2740\n"),
///     ("procedurelog.csv", b"ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,DateTP\n\
///         1,7,0,0,1,2026-01-05,1250.00,1,2026-01-05\n\
///         2,7,0,0,1,2026-01-06,980.00,2,2025-12-05\n"),
/// ], &options)?;
/// let audit = audit(&imported, &AuditOptions::default());
/// assert_eq!((audit.judged.plans, audit.judged.taken.map(|taken| taken.accepted)), (2, Some(1)));
/// assert_eq!(audit.pending.all.pending.value.to_string(), "1250.00");
/// # Ok::<(), followthrough::Error>(())
/// ```
pub fn audit(imported: &Imported, options: &AuditOptions) -> Audit {
    let found = cases::presented(imported, options);
    let to = imported.as_of;
    let from = to.plus_days(1 - i64::from(options.days)).unwrap_or(to);
    let told = told(imported, &found.cases);
    let tellable = told == Told::Yes;
    let inside = |case: &&Case| case.presented_on.is_some_and(|day| (from..=to).contains(&day));
    let window: Vec<&Case> = found.cases.iter().filter(inside).collect();
    let settled = |case: &&Case| {
        case.age_in_days(to)
            .is_some_and(|age| age >= i64::from(options.settle_days))
    };
    let (judged, too_new): (Vec<&Case>, Vec<&Case>) = window.iter().copied().partition(|case| settled(case));
    let same_day = judged.iter().filter(|case| case.outcome == CaseOutcome::Accepted);
    let same_day = same_day.filter(|case| case.began.done_on.is_some_and(|day| Some(day) <= case.presented_on));
    Audit {
        practice: options.practice.clone(),
        from,
        to,
        days: options.days,
        settle_days: options.settle_days,
        acceptance_told: told,
        presented: Acceptance::of(window.iter().copied(), tellable),
        judged: Acceptance::of(judged.iter().copied(), tellable),
        too_new: Acceptance::of(too_new.iter().copied(), tellable),
        same_day: tellable.then(|| acceptance::count(same_day.count())),
        households: households::baseline(&found.cases, options, to, told),
        breakdowns: acceptance::breakdowns(imported, &judged, options, tellable),
        time_to_accept: time::time_to_accept(&window, to).filter(|_| tellable),
        pending: pending::pending(imported, &found.cases, options),
        undated: undated(&found.cases),
        aside: found.aside,
        cases: found
            .cases
            .iter()
            .filter(|case| inside(case) || case.is_pending())
            .cloned()
            .collect(),
        formulas: FORMULAS,
    }
}

/// [`audit`] as the bindings call it: options as JSON.
///
/// # Errors
/// As [`AuditOptions::from_json`].
pub fn audit_json(imported: &Imported, options: &str) -> Result<Audit, Error> {
    Ok(audit(imported, &AuditOptions::from_json(options)?))
}

/// Accepted treatment with its day, anywhere in the export, shows that it tells of some.
fn told(imported: &Imported, cases: &[Case]) -> Told {
    let mut yes = cases.iter().filter(|case| case.outcome.is_yes()).peekable();
    if yes.peek().is_none() && imported.completed.is_empty() {
        return Told::PendingOnly;
    }
    if yes.any(|case| case.presented_on.is_some()) {
        Told::Yes
    } else {
        Told::NoDays
    }
}

fn undated(cases: &[Case]) -> Undated {
    let mut undated = Undated::default();
    for case in cases.iter().filter(|case| case.presented_on.is_none()) {
        if case.outcome.is_yes() {
            undated.accepted.add(case.value);
        } else {
            undated.others.add(case.value);
        }
    }
    undated
}

impl Audit {
    /// The page: one file with everything in it, for a screen, a printer and a screen reader. It loads nothing.
    pub fn to_html(&self) -> String {
        page::page(self).into_string()
    }

    /// The figures and the cases as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The tables as CSV, by the names of their files: `acceptance.csv`, `time_to_accept.csv`, `pending.csv`, `cases.csv`.
    /// A cell that a spreadsheet would take for a formula begins with an apostrophe.
    pub fn to_csv(&self) -> BTreeMap<&'static str, String> {
        tables::csv(self)
    }

    /// Whether more was accepted without a day of presentation than with one: then the share says little.
    pub(crate) fn undated_outweighs(&self) -> bool {
        let undated = self
            .undated
            .accepted
            .value
            .plus(self.aside.done_undated_in_window.value);
        self.judged.taken.is_some_and(|taken| undated > taken.accepted_value)
    }

    /// Cases of the window that were long enough ago.
    pub(crate) fn is_judged(&self, case: &Case) -> bool {
        let long_enough = case
            .age_in_days(self.to)
            .is_some_and(|age| age >= i64::from(self.settle_days));
        long_enough && case.presented_on.is_some_and(|day| day >= self.from)
    }
}
