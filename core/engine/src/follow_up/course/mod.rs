//! The rest of a plain case's sequence, decided once for as long as nothing but time happens.
//!
//! Most cases of a caseload are alike: one plan, no visit, no task, and nobody says anything until the next step. For
//! such a one the machine works out which steps hold and on which channel each goes, and the [`Course`] then finds their
//! instants with the same functions as the machine. Where anything is out of the ordinary it has no answer, and the
//! machine decides. That both give the same answers, to the byte, is a test over random histories.

mod places;
mod plot;
mod run;

use std::num::NonZeroU32;

pub(crate) use places::Places;
pub(super) use places::Remembered;
pub(crate) use run::Names;

/// The most steps of a sequence that a course can follow.
const MAX_STEPS: usize = 16;
/// The most ticks between two calls of the machine.
const MAX_TICKS: usize = 6;
/// How many earlier messages are looked back on.
const MAX_SENDS: usize = 3;

/// Seconds since 1970, which four bytes hold until 2106. A course has no answer beyond.
type Seconds = u32;

/// What is to come of a case. All that the next tick needs, in a line or two of memory.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// Among [`Places`].
    place: u32,
    /// Among the playbook's sequences.
    sequence: u16,
    round: u16,
    stage: Stage,
    /// Whether the `when` of each step holds, a bit a step.
    holds: u16,
    /// The contact point of each channel, by its number among the recipient's; none where no step goes there.
    points: [Option<u8>; 3],
    /// The channel of each step as its number in `CHANNELS` plus one, two bits a step.
    channels: u32,
    /// Where days are counted from.
    anchor: Seconds,
    presented: Seconds,
    window_end: Seconds,
    /// Facts may turn from then on.
    turns: Seconds,
    /// Messages that count toward the limits, the latest last, from before the course was plotted.
    earlier: [Seconds; MAX_SENDS],
    /// Which of them, and of `ticks`, went to the text number: the law counts those apart.
    texts: u16,
    /// When it was ticked, so that the machine can follow; at first, when it was plotted.
    ticks: [Seconds; MAX_TICKS],
    ticked: u8,
    /// Which of `ticks` sent a message.
    sent: u8,
    /// The step for which staff were asked to call, and when.
    called: Option<(u8, NonZeroU32)>,
    /// The step sent last, and until when it may still go.
    last: Option<(u8, NonZeroU32)>,
    language: u8,
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
