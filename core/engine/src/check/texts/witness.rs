//! Somebody to whom a text goes as it should not.

use serde_json::{Value, json};

use super::{Reading, Sent};
use crate::check::run::{Ran, Script};
use crate::check::sets::{Cell, Dim};
use crate::criteria::TextFact;
use crate::follow_up::{ActionKind, Content, EntryKind, SkipReason};
use crate::message::{Context, Longest};
use crate::playbook::Touch;
use crate::recipient::Channel;
use crate::schedule::DAY;

impl Reading<'_, '_> {
    /// A person for whom a step's text takes too many segments.
    pub(super) fn too_long(&self, sent: &Sent<'_>, longest: &Longest, language: &str, most: usize) -> Option<Value> {
        let name = longest.witness.patient_first_name.as_deref();
        let (script, _) = self.script(sent, language, name, &longest.witness)?;
        // How to opt out is said in the first text: to somebody who may be texted from just before this one only.
        let late = may_be_texted_from(&script, sent.step.day);
        std::iter::once(script)
            .chain(late)
            .find_map(|script| self.too_long_in(script, sent, most))
    }

    fn too_long_in(&self, mut script: Script, sent: &Sent<'_>, most: usize) -> Option<Value> {
        let ran = script.run(&self.about.playbook)?;
        let is_long = |action: &ActionKind| {
            let ActionKind::Send(send) = action else { return false };
            let Content::Sms { segments, .. } = &send.content else {
                return false;
            };
            send.step == sent.step.id && usize::try_from(*segments).is_ok_and(|segments| segments > most)
        };
        let (at, _) = ran.actions.iter().find(|(_, action)| is_long(&action.kind))?;
        script.until = *at;
        let shows = format!("the text {} takes at most {most} segments", sent.step.id);
        let expect = json!({"actions": [{"type": "send", "step": sent.step.id, "channel": "sms", "segments": most}]});
        let why = "Names like these are allowed for.";
        Some(script.scenario_after(Some(at.plus(-1)), &self.about.document, &shows, why, expect))
    }

    /// A run in which a step is skipped for such a reason, as a scenario.
    pub(super) fn skipped(&self, sent: &Sent<'_>, script: Script, ran: &Ran, reason: SkipReason) -> Option<Value> {
        let id = sent.step.id.as_str();
        let skipped = ran.has(|kind| {
            matches!(kind, EntryKind::StepSkipped { step, reason: why } if step.as_str() == id && *why == reason)
        });
        let shows = format!("the step {id} of {} is sent", sent.sequence.id);
        let expect = json!({"journal_has": [{"type": "step_sent", "case_id": script.case_id, "step": id}]});
        let why = "What a playbook says can be sent to everybody whom it is meant for.";
        skipped.then(|| script.scenario(&self.about.document, &shows, why, expect))
    }

    /// Somebody who gets a step, with such names.
    pub(super) fn script(
        &self,
        sent: &Sent<'_>,
        language: &str,
        first_name: Option<&str>,
        names: &Context,
    ) -> Option<(Script, Ran)> {
        let at = sent.sequence.steps.iter().position(|step| step.id == sent.step.id);
        let own = self
            .coverage
            .steps
            .iter()
            .filter(|(of, step, _)| *of == sent.number && Some(*step) == at);
        let areas = own.map(|(_, _, area)| area).chain(self.coverage.cases.get(sent.number));
        areas.into_iter().find_map(|area| {
            let is_language = |cell: &Cell| matches!(cell, Cell::Word(word) if word == language);
            let mut found = self
                .space
                .find_where(area, &Dim::Text(TextFact::Language), is_language)?;
            // Only this channel can be used, of those of the step; steps before it that it asks for need theirs too.
            let asks = !found.results.is_empty();
            let own = |channel: &Channel| match &sent.step.touch {
                Touch::Message { channels, .. } => channels.contains(channel),
                Touch::Call { .. } => false,
            };
            found
                .consented
                .retain(|channel| *channel == sent.channel || (asks && !own(channel)));
            let mut script = found.script(self.about, 0)?;
            let recipient = script.recipient.as_object_mut()?;
            match first_name {
                Some(name) => recipient.insert("first_name".to_owned(), json!(name)),
                None => recipient.remove("first_name"),
            };
            for (_, event) in &mut script.events {
                for at in ["/plan/provider", "/subject/provider"] {
                    let Some(provider) = event.pointer_mut(at).and_then(Value::as_object_mut) else {
                        continue;
                    };
                    match &names.provider_display_name {
                        Some(name) => provider.insert("name".to_owned(), json!(name)),
                        None => provider.remove("name"),
                    };
                }
            }
            let ran = script.run(&self.about.playbook)?;
            Some((script, ran))
        })
    }
}

/// The same person, whose consent to texts comes the day before a step of this day.
fn may_be_texted_from(script: &Script, day: u16) -> Option<Script> {
    let mut script = script.clone();
    let contacts = script.recipient.get_mut("contacts")?.as_array_mut()?;
    let mut contacts = contacts.iter_mut().filter_map(Value::as_object_mut);
    let mobile = contacts.find(|contact| contact.get("kind").is_some_and(|kind| kind == "mobile"))?;
    let number = mobile.get("value")?.clone();
    mobile.insert("consent".to_owned(), json!({"type": "unknown"}));
    let (first, _) = script.events.first()?;
    let at = first.plus((i64::from(day) - 1).max(0) * DAY + 1);
    let granted = json!({"event_id": "e99", "type": "consent", "contact": number, "channel": "sms",
        "change": "granted", "how": "told staff"});
    script.events.push((at, granted));
    script.events.sort_by_key(|(at, _)| *at);
    Some(script)
}
