//! Templates: texts by channel and language, compiled once.

use std::collections::BTreeMap;

use super::confirmation;
use super::custom::undeclared;
use super::item::{Item, Keys};
use super::lists::languages_of;
use super::subject::built_in_is_of_another_kind;
use super::{Names, Problems};
use crate::message::{Form, LintRules, Reference, Template, TemplateProblem, lint, thread_mark};
use crate::playbook::builtin;
use crate::playbook::document::{Origin, Value, shown};
use crate::playbook::model::{Arm, Arms, EmailTemplate, TemplateSet};
use crate::wire::{Place, TemplateId};
use crate::{Code, Error};

const MAX_SEGMENTS: &str = "max_segments";
/// Carriers join no more parts than this into one text.
const MOST_SEGMENTS: u32 = 10;

pub(super) fn templates(
    keys: &mut Keys<'_>,
    names: &Names<'_>,
    problems: &mut Problems,
) -> Option<BTreeMap<TemplateId, TemplateSet>> {
    let item = keys.required("templates", problems)?;
    let before = problems.count();
    let map = item.keys(problems, "a map of templates")?;
    let mut all = BTreeMap::new();
    for entry in map.rest() {
        let set = template_set(&entry.key, &item.entry(entry), names, problems);
        match TemplateId::parse(&entry.key) {
            Ok(id) => all.extend(set.map(|set| (id, set))),
            Err(error) => problems.report(map.key_error(entry, Code::PlaybookBadValue, error.message())),
        }
    }
    if names.has(confirmation::ID, crate::recipient::Channel::Sms) != Some(true) {
        problems.report(confirmation::missing(&item));
    }
    (problems.count() == before).then_some(all)
}

fn template_set(id: &str, item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<TemplateSet> {
    let mut keys = item.keys(problems, "texts by channel: {sms: …, email: …}")?;
    let mut max_segments = Some(None);
    let sms = keys.maybe("sms", |item| {
        max_segments = segments(&item, problems);
        arms(&item, names, problems, &[MAX_SEGMENTS], |item, problems| {
            let template = text(item, Form::Sms, names, problems)?;
            confirmation::says_no_more(id, item, &template, problems);
            Some(template)
        })
    });
    let email = keys.maybe("email", |item| {
        arms(&item, names, problems, &[], |item, problems| {
            email(item, names, problems)
        })
    });
    let portal = keys.maybe("portal", |item| {
        arms(&item, names, problems, &[], |item, problems| {
            text(item, Form::Portal, names, problems)
        })
    });
    keys.finish(problems);
    Some(TemplateSet {
        sms: sms?,
        max_segments: max_segments?,
        email: email?,
        portal: portal?,
    })
}

/// The most segments that a text message may take, where the practice says so.
fn segments(item: &Item<'_>, problems: &mut Problems) -> Option<Option<u32>> {
    // What is wrong with the map itself is told where its texts are read.
    if !matches!(item.node.value, Value::Map(_)) {
        return Some(None);
    }
    let mut keys = item.keys(problems, "texts by language, or arms")?;
    keys.maybe(MAX_SEGMENTS, |item| item.whole(problems, 1, MOST_SEGMENTS))
}

/// Texts by language, or arms that are compared with each other.
fn arms<T>(
    item: &Item<'_>,
    names: &Names<'_>,
    problems: &mut Problems,
    besides: &[&'static str],
    read: impl Fn(&Item<'_>, &mut Problems) -> Option<T>,
) -> Option<Arms<T>> {
    let mut keys = item.keys(problems, "texts by language, or arms")?;
    for key in besides {
        keys.optional(key);
    }
    let Some(list) = keys.optional("arms") else {
        let by_language = texts(item, names, problems, besides, read)?;
        return Some(Arms {
            arms: vec![Arm {
                id: None,
                weight: 1,
                by_language,
            }],
        });
    };
    keys.finish(problems);
    let before = problems.count();
    let mut arms: Vec<Arm<T>> = Vec::new();
    for item in list.list(problems, "a list of arms")? {
        let Some(arm) = arm(&item, names, problems, &read) else {
            continue;
        };
        if arms.iter().any(|known| known.id == arm.id) {
            let message = format!(
                "the arm {} stands here twice",
                shown(arm.id.as_deref().unwrap_or_default())
            );
            let error = item.error(Code::PlaybookDuplicateId, message);
            problems.report(error.help("rename one of them"));
        }
        arms.push(arm);
    }
    if problems.count() > before {
        return None;
    }
    if arms.iter().all(|arm| arm.weight == 0) {
        return list.refuse(
            problems,
            "no arm has any weight",
            "write at least one arm with a weight above zero",
        );
    }
    Some(Arms { arms })
}

fn arm<T>(
    item: &Item<'_>,
    names: &Names<'_>,
    problems: &mut Problems,
    read: impl Fn(&Item<'_>, &mut Problems) -> Option<T>,
) -> Option<Arm<T>> {
    let mut keys = item.keys(problems, "an arm: {id: a, weight: 1, en: …}")?;
    let id = keys.required("id", problems).and_then(|item| item.line(problems, 32));
    let weight = keys.or("weight", 1, |item| item.whole(problems, 0, 1_000));
    let by_language = texts(item, names, problems, &["id", "weight"], read);
    Some(Arm {
        id: Some(id?),
        weight: weight?,
        by_language: by_language?,
    })
}

fn texts<T>(
    item: &Item<'_>,
    names: &Names<'_>,
    problems: &mut Problems,
    besides: &[&str],
    read: impl Fn(&Item<'_>, &mut Problems) -> Option<T>,
) -> Option<BTreeMap<String, T>> {
    let before = problems.count();
    let mut all = BTreeMap::new();
    for (language, value) in languages_of(item, names, besides, problems)? {
        all.extend(read(&value, problems).map(|text| (language, text)));
    }
    (problems.count() == before).then_some(all)
}

fn email(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<EmailTemplate> {
    let mut keys = item.keys(problems, "{subject: …, plain: …, detailed: …}")?;
    let subject = keys
        .required("subject", problems)
        .and_then(|item| text(&item, Form::Subject, names, problems));
    let plain = keys
        .required("plain", problems)
        .and_then(|item| text(&item, Form::Plain, names, problems));
    let detailed = keys.maybe("detailed", |item| text(&item, Form::Detailed, names, problems));
    keys.finish(problems);
    Some(EmailTemplate {
        subject: subject?,
        plain: plain?,
        detailed: detailed?,
    })
}

/// A text of a form, compiled and held to what the form may carry.
pub(super) fn text(item: &Item<'_>, form: Form, names: &Names<'_>, problems: &mut Problems) -> Option<Template> {
    let source = item.text(problems, "a text")?;
    if let Some(template) = builtin::compiled(item.node.origin, form, source) {
        return fits_subject(item, source, template, names, problems).then(|| template.clone());
    }
    match Template::compile(source, form) {
        Ok(template) => {
            let before = problems.count();
            declared(item, &template, names, problems);
            fits_subject(item, source, &template, names, problems);
            discreet(item, source, &template, problems);
            honest(item, source, &template, problems);
            (problems.count() == before).then_some(template)
        }
        Err(found) => {
            found.iter().for_each(|problem| problems.report(at(item, problem)));
            None
        }
    }
}

/// A fact of the host's own is declared before a text names it: a slip in its name would leave a gap for ever.
fn declared(item: &Item<'_>, template: &Template, names: &Names<'_>, problems: &mut Problems) {
    for reference in template.variables() {
        if let Reference::Custom(name) = reference
            && !names.custom.contains_key(name.as_str())
        {
            let message = format!("unknown variable custom.{name}");
            problems.report(undeclared(item.error(Code::PlaybookTemplate, message), &name, names));
        }
    }
}

/// A recall has no fees and no procedures, a plan no due date: a text that names them would have a gap for ever.
fn fits_subject(
    item: &Item<'_>,
    source: &str,
    template: &Template,
    names: &Names<'_>,
    problems: &mut Problems,
) -> bool {
    let (Some(subject), plans) = (&names.subject, names.follows_plans()) else {
        return true;
    };
    let before = problems.count();
    for reference in template.variables() {
        let Some(of_plans) = reference.of_plans().filter(|of_plans| *of_plans != plans) else {
            continue;
        };
        if let Origin::BuiltIn(built_in) = item.node.origin {
            built_in_is_of_another_kind(built_in, names, problems);
            return false;
        }
        let path = reference.path();
        let (message, help) = if of_plans {
            let message = format!("{path} is of plans, and this playbook follows up {subject}");
            (message, "leave it out; subject.due_on and plan.link are there")
        } else {
            let message = format!("{path} is of what falls due, and this playbook follows up plans");
            (message, "leave it out, or say with the key subject what is followed up")
        };
        let (line, column) = place_in(source, path);
        let problem = TemplateProblem {
            line,
            column,
            message,
            help: help.to_owned(),
        };
        problems.report(at(item, &problem));
    }
    problems.count() == before
}

/// Where a text has some words, from 1; its beginning when they are not there as such.
fn place_in(source: &str, words: &str) -> (u32, u32) {
    let before = source
        .find(words)
        .and_then(|begin| source.get(..begin))
        .unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(line_start..).map_or(0, |line| line.chars().count()) + 1;
    (
        u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX),
        u32::try_from(column).unwrap_or(u32::MAX),
    )
}

/// The author's own words are held to what the form may carry, as the values are.
fn discreet(item: &Item<'_>, source: &str, template: &Template, problems: &mut Problems) {
    let form = template.form();
    let written = template.static_text().join(" … ");
    for finding in lint(&written, form, &LintRules::default()) {
        // What stands in a playbook is nobody's data and may be shown.
        let said = finding.excerpt.reveal();
        let (line, column) = place_in(source, said);
        let problem = TemplateProblem {
            line,
            column,
            message: format!(
                "{} may not say {} ({})",
                form.as_str(),
                shown(said),
                finding.class.as_str()
            ),
            help: "say it behind the link, or in the detailed e-mail".to_owned(),
        };
        problems.report(at(item, &problem));
    }
}

/// A subject that begins as an answer does pretends to be one: every e-mail here is written first (15 U.S.C. 7704(a)(2)).
fn honest(item: &Item<'_>, source: &str, template: &Template, problems: &mut Problems) {
    if template.form() != Form::Subject {
        return;
    }
    // Also where a condition or a value stands before it: either may come to nothing.
    let pieces = template.static_text();
    let whole = pieces.concat();
    let begins = |piece: &&str| !piece.starts_with(char::is_whitespace);
    let mut starts = pieces.into_iter().filter(begins).chain([whole.as_str()]);
    let Some(mark) = starts.find_map(thread_mark) else {
        return;
    };
    let (line, column) = place_in(source, mark);
    let problem = TemplateProblem {
        line,
        column,
        message: format!(
            "a subject may not begin as an answer or a forward does: {}",
            shown(mark)
        ),
        help: "say what the e-mail is about; Re: and the like are for answers (15 USC 7704(a)(2))".to_owned(),
    };
    problems.report(at(item, &problem));
}

/// A problem inside a text, at its place in the document where that can be told.
fn at(item: &Item<'_>, problem: &TemplateProblem) -> Error {
    let error = item
        .error(Code::PlaybookTemplate, problem.message.as_str())
        .help(problem.help.as_str());
    let inside = match &item.node.value {
        Value::Scalar(scalar) => scalar.inside,
        Value::Null | Value::List(_) | Value::Map(_) => None,
    };
    let (Some(start), Some(_)) = (inside, error.text_place()) else {
        return error;
    };
    let line = start.line.saturating_add(problem.line.saturating_sub(1));
    // Every line of a block stands at the indent of the first.
    let column = start.column.saturating_add(problem.column.saturating_sub(1));
    error.place(Some(Place { line, column }))
}
