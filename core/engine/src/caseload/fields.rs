//! Which fields are packed, in which order. A snapshot of any released format must load for ever: a field that comes
//! later is read only where the format says that it is there.

use std::sync::LazyLock;

use super::packing::{Lexicon, Packed, Packer, Unpacker, fields, variants};
use crate::criteria::StepResult;
use crate::escalation::PromptKind;
use crate::follow_up::{
    Appointment, AppointmentStatus, Case, CaseState, DeniedDeath, DoneStep, Fate, FollowUp, Ladder, LeftReply, Next,
    Outcome, PastCase, PauseReason, PointBefore, Progress, ReEngagedBy, RevokedAll, Run, SeenEvent, Sent, SentAction,
    StaffOutcome, Subject, Task, ToldDeath, Touched, Undo, Visit, Words,
};
use crate::plan::{
    CustomFact, DueSubject, Money, Patient, PersonStatus, Plan, PlanStatus, Presented, Procedure, ProcedureStatus,
    Provider,
};
use crate::recipient::{Channel, ConsentStanding, ContactKind, ContactPoint, ContactValue, Person};
use crate::schedule::{Date, Timestamp};
use crate::wire::{
    ActionId, AlternativeGroupId, AppointmentId, AppointmentKind, CaseId, EscalationId, EventId, HouseholdId,
    LocationId, PatientId, PlanId, ProcedureId, ProviderId, RecipientId, Redacted, SequenceId, StepId, SubjectId,
    SubjectKind, TaskId,
};

fields!(FollowUp {
    person,
    cases,
    visits,
    sends,
    tasks,
    seen,
    last_now,
    revision,
    forgot,
    stale_asked,
    merged,
    unsettled,
    past,
    revisions,
    left,
} since 2 { death });
fields!(ToldDeath { at, by, denied });
fields!(DeniedDeath { at, by });
fields!(Person {
    id,
    household,
    first_name,
    language,
    time_zone,
    state,
    status,
    points,
    revoked_all,
    known_at
});
fields!(ContactPoint {
    kind,
    value,
    standing,
    dropped_at,
    listed
});
variants!(ConsentStanding {
    0 Unknown {}
    1 Granted { at at, unencrypted_detail detail }
    2 Denied { at at, dated dated }
    3 Revoked { at at }
});
fields!(Case {
    id,
    subject,
    known_at,
    first_seen,
    round,
    presented,
    window_end,
    state,
    done,
    replied,
    undo,
    undone,
    ending,
} since 2 { window_from } since 3 { results });
variants!(StepResult {
    0 Skipped {} 1 Sent {} 2 NoAnswer {} 3 LeftMessage {} 4 Failed {} 5 Delivered {} 6 Reached {} 7 Clicked {}
});
variants!(Subject { 0 Plan { plan plan } 1 Due { due due, booked booked } });
fields!(DueSubject {
    kind,
    id,
    patient,
    due_on,
    done,
    provider,
    location,
    tags,
    custom
});
fields!(LeftReply { event, case });
variants!(CaseState {
    0 Waiting { eligible_at at }
    1 Active { 0 run }
    2 Observed { until until }
    3 Paused { why why, since since, until until, level level, progress progress }
    4 ReEngaged {
        by by, since since, touchpoint touchpoint, level level, next_prompt_at next, progress progress
    }
    5 Closed { outcome outcome, at at, touchpoint touchpoint }
});
fields!(Run {
    sequence,
    anchor,
    next,
    steps
});
variants!(Next {
    0 Step { step step, attempt attempt, held_for held_for }
    1 WindDown { ends ends }
});
variants!(Progress {
    0 NotEnrolled { eligible_at at }
    1 Enrolled { 0 run }
});
fields!(DoneStep { step, sent });
variants!(PauseReason { 0 Asked {} 1 Question {} 2 Unclear {} 3 Visit {} 4 Staff {} 5 Death {} 6 Emergency {} });
variants!(Outcome {
    0 Accepted {} 1 AcceptedInPart {} 2 Declined {} 3 Exhausted {} 4 OptedOut {} 5 Withdrawn {} 6 Ineligible {}
    7 Expired {}
});
variants!(ReEngagedBy { 0 Reply {} 1 Click {} 2 PracticeSystem {} 3 BrokenVisit {} });
fields!(Visit { appointment, told_at } since 2 { first_told });
fields!(Appointment {
    id,
    status,
    starts_at,
    procedure_ids,
    patient_id,
    kind,
});
variants!(AppointmentStatus { 0 Scheduled {} 1 Broken {} 2 Cancelled {} 3 Completed {} });
fields!(Sent {
    action,
    about,
    channel,
    to,
    at,
    fate
});
fields!(SentAction {
    id,
    case,
    step,
    attempt,
    expires_at,
    says_opt_out,
    confirmation
});
fields!(Touched { case, step });
fields!(PastCase { case, round, done, at });
fields!(Undo {
    cause,
    at,
    outcome,
    state,
    done,
    asked,
    points,
    revoked_all
} since 2 { stays, said } since 3 { told_of });
fields!(Words { kind, said });
fields!(PointBefore {
    value,
    standing,
    after,
    dropped_at
} since 2 { kind });
fields!(RevokedAll { before, after });
variants!(StaffOutcome {
    0 Reached {} 1 Booked {} 2 Answered {} 3 LeftMessage {} 4 NoAnswer {} 5 Declined {} 6 WrongNumber {}
    7 DoNotContact {} 8 Resume {} 9 Pause {} 10 StopCase {} 11 Undo {}
});
variants!(Fate { 0 Proposed {} 1 Left {} 2 Failed {} 3 Cancelled {} });
fields!(Task {
    id,
    prompt,
    case,
    kind,
    raised_at,
    ladder
} since 2 { raised_by, said, settled } since 3 { step });
fields!(Ladder { list, level, next_at });
variants!(PromptKind { 0 Call {} 1 Book {} 2 Answer {} 3 FixContact {} 4 Review {} });
fields!(SeenEvent { hash, at });

fields!(Plan {
    id,
    patient,
    presented_at,
    status,
    provider,
    location,
    tags,
    alternative_group,
    procedures,
    custom,
});
fields!(Patient {
    id,
    first_name,
    last_name,
    birth_date,
    status
} since 3 { new_patient, insured, benefits_remaining });
variants!(PersonStatus { 0 Active {} 1 Inactive {} 2 Deceased {} 3 DoNotContact {} });
variants!(Presented { 0 At { 0 at } 1 On { 0 date } });
variants!(PlanStatus { 0 Draft {} 1 Presented {} 2 Accepted {} 3 Declined {} 4 Referred {} 5 Inactive {} 6 Completed {} });
fields!(Provider { id, name });
fields!(Procedure {
    id,
    code,
    description,
    tooth,
    quadrant,
    fee,
    patient_portion,
    status,
    appointment
});
variants!(ProcedureStatus {
    0 Planned {} 1 Scheduled {} 2 Completed {} 3 Declined {} 4 Referred {} 5 Removed {} 6 Inactive {} 7 Existing {}
});
variants!(CustomFact { 0 Bool { 0 value } 1 Number { 0 value } 2 Text { 0 value } });
variants!(ContactKind { 0 Mobile {} 1 Landline {} 2 Email {} 3 Portal {} });
variants!(Channel { 0 Sms {} 1 Email {} 2 Portal {} 3 Call {} });

/// Where in a packed follow-up of one case the names stand that its course needs: the case's, and each channel's point.
#[derive(Clone, Copy)]
pub(super) struct Spots {
    case: u8,
    points: [u8; 3],
}

impl Spots {
    /// Nearly all of them stand before: the case's id comes last, and is seldom longer.
    pub(super) fn end(&self) -> usize {
        usize::from(self.case) + 16
    }

    /// None in a follow-up of several cases, or one so long that no course is worth it.
    pub(super) fn of(packed: &[u8], points: [Option<u8>; 3]) -> Option<Self> {
        // The words are passed over, so that any lexicon will do.
        let none = Lexicon::default();
        let mut from = Unpacker::new(packed, &none);
        let place = |from: &Unpacker<'_>| u8::try_from(packed.len() - from.left()).ok();
        let mut spots = Self {
            case: 0,
            points: [0; 3],
        };
        from.id()?;
        // Household and first name, then language, zone and state, then the status: see the fields of `Person`.
        for _ in 0..2 {
            if bool::unpack(&mut from)? {
                from.text()?;
            }
        }
        for _ in 0..3 {
            if bool::unpack(&mut from)? {
                from.skip_word()?;
            }
        }
        PersonStatus::unpack(&mut from)?;
        for number in 0..from.length()? {
            ContactKind::unpack(&mut from)?;
            let spot = place(&from)?;
            for (channel, point) in spots.points.iter_mut().zip(points) {
                if point.is_some_and(|point| usize::from(point) == number) {
                    *channel = spot;
                }
            }
            from.text()?;
            ConsentStanding::unpack(&mut from)?;
            Option::<Timestamp>::unpack(&mut from)?;
            bool::unpack(&mut from)?;
        }
        for _ in 0..2 {
            Option::<Timestamp>::unpack(&mut from)?;
        }
        if from.length()? != 1 {
            return None;
        }
        spots.case = place(&from)?;
        // One that is told by the id before it does not stand there.
        from.text().filter(|text| !text.is_empty())?;
        Some(spots)
    }

    /// The case's id.
    pub(super) fn case<'a>(&self, packed: &'a [u8]) -> Option<&'a str> {
        text_at(packed, self.case)
    }

    /// The contact point of a channel.
    pub(super) fn point<'a>(&self, packed: &'a [u8], channel: usize) -> Option<&'a str> {
        let spot = self.points.get(channel).filter(|spot| **spot != 0)?;
        text_at(packed, *spot)
    }
}

fn text_at(packed: &[u8], spot: u8) -> Option<&str> {
    static NO_WORDS: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);
    Unpacker::new(packed.get(usize::from(spot)..)?, &NO_WORDS).text()
}

/// The id of the person whose follow-up this is: its first field.
pub(super) fn id_of(packed: &[u8]) -> Option<&str> {
    text_at(packed, 0)
}

/// Whether it is the follow-up of the person with this id.
pub(super) fn is_of(packed: &[u8], id: &str) -> bool {
    let (length, text) = packed.split_at_checked(1).unwrap_or_default();
    // An id is short enough for its length to take one byte.
    length.first().is_some_and(|length| usize::from(*length) == id.len()) && text.starts_with(id.as_bytes())
}

impl Packed for Money {
    fn pack(&self, to: &mut Packer<'_>) {
        self.cents().pack(to);
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        i64::unpack(from).map(Self::from_cents)
    }
}

impl Packed for Date {
    fn pack(&self, to: &mut Packer<'_>) {
        self.epoch_days().pack(to);
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let days = i64::unpack(from)?;
        let date = Self::from_epoch_days(days);
        (date.epoch_days() == days).then_some(date)
    }
}

impl Packed for Redacted {
    fn pack(&self, to: &mut Packer<'_>) {
        to.text(self.reveal());
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.text().map(Self::from)
    }
}

impl Packed for ContactValue {
    fn pack(&self, to: &mut Packer<'_>) {
        to.text(self.reveal());
    }
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Self::parse(from.text()?).ok()
    }
}

/// Ids of the host's own, each for one thing.
macro_rules! ids {
    ($($name:ident)*) => {$(
        impl Packed for $name {
            fn pack(&self, to: &mut Packer<'_>) {
                to.id(self.as_str());
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                Self::shared(from.id()?)
            }
        }
    )*};
}

/// Ids that come again and again: those of a playbook, and of the few who treat.
macro_rules! words {
    ($($name:ident)*) => {$(
        impl Packed for $name {
            fn pack(&self, to: &mut Packer<'_>) {
                to.word(self.as_str());
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                Self::shared(from.word()?)
            }
        }
    )*};
}

/// Ids that are hashes of ours: sixteen bytes instead of their thirty letters.
macro_rules! hashes {
    ($($name:ident)*) => {$(
        impl Packed for $name {
            fn pack(&self, to: &mut Packer<'_>) {
                match self.to_bytes() {
                    Some(bytes) => {
                        to.byte(1);
                        to.raw(&bytes);
                    }
                    None => {
                        to.byte(0);
                        to.text(&self.text());
                    }
                }
            }
            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                match from.byte()? {
                    0 => Self::shared(from.text()?),
                    1 => Some(Self::from_bytes(from.raw(16)?.try_into().ok()?)),
                    _ => None,
                }
            }
        }
    )*};
}

ids!(SubjectId EventId RecipientId PatientId HouseholdId PlanId CaseId ProcedureId AppointmentId AlternativeGroupId);
words!(SubjectKind AppointmentKind ProviderId LocationId SequenceId StepId EscalationId);
hashes!(ActionId TaskId);
