//! The look right before a message leaves: until then a send is a proposal.

use serde::Serialize;

use super::machine::Machine;
use super::{CaseState, Fate, FollowUp, Moment, MovedBy, Sent, SentAction};
use super::{HandleError, Texts};
use crate::plan::PersonStatus;
use crate::playbook::Playbook;
use crate::recipient::{ContactPoint, Unusable};
use crate::schedule::Timestamp;
use crate::wire::ActionId;

/// Whether a message that was handed out may leave now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Verdict {
    /// It may.
    Yes {
        /// Not from then on: the `expires_at` of the send.
        until: Timestamp,
    },
    /// It must not.
    No {
        /// Why.
        reason: WhyNot,
    },
}

impl Verdict {
    /// Of an action that was never handed out, as far as anybody remembers.
    pub(crate) const UNKNOWN: Self = Self::No {
        reason: WhyNot::UnknownAction,
    };

    pub(crate) fn to_json(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// Whether the message may leave.
    pub fn is_yes(self) -> bool {
        matches!(self, Self::Yes { .. })
    }
}

/// Why a message must not leave. The first that applies, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhyNot {
    /// This follow-up never handed out a message of that id, or it is no longer remembered.
    UnknownAction,
    /// It was taken back.
    Cancelled,
    /// A receipt says that it left.
    AlreadyLeft,
    /// A receipt says that it failed for good.
    Failed,
    /// It is too late for it.
    Expired,
    /// The emergency brake is pulled. It may go once that is over, if it has not expired by then.
    Braked,
    /// The person is deceased, inactive, or not to be contacted; or somebody wrote of a death, and staff have yet to say
    /// otherwise.
    PersonStatus,
    /// Its case is not in a sequence any more: closed, paused, or people are at it.
    CaseNotActive,
    /// The person wants no more messages there.
    OptedOut,
    /// There is no consent to messages there, or the practice system says no.
    NoConsent,
    /// The practice system does not list the contact point any more.
    ContactGone,
    /// The contact point is somebody else's, or does not work.
    ContactDropped,
    /// The facts are old. It may go under newer ones, if it has not expired by then.
    StaleFacts,
    /// A window is shut: the law's, the practice's own, a closed day.
    QuietHours,
    /// The patient is in the chair that day.
    VisitDay,
    /// Another message went out just before.
    MinGap,
    /// The other messages of the day leave no room.
    PerDay,
    /// The other messages of the last seven days leave no room.
    PerWeek,
    /// The other messages to this contact point leave no room under the law's cap.
    LawCap,
}

impl From<Unusable> for WhyNot {
    fn from(why: Unusable) -> Self {
        match why {
            Unusable::Gone => Self::ContactGone,
            Unusable::Dropped => Self::ContactDropped,
            Unusable::OptedOut => Self::OptedOut,
            Unusable::Denied | Unusable::NoConsent => Self::NoConsent,
        }
    }
}

impl From<MovedBy> for WhyNot {
    fn from(rule: MovedBy) -> Self {
        match rule {
            MovedBy::QuietHours | MovedBy::Spread | MovedBy::PracticeHours => Self::QuietHours,
            MovedBy::VisitDay => Self::VisitDay,
            MovedBy::MinGap => Self::MinGap,
            MovedBy::PerDay => Self::PerDay,
            MovedBy::PerWeek => Self::PerWeek,
            MovedBy::LawCap => Self::LawCap,
        }
    }
}

impl Playbook {
    /// Whether a message that was handed out may leave now: the look right before the host carries out a `send`. It
    /// counts the message itself once toward the limits, and changes nothing. The one message that confirms an opt-out
    /// goes whatever was revoked, until it expires.
    ///
    /// ```
    /// # use followthrough::{Event, FollowUp, Playbook, Timestamp};
    /// # let playbook = Playbook::from_yaml(r#"
    /// # followthrough: 1
    /// # extends: dental
    /// # practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    /// #   postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
    /// # "#)?;
    /// # let mut follow_up = FollowUp::from_recipient_json(r#"{"id": "r-1", "contacts": [{"kind": "mobile",
    /// #     "value": "+13125550142", "consent": {"type": "granted", "at": "2026-01-05T15:00:00Z"}}]}"#)?;
    /// # let plan = Event::from_json(r#"{"event_id": "e1", "at": "2026-03-02T16:00:00Z", "type": "plan", "plan": {
    /// #     "id": "tp-1", "patient": {"id": "p-1"}, "presented_at": "2026-03-02T16:00:00Z",
    /// #     "procedures": [{"id": "pr-1", "code": "D2740", "fee": "1250.00", "status": "planned"}]}}"#)?;
    /// # playbook.handle(&mut follow_up, plan.at, &plan)?;
    /// let at = Timestamp::parse("2026-03-03T16:00:00Z")?;
    /// let decision = playbook.tick(&mut follow_up, at)?;
    /// let send = decision.actions.first().map(|action| &action.id).ok_or("a text")?;
    /// assert!(playbook.may_still_send(&follow_up, send, at.plus(60)).is_yes());
    /// assert!(!playbook.may_still_send(&follow_up, send, at.plus(12 * 3600)).is_yes(), "at night");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn may_still_send(&self, follow_up: &FollowUp, action_id: &ActionId, moment: impl Into<Moment>) -> Verdict {
        self.look_once_more(Box::new(follow_up.clone()), action_id, moment.into())
    }

    /// The same with a copy that may be taken apart.
    pub(crate) fn look_once_more(&self, follow_up: Box<FollowUp>, action_id: &ActionId, moment: Moment) -> Verdict {
        Machine::begin(self, follow_up, moment, Texts::LeftOut).may_still_send(action_id)
    }

    /// [`Playbook::may_still_send`] as the bindings call it: text in, JSON out. A text that is no id of an action is
    /// an action that was never handed out.
    ///
    /// # Errors
    /// `FT-H010` with the path of what cannot be decoded in the moment.
    pub fn may_still_send_json(
        &self,
        follow_up: &FollowUp,
        action_id: &str,
        moment: &str,
    ) -> Result<String, HandleError> {
        let moment = Moment::from_json(moment)?;
        let verdict = match ActionId::parse(action_id) {
            Ok(id) => self.may_still_send(follow_up, &id, moment),
            Err(_) => Verdict::UNKNOWN,
        };
        Ok(verdict.to_json())
    }
}

impl Machine<'_> {
    fn may_still_send(mut self, id: &ActionId) -> Verdict {
        let found = self
            .f
            .sends
            .iter()
            .position(|sent| sent.action.as_ref().is_some_and(|action| &action.id == id));
        let Some(index) = found else {
            return Verdict::UNKNOWN;
        };
        // Taken out of the working copy, so that it is not counted beside itself.
        let sent = self.f.sends.remove(index);
        let Some(action) = &sent.action else {
            return Verdict::UNKNOWN;
        };
        match self.stops(&sent, action) {
            None => Verdict::Yes {
                until: action.expires_at,
            },
            Some(reason) => Verdict::No { reason },
        }
    }

    /// What keeps a message from leaving; its own entry is not among the sends.
    fn stops(&self, sent: &Sent, action: &SentAction) -> Option<WhyNot> {
        match sent.fate {
            Fate::Cancelled => return Some(WhyNot::Cancelled),
            Fate::Left => return Some(WhyNot::AlreadyLeft),
            Fate::Failed => return Some(WhyNot::Failed),
            Fate::Proposed => {}
        }
        if action.expires_at <= self.now {
            return Some(WhyNot::Expired);
        }
        // What confirms an opt-out goes at once, whatever the hour and whatever was revoked.
        if action.confirmation {
            return None;
        }
        if self.braked() {
            return Some(WhyNot::Braked);
        }
        if self.f.person.status != PersonStatus::Active || self.death_stands() {
            return Some(WhyNot::PersonStatus);
        }
        let case = action.case.as_ref().and_then(|id| self.case(id));
        let Some(case) = case.filter(|case| matches!(case.state, CaseState::Active(_))) else {
            return Some(WhyNot::CaseNotActive);
        };
        let of_channel = |p: &&ContactPoint| p.value == sent.to && p.kind.channel() == Some(sent.channel);
        match self.f.person.points.iter().find(of_channel) {
            None => return Some(WhyNot::ContactGone),
            Some(point) => {
                if let Some(why) = self.f.person.unusable(point) {
                    return Some(why.into());
                }
            }
        }
        if self.stale_facts().is_some() {
            return Some(WhyNot::StaleFacts);
        }
        self.shut(case, sent.channel, &sent.to, self.now).map(WhyNot::from)
    }
}
