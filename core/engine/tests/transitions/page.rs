//! The page: the table, its legend, and the picture of the moves that the table holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use followthrough::Decision;
use serde_json::Value;

use super::columns::{self, Column};
use super::rows::{self, Row};
use super::scene::{CASE, state_of};

const HEAD: &str = include_str!("head.md");

/// A cell for what cannot arrive.
const NEVER: &str = "–";
/// A cell for what changes nothing.
const NOTHING: &str = "·";

/// What stands before the answer of a variant of the state.
const VARIANT: &str = "<br>";

/// A column of the page: one state, or several that answer alike.
struct Head {
    state: String,
    names: Vec<&'static str>,
    cells: Vec<String>,
}

/// The states that are left for others: by which rows, or with which outcome.
type Moves = BTreeMap<(String, String), BTreeSet<String>>;

pub(crate) fn page() -> String {
    let (rows, mut moves) = (rows::all(), Moves::new());
    let mut heads: Vec<Head> = Vec::new();
    for column in columns::all() {
        let state = first_word(&(column.build)().state()).to_owned();
        let cells: Vec<String> = rows.iter().map(|row| cell(&column, row, &mut moves)).collect();
        match (column.variant, heads.last_mut()) {
            (Some(variant), Some(head)) => head.differ(variant, &cells),
            _ => heads.push(Head {
                state,
                names: vec![column.name],
                cells,
            }),
        }
    }
    let mut merged: Vec<Head> = Vec::new();
    for head in heads {
        match merged
            .iter_mut()
            .find(|other| other.state == head.state && other.agrees_with(&head))
        {
            Some(other) => other.take(head),
            None => merged.push(head),
        }
    }
    format!("{HEAD}\n{}\n{}", table(&rows, &merged), picture(&moves))
}

impl Head {
    /// Says in each cell where a variant of the state answers differently.
    fn differ(&mut self, variant: &str, cells: &[String]) {
        for (own, other) in self.cells.iter_mut().zip(cells) {
            let same = own.split(VARIANT).next() == Some(other.as_str());
            if !same && other != NEVER {
                write!(own, "{VARIANT}*{variant}:* {other}").unwrap();
            }
        }
    }

    fn agrees_with(&self, other: &Self) -> bool {
        let own = |cell: &String| cell.split(VARIANT).next().unwrap_or_default().to_owned();
        let plain = |cell: &String| !cell.contains(VARIANT);
        let agree = |(a, b): (&String, &String)| {
            a == NEVER || b == NEVER || a == b || (own(a) == own(b) && (plain(a) || plain(b)))
        };
        self.cells.iter().zip(&other.cells).all(agree)
    }

    fn take(&mut self, other: Self) {
        self.names.extend(other.names);
        for (own, cell) in self.cells.iter_mut().zip(other.cells) {
            if own == NEVER || cell.contains(VARIANT) {
                *own = cell;
            }
        }
    }

    fn title(&self) -> String {
        let names = self.names.join(", ");
        match self.state.as_str() {
            "paused" | "closed" => format!("{}: {names}", self.state),
            _ => names,
        }
    }
}

fn table(rows: &[Row], heads: &[Head]) -> String {
    let mut text = "| what arrives |".to_owned();
    for head in heads {
        write!(text, " {} |", head.title()).unwrap();
    }
    writeln!(text, "\n|---|{}", "---|".repeat(heads.len())).unwrap();
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<&str> = heads.iter().map(|head| head.cells[index].as_str()).collect();
        writeln!(text, "| {} | {} |", row.name, cells.join(" | ")).unwrap();
    }
    text
}

fn picture(moves: &Moves) -> String {
    let mut text = "```mermaid\nstateDiagram-v2\n    [*] --> waiting: plan\n".to_owned();
    for ((from, to), why) in moves {
        let why: Vec<&str> = why.iter().map(String::as_str).collect();
        writeln!(text, "    {from} --> {to}: {}", why.join("<br>")).unwrap();
    }
    text + "    closed --> [*]\n```\n"
}

/// What one event comes to in one state.
fn cell(column: &Column, row: &Row, moves: &mut Moves) -> String {
    let mut scene = (column.build)();
    (row.act)(&mut scene);
    let Some(before) = &scene.before else {
        return NEVER.to_owned();
    };
    if let Some(error) = &scene.refused {
        assert_eq!(before, &scene.case(), "{}: an error changed something", row.name);
        return format!("✗ {}", error.code().as_str());
    }
    let after = scene.case();
    note_move(before, &after, row, moves);
    let mut words = change(before, &after);
    words.extend(counted(scene.decisions.iter().flat_map(actions)));
    words.extend(counted(scene.decisions.iter().flat_map(notes)));
    if words.is_empty() {
        NOTHING.to_owned()
    } else {
        words.join(", ")
    }
}

fn note_move(before: &Value, after: &Value, row: &Row, moves: &mut Moves) {
    let (from, to) = (state_of(before), state_of(after));
    let (from, to_state) = (first_word(&from), first_word(&to));
    if from != to_state {
        // Where a case ends, how it ends says more than what ended it.
        let why = match to.split_once(' ') {
            Some(("closed", outcome)) => outcome,
            _ if row.name.starts_with("*tick") => "time",
            _ => row.name.split([':', ',']).next().unwrap_or(row.name),
        };
        moves
            .entry((from.to_owned(), to_state.to_owned()))
            .or_default()
            .insert(why.to_owned());
    }
}

fn first_word(state: &str) -> &str {
    state.split(' ').next().unwrap_or(state)
}

/// What became of the case itself.
fn change(before: &Value, after: &Value) -> Vec<String> {
    let mut words = Vec::new();
    let (from, to) = (state_of(before), state_of(after));
    if from != to {
        words.push(format!(
            "→ **{}**",
            to.replace("re_engaged", "re-engaged").replace('_', " ")
        ));
    } else if before["state"] != after["state"] {
        words.push("↻".to_owned());
    }
    if before["round"] != after["round"] {
        words.push(format!("round {}", after["round"]));
    }
    if before["window_end"] != after["window_end"] && !to.starts_with("closed") {
        words.push("window later".to_owned());
    }
    if pending_cents(after) < pending_cents(before) && !to.starts_with("closed") {
        words.push("value falls".to_owned());
    }
    words
}

fn pending_cents(case: &Value) -> u64 {
    let procedures = case["subject"]["plan"]["procedures"].as_array().unwrap();
    let pending = procedures.iter().filter(|procedure| procedure["status"] == "planned");
    pending
        .map(|procedure| {
            procedure["fee"]
                .as_str()
                .unwrap()
                .replace('.', "")
                .parse::<u64>()
                .unwrap()
        })
        .sum()
}

fn actions(decision: &Decision) -> Vec<String> {
    let name = |action: &followthrough::follow_up::Action| {
        let action = serde_json::to_value(action).unwrap();
        let of_another = |key: &str| action[key].as_str().is_some_and(|id| id != CASE);
        if of_another("case_id") || of_another("plan_id") {
            return None;
        }
        let text = |key: &str| action[key].as_str().unwrap_or_default().to_owned();
        Some(match text("type").as_str() {
            "send" => format!("send {}", text("step")),
            "tell_practice_system" => format!("tell {}", text("status")),
            "prompt" => format!("P {}", text("kind")),
            "record_opt_out" => "record opt-out".to_owned(),
            other => other.to_owned(),
        })
    };
    decision.actions.iter().filter_map(name).collect()
}

/// What the journal says of the person, and of what was set aside.
fn notes(decision: &Decision) -> Vec<String> {
    let name = |entry: &followthrough::follow_up::Entry| {
        let entry = serde_json::to_value(entry).unwrap();
        let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        match text("type").as_str() {
            "contact_dropped" => Some(format!("*{} dropped*", text("channel"))),
            "consent_changed" => Some(format!("*{} {}*", text("channel"), text("change"))),
            "step_skipped" => Some(format!("*skips {}*", text("step"))),
            "ignored" => Some(format!("*ignored: {}*", text("why"))),
            _ => None,
        }
    };
    decision.journal.iter().filter_map(name).collect()
}

/// Each once, in order, with how often where that is more than once.
fn counted(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for word in words {
        match counts.iter_mut().find(|(known, _)| known == &word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let shown = |(word, count): (String, usize)| if count > 1 { format!("{word} ×{count}") } else { word };
    counts.into_iter().map(shown).collect()
}
