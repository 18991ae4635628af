//! Lines of a journal and of plans, as a host keeps them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A journal and the plans beside it, being written.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) journal: String,
    pub(crate) plans: String,
    /// What plans cost that were told of.
    pub(crate) fees: BTreeMap<String, String>,
}

impl Kept {
    /// An entry: what is said besides the keys that all have.
    pub(crate) fn entry(&mut self, who: &str, at: &str, rest: &str) {
        writeln!(self.journal, r#"{{"recipient":"{who}","at":"{at}",{rest}}}"#).unwrap();
    }

    /// A case enters a sequence.
    pub(crate) fn enrolled(&mut self, who: &str, at: &str, case: &str) {
        self.entry(
            who,
            at,
            &format!(r#""case_id":"{case}","type":"enrolled","sequence":"general","round":1"#),
        );
    }

    /// A message goes out.
    pub(crate) fn sent(&mut self, who: &str, at: &str, case: &str, step: &str, channel: &str) {
        let rest = format!(
            r#""case_id":"{case}","type":"step_sent","step":"{step}","channel":"{channel}","language":"en","action_id":"act_{case}_{step}_{at}","why":{{"rule":"due"}}"#
        );
        self.entry(who, at, &rest);
    }

    /// A case ends as accepted, credited to a step or to none; where its plan was told of, by a snapshot.
    pub(crate) fn accepted(&mut self, who: &str, at: &str, case: &str, touchpoint: Option<&str>) {
        if let Some(fee) = self.fees.get(case).cloned() {
            self.plan(who, at, case, &fee, "scheduled");
        }
        let credited = touchpoint.map_or_else(String::new, |step| format!(r#","touchpoint":"{step}""#));
        self.entry(
            who,
            at,
            &format!(r#""case_id":"{case}","type":"closed","outcome":"accepted"{credited}"#),
        );
    }

    /// A plan of one procedure is told of.
    pub(crate) fn plan(&mut self, who: &str, at: &str, case: &str, fee: &str, status: &str) {
        let presented = &at[..10];
        self.fees.insert(case.to_owned(), fee.to_owned());
        writeln!(
            self.plans,
            r#"{{"recipient":"{who}","at":"{at}","plan":{{"id":"{case}","patient":{{"id":"p-{who}","first_name":"Ana"}},"presented_at":"{presented}","provider":{{"id":"d-1","name":"Dr. Who"}},"procedures":[{{"id":"pr-{case}","code":"D2740","fee":"{fee}","status":"{status}"}}]}}}}"#
        )
        .unwrap();
    }
}
