//! A recipient as the engine keeps it: what the newest snapshot says, and what the person said since.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{Channel, Consent, ContactKind, ContactValue, Recipient};
use crate::plan::PersonStatus;
use crate::schedule::Timestamp;
use crate::wire::{HouseholdId, RecipientId, Redacted};

/// The person contacted, with the consent ledger of each contact point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: RecipientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) household: Option<HouseholdId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) first_name: Option<Redacted>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) language: Option<SmolStr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) time_zone: Option<SmolStr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) state: Option<SmolStr>,
    pub(crate) status: PersonStatus,
    pub(crate) points: Vec<ContactPoint>,
    /// A revocation of all automated contact; only a grant dated later reopens a point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) revoked_all: Option<Timestamp>,
    /// The instant of the newest snapshot; none while only [`Person::new`] has spoken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) known_at: Option<Timestamp>,
}

/// One contact point and what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ContactPoint {
    pub(crate) kind: ContactKind,
    pub(crate) value: ContactValue,
    pub(crate) standing: ConsentStanding,
    /// Why it cannot be used whatever the person said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dropped_at: Option<Timestamp>,
    /// Whether the newest snapshot has it. One that is gone is kept while it holds an opt-out.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub(crate) listed: bool,
}

fn yes() -> bool {
    true
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_yes(listed: &bool) -> bool {
    *listed
}

/// Why no automated message may go to a contact point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unusable {
    /// The practice system does not list it any more.
    Gone,
    /// It is somebody else's, or messages to it fail for good.
    Dropped,
    /// The person took consent back, there or everywhere.
    OptedOut,
    /// The practice system says no.
    Denied,
    /// Nobody said yes to texts.
    NoConsent,
}

/// What holds for a contact point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ConsentStanding {
    /// Nobody said anything.
    Unknown,
    /// Agreed.
    Granted {
        /// Absent when the practice system has no date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unencrypted_detail: bool,
    },
    /// The practice system says no.
    Denied { at: Timestamp, dated: bool },
    /// The person took it back.
    Revoked { at: Timestamp },
}

impl Person {
    pub(crate) fn new(recipient: &Recipient) -> Self {
        let mut person = Self {
            id: recipient.id.clone(),
            household: None,
            first_name: None,
            language: None,
            time_zone: None,
            state: None,
            status: PersonStatus::Active,
            points: Vec::new(),
            revoked_all: None,
            known_at: None,
        };
        person.take_in(recipient, None);
        person
    }

    /// Takes in a snapshot. Consent is decided by its own date: an undated or older grant never beats an opt-out, and a
    /// point that was dropped stays dropped until a newer, dated grant.
    pub(crate) fn take_in(&mut self, recipient: &Recipient, at: Option<Timestamp>) {
        self.household.clone_from(&recipient.household);
        self.first_name.clone_from(&recipient.first_name);
        self.language = recipient.language.as_deref().map(SmolStr::new);
        self.time_zone = recipient.time_zone.as_deref().map(SmolStr::new);
        self.state = recipient.state.as_deref().map(SmolStr::new);
        self.status = recipient.status;
        self.known_at = at.or(self.known_at);

        let mut before = std::mem::take(&mut self.points);
        for contact in &recipient.contacts {
            let known = before
                .iter()
                .position(|p| p.value == contact.value && p.kind == contact.kind);
            let mut point = match known {
                Some(index) => before.remove(index),
                None if self
                    .points
                    .iter()
                    .any(|p| p.value == contact.value && p.kind == contact.kind) =>
                {
                    continue;
                }
                None => ContactPoint {
                    kind: contact.kind,
                    value: contact.value.clone(),
                    standing: ConsentStanding::Unknown,
                    dropped_at: None,
                    listed: true,
                },
            };
            point.listed = true;
            point.hear(&contact.consent, at);
            self.points.push(point);
        }
        for mut gone in before {
            gone.listed = false;
            if matches!(gone.standing, ConsentStanding::Revoked { .. }) || gone.dropped_at.is_some() {
                self.points.push(gone);
            }
        }
    }

    /// The first point of a channel that may be used.
    pub(crate) fn usable(&self, channel: Channel) -> Option<&ContactPoint> {
        self.points
            .iter()
            .find(|p| p.kind.channel() == Some(channel) && self.may_use(p))
    }

    /// Whether an automated message may go to this point.
    pub(crate) fn may_use(&self, point: &ContactPoint) -> bool {
        self.unusable(point).is_none()
    }

    /// Why no automated message may go to this point; none when one may.
    pub(crate) fn unusable(&self, point: &ContactPoint) -> Option<Unusable> {
        if !point.listed {
            return Some(Unusable::Gone);
        }
        if point.dropped_at.is_some() {
            return Some(Unusable::Dropped);
        }
        let reopened = match (self.revoked_all, &point.standing) {
            (None, _) => true,
            (Some(revoked), ConsentStanding::Granted { at: Some(granted), .. }) => *granted > revoked,
            (Some(_), _) => false,
        };
        match (&point.standing, point.kind) {
            (ConsentStanding::Revoked { .. }, _) => Some(Unusable::OptedOut),
            (ConsentStanding::Denied { .. }, _) => Some(Unusable::Denied),
            (ConsentStanding::Granted { .. } | ConsentStanding::Unknown, _) if !reopened => Some(Unusable::OptedOut),
            // Silence is not consent to texts; an e-mail address or a portal account was given to be written to.
            (ConsentStanding::Unknown, ContactKind::Mobile | ContactKind::Landline) => Some(Unusable::NoConsent),
            (ConsentStanding::Granted { .. } | ConsentStanding::Unknown, _) => None,
        }
    }

    pub(crate) fn point_mut(&mut self, value: &ContactValue) -> Option<&mut ContactPoint> {
        self.points.iter_mut().find(|p| &p.value == value)
    }

    pub(crate) fn point(&self, value: &ContactValue) -> Option<&ContactPoint> {
        self.points.iter().find(|p| &p.value == value)
    }

    /// The point, added as one that no snapshot lists when it is not known.
    pub(crate) fn point_or_unlisted(&mut self, value: &ContactValue, kind: ContactKind) -> &mut ContactPoint {
        let index = self.points.iter().position(|p| &p.value == value).unwrap_or_else(|| {
            self.points.push(ContactPoint {
                kind,
                value: value.clone(),
                standing: ConsentStanding::Unknown,
                dropped_at: None,
                listed: false,
            });
            self.points.len() - 1
        });
        #[allow(clippy::indexing_slicing, reason = "the index was found or pushed in the line above")]
        &mut self.points[index]
    }
}

impl ContactPoint {
    /// Takes in what a snapshot says.
    fn hear(&mut self, consent: &Consent, snapshot_at: Option<Timestamp>) {
        match consent {
            Consent::Unknown => {}
            Consent::Granted {
                at: Some(at),
                unencrypted_detail,
                ..
            } => self.grant(*at, *unencrypted_detail),
            Consent::Granted {
                at: None,
                unencrypted_detail,
                ..
            } => match self.standing {
                // The practice system's own undated word may replace its own undated word, never the person's.
                ConsentStanding::Unknown | ConsentStanding::Denied { dated: false, .. } => {
                    self.standing = ConsentStanding::Granted {
                        at: None,
                        unencrypted_detail: *unencrypted_detail,
                    };
                }
                ConsentStanding::Granted { at, .. } => {
                    self.standing = ConsentStanding::Granted {
                        at,
                        unencrypted_detail: *unencrypted_detail,
                    };
                }
                ConsentStanding::Denied { dated: true, .. } | ConsentStanding::Revoked { .. } => {}
            },
            Consent::Denied { at, .. } => {
                let when = at.or(snapshot_at).unwrap_or(Timestamp::MIN);
                let newer = match self.standing {
                    ConsentStanding::Unknown | ConsentStanding::Granted { at: None, .. } => true,
                    ConsentStanding::Granted { at: Some(granted), .. } => when >= granted || snapshot_at.is_none(),
                    ConsentStanding::Denied { .. } => true,
                    ConsentStanding::Revoked { .. } => false,
                };
                if newer {
                    self.standing = ConsentStanding::Denied {
                        at: when,
                        dated: at.is_some(),
                    };
                }
            }
        }
    }

    /// A dated grant: it counts unless something later said no. A revocation at the same instant wins.
    pub(crate) fn grant(&mut self, at: Timestamp, unencrypted_detail: bool) {
        let counts = match self.standing {
            ConsentStanding::Unknown => true,
            ConsentStanding::Granted { at: known, .. } => known.is_none_or(|known| at >= known),
            ConsentStanding::Denied { at: denied, .. } => at > denied,
            ConsentStanding::Revoked { at: revoked } => at > revoked,
        };
        if counts {
            self.standing = ConsentStanding::Granted {
                at: Some(at),
                unencrypted_detail,
            };
            if self.dropped_at.is_some_and(|dropped| at > dropped) {
                self.dropped_at = None;
            }
        }
    }

    /// The person took consent back. Returns whether that changed anything.
    pub(crate) fn revoke(&mut self, at: Timestamp) -> bool {
        match self.standing {
            // Of two, the later one holds: a grant between them is not the last word.
            ConsentStanding::Revoked { at: known } => {
                self.standing = ConsentStanding::Revoked { at: known.max(at) };
                false
            }
            ConsentStanding::Granted { at: Some(granted), .. } if granted > at => false,
            ConsentStanding::Denied { at: denied, .. } => {
                self.standing = ConsentStanding::Revoked { at: denied.max(at) };
                true
            }
            ConsentStanding::Granted { .. } | ConsentStanding::Unknown => {
                self.standing = ConsentStanding::Revoked { at };
                true
            }
        }
    }

    pub(crate) fn allows_detail(&self) -> bool {
        matches!(
            self.standing,
            ConsentStanding::Granted {
                unencrypted_detail: true,
                ..
            }
        )
    }
}
