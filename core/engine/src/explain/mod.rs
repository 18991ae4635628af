//! Why, why not, what next: how things stand with a follow-up, for the person who is asked on the phone.
//!
//! It looks in from outside and decides nothing. Each gate is answered by the machine's own functions, and what comes
//! next is read off a copy that is ticked ahead: the journal entries told here are those that the ticks will write, as
//! long as nothing else happens.
//!
//! Neither the data nor the sentences name a person, a number, an address or a text. Contact points are told by kind and
//! place in the list, amounts and kinds of treatment are shown, a patient's age, codes, tags and the host's own facts
//! are not.

mod clock;
mod forecast;
mod gate;
mod gates;
mod sentences;
mod stands;
mod words;

use serde::Serialize;

pub use gate::{ChannelTried, Gate, GateKind, NotThere, PassedOver};
pub use stands::{CaseStands, ConsentStands, ContactStands, Upcoming};

use crate::criteria::Verdict;
use crate::follow_up::{Case, Entry, FollowUp, Look, Moment};
use crate::plan::PersonStatus;
use crate::playbook::Playbook;
use crate::recipient::Channel;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, LocationId, RecipientId, StepId};
use crate::{Caseload, Error};
use forecast::Forecast;

/// How things stand with one follow-up at a moment, and what comes next if nothing else happens.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// The moment: its `now`, or the last instant seen where that is later.
    pub at: Timestamp,
    /// Whose follow-up it is.
    pub recipient_id: RecipientId,
    /// The playbook that answers.
    pub revision: String,
    /// When a tick would do something next; absent when nothing is waited for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Timestamp>,
    /// Whether the person may be followed up at all.
    pub status: PersonStatus,
    /// The zones in which the person may be; days are counted, and the sentences tell time, in the first.
    pub zones: Vec<String>,
    /// The contact points in the order in which they are tried.
    pub contacts: Vec<ContactStands>,
    /// Each case, in the order of the follow-up.
    pub cases: Vec<CaseExplanation>,
    /// All of it in plain English, a sentence each.
    pub says: Vec<String>,
}

/// How things stand with one case.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseExplanation {
    /// Which.
    pub case_id: CaseId,
    /// The location whose case it is, when that is one of the playbook's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// Where it is.
    pub stands: CaseStands,
    /// From 1.
    pub round: u32,
    /// When it was presented.
    pub presented_at: Timestamp,
    /// When it is too old.
    pub window_ends: Timestamp,
    /// The steps of this round that are behind it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<StepDone>,
    /// The last message about it that may have reached the patient, of those that are remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<LastMessage>,
    /// The instant for which the gates are judged: now, or when the next step is due where that is later.
    pub judged_at: Timestamp,
    /// All that must be open before anything automatic goes out, in the order in which it is asked.
    pub gates: Vec<Gate>,
    /// The next thing that time will bring to it, as the journal will have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<Entry>,
    /// The next message or call, as the journal will have it, with what moved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Entry>,
    /// The same in plain English, a sentence each.
    pub says: Vec<String>,
}

impl CaseExplanation {
    /// The gate that decides: the first that is not open; none when all are.
    pub fn deciding(&self) -> Option<&Gate> {
        self.gates.iter().find(|gate| gate.deciding)
    }
}

/// A step that is behind a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepDone {
    /// Which.
    pub step: StepId,
    /// Whether a message or a task went out; else it was passed over.
    pub sent: bool,
}

/// A message that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LastMessage {
    /// Of which step.
    pub step: StepId,
    /// How.
    pub channel: Channel,
    /// When it was handed out.
    pub at: Timestamp,
}

impl Explanation {
    /// All of it in plain English, a sentence each: first the person, then each case.
    pub fn sentences(&self) -> &[String] {
        &self.says
    }

    /// The explanation as the wire has it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Playbook {
    /// Why things are as they are, what comes next and when, and what holds it. Changes nothing.
    ///
    /// While the facts are fresh at the moment, they are taken to stay so; where they are stale they are taken to stay as
    /// old as they are.
    ///
    /// # Errors
    /// `FT-H005` where [`Playbook::tick`] would say so: what is told for an instant is what a tick then does.
    ///
    /// ```
    /// # use followthrough::{Event, FollowUp, Playbook, Timestamp};
    /// # let playbook = Playbook::from_yaml(r#"
    /// # followthrough: 1
    /// # extends: dental
    /// # practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    /// #   postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
    /// # "#)?;
    /// # let mut follow_up = FollowUp::from_recipient_json(r#"{"id": "r-1", "time_zone": "America/Chicago", "contacts": [
    /// #     {"kind": "mobile", "value": "+13125550142", "consent": {"type": "granted", "at": "2026-01-05T15:00:00Z"}}]}"#)?;
    /// # let plan = Event::from_json(r#"{"event_id": "e1", "at": "2026-03-02T16:00:00Z", "type": "plan", "plan": {
    /// #     "id": "tp-1", "patient": {"id": "p-1"}, "presented_at": "2026-03-02T16:00:00Z",
    /// #     "procedures": [{"id": "pr-1", "code": "D7210", "fee": "250.00", "status": "planned"}]}}"#)?;
    /// # playbook.handle(&mut follow_up, plan.at, &plan)?;
    /// let explanation = playbook.explain(&follow_up, Timestamp::parse("2026-03-04T16:00:00Z")?)?;
    /// assert!(explanation.sentences().contains(&"The practice follows up only if the value of the open treatment is at \
    ///     least $500.00; it is $250.00.".to_owned()), "{:#?}", explanation.says);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self, follow_up: &FollowUp, moment: impl Into<Moment>) -> Result<Explanation, Error> {
        self.explain_this(Box::new(follow_up.clone()), moment.into())
    }

    /// The same with a copy that may be taken apart.
    pub(crate) fn explain_this(&self, follow_up: Box<FollowUp>, moment: Moment) -> Result<Explanation, Error> {
        let look = Look::begin(self, follow_up, moment)?;
        let forecast = Forecast::of(self, &look, moment);
        let person = &look.follow_up().person;
        let mut explanation = Explanation {
            at: look.now(),
            recipient_id: person.id.clone(),
            revision: self.revision().to_owned(),
            wake_at: look.wake_at(),
            status: person.status,
            zones: look.zones().iter().map(|zone| zone.name().to_owned()).collect(),
            contacts: stands::contacts(&look),
            cases: look
                .follow_up()
                .cases
                .iter()
                .map(|case| explained(&look, case, &forecast))
                .collect(),
            says: Vec::new(),
        };
        sentences::write(&mut explanation, &look);
        Ok(explanation)
    }

    /// [`Playbook::explain`] as the bindings call it: JSON in, JSON out.
    ///
    /// # Errors
    /// As [`Playbook::explain`], and `FT-H010` with the path of what cannot be decoded in the moment.
    pub fn explain_json(&self, follow_up: &FollowUp, moment: &str) -> Result<String, Error> {
        Ok(self.explain(follow_up, Moment::from_json(moment)?)?.to_json())
    }
}

impl Caseload {
    /// [`Playbook::explain`] of one person.
    ///
    /// # Errors
    /// `FT-H014` when nobody of that id is here, `FT-H005` when [`Caseload::tick`] would say so.
    pub fn explain(&self, recipient: &RecipientId, moment: impl Into<Moment>) -> Result<Explanation, Error> {
        let (follow_up, moment) = self.to_look_at(recipient, moment.into())?;
        self.playbook().explain_this(follow_up, moment)
    }
}

fn explained(look: &Look<'_>, case: &Case, forecast: &Forecast) -> CaseExplanation {
    let (judged_at, mut gates) = gates::of(look, case);
    if let Some(first) = gates.iter_mut().find(|gate| gate.verdict != Verdict::Holds) {
        first.deciding = true;
    }
    CaseExplanation {
        case_id: case.id.clone(),
        location: look.rules().location_of(look.practice_of(case)).cloned(),
        stands: stands::case(look, case),
        round: case.round,
        presented_at: case.presented,
        window_ends: case.window_end,
        done: case
            .done
            .iter()
            .map(|done| StepDone {
                step: done.step.clone(),
                sent: done.sent,
            })
            .collect(),
        last: stands::last_message(look, case),
        judged_at,
        gates,
        next: forecast.next_of(&case.id).cloned(),
        contact: forecast.contact_of(&case.id).cloned(),
        says: Vec::new(),
    }
}
