//! Many follow-ups and their timers in one object, for hosts that keep a whole practice in memory.
//!
//! A [`Caseload`] adds no rules of its own. It does what a host with a row for each follow-up does: it hands events to
//! the follow-up they are for, ticks each one at its `wake_at`, and carries what happened at a shared contact point to
//! the others who have it. `calls` holds the verbs, `shared` what travels between follow-ups, `timers` the clock,
//! `packing` and `fields` the form in which follow-ups rest, `snapshot` the caseload as bytes.

mod agenda;
mod calls;
mod directory;
mod fields;
mod json;
mod packing;
mod shared;
mod snapshot;
mod timers;

use std::collections::{BTreeSet, VecDeque};
use std::fmt;

use crate::follow_up::{Course, FollowUp, Places, Plotted, Spare, Texts};
use crate::playbook::Playbook;
use crate::recipient::{ContactValue, Recipient};
use crate::schedule::Timestamp;
use crate::wire::RecipientId;
use crate::{Code, Decision, Error};

pub use agenda::{AgendaItem, Planned};
use directory::Directory;
use fields::Spots;
pub use json::Handled;
use packing::{Lexicon, Packed, Packer, Unpacker};
use timers::Timers;

/// The answer of one follow-up.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// Whose.
    pub recipient: RecipientId,
    /// What to do, and why. Its `wake_at` is kept by the caseload as well.
    #[serde(flatten)]
    pub decision: Decision,
}

/// Many follow-ups under one playbook, with their timers.
///
/// Two people's follow-ups share nothing but contact points: an opt-out or a message at a point that several of them
/// have reaches the others in the same call.
///
/// ```
/// use followthrough::{Caseload, Event, Playbook, Recipient, Timestamp};
///
/// let playbook = Playbook::from_yaml(r#"
/// followthrough: 1
/// extends: dental
/// practice:
///   name: Peachtree Family Dental
///   time_zone: America/New_York
///   phone: "+14045550123"
///   postal_address: 1 Peachtree St, Atlanta, GA 30303
///   booking_url: https://book.example.com/peachtree
/// "#)?;
/// let ana: Recipient = serde_json::from_str(r#"{"id": "r-77", "contacts": [
///     {"kind": "mobile", "value": "+14045550177", "consent": {"type": "granted", "at": "2025-11-03T15:00:00Z"}}]}"#)?;
/// let plan = Event::from_json(r#"{"event_id": "e1", "at": "2026-03-02T15:00:00Z", "type": "plan", "plan": {
///     "id": "tp-1", "patient": {"id": "p-77"}, "presented_at": "2026-03-02T15:00:00Z",
///     "procedures": [{"id": "pr-1", "code": "D7210", "fee": "900.00", "status": "planned"}]}}"#)?;
///
/// let mut caseload = Caseload::new(playbook);
/// caseload.begin(&ana)?;
/// caseload.handle(plan.at, &ana.id, &plan)?;
///
/// let wake = caseload.next_wake().unwrap_or(Timestamp::MAX);
/// let answers = caseload.tick(wake)?;
/// assert_eq!(answers.len(), 1);
/// assert_eq!(answers[0].decision.actions.len(), 1, "the text of day 1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Caseload {
    playbook: Playbook,
    texts: Texts,
    /// By slot; a slot keeps its number while its follow-up is here.
    rows: Vec<Option<Row>>,
    free: Vec<u32>,
    directory: Directory,
    timers: Timers,
    /// Whose next step waits for newer facts.
    held: BTreeSet<u32>,
    lexicon: Lexicon,
    places: Places,
    /// The latest instant of any call.
    last_now: Option<Timestamp>,
    facts_as_of: Option<Timestamp>,
    hold_until: Option<Timestamp>,
    /// What could not be done and was not told yet: a defect of ours, for the next call that lets time pass.
    troubles: VecDeque<Error>,
    /// Reused between calls.
    scratch: Vec<u8>,
    /// Decisions that the caller of [`Caseload::advance`] gave back, empty.
    spare: Spare,
    /// The last one that was awake: the next one takes its room.
    awake: Option<Box<FollowUp>>,
}

/// One follow-up at rest, in two lines of memory.
#[derive(Clone)]
#[repr(align(64))]
struct Row {
    packed: Box<[u8]>,
    /// When time has its next word.
    wake: Option<Timestamp>,
    /// Whether a contact point of it may be another's too.
    shares: bool,
    /// What is to come while nothing but time happens, and the ticks that `packed` has not seen yet.
    course: Option<(Course, Spots)>,
}

const _: () = assert!(size_of::<Option<Row>>() <= 128, "a row has two lines of memory");

impl Caseload {
    /// An empty caseload.
    pub fn new(playbook: Playbook) -> Self {
        Self {
            playbook,
            texts: Texts::Written,
            rows: Vec::new(),
            free: Vec::new(),
            directory: Directory::default(),
            timers: Timers::default(),
            held: BTreeSet::new(),
            lexicon: Lexicon::default(),
            places: Places::default(),
            last_now: None,
            facts_as_of: None,
            hold_until: None,
            troubles: VecDeque::new(),
            scratch: Vec::new(),
            spare: Spare::default(),
            awake: None,
        }
    }

    /// The same, its messages and briefings without their wording: for sums and timelines, where nobody reads them. The
    /// journal tells no segments then. All else is decided alike, but that a text which may not be said is only refused where there is one.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
        self.texts = Texts::LeftOut;
        self
    }

    /// Begins to follow up a person. Returns what that answers to what happened before at contact points that others
    /// have, as [`Caseload::add`].
    ///
    /// # Errors
    /// As [`FollowUp::new`], by the playbook's zone data, and `FT-H013` when the person is here already.
    pub fn begin(&mut self, recipient: &Recipient) -> Result<Vec<Answer>, Error> {
        self.add(self.playbook.begin(recipient)?)
    }

    /// Takes in a follow-up that was kept elsewhere until now. It hears what happened at contact points that others
    /// have, and they hear what happened to it there. Returns what they answer to that, to be stored and carried out as
    /// every answer: a message that was handed out and not sent may be cancelled by it.
    ///
    /// # Errors
    /// `FT-H013` when the person is here already.
    pub fn add(&mut self, follow_up: FollowUp) -> Result<Vec<Answer>, Error> {
        if self.slot(follow_up.recipient_id()).is_some() {
            return Err(
                Error::new(Code::AlreadyHere, "this recipient is in the caseload already")
                    .at("recipient.id")
                    .help("hand its new snapshot to `handle` as a `recipient` event"),
            );
        }
        let slot = self.free_slot()?;
        let places = (self.texts == Texts::LeftOut).then_some(&mut self.places);
        let (wake, course) = self.playbook.at_rest(&follow_up, places);
        let id = follow_up.recipient_id().clone();
        let joined = self.keep(slot, Some(&[]), &follow_up, wake, course);
        self.directory.add_person(slot, id.as_str(), &self.rows);
        let mut answers = self.catch_up(slot, &joined);
        answers.extend(self.tell_of(slot, &follow_up, &joined));
        Ok(answers)
    }

    /// Takes a person's follow-up out, with all that is known of it.
    pub fn remove(&mut self, recipient: &RecipientId) -> Option<FollowUp> {
        let slot = self.slot(recipient)?;
        let follow_up = self.unpack(slot)?;
        self.directory.remove_person(slot, recipient.as_str());
        for point in follow_up.contact_points() {
            self.directory.remove_point(slot, point);
        }
        self.held.remove(&slot);
        *self.rows.get_mut(index(slot))? = None;
        // Nothing of them stays.
        self.awake = None;
        self.free.push(slot);
        self.settle();
        Some(*follow_up)
    }

    /// A copy of a person's follow-up, to store or to ask about.
    pub fn get(&self, recipient: &RecipientId) -> Option<FollowUp> {
        self.unpack(self.slot(recipient)?).map(|follow_up| *follow_up)
    }

    /// The ids of all who are here, in the order in which they came.
    pub fn recipients(&self) -> impl Iterator<Item = RecipientId> {
        self.rows.iter().flatten().filter_map(|row| {
            let id = fields::id_of(&row.packed)?;
            RecipientId::parse(id).ok()
        })
    }

    /// How many follow-ups there are.
    pub fn len(&self) -> usize {
        self.rows.len() - self.free.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The playbook in force.
    pub fn playbook(&self) -> &Playbook {
        &self.playbook
    }

    fn slot(&self, recipient: &RecipientId) -> Option<u32> {
        self.directory.person(recipient.as_str(), &self.rows)
    }

    fn free_slot(&mut self) -> Result<u32, Error> {
        if let Some(slot) = self.free.pop() {
            return Ok(slot);
        }
        let slot = u32::try_from(self.rows.len()).map_err(|_| {
            Error::new(Code::BoundExceeded, "a caseload holds four billion follow-ups at most").at("recipient.id")
        })?;
        self.rows.push(None);
        Ok(slot)
    }

    fn row(&self, slot: u32) -> Option<&Row> {
        self.rows.get(index(slot))?.as_ref()
    }

    fn unpack(&self, slot: u32) -> Option<Box<FollowUp>> {
        let row = self.row(slot)?;
        row.unpack(&self.lexicon, &self.playbook, None)
    }

    /// The same, in the room of the last one.
    fn wake(&mut self, slot: u32) -> Option<Box<FollowUp>> {
        let room = self.awake.take();
        let row = self.row(slot)?;
        row.unpack(&self.lexicon, &self.playbook, room)
    }

    /// Puts a follow-up to rest. `before` are its contact points as they were, none where they are the same. Returns those
    /// to which it came now and that others may have.
    fn keep(
        &mut self,
        slot: u32,
        before: Option<&[ContactValue]>,
        follow_up: &FollowUp,
        wake: Option<Timestamp>,
        course: Option<Plotted>,
    ) -> Vec<ContactValue> {
        self.scratch.clear();
        follow_up.pack(&mut Packer::new(&mut self.scratch, &mut self.lexicon));
        let shares = self.row(slot).is_some_and(|row| row.shares);
        let known = self.row(slot).and_then(|row| row.wake);
        let packed: Box<[u8]> = self.scratch.as_slice().into();
        let course = course.and_then(|plotted| {
            let spots = Spots::of(&packed, plotted.points)?;
            Some((plotted.course, spots))
        });
        if let Some(row) = self.rows.get_mut(index(slot)) {
            *row = Some(Row {
                packed,
                wake: known,
                shares,
                course,
            });
        }
        self.set_timer(slot, wake);
        if follow_up.is_held() {
            self.held.insert(slot);
        } else {
            self.held.remove(&slot);
        }
        before.map_or(Vec::new(), |before| self.keep_points(slot, before, follow_up))
    }
}

impl Row {
    /// Something of each line of memory that its next tick needs, so that all of it is near when its turn comes.
    fn read(&self) -> u32 {
        let (course, needed) = match &self.course {
            Some((course, spots)) => (course.read(), spots.end()),
            None => (0, self.packed.len()),
        };
        // The last byte too: what is packed begins anywhere in a line.
        let packed = self.packed.get(..needed).unwrap_or(&self.packed);
        let packed = packed.iter().step_by(64).chain(packed.last());
        packed.fold(course, |read, byte| read ^ u32::from(*byte))
    }

    /// The follow-up as its last tick left it, in the room of another that nobody needs.
    fn unpack(&self, lexicon: &Lexicon, playbook: &Playbook, room: Option<Box<FollowUp>>) -> Option<Box<FollowUp>> {
        let read = FollowUp::unpack(&mut Unpacker::new(&self.packed, lexicon))?;
        let mut follow_up = match room {
            Some(mut room) => {
                *room = read;
                room
            }
            None => Box::new(read),
        };
        if let Some((course, _)) = &self.course {
            course.carry(playbook, &mut follow_up)?;
        }
        Some(follow_up)
    }
}

impl Caseload {
    fn set_timer(&mut self, slot: u32, wake: Option<Timestamp>) {
        let Some(Some(row)) = self.rows.get_mut(index(slot)) else {
            return;
        };
        if row.wake != wake {
            row.wake = wake;
            if let Some(at) = wake {
                self.timers.set(slot, at);
            }
        }
        self.settle();
    }

    /// To be called whenever a row's timer changed or a row went away.
    fn settle(&mut self) {
        self.timers.settle(&self.rows);
    }
}

/// The place of a slot in a list.
fn index(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

/// Counts only: a caseload is full of people.
impl fmt::Debug for Caseload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caseload")
            .field("follow_ups", &self.len())
            .field("next_wake", &self.next_wake())
            .finish_non_exhaustive()
    }
}
