//! The rest of a plain case's sequence, decided once for as long as nothing but time happens.
//!
//! Most cases of a caseload are alike: one plan, no visit, no task, and nobody says anything until the next step. For
//! such a one the machine works out which steps hold and on which channel each goes, and the [`Course`] then finds their
//! instants with the same functions as the machine. Where anything is out of the ordinary it has no answer, and the
//! machine decides, once the follow-up has been brought to where the course left it. That both give the same answers, to
//! the byte, is a test over random histories.

mod left;
mod next;
mod plot;
mod run;
mod walk;

use std::num::NonZeroU32;

use super::MovedBy;
use super::places::CHANNELS;
use crate::escalation::PromptKind;
use crate::playbook::Step;
use crate::recipient::Channel;
use crate::schedule::Timestamp;
use crate::wire::hash::Cause;
use crate::wire::{ActionId, EscalationId, TaskId};

pub(crate) use walk::Names;

/// The most steps of a sequence that a course can follow.
const MAX_STEPS: usize = 8;
/// The most messages between two calls of the machine.
const MAX_SENDS: usize = 3;
/// How many earlier messages are looked back on.
const EARLIER: usize = 3;

/// Seconds since 1970, which four bytes hold until 2106. A course has no answer beyond.
type Seconds = u32;

/// What is to come of a case. All that the next tick needs, in a line or two of memory: what does not fit into its
/// fields is for the machine.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// Among [`Places`].
    place: u16,
    /// Among the playbook's sequences.
    sequence: u8,
    round: u8,
    stage: Stage,
    /// Whether the `when` of each step holds, a bit a step.
    holds: u8,
    /// The channel of each step as its number in `CHANNELS` plus one, two bits a step.
    channels: u16,
    /// Where days are counted from.
    anchor: Seconds,
    presented: Seconds,
    window_end: Seconds,
    /// Facts may turn from then on.
    turns: Seconds,
    /// When it was ticked last; at first, when it was plotted.
    now: Seconds,
    /// Whether it was ticked at all.
    ticked: bool,
    language: u8,
    /// How many messages it sent.
    sent: u8,
    /// Which of `sends` went to the text number, a bit each: the law counts those apart.
    texts: u8,
    /// Messages that count toward the limits, the latest last: some from before it was plotted, then its own.
    sends: [Seconds; EARLIER + MAX_SENDS],
    /// Until when each of its own may still go.
    expires: [Seconds; MAX_SENDS],
    /// When staff were asked to call, once at most.
    called: Option<NonZeroU32>,
    /// Which step was sent last.
    last: u8,
    /// Until when it may still go; none where no step was sent.
    until: Option<NonZeroU32>,
    /// The next step, as it was found when it was still to come.
    plan: Option<Plan>,
}

/// A step that was put at an instant by at most one rule.
#[derive(Clone, Copy, Debug)]
struct Plan {
    due: Seconds,
    lapses: Seconds,
    moved: Option<(MovedBy, Clock)>,
}

/// Whose clock a rule read.
#[derive(Clone, Copy, Debug)]
enum Clock {
    Person,
    Practice,
}

/// A course, and the contact point of each channel that it uses, by its number among the recipient's.
pub(crate) struct Plotted {
    pub(crate) course: Course,
    pub(crate) points: [Option<u8>; 3],
}

/// Where on its course a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It enters the sequence then.
    Enrol(Seconds),
    /// Its next step, by its number in the sequence.
    Step(u8),
    /// It waits for an answer until then.
    WindDown(Seconds),
    /// Closed.
    Over,
}

impl Course {
    fn channel(&self, step: u8) -> Option<Channel> {
        let place = usize::from(self.channels >> (2 * u32::from(step)) & 3);
        CHANNELS.get(place.checked_sub(1)?).copied()
    }

    /// Something of each line of memory.
    pub(crate) fn read(&self) -> u32 {
        u32::from(self.place ^ self.channels)
            ^ self
                .sends
                .iter()
                .chain(&self.expires)
                .fold(self.now, |read, at| read ^ at)
    }
}

/// None before 1970 and after 2106.
fn seconds(at: Timestamp) -> Option<Seconds> {
    Seconds::try_from(at.unix()).ok()
}

fn instant(seconds: Seconds) -> Timestamp {
    Timestamp::from_unix(i64::from(seconds))
}

/// Who is followed up, and which case: what ids are made from.
#[derive(Clone, Copy)]
struct Whose<'a> {
    recipient: &'a str,
    case: &'a str,
    round: u8,
}

impl Whose<'_> {
    fn made<'c>(&'c self, kind: &'c str, cause: &'c [&'c str]) -> Cause<'c> {
        Cause {
            recipient: self.recipient,
            case: Some(self.case),
            round: u32::from(self.round),
            kind,
            cause,
        }
    }

    fn id(&self, kind: &str, cause: &[&str]) -> ActionId {
        self.made(kind, cause).action_id()
    }

    /// The message of a step, as `steps::attempt` names the first.
    fn message(&self, step: &Step) -> ActionId {
        self.id("send", &[step.id.as_str(), "#1"])
    }

    /// The task of a step's call.
    fn task(&self, step: &Step, list: &EscalationId) -> TaskId {
        let cause = [list.as_str(), ":step ", step.id.as_str()];
        self.made(PromptKind::Call.as_str(), &cause).task_id()
    }

    /// The prompt of a task, or its alert.
    fn raised(&self, kind: &str, task: &TaskId) -> ActionId {
        self.id(kind, &[&task.text(), ":1"])
    }
}
