//! Edit a live playbook.

use followthrough::check::Severity;
use followthrough::{Error, FollowUp, Playbook, Timestamp};

use crate::shared::{ANA, PRACTICE, ana, at, presented, word};

// docs: look
/// What an edit would do, before it does: the new revision, or none where it may not be published.
fn look(current: &Playbook, text: &str, everybody: &[FollowUp], now: Timestamp) -> Result<Option<Playbook>, Error> {
    let new = match Playbook::from_yaml(text) {
        Ok(new) => new,
        Err(refused) => {
            for problem in refused.iter() {
                let line = problem.text_place().map(|place| place.line.to_string());
                let line = line.as_deref().unwrap_or("-"); // some are about no line
                println!("{line} {}", problem.message());
            }
            return Ok(None);
        }
    };
    let report = new.check_against(current);
    let errors: Vec<_> = report
        .findings
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .collect();
    for found in &errors {
        println!("{} {}", found.code.as_str(), found.path);
    }
    for total in current.preview_change(&new, everybody, now)?.totals {
        if total.cases > 0 {
            println!("{} {}", total.kind.as_str(), total.cases);
        }
    }
    Ok(errors.is_empty().then_some(new))
}
// docs: end

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let now = at("2026-03-03T15:00:00Z")?;
    let mut current = Playbook::from_yaml(PRACTICE)?;
    let mut ana = ana()?;
    current.handle(&mut ana, at("2026-03-02T15:00:00Z")?, &presented()?)?;
    current.tick(&mut ana, now)?;
    let nobody_yet = FollowUp::from_recipient_json(&ANA.replace("r-77", "r-78"))?;
    let mut everybody = [ana, nobody_yet];

    look(&current, &PRACTICE.replace("practice:", "practise:"), &everybody, now)?;
    look(&current, "", &everybody, now)?;
    let long = format!("# {}\n{PRACTICE}", "-".repeat(300_000));
    look(&current, &long, &everybody, now)?;
    look(
        &current,
        &format!("{PRACTICE}limits: {{per_week: 1}}\n"),
        &everybody,
        now,
    )?;
    let later = format!("{PRACTICE}sending: {{window: {{mon-sat: \"11:00-17:00\"}}}}\n");
    let new = look(&current, &later, &everybody, now)?.ok_or("refused")?;

    // docs: publish
    current = new; // store its text; every worker reads it in its next transaction
    for follow_up in &mut everybody {
        // or: update follow_up set wake_at = now()
        let decision = current.tick(follow_up, now)?;
        // Of somebody without a case there is none.
        let first = decision.journal.first().map(|entry| word(entry, &["type"]));
        let wake_at = decision.wake_at.map(|at| at.to_string());
        println!(
            "{} {} {}",
            follow_up.recipient_id(),
            first.as_deref().unwrap_or("-"),
            wake_at.as_deref().unwrap_or("-")
        );
    }
    // docs: end
    Ok(())
}
