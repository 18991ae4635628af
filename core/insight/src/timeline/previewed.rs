//! A timeline out of a preview.

use followthrough::preview::{Happening, Preview, PreviewedCall, PreviewedMessage, What};
use followthrough::schedule::Zone;

use super::{Lane, Text, Timeline};
use crate::page::words;

impl Timeline {
    /// All that would happen to one patient who never answers.
    pub fn of_preview(preview: &Preview) -> Self {
        let zone = Zone::named(&preview.zone).unwrap_or_else(|_| Zone::utc());
        let mut timeline = Self::new(preview.case_id.clone(), &zone);
        for happening in &preview.timeline {
            let (lane, title, text) = told(happening);
            timeline.add(&zone, happening.at, lane, title, text);
        }
        timeline
    }
}

fn told(happening: &Happening) -> (Lane, String, Option<Text>) {
    let practice = |title: String| (Lane::Practice, title, None);
    match &happening.what {
        What::Enrolled { sequence } => practice(format!("Enters the sequence “{sequence}”")),
        What::Observed => practice("Held out, to measure against: nothing goes out".to_owned()),
        What::Message(message) => sent(message),
        What::Skipped { step, reason } => {
            let why = words::skipped(*reason).to_lowercase();
            (Lane::Messages, format!("“{step}” is passed over: {why}"), None)
        }
        What::Held { step } => (
            Lane::Messages,
            format!("“{step}” waits: the last export is too old"),
            None,
        ),
        What::Call(call) => asked(call),
        What::Alert { audience, text } => {
            let body = text.reveal().to_owned();
            let title = format!("Notice to {}", words::title(audience.as_str()));
            (Lane::Staff, title, Some(Text { subject: None, body }))
        }
        What::Told { status } => {
            let status = serde_json::to_value(status).unwrap_or_default();
            let status = status.as_str().unwrap_or_default().replace('_', " ");
            practice(format!("The practice system is told: {status}"))
        }
        What::Closed { outcome } => practice(format!("Case closed. {}.", words::state("closed", Some(*outcome)))),
    }
}

fn sent(message: &PreviewedMessage) -> (Lane, String, Option<Text>) {
    let title = format!("{} “{}”", words::channel(message.channel), message.step);
    let subject = message.subject.as_ref().map(|subject| subject.reveal().to_owned());
    let body = message.text.reveal().trim().to_owned();
    (Lane::Messages, title, Some(Text { subject, body }))
}

fn asked(call: &PreviewedCall) -> (Lane, String, Option<Text>) {
    let title = words::asked(call.role.as_str(), call.kind);
    let mut body = call.briefing.reveal().to_owned();
    if let Some(script) = &call.script {
        body = format!("{body}\n{}", script.reveal());
    }
    (Lane::Staff, title, Some(Text { subject: None, body }))
}
