//! Conditions: `all`, `any`, `not`, and one comparison with one fact each.

use super::item::{Item, Keys, meant};
use super::last_result::{self, Steps};
use super::{Names, Problems, custom, time};
use crate::criteria::{AmountFact, Bound, CodeRange, Condition, CountFact, DayFact, FlagFact, Range, Test, TextFact};
use crate::plan::{Category, Standing};
use crate::playbook::document::{Entry, Value, shown};
use crate::recipient::Channel;
use crate::{Code, Error};

/// The channels by their words.
pub(super) const CHANNELS: &[(&str, Channel)] = &[
    ("sms", Channel::Sms),
    ("email", Channel::Email),
    ("portal", Channel::Portal),
    ("call", Channel::Call),
];

/// How a fact is compared.
#[derive(Clone, Copy)]
pub(super) enum Fact {
    Amount(AmountFact),
    Count(CountFact),
    /// A count of seconds, written as a duration.
    Time(CountFact),
    Day(DayFact),
    Text(TextFact),
    Flag(FlagFact),
    Category,
    Standing,
    Code,
    HasChannel,
    Consented,
    LastResult,
}

/// What a condition may speak of.
#[derive(Clone, Copy)]
struct Scope<'a> {
    names: &'a Names<'a>,
    /// Those whose results it may ask for, in the `when` of a step.
    steps: Option<Steps<'a>>,
}

pub(super) const FACTS: &[(&str, Fact)] = &[
    ("pending_value", Fact::Amount(AmountFact::PendingValue)),
    ("patient_portion", Fact::Amount(AmountFact::PatientPortion)),
    (
        "patient_portion_or_value",
        Fact::Amount(AmountFact::PatientPortionOrValue),
    ),
    ("benefits_remaining", Fact::Amount(AmountFact::BenefitsRemaining)),
    ("procedure_count", Fact::Count(CountFact::ProcedureCount)),
    ("age", Fact::Count(CountFact::Age)),
    ("round", Fact::Count(CountFact::Round)),
    ("pending_for", Fact::Time(CountFact::PendingFor)),
    ("overdue_for", Fact::Time(CountFact::OverdueFor)),
    ("last_visit_ago", Fact::Time(CountFact::LastVisitAgo)),
    ("presented_on", Fact::Day(DayFact::PresentedOn)),
    ("due_on", Fact::Day(DayFact::DueOn)),
    ("provider", Fact::Text(TextFact::Provider)),
    ("location", Fact::Text(TextFact::Location)),
    ("tag", Fact::Text(TextFact::Tag)),
    ("language", Fact::Text(TextFact::Language)),
    ("upcoming_appointment", Fact::Flag(FlagFact::UpcomingAppointment)),
    (
        "no_upcoming_appointment_for_plan",
        Fact::Flag(FlagFact::NoUpcomingAppointmentForPlan),
    ),
    ("financing_available", Fact::Flag(FlagFact::FinancingAvailable)),
    ("replied", Fact::Flag(FlagFact::Replied)),
    ("new_patient", Fact::Flag(FlagFact::NewPatient)),
    ("insured", Fact::Flag(FlagFact::Insured)),
    ("category", Fact::Category),
    ("standing", Fact::Standing),
    ("code", Fact::Code),
    ("has_channel", Fact::HasChannel),
    ("consented", Fact::Consented),
    ("last_result", Fact::LastResult),
];

/// Reads a condition.
pub(super) fn condition(item: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> Option<Condition> {
    read(item, Scope { names, steps: None }, problems)
}

/// Reads the condition of a step, which may ask what became of those before it.
pub(super) fn of_step(
    item: &Item<'_>,
    names: &Names<'_>,
    steps: Steps<'_>,
    problems: &mut Problems,
) -> Option<Condition> {
    let steps = Some(steps);
    read(item, Scope { names, steps }, problems)
}

fn read(item: &Item<'_>, scope: Scope<'_>, problems: &mut Problems) -> Option<Condition> {
    let test = match &item.node.value {
        Value::Scalar(scalar) => flag_word(item, &scalar.text, scope, problems)?,
        Value::Map(entries) => match entries.as_slice() {
            [entry] => map_test(item, entry, scope, problems)?,
            [] => {
                return item.refuse(
                    problems,
                    "an empty condition",
                    "leave the key out when everyone is meant",
                );
            }
            _ => {
                return item.refuse(
                    problems,
                    "a condition says one thing",
                    "write `all:` with a list when several must hold, `any:` when one is enough",
                );
            }
        },
        Value::List(_) => {
            return item.refuse(
                problems,
                "expected a condition, got a list",
                "write `all:` above the list when all must hold, `any:` when one is enough",
            );
        }
        Value::Null => {
            return item.refuse(
                problems,
                "expected a condition, got nothing",
                "leave the key out when everyone is meant",
            );
        }
    };
    Some(Condition {
        test,
        place: item.node.place,
    })
}

/// A fact of the yes-or-no kind, as a bare word.
fn flag_word(item: &Item<'_>, word: &str, scope: Scope<'_>, problems: &mut Problems) -> Option<Test> {
    if let Some(name) = custom::name(word) {
        return custom::flag(item, name, scope.names, problems);
    }
    match fact(word) {
        Some(Fact::Flag(flag)) => Some(Test::Flag(flag, true)),
        Some(_) => item.refuse(
            problems,
            format!("{} needs something to be compared with", shown(word)),
            format!("write {{{word}: …}}"),
        ),
        None => {
            problems.report(unknown(
                item.error(Code::PlaybookUnknownName, format!("unknown fact {}", shown(word))),
                word,
            ));
            None
        }
    }
}

fn map_test(item: &Item<'_>, entry: &Entry, scope: Scope<'_>, problems: &mut Problems) -> Option<Test> {
    let value = item.entry(entry);
    match entry.key.as_str() {
        "all" => parts(&value, scope, problems).map(Test::All),
        "any" => parts(&value, scope, problems).map(Test::Any),
        "not" => read(&value, scope, problems).map(|part| Test::Not(Box::new(part))),
        word if custom::name(word).is_some() => {
            let keys = item.keys(problems, "a condition")?;
            let error = |message| keys.key_error(entry, Code::PlaybookUnknownName, message);
            custom::comparison(&value, custom::name(word)?, scope.names, problems, error)
        }
        word => match fact(word) {
            Some(fact) => {
                let keys = item.keys(problems, "a condition")?;
                let misplaced = |message| keys.key_error(entry, Code::PlaybookBadValue, message);
                comparison(fact, &value, scope, problems, misplaced)
            }
            None => {
                let keys = item.keys(problems, "a condition")?;
                let error = keys.key_error(
                    entry,
                    Code::PlaybookUnknownName,
                    format!("unknown fact {}", shown(word)),
                );
                problems.report(unknown(error, word));
                None
            }
        },
    }
}

fn parts(value: &Item<'_>, scope: Scope<'_>, problems: &mut Problems) -> Option<Vec<Condition>> {
    let items = value.list(problems, "a list of conditions")?;
    let read: Vec<_> = items.iter().map(|part| read(part, scope, problems)).collect();
    read.into_iter().collect()
}

/// `misplaced` makes an error about the key.
fn comparison(
    fact: Fact,
    value: &Item<'_>,
    scope: Scope<'_>,
    problems: &mut Problems,
    misplaced: impl FnOnce(String) -> Error,
) -> Option<Test> {
    match fact {
        Fact::Amount(fact) => {
            range(value, "amount", problems, |end, problems| end.money(problems)).map(|r| Test::Amount(fact, r))
        }
        Fact::Count(fact) => {
            let count = |end: &Item<'_>, problems: &mut Problems| end.whole(problems, 0, 1_000_000).map(i64::from);
            range(value, "number", problems, count).map(|r| Test::Count(fact, r))
        }
        Fact::Time(fact) => range(value, "duration", problems, time::duration).map(|r| Test::Count(fact, r)),
        Fact::Day(fact) => range(value, "day", problems, time::date).map(|r| Test::Day(fact, r)),
        Fact::Text(fact) => {
            let list = texts(value, problems)?;
            (fact != TextFact::Location || located(value, scope.names, problems)).then_some(Test::Text(fact, list))
        }
        Fact::Flag(fact) => value.flag(problems).map(|wanted| Test::Flag(fact, wanted)),
        Fact::Category => {
            let words: Vec<_> = Category::ALL.iter().map(|c| (c.as_str(), *c)).collect();
            words_of(value, "a category", &words, problems).map(Test::Category)
        }
        Fact::Standing => {
            let words: Vec<_> = Standing::ALL.iter().map(|s| (s.as_str(), *s)).collect();
            words_of(value, "a standing", &words, problems).map(Test::Standing)
        }
        Fact::Code => codes(value, problems).map(Test::Code),
        Fact::HasChannel => words_of(value, "a channel", CHANNELS, problems).map(Test::HasChannel),
        Fact::Consented => words_of(value, "a channel", CHANNELS, problems).map(Test::Consented),
        Fact::LastResult => last_result::comparison(value, scope.steps, problems, misplaced),
    }
}

/// `{above: 500}`, `{at_least: 500, below: 3000}`, `{between: [500, 3000]}`.
pub(super) fn range<T: PartialOrd + Copy>(
    value: &Item<'_>,
    what: &str,
    problems: &mut Problems,
    read: impl Fn(&Item<'_>, &mut Problems) -> Option<T>,
) -> Option<Range<T>> {
    const HELP: &str = "write above, at_least, below, at_most, or between: [from, to) with the upper end outside";
    if value.node.text().is_some() || matches!(value.node.value, Value::List(_) | Value::Null) {
        return value.refuse(
            problems,
            format!("expected bounds of the {what}, got {}", value.shown()),
            HELP,
        );
    }
    let before = problems.count();
    let mut keys = value.keys(problems, "bounds")?;
    let mut bound = |keys: &mut Keys<'_>, key, inclusive| {
        let item = keys.optional(key)?;
        read(&item, problems).map(|at| Bound { at, inclusive })
    };
    let lower = [bound(&mut keys, "above", false), bound(&mut keys, "at_least", true)];
    let upper = [bound(&mut keys, "below", false), bound(&mut keys, "at_most", true)];
    let mut lower: Vec<_> = lower.into_iter().flatten().collect();
    let mut upper: Vec<_> = upper.into_iter().flatten().collect();
    if let Some(between) = keys.optional("between")
        && let Some(ends) = between.list(problems, "the two ends")
    {
        match ends.as_slice() {
            [from, to] => {
                lower.extend(read(from, problems).map(|at| Bound { at, inclusive: true }));
                upper.extend(read(to, problems).map(|at| Bound { at, inclusive: false }));
            }
            _ => {
                problems.report(
                    between
                        .error(Code::PlaybookBadValue, format!("expected two ends, got {}", ends.len()))
                        .help(HELP),
                );
            }
        }
    }
    keys.finish(problems);
    if problems.count() > before {
        return None;
    }
    if lower.len() > 1 || upper.len() > 1 || lower.len() + upper.len() == 0 {
        let message = if lower.is_empty() && upper.is_empty() {
            "no bound"
        } else {
            "more than one bound on the same side"
        };
        return value.refuse(problems, message, HELP);
    }
    let range = Range {
        from: lower.pop(),
        to: upper.pop(),
    };
    if let (Some(from), Some(to)) = (&range.from, &range.to) {
        let empty = if from.inclusive && to.inclusive {
            from.at > to.at
        } else {
            from.at >= to.at
        };
        if empty {
            return value.refuse(
                problems,
                "nothing lies between these bounds",
                "the lower end comes first",
            );
        }
    }
    Some(range)
}

pub(super) fn words_of<T: Copy>(
    value: &Item<'_>,
    what: &str,
    words: &[(&'static str, T)],
    problems: &mut Problems,
) -> Option<Vec<T>> {
    let items = value.one_or_more(problems, what)?;
    let read: Vec<_> = items.iter().map(|item| item.word(problems, what, words)).collect();
    read.into_iter().collect()
}

fn texts(value: &Item<'_>, problems: &mut Problems) -> Option<Vec<String>> {
    let items = value.one_or_more(problems, "a word or a list of words")?;
    let read: Vec<_> = items.iter().map(|item| item.line(problems, 100)).collect();
    read.into_iter().collect()
}

/// Whether the playbook has the locations that a condition names, where it has any: a slip in one would leave its cases
/// to nobody.
fn located(value: &Item<'_>, names: &Names<'_>, problems: &mut Problems) -> bool {
    let before = problems.count();
    if names.locations.is_empty() {
        return true;
    }
    for item in value.one_or_more(problems, "a location").unwrap_or_default() {
        let Some(id) = item
            .node
            .text()
            .map(str::trim)
            .filter(|id| !names.locations.contains(id))
        else {
            continue;
        };
        let error = item.error(Code::PlaybookUnknownName, format!("unknown location {}", shown(id)));
        let meant = meant(id, || names.locations.iter().copied());
        problems.report(error.help(format!(
            "{meant}; a location that is as the practice itself is written {id}: {{}}"
        )));
    }
    problems.count() == before
}

/// Codes and ranges of codes: `D6010`, `D6010-D6199`.
pub(super) fn codes(value: &Item<'_>, problems: &mut Problems) -> Option<Vec<CodeRange>> {
    let items = value.one_or_more(problems, "a code, a range of codes or a list of them")?;
    let read: Vec<_> = items.iter().map(|item| code(item, problems)).collect();
    read.into_iter().collect()
}

/// The length of a CDT code, by which ranges go.
const CODE_CHARS: usize = 5;

fn code(item: &Item<'_>, problems: &mut Problems) -> Option<CodeRange> {
    let expected = "a code such as D2740 or a range such as D6010-D6199";
    item.read(
        problems,
        expected,
        "a range has two codes of five characters, the lower one first",
        |text| {
            let plain = |code: &str| !code.is_empty() && code.len() <= 20 && code.bytes().all(|b| b.is_ascii_graphic());
            match text.split_once('-') {
                Some((from, to)) if from.len() == CODE_CHARS && to.len() == CODE_CHARS => {
                    let range = plain(from) && plain(to) && from <= to && from.get(..1) == to.get(..1);
                    range.then(|| CodeRange {
                        from: from.to_owned(),
                        to: to.to_owned(),
                    })
                }
                _ => plain(text).then(|| CodeRange {
                    from: text.to_owned(),
                    to: text.to_owned(),
                }),
            }
        },
    )
}

fn fact(word: &str) -> Option<Fact> {
    FACTS.iter().find(|(name, _)| *name == word).map(|(_, fact)| *fact)
}

fn unknown(error: Error, word: &str) -> Error {
    let names = || FACTS.iter().map(|(name, _)| *name);
    error.help(meant(word, || names().chain(["all", "any", "not"])))
}
