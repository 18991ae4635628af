//! A recipient as the engine keeps it: what the newest snapshot says, and what the person said since.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::{Channel, Consent, ConsentStanding, Contact, ContactKind, ContactPoint, ContactValue, Recipient, Unusable};
use crate::plan::PersonStatus;
use crate::schedule::Timestamp;
use crate::wire::{HouseholdId, RecipientId, Redacted};

/// How many contact points are remembered that no snapshot lists.
const MAX_UNLISTED: usize = 256;

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
            if self.find(contact.kind, &contact.value).is_some() {
                continue;
            }
            let known = before.iter().position(|point| point.is(contact.kind, &contact.value));
            let mut point = match known {
                Some(index) => before.remove(index),
                None => before.iter().chain(&self.points).fold(
                    ContactPoint::new(contact.kind, &contact.value, true),
                    ContactPoint::like,
                ),
            };
            point.listed = true;
            self.points.push(point);
        }
        for mut gone in before {
            gone.listed = false;
            if gone.was_spoken_of() {
                self.points.push(gone);
            }
        }
        // A list may hold the same point twice: both words count, and without dates the "no" is the last.
        let said_no = |contact: &&Contact| matches!(contact.consent, Consent::Denied { .. });
        let (no, yes): (Vec<&Contact>, Vec<&Contact>) = recipient.contacts.iter().partition(said_no);
        for contact in yes.into_iter().chain(no) {
            if let Some(point) = self.find_mut(contact.kind, &contact.value) {
                point.hear(&contact.consent, at);
            }
        }
    }

    /// Of a snapshot older than one already seen only what has a date of its own counts. A "no" about a point that is
    /// not listed any more is kept; of one too old to be told from a repeat nothing but the "no" is taken.
    pub(crate) fn hear_dated(&mut self, recipient: &Recipient, at: Timestamp, grants: bool) {
        for contact in &recipient.contacts {
            let denied = match &contact.consent {
                Consent::Granted { at: Some(_), .. } if grants => false,
                Consent::Denied { at: Some(_), .. } => true,
                Consent::Granted { .. } | Consent::Denied { .. } | Consent::Unknown => continue,
            };
            if denied && self.find(contact.kind, &contact.value).is_none() {
                let fresh = ContactPoint::new(contact.kind, &contact.value, false);
                let point = self.points.iter().fold(fresh, ContactPoint::like);
                self.points.push(point);
            }
            if let Some(point) = self.find_mut(contact.kind, &contact.value) {
                point.hear(&contact.consent, Some(at));
            }
        }
    }

    /// Of more points than can matter that no snapshot lists, the oldest yes goes first, then the oldest no.
    pub(crate) fn forget_excess_points(&mut self) {
        let unlisted = self.points.iter().filter(|point| !point.listed).count();
        for _ in MAX_UNLISTED..unlisted {
            let points = self.points.iter().enumerate().filter(|(_, point)| !point.listed);
            let Some((index, _)) = points.min_by_key(|(_, point)| point.worth_remembering()) else {
                break;
            };
            self.points.remove(index);
        }
    }

    /// Nothing was said later than now: a date that claims to be ahead counts as the instant of the event that is told.
    pub(crate) fn hold_to(&mut self, now: Timestamp, told: Timestamp) {
        self.points.iter_mut().for_each(|point| point.hold_to(now, told));
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
        self.silenced(point)
    }

    /// What the person's word, or the lack of one, says against a point.
    fn silenced(&self, point: &ContactPoint) -> Option<Unusable> {
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

    /// The number that staff are shown: the first mobile, else the first landline, that is not dropped, or was not at the
    /// time. A "no" to texts is none to calls.
    pub(crate) fn number_to_call(&self, not_yet: impl Fn(Timestamp) -> bool) -> Option<&ContactPoint> {
        let stood = |p: &&ContactPoint| p.listed && p.dropped_at.is_none_or(&not_yet);
        let of = |kind| self.points.iter().filter(move |p| p.kind == kind);
        of(ContactKind::Mobile)
            .find(stood)
            .or_else(|| of(ContactKind::Landline).find(stood))
    }

    /// The number that texts went to at an instant: the first mobile that may be texted and was not dropped before; else
    /// the first that was not dropped.
    pub(crate) fn number_of_texts(&self, at: Timestamp) -> Option<&ContactPoint> {
        let stood = |p: &&ContactPoint| {
            p.kind == ContactKind::Mobile && p.listed && p.dropped_at.is_none_or(|dropped| dropped >= at)
        };
        let mobiles = || self.points.iter().filter(stood);
        mobiles()
            .find(|p| self.silenced(p).is_none())
            .or_else(|| mobiles().next())
    }

    /// Every point with that value, of whatever kind.
    pub(crate) fn with_value<'p>(&'p self, value: &'p ContactValue) -> impl Iterator<Item = &'p ContactPoint> {
        self.points.iter().filter(move |point| &point.value == value)
    }

    fn find(&self, kind: ContactKind, value: &ContactValue) -> Option<&ContactPoint> {
        self.points.iter().find(|point| point.is(kind, value))
    }

    pub(crate) fn find_mut(&mut self, kind: ContactKind, value: &ContactValue) -> Option<&mut ContactPoint> {
        self.points.iter_mut().find(|point| point.is(kind, value))
    }

    /// The points that a word about a value on a channel is about: the number, at home or mobile, or the address; where
    /// the value is known as something else only, that.
    fn meant(&self, kind: ContactKind, value: &ContactValue) -> impl Fn(&ContactPoint) -> bool + use<> {
        let known = self.with_value(value).any(|point| point.kind.is_same_line(kind));
        let value = value.clone();
        move |point| point.value == value && (!known || point.kind.is_same_line(kind))
    }

    /// The person took consent back at a value. A point that no snapshot lists is added, so that it is known when one
    /// does.
    pub(crate) fn revoke(&mut self, kind: ContactKind, value: &ContactValue, at: Timestamp) -> Word {
        if self.with_value(value).next().is_none() {
            self.points.push(ContactPoint::new(kind, value, false));
        }
        let meant = self.meant(kind, value);
        let mut word = Word::Known;
        for point in self.points.iter_mut().filter(|point| meant(point)) {
            let known = match point.standing {
                ConsentStanding::Revoked { at } => Some(at),
                ConsentStanding::Granted { .. } | ConsentStanding::Denied { .. } | ConsentStanding::Unknown => None,
            };
            if point.revoke(at) {
                word = Word::New;
            } else if let Some(known) = known.filter(|known| *known < at && word == Word::Known) {
                word = Word::Later { than: known };
            }
        }
        word
    }

    /// The same at whatever bears that name.
    pub(crate) fn revoke_all_named(&mut self, value: &ContactValue, at: Timestamp) {
        for point in self.points.iter_mut().filter(|point| &point.value == value) {
            point.revoke(at);
        }
    }

    /// The point that a grant on a channel opens, added as one that no snapshot lists when the value is not known. None
    /// when the value is known as something else: a yes to e-mails is none to texts.
    pub(crate) fn grantable(&mut self, kind: ContactKind, value: &ContactValue) -> Option<&mut ContactPoint> {
        if self.with_value(value).next().is_none() {
            self.points.push(ContactPoint::new(kind, value, false));
        }
        self.find_mut(kind, value)
    }

    /// Somebody else's as of that instant, whatever it is listed as. Returns whether that is new.
    pub(crate) fn drop_line(&mut self, kind: ContactKind, value: &ContactValue, at: Timestamp) -> bool {
        let meant = self.meant(kind, value);
        let mut newly = false;
        for point in self.points.iter_mut().filter(|point| meant(point)) {
            newly |= point.drop_as_of(at);
        }
        newly
    }
}

/// What an opt-out says of what was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// Nothing new.
    Known,
    /// The same again, at a later date: others who have the point may have agreed in between.
    Later { than: Timestamp },
    /// It silences a point that was not silent.
    New,
}
