//! The next step of a course: found once, and remembered until its instant comes.

use super::super::Moved;
use super::super::places::{Places, Remembered};
use super::super::slot::{Counted, Slots};
use super::super::timing::{Bounds, Timing, bounds, place, place_call, was_eligible};
use super::walk::Walk;
use super::{Clock, EARLIER, MAX_SENDS, Plan, instant, seconds};
use crate::playbook::{Practice, Step, Touch};
use crate::recipient::Channel;
use crate::schedule::Timestamp;

/// What the next step would do.
pub(super) struct Upcoming<'a> {
    pub(super) step: &'a Step,
    pub(super) number: u8,
    pub(super) bounds: Bounds,
    pub(super) timing: Timing,
    pub(super) channel: Option<Channel>,
}

impl<'a> Walk<'a> {
    /// The next step.
    pub(super) fn next(&mut self, places: &mut Places, number: u8) -> Option<Upcoming<'a>> {
        match self.planned(places, number) {
            Some(planned) => Some(planned),
            None => self.upcoming(places, number),
        }
    }

    /// The next step, as `Machine::upcoming` has it.
    fn upcoming(&self, places: &mut Places, number: u8) -> Option<Upcoming<'a>> {
        let step = self.sequence.steps.get(usize::from(number))?;
        let zone = places.zone(self.course.place.into())?;
        let eligible_at = was_eligible(self.rules, instant(self.course.presented), self.now);
        let bounds = bounds(zone, self.sequence, step, instant(self.course.anchor)).not_before(eligible_at);
        let (timing, channel) = match &step.touch {
            Touch::Call { .. } => (place_call(self.practice(places)?, bounds, self.now), None),
            Touch::Message { .. } => {
                let channel = self.course.channel(number)?;
                let (sends, count) = self.counted();
                let slots = self.slots(places, channel, bounds, sends.get(..count)?)?;
                (place(&slots, bounds, self.now), Some(channel))
            }
        };
        Some(Upcoming {
            step,
            number,
            bounds,
            timing,
            channel,
        })
    }

    /// The office of the case.
    pub(super) fn practice(&self, places: &Places) -> Option<&'a Practice> {
        places.practice(self.course.place.into(), self.rules)
    }

    pub(super) fn slots<'s>(
        &'s self,
        places: &'s mut Places,
        channel: Channel,
        bounds: Bounds,
        sends: &'s [Counted],
    ) -> Option<Slots<'s, Remembered<'s>>> {
        let span = (bounds.due.min(self.now), bounds.too_late.max(self.now));
        let recipient = self.names.recipient;
        places.slots(self.course.place.into(), self.rules, channel, span, sends, recipient)
    }

    /// The messages that count toward the limits, and how many there are.
    pub(super) fn counted(&self) -> ([Counted; EARLIER + MAX_SENDS], usize) {
        let mut list = [Counted {
            at: Timestamp::MIN,
            here: false,
        }; EARLIER + MAX_SENDS];
        let sends = self.course.sends.iter().enumerate();
        let sends = sends.filter(|(_, at)| **at > 0).map(|(place, at)| Counted {
            at: instant(*at),
            here: self.course.texts >> place & 1 == 1,
        });
        let mut count = 0;
        for (place, sent) in list.iter_mut().zip(sends) {
            *place = sent;
            count += 1;
        }
        (list, count)
    }

    /// Keeps what the next step would do, where that takes little room.
    pub(super) fn plan(&mut self, places: &Places, upcoming: &Upcoming<'_>) -> Option<()> {
        let Timing::At { moved_by, .. } = &upcoming.timing else {
            return Some(());
        };
        let moved = match moved_by.as_slice() {
            [] => None,
            [only] if only.from == upcoming.bounds.due => {
                let clock = if only.zone.as_ref() == places.zone(self.course.place.into()) {
                    Clock::Person
                } else if only.zone.as_ref() == Some(&self.practice(places)?.zone) {
                    Clock::Practice
                } else {
                    return Some(());
                };
                Some((only.rule, clock))
            }
            _ => return Some(()),
        };
        self.course.plan = Some(Plan {
            due: seconds(upcoming.bounds.due)?,
            lapses: seconds(upcoming.bounds.lapses)?,
            moved,
        });
        Some(())
    }

    /// The next step as it was planned, when its very instant has come.
    fn planned(&mut self, places: &Places, number: u8) -> Option<Upcoming<'a>> {
        let plan = self.course.plan.take()?;
        if self.woken_at != Some(self.now) {
            return None;
        }
        let step = self.sequence.steps.get(usize::from(number))?;
        // It is not too late: nobody asks when that would be.
        let lapses = instant(plan.lapses);
        let bounds = Bounds {
            due: instant(plan.due),
            too_late: lapses,
            lapses,
        };
        let moved = plan.moved.map(|(rule, clock)| {
            let zone = match clock {
                Clock::Person => places.zone(self.course.place.into()).cloned(),
                Clock::Practice => self.practice(places).map(|practice| practice.zone.clone()),
            };
            Moved {
                rule,
                zone,
                from: bounds.due,
                to: self.now,
            }
        });
        let channel = match &step.touch {
            Touch::Call { .. } => None,
            Touch::Message { .. } => Some(self.course.channel(number)?),
        };
        Some(Upcoming {
            step,
            number,
            bounds,
            timing: Timing::At {
                at: self.now,
                since: self.now,
                moved_by: moved.into_iter().collect(),
            },
            channel,
        })
    }
}
