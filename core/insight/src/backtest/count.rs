//! Every plan of the past, and where it stood.

use std::collections::BTreeMap;

use followthrough::wire::RecipientId;
use followthrough::{Date, Playbook};
use followthrough_import::Imported;

use super::course::{Course, Past};
use super::{Backtest, BacktestCase, BacktestOptions, Fate, FateRow, Touch, TouchRow};
use crate::audit::{AuditOptions, Case, Endpoint, cases};
use crate::page::Count;

pub(super) fn count(playbook: &Playbook, imported: &Imported, options: &BacktestOptions) -> Backtest {
    let audit = AuditOptions {
        days: options.days,
        leave_out: options.leave_out.clone(),
        ..AuditOptions::default()
    };
    let to = imported.as_of;
    let from = to.plus_days(1 - i64::from(options.days)).unwrap_or(to);
    let presented = cases::presented(imported, &audit).cases;
    let past = Past::of(playbook, imported);
    let mut people: BTreeMap<&RecipientId, Vec<&Case>> = BTreeMap::new();
    for case in &presented {
        if let Some(recipient) = past.recipient(case) {
            people.entry(&recipient.id).or_default().push(case);
        }
    }
    let inside = |case: &&Case| case.presented_on.is_some_and(|day| (from..=to).contains(&day));
    let window: Vec<&Case> = presented.iter().filter(inside).collect();
    let accepted_by = if window.iter().any(|case| case.began.has_booking) {
        Endpoint::Accepted
    } else {
        Endpoint::Begun
    };
    let mut counted = Counted::new(playbook);
    for case in window {
        let Some(presented_on) = case.presented_on else {
            continue;
        };
        let course = past.recipient(case).and_then(|recipient| {
            let own = people.get(&recipient.id).into_iter().flatten();
            let others: Vec<&Case> = own.copied().filter(|other| other.id != case.id).collect();
            past.course(recipient, case, &others).ok()
        });
        match course {
            Some(course) => counted.add(case, presented_on, course),
            None => counted.not_run += 1,
        }
    }
    let fates = counted.fates.into_iter().map(|(fate, plans)| FateRow { fate, plans });
    Backtest {
        practice: playbook.practice_name().to_owned(),
        revision: playbook.revision().to_owned(),
        from,
        to,
        days: options.days,
        accepted_by,
        plans: counted.plans,
        accepted: counted.accepted,
        fates: fates.collect(),
        steps: counted.steps.into_iter().filter(|row| row.sent > 0).collect(),
        not_run: counted.not_run,
        cases: counted.cases,
    }
}

struct Counted {
    plans: Count,
    accepted: Count,
    fates: BTreeMap<Fate, Count>,
    steps: Vec<TouchRow>,
    not_run: u64,
    cases: Vec<BacktestCase>,
}

impl Counted {
    fn new(playbook: &Playbook) -> Self {
        let steps = playbook.touchpoints().flat_map(|touchpoint| {
            use followthrough::recipient::Channel::{Call, Email, Portal, Sms};
            [Sms, Email, Portal, Call].map(|channel| TouchRow {
                sequence: touchpoint.sequence.clone(),
                step: touchpoint.step.clone(),
                day: touchpoint.day,
                channel,
                sent: 0,
                accepted_next: 0,
            })
        });
        Self {
            plans: Count::default(),
            accepted: Count::default(),
            fates: Fate::ALL.map(|fate| (fate, Count::default())).into(),
            steps: steps.collect(),
            not_run: 0,
            cases: Vec::new(),
        }
    }

    fn add(&mut self, case: &Case, presented_on: Date, course: Course) {
        let accepted_on = case
            .accepted_on
            .filter(|_| case.outcome.is_yes())
            .map(|day| day.max(presented_on));
        let fate = fate(case, accepted_on, &course);
        self.plans.add(case.value);
        if fate.is_accepted() {
            self.accepted.add(case.value);
        }
        self.fates.entry(fate).or_default().add(case.value);
        self.count_steps(&course, accepted_on, fate);
        self.cases.push(BacktestCase {
            id: case.id.clone(),
            patient: case.patient.clone(),
            presented_on,
            outcome: case.outcome,
            accepted_on,
            fate,
            touches: course.touches,
            ends_on: course.ends_on,
        });
    }

    /// A touch of the day of the acceptance does not count as sent: nobody knows which came first.
    fn count_steps(&mut self, course: &Course, accepted_on: Option<Date>, fate: Fate) {
        if fate == Fate::AcceptedSomeDay {
            return;
        }
        let open = |touch: &&Touch| accepted_on.is_none_or(|day| touch.on < day);
        let sent: Vec<&Touch> = course.touches.iter().filter(open).collect();
        for touch in &sent {
            if let Some(row) = self.row(touch) {
                row.sent += 1;
            }
        }
        if matches!(fate, Fate::BetweenTouches | Fate::AfterLastTouch)
            && let Some(row) = sent.last().and_then(|touch| self.row(touch))
        {
            row.accepted_next += 1;
        }
    }

    fn row(&mut self, touch: &Touch) -> Option<&mut TouchRow> {
        self.steps
            .iter_mut()
            .find(|row| row.sequence == touch.sequence && row.step == touch.step && row.channel == touch.channel)
    }
}

fn fate(case: &Case, accepted_on: Option<Date>, course: &Course) -> Fate {
    let days = || course.touches.iter().map(|touch| touch.on);
    match (case.outcome.is_yes(), days().min(), days().max()) {
        (false, Some(_), _) => Fate::Touched,
        (false, None, _) => Fate::Untouched,
        (true, Some(first), Some(last)) => match accepted_on {
            None => Fate::AcceptedSomeDay,
            Some(day) if day <= first => Fate::BeforeFirstTouch,
            Some(day) if day <= last => Fate::BetweenTouches,
            Some(day) if course.ends_on.is_none_or(|end| day <= end) => Fate::AfterLastTouch,
            Some(_) => Fate::AfterTheEnd,
        },
        (true, _, _) => Fate::AcceptedUntouched,
    }
}
