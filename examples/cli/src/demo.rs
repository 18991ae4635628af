//! `followthrough demo`: the whole job on a practice that does not exist.

use std::path::{Path, PathBuf};

use clap::Args;
use followthrough::{Date, Error, Playbook};
use followthrough_import::{Imported, Options as ImportOptions, System, read};
use followthrough_insight::audit::{AuditOptions, audit};
use followthrough_insight::invented::{Practice, open_dental_export};
use followthrough_insight::report::{Report as Figures, report};
use followthrough_insight::simulate::{Options, simulate};
use serde_json::{Value, json};

use crate::audit::told;
use crate::failure::Failure;
use crate::{Report, cases, files};

const PLAYBOOK: &str = include_str!("../../playbooks/demo.yaml");

/// Invents a four-dentist practice, imports its export, counts its baseline, plays its follow-up day by day, and writes
/// the baseline and the report. It talks to nothing and to nobody.
#[derive(Args)]
pub(crate) struct Demo {
    /// Another seed is another practice, and another course of chance.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The first of the days.
    #[arg(long, value_name = "DATE", default_value = "2026-09-01")]
    from: String,
    /// How many days.
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=730))]
    days: u32,
    /// Hold out this share of households, such as 0.2, to measure against: `report` on the journal shows what follow-up adds.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    holdout: Option<String>,
    /// Where the report goes.
    #[arg(long, value_name = "FILE", default_value = "report.html")]
    out: PathBuf,
    /// Write the journal as a host would have kept it, as JSON lines for `report`.
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Write the plans as the engine was told of them, as JSON lines for `report --plans`.
    #[arg(long, value_name = "FILE")]
    plans: Option<PathBuf>,
    /// Write what `report --options` needs to know of this practice and its pilot.
    #[arg(long, value_name = "FILE")]
    options: Option<PathBuf>,
    /// Where the baseline goes; by itself to audit.html beside the report.
    #[arg(long, value_name = "FILE")]
    audit: Option<PathBuf>,
    /// Print the figures as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Demo {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let from = Date::parse(&self.from).map_err(|e| e.at("--from"))?;
        let path = Path::new("examples/playbooks/demo.yaml");
        let holdout = self.holdout.as_ref();
        let holdout = holdout.map(|share| format!("holdout: {{share: {share}, salt: demo}}\n"));
        let document = format!("{PLAYBOOK}{}", holdout.unwrap_or_default());
        let playbook = Playbook::from_yaml(&document).map_err(|e| Failure::in_file(path, e.iter().cloned()))?;
        let options = Options {
            seed: self.seed,
            ..Options::days(from, self.days)
        };

        // The night before the first day, and what the practice will have presented by the last.
        let known = self.imported(from.plus_days(-1).unwrap_or(from))?;
        let later = self.imported(options.to)?;
        let (found, pending) = (known.totals.plans, known.totals.distinct_pending_value);
        let before = AuditOptions {
            practice: Some(Practice::NAME.to_owned()),
            ..AuditOptions::default()
        };
        let baseline = audit(&known, &before);
        let audit_at = self
            .audit
            .clone()
            .unwrap_or_else(|| self.out.with_file_name("audit.html"));
        files::write(&audit_at, &baseline.to_html())?;
        let mut cases = cases::of_import(known);
        cases.arrive(from, options.to, later.plans.iter().map(|r| (&r.recipient, &r.plan)))?;
        let arriving = cases.arriving();

        let simulation = simulate(&playbook, &cases, &options);
        let figures = report(&simulation);
        files::write(&self.out, &figures.to_html())?;
        if let Some(path) = &self.journal {
            files::write(path, &simulation.to_journal())?;
        }
        if let Some(path) = &self.plans {
            files::write(path, &simulation.to_plans())?;
        }
        if let Some(path) = &self.options {
            files::write(
                path,
                &format!("{:#}\n", report_options(from, options.to.plus_days(-1).unwrap_or(from))),
            )?;
        }
        if self.json {
            return Ok(Report::fine(format!("{}\n", figures.to_json())));
        }
        let begun = format!(
            "{}, which does not exist: {found} plans in its export, {} pending; {arriving} more to come in {} days.\n\n",
            Practice::NAME,
            pending.display_us(),
            self.days,
        );
        let path = |file: &Path| std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let before = format!("{}\nThe baseline: {}\n\n", told(&baseline), path(&audit_at).display());
        let after = format!("{}\nThe report: {}\n", five(&figures), path(&self.out).display());
        Ok(Report::fine(begun + &before + &after))
    }

    /// The practice's export, read as any other.
    fn imported(&self, as_of: Date) -> Result<Imported, Error> {
        let mut options = ImportOptions::default();
        let day = as_of.to_string();
        for (name, answer) in [
            ("presented", "saved_plan"),
            ("time_zone", Practice::TIME_ZONE),
            ("state", Practice::STATE),
            ("as_of", &day),
        ] {
            options.set(name, answer)?;
        }
        let export = open_dental_export(&Practice::new(self.seed, as_of));
        read(System::OpenDental, export, &options)
    }
}

/// How long a household has to accept.
const WINDOW_DAYS: i64 = 90;

/// What the invented practice says of itself for a report of its journal. Its pilot is planned where the days are enough for
/// somebody to have had theirs.
fn report_options(from: Date, to: Date) -> Value {
    let last = to.plus_days(-WINDOW_DAYS).filter(|last| *last >= from);
    let pilot = last.map_or_else(|| json!({ "from": from }), |last| json!({ "from": from, "to": last }));
    json!({
        "practice": Practice::NAME,
        "time_zone": Practice::TIME_ZONE,
        "from": from,
        "to": to,
        "plans_complete_to": to,
        "pilot": pilot,
        "window_days": WINDOW_DAYS,
        "costs": { "sms_segment": "0.0079", "email": "0.001", "a_month": "299" },
    })
}

/// A share as a playbook takes it, so that it is refused here and not in a document that nobody wrote.
fn share(text: &str) -> Result<String, String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let share = text
        .parse::<f64>()
        .ok()
        .filter(|share| digits && *share > 0.0 && *share < 1.0);
    share.map_or_else(
        || Err("expected a share between 0 and 1, such as 0.2".to_owned()),
        |_| Ok(text.to_owned()),
    )
}

/// The five figures that matter.
pub(crate) fn five(figures: &Figures) -> String {
    let (a, traffic, staff) = (&figures.acceptance, &figures.traffic, &figures.staff);
    let share = |share: Option<_>| share.map_or_else(String::new, |share| format!(" ({share})"));
    let line = |figure: u64, what: &str| format!("{figure:>7}  {what}\n");
    let mut text = line(
        a.followed.plans,
        &format!("plans followed up, worth {}", a.followed.value.display_us()),
    );
    text += &line(
        a.accepted.plans,
        &format!(
            "accepted{}, worth {}",
            share(a.accepted.share_of(a.followed)),
            a.accepted.value.display_us()
        ),
    );
    text += &line(
        a.accepted_without_us.plans,
        "of the same plans would have been accepted without any message: assumed, so the difference is no effect",
    );
    text += &line(
        traffic.messages(),
        &format!(
            "messages to {} people, at most {} on a day",
            traffic.people, traffic.most_a_day
        ),
    );
    text += &line(
        staff.prompts,
        &format!("tasks for staff, at most {} on a day", staff.most_a_day),
    );
    if a.small {
        text += "\nSmall numbers: read the counts, not the percentages.\n";
    }
    text
}
