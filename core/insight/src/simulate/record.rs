//! What a simulation wrote down: every input and every decision, in the order of time.

use std::collections::BTreeMap;

use followthrough::escalation::PromptKind;
use followthrough::follow_up::{Entry, EventKind, Outcome, WhyNot};
use followthrough::recipient::Channel;
use followthrough::wire::{ActionId, CaseId, HouseholdId, ProviderId, RecipientId, RoleId, SequenceId, StepId, TaskId};
use followthrough::{Category, Date, Decision, Event, Moment, Money, Plan, Recipient, Standing, Timestamp};
use serde::Serialize;

use super::{Behaviour, Capacity, Costs, Disruptions};

/// What a simulation did, in full.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Simulation {
    /// The practice, as the playbook names it.
    pub practice: String,
    /// Where its clocks stand.
    pub time_zone: String,
    /// The revision of the playbook.
    pub revision: String,
    /// The first day.
    pub from: Date,
    /// The day after the last one.
    pub to: Date,
    /// The seed.
    pub seed: u64,
    /// How people behaved.
    pub behaviour: Behaviour,
    /// What went wrong around the engine.
    pub disruptions: Disruptions,
    /// What messages cost and how long tasks take.
    pub costs: Costs,
    /// What staff have time for on a day.
    pub capacity: Vec<Capacity>,
    /// The steps of the playbook's sequences, in their order.
    pub steps: Vec<StepRecord>,
    /// Every plan that was told of, by id.
    pub cases: Vec<CaseRecord>,
    /// Calls that the engine refused. There should be none.
    pub faults: Vec<Fault>,
    /// Messages that a gateway did not take when they were handed out.
    pub delayed: Vec<Delayed>,
    /// Every task that staff were given, in order.
    #[serde(skip)]
    pub tasks: Vec<TaskRecord>,
    /// Every call of the engine, in order.
    #[serde(skip)]
    pub records: Vec<Record>,
}

/// One step of the playbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepRecord {
    /// Its sequence.
    pub sequence: SequenceId,
    /// The step.
    pub step: StepId,
    /// Its day.
    pub day: u16,
}

/// One call of the engine.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// Whose follow-up.
    pub recipient: RecipientId,
    /// The moment of the call.
    pub moment: Moment,
    /// What came in.
    pub input: Input,
    /// What the engine answered; absent where a follow-up begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// What the engine was called with.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// A follow-up begins.
    Begin(Recipient),
    /// Something happened.
    Event(Event),
    /// Time passed.
    Tick,
}

/// A message that its gateway did not take when it was handed out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delayed {
    /// The message.
    pub action_id: ActionId,
    /// Whose follow-up.
    pub recipient: RecipientId,
    /// How it was to go.
    pub channel: Channel,
    /// When it was handed out.
    pub handed_out_at: Timestamp,
    /// When it left, if it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
    /// Why it was left when the gateway was up again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<WhyNot>,
}

/// A prompt that staff were given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TaskRecord {
    /// The task; a reminder, or a prompt to the next role, is of the same one.
    pub task_id: TaskId,
    /// Whose follow-up.
    pub recipient: RecipientId,
    /// The case it is about, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// What is asked.
    pub kind: PromptKind,
    /// Of whom.
    pub role: RoleId,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The day on which staff find it: that day, or the next on which their office is open.
    pub on: Date,
}

/// A call that the engine refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// When.
    pub at: Timestamp,
    /// Whose follow-up.
    pub recipient: RecipientId,
    /// What it said.
    pub error: String,
}

/// What became of one plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseRecord {
    /// The case: the plan's id.
    pub case_id: CaseId,
    /// Who was contacted about it.
    pub recipient: RecipientId,
    /// Who would treat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderId>,
    /// What kind of treatment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// When it was presented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presented_on: Option<Date>,
    /// When it was first told of.
    pub told_at: Timestamp,
    /// Whether it was presented before the simulation began.
    pub from_before: bool,
    /// How it stood when it was first told of.
    pub standing: Standing,
    /// What was pending when it was first told of; absent when a fee is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// What of that is pending at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub still_pending: Option<Money>,
    /// When all of it was on the book, if ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booked_at: Option<Timestamp>,
    /// When its patient would have booked all of it without any follow-up, if within the days simulated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_have_booked_at: Option<Timestamp>,
    /// The state it ended in; absent where the engine never took it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// How it ended, where it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

impl Simulation {
    /// Every call as a line of JSON, the first line saying what was simulated. The same simulation gives the same
    /// bytes. The lines hold what is sent and to whom: with real people in it, treat them as patient data.
    pub fn to_json_lines(&self) -> String {
        let mut out = String::new();
        let mut line = |json: Result<String, serde_json::Error>| {
            out.push_str(&json.unwrap_or_default());
            out.push('\n');
        };
        line(serde_json::to_string(self));
        for record in &self.records {
            line(serde_json::to_string(record));
        }
        out
    }

    /// The journal as a host would have kept it: each entry as a line of JSON, with its recipient and household
    /// (`docs/wire.md`). [`Journal`](crate::journal::Journal) reads it.
    pub fn to_journal(&self) -> String {
        let mut households = BTreeMap::new();
        let mut out = String::new();
        for record in &self.records {
            if let Input::Begin(person) = &record.input {
                households.insert(&record.recipient, person.household.as_ref());
            }
            for entry in record.decision.iter().flat_map(|decision| &decision.journal) {
                let line = JournalLine {
                    recipient: &record.recipient,
                    household: households.get(&record.recipient).copied().flatten(),
                    entry,
                };
                out.push_str(&serde_json::to_string(&line).unwrap_or_default());
                out.push('\n');
            }
        }
        out
    }

    /// The plans as the engine was told of them, each as a line of JSON beside [`to_journal`](Self::to_journal). They
    /// hold patients' names.
    pub fn to_plans(&self) -> String {
        let mut out = String::new();
        for record in &self.records {
            if let Input::Event(event) = &record.input
                && let EventKind::Plan(plan) = &event.kind
            {
                let line = PlanLine {
                    recipient: &record.recipient,
                    at: event.at,
                    plan: &plan.plan,
                };
                out.push_str(&serde_json::to_string(&line).unwrap_or_default());
                out.push('\n');
            }
        }
        out
    }
}

/// An entry, and whose it is.
#[derive(Serialize)]
struct JournalLine<'s> {
    recipient: &'s RecipientId,
    #[serde(skip_serializing_if = "Option::is_none")]
    household: Option<&'s HouseholdId>,
    #[serde(flatten)]
    entry: &'s Entry,
}

/// A plan as the engine was told of it.
#[derive(Serialize)]
struct PlanLine<'s> {
    recipient: &'s RecipientId,
    at: Timestamp,
    plan: &'s Plan,
}
