//! Reading a journal, and the plans beside it, in pieces.

use followthrough::follow_up::Outcome;
use followthrough::recipient::Channel;
use followthrough::{Plan, Timestamp};
use serde::{Deserialize, Serialize};

use super::case::{Case, Reaction, Touch, Whose};
use super::lines::{Cutter, Line, mark};
use super::{Journal, Person, QUARTER};

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Damaged {
    /// Of which file, as the caller named it; absent where it named none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Which line, from 1.
    pub line: u64,
    /// What is wrong with it. It repeats nothing of what stands there.
    pub why: String,
}

/// The step of the message that confirms an opt-out.
const CONFIRMATION: &str = "opt_out_confirmation";

/// As many damaged lines as are named; the others are counted.
const NAMED: usize = 100;

/// Reads journals and plans, piece by piece: bytes as they come from a file, cut anywhere.
#[derive(Debug, Default)]
pub struct Reader {
    journal: Journal,
    cutter: Cutter,
    plans: Cutter,
    file: Option<String>,
    line: u64,
}

/// A line with a plan: one as the engine was told of it, or a bare plan.
#[derive(Deserialize)]
struct PlanLine {
    recipient: Option<String>,
    household: Option<String>,
    at: Option<Timestamp>,
    plan: Plan,
}

impl Reader {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another file begins: lines that are damaged are named after it.
    pub fn next_file(&mut self, name: &str) {
        self.end();
        self.file = Some(name.to_owned());
        self.line = 0;
    }

    /// Takes in a piece of the journal.
    pub fn push(&mut self, piece: &[u8]) {
        let mut cutter = std::mem::take(&mut self.cutter);
        cutter.push(piece, |line| self.entry(line));
        self.cutter = cutter;
    }

    /// Takes in a piece of the plans: lines of `{"recipient", "at", "plan"}`, or of bare plans.
    pub fn push_plans(&mut self, piece: &[u8]) {
        let mut cutter = std::mem::take(&mut self.plans);
        cutter.push(piece, |line| self.plan_line(line));
        self.plans = cutter;
    }

    /// Takes in one plan that the host has as a value, as it was known at an instant.
    pub fn plan(&mut self, at: Option<Timestamp>, recipient: Option<&str>, plan: &Plan) {
        self.note_plan(at, recipient, plan);
    }

    /// What was read.
    pub fn finish(mut self) -> Journal {
        self.end();
        let Journal {
            names, cases, plans, ..
        } = &mut self.journal;
        for case in cases {
            case.settle(names);
        }
        for plan in plans.values_mut() {
            plan.settle();
        }
        self.journal
    }

    fn end(&mut self) {
        let mut cutter = std::mem::take(&mut self.cutter);
        cutter.end(|line| self.entry(line));
        let mut plans = std::mem::take(&mut self.plans);
        plans.end(|line| self.plan_line(line));
    }

    fn damaged(&mut self, why: String) {
        let read = &mut self.journal.read;
        read.damaged += 1;
        if read.damaged_lines.len() < NAMED {
            read.damaged_lines.push(Damaged {
                file: self.file.clone(),
                line: self.line,
                why,
            });
        }
    }

    fn entry(&mut self, line: Option<&[u8]>) {
        self.line += 1;
        let Some(line) = line else {
            return self.damaged("longer than a megabyte".to_owned());
        };
        if line.trim_ascii().is_empty() {
            return;
        }
        self.journal.read.lines += 1;
        let told = serde_json::from_slice::<Line<'_>>(line).map_err(|error| plain(&error));
        if let Err(why) = told.and_then(|line| self.journal.note(&line)) {
            self.damaged(why);
        }
    }

    fn plan_line(&mut self, line: Option<&[u8]>) {
        self.line += 1;
        let Some(line) = line else {
            return self.damaged("longer than a megabyte".to_owned());
        };
        if line.trim_ascii().is_empty() {
            return;
        }
        self.journal.read.plan_lines += 1;
        // One that names a plan is what the host told the engine; else it is the plan itself.
        match serde_json::from_slice::<PlanLine>(line) {
            Ok(told) => {
                if let Some(recipient) = &told.recipient {
                    self.journal.person(recipient, told.household.as_deref());
                }
                self.note_plan(told.at, told.recipient.as_deref(), &told.plan);
            }
            Err(error) => match serde_json::from_slice::<Plan>(line) {
                Ok(plan) => self.note_plan(None, None, &plan),
                Err(_) => self.damaged(plain(&error)),
            },
        }
    }

    fn note_plan(&mut self, at: Option<Timestamp>, recipient: Option<&str>, plan: &Plan) {
        let at = at.map(Timestamp::unix);
        self.journal.has_dated_plans |= at.is_some();
        let facts = self.journal.plans.entry(plan.id.as_str().into()).or_default();
        facts.note(at, recipient, plan);
    }
}

/// What is wrong, without what stands there: `serde_json` repeats wrong values.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    for known in ["missing field", "duplicate field"] {
        if let Some(rest) = text.find(known).and_then(|at| text.get(at..)) {
            return rest.split(" at line").next().unwrap_or(known).to_owned();
        }
    }
    if text.contains("expected an amount") {
        let column = error.column();
        return format!("a value that is no amount up to a billion dollars before column {column}");
    }
    match error.classify() {
        serde_json::error::Category::Data => format!("a value of the wrong kind before column {}", error.column()),
        serde_json::error::Category::Io | serde_json::error::Category::Syntax | serde_json::error::Category::Eof => {
            format!("no JSON from column {} on", error.column())
        }
    }
}

impl Journal {
    pub(super) fn person(&mut self, id: &str, household: Option<&str>) -> usize {
        let index = match self.by_person.get(id) {
            Some(index) => *index,
            None => {
                self.people.push(Person {
                    id: id.into(),
                    household: None,
                    cases: Vec::new(),
                    opted_out_at: None,
                });
                self.by_person.insert(id.into(), self.people.len() - 1);
                self.people.len() - 1
            }
        };
        if let (Some(person), Some(household)) = (self.people.get_mut(index), household)
            && person.household.is_none()
        {
            person.household = Some(household.into());
        }
        index
    }

    fn case(&mut self, person: usize, id: &str) -> Option<&mut Case> {
        let known = self.people.get(person)?.cases.iter().copied();
        let mut known = known.filter(|index| self.cases.get(*index).is_some_and(|case| &*case.id == id));
        let index = match known.next() {
            Some(index) => index,
            None => {
                self.case_ids.insert(id.into());
                self.cases.push(Case::new(id));
                let index = self.cases.len() - 1;
                self.people.get_mut(person)?.cases.push(index);
                index
            }
        };
        self.cases.get_mut(index)
    }

    /// Takes in an entry; says what is wrong where it cannot be one.
    fn note(&mut self, line: &Line<'_>) -> Result<(), String> {
        let at = Timestamp::parse(&line.at).map_err(|_| "`at` is no instant with an offset".to_owned())?;
        let at = at.unix();
        let person = self.person(&line.recipient, line.household.as_deref());
        match &*line.kind_of_entry {
            "enrolled" => {
                let sequence = self.names.name(needed(line.sequence.as_deref(), "sequence")?);
                // A round is told once; the key is asked for so that a line cut short is seen.
                line.round.ok_or_else(|| missing("round"))?;
                self.about(person, line, |case| case.enrol(at, sequence))
            }
            "observed" => self.about(person, line, |case| case.observe(at)),
            "not_enrolled" => self.about(person, line, |_| ()),
            "step_sent" => self.sent(person, at, line),
            "receipt" => self.receipt(person, at, line),
            "opened" => self.happened(person, at, line, Reaction::Opened),
            "clicked" => match (needed(line.kind.as_deref(), "kind")?, line.purpose.as_deref()) {
                // Before the journal said what a link is for, all were taken for those to book.
                (_, Some("unsubscribe")) => Ok(()),
                ("confirmed", _) => self.happened(person, at, line, Reaction::Clicked),
                _ => self.happened(person, at, line, Reaction::Fetched),
            },
            "replied" => {
                let channel = channel(line)?;
                if line.case_id.is_none() {
                    return Ok(());
                }
                self.about(person, line, |case| {
                    case.happens(at, Reaction::Replied, Whose::Channel(channel))
                })
            }
            "re_engaged" => match (line.by.as_deref(), &line.touchpoint) {
                (Some("reply" | "click"), Some(step)) => {
                    let step = self.names.name(step);
                    self.about(person, line, |case| {
                        case.happens(at, Reaction::ReEngaged, Whose::Step(step))
                    })
                }
                _ => self.about(person, line, |_| ()),
            },
            "closed" => {
                let outcome = outcome(needed(line.outcome.as_deref(), "outcome")?)?;
                let touchpoint = line.touchpoint.as_deref().map(|step| self.names.name(step));
                self.about(person, line, |case| case.close(at, outcome, touchpoint))
            }
            "consent_changed" => {
                if needed(line.change.as_deref(), "change")? == "revoked"
                    && let Some(person) = self.people.get_mut(person)
                {
                    person.opted_out_at = Some(person.opted_out_at.map_or(at, |known| known.min(at)));
                }
                Ok(())
            }
            "prompted" => {
                let task = mark(needed(line.task_id.as_deref(), "task_id")?);
                let first = self.tasks.entry(task).or_insert(at);
                *first = at.min(*first);
                Ok(())
            }
            "step_skipped" | "held" | "paused" | "resumed" | "escalated" | "staff_outcome" | "undone"
            | "contact_dropped" | "moved" | "merged" | "history" | "revision_changed" | "ignored" => Ok(()),
            _ => {
                self.read.unknown_types += 1;
                return Ok(());
            }
        }?;
        // What is no entry, or one that nobody here knows, says nothing of the days that the journal is about.
        self.first = Some(self.first.map_or(at, |known| known.min(at)));
        self.last = self.last.max(Some(at));
        self.when.insert(at.div_euclid(QUARTER));
        Ok(())
    }

    fn about(&mut self, person: usize, line: &Line<'_>, then: impl FnOnce(&mut Case)) -> Result<(), String> {
        let id = needed(line.case_id.as_deref(), "case_id")?;
        if let Some(case) = self.case(person, id) {
            then(case);
        }
        Ok(())
    }

    fn sent(&mut self, person: usize, at: i64, line: &Line<'_>) -> Result<(), String> {
        let action = mark(needed(line.action_id.as_deref(), "action_id")?);
        let channel = channel(line)?;
        let step = needed(line.step.as_deref(), "step")?;
        let segments = line.segments.unwrap_or(u32::from(channel == Channel::Sms));
        // What confirms an opt-out is no touchpoint, also where it is about a case.
        if line.case_id.is_none() || step == CONFIRMATION {
            self.confirmations.insert((at, action, segments));
            return Ok(());
        }
        let step = self.names.name(step);
        let arm = line.arm.as_deref().map(|arm| self.names.name(arm));
        let language = line.language.as_deref().map(|language| self.names.name(language));
        let touch = Touch::new(at, action, step, channel, arm, language, segments);
        self.about(person, line, |case| case.touch(touch))
    }

    fn receipt(&mut self, person: usize, at: i64, line: &Line<'_>) -> Result<(), String> {
        let what = match needed(line.result.as_deref(), "result")? {
            "delivered" => Reaction::Delivered,
            "failed_permanent" | "failed_blocked" | "failed_opted_out" | "bounced" => Reaction::Failed,
            // Of a message that is tried again, or of another person's.
            _ => return Ok(()),
        };
        let (Some(action), Some(_)) = (&line.action_id, &line.case_id) else {
            return Ok(());
        };
        let action = mark(action);
        self.about(person, line, |case| case.receipt(at, what, action))
    }

    fn happened(&mut self, person: usize, at: i64, line: &Line<'_>, what: Reaction) -> Result<(), String> {
        let step = self.names.name(needed(line.step.as_deref(), "step")?);
        if line.case_id.is_none() {
            return Ok(());
        }
        self.about(person, line, |case| case.happens(at, what, Whose::Step(step)))
    }
}

fn needed<'l>(value: Option<&'l str>, key: &str) -> Result<&'l str, String> {
    value.ok_or_else(|| missing(key))
}

fn missing(key: &str) -> String {
    format!("missing field `{key}`")
}

fn channel(line: &Line<'_>) -> Result<Channel, String> {
    match needed(line.channel.as_deref(), "channel")? {
        "sms" => Ok(Channel::Sms),
        "email" => Ok(Channel::Email),
        "portal" => Ok(Channel::Portal),
        "call" => Ok(Channel::Call),
        _ => Err("`channel` is none of sms, email, portal and call".to_owned()),
    }
}

fn outcome(word: &str) -> Result<Outcome, String> {
    Ok(match word {
        "accepted" => Outcome::Accepted,
        "accepted_in_part" => Outcome::AcceptedInPart,
        "declined" => Outcome::Declined,
        "exhausted" => Outcome::Exhausted,
        "opted_out" => Outcome::OptedOut,
        "withdrawn" => Outcome::Withdrawn,
        "ineligible" => Outcome::Ineligible,
        "expired" => Outcome::Expired,
        _ => return Err("`outcome` is none that a case can have".to_owned()),
    })
}
