//! Where a case is, and where the person may be.
//!
//! A case is at the location that its plan or subject names, where the playbook has that one, else at the practice
//! itself: its texts, hours, closed days and staff are that office's. Where the *person* is belongs to no case. It is
//! what the host knows; else it may be where any of the offices is that follow the person up, and where the area codes
//! of the numbers point. So the law's hours, and the day by which messages are counted, are the same for every message
//! of one person, whichever case it is about.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::Case;
use super::machine::Machine;
use crate::playbook::Practice;
use crate::recipient::{ContactKind, area_of};
use crate::schedule::Zone;
use crate::wire::{CaseId, LocationId};

/// What is known of where the person is.
#[derive(Clone, Debug)]
pub(super) enum Whereabouts {
    /// In this zone, as the host says.
    Known([Zone; 1]),
    /// Perhaps in these, where the area codes of the numbers point.
    Unknown(Vec<Zone>),
}

/// The zones in which the person may be.
pub(super) struct Zones<'m> {
    all: Cow<'m, [Zone]>,
    /// How many of the first ones have a calendar by which messages are counted.
    days: usize,
}

impl Zones<'_> {
    pub(super) fn all(&self) -> &[Zone] {
        &self.all
    }

    /// Those by whose days messages are counted: the person's own, else those of the offices.
    pub(super) fn days(&self) -> &[Zone] {
        self.all.get(..self.days).unwrap_or_default()
    }
}

impl<'a> Machine<'a> {
    /// Looks up the zone that the host knows, else those of the numbers' areas: numbers move with people, so that an area
    /// adds a zone and never takes one away.
    pub(super) fn find_zones(&mut self) {
        self.place.set(None);
        let named = self.f.person.time_zone.as_deref();
        let known = named.and_then(|name| self.rules.time_zones.zone(name).ok());
        self.whereabouts = match known {
            Some(zone) => Whereabouts::Known([zone]),
            None => {
                let points = self.f.person.points.iter();
                let mobile = points.filter(|point| point.listed && point.kind == ContactKind::Mobile);
                let names = mobile.flat_map(|point| area_of(point.value.reveal()).zones);
                Whereabouts::Unknown(names.filter_map(|name| self.rules.time_zones.zone(name).ok()).collect())
            }
        };
    }

    /// The practice as a case has it; the practice itself where there is none.
    pub(super) fn practice_of(&self, case: Option<&Case>) -> &'a Practice {
        self.rules.practice_of(case.and_then(Case::location))
    }

    /// The same, by the id of the case.
    pub(super) fn practice_for(&self, case: Option<&CaseId>) -> &'a Practice {
        self.practice_of(case.and_then(|id| self.case(id)))
    }

    /// The location of a case, where the playbook has it.
    pub(super) fn location_of(&self, case: Option<&CaseId>) -> Option<LocationId> {
        self.rules.location_of(self.practice_for(case)).cloned()
    }

    /// The zones in which the person may be. The first is where the days of a case are counted, or without one those of
    /// the person.
    pub(super) fn zones(&self, case: Option<&Case>) -> Zones<'_> {
        let areas = match &self.whereabouts {
            Whereabouts::Known(zone) => {
                return Zones {
                    all: Cow::Borrowed(zone),
                    days: 1,
                };
            }
            Whereabouts::Unknown(areas) => areas,
        };
        let mut all: Vec<Zone> = Vec::new();
        let mut add = |zone: &Zone| {
            if !all.contains(zone) {
                all.push(zone.clone());
            }
            all.len()
        };
        let days = self.offices(case).iter().map(|office| add(&office.zone)).max();
        areas.iter().for_each(|zone| {
            add(zone);
        });
        Zones {
            all: Cow::Owned(all),
            days: days.unwrap_or_default(),
        }
    }

    /// Where the days of a case are counted, or without one those of the person: the person's zone, the office's when
    /// unknown.
    pub(super) fn zone(&self, case: Option<&Case>) -> &Zone {
        match &self.whereabouts {
            Whereabouts::Known([zone]) => zone,
            Whereabouts::Unknown(_) => self
                .offices(case)
                .first()
                .map_or(&self.rules.practice.zone, |office| &office.zone),
        }
    }

    /// The offices that follow the person up, each once; that of the case comes first.
    pub(super) fn offices(&self, case: Option<&Case>) -> SmallVec<[&'a Practice; 1]> {
        let mut offices = SmallVec::new();
        if self.rules.locations.is_empty() {
            offices.push(&self.rules.practice);
            return offices;
        }
        let open = self.f.cases.iter().filter(|case| case.is_open());
        for case in case.into_iter().chain(open) {
            let office = self.practice_of(Some(case));
            if offices.iter().all(|other: &&Practice| other.number != office.number) {
                offices.push(office);
            }
        }
        if offices.is_empty() {
            offices.push(&self.rules.practice);
        }
        offices
    }

    /// Whether where the person may be hangs on the cases there are.
    pub(super) fn moves_with_cases(&self) -> bool {
        let known = matches!(self.whereabouts, Whereabouts::Known(_)) && self.f.person.state.is_some();
        !known && !self.rules.locations.is_empty()
    }
}
