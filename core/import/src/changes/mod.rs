//! What changed between two exports, as events for the follow-ups.

mod plans;
mod shrunk;
mod visits;

use std::collections::{BTreeMap, BTreeSet};

use followthrough::follow_up::{EventKind, RecipientEvent};
use followthrough::wire::{AppointmentId, EventId, PlanId, ProcedureId, RecipientId};
use followthrough::{Code, Error, Event, Plan, Recipient, Timestamp};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::StoredExport;
use crate::endings::Unfinished;
use crate::stored::{Compared, Stored};

pub use shrunk::{Listing, Shrunk};

/// What changed from one export to a later one.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// In the order in which each recipient's follow-up takes them, recipients by id.
    pub events: Vec<(RecipientId, Event)>,
    /// What the later export lacks, or has in another place, and nobody was told of, because that may be for another
    /// reason than that it is gone.
    pub held: Vec<HeldBack>,
    /// Of what the later export has so much less that it may have been cut short: somebody should look at it before the
    /// events go anywhere.
    pub shrunk: Vec<Shrunk>,
    /// Lists of the later export that may be longer than what there is of them: nothing of what is missing is told.
    pub unfinished: Vec<Unfinished>,
    /// The later export speaks of an instant before that of the first: the files of another night, or the wrong day.
    /// What it tells may take back what was told since, so somebody should look at it before the events go anywhere.
    pub older: bool,
    /// What the next export is to be compared with: the later one, and what was held back as it was known last.
    pub store: StoredExport,
}

/// Something that is missing in an export, or may have been cut short in it, and is not known to be gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldBack {
    /// Whose follow-up would have been told.
    pub recipient: RecipientId,
    /// The instant of the first export that lacked it.
    pub since: Timestamp,
    /// What.
    pub what: HeldPart,
}

/// What an export lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldPart {
    /// Procedures of a plan, or all that is known of it.
    Plan {
        /// The plan.
        id: PlanId,
        /// The procedures that are missing.
        procedures: Vec<ProcedureId>,
    },
    /// A visit.
    Appointment(AppointmentId),
}

impl Serialize for HeldBack {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (recipient, since) = (&self.recipient, self.since);
        let object = match &self.what {
            HeldPart::Plan { id, procedures } => {
                json!({"recipient": recipient, "since": since, "plan": id, "procedures": procedures})
            }
            HeldPart::Appointment(id) => json!({"recipient": recipient, "since": since, "appointment": id}),
        };
        object.serialize(serializer)
    }
}

impl Changes {
    /// The JSON that others read: `events`, a list of `[recipient, event]`; `held`, `shrunk`, `unfinished` and `store`;
    /// and `older`, where that is so.
    pub fn to_json(&self) -> Value {
        let mut json = json!({
            "events": self.events,
            "held": self.held,
            "shrunk": self.shrunk,
            "unfinished": self.unfinished,
            "store": self.store.to_json(),
        });
        if let Some(map) = json.as_object_mut().filter(|_| self.older) {
            map.insert("older".into(), json!(true));
        }
        json
    }
}

/// What changed from one export to a later one. The first export is compared with [`StoredExport::empty`], each other
/// one with the [`store`](Changes::store) of the last comparison.
///
/// The ids of the events are hashes of what they say and of [`Imported::at`](crate::Imported::at), so that the same
/// comparison, made again, makes the same events. A procedure that left its plan because it was done stays on the plan
/// the event carries: a plan all of which was done closes as accepted, not as gone.
///
/// What is missing is told as gone, moved or cancelled only where the later export gives no reason to doubt that: a
/// record that was refused and was not when it was there last, where it names the patient or the recipient or nobody
/// knows whom; or a list that ends too early ([`unfinished`](Changes::unfinished)). Otherwise it is
/// [`held`](Changes::held) back, and told once an export shows what became of it. A procedure that the export itself
/// shows as done or declined is told all the same. Of whom a line tells that may have been cut short, nothing is told.
///
/// # Errors
/// `FT-I017` when the two are of different practice systems: a number of the one means nobody, or somebody else, in the
/// other.
pub fn changes<'a, 'b>(before: impl Into<Compared<'a>>, after: impl Into<Compared<'b>>) -> Result<Changes, Error> {
    let (before, after) = (&before.into(), after.into());
    of_one_system(before, &after)?;
    let (refused, endings, night) = after.judged(before);
    let (after, trust) = &after.trusted(before, &refused);
    let mut told = Told::default();
    let appointments = visits::compare(before, after, trust, &mut told);
    let plans = plans::compare(before, after, trust, &mut told);
    let unmoved = unmoved(before, after, &plans);
    let people = after.recipients.iter().copied().filter(|r| !unmoved.contains(&r.id));
    recipients(before, people.clone(), &mut told);
    let at = after.at;
    let events = told.kinds.into_iter().flat_map(|(recipient, kinds)| {
        let event = move |kind: EventKind| Some((recipient.clone(), event(&recipient, at, kind)?));
        kinds.into_iter().filter_map(event)
    });
    let kept: BTreeSet<&RecipientId> = plans.iter().map(|plan| &plan.recipient).collect();
    let known: BTreeSet<&RecipientId> = after.recipients.iter().map(|r| &r.id).collect();
    let as_last_known = before.recipients.iter().copied();
    let as_last_known = as_last_known.filter(|r| kept.contains(&r.id) && !known.contains(&r.id));
    Ok(Changes {
        events: events.collect(),
        held: told.held,
        shrunk: told.shrunk,
        unfinished: trust.unfinished.clone(),
        older: at < before.at,
        store: StoredExport {
            system: after.system.or(before.system),
            at,
            recipients: people.chain(as_last_known).cloned().collect(),
            plans,
            appointments,
            settled: after.settled.clone(),
            refused: refused.clone(),
            endings,
            night,
        },
    })
}

fn of_one_system(before: &Compared<'_>, after: &Compared<'_>) -> Result<(), Error> {
    match (before.system, after.system) {
        (Some(was), Some(is)) if was != is => {
            let message = format!("an export of {is}, compared with one of {was}");
            Err(Error::new(Code::ImportOtherSystem, message).at("before.system").help(
                "keep a stored export for each system; where the practice changed its system, begin without the export \
                 before",
            ))
        }
        _ => Ok(()),
    }
}

/// The same of two exports as JSON, the first of them none where this is the practice's first.
///
/// # Errors
/// Those of [`StoredExport::from_json`], under `before` or `after`, and those of [`changes`].
pub fn changes_json(before: Option<&str>, after: &str) -> Result<String, Error> {
    let read = |text: &str, side: &str| StoredExport::from_json(text).map_err(|error| error.under(side));
    let before = before.map(|text| read(text, "before")).transpose()?;
    let after = read(after, "after").map_err(|error| error.help("give what reading the export gave, as it is"))?;
    let changes = match &before {
        Some(before) => changes(before, &after),
        None => changes(&StoredExport::empty(), &after),
    }?;
    Ok(changes.to_json().to_string())
}

/// What is told as the two are compared.
#[derive(Default)]
struct Told {
    kinds: BTreeMap<RecipientId, Vec<EventKind>>,
    held: Vec<HeldBack>,
    shrunk: Vec<Shrunk>,
}

impl Told {
    fn tell(&mut self, recipient: &RecipientId, kind: EventKind) {
        self.kinds.entry(recipient.clone()).or_default().push(kind);
    }

    fn hold(&mut self, recipient: &RecipientId, since: Timestamp, what: HeldPart) {
        let recipient = recipient.clone();
        self.held.push(HeldBack { recipient, since, what });
    }
}

/// Who would be new, and only for plans that are held back for somebody else.
fn unmoved<'a>(before: &Compared<'_>, after: &Compared<'a>, store: &[Stored<Plan>]) -> BTreeSet<&'a RecipientId> {
    let known: BTreeSet<&RecipientId> = before.recipients.iter().map(|r| &r.id).collect();
    let kept: BTreeSet<&RecipientId> = store.iter().map(|plan| &plan.recipient).collect();
    let of = after.plans.iter().map(|plan| plan.recipient);
    of.filter(|id| !known.contains(id) && !kept.contains(id)).collect()
}

/// Tells of people before all else that is told of them.
fn recipients<'a>(before: &Compared<'_>, people: impl Iterator<Item = &'a Recipient>, told: &mut Told) {
    let known: BTreeMap<&RecipientId, &Recipient> = before.recipients.iter().map(|r| (&r.id, *r)).collect();
    for recipient in people.filter(|r| known.get(&r.id) != Some(r)) {
        let kind = EventKind::Recipient(RecipientEvent {
            recipient: recipient.clone(),
            merged_from: None,
        });
        told.kinds.entry(recipient.id.clone()).or_default().insert(0, kind);
    }
}

fn event(recipient: &RecipientId, at: Timestamp, kind: EventKind) -> Option<Event> {
    let content = serde_json::to_string(&kind).ok()?;
    let hash = Sha256::digest(format!("import\u{1f}{recipient}\u{1f}{at}\u{1f}{content}"));
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let event_id = EventId::parse(&format!("import_{hex}")).ok()?;
    Some(Event { event_id, at, kind })
}
