//! What a practice asks of its past and of its plans: `audit`, `backtest`, `simulate`, `compare`, timelines, the monthly
//! report, and how sure shares make anyone.
//!
//! An answer is one `NativeReport`, whatever was asked: its JSON and its page are Rust's own bytes.

use followthrough::Moment;
use followthrough::wire::CaseId;
use followthrough_import::{Imported, System};
use followthrough_insight::audit::audit_json;
use followthrough_insight::backtest::backtest_json;
use followthrough_insight::compare::compare_json;
use followthrough_insight::monthly::report_json;
use followthrough_insight::report::{contacted, not_contacted, report};
use followthrough_insight::scenario::Scenario;
use followthrough_insight::simulate::{Simulation, simulate_json};
use followthrough_insight::timeline::Timeline;
use followthrough_insight::{Told, stats};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::answer::{Refused, text, value};
use crate::follow_up::empty;
use crate::import::given;
use crate::playbook::NativePlaybook;

/// An answer that can be read by people and by programs; filled by what was asked.
#[napi]
#[derive(Default)]
pub struct NativeReport {
    inner: Option<Box<dyn Told>>,
}

#[napi]
impl NativeReport {
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    #[napi(catch_unwind)]
    pub fn to_json(&self) -> String {
        text(|| Ok(self.get()?.to_json()))
    }

    #[napi(catch_unwind)]
    pub fn to_html(&self) -> String {
        value(|| Ok(self.get()?.to_html()))
    }

    #[napi(catch_unwind)]
    pub fn to_csv(&self) -> String {
        value(|| Ok(self.get()?.to_csv()))
    }
}

impl NativeReport {
    fn get(&self) -> Result<&dyn Told, Refused> {
        self.inner.as_deref().ok_or_else(empty)
    }

    fn fill(&mut self, told: impl Told + 'static) {
        self.inner = Some(Box::new(told));
    }
}

/// A simulation, to be summed up and looked into.
#[napi]
#[derive(Default)]
pub struct NativeSimulation {
    inner: Option<Simulation>,
}

#[napi]
impl NativeSimulation {
    #[napi(constructor, catch_unwind)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Fills this handle. `cases` and `options` are JSON.
    #[napi(catch_unwind)]
    pub fn run(&mut self, playbook: &NativePlaybook, cases: String, options: String) -> String {
        value(|| {
            self.inner = Some(simulate_json(playbook.get()?, &cases, &options)?);
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn report(&self, into: &mut NativeReport) -> String {
        value(|| {
            into.fill(report(self.get()?));
            Ok(())
        })
    }

    #[napi(catch_unwind)]
    pub fn contacted(&self) -> String {
        value(|| Ok(contacted(self.get()?)))
    }

    #[napi(catch_unwind)]
    pub fn not_contacted(&self) -> String {
        value(|| Ok(not_contacted(self.get()?)))
    }

    /// Whether there is such a case; then the handle is filled.
    #[napi(catch_unwind)]
    pub fn timeline(&self, case_id: String, into: &mut NativeReport) -> String {
        value(|| {
            let found = CaseId::parse(&case_id).ok();
            let simulation = self.get()?;
            let found = found.and_then(|id| Timeline::of_simulation(simulation, &id));
            let there = found.is_some();
            found.into_iter().for_each(|timeline| into.fill(timeline));
            Ok(there)
        })
    }

    #[napi(catch_unwind)]
    pub fn records(&self) -> String {
        value(|| Ok(self.get()?.to_json_lines()))
    }
}

impl NativeSimulation {
    fn get(&self) -> Result<&Simulation, Refused> {
        self.inner.as_ref().ok_or_else(empty)
    }
}

/// The export, and the answers about it as pairs of texts.
fn imported(system: &str, names: &[String], contents: &[Buffer], answers: &[Vec<String>]) -> Result<Imported, Refused> {
    let answers = given(answers)?;
    let files = names.iter().zip(contents);
    Ok(followthrough_import::read(System::parse(system)?, files, &answers)?)
}

/// `options` is JSON.
#[napi(catch_unwind)]
pub fn audit(
    system: String,
    names: Vec<String>,
    contents: Vec<Buffer>,
    answers: Vec<Vec<String>>,
    options: String,
    into: &mut NativeReport,
) -> String {
    value(|| {
        into.fill(audit_json(&imported(&system, &names, &contents, &answers)?, &options)?);
        Ok(())
    })
}

/// `options` is JSON.
#[napi(catch_unwind)]
pub fn backtest(
    playbook: &NativePlaybook,
    system: String,
    names: Vec<String>,
    contents: Vec<Buffer>,
    answers: Vec<Vec<String>>,
    options: String,
    into: &mut NativeReport,
) -> String {
    value(|| {
        let imported = imported(&system, &names, &contents, &answers)?;
        into.fill(backtest_json(playbook.get()?, &imported, &options)?);
        Ok(())
    })
}

/// `journal` and `plans` are JSON lines, `options` is JSON.
#[napi(catch_unwind)]
pub fn monthly_report(journal: Buffer, plans: Buffer, options: String, into: &mut NativeReport) -> String {
    value(|| {
        into.fill(report_json(&journal, &plans, &options)?);
        Ok(())
    })
}

/// `cases` and `options` are JSON.
#[napi(catch_unwind)]
pub fn compare(
    old: &NativePlaybook,
    new: &NativePlaybook,
    cases: String,
    options: String,
    into: &mut NativeReport,
) -> String {
    value(|| {
        into.fill(compare_json(old.get()?, new.get()?, &cases, &options)?);
        Ok(())
    })
}

/// All but the playbook are JSON.
#[napi(catch_unwind)]
pub fn preview_timeline(
    playbook: &NativePlaybook,
    plan: String,
    recipient: String,
    moment: String,
    into: &mut NativeReport,
) -> String {
    value(|| {
        let moment = Moment::from_json(&moment)?;
        let preview = playbook.get()?.preview_of_json(&plan, &recipient, moment)?;
        into.fill(Timeline::of_preview(&preview));
        Ok(())
    })
}

/// `scenario` is YAML or JSON; it is run under another playbook than its own where one is given.
#[napi(catch_unwind)]
pub fn replay(scenario: String, playbook: Option<&NativePlaybook>) -> String {
    text(|| Ok(scenario_of(&scenario, playbook)?.run().to_json()))
}

/// The same, compared with what it expects.
#[napi(catch_unwind)]
pub fn check_scenario(scenario: String, playbook: Option<&NativePlaybook>) -> String {
    text(|| Ok(scenario_of(&scenario, playbook)?.check().to_json()))
}

fn scenario_of(text: &str, playbook: Option<&NativePlaybook>) -> Result<Scenario, Refused> {
    Ok(match playbook {
        Some(playbook) => Scenario::parse_under(text, playbook.get()?)?,
        None => Scenario::parse(text)?,
    })
}

/// `question` is JSON.
#[napi(catch_unwind)]
pub fn statistics(question: String) -> String {
    text(|| Ok(stats::ask(&question)?))
}
