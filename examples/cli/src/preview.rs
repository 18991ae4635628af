//! `followthrough preview`: what one patient would get who never answers.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use followthrough::preview::{Happening, Preview as Told, What};
use followthrough::recipient::Channel;
use followthrough::schedule::{LocalTime, Zone};
use followthrough::wire::{LocationId, yaml};
use followthrough::{Code, Date, Error, Playbook, Timestamp};
use followthrough_insight::timeline::Timeline;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::{Report, files};

/// Shows all that a playbook would do about one patient who never answers: every message with its text, every step that is
/// passed over and why, who is called, and how it ends.
#[derive(Args)]
pub(crate) struct Preview {
    /// The playbook, as YAML or JSON.
    playbook: PathBuf,
    /// The case, as YAML or JSON: a `recipient`, and a `plan` or what else the playbook follows up as `subject`.
    case: PathBuf,
    /// From when on, as RFC 3339 with an offset; else from when it was presented, or fell due.
    #[arg(long, value_name = "INSTANT")]
    now: Option<String>,
    /// Write it as a page: a picture, and the same as a list with every text.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print the data as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

impl Preview {
    /// Runs the verb.
    pub(crate) fn run(&self) -> Result<Report, Failure> {
        let playbook = files::playbook(&self.playbook)?;
        let in_case = |error: Error| Failure::in_file(&self.case, [error]);
        let case = yaml::json(&files::read(&self.case)?, Code::ScenarioMalformed).map_err(in_case)?;
        let part = |name: &str| {
            case.get(name).ok_or_else(|| {
                let message = format!("the key \"{name}\" is missing");
                in_case(Error::new(Code::ScenarioMalformed, message).at(name))
            })
        };
        let name = if playbook.subject().as_str() == "plan" {
            "plan"
        } else {
            "subject"
        };
        let followed = part(name)?;
        let unknown: Vec<Error> = unknown_keys(&case, name);
        if !unknown.is_empty() {
            return Err(Failure::in_file(&self.case, unknown));
        }
        let now = match &self.now {
            Some(now) => Timestamp::parse(now).map_err(|error| error.at("--now"))?,
            None => began(&playbook, followed).map_err(in_case)?,
        };
        let told = playbook.preview_of_json(&followed.to_string(), &part("recipient")?.to_string(), now);
        let told = told.map_err(in_case)?;
        if let Some(path) = &self.html {
            files::write(path, &Timeline::of_preview(&told).to_html())?;
        }
        Ok(Report::fine(if self.json {
            told.to_json() + "\n"
        } else {
            written(&playbook, &told)?
        }))
    }
}

/// What a case must not have besides: nobody would look at it.
fn unknown_keys(case: &Value, followed: &str) -> Vec<Error> {
    let keys = case.as_object().into_iter().flat_map(|map| map.keys());
    let unknown = keys.filter(|key| *key != "recipient" && *key != followed);
    let told = unknown.map(|key| {
        let message = format!("unknown key \"{key}\"");
        let help = format!("a case of this playbook has a recipient and a {followed}, and nothing else");
        Error::new(Code::ScenarioMalformed, message).at(key).help(help)
    });
    told.collect()
}

/// When what is followed up began: the instant, or that day's opening of the case's office.
fn began(playbook: &Playbook, followed: &Value) -> Result<Timestamp, Error> {
    let said = followed.get("presented_at").or_else(|| followed.get("due_on"));
    let said = said.and_then(Value::as_str).unwrap_or_default();
    if let Ok(at) = Timestamp::parse(said) {
        return Ok(at);
    }
    let day = Date::parse(said).map_err(|_| {
        Error::new(Code::BadInstant, "it does not say since when")
            .at("presented_at")
            .help("say from when on with --now")
    })?;
    let location = followed.get("location").and_then(Value::as_str);
    let location = location.map(LocationId::parse).transpose()?;
    let office = location.and_then(|id| playbook.location(&id));
    let hours = office.map_or(playbook.business_hours(), |office| office.business_hours);
    // As the engine has it: on a closed day from nine o'clock on.
    let nine = hours.zone.at(day, LocalTime::parse("09:00")?);
    Ok(hours.opening_on(day).unwrap_or(nine))
}

/// The timeline as people read it: a line for each thing, the text of a message below its line.
fn written(playbook: &Playbook, told: &Told) -> Result<String, Error> {
    let zone = playbook.time_zones().zone(&told.zone)?;
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = writeln!(
        out,
        "{}: {}, as if nobody answered (revision {}, times in {})",
        playbook.practice_name(),
        told.case_id,
        told.revision,
        zone.name()
    );
    for happening in &told.timeline {
        out.push_str(&line(&zone, happening));
    }
    for sentence in &told.why_not {
        let _ = writeln!(out, "{sentence}");
    }
    Ok(out)
}

/// One thing that happens, with what it says.
pub(crate) fn line(zone: &Zone, happening: &Happening) -> String {
    let local = zone.local(happening.at);
    let (hour, minute) = (local.second / 3600, local.second / 60 % 60);
    let mut out = format!("{} {} {hour:02}:{minute:02}  ", local.weekday, local.date);
    let mut texts = Vec::new();
    match &happening.what {
        What::Enrolled { sequence } => out.push_str(&format!("enters the sequence \"{sequence}\"")),
        What::Observed => out.push_str("is in the holdout: nothing goes out"),
        What::Message(message) => {
            out.push_str(&format!(
                "{} to {}: step \"{}\"",
                channel(message.channel),
                message.to.reveal(),
                message.step
            ));
            if let Some(segments) = message.segments {
                out.push_str(&format!(", {segments} segment{}", if segments == 1 { "" } else { "s" }));
            }
            texts.extend(message.subject.as_ref().map(|subject| subject.reveal()));
            texts.push(message.text.reveal());
        }
        What::Skipped { step, reason } => {
            let reason = json!(reason);
            out.push_str(&format!(
                "step \"{step}\" is passed over: {}",
                reason.as_str().unwrap_or_default()
            ));
        }
        What::Held { step } => out.push_str(&format!("step \"{step}\" waits: the facts are old")),
        What::Call(call) => {
            let step = call
                .step
                .as_ref()
                .map(|step| format!(": step \"{step}\""))
                .unwrap_or_default();
            out.push_str(&format!("{} is asked to {}{step}", call.role, call.kind.as_str()));
            texts.push(call.briefing.reveal());
            texts.extend(call.script.as_ref().map(|script| script.reveal()));
        }
        What::Alert { audience, text } => out.push_str(&format!("notice to {audience}: {}", text.reveal())),
        What::Told { status } => {
            let status = json!(status);
            out.push_str(&format!(
                "the practice system is told: {}",
                status.as_str().unwrap_or_default()
            ));
        }
        What::Closed { outcome } => {
            let outcome = json!(outcome);
            out.push_str(&format!("the follow-up ends: {}", outcome.as_str().unwrap_or_default()));
        }
    }
    out.push('\n');
    for text in texts {
        for line in text.trim_end().lines() {
            let _ = writeln!(out, "    | {line}");
        }
    }
    out
}

fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "text message",
        Channel::Email => "e-mail",
        Channel::Portal => "portal message",
        Channel::Call => "call",
    }
}
