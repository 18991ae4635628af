//! What would happen: to one patient, before the playbook is in force, and to everybody, before it is replaced.
//!
//! Nothing is decided here. A copy is ticked ahead by the machine itself, as [`explain`](crate::explain) does, and what
//! its decisions say is told in the order in which it will happen, as long as nothing but time does.
//!
//! Unlike an explanation, a preview holds what the messages say and where they go: guard it as the messages. `Debug` shows
//! neither. Links in it carry no token that anybody could use.

mod change;
mod course;

use serde::Serialize;

pub use change::{CaseChange, ChangeKind, ChangePreview, ChangeTotal};
pub use course::{Happening, PreviewedCall, PreviewedMessage, What};

use crate::explain::why_not;
use crate::follow_up::{Ahead, CaseState, Event, EventKind, FollowUp, Look, Moment, Outcome, PlanEvent, SubjectEvent};
use crate::plan::{DueSubject, Plan};
use crate::playbook::Playbook;
use crate::recipient::Recipient;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, EventId, RecipientId, decode, hash};
use crate::{Code, Error};

/// Signs the links of a preview: they are as long as real ones, and no host takes them for its own.
const LINK_KEY: &[u8] = b"followthrough preview link key";

/// All that would happen to one patient who never answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Preview {
    /// From when on.
    pub at: Timestamp,
    /// The playbook that decides.
    pub revision: String,
    /// Who.
    pub recipient_id: RecipientId,
    /// What is followed up.
    pub case_id: CaseId,
    /// The zone in which the patient's days are counted.
    pub zone: String,
    /// In order of time.
    pub timeline: Vec<Happening>,
    /// How it ends; absent when the playbook does not take the case up at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Why the playbook does not take it up, or not yet, in plain English, a sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why_not: Vec<String>,
}

impl Preview {
    /// The preview as the wire has it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Playbook {
    /// All that this playbook would do about a plan, from a moment on, if the patient never answers and nobody books:
    /// every message with its text, every step that is passed over and why, who is called, and how it ends. Nothing of
    /// the patient has to be known to anybody before.
    ///
    /// The patient's household may be in the holdout: then the timeline says so, and nothing goes out.
    ///
    /// # Errors
    /// `FT-H001` when this playbook follows up something else than plans, and as [`Playbook::begin`] and
    /// [`Playbook::handle`] of the recipient and the plan.
    ///
    /// ```
    /// # use followthrough::{Plan, Playbook, Recipient, Timestamp};
    /// # let playbook = Playbook::from_yaml(r#"
    /// # followthrough: 1
    /// # extends: dental
    /// # practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    /// #   postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
    /// # "#)?;
    /// use followthrough::preview::What;
    /// let ana: Recipient = serde_json::from_str(r#"{"id": "r-1", "first_name": "Ana", "contacts": [
    ///     {"kind": "mobile", "value": "+13125550142", "consent": {"type": "granted", "at": "2026-01-05T15:00:00Z"}}]}"#)?;
    /// let plan: Plan = serde_json::from_str(r#"{"id": "tp-1", "patient": {"id": "p-1"},
    ///     "presented_at": "2026-03-02T16:00:00Z",
    ///     "procedures": [{"id": "pr-1", "code": "D7210", "fee": "900.00", "status": "planned"}]}"#)?;
    ///
    /// let preview = playbook.preview(&plan, &ana, Timestamp::parse("2026-03-02T16:00:00Z")?)?;
    /// let texts: Vec<&str> = preview.timeline.iter().filter_map(|happening| match &happening.what {
    ///     What::Message(message) => Some(message.text.reveal()),
    ///     _ => None,
    /// }).collect();
    /// assert!(texts[0].starts_with("Hi Ana, it's Maple Dental."));
    /// assert_eq!(texts.len(), 2, "the e-mail of day 3 has nowhere to go");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn preview(&self, plan: &Plan, recipient: &Recipient, moment: impl Into<Moment>) -> Result<Preview, Error> {
        let case_id = CaseId::from(plan.id.clone());
        let kind = EventKind::Plan(PlanEvent { plan: plan.clone() });
        self.look_ahead(hash::PLAN, case_id, kind, recipient, moment.into())
    }

    /// [`Playbook::preview`] of something that falls due, such as a recall.
    ///
    /// # Errors
    /// As [`Playbook::preview`].
    pub fn preview_subject(
        &self,
        subject: &DueSubject,
        recipient: &Recipient,
        moment: impl Into<Moment>,
    ) -> Result<Preview, Error> {
        let case_id = CaseId::from(subject.id.clone());
        let kind = EventKind::Subject(SubjectEvent {
            subject: subject.clone(),
        });
        self.look_ahead(subject.kind.as_str(), case_id, kind, recipient, moment.into())
    }

    /// [`Playbook::preview`] of what the wire says. What is followed up is a plan where the playbook follows up plans, else a
    /// subject.
    ///
    /// # Errors
    /// As [`Playbook::preview`], and `FT-H001` with the path of what cannot be decoded.
    pub fn preview_of_json(&self, subject: &str, recipient: &str, moment: impl Into<Moment>) -> Result<Preview, Error> {
        let code = Code::EventMalformed;
        let recipient = decode::from_value(decode::value(recipient, code)?, code, "recipient")?;
        let subject = decode::value(subject, code)?;
        if self.subject().as_str() == hash::PLAN {
            self.preview(&decode::from_value(subject, code, "plan")?, &recipient, moment)
        } else {
            self.preview_subject(&decode::from_value(subject, code, "subject")?, &recipient, moment)
        }
    }

    /// [`Playbook::preview_of_json`] as the bindings call it: JSON in, JSON out.
    ///
    /// # Errors
    /// As [`Playbook::preview_of_json`], and `FT-H010` with the path of what cannot be decoded in the moment.
    pub fn preview_json(&self, subject: &str, recipient: &str, moment: &str) -> Result<String, Error> {
        let moment = Moment::from_json(moment)?;
        Ok(self.preview_of_json(subject, recipient, moment)?.to_json())
    }

    fn look_ahead(
        &self,
        of_kind: &str,
        case_id: CaseId,
        kind: EventKind,
        recipient: &Recipient,
        moment: Moment,
    ) -> Result<Preview, Error> {
        if self.subject().as_str() != of_kind {
            let message = format!("this playbook follows up {}, and this is {of_kind}", self.subject());
            return Err(Error::new(Code::EventMalformed, message)
                .at("kind")
                .help("hand it to the playbook whose `subject` it is"));
        }
        let playbook = self.for_preview();
        let begun = playbook.begin(recipient)?;
        let event = Event {
            event_id: EventId::fixed("preview"),
            at: moment.now,
            kind,
        };
        let told = {
            let mut told = begun.clone();
            playbook.handle(&mut told, moment, &event)?;
            Box::new(told)
        };
        let mut ahead = Ahead::of(&playbook, Box::new(begun), moment, None);
        let mut timeline = Vec::new();
        course::tell(&case_id, moment.now, &ahead.take_in(moment.now, &event)?, &mut timeline);
        ahead.wake(moment.now);
        for (at, decision) in ahead {
            course::tell(&case_id, at, &decision, &mut timeline);
        }
        let enters = |happening: &Happening| matches!(happening.what, What::Enrolled { .. } | What::Observed);
        let why_not = if timeline.iter().any(enters) {
            Vec::new()
        } else {
            playbook.why_not(told.clone(), &case_id, moment)?
        };
        Ok(Preview {
            at: moment.now,
            revision: self.revision().to_owned(),
            recipient_id: recipient.id.clone(),
            zone: Look::begin(&playbook, told, moment)?.zone().name().to_owned(),
            outcome: timeline.iter().find_map(|happening| {
                let What::Closed { outcome } = happening.what else {
                    return None;
                };
                Some(outcome)
            }),
            case_id,
            timeline,
            why_not,
        })
    }

    /// Why a case does not enter a sequence, a sentence for each reason, as of the day on which it could at the earliest.
    fn why_not(&self, told: Box<FollowUp>, case_id: &CaseId, moment: Moment) -> Result<Vec<String>, Error> {
        let Some(case) = told.cases.iter().find(|case| &case.id == case_id) else {
            return Ok(vec!["There is nothing to follow up about it.".to_owned()]);
        };
        let now = match &case.state {
            CaseState::Waiting { eligible_at } => moment.now.max(*eligible_at),
            CaseState::Active(_)
            | CaseState::Observed { .. }
            | CaseState::Paused { .. }
            | CaseState::ReEngaged { .. }
            | CaseState::Closed { .. } => moment.now,
        };
        let case = case.clone();
        let look = Look::begin(
            self,
            told,
            Moment {
                now,
                ..moment.with_leap_confirmed()
            },
        )?;
        Ok(why_not(&look, &case))
    }

    /// The same, its links signed by nobody's key, also where it has no key itself: who looks at a playbook that is not in
    /// force yet should see how long texts will be.
    fn for_preview(&self) -> Self {
        self.clone()
            .with_link_keys(&[LINK_KEY])
            .unwrap_or_else(|_| self.clone())
    }
}
