//! Where each person and each contact point is found. Only looked into, never walked through, so that no answer depends
//! on the order of a hash table.

use hashbrown::HashTable;

use super::fields::{id_of, is_of};
use super::packing::hash;
use super::{Row, index};
use crate::recipient::ContactValue;

/// The slots of people by their id, and of contact points by their value.
#[derive(Clone, Default)]
pub(super) struct Directory {
    people: HashTable<u32>,
    points: HashTable<Holder>,
}

/// One who has a contact point, by a hash of the point: 32 bits find it, the follow-up itself says whether it is so.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Holder {
    point: u32,
    slot: u32,
}

impl Directory {
    pub(super) fn person(&self, id: &str, rows: &[Option<Row>]) -> Option<u32> {
        let is_it = |slot: &u32| {
            rows.get(index(*slot))
                .is_some_and(|row| row.as_ref().is_some_and(|row| is_of(&row.packed, id)))
        };
        self.people.find(hash(id), is_it).copied()
    }

    pub(super) fn add_person(&mut self, slot: u32, id: &str, rows: &[Option<Row>]) {
        let rehash = |slot: &u32| id_at(*slot, rows).map_or(0, hash);
        self.people.insert_unique(hash(id), slot, rehash);
    }

    pub(super) fn remove_person(&mut self, slot: u32, id: &str) {
        if let Ok(found) = self.people.find_entry(hash(id), |other| *other == slot) {
            found.remove();
        }
    }

    /// Others who may have a contact point.
    pub(super) fn others(&self, slot: u32, point: &ContactValue) -> impl Iterator<Item = u32> {
        let point = short(point);
        self.points
            .iter_hash(spread(point))
            .filter(move |holder| holder.point == point && holder.slot != slot)
            .map(|holder| holder.slot)
    }

    /// Returns the others who may have the contact point: both are found in one look.
    pub(super) fn add_point(&mut self, slot: u32, point: &ContactValue) -> Vec<u32> {
        let holder = Holder {
            point: short(point),
            slot,
        };
        let hash = |holder: &Holder| spread(holder.point);
        let known = self.points.iter_hash(hash(&holder));
        let mut slots: Vec<u32> = known
            .filter(|known| known.point == holder.point)
            .map(|known| known.slot)
            .collect();
        let all = slots.len();
        slots.retain(|known| *known != slot);
        if slots.len() == all {
            self.points.insert_unique(hash(&holder), holder, hash);
        }
        slots
    }

    pub(super) fn remove_point(&mut self, slot: u32, point: &ContactValue) {
        let holder = Holder {
            point: short(point),
            slot,
        };
        if let Ok(found) = self.points.find_entry(spread(holder.point), |other| *other == holder) {
            found.remove();
        }
    }

    /// Room for so many people, most of whom have a phone and an address.
    pub(super) fn reserve(&mut self, people: usize) {
        debug_assert!(self.people.is_empty(), "room is made before anybody comes");
        self.people.reserve(people, |_| 0);
        self.points
            .reserve(people.saturating_mul(2), |holder| spread(holder.point));
    }
}

fn short(point: &ContactValue) -> u32 {
    u32::try_from(hash(point.reveal()) >> 32).unwrap_or(0)
}

/// A table looks at the top and at the bottom of a hash: both must differ.
fn spread(point: u32) -> u64 {
    u64::from(point).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

fn id_at(slot: u32, rows: &[Option<Row>]) -> Option<&str> {
    id_of(&rows.get(index(slot))?.as_ref()?.packed)
}
