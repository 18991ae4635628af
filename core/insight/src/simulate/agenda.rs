//! What happens next: the one queue of the simulation.

use std::collections::BTreeMap;

use followthrough::Timestamp;
use followthrough::follow_up::{EventKind, Send};
use followthrough::wire::{ActionId, AppointmentId, EventId, PlanId, TaskId};

/// Something that is to happen.
#[derive(Debug)]
pub(super) enum What {
    /// An export of so long ago has come: the practice system is known up to then.
    Known(Timestamp),
    /// The host hears of something that was so at an earlier instant: out of an export that came late.
    Told(Timestamp, Box<EventKind>),
    /// The host hears of something; with an id where another follow-up's decision gave it one.
    Hear(Option<EventId>, Box<EventKind>),
    /// A patient books by phone or online.
    Books(PlanId),
    /// A visit's time has come.
    Visit(AppointmentId),
    /// A member of staff turns to a task.
    Acts(TaskId),
    /// A message that waits for its gateway is tried.
    Tries(ActionId, Box<Send>),
    /// The night's export is made; it comes so many seconds later.
    Export(i64),
    /// A follow-up asked to be woken.
    Wake,
}

impl What {
    /// Of things at one instant: first what was heard, last what time brings, as a host that drains its inbox does.
    fn rank(&self) -> u8 {
        match self {
            Self::Known(_) => 0,
            Self::Told(..) | Self::Hear(..) => 1,
            Self::Books(_) | Self::Visit(_) => 2,
            Self::Acts(_) => 3,
            Self::Tries(..) => 4,
            Self::Export(_) => 5,
            Self::Wake => 6,
        }
    }
}

/// Where an entry stands in the queue.
pub(super) type Place = (Timestamp, u8, usize, u64);

/// The queue: by time, then by kind, person and age of the entry.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    entries: BTreeMap<Place, What>,
    added: u64,
}

impl Agenda {
    pub(super) fn add(&mut self, at: Timestamp, who: usize, what: What) -> Place {
        self.added += 1;
        let place = (at, what.rank(), who, self.added);
        self.entries.insert(place, what);
        place
    }

    pub(super) fn remove(&mut self, place: Place) {
        self.entries.remove(&place);
    }

    /// The next entry before an instant.
    pub(super) fn next_before(&mut self, end: Timestamp) -> Option<(Timestamp, usize, What)> {
        let first = self.entries.first_entry().filter(|entry| entry.key().0 < end)?;
        let ((at, _, who, _), what) = first.remove_entry();
        Some((at, who, what))
    }
}
