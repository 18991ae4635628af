//! What is wrong with a playbook that can be read: proven beforehand, for every case there can be.
//!
//! The criteria language is decidable: the thresholds of a playbook cut each fact into finitely many cells, and sets of
//! cases are computed with exactly (`sets`), not by listing combinations. What has to do with time is found by letting
//! the engine itself run on a person who never answers (`run`, `timing`). Every finding that a case can show brings that
//! case along, as a scenario that says what the author of the playbook would expect (`witness`).

mod coverage;
mod offices;
mod report;
mod results;
mod reused;
mod run;
mod sets;
mod staff;
mod texts;
mod timing;
mod witness;

use std::sync::Arc;

pub use report::{CheckFinding, CheckReport, Severity};

use crate::playbook::{Key, Places, Playbook, Rules, Sequence, Spot};
use crate::schedule::Date;
use crate::{Code, Error};
use coverage::Coverage;
use offices::Cases;
use sets::Space;

/// The key that links of witnesses are signed with: every token has the same length, whatever the key.
const LINK_KEY: &[u8] = b"followthrough check witness key";

impl Playbook {
    /// Proves what can be proven before the playbook is published: that every case which meets the trigger gets one
    /// sequence, that every sequence, step and offer can be reached, that steps find an instant to go, that texts fit,
    /// disclose nothing and carry what Regulation Z asks for, and that escalations end at somebody.
    ///
    /// A playbook without findings cannot fail at send time: no step of it is skipped for want of a text, and none
    /// because of what its text would say.
    ///
    /// ```
    /// # use followthrough::Playbook;
    /// let text = |where_| format!(r#"
    /// followthrough: 1
    /// extends: dental
    /// practice: {{name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    ///   postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}}
    /// sequences:
    ///   - {{id: general, where: {where_}}}
    /// "#);
    /// let sound = Playbook::from_yaml(&text("{pending_value: {at_least: 500}}"))?;
    /// assert!(sound.check().findings.is_empty());
    ///
    /// // A plan of exactly $3,000 that is neither crown nor filling is nobody's.
    /// let gap = Playbook::from_yaml(&text("{pending_value: {above: 3000}}"))?.check();
    /// assert_eq!(gap.findings[0].code.as_str(), "FT-C001");
    /// assert!(gap.findings[0].witness.is_some(), "a scenario for `followthrough replay --check`");
    /// # Ok::<(), followthrough::playbook::PlaybookErrors>(())
    /// ```
    pub fn check(&self) -> CheckReport {
        self.check_with(None, None)
    }

    /// [`Playbook::check`] as of a day: financing offers that are over by then, or end within 30 days, are told too.
    pub fn check_at(&self, day: Date) -> CheckReport {
        self.check_with(Some(day), None)
    }

    /// [`Playbook::check`], and held against the revision that is in force: a step id must not mean another touch than it
    /// did, since cases remember by id what is behind them.
    ///
    /// ```
    /// # use followthrough::Playbook;
    /// let text = |template: &str| format!(r#"
    /// followthrough: 1
    /// extends: dental
    /// practice: {{name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    ///   postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}}
    /// sequences:
    ///   - id: general
    ///     steps:
    ///       - {{id: hello, day: 1, channel: sms, template: {template}}}
    /// "#);
    /// let (old, new) = (Playbook::from_yaml(&text("hello"))?, Playbook::from_yaml(&text("soft_nudge"))?);
    /// assert!(old.check_against(&old).findings.is_empty());
    /// assert_eq!(new.check_against(&old).findings[0].code.as_str(), "FT-C015");
    /// # Ok::<(), followthrough::playbook::PlaybookErrors>(())
    /// ```
    pub fn check_against(&self, before: &Self) -> CheckReport {
        self.check_with(None, Some(before))
    }

    /// [`Playbook::check`] as the bindings call it: as of a day, and against the revision before, where they are given. The
    /// report as JSON.
    ///
    /// # Errors
    /// `FT-T003` when the day is none.
    pub fn check_json(&self, day: Option<&str>, before: Option<&Self>) -> Result<String, Error> {
        let day = day.map(Date::parse).transpose()?;
        Ok(self.check_with(day, before).to_json())
    }

    /// [`Playbook::check_at`] and [`Playbook::check_against`] in one, each where it is asked for.
    pub fn check_with(&self, day: Option<Date>, before: Option<&Self>) -> CheckReport {
        let mut report = CheckReport::default();
        // It was read before, with the same text and the same built-ins.
        let Some(places) = self.source().places() else {
            return report;
        };
        let signed = self.clone().with_link_keys(&[LINK_KEY]);
        let about = About {
            playbook: signed.unwrap_or_else(|_| self.clone()),
            document: Document::new(places.own().clone()),
            places: Arc::new(places),
            day,
            office: 0,
            first: true,
        };
        let space = Space::new(about.rules());
        let found = coverage::check(&about, &space, &mut report);
        let coverage = found.unwrap_or_else(|_| {
            let message =
                "there are more cases to tell apart than are looked at: who gets which sequence is not proven, nor when its steps go";
            let help = "simplify the conditions: fewer facts in one `any`, fewer sequences that overlap";
            report.add(
                Severity::Error,
                Code::CheckNotProven,
                about.spot(&[Key::Of("sequences")]),
                message,
                help,
            );
            Coverage::default()
        });
        let all = Cases {
            space: &space,
            coverage: &coverage,
        };
        about.for_each_office(all, &mut report, timing::hangs_on, timing::check);
        about.for_each_office(all, &mut report, texts::hangs_on, texts::check);
        about.for_each_office(all, &mut report, staff::hangs_on, staff::check);
        if let Some(before) = before {
            reused::check(&about, before.rules(), &mut report);
        }
        report.in_order();
        report
    }
}

/// The playbook that is looked at, at one of its offices.
#[derive(Clone)]
struct About {
    /// With keys for its links.
    playbook: Playbook,
    /// What the practice wrote, as every witness brings it along.
    document: Document,
    places: Arc<Places>,
    day: Option<Date>,
    /// By its number among the playbook's practices.
    office: u16,
    /// Whether no other office was looked at before.
    first: bool,
}

impl About {
    fn rules(&self) -> &Rules {
        self.playbook.rules()
    }

    fn spot(&self, way: &[Key<'_>]) -> Spot {
        self.places.spot(way)
    }

    /// Whether the practice wrote a sequence itself, or changed it.
    fn is_own(&self, sequence: &Sequence) -> bool {
        self.places
            .is_own(&[Key::Of("sequences"), Key::Id(sequence.id.as_str())])
    }

    /// Where a value stands, and whether the practice wrote it itself.
    fn own_spot(&self, way: &[Key<'_>]) -> Option<Spot> {
        let spot = self.spot(way);
        self.places.is_own(way).then_some(spot)
    }
}

/// Shared by all witnesses.
type Document = Arc<serde_json::Value>;
