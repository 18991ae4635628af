//! Two charts of one person become one: of everything that was said about contact, the stricter word by date.

use super::{ConsentStanding, ContactPoint, Person};
use crate::plan::PersonStatus;

impl Person {
    /// Takes in what another chart of the same person knows. This one's own words about the person stay; what it does
    /// not know is filled in. Opt-outs, refusals and dropped points of both hold.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.household = self.household.take().or(other.household);
        self.first_name = self.first_name.take().or(other.first_name);
        self.language = self.language.take().or(other.language);
        self.time_zone = self.time_zone.take().or(other.time_zone);
        self.state = self.state.take().or(other.state);
        self.known_at = self.known_at.max(other.known_at);
        self.revoked_all = self.revoked_all.max(other.revoked_all);
        match other.status {
            // Who has died, or wants no contact, has so in both charts. A chart that was merged away is often inactive.
            PersonStatus::Deceased => self.status = PersonStatus::Deceased,
            PersonStatus::DoNotContact if self.status != PersonStatus::Deceased => {
                self.status = PersonStatus::DoNotContact;
            }
            PersonStatus::DoNotContact | PersonStatus::Active | PersonStatus::Inactive => {}
        }
        for theirs in other.points {
            let same = |ours: &&mut ContactPoint| ours.value == theirs.value && ours.kind == theirs.kind;
            match self.points.iter_mut().find(same) {
                Some(ours) => ours.absorb(theirs),
                None => self.points.push(theirs),
            }
        }
    }
}

impl ContactPoint {
    fn absorb(&mut self, other: Self) {
        self.standing = self.standing.clone().stricter(other.standing);
        self.listed |= other.listed;
        self.dropped_at = self.dropped_at.max(other.dropped_at);
        if let (ConsentStanding::Granted { at: Some(granted), .. }, Some(dropped)) = (&self.standing, self.dropped_at)
            && *granted > dropped
        {
            self.dropped_at = None;
        }
    }
}

impl ConsentStanding {
    /// The one of two that holds, whichever comes first: a "no" unless a dated grant is later than it.
    fn stricter(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, known) | (known, Self::Unknown) => known,
            (Self::Revoked { at: a }, Self::Revoked { at: b } | Self::Denied { at: b, .. })
            | (Self::Denied { at: a, .. }, Self::Revoked { at: b }) => Self::Revoked { at: a.max(b) },
            (Self::Denied { at: a, dated: x }, Self::Denied { at: b, dated: y }) => Self::Denied {
                at: a.max(b),
                dated: x || y,
            },
            (
                Self::Granted {
                    at: a,
                    unencrypted_detail: x,
                },
                Self::Granted {
                    at: b,
                    unencrypted_detail: y,
                },
            ) => Self::Granted {
                at: a.max(b),
                unencrypted_detail: if a == b {
                    x && y
                } else if a > b {
                    x
                } else {
                    y
                },
            },
            (granted @ Self::Granted { .. }, no) | (no, granted @ Self::Granted { .. }) => {
                let said_no = match &no {
                    Self::Denied { at, .. } | Self::Revoked { at } => Some(*at),
                    Self::Unknown | Self::Granted { .. } => None,
                };
                match &granted {
                    Self::Granted { at: Some(at), .. } if Some(*at) > said_no => granted,
                    Self::Granted { .. } | Self::Unknown | Self::Denied { .. } | Self::Revoked { .. } => no,
                }
            }
        }
    }
}
