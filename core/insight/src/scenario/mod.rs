//! Scenarios: a playbook, then a timeline of what happens, with what is expected of it.
//!
//! The conformance corpus, the command line's `replay` and a vendor's bug report share this one form. A scenario is
//! YAML or JSON; unknown keys are errors, so that a misspelt expectation does not pass unseen.
//!
//! ```
//! use followthrough_insight::scenario::Scenario;
//!
//! let scenario = Scenario::parse(r#"
//! scenario: presented today, nothing to say before tomorrow
//! playbook:
//!   followthrough: 1
//!   extends: dental
//!   practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
//!     postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
//! recipient:
//!   {id: r-1, first_name: Bo, time_zone: America/Chicago, state: IL, contacts: [
//!     {kind: mobile, value: "+13125550142", consent: {type: granted, at: 2026-01-05T15:00:00Z}}]}
//! timeline:
//! - at: 2026-03-02T10:00:00-06:00
//!   event: {event_id: e1, type: plan, plan: {id: tp-1, patient: {id: p-1}, presented_at: 2026-03-02T10:00:00-06:00,
//!     procedures: [{id: pr-1, code: D2740, fee: "1250.00", status: planned}]}}
//!   expect: {actions: [], state: {tp-1: waiting}, wake_at: 2026-03-03T16:00:00Z}
//! - until: 2026-03-04T00:00:00-06:00
//!   expect: {actions: [{type: send, channel: sms, step: hello, at: 2026-03-03T16:00:00Z}]}
//! "#)?;
//! let report = scenario.check();
//! assert!(report.passed(), "{report}");
//! # Ok::<(), followthrough_insight::scenario::ScenarioErrors>(())
//! ```
//!
//! # The form
//!
//! | key | means |
//! |---|---|
//! | `scenario`, `from`, `why` | what it shows, which page says so, and the reasoning |
//! | `playbook` | the practice's document, as a map; left out where the scenario is run under [another](Scenario::parse_under) |
//! | `recipient`, or `recipients` | the person, or several; an entry names one by `recipient: ID`, else it is the first |
//! | `timeline` | the entries, in order |
//!
//! An entry has either `at` or `until`.
//!
//! | key of an entry | means |
//! |---|---|
//! | `at` with `event` | the event is handled at that instant, then that recipient is ticked. An event without an `at` of its own happened then |
//! | `tick: false` | handled only: an inbox being drained |
//! | `at` alone | everybody is ticked, in order of id |
//! | `until` | ticks at each `wake_at` up to and including that instant, in order of time, then of id |
//! | `playbook` | a new revision is published at that instant; everybody is ticked |
//! | `hold_until` | the emergency brake is set from then on; everybody is ticked |
//! | `confirm_leap: true` | the moments of this entry say so |
//! | `facts_as_of` | the moments from this entry on say so |
//! | `expect` | what must come of it |
//! | `snapshot: true` | all that comes of it is compared with a recording |
//!
//! In an event, `action_id: "@send/CASE/STEP"`, `task_id: "@prompt/CASE/KIND"` and `token: "@link/CASE/STEP/PURPOSE"`
//! stand for the latest action of that kind, so that no id is written out.
//!
//! | expectation | means |
//! |---|---|
//! | `actions` | all actions of the entry's decisions, in order, each by the keys given; `at` is the decision's instant, `null` an absent key |
//! | `sends` | how many of them are sends |
//! | `journal_has` | entries that the journal has by now, by the keys given |
//! | `state`, `outcome` | of each case named |
//! | `wake_at` | the next wake-up of all recipients, or `none` |
//! | `error` | `true`, or the code: the input is refused and nothing changes. Without it, no input may be refused |
//!
//! Instants are compared as instants, whatever offset they are written with.
//!
//! With several recipients, a send or an opt-out at a shared contact point reaches the others at once, as a receipt
//! `elsewhere` or the event of [`contact_revoked`](followthrough::follow_up::contact_revoked); what they answer follows
//! in the same entry. The confirmation of an opt-out counts toward no limit, hence reaches nobody else.
//!
//! Links are signed with [`LINK_KEY`], so that every token is the same on every machine and in every language.

mod check;
mod errors;
mod form;
mod lines;
mod matching;
mod references;
mod run;

pub use check::{Mismatch, Report};
pub use errors::ScenarioErrors;
pub use lines::{Decided, Line, Refused};
pub use run::{Run, Situation};

use std::fmt;

use followthrough::{FollowUp, Playbook, Timestamp};
use form::Form;

/// The key that the links of every scenario are signed with. It is public, hence no secret of anybody.
pub const LINK_KEY: &[u8] = b"followthrough conformance link key";

/// A scenario that was read: its playbooks compile and its people can be followed up.
pub struct Scenario {
    form: Form,
    playbook: Playbook,
    people: Vec<FollowUp>,
}

impl Scenario {
    /// Reads a scenario from YAML or JSON.
    ///
    /// # Errors
    /// `FT-X001` with the path of what is wrong, or all problems of a playbook in it.
    pub fn parse(text: &str) -> Result<Self, ScenarioErrors> {
        let form = Form::read(text)?;
        let playbook = form.first_playbook()?;
        Self::of(form, playbook)
    }

    /// Reads a scenario that is run under this playbook, whatever it has under `playbook`: how a practice tries its own
    /// document on cases that it knows the right answer of.
    ///
    /// # Errors
    /// As [`Scenario::parse`].
    pub fn parse_under(text: &str, playbook: &Playbook) -> Result<Self, ScenarioErrors> {
        let playbook = playbook.clone().with_link_keys(&[LINK_KEY])?;
        Self::of(Form::read(text)?, playbook)
    }

    fn of(form: Form, playbook: Playbook) -> Result<Self, ScenarioErrors> {
        Ok(Self {
            playbook,
            people: form.begin()?,
            form,
        })
    }

    /// What it shows.
    pub fn name(&self) -> &str {
        &self.form.name
    }

    /// The page that says so.
    pub fn from(&self) -> Option<&str> {
        self.form.from.as_deref()
    }

    /// How many entries the timeline has.
    pub fn entries(&self) -> usize {
        self.form.timeline.len()
    }

    /// Whether part of it is compared with a recording: see [`Run::recording`].
    pub fn has_snapshots(&self) -> bool {
        self.form.timeline.iter().any(|entry| entry.snapshot)
    }

    /// Runs the timeline. The same scenario gives the same run.
    pub fn run(&self) -> Run {
        run::run(self)
    }

    /// How things stand with each recipient at an instant, in order of their ids; without one, at the end. An entry that
    /// lets time pass is cut at the instant. After the last entry, ticks at each `wake_at` follow up to there.
    ///
    /// ```
    /// # use followthrough_insight::scenario::Scenario;
    /// # use followthrough::Timestamp;
    /// # let text = r#"{"scenario": "nobody", "playbook": {"followthrough": 1, "extends": "dental", "practice": {
    /// #   "name": "Maple Dental", "time_zone": "America/Chicago", "phone": "+13125550100",
    /// #   "postal_address": "5 Maple Ave, Chicago, IL 60601", "booking_url": "https://book.example.com/maple"}},
    /// #   "recipient": {"id": "r-1"}, "timeline": []}"#;
    /// let scenario = Scenario::parse(text)?;
    /// for person in scenario.situations(Some(Timestamp::parse("2026-03-04T16:00:00Z")?)) {
    ///     let explanation = person.playbook.explain(&person.follow_up, person.moment)?;
    ///     assert_eq!(explanation.sentences().last().map(String::as_str), Some("There is no plan to follow up."));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn situations(&self, at: Option<Timestamp>) -> Vec<Situation> {
        run::situations(self, at)
    }

    /// Runs the timeline and compares it with what is expected; recordings are left aside.
    pub fn check(&self) -> Report {
        check::check(self, &self.run(), None)
    }

    /// As [`Scenario::check`], and compares the entries that say `snapshot: true` with what [`Run::recording`] gave
    /// when it was recorded.
    pub fn check_with_recording(&self, recording: &str) -> Report {
        check::check(self, &self.run(), Some(recording))
    }
}

/// People stand in a scenario as they stand in a chart; none of it shows.
impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scenario")
            .field("name", &self.form.name)
            .field("entries", &self.entries())
            .finish_non_exhaustive()
    }
}
