//! What messages say with values in them: how long, whether anything, and whether it may be said there.

mod credit;
mod values;
mod witness;

use std::collections::BTreeMap;

use super::About;
use super::coverage::Coverage;
use super::report::{CheckReport, Severity};
use super::sets::Space;
use crate::Code;
use crate::follow_up::{SkipReason, disclosed};
use crate::message::{
    Context, Email, Encoding, Footer, Form, List, Reference, Template, Variable, email, longest_sms, with_opt_out,
};
use crate::playbook::{Arms, EmailTemplate, Key, OPT_OUT_CONFIRMATION, Practice, Sequence, Spot, Step, Touch};
use crate::recipient::Channel;
use crate::wire::TemplateId;
use values::Values;

/// What a text message may take where nobody says, by its encoding.
const MOST_SEGMENTS: [(Encoding, usize); 2] = [(Encoding::Gsm7, 2), (Encoding::Ucs2, 4)];

/// What of an office the findings hang on.
pub(super) fn hangs_on(practice: &Practice) -> [&str; 4] {
    let Practice {
        name,
        phone,
        postal_address,
        booking_url,
        ..
    } = practice;
    [name, phone, postal_address, booking_url]
}

/// Looks at every text that a step may send, and at the confirmation of an opt-out.
pub(super) fn check(about: &About, space: &Space, coverage: &Coverage, report: &mut CheckReport) {
    let rules = about.rules();
    // What the texts themselves say of credit was read with the values of the first office.
    let credit = about.first || credit::is_spoken_of(about.practice());
    let mut reading = Reading {
        about,
        space,
        coverage,
        report,
        values: Values::of(about),
        credit,
    };
    let mut used: BTreeMap<&TemplateId, Vec<Sent<'_>>> = BTreeMap::new();
    for (number, sequence) in rules.sequences.iter().enumerate() {
        // A built-in one that is left nobody sends nothing.
        let nobodys = coverage.cases.get(number).is_some_and(|cases| cases.cubes().is_empty());
        if nobodys && !about.is_own(sequence) {
            continue;
        }
        for step in &sequence.steps {
            if let Touch::Message { template, channels } = &step.touch {
                let sent = channels.iter().map(|channel| Sent {
                    number,
                    sequence,
                    step,
                    channel: *channel,
                });
                used.entry(template).or_default().extend(sent);
            }
        }
    }
    for (id, set) in &rules.templates {
        let sent = used.get(id).map_or(&[][..], Vec::as_slice);
        let of = |channel: Channel| {
            sent.iter()
                .filter(|one| one.channel == channel)
                .copied()
                .collect::<Vec<_>>()
        };
        let confirms = id.as_str() == OPT_OUT_CONFIRMATION;
        if let Some(arms) = set.sms.as_ref().filter(|_| confirms || !of(Channel::Sms).is_empty()) {
            reading.texts(id, arms, set.max_segments, confirms, &of(Channel::Sms));
        }
        if let Some(arms) = set.email.as_ref().filter(|_| !of(Channel::Email).is_empty()) {
            reading.emails(id, arms, &of(Channel::Email));
        }
        if let Some(arms) = set.portal.as_ref().filter(|_| !of(Channel::Portal).is_empty()) {
            reading.portal(id, arms, &of(Channel::Portal));
        }
    }
    let lists_faq = |arms: &Arms<EmailTemplate>| {
        let texts = arms.arms.iter().flat_map(|arm| arm.by_language.values());
        let mut detailed = texts.filter_map(|written| written.detailed.as_ref());
        detailed.any(|text| text.variables().contains(&Reference::List(List::Faq)))
    };
    let mut emails = used.keys().filter_map(|id| rules.templates.get(*id)?.email.as_ref());
    if about.first && emails.any(lists_faq) {
        reading.questions();
    }
    if let Some(day) = about.day {
        reading.expired(day);
    }
}

/// A step that sends a template on a channel.
#[derive(Clone, Copy)]
struct Sent<'a> {
    number: usize,
    sequence: &'a Sequence,
    step: &'a Step,
    channel: Channel,
}

struct Reading<'a, 'r> {
    about: &'a About,
    space: &'a Space,
    coverage: &'a Coverage,
    report: &'r mut CheckReport,
    values: Values,
    /// Whether what is said of credit is looked at.
    credit: bool,
}

/// A text of the document, with where it is written.
struct Text<'a> {
    template: &'a Template,
    language: &'a str,
    spot: Spot,
    own: bool,
}

impl<'a> Reading<'a, '_> {
    /// The texts of a form, arm by arm and language by language.
    fn spot(
        &self,
        id: &TemplateId,
        channel: &str,
        arm: Option<&str>,
        language: &str,
        part: Option<&str>,
    ) -> (Spot, bool) {
        let mut way = vec![Key::Of("templates"), Key::Of(id.as_str()), Key::Of(channel)];
        if let Some(arm) = arm {
            way.extend([Key::Of("arms"), Key::Id(arm)]);
        }
        way.push(Key::Of(language));
        way.extend(part.map(Key::Of));
        (self.about.spot(&way), self.about.places.is_own(&way))
    }

    fn texts(
        &mut self,
        id: &TemplateId,
        arms: &'a Arms<Template>,
        most: Option<u32>,
        confirms: bool,
        sent: &[Sent<'_>],
    ) {
        for arm in &arms.arms {
            for (language, template) in &arm.by_language {
                let (spot, own) = self.spot(id, "sms", arm.id.as_deref(), language, None);
                let text = Text {
                    template,
                    language,
                    spot,
                    own,
                };
                self.length(id, &text, most, confirms, sent);
                self.emptiness(id, &text, confirms, sent);
                self.sender(id, &text);
                for mut context in [self.values.most(language), self.values.least(language)] {
                    if confirms {
                        context.optout_text.clear();
                    }
                    let body = with_opt_out(template.render(&context), &context.optout_text);
                    self.disclosure(id, &text, &body, Form::Sms, &context, sent);
                }
            }
        }
    }

    fn emails(&mut self, id: &TemplateId, arms: &'a Arms<EmailTemplate>, sent: &[Sent<'_>]) {
        for arm in &arms.arms {
            for (language, written) in &arm.by_language {
                let mut parts = vec![("subject", &written.subject), ("plain", &written.plain)];
                parts.extend(written.detailed.as_ref().map(|detailed| ("detailed", detailed)));
                for (part, template) in parts {
                    let (spot, own) = self.spot(id, "email", arm.id.as_deref(), language, Some(part));
                    let text = Text {
                        template,
                        language,
                        spot,
                        own,
                    };
                    let form = template.form();
                    for context in [self.values.most(language), self.values.least(language)] {
                        let body = self.body(&written.subject, template, &context);
                        self.disclosure(id, &text, &body, form, &context, sent);
                    }
                    if template.render(&self.values.least(language)).trim().is_empty() {
                        self.empty(id, &text, None);
                    }
                    if form != Form::Subject {
                        let body =
                            |reading: &Self, context: &Context| reading.body(&written.subject, template, context);
                        self.credit(id, &text, body);
                    }
                }
            }
        }
    }

    fn portal(&mut self, id: &TemplateId, arms: &'a Arms<Template>, sent: &[Sent<'_>]) {
        for arm in &arms.arms {
            for (language, template) in &arm.by_language {
                let (spot, own) = self.spot(id, "portal", arm.id.as_deref(), language, None);
                let text = Text {
                    template,
                    language,
                    spot,
                    own,
                };
                for context in [self.values.most(language), self.values.least(language)] {
                    self.disclosure(id, &text, &template.render(&context), Form::Portal, &context, sent);
                }
                if template.render(&self.values.least(language)).trim().is_empty() {
                    self.empty(id, &text, None);
                }
                self.credit(id, &text, |_, context| template.render(context));
            }
        }
    }

    /// What a reader sees of an e-mail's part: of Markdown its text.
    fn body(&self, subject: &Template, part: &Template, context: &Context) -> String {
        if part.form() == Form::Subject {
            return part.render(context);
        }
        let footer = Footer {
            practice_name: context.practice_name.clone(),
            postal_address: context.practice_address.clone(),
            unsubscribe_url: context.link.clone(),
            language: context.language.clone(),
            reply_to: None,
            message_id: "<check@example.com>".to_owned(),
        };
        let Email { text, .. } = email(subject, part, context, &footer);
        text
    }

    fn length(&mut self, id: &TemplateId, text: &Text<'_>, most: Option<u32>, confirms: bool, sent: &[Sent<'_>]) {
        let mut bounds = self.values.most(text.language);
        if confirms {
            bounds.optout_text.clear();
        }
        let longest = longest_sms(text.template, &bounds);
        for (encoding, usual) in MOST_SEGMENTS {
            let longest = match encoding {
                Encoding::Gsm7 => longest.gsm7.as_ref(),
                Encoding::Ucs2 => longest.ucs2.as_ref(),
            };
            let most = most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usual);
            let Some(longest) = longest.filter(|longest| longest.segments > most) else {
                continue;
            };
            let named = [
                (
                    Variable::PatientFirstName,
                    "the given name",
                    &longest.witness.patient_first_name,
                ),
                (
                    Variable::ProviderDisplayName,
                    "the provider",
                    &longest.witness.provider_display_name,
                ),
            ];
            let printed = text.template.variables();
            let named = named
                .iter()
                .filter(|(variable, ..)| printed.contains(&Reference::Variable(*variable)))
                .filter_map(|(_, what, name)| Some(format!("{what} {:?}", name.as_deref()?)));
            let values: Vec<String> = named.collect();
            let with = if values.is_empty() {
                String::new()
            } else {
                format!(", as with {}", values.join(" and "))
            };
            let message = format!(
                "the text message {id} may take {} segments ({} {}{with}), and {most} are the most",
                longest.segments,
                longest.units,
                match encoding {
                    Encoding::Gsm7 => "septets of the GSM alphabet",
                    Encoding::Ucs2 => "units of UCS-2, as one letter outside of the GSM alphabet makes it",
                }
            );
            let help = format!(
                "shorten it, or allow it: templates.{id}.sms.max_segments: {}",
                longest.segments
            );
            let witness = sent
                .iter()
                .find_map(|sent| self.too_long(sent, longest, text.language, most));
            let spot = text.spot.clone();
            self.report
                .add_with(Severity::Error, Code::CheckOverlong, spot, message, help, witness);
            return;
        }
    }

    /// Whether an SMS may say nothing at all: it cannot be sent then.
    fn emptiness(&mut self, id: &TemplateId, text: &Text<'_>, confirms: bool, sent: &[Sent<'_>]) {
        let most = self.values.most(text.language);
        for way in 0..8_u8 {
            let mut context = self.values.least(text.language);
            if way & 1 != 0 {
                context.patient_first_name.clone_from(&most.patient_first_name);
            }
            if way & 2 != 0 {
                context.provider_display_name.clone_from(&most.provider_display_name);
            }
            if way & 4 != 0 && !confirms {
                context.optout_text.clone_from(&most.optout_text);
            }
            let body = with_opt_out(text.template.render(&context), &context.optout_text);
            if !body.trim().is_empty() {
                continue;
            }
            let witness = sent.iter().find_map(|sent| {
                let name = context.patient_first_name.as_deref();
                let (script, ran) = self.script(sent, text.language, name, &context)?;
                self.skipped(sent, script, &ran, SkipReason::NoTemplate)
            });
            return self.empty(id, text, witness);
        }
    }

    /// A text is a call, and whoever calls says on whose behalf (47 CFR 64.1200(d)(4)): also to somebody who gets this one
    /// first.
    fn sender(&mut self, id: &TemplateId, text: &Text<'_>) {
        const NAME: &str = "Zq";
        let (practice, language) = (self.about.practice(), text.language);
        let says = |mut context: Context| {
            context.practice_name = NAME.to_owned();
            let said = text.template.render(&context);
            said.contains(NAME) || said.contains(&practice.name)
        };
        if says(self.values.most(language)) && says(self.values.least(language)) {
            return;
        }
        let message = format!("the text message {id} does not say who writes");
        let help = "name the practice: {{practice.name}}; a phone shows nothing but a number (47 CFR 64.1200(d)(4))";
        let spot = text.spot.clone();
        self.report
            .add(Severity::Warning, Code::CheckSender, spot, message, help);
    }

    fn empty(&mut self, id: &TemplateId, text: &Text<'_>, witness: Option<serde_json::Value>) {
        let message = format!("the text of {id} may be empty: all that it says stands inside of `{{{{#if}}}}`");
        let help = "say something for those of whom nothing is known";
        let spot = text.spot.clone();
        self.report
            .add_with(Severity::Error, Code::CheckEmpty, spot, message, help, witness);
    }

    fn disclosure(
        &mut self,
        id: &TemplateId,
        text: &Text<'_>,
        body: &str,
        form: Form,
        context: &Context,
        sent: &[Sent<'_>],
    ) {
        let found = disclosed(body, form, context, &context.link);
        let Some(finding) = found.first() else { return };
        let around = around(body, &finding.range);
        let message = format!(
            "{} may not carry {}, and {id} says {:?} once values are in it: “{around}”",
            form.as_str(),
            finding.class.called(),
            // Nobody's data: what it says is the document's own.
            finding.excerpt.reveal(),
        );
        let witness = sent.iter().find_map(|sent| {
            let name = context.patient_first_name.as_deref();
            let (script, ran) = self.script(sent, text.language, name, context)?;
            self.skipped(sent, script, &ran, SkipReason::Disclosure)
        });
        let spot = text.spot.clone();
        let help = "say it in the portal, or in the `detailed` text of an e-mail";
        self.report
            .add_with(Severity::Error, Code::CheckDisclosure, spot, message, help, witness);
    }
}

/// The words around a place of a text, on one line.
fn around(text: &str, range: &std::ops::Range<usize>) -> String {
    const BEFORE: usize = 30;
    let before: Vec<char> = text
        .get(..range.start)
        .unwrap_or_default()
        .chars()
        .rev()
        .take(BEFORE)
        .collect();
    let rest = text.get(range.start..).unwrap_or_default();
    let after: String = rest.chars().take(range.len() + BEFORE).collect();
    let whole: String = before.into_iter().rev().chain(after.chars()).collect();
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}
