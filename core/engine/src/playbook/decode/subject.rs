//! What is followed up, and when it is done.

use super::Names;
use super::Problems;
use super::item::{Item, Keys};
use crate::Code;
use crate::playbook::document::{Value, shown};
use crate::playbook::model::DoneWhen;
use crate::wire::{AppointmentKind, SubjectKind, hash};

const ANY_VISIT: &str = "any_visit";

/// `plan` unless the document says otherwise; none when what it says is no word.
pub(super) fn subject<'a>(keys: &mut Keys<'a>, problems: &mut Problems) -> (Option<SubjectKind>, Option<Item<'a>>) {
    let Some(item) = keys.optional("subject") else {
        return (Some(SubjectKind::fixed(hash::PLAN)), None);
    };
    let expected = "what is followed up: plan, recall, no_rebook, or a word of your own";
    let help = "a word has 1 to 64 letters, digits, _ and -";
    let kind = item.read(problems, expected, help, |text| {
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        SubjectKind::parse(text).ok().filter(|_| plain)
    });
    (kind, Some(item))
}

/// The texts of a built-in playbook name what another kind of subject does not have: told once, not for each text.
pub(super) fn built_in_is_of_another_kind(built_in: &str, names: &Names<'_>, problems: &mut Problems) {
    const PATH: &str = "subject";
    let Some(item) = &names.subject_item else { return };
    if problems.errors.iter().all(|error| error.path() != PATH) {
        let message = format!("the built-in playbook {} follows up something else", shown(built_in));
        let help = "leave `extends` out, and write the trigger, the sequences and the templates that it had";
        problems.report(item.error(Code::PlaybookBadValue, message).help(help));
    }
}

/// `{appointment: [hygiene]}`, visits of these kinds, or `any_visit`: what settles it besides its own `done`.
pub(super) fn done_when(keys: &mut Keys<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<DoneWhen> {
    let Some(item) = keys.optional("done_when") else {
        return Some(DoneWhen::Never);
    };
    if names.follows_plans() {
        return item.refuse(
            problems,
            "a plan has no done_when",
            "its procedures decide, by trigger.accepted_when",
        );
    }
    if let Value::Scalar(_) = item.node.value {
        return item
            .word(problems, "any_visit or {appointment: [hygiene]}", &[(ANY_VISIT, ())])
            .map(|()| DoneWhen::AnyVisit);
    }
    let mut keys = item.keys(problems, "any_visit or {appointment: [hygiene]}")?;
    let kinds = keys.required("appointment", problems).and_then(|item| {
        let items = item.one_or_more(problems, "a kind of visit or a list of them")?;
        let read: Vec<_> = items
            .iter()
            .map(|kind| kind.id(problems, AppointmentKind::parse))
            .collect();
        read.into_iter().collect::<Option<_>>().map(DoneWhen::Kinds)
    });
    keys.finish(problems);
    kinds
}
