//! What the journal says of one case.

use followthrough::follow_up::Outcome;
use followthrough::recipient::Channel;
use followthrough::schedule::DAY;

use super::Name;
use super::names::Names;
use crate::page::words::outcome_order;

/// One case. Instants are seconds since 1970.
#[derive(Debug)]
pub(crate) struct Case {
    /// Its id: the plan's, or another subject's.
    pub(crate) id: Box<str>,
    /// When it entered which sequence, in order of time.
    pub(crate) enrolled: Vec<(i64, Name)>,
    /// When it was first held out.
    pub(crate) observed: Option<i64>,
    /// Its messages and calls, in order of time.
    pub(crate) touches: Vec<Touch>,
    /// How it was closed, each time, and the step credited with it, in order of time.
    pub(crate) closed: Vec<(i64, Outcome, Option<Name>)>,
    /// What happened to messages of a step or a channel, until all messages are known: by whose, what and day.
    happened: Vec<Happened>,
    /// What receipts say of messages that stand further down in the journal.
    receipts: Vec<(u64, Reaction, i64)>,
}

/// A message of a step, or a call that staff were asked for.
#[derive(Debug)]
pub(crate) struct Touch {
    pub(crate) at: i64,
    /// What tells its action from others.
    pub(super) action: u64,
    pub(crate) step: Name,
    pub(crate) arm: Option<Name>,
    pub(crate) language: Option<Name>,
    pub(crate) channel: Channel,
    pub(crate) segments: u32,
    first: [Seen; 7],
}

/// What can come of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reaction {
    /// A receipt says that it arrived.
    Delivered,
    /// A receipt says that it failed for good, or came back.
    Failed,
    /// The mail program says that it was opened.
    Opened,
    /// Something fetched its booking link.
    Fetched,
    /// A person went on from its booking link.
    Clicked,
    /// It was answered.
    Replied,
    /// The case was re-engaged, by a yes or a click.
    ReEngaged,
}

/// When something first came of a message: seconds after it, and one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Seen(u32);

/// To which message something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    /// The latest of this step.
    Step(Name),
    /// The latest on this channel, else the latest of all.
    Channel(Channel),
}

/// What happened on one day. Of all that did, the first and the last are kept, so that a mail program that opens a
/// message a thousand times takes no more room than one that does twice, and that no order of the lines matters: whose it
/// was is settled when all messages are known. More than two messages of one step, or on one channel, about one case on
/// one day could not be told apart by these two; nobody sends those.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Happened {
    whose: Whose,
    what: Reaction,
    /// Days since 1970, in UTC.
    day: i32,
    /// Seconds of the day.
    first: u32,
    last: u32,
}

impl Reaction {
    fn place(self) -> usize {
        match self {
            Self::Delivered => 0,
            Self::Failed => 1,
            Self::Opened => 2,
            Self::Fetched => 3,
            Self::Clicked => 4,
            Self::Replied => 5,
            Self::ReEngaged => 6,
        }
    }
}

impl Touch {
    #[allow(clippy::too_many_arguments, reason = "each is a key of the entry")]
    pub(super) fn new(
        at: i64,
        action: u64,
        step: Name,
        channel: Channel,
        arm: Option<Name>,
        language: Option<Name>,
        segments: u32,
    ) -> Self {
        Self {
            at,
            action,
            step,
            arm,
            language,
            channel,
            segments,
            first: [Seen::default(); 7],
        }
    }

    /// When this first came of it, if it did.
    pub(crate) fn when(&self, what: Reaction) -> Option<i64> {
        let seen = self.first.get(what.place())?;
        let after = seen.0.checked_sub(1)?;
        Some(self.at + i64::from(after))
    }

    /// Whether this had come of it by an instant.
    pub(crate) fn had(&self, what: Reaction, by: i64) -> bool {
        self.when(what).is_some_and(|at| at < by)
    }

    fn note(&mut self, what: Reaction, at: i64) {
        let after = u32::try_from((at - self.at).max(0)).unwrap_or(u32::MAX - 1);
        if let Some(seen) = self.first.get_mut(what.place())
            && (seen.0 == 0 || after + 1 < seen.0)
        {
            *seen = Seen(after + 1);
        }
    }
}

impl Case {
    pub(super) fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            enrolled: Vec::new(),
            observed: None,
            touches: Vec::new(),
            closed: Vec::new(),
            happened: Vec::new(),
            receipts: Vec::new(),
        }
    }

    pub(super) fn enrol(&mut self, at: i64, sequence: Name) {
        insert(&mut self.enrolled, (at, sequence), |one| one.0);
    }

    pub(super) fn observe(&mut self, at: i64) {
        self.observed = Some(self.observed.map_or(at, |known| known.min(at)));
    }

    pub(super) fn touch(&mut self, touch: Touch) {
        if self.touches.iter().all(|known| known.action != touch.action) {
            let place = self.touches.partition_point(|known| known.at <= touch.at);
            self.touches.insert(place, touch);
        }
    }

    pub(super) fn close(&mut self, at: i64, outcome: Outcome, touchpoint: Option<Name>) {
        insert(&mut self.closed, (at, outcome, touchpoint), |one| one.0);
    }

    /// A receipt says this of the message with this action.
    pub(super) fn receipt(&mut self, at: i64, what: Reaction, action: u64) {
        // A receipt whose clock is behind ours is still that message's.
        if let Some(touch) = self.touches.iter_mut().find(|touch| touch.action == action) {
            touch.note(what, at);
            return;
        }
        let waiting = self.receipts.iter_mut();
        match waiting.into_iter().find(|(of, said, _)| (*of, *said) == (action, what)) {
            Some((_, _, first)) => *first = at.min(*first),
            None => self.receipts.push((action, what, at)),
        }
    }

    pub(super) fn happens(&mut self, at: i64, what: Reaction, whose: Whose) {
        let (day, second) = (at.div_euclid(DAY), at.rem_euclid(DAY));
        let (Ok(day), Ok(second)) = (i32::try_from(day), u32::try_from(second)) else {
            return;
        };
        let key = |one: &Happened| (one.whose, one.what, one.day);
        match self.happened.binary_search_by_key(&(whose, what, day), key) {
            Ok(place) => {
                if let Some(known) = self.happened.get_mut(place) {
                    (known.first, known.last) = (known.first.min(second), known.last.max(second));
                }
            }
            Err(place) => {
                let (first, last) = (second, second);
                let one = Happened {
                    whose,
                    what,
                    day,
                    first,
                    last,
                };
                self.happened.insert(place, one);
            }
        }
    }

    /// Tells messages what happened to them, now that all are known, and puts what has one instant into an order that no
    /// order of the lines changes.
    pub(super) fn settle(&mut self, names: &Names) {
        self.touches
            .sort_by_key(|touch| (touch.at, names.of(touch.step), touch.action));
        self.enrolled.sort_by_key(|(at, sequence)| (*at, names.of(*sequence)));
        self.closed
            .sort_by_key(|(at, outcome, step)| (*at, outcome_order(*outcome), step.map(|step| names.of(step))));
        for (action, what, at) in std::mem::take(&mut self.receipts) {
            if let Some(touch) = self.touches.iter_mut().find(|touch| touch.action == action) {
                touch.note(what, at);
            }
        }
        for happened in std::mem::take(&mut self.happened) {
            for second in [happened.first, happened.last] {
                let at = i64::from(happened.day) * DAY + i64::from(second);
                let touch = index_of(&self.touches, at, happened.whose).and_then(|index| self.touches.get_mut(index));
                if let Some(touch) = touch {
                    touch.note(happened.what, at);
                }
            }
        }
    }

    /// The sequence in which it was at an instant.
    pub(crate) fn sequence_at(&self, at: i64) -> Option<Name> {
        let entered = self.enrolled.iter().rfind(|(entered, _)| *entered <= at);
        entered.or(self.enrolled.first()).map(|(_, sequence)| *sequence)
    }

    /// The last message or call by an instant that did not fail: what is credited with what came then.
    pub(crate) fn last_touch(&self, by: i64) -> Option<usize> {
        let last = |touch: &Touch| touch.at <= by && !touch.had(Reaction::Failed, by);
        self.touches.iter().rposition(last)
    }

    /// When it was first closed as accepted, and the step credited with it.
    pub(crate) fn accepted(&self) -> Option<(i64, Option<Name>)> {
        let closed = self.closed.iter().find(|(_, outcome, _)| *outcome == Outcome::Accepted);
        closed.map(|(at, _, touchpoint)| (*at, *touchpoint))
    }
}

/// Which message it happened to: the latest that was out by then.
fn index_of(touches: &[Touch], at: i64, whose: Whose) -> Option<usize> {
    let out = touches.partition_point(|touch| touch.at <= at);
    let before = touches.get(..out).unwrap_or_default();
    match whose {
        Whose::Step(step) => before.iter().rposition(|touch| touch.step == step),
        Whose::Channel(channel) => {
            let on_it = before.iter().rposition(|touch| touch.channel == channel);
            on_it.or_else(|| before.iter().rposition(|touch| touch.channel != Channel::Call))
        }
    }
}

/// Puts one into its place by time, once.
fn insert<T: PartialEq>(all: &mut Vec<T>, one: T, at: impl Fn(&T) -> i64) {
    if !all.contains(&one) {
        let place = all.partition_point(|known| at(known) <= at(&one));
        all.insert(place, one);
    }
}
