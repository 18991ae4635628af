//! One contact point with its ledger of consent: of everything that was said about it, the later word by its own date.

use serde::{Deserialize, Serialize};

use super::{Consent, ContactKind, ContactValue};
use crate::schedule::Timestamp;

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

impl ContactPoint {
    /// One of which nothing is known yet.
    pub(super) fn new(kind: ContactKind, value: &ContactValue, listed: bool) -> Self {
        Self {
            kind,
            value: value.clone(),
            standing: ConsentStanding::Unknown,
            dropped_at: None,
            listed,
        }
    }

    pub(super) fn is(&self, kind: ContactKind, value: &ContactValue) -> bool {
        self.kind == kind && &self.value == value
    }

    /// The same number under another kind: what the person took back there, and whose it is, holds here too.
    pub(super) fn like(mut self, known: &Self) -> Self {
        if self.value == known.value && self.kind.is_same_line(known.kind) {
            if let ConsentStanding::Revoked { at } = known.standing {
                self.revoke(at);
            }
            self.dropped_at = self.dropped_at.max(known.dropped_at);
        }
        self
    }

    /// Whether it must be remembered where no snapshot lists it: it may be back tomorrow.
    pub(super) fn was_spoken_of(&self) -> bool {
        match self.standing {
            ConsentStanding::Revoked { .. }
            | ConsentStanding::Denied { .. }
            | ConsentStanding::Granted { at: Some(_), .. } => true,
            ConsentStanding::Unknown | ConsentStanding::Granted { at: None, .. } => self.dropped_at.is_some(),
        }
    }

    /// The smaller, the sooner it may be forgotten: what protects the person last, and of each the oldest word first.
    pub(super) fn worth_remembering(&self) -> (bool, Option<Timestamp>) {
        let (says_no, at) = match self.standing {
            ConsentStanding::Unknown => (false, None),
            ConsentStanding::Granted { at, .. } => (false, at),
            ConsentStanding::Denied { at, .. } | ConsentStanding::Revoked { at } => (true, Some(at)),
        };
        (says_no || self.dropped_at.is_some(), at.max(self.dropped_at))
    }

    /// Takes in what a snapshot says. Nothing was said after the snapshot was made: a date ahead of it is a slip of the
    /// pen, and a year that is wrong must not outlive every opt-out until then.
    pub(super) fn hear(&mut self, consent: &Consent, snapshot_at: Option<Timestamp>) {
        let held_to = |at: Timestamp| snapshot_at.map_or(at, |snapshot| at.min(snapshot));
        match consent {
            // The practice system takes its own undated yes back: unknown is unknown.
            Consent::Unknown => {
                if matches!(self.standing, ConsentStanding::Granted { at: None, .. }) {
                    self.standing = ConsentStanding::Unknown;
                }
            }
            Consent::Granted {
                at: Some(at),
                unencrypted_detail,
                ..
            } => self.grant(held_to(*at), *unencrypted_detail),
            Consent::Granted {
                at: None,
                unencrypted_detail,
                ..
            } => self.grant_undated(*unencrypted_detail),
            Consent::Denied { at: Some(at), .. } => self.deny(held_to(*at)),
            Consent::Denied { at: None, .. } => self.deny_undated(snapshot_at),
        }
    }

    /// The practice system's own undated word may replace its own undated word, never the person's.
    fn grant_undated(&mut self, unencrypted_detail: bool) {
        match self.standing {
            ConsentStanding::Unknown | ConsentStanding::Denied { dated: false, .. } => {
                self.standing = ConsentStanding::Granted {
                    at: None,
                    unencrypted_detail,
                };
            }
            ConsentStanding::Granted { at, .. } => {
                self.standing = ConsentStanding::Granted { at, unencrypted_detail };
            }
            ConsentStanding::Denied { dated: true, .. } | ConsentStanding::Revoked { .. } => {}
        }
    }

    /// A dated "no" of the practice system. Of two the later date holds, after an opt-out too: a grant between them is
    /// not the last word.
    fn deny(&mut self, when: Timestamp) {
        self.standing = match self.standing {
            ConsentStanding::Granted { at: Some(granted), .. } if when < granted => return,
            ConsentStanding::Unknown | ConsentStanding::Granted { .. } => {
                ConsentStanding::Denied { at: when, dated: true }
            }
            ConsentStanding::Denied { at, .. } => ConsentStanding::Denied {
                at: at.max(when),
                dated: true,
            },
            ConsentStanding::Revoked { at } => ConsentStanding::Revoked { at: at.max(when) },
        };
    }

    /// An undated one counts from the instant of its snapshot. It adds nothing to an opt-out, and takes no date away.
    fn deny_undated(&mut self, snapshot_at: Option<Timestamp>) {
        let when = snapshot_at.unwrap_or(Timestamp::MIN);
        self.standing = match self.standing {
            ConsentStanding::Granted { at: Some(granted), .. } if snapshot_at.is_some_and(|at| at < granted) => return,
            ConsentStanding::Unknown | ConsentStanding::Granted { .. } => {
                ConsentStanding::Denied { at: when, dated: false }
            }
            ConsentStanding::Denied { at, dated } => ConsentStanding::Denied {
                at: at.max(when),
                dated,
            },
            ConsentStanding::Revoked { .. } => return,
        };
    }

    /// Nothing was said later than now. What claims to be counts from `at`.
    pub(super) fn hold_to(&mut self, now: Timestamp, told: Timestamp) {
        match &mut self.standing {
            ConsentStanding::Granted { at: Some(at), .. } | ConsentStanding::Denied { at, .. } if *at > now => {
                *at = told
            }
            ConsentStanding::Granted { .. }
            | ConsentStanding::Denied { .. }
            | ConsentStanding::Revoked { .. }
            | ConsentStanding::Unknown => {}
        }
    }

    /// Somebody else's, or it does not work: as of that instant, unless a dated grant is later. Returns whether that is
    /// new.
    pub(crate) fn drop_as_of(&mut self, at: Timestamp) -> bool {
        if matches!(self.standing, ConsentStanding::Granted { at: Some(granted), .. } if granted > at) {
            return false;
        }
        let newly = self.dropped_at.is_none();
        self.dropped_at = self.dropped_at.max(Some(at));
        newly
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
