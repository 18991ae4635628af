//! People at the practice: roles, escalations, and what happens once a patient has reacted.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Item, Keys, meant};
use super::{Names, Problems, time};
use crate::Code;
use crate::escalation::{Delay, Level, Priority, PromptKind};
use crate::playbook::document::{Value, shown};
use crate::playbook::model::{AfterReEngaged, ClickKind, WhenReEngaged};
use crate::wire::{EscalationId, RoleId};

/// The roles of a practice that names none.
pub(super) const ROLES: &[&str] = &["front_desk", "treatment_coordinator", "office_manager"];

/// How long a level waits after the one before, when it does not say.
const AFTER: Delay = Delay::BusinessDays(2);

pub(super) const PROMPTS: &[(&str, PromptKind)] = &[
    ("call", PromptKind::Call),
    ("book", PromptKind::Book),
    ("answer", PromptKind::Answer),
    ("fix_contact", PromptKind::FixContact),
    ("review", PromptKind::Review),
];

/// The names of roles, as a practice or one of its locations has them.
pub(super) fn roles(item: &Item<'_>, problems: &mut Problems) -> Option<BTreeSet<RoleId>> {
    let before = problems.count();
    let map = item.keys(problems, "a map of roles")?;
    let mut all = BTreeSet::new();
    for entry in map.rest() {
        let role = item.entry(entry);
        match &role.node.value {
            Value::Null => {}
            Value::Map(_) => {
                if let Some(inner) = role.keys(problems, "a role") {
                    inner.finish(problems);
                }
            }
            other @ (Value::Scalar(_) | Value::List(_)) => {
                role.refuse::<()>(
                    problems,
                    format!("expected {{}}, got {}", other.kind()),
                    "a role has nothing but its name",
                );
            }
        }
        match RoleId::parse(&entry.key) {
            Ok(role) => {
                all.insert(role);
            }
            Err(_) => {
                problems.report(map.key_error(entry, Code::PlaybookBadValue, "expected a name of 1 to 64 bytes"));
            }
        }
    }
    (problems.count() == before).then_some(all)
}

pub(super) fn escalations(
    keys: &mut Keys<'_>,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<BTreeMap<EscalationId, Vec<Level>>> {
    let before = problems.count();
    let item = keys.required("escalation", problems)?;
    let mut map = item.keys(problems, "a map of escalations")?;
    // A patient's question always goes to a person.
    map.required("question", problems);
    let Value::Map(entries) = &item.node.value else {
        return None;
    };
    let mut all = BTreeMap::new();
    for entry in entries {
        let list = item.entry(entry);
        let levels = levels(&list, names, problems);
        match EscalationId::parse(&entry.key) {
            Ok(id) => {
                all.extend(levels.map(|levels| (id, levels)));
            }
            Err(error) => problems.report(map.key_error(entry, Code::PlaybookBadValue, error.message())),
        }
    }
    (problems.count() == before).then_some(all)
}

fn levels(list: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Vec<Level>> {
    let items = list.list(problems, "a list of levels")?;
    if items.is_empty() {
        return list.refuse(
            problems,
            "an escalation without levels",
            "write at least one level: {prompt: call, role: front_desk}",
        );
    }
    let read: Vec<_> = items
        .iter()
        .enumerate()
        .map(|(at, item)| level(item, at == 0, names, problems))
        .collect();
    read.into_iter().collect()
}

fn level(item: &Item<'_>, first: bool, names: &Names<'_>, problems: &mut Problems) -> Option<Level> {
    let mut keys = item.keys(problems, "a level such as {prompt: call, role: front_desk}")?;
    let prompt = keys
        .required("prompt", problems)
        .and_then(|item| item.word(problems, "what is asked", PROMPTS));
    let role = keys
        .required("role", problems)
        .and_then(|item| role(&item, names, problems));
    let due_in = keys.maybe("due_in", |item| time::delay(&item, problems));
    let alert = keys.or("alert", false, |item| item.flag(problems));
    let words = [("normal", Priority::Normal), ("high", Priority::High)];
    let priority = keys.or("priority", Priority::Normal, |item| {
        item.word(problems, "a priority", &words)
    });
    let after = match keys.optional("after") {
        Some(after) if first => after.refuse(
            problems,
            "the first level has no `after`",
            "it is raised at once; `after` counts from the level before",
        ),
        Some(after) => time::delay(&after, problems).map(Some),
        None if first => Some(None),
        None => Some(Some(AFTER)),
    };
    keys.finish(problems);
    Some(Level {
        prompt: prompt?,
        role: role?,
        due_in: due_in?,
        after: after?,
        alert: alert?,
        priority: priority?,
    })
}

fn role(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<RoleId> {
    let name = item.text(problems, "a role")?;
    if !names.roles.contains(name) {
        let error = item.error(Code::PlaybookUnknownName, format!("unknown role {}", shown(name)));
        problems.report(error.help(meant(name, || names.roles.iter().copied())));
        return None;
    }
    item.id(problems, RoleId::parse)
}

/// An escalation by its id.
pub(super) fn escalation(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<EscalationId> {
    let name = item.text(problems, "an escalation")?;
    if !names.escalations.contains(&name) {
        let error = item.error(Code::PlaybookUnknownName, format!("unknown escalation {}", shown(name)));
        problems.report(error.help(meant(name, || names.escalations.iter().copied())));
        return None;
    }
    item.id(problems, EscalationId::parse)
}

pub(super) fn when_re_engaged(
    keys: &mut Keys<'_>,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<WhenReEngaged> {
    const DEFAULT: &str = "re_engaged";
    let Some(item) = keys.optional("when_re_engaged") else {
        if !names.escalations.contains(&DEFAULT) {
            let error = keys
                .item
                .error(Code::PlaybookMissingKey, "the key \"when_re_engaged\" is missing");
            problems.report(
                error
                    .at("when_re_engaged")
                    .help("write {escalate: ID}, or an escalation named re_engaged"),
            );
            return None;
        }
        return Some(WhenReEngaged {
            escalate: EscalationId::parse(DEFAULT).ok()?,
            then: AfterReEngaged::Close,
        });
    };
    let mut keys = item.keys(problems, "{escalate: …, then: …}")?;
    let escalate = keys
        .required("escalate", problems)
        .and_then(|item| escalation(&item, names, problems));
    let words = [("close", AfterReEngaged::Close), ("resume", AfterReEngaged::Resume)];
    let then = keys.or("then", AfterReEngaged::Close, |item| {
        item.word(problems, "what follows", &words)
    });
    keys.finish(problems);
    Some(WhenReEngaged {
        escalate: escalate?,
        then: then?,
    })
}

pub(super) fn engagement(keys: &mut Keys<'_>, problems: &mut Problems) -> Option<ClickKind> {
    let Some(item) = keys.optional("engagement") else {
        return Some(ClickKind::Confirmed);
    };
    let mut keys = item.keys(problems, "{click: …}")?;
    let words = [("confirmed", ClickKind::Confirmed), ("landed", ClickKind::Landed)];
    let click = keys.or("click", ClickKind::Confirmed, |item| {
        item.word(problems, "a kind of click", &words)
    });
    keys.finish(problems);
    click
}
