//! What publishing another revision would change, case by case.

use std::collections::BTreeMap;

use serde::Serialize;

use super::course::{self, Happening, PreviewedMessage, What};
use crate::follow_up::{Ahead, Case, CaseState, FollowUp, Moment, Progress, SkipReason};
use crate::playbook::Playbook;
use crate::schedule::{DAY, Timestamp};
use crate::wire::{CaseId, RecipientId, SequenceId, StepId};
use crate::{Caseload, Error};

/// No case lasts longer from any moment on: a window, its pauses and its wind-down are shorter.
const LOOK_AHEAD: i64 = 3 * 366 * DAY;

/// What publishing a playbook at a moment would change.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangePreview {
    /// The moment of publication.
    pub at: Timestamp,
    /// The revision before.
    pub from: String,
    /// The revision that would be published.
    pub to: String,
    /// How many cases of each kind, in the order of the kinds; every kind is there.
    pub totals: Vec<ChangeTotal>,
    /// Every case that is open at that moment, in the order of the follow-ups.
    pub cases: Vec<CaseChange>,
}

/// How many cases a kind of change has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeTotal {
    /// Which.
    pub kind: ChangeKind,
    /// How many.
    pub cases: u32,
}

/// What a publication does to a case: the first of these that is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It would have had another message or call, and has none any more.
    Stopped,
    /// It would have had none, in no sequence, and gets one.
    NewlyEligible,
    /// It goes on in another sequence.
    ReSelected,
    /// Steps that the new revision adds are passed over, since they would have been due before.
    Skipped,
    /// Its next message or call is another step's, or there is one again.
    OtherStep,
    /// Its next step comes at another time.
    Moved,
    /// Its next step says something else, or goes another way.
    Reworded,
    /// Only what comes after its next step differs.
    Later,
    /// All is as it was.
    Kept,
}

/// What a publication does to one case.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseChange {
    /// Whose.
    pub recipient_id: RecipientId,
    /// Which.
    pub case_id: CaseId,
    /// What happens to it.
    pub kind: ChangeKind,
    /// The sequence it is in, or would enter, before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence_before: Option<SequenceId>,
    /// The same after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence_after: Option<SequenceId>,
    /// The added steps that are passed over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<StepId>,
    /// The next message or call of a step if nothing is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Happening>,
    /// The same once it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Happening>,
}

impl ChangeKind {
    /// Every kind, in order.
    pub const ALL: [Self; 9] = [
        Self::Stopped,
        Self::NewlyEligible,
        Self::ReSelected,
        Self::Skipped,
        Self::OtherStep,
        Self::Moved,
        Self::Reworded,
        Self::Later,
        Self::Kept,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::NewlyEligible => "newly_eligible",
            Self::ReSelected => "re_selected",
            Self::Skipped => "skipped",
            Self::OtherStep => "other_step",
            Self::Moved => "moved",
            Self::Reworded => "reworded",
            Self::Later => "later",
            Self::Kept => "kept",
        }
    }
}

impl ChangePreview {
    /// How many cases of a kind.
    pub fn count(&self, kind: ChangeKind) -> u32 {
        let of_kind = self.totals.iter().find(|total| total.kind == kind);
        of_kind.map_or(0, |total| total.cases)
    }

    /// The preview as the wire has it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    fn of(old: &Playbook, new: &Playbook, at: Timestamp, cases: Vec<CaseChange>) -> Self {
        let total = |kind: ChangeKind| ChangeTotal {
            kind,
            cases: u32::try_from(cases.iter().filter(|case| case.kind == kind).count()).unwrap_or(u32::MAX),
        };
        Self {
            at,
            from: old.revision().to_owned(),
            to: new.revision().to_owned(),
            totals: ChangeKind::ALL.map(total).to_vec(),
            cases,
        }
    }
}

impl Playbook {
    /// What publishing `new` in the place of this playbook would change for these follow-ups, each by itself, if it were
    /// done at this moment and nothing happened but time afterwards. None of them is changed. What it costs grows with
    /// their number and no faster.
    ///
    /// It is what happens when a host publishes as it should: at the moment it ticks every follow-up once under the new
    /// revision, and from then on at each `wake_at`.
    ///
    /// # Errors
    /// `FT-H005` where [`Playbook::tick`] would say so, with the place in the list: `follow_ups[3].now`.
    pub fn preview_change<'f>(
        &self,
        new: &Self,
        follow_ups: impl IntoIterator<Item = &'f FollowUp>,
        moment: impl Into<Moment>,
    ) -> Result<ChangePreview, Error> {
        let moment = moment.into();
        let (old, signed) = (self.for_preview(), new.for_preview());
        let mut cases = Vec::new();
        for (place, follow_up) in follow_ups.into_iter().enumerate() {
            let under = |error: Error| error.under(&format!("follow_ups[{place}]"));
            let side = |playbook: &Self| -> Result<Timelines, Error> {
                // Refused where a host would be, before the look ahead vouches for its own leaps.
                playbook.tick(&mut follow_up.clone(), moment)?;
                let ahead = Ahead::of(playbook, Box::new(follow_up.clone()), moment, Some(moment.now));
                let mut timelines = Timelines::new();
                for (at, decision) in ahead {
                    tell_all(follow_up, at, &decision, &mut timelines);
                }
                Ok(timelines)
            };
            let before = side(&old).map_err(under)?;
            let after = side(&signed).map_err(under)?;
            compare(self, new, follow_up, &before, &after, &mut cases);
        }
        Ok(ChangePreview::of(self, new, moment.now, cases))
    }

    /// [`Playbook::preview_change`] as the bindings call it: the follow-ups as they are stored.
    ///
    /// # Errors
    /// As [`Playbook::preview_change`], `FT-S001` and `FT-S002` of a follow-up that cannot be read, with its place in the
    /// list, and `FT-H010` with the path of what cannot be decoded in the moment.
    pub fn preview_change_json<'f>(
        &self,
        new: &Self,
        follow_ups: impl IntoIterator<Item = &'f str>,
        moment: &str,
    ) -> Result<String, Error> {
        let moment = Moment::from_json(moment)?;
        let read = |(place, text): (usize, &str)| {
            FollowUp::from_json(text).map_err(|error| error.under(&format!("follow_ups[{place}]")))
        };
        let follow_ups: Result<Vec<FollowUp>, Error> = follow_ups.into_iter().enumerate().map(read).collect();
        Ok(self.preview_change(new, &follow_ups?, moment)?.to_json())
    }
}

impl Caseload {
    /// [`Playbook::preview_change`] of everybody who is here, what they have in common included: a message at a shared
    /// contact point counts for all who have it. It is what [`Caseload::publish`] would bring.
    ///
    /// # Errors
    /// `FT-H005` where [`Caseload::publish`] would say so.
    pub fn preview_change(&self, new: &Playbook, moment: impl Into<Moment>) -> Result<ChangePreview, Error> {
        let moment = moment.into();
        let side = |playbook: Playbook| -> Result<BTreeMap<RecipientId, Timelines>, Error> {
            let mut ahead = self.clone();
            let mut people: BTreeMap<RecipientId, Timelines> = BTreeMap::new();
            let mut show = |at: Timestamp, answer: crate::caseload::Answer| {
                if let Some(follow_up) = self.get(&answer.recipient) {
                    let timelines = people.entry(answer.recipient).or_default();
                    tell_all(&follow_up, at, &answer.decision, timelines);
                }
            };
            for answer in ahead.publish(playbook, moment)? {
                show(moment.now, answer);
            }
            ahead.live_until(moment.now.plus(LOOK_AHEAD), moment, show);
            Ok(people)
        };
        let before = side(self.playbook().for_preview())?;
        let after = side(new.for_preview())?;
        let (mut cases, nothing) = (Vec::new(), Timelines::new());
        for recipient in self.recipients() {
            let Some(follow_up) = self.get(&recipient) else {
                continue;
            };
            let before = before.get(&recipient).unwrap_or(&nothing);
            let after = after.get(&recipient).unwrap_or(&nothing);
            compare(self.playbook(), new, &follow_up, before, after, &mut cases);
        }
        Ok(ChangePreview::of(self.playbook(), new, moment.now, cases))
    }

    /// [`Caseload::preview_change`] as the bindings call it.
    ///
    /// # Errors
    /// As [`Caseload::preview_change`], and `FT-H010` with the path of what cannot be decoded in the moment.
    pub fn preview_change_json(&self, new: &Playbook, moment: &str) -> Result<String, Error> {
        Ok(self.preview_change(new, Moment::from_json(moment)?)?.to_json())
    }
}

/// What happens to each case of a follow-up.
type Timelines = BTreeMap<CaseId, Vec<Happening>>;

fn tell_all(follow_up: &FollowUp, at: Timestamp, decision: &crate::Decision, timelines: &mut Timelines) {
    for case in &follow_up.cases {
        let timeline = timelines.entry(case.id.clone()).or_default();
        course::tell(&case.id, at, decision, timeline);
    }
}

/// What differs, of each case that either playbook follows up and that is not over.
fn compare(
    old: &Playbook,
    new: &Playbook,
    follow_up: &FollowUp,
    before: &Timelines,
    after: &Timelines,
    cases: &mut Vec<CaseChange>,
) {
    let followed = |case: &&Case| [old, new].iter().any(|p| p.subject().as_str() == case.kind());
    for case in follow_up.cases.iter().filter(|case| case.is_open()).filter(followed) {
        let before = before.get(&case.id).map_or(&[][..], Vec::as_slice);
        let after = after.get(&case.id).map_or(&[][..], Vec::as_slice);
        cases.push(change(follow_up, case, new, before, after));
    }
}

fn change(follow_up: &FollowUp, case: &Case, new: &Playbook, before: &[Happening], after: &[Happening]) -> CaseChange {
    let entered = |timeline: &[Happening]| {
        timeline.iter().find_map(|happening| {
            let What::Enrolled { sequence } = &happening.what else {
                return None;
            };
            Some(sequence.clone())
        })
    };
    let own = own_sequence(case).cloned();
    let stays = |id: &SequenceId| new.rules().sequences.iter().any(|sequence| &sequence.id == id);
    let sequence_before = own.clone().or_else(|| entered(before));
    let sequence_after = own.filter(stays).or_else(|| entered(after));
    let passed_over = late(before);
    let skipped = late(after).into_iter().filter(|step| !passed_over.contains(step));
    let mut change = CaseChange {
        recipient_id: follow_up.recipient_id().clone(),
        case_id: case.id.clone(),
        kind: ChangeKind::Kept,
        sequence_before,
        sequence_after,
        skipped: skipped.collect(),
        before: before.iter().find(|happening| happening.is_touch()).cloned(),
        after: after.iter().find(|happening| happening.is_touch()).cloned(),
    };
    change.kind = kind(&change, before, after);
    change
}

fn kind(change: &CaseChange, before: &[Happening], after: &[Happening]) -> ChangeKind {
    let (was, is) = match (&change.before, &change.after) {
        (Some(_), None) => return ChangeKind::Stopped,
        (None, Some(_)) if change.sequence_before.is_none() => return ChangeKind::NewlyEligible,
        (was, is) => (was.as_ref(), is.as_ref()),
    };
    if change.sequence_before != change.sequence_after {
        return ChangeKind::ReSelected;
    }
    if !change.skipped.is_empty() {
        return ChangeKind::Skipped;
    }
    match (was, is) {
        (Some(was), Some(is)) if was.step() != is.step() => ChangeKind::OtherStep,
        (None, Some(_)) => ChangeKind::OtherStep,
        (Some(was), Some(is)) if was.at != is.at => ChangeKind::Moved,
        (Some(was), Some(is)) if !same(was, is) => ChangeKind::Reworded,
        _ if before.len() != after.len() || !before.iter().zip(after).all(|(was, is)| same(was, is)) => {
            ChangeKind::Later
        }
        _ => ChangeKind::Kept,
    }
}

/// Whether those whom it concerns see the same at the same time, whatever rule led there.
fn same(one: &Happening, other: &Happening) -> bool {
    let (What::Message(message), What::Message(like)) = (&one.what, &other.what) else {
        return one == other;
    };
    let like = PreviewedMessage {
        why: message.why.clone(),
        ..(**like).clone()
    };
    one.at == other.at && **message == like
}

/// The sequence that a case is in.
fn own_sequence(case: &Case) -> Option<&SequenceId> {
    match &case.state {
        CaseState::Active(run) => Some(&run.sequence),
        CaseState::Paused { progress, .. } | CaseState::ReEngaged { progress, .. } => match progress {
            Progress::Enrolled(run) => Some(&run.sequence),
            Progress::NotEnrolled { .. } => None,
        },
        CaseState::Waiting { .. } | CaseState::Observed { .. } | CaseState::Closed { .. } => None,
    }
}

/// The steps that are passed over since a revision added them too late.
fn late(timeline: &[Happening]) -> Vec<StepId> {
    let late = timeline.iter().filter_map(|happening| {
        let What::Skipped { step, reason } = &happening.what else {
            return None;
        };
        (*reason == SkipReason::AddedLate).then(|| step.clone())
    });
    late.collect()
}
