//! The explanation in plain English, as a front desk can read it out.

use super::clock::{Clock, place};
use super::words::{cases, come, ended, listed, mover, passed_over, untried};
use super::{CaseExplanation, CaseStands, ContactStands, Explanation, Gate, GateKind, PassedOver, Upcoming};
use crate::criteria::{Criterion, Verdict};
use crate::follow_up::{Entry, EntryKind, Look, Outcome, PauseReason, ReEngagedBy, SkipReason};
use crate::plan::PersonStatus;
use crate::recipient::{Channel, ContactKind, Unusable};
use crate::wire::StepId;

/// Writes the sentences of the person and of each case into an explanation.
pub(super) fn write(explanation: &mut Explanation, look: &Look<'_>) {
    let clock = Clock {
        zone: look.zone(),
        now: look.now(),
    };
    let mut says = person(explanation, look, &clock);
    for case in &mut explanation.cases {
        case.says = of_case(case, &clock);
        says.extend(case.says.iter().cloned());
    }
    explanation.says = says;
}

fn person(explanation: &Explanation, look: &Look<'_>, clock: &Clock<'_>) -> Vec<String> {
    let mut says = vec![format!("It is {}.", clock.full(clock.now))];
    if let [_, others @ ..] = explanation.zones.as_slice()
        && !others.is_empty()
    {
        let others: Vec<String> = others.iter().map(|zone| place(zone)).collect();
        says.push(format!(
            "The patient may also be in {}: messages wait until the hour is right there too.",
            listed(&others, "or")
        ));
    }
    let recorded = match explanation.status {
        PersonStatus::Active => None,
        PersonStatus::Inactive => Some("no longer a patient"),
        PersonStatus::Deceased => Some("deceased"),
        PersonStatus::DoNotContact => Some("not to be contacted"),
    };
    says.extend(recorded.map(|word| format!("The patient is recorded as {word}: nothing goes out.")));
    if let Some(until) = look.braked_until() {
        says.push(format!(
            "The practice holds back everything automatic until {}.",
            clock.point(until)
        ));
    }
    says.extend(explanation.contacts.iter().filter_map(|contact| {
        let alike = |other: &&ContactStands| other.kind == contact.kind;
        let several = explanation.contacts.iter().filter(alike).count() > 1;
        silent(contact, several)
    }));
    if explanation.cases.is_empty() {
        says.push("There is no plan to follow up.".to_owned());
    }
    says
}

/// Why a contact point gets no messages.
fn silent(contact: &ContactStands, several: bool) -> Option<String> {
    let (what, takes) = match contact.kind {
        ContactKind::Mobile => ("mobile number", "texts"),
        ContactKind::Email => ("e-mail address", "e-mails"),
        ContactKind::Portal => ("portal account", "messages"),
        ContactKind::Landline => return None,
    };
    let which = if several {
        format!(" (contact {})", contact.position)
    } else {
        String::new()
    };
    let why = match contact.unusable? {
        Unusable::Gone => "the practice system does not list it any more",
        Unusable::Dropped => "it is somebody else's, or messages to it do not arrive",
        Unusable::OptedOut => "the patient opted out",
        Unusable::Denied => "the practice system says no",
        Unusable::NoConsent => "the patient has not agreed to texts",
    };
    Some(format!("The {what}{which} gets no {takes}: {why}."))
}

fn of_case(case: &CaseExplanation, clock: &Clock<'_>) -> Vec<String> {
    let mut says = vec![stands(case, clock)];
    says.extend(
        case.location
            .as_ref()
            .map(|location| format!("It is a case of the location {location}.")),
    );
    says.extend(case.last.as_ref().map(|last| {
        let what = match last.channel {
            Channel::Sms => "a text",
            Channel::Email => "an e-mail",
            Channel::Portal => "a message in the portal",
            Channel::Call => "a call",
        };
        format!("The last message was {what} {}.", clock.when(last.at))
    }));
    says.extend(case.deciding().into_iter().flat_map(|gate| held_by(gate, clock)));
    says.extend(ahead(case, clock));
    if matches!(case.stands, CaseStands::Closed { .. }) {
        return says;
    }
    says.extend(case.next.as_ref().and_then(|next| comes_next(next, case, clock)));
    match &case.contact {
        Some(contact) => says.extend(contacted(contact, case, clock)),
        None => says.push("As things stand, no further message goes out for it.".to_owned()),
    }
    says
}

fn stands(case: &CaseExplanation, clock: &Clock<'_>) -> String {
    let plan = format!("Plan {}", case.case_id);
    match &case.stands {
        CaseStands::Waiting { .. } => {
            format!("{plan} was presented {} and waits.", clock.when(case.presented_at))
        }
        CaseStands::Active {
            sequence,
            up: Upcoming::Step { step, .. },
        } => format!("{plan} is followed up by the sequence \"{sequence}\"; its step \"{step}\" is next."),
        CaseStands::Active {
            sequence,
            up: Upcoming::WindDown { .. },
        } => format!(
            "{plan} is followed up by the sequence \"{sequence}\"; all its steps are done, and an answer is awaited."
        ),
        CaseStands::Observed { .. } => {
            format!("{plan} is in the group that gets no follow-up, so that its effect can be measured.")
        }
        CaseStands::Paused { why, since, .. } => {
            let why = match why {
                PauseReason::Asked => "the patient asked for it",
                PauseReason::Question => "the patient asked something, and a person answers first",
                PauseReason::Unclear => "the patient wrote something that a person must read first",
                PauseReason::Visit => "part of it is booked",
                PauseReason::Staff => "staff asked for it",
                PauseReason::Death => "somebody wrote of a death, and staff say first whether anything goes on",
                PauseReason::Emergency => "the patient wrote of an emergency, and a person answers first",
            };
            format!("{plan} was paused {}: {why}.", clock.when(*since))
        }
        CaseStands::ReEngaged { by, since, .. } => {
            let when = clock.when(*since);
            let what = match by {
                ReEngagedBy::Reply => format!("the patient said yes {when}"),
                ReEngagedBy::Click => format!("the patient went to book {when}"),
                ReEngagedBy::PracticeSystem => {
                    format!("the practice system said {when} that it was accepted, and nothing is booked")
                }
                ReEngagedBy::BrokenVisit => format!("a booked visit was missed or cancelled, as was told {when}"),
            };
            format!("{plan} is with the staff: {what}.")
        }
        CaseStands::Closed { outcome, at } => {
            format!("{plan} was closed {}: {}.", clock.when(*at), ended(*outcome))
        }
    }
}

/// What the deciding gate says, where neither the state nor what comes next says it.
fn held_by(gate: &Gate, clock: &Clock<'_>) -> Vec<String> {
    let one = |text: String| vec![text];
    match &gate.kind {
        GateKind::Brake
        | GateKind::PersonStatus { .. }
        | GateKind::State
        | GateKind::Holdout
        | GateKind::Due { .. }
        | GateKind::Channel { .. }
        | GateKind::InTime { .. }
        | GateKind::StepCondition { .. } => Vec::new(),
        GateKind::Window { ends } => one(format!("It is too old: its time ended {}.", clock.when(*ends))),
        GateKind::PendingFor { eligible_at } => one(format!(
            "Its follow-up may begin {} at the earliest.",
            clock.when(*eligible_at)
        )),
        GateKind::Criteria { criterion } => wanted("The practice follows up only if", criterion),
        GateKind::Sequence { passed_over, .. } => {
            let mut says = one("No sequence of the playbook takes it.".to_owned());
            for PassedOver { sequence, criterion } in passed_over {
                says.extend(wanted(
                    &format!("The sequence \"{sequence}\" takes it only if"),
                    criterion,
                ));
            }
            says
        }
        GateKind::Slot { most, taken_by } => one(format!(
            "Only {most} plan{} followed up at a time, and {} first.",
            if *most == 1 { " is" } else { "s are" },
            come(taken_by)
        )),
        GateKind::Group { taken_by } => one(format!(
            "It is an alternative to {}, which {} followed up already.",
            cases(taken_by),
            if taken_by.len() == 1 { "is" } else { "are" }
        )),
        GateKind::Turn { first } => one(match first {
            Some(first) => format!("Plan {first} goes first."),
            None => "Another plan goes first.".to_owned(),
        }),
        GateKind::Hours { .. } if gate.changes_at.is_none() => {
            one("There is no hour at which a message may go in all places where the patient may be.".to_owned())
        }
        GateKind::Hours { .. } | GateKind::PracticeHours { .. } | GateKind::Spread => Vec::new(),
        GateKind::VisitDay => one("Nothing is sent on the day of a visit.".to_owned()),
        GateKind::MinGap { .. } => one("Another message went out a short while ago.".to_owned()),
        GateKind::PerDay { count, most } => one(format!("The limit of {most} a day is reached: {count} that day.")),
        GateKind::PerWeek { count, most } => one(format!(
            "The limit of {most} messages in seven days is reached: there were {count}."
        )),
        GateKind::LawCap { count, most, hours } => one(format!(
            "The law's limit of {most} texts in {hours} hours is reached: there were {count}."
        )),
        GateKind::FreshFacts { facts_as_of, .. } => one(format!(
            "Messages wait for a newer export: the practice system is known only up to {}.",
            clock.point(*facts_as_of)
        )),
    }
}

/// What an active case runs into at its next step, where another gate decides now: its trigger does not hold any more,
/// or its facts are too old.
fn ahead(case: &CaseExplanation, clock: &Clock<'_>) -> Vec<String> {
    if !matches!(case.stands, CaseStands::Active { .. }) {
        return Vec::new();
    }
    // Where the sentence about what comes next says it of old facts, it is said once.
    let told = ends_or_is_held(case);
    let concerns = |gate: &&Gate| {
        matches!(gate.kind, GateKind::Criteria { .. }) || !told && matches!(gate.kind, GateKind::FreshFacts { .. })
    };
    let shut = case
        .gates
        .iter()
        .filter(|gate| gate.verdict != Verdict::Holds && !gate.deciding);
    shut.filter(concerns).flat_map(|gate| held_by(gate, clock)).collect()
}

fn ends_or_is_held(case: &CaseExplanation) -> bool {
    let next = case.next.as_ref().map(|next| &next.kind);
    matches!(next, Some(EntryKind::Closed { .. } | EntryKind::Held { .. }))
}

/// What is asked for and what was found, a sentence for each comparison that decides.
fn wanted(asks: &str, criterion: &Criterion) -> Vec<String> {
    let parts = criterion.decisive().into_iter();
    parts.map(|part| format!("{asks} {}.", asked(part))).collect()
}

/// A comparison that does not hold, and what was found.
fn asked(part: &Criterion) -> String {
    let found = match (part.verdict, &part.value) {
        (Verdict::Unknown, _) => "that is not known".to_owned(),
        (Verdict::Fails | Verdict::Holds, Some(value)) => format!("it is {value}"),
        (Verdict::Fails | Verdict::Holds, None) => "that is not so".to_owned(),
    };
    format!("{}; {found}", part.says)
}

/// What time brings next, where that is not the message itself.
fn comes_next(next: &Entry, case: &CaseExplanation, clock: &Clock<'_>) -> Option<String> {
    let when = clock.soon(next.at);
    let deciding = case.deciding().map(|gate| &gate.kind);
    match &next.kind {
        EntryKind::Enrolled { sequence, .. } => {
            let at_once = case.contact.as_ref().is_some_and(|contact| contact.at == next.at);
            let told = at_once || matches!(deciding, Some(GateKind::PendingFor { .. }));
            (!told).then(|| format!("It enters the sequence \"{sequence}\" {when}."))
        }
        EntryKind::Observed => Some(format!(
            "It was drawn to get no follow-up, so that the effect of follow-up can be measured; that counts {from}.",
            from = if next.at <= clock.now {
                "from now on".to_owned()
            } else {
                format!("from {}", clock.point(next.at))
            }
        )),
        EntryKind::StepSkipped { step, reason } => Some(skipped(step, *reason, &when, case)),
        EntryKind::Held { step, .. } => {
            let told = matches!(deciding, Some(GateKind::FreshFacts { .. }));
            (!told).then(|| {
                format!("The step \"{step}\" is held back {when}: the facts are old, and it waits for a newer export.")
            })
        }
        EntryKind::Resumed => Some(format!("It goes on {when}, if nothing else happens.")),
        EntryKind::Prompted { .. } | EntryKind::Escalated { .. } => {
            Some(format!("If nobody reacts, staff are asked again {when}."))
        }
        EntryKind::Closed { outcome, .. } => Some(match (outcome, &case.stands) {
            (
                Outcome::Ineligible,
                CaseStands::Active {
                    up: Upcoming::Step { step, .. },
                    ..
                },
            ) => format!(
                "If nothing else happens, it is closed {when}, when its step \"{step}\" would come: {}.",
                ended(*outcome)
            ),
            _ => format!("If nothing else happens, it is closed {when}: {}.", ended(*outcome)),
        }),
        EntryKind::StepSent { .. }
        | EntryKind::NotEnrolled { .. }
        | EntryKind::Receipt { .. }
        | EntryKind::Opened { .. }
        | EntryKind::Clicked { .. }
        | EntryKind::Replied { .. }
        | EntryKind::Paused { .. }
        | EntryKind::ReEngaged { .. }
        | EntryKind::StaffOutcome { .. }
        | EntryKind::ConsentChanged { .. }
        | EntryKind::ContactDropped { .. }
        | EntryKind::RevisionChanged { .. }
        | EntryKind::Undone { .. }
        | EntryKind::Moved { .. }
        | EntryKind::Merged { .. }
        | EntryKind::History { .. }
        | EntryKind::Ignored { .. } => None,
    }
}

/// A step that is passed over, and what its gate found.
fn skipped(step: &StepId, reason: SkipReason, when: &str, case: &CaseExplanation) -> String {
    let open = |gate: &Gate| matches!(gate.kind, GateKind::InTime { .. }) && gate.verdict == Verdict::Holds;
    let in_time = case.gates.iter().any(open);
    let found = case.gates.iter().find_map(|gate| match (reason, &gate.kind) {
        (SkipReason::NoChannel | SkipReason::NoTemplate, GateKind::Channel { tried }) => {
            let tried: Vec<String> = tried.iter().filter_map(untried).collect();
            Some(tried.join("; ")).filter(|text| !text.is_empty())
        }
        (SkipReason::Condition, GateKind::StepCondition { criterion, .. }) => {
            let asked: Vec<String> = criterion.decisive().into_iter().map(asked).collect();
            Some(format!("it is for when {}", asked.join("; "))).filter(|_| !asked.is_empty())
        }
        // There is time left: it is the facts that keep it back until there is none.
        (SkipReason::Stale, GateKind::FreshFacts { .. }) if in_time && gate.verdict != Verdict::Holds => {
            Some("it waits for a newer export, and none has come by then".to_owned())
        }
        _ => None,
    });
    let why = found.unwrap_or_else(|| passed_over(reason).to_owned());
    format!("The step \"{step}\" is passed over {when}: {why}.")
}

/// The next message, and what moved it.
fn contacted(contact: &Entry, case: &CaseExplanation, clock: &Clock<'_>) -> Vec<String> {
    let EntryKind::StepSent { channel, why, .. } = &contact.kind else {
        return Vec::new();
    };
    let with_staff = matches!(case.stands, CaseStands::Paused { .. } | CaseStands::ReEngaged { .. });
    let what = match (channel, with_staff) {
        (Channel::Sms, false) => "A text goes out",
        (Channel::Email, false) => "An e-mail goes out",
        (Channel::Portal, false) => "A message in the portal goes out",
        (Channel::Call, false) => "Staff are asked to call",
        (Channel::Sms, true) => "If nothing else happens, a text goes out",
        (Channel::Email, true) => "If nothing else happens, an e-mail goes out",
        (Channel::Portal, true) => "If nothing else happens, a message in the portal goes out",
        (Channel::Call, true) => "If nothing else happens, staff are asked to call",
    };
    let when = clock.soon(contact.at);
    let moves = match why.moved_by.as_slice() {
        [] => String::new(),
        [only] => format!("; it was moved from {} by {}", clock.point(only.from), mover(only)),
        [first, ..] => {
            let moves = why.moved_by.iter();
            let moves: Vec<String> = moves
                .map(|step| format!("to {} by {}", clock.point(step.to), mover(step)))
                .collect();
            format!(
                "; it was moved from {} {}",
                clock.point(first.from),
                moves.join(", then ")
            )
        }
    };
    vec![format!("{what} {when}{moves}.")]
}
