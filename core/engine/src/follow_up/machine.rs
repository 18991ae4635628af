//! One call: a working copy of the follow-up, the moment, and what is to be answered.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use super::course::Plotted;
use super::places::Places;
use super::task::quoted;
use super::whereabouts::Whereabouts;
use super::{
    Action, ActionKind, Case, CaseState, Decision, EVENT_MEMORY_DAYS, Entry, EntryKind, Event, EventKind, FollowUp,
    IgnoredInput, MAX_EVENTS, Moment, SEND_MEMORY_DAYS,
};
use crate::link::{LinkKeys, Purpose, read_token};
use crate::playbook::{Playbook, Rules};
use crate::recipient::{Person, Recipient};
use crate::schedule::{DAY, TimeZones, Timestamp};
use crate::wire::hash::Cause;
use crate::wire::{ActionId, CaseId, EventId, Redacted, TaskId, decode};
use crate::{Code, Error};

/// A task that nobody ended in half a year will not be ended any more.
pub(super) const TASK_MEMORY_DAYS: i64 = 180;

/// A case that did not arrive within a year of what was done for it will not arrive any more.
const PAST_MEMORY_DAYS: i64 = 366;

/// What is made by time is named after this.
const TICK: &str = "tick";

impl FollowUp {
    /// Begins to follow up a person. Nothing happens until events arrive. The person's time zone is looked up in the
    /// bundled data: a host with zone data of its own begins with [`Playbook::begin`].
    ///
    /// # Errors
    /// `FT-T002` when the bundled data does not have the person's time zone, `FT-H006` when there are too many contact
    /// points or a name is too long.
    pub fn new(recipient: &Recipient) -> Result<Self, Error> {
        Self::begin(recipient, &TimeZones::default())
    }

    /// The same, the person's time zone looked up in this data.
    pub(crate) fn begin(recipient: &Recipient, data: &TimeZones) -> Result<Self, Error> {
        super::limits::check_recipient(recipient, data)?;
        Ok(Self {
            person: Person::new(recipient),
            cases: Vec::new(),
            visits: Vec::new(),
            sends: Vec::new(),
            tasks: Vec::new(),
            seen: Vec::new(),
            last_now: None,
            revision: None,
            revisions: std::collections::BTreeMap::new(),
            left: Vec::new(),
            forgot: false,
            stale_asked: None,
            merged: Vec::new(),
            unsettled: BTreeSet::new(),
            past: Vec::new(),
            death: None,
        })
    }

    /// Begins to follow up a person from the JSON of the wire.
    ///
    /// # Errors
    /// As [`FollowUp::new`], and `FT-H001` with the path of what cannot be decoded.
    pub fn from_recipient_json(text: &str) -> Result<Self, Error> {
        Self::new(&decode::from_text(text, Code::EventMalformed)?)
    }

    /// The id of the person.
    pub fn recipient_id(&self) -> &crate::wire::RecipientId {
        &self.person.id
    }

    /// The cases with the name of the state each is in, in order of their ids.
    pub fn states(&self) -> std::collections::BTreeMap<CaseId, &'static str> {
        self.cases
            .iter()
            .map(|case| (case.id.clone(), case.state.name()))
            .collect()
    }

    /// How each closed case ended.
    pub fn outcomes(&self) -> std::collections::BTreeMap<CaseId, super::Outcome> {
        let outcome = |case: &Case| match case.state {
            CaseState::Closed { outcome, .. } => Some((case.id.clone(), outcome)),
            CaseState::Waiting { .. }
            | CaseState::Active(_)
            | CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. } => None,
        };
        self.cases.iter().filter_map(outcome).collect()
    }
}

impl FollowUp {
    /// Drops what is older than anything still asks for.
    pub(super) fn forget(&mut self, now: Timestamp) {
        let sends = self.sends.len();
        let oldest_send = now.plus(-SEND_MEMORY_DAYS * DAY);
        self.sends.retain(|sent| sent.at >= oldest_send);
        self.forgot |= self.sends.len() < sends;
        let oldest_task = now.plus(-TASK_MEMORY_DAYS * DAY);
        self.tasks.retain(|task| task.raised_at >= oldest_task);
        self.forget_excess_tasks();
        self.person.forget_excess_points();
        let oldest_past = now.plus(-PAST_MEMORY_DAYS * DAY);
        self.past.retain(|past| past.at >= oldest_past);
        let oldest_event = now.plus(-EVENT_MEMORY_DAYS * DAY);
        self.seen.retain(|seen| seen.at >= oldest_event);
        self.left.retain(|left| left.event.at >= oldest_event);
        // The oldest by what they say of themselves: what is older than all that is left may be a repeat. Before them go
        // those that claim to be far ahead, since they would fill the memory for as long as they claim.
        let ahead = now.plus(DAY);
        while self.seen.len() > MAX_EVENTS {
            let at = self.seen.iter().map(|seen| seen.at).enumerate();
            let first = at.max_by_key(|(_, at)| {
                if *at > ahead {
                    (1, at.since(ahead))
                } else {
                    (0, now.since(*at))
                }
            });
            let Some((index, _)) = first else { break };
            self.seen.remove(index);
        }
    }
}

impl CaseState {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Active(_) => "active",
            Self::Observed { .. } => "observed",
            Self::Paused { .. } => "paused",
            Self::ReEngaged { .. } => "re_engaged",
            Self::Closed { .. } => "closed",
        }
    }
}

/// Whether messages are composed. Everything but their wording is decided the same way, except that a text which may
/// not be said can only be refused where there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    Written,
    LeftOut,
}

/// What came of one call.
pub(crate) struct Decided {
    /// The follow-up from here on.
    pub(crate) follow_up: Box<FollowUp>,
    pub(crate) decision: Decision,
    /// When time has its next word, the brake aside.
    pub(crate) timer: Option<Timestamp>,
    pub(crate) course: Option<Plotted>,
}

/// One call in progress, on a copy of the caller's follow-up.
pub(super) struct Machine<'a> {
    pub(super) rules: &'a Rules,
    pub(super) keys: Option<&'a LinkKeys>,
    /// Boxed: a call hands it on from part to part.
    pub(super) f: Box<FollowUp>,
    pub(super) moment: Moment,
    /// The moment's `now`, never before the last one seen.
    pub(super) now: Timestamp,
    pub(super) texts: Texts,
    /// The event of this call, which reactions are named after; none when time passes.
    pub(super) event: Option<EventId>,
    /// What the person wrote, in the call that takes it in: whoever is asked reads it.
    pub(super) said: Option<Redacted>,
    /// When the event happened, however late it is told: never after `now`. Of what time brings, `now`.
    pub(super) said_at: Timestamp,
    /// Whether the playbook of another kind has taken in the event before.
    pub(super) told_before: bool,
    /// What is known of where the person is.
    pub(super) whereabouts: Whereabouts,
    /// What a caseload remembers of windows, and where among it the person is, seen from an office by its number.
    pub(super) places: RefCell<Option<&'a mut Places>>,
    pub(super) place: Cell<Option<(u16, u32)>>,
    actions: Vec<Action>,
    journal: Vec<Entry>,
}

impl<'a> Machine<'a> {
    pub(super) fn begin(playbook: &'a Playbook, follow_up: Box<FollowUp>, moment: Moment, texts: Texts) -> Self {
        let now = follow_up.last_now.map_or(moment.now, |last| moment.now.max(last));
        let mut machine = Self {
            rules: playbook.rules(),
            keys: playbook.link_keys(),
            f: follow_up,
            moment,
            now,
            texts,
            said_at: now,
            event: None,
            said: None,
            told_before: false,
            whereabouts: Whereabouts::Unknown(Vec::new()),
            places: RefCell::new(None),
            place: Cell::new(None),
            actions: Vec::new(),
            journal: Vec::new(),
        };
        machine.find_zones();
        machine
    }

    /// The same, with what a caseload remembers of windows.
    pub(super) fn with_places(mut self, places: Option<&'a mut Places>) -> Self {
        self.places = RefCell::new(places);
        self
    }

    pub(super) fn check_clock(&self, event_at: Option<Timestamp>) -> Result<(), Error> {
        let leap = self.f.last_now.is_some_and(|last| self.moment.leaps(last))
            && event_at.is_none_or(|at| self.moment.leaps(at));
        if leap && self.wake_at_last().is_some() {
            return Err(self.moment.leap());
        }
        Ok(())
    }

    /// What there was to wait for when the follow-up was last seen.
    fn wake_at_last(&self) -> Option<Timestamp> {
        let last = self.f.last_now?;
        let mut then = Self {
            rules: self.rules,
            keys: self.keys,
            f: self.f.clone(),
            moment: Moment::from(last),
            now: last,
            said_at: last,
            texts: self.texts,
            event: None,
            said: None,
            told_before: false,
            whereabouts: self.whereabouts.clone(),
            places: RefCell::new(None),
            place: Cell::new(None),
            actions: Vec::new(),
            journal: Vec::new(),
        };
        then.f.unsettled.clear();
        then.find_zones();
        then.wake_at()
    }

    /// The first call under another revision is its publication.
    pub(super) fn advance_clock(&mut self) {
        self.f.last_now = Some(self.now);
        // Before anything is read: what a call finds must not hang on when the last one was.
        self.f.forget(self.now);
        if let Some(from) = self.replace_revision() {
            let to = self.rules.revision.clone();
            self.note(None, EntryKind::RevisionChanged { from, to });
            self.follow_revision();
        }
        self.settle();
    }

    pub(super) fn take_in(&mut self, event: &Event) -> Result<(), Error> {
        let at = event.at.min(self.now);
        self.said_at = at;
        self.f.person.hold_to(self.now, at);
        if self.may_be_a_repeat(at) && !self.acts_however_old(event) {
            self.note(
                None,
                EntryKind::Ignored {
                    why: IgnoredInput::TooOld,
                },
            );
            return Ok(());
        }
        match &event.kind {
            EventKind::Plan(e) => self.on_plan(at, &e.plan),
            EventKind::PlanGone(e) => {
                self.on_plan_gone(at, e);
                Ok(())
            }
            EventKind::Subject(e) => self.on_subject(at, &e.subject),
            EventKind::SubjectGone(e) => {
                self.on_subject_gone(at, e);
                Ok(())
            }
            EventKind::Recipient(e) => self.on_recipient(at, e),
            EventKind::Reply(e) => {
                self.said = Some(quoted(&e.text));
                self.on_reply(at, e);
                Ok(())
            }
            EventKind::Click(e) => self.on_click(at, e),
            EventKind::Appointment(e) => self.on_appointment(at, &e.appointment),
            EventKind::Receipt(e) => self.on_receipt(at, e),
            EventKind::Staff(e) => self.on_staff(at, e),
            EventKind::Consent(e) => self.on_consent(at, e),
            EventKind::History(e) => self.on_history(at, e),
        }
    }

    /// Whether an event of this instant is older than the memory, and cannot be told from a repeat. A full memory reaches
    /// back no further than what is in it.
    pub(super) fn may_be_a_repeat(&self, at: Timestamp) -> bool {
        let full = self.f.seen.len() >= MAX_EVENTS;
        // What claims to be ahead says nothing of how far back the memory reaches.
        let oldest = self.f.seen.iter().map(|seen| seen.at).min();
        let oldest = oldest.filter(|oldest| full && *oldest < self.now);
        self.now.since(at) > EVENT_MEMORY_DAYS * DAY || oldest.is_some_and(|oldest| at <= oldest)
    }

    /// Of what may be a repeat, only what protects the person acts: acting on it twice changes nothing.
    fn acts_however_old(&self, event: &Event) -> bool {
        match &event.kind {
            EventKind::Reply(reply) => {
                let reading = crate::reply::classify(reply.text.reveal());
                let death = reading.urgency == Some(crate::reply::Urgency::Death);
                reading.is_opt_out() || death || reading.intents.contains(&crate::reply::Intent::WrongNumber)
            }
            EventKind::Consent(consent) => consent.change == super::ConsentChange::Revoked,
            EventKind::History(history) => !history.opt_outs.is_empty(),
            EventKind::Recipient(e) => e.recipient.protects(),
            EventKind::Staff(staff) => {
                matches!(
                    staff.outcome,
                    super::StaffOutcome::WrongNumber | super::StaffOutcome::DoNotContact
                )
            }
            EventKind::Plan(e) => e.plan.patient.status == crate::plan::PersonStatus::Deceased,
            EventKind::Subject(e) => e.subject.patient.status == crate::plan::PersonStatus::Deceased,
            EventKind::Receipt(receipt) => matches!(
                receipt,
                super::Receipt::Complained { .. }
                    | super::Receipt::Failed {
                        class: super::FailureClass::OptedOut,
                        ..
                    }
            ),
            EventKind::Click(click) => {
                let token = self.keys.and_then(|keys| read_token(&click.token, keys).ok());
                token.is_some_and(|token| token.purpose == Purpose::Unsubscribe)
            }
            EventKind::PlanGone(_) | EventKind::SubjectGone(_) | EventKind::Appointment(_) => false,
        }
    }

    pub(super) fn finish(mut self) -> Decided {
        self.f.forget(self.now);
        self.actions.sort_by_key(|action| action.kind.rank());
        self.answer()
    }

    pub(super) fn answer(self) -> Decided {
        let timer = self.next();
        Decided {
            course: self.plot(),
            decision: Decision {
                wake_at: self.not_before_brake(timer),
                actions: self.actions,
                journal: self.journal,
            },
            follow_up: self.f,
            timer,
        }
    }

    /// What this call's actions are named after.
    pub(super) fn cause(&self) -> &str {
        self.event.as_ref().map_or(TICK, EventId::as_str)
    }

    pub(super) fn act(&mut self, id: ActionId, kind: ActionKind) {
        self.actions.push(Action { id, kind });
    }

    /// Takes a prompt of this very call off the list again, its alert too: whoever carries the decision out sees
    /// cancels first and could not take back what comes after.
    pub(super) fn unask(&mut self, prompt: &ActionId) -> bool {
        let Some(index) = self.actions.iter().position(|action| &action.id == prompt) else {
            return false;
        };
        self.actions.remove(index);
        // An alert follows its prompt.
        if self
            .actions
            .get(index)
            .is_some_and(|next| matches!(next.kind, ActionKind::Alert { .. }))
        {
            self.actions.remove(index);
        }
        true
    }

    pub(super) fn note(&mut self, case: Option<&CaseId>, kind: EntryKind) {
        self.journal.push(Entry {
            at: self.now,
            case_id: case.cloned(),
            kind,
        });
    }

    /// Which case the reply of this call is about.
    pub(super) fn replied_about(&self) -> Option<CaseId> {
        let replied = |entry: &&Entry| matches!(entry.kind, EntryKind::Replied { .. });
        self.journal.iter().find(replied)?.case_id.clone()
    }

    /// The id of an action about a case, named after its cause.
    pub(super) fn action_id(&self, case: Option<&CaseId>, kind: &str, cause: &str) -> ActionId {
        self.made_of(case, kind, &[cause]).action_id()
    }

    pub(super) fn task_id(&self, case: Option<&CaseId>, kind: &str, cause: &str) -> TaskId {
        self.made_of(case, kind, &[cause]).task_id()
    }

    fn made_of<'c>(&'c self, case: Option<&'c CaseId>, kind: &'c str, cause: &'c [&'c str]) -> Cause<'c> {
        let round = case.and_then(|id| self.case(id)).map_or(0, |case| case.round);
        Cause {
            recipient: self.f.person.id.as_str(),
            case: case.map(CaseId::as_str),
            round,
            kind,
            cause,
        }
    }

    pub(super) fn case(&self, id: &CaseId) -> Option<&Case> {
        self.f.cases.iter().find(|case| &case.id == id)
    }

    pub(super) fn case_mut(&mut self, id: &CaseId) -> Option<&mut Case> {
        self.f.cases.iter_mut().find(|case| &case.id == id)
    }
}

impl ActionKind {
    /// What must not happen comes before what must, and a person is told last, when all else is known.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Cancel { .. } => 0,
            Self::RecordOptOut(_) => 1,
            Self::Send(_) => 2,
            Self::TellPracticeSystem { .. } => 3,
            Self::Prompt(_) => 4,
            Self::Alert { .. } => 5,
        }
    }
}
