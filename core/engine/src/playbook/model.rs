//! A playbook once it is read: every reference resolved, every value in range.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::scripts::Scripts;
use crate::criteria::{CodeRange, Condition};
use crate::escalation::Level;
use crate::financing::Offer;
use crate::message::Template;
use crate::plan::Category;
use crate::recipient::Channel;
use crate::schedule::{BusinessHours, Date, LocalTime, TimeZones, Weekly, Zone, law};
use crate::wire::{
    AppointmentKind, EscalationId, LocationId, Place, RoleId, SequenceId, StepId, SubjectKind, TemplateId,
};

/// What a playbook says, compiled.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) revision: String,
    /// What is followed up: `plan`, or another kind.
    pub(crate) subject: SubjectKind,
    pub(crate) done_when: DoneWhen,
    /// Not of the document: the data by which its zones, and everybody's, are read.
    pub(crate) time_zones: TimeZones,
    pub(crate) languages: Vec<String>,
    pub(crate) practice: Practice,
    /// Its locations, in order of their ids.
    pub(crate) locations: Vec<Located>,
    pub(crate) sending: Sending,
    pub(crate) contact_policy: ContactPolicy,
    pub(crate) limits: Limits,
    pub(crate) trigger: Trigger,
    pub(crate) sequences: Vec<Sequence>,
    pub(crate) wind_down: i64,
    pub(crate) when_re_engaged: WhenReEngaged,
    pub(crate) engagement_click: ClickKind,
    pub(crate) escalations: BTreeMap<EscalationId, Vec<Level>>,
    pub(crate) financing: Financing,
    pub(crate) backlog: Backlog,
    pub(crate) holdout: Holdout,
    pub(crate) categories: Vec<(Category, Vec<CodeRange>)>,
    pub(crate) faq: BTreeMap<Category, Vec<Faq>>,
    pub(crate) templates: BTreeMap<TemplateId, TemplateSet>,
    /// The practice's own; for the others stand those that every playbook has.
    pub(crate) scripts: Scripts,
}

/// Which visits settle what falls due, besides its own `done`.
#[derive(Debug)]
pub(crate) enum DoneWhen {
    /// None does. Plans have nothing else.
    Never,
    /// One of these kinds.
    Kinds(Vec<AppointmentKind>),
    /// Whatever it is for.
    AnyVisit,
}

impl DoneWhen {
    /// Whether a visit of this kind does.
    pub(crate) fn names(&self, kind: Option<&AppointmentKind>) -> bool {
        match self {
            Self::Never => false,
            Self::Kinds(kinds) => kind.is_some_and(|kind| kinds.contains(kind)),
            Self::AnyVisit => true,
        }
    }
}

impl Rules {
    /// The practice as a case has it: the location that its plan or subject names, where the playbook has that one;
    /// else the practice itself.
    pub(crate) fn practice_of(&self, location: Option<&LocationId>) -> &Practice {
        let located = location.and_then(|id| self.located(id));
        located.map_or(&self.practice, |located| &located.practice)
    }

    /// The practice by its number.
    pub(crate) fn practice_at(&self, number: u16) -> &Practice {
        let location = usize::from(number).checked_sub(1).and_then(|at| self.locations.get(at));
        location.map_or(&self.practice, |location| &location.practice)
    }

    /// Which of the playbook's locations a practice is; none of the practice itself.
    pub(crate) fn location_of(&self, practice: &Practice) -> Option<&LocationId> {
        let at = usize::from(practice.number).checked_sub(1)?;
        self.locations.get(at).map(|location| &location.id)
    }

    /// The practice itself, then its locations.
    pub(crate) fn practices(&self) -> impl Iterator<Item = &Practice> {
        std::iter::once(&self.practice).chain(self.locations.iter().map(|location| &location.practice))
    }

    /// The location of that id.
    pub(crate) fn located(&self, id: &LocationId) -> Option<&Located> {
        let at = self.locations.binary_search_by(|located| located.id.cmp(id)).ok()?;
        self.locations.get(at)
    }
}

/// One of several offices.
#[derive(Debug)]
pub(crate) struct Located {
    pub(crate) id: LocationId,
    /// What it says of itself, and the practice's where it says nothing.
    pub(crate) practice: Practice,
}

/// The practice itself, or one of its locations.
#[derive(Clone, Debug)]
pub(crate) struct Practice {
    /// Its place among [`Rules::practices`].
    pub(crate) number: u16,
    pub(crate) name: String,
    pub(crate) zone: Zone,
    /// E.164.
    pub(crate) phone: String,
    pub(crate) postal_address: String,
    pub(crate) booking_url: String,
    pub(crate) state: Option<String>,
    /// Staff hours, with the closed days.
    pub(crate) hours: BusinessHours,
    pub(crate) roles: BTreeSet<RoleId>,
}

impl Practice {
    /// The telephone number as patients read it: `404-555-0123` in the North American plan, else in international form.
    pub(crate) fn phone_as_read(&self) -> String {
        let parts = self.phone.strip_prefix("+1").filter(|number| number.len() == 10);
        let parts = parts.and_then(|number| Some((number.get(..3)?, number.get(3..6)?, number.get(6..)?)));
        parts.map_or_else(
            || self.phone.clone(),
            |(area, office, line)| format!("{area}-{office}-{line}"),
        )
    }

    /// Who is asked there when an escalation names this role: it, where there is such a person, else the desk.
    pub(crate) fn role(&self, named: &RoleId) -> RoleId {
        if self.roles.contains(named) {
            named.clone()
        } else {
            self.desk()
        }
    }

    /// Who is asked where the playbook names nobody.
    pub(crate) fn desk(&self) -> RoleId {
        let desk = RoleId::fixed("front_desk");
        if self.roles.contains(&desk) {
            desk
        } else {
            self.roles.first().cloned().unwrap_or(desk)
        }
    }
}

/// When the practice itself wants messages to go.
#[derive(Debug)]
pub(crate) struct Sending {
    pub(crate) window: Weekly,
    pub(crate) quiet_on_closed_days: Vec<Channel>,
    pub(crate) not_on_visit_days: bool,
    /// Seconds.
    pub(crate) spread: i64,
}

/// What the law, read strictly or less so, asks for.
#[derive(Debug)]
pub(crate) struct ContactPolicy {
    pub(crate) windows: law::Policy,
    pub(crate) revoke_all: RevokeAll,
}

/// Whether a bare STOP ends all automated contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RevokeAll {
    Always,
    Never,
    /// From this local day of the practice on.
    From(Date),
}

/// How often.
#[derive(Debug)]
pub(crate) struct Limits {
    pub(crate) per_day: u32,
    pub(crate) per_week: u32,
    /// Seconds.
    pub(crate) min_gap: i64,
    pub(crate) max_open_cases: u32,
}

/// Who is followed up at all. Times in seconds.
#[derive(Debug)]
pub(crate) struct Trigger {
    pub(crate) pending_for: i64,
    pub(crate) window: i64,
    pub(crate) facts_fresh_within: Option<i64>,
    pub(crate) accepted_when: AcceptedWhen,
    pub(crate) condition: Condition,
}

/// What counts as accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AcceptedWhen {
    SameProcedures,
    SameArea,
    AnyVisit,
    ValueShare(Share),
}

/// An exact fraction between 0 and 1: `numerator / denominator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) numerator: u64,
    /// A power of ten.
    pub(crate) denominator: u64,
}

/// An ordered list of steps, and for whom.
#[derive(Debug)]
pub(crate) struct Sequence {
    pub(crate) id: SequenceId,
    pub(crate) condition: Condition,
    /// Days strictly ascend; never empty.
    pub(crate) steps: Vec<Step>,
    pub(crate) place: Option<Place>,
}

/// One touch.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) id: StepId,
    pub(crate) day: u16,
    pub(crate) touch: Touch,
    pub(crate) at: Option<LocalTime>,
    pub(crate) when: Option<Condition>,
    /// Seconds.
    pub(crate) stale_after: i64,
    pub(crate) if_blocked: IfBlocked,
    pub(crate) place: Option<Place>,
}

/// What a step does: a call has an escalation, a message has a template; no step has both.
#[derive(Debug)]
pub(crate) enum Touch {
    /// A prompt to staff.
    Call { escalate: EscalationId },
    /// A message, on the first of these channels that can carry it.
    Message {
        template: TemplateId,
        channels: Vec<Channel>,
    },
}

/// What becomes of a step that cannot go in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IfBlocked {
    Skip,
    Task,
}

/// What happens when a patient reacted.
#[derive(Debug)]
pub(crate) struct WhenReEngaged {
    pub(crate) escalate: EscalationId,
    pub(crate) then: AfterReEngaged,
}

/// What follows when nobody booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AfterReEngaged {
    Close,
    Resume,
}

/// What a click was: a fetch of the link, or a person who went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClickKind {
    /// The link was fetched; scanners and previews do that too.
    Landed,
    /// A person went on from there.
    Confirmed,
}

/// Paying over time.
#[derive(Debug)]
pub(crate) struct Financing {
    pub(crate) offer_when: Option<Condition>,
    pub(crate) offers: Vec<Offer>,
}

/// Plans that are old when first seen.
#[derive(Debug)]
pub(crate) struct Backlog {
    /// Seconds.
    pub(crate) older_than: i64,
    /// Business days, at least 1.
    pub(crate) spread_over: u32,
}

/// Cases that get no follow-up, so that lift can be measured.
#[derive(Debug)]
pub(crate) struct Holdout {
    pub(crate) share: Share,
    pub(crate) salt: String,
}

/// A question patients ask, with its answer, by language.
#[derive(Debug)]
pub(crate) struct Faq {
    pub(crate) question: BTreeMap<String, String>,
    pub(crate) answer: BTreeMap<String, String>,
}

/// One template in all its forms.
#[derive(Debug, Default)]
pub(crate) struct TemplateSet {
    pub(crate) sms: Option<Arms<Template>>,
    /// How many segments a text message of it may take at most, whatever its encoding; none where nobody says.
    pub(crate) max_segments: Option<u32>,
    pub(crate) email: Option<Arms<EmailTemplate>>,
    pub(crate) portal: Option<Arms<Template>>,
}

/// Wordings that are compared with each other; one arm when there is nothing to compare.
#[derive(Debug)]
pub(crate) struct Arms<T> {
    /// Never empty; the sum of weights is above zero.
    pub(crate) arms: Vec<Arm<T>>,
}

/// One wording, by language. Every language of the playbook is there.
#[derive(Debug)]
pub(crate) struct Arm<T> {
    pub(crate) id: Option<String>,
    pub(crate) weight: u32,
    pub(crate) by_language: BTreeMap<String, T>,
}

/// An e-mail at its two levels.
#[derive(Debug)]
pub(crate) struct EmailTemplate {
    pub(crate) subject: Template,
    pub(crate) plain: Template,
    /// Taken only where consent to unencrypted detail is recorded; `plain` when absent.
    pub(crate) detailed: Option<Template>,
}
