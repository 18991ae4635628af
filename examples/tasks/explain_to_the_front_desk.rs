//! Explain to the front desk.

use followthrough::{Error, FollowUp, Playbook, Timestamp};

use crate::shared::{PRACTICE, ana, at, presented, reply, word};

// docs: page
/// What the front desk reads while the patient is on the phone. Changes nothing; no transaction is needed.
fn page(playbook: &Playbook, follow_up: &FollowUp, now: Timestamp) -> Result<Vec<String>, Error> {
    let explanation = playbook.explain(follow_up, now)?;
    let mut lines = explanation.sentences().to_vec();
    for case in &explanation.cases {
        let stands = word(&case.stands, &["type"]);
        let deciding = case
            .deciding()
            .map_or("nothing".to_owned(), |gate| word(gate, &["gate"]));
        lines.push(format!("{}: {stands}, held by {deciding}", case.case_id));
    }
    Ok(lines)
}
// docs: end

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let playbook = Playbook::from_yaml(PRACTICE)?;
    let mut ana = ana()?;
    playbook.handle(&mut ana, at("2026-03-02T15:00:00Z")?, &presented()?)?;
    playbook.tick(&mut ana, at("2026-03-03T15:00:00Z")?)?;
    println!("{}", page(&playbook, &ana, at("2026-03-04T15:12:00Z")?)?.join("\n"));
    let now = at("2026-03-04T16:00:00Z")?;
    playbook.handle(&mut ana, now, &reply("e2", now, "STOP")?)?;
    println!("{}", page(&playbook, &ana, at("2026-03-04T16:01:00Z")?)?.join("\n"));
    Ok(())
}
