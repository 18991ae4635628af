//! What messages say with values in them: how long, whether anything, and whether it may be said there.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::About;
use super::coverage::Coverage;
use super::report::{CheckReport, Severity};
use super::run::{Ran, Script};
use super::sets::{Cell, Dim, Space};
use crate::Code;
use crate::criteria::TextFact;
use crate::financing::{CreditFacts, CreditProblem, CreditProduct, Offer, OfferKind, lint_credit_terms};
use crate::follow_up::{ActionKind, Content, EntryKind, SkipReason, disclosed, offer_words};
use crate::link::{Purpose, sign};
use crate::message::{
    Context, Email, Encoding, Footer, Form, Item, List, Longest, Reference, Template, day_in_words, email, longest_sms,
    optout_text, with_opt_out,
};
use crate::plan::Money;
use crate::playbook::{Arms, EmailTemplate, Key, Sequence, Spot, Step, Touch};
use crate::recipient::Channel;
use crate::schedule::Date;
use crate::wire::TemplateId;

/// What a text message may take where nobody says, by its encoding.
const MOST_SEGMENTS: [(Encoding, usize); 2] = [(Encoding::Gsm7, 2), (Encoding::Ucs2, 4)];
const CONFIRMATION: &str = "opt_out_confirmation";

/// Looks at every text that a step may send, and at the confirmation of an opt-out.
pub(super) fn check(about: &About, space: &Space, coverage: &Coverage, report: &mut CheckReport) {
    let rules = about.rules();
    let mut reading = Reading {
        about,
        space,
        coverage,
        report,
        values: Values::of(about),
    };
    let mut used: BTreeMap<&TemplateId, Vec<Sent<'_>>> = BTreeMap::new();
    for (number, sequence) in rules.sequences.iter().enumerate() {
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
        let confirms = id.as_str() == CONFIRMATION;
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
}

/// A text of the document, with where it is written.
struct Text<'a> {
    template: &'a Template,
    language: &'a str,
    spot: Spot,
    own: bool,
}

/// The practice's own values.
struct Values {
    practice: Context,
}

impl Values {
    fn of(about: &About) -> Self {
        let practice = &about.rules().practice;
        let url = &practice.booking_url;
        let mark = if url.contains('?') { '&' } else { '?' };
        // Every token has the same length.
        let token = about.playbook.link_keys().map(|keys| sign([0; 8], Purpose::Book, keys));
        Self {
            practice: Context {
                practice_name: practice.name.clone(),
                practice_phone: practice.phone_as_read(),
                practice_address: practice.postal_address.clone(),
                link: token.map_or_else(|| url.clone(), |token| format!("{url}{mark}ft={token}")),
                item_count: "12".to_owned(),
                total: "$3,200.00".to_owned(),
                ..Context::default()
            },
        }
    }

    /// As much as a message can have.
    fn most(&self, language: &str) -> Context {
        // The longest day there is, in either language.
        let day = Date::from_ymd(2026, 9, 30).map(|day| day_in_words(day, language));
        let text = |text: &str| Some(text.to_owned());
        Context {
            language: language.to_owned(),
            patient_first_name: text("Maximiliana"),
            provider_display_name: text("Dr. Okonkwo"),
            due_on: day,
            optout_text: optout_text(language).to_owned(),
            patient_portion: text("$1,100.00"),
            items: vec![Item {
                description: text("Crown"),
                code: text("D2740"),
                tooth: text("14"),
                fee: text("$1,600.00"),
            }],
            faq: vec![("?".to_owned(), ".".to_owned())],
            ..self.practice.clone()
        }
    }

    /// As little as a message can have.
    fn least(&self, language: &str) -> Context {
        Context {
            language: language.to_owned(),
            due_on: self.most(language).due_on,
            ..self.practice.clone()
        }
    }
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
                ("the given name", &longest.witness.patient_first_name),
                ("the provider", &longest.witness.provider_display_name),
            ];
            let named = named
                .iter()
                .filter_map(|(what, name)| Some(format!("{what} {:?}", name.as_deref()?)));
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

    /// A person for whom a step's text takes too many segments.
    fn too_long(&self, sent: &Sent<'_>, longest: &Longest, language: &str, most: usize) -> Option<Value> {
        let script = self.script(
            sent,
            language,
            longest.witness.patient_first_name.as_deref(),
            &longest.witness,
        );
        let (mut script, ran) = script?;
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

    fn empty(&mut self, id: &TemplateId, text: &Text<'_>, witness: Option<Value>) {
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

    /// A run in which a step is skipped for such a reason, as a scenario.
    fn skipped(&self, sent: &Sent<'_>, script: Script, ran: &Ran, reason: SkipReason) -> Option<Value> {
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
    fn script(
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
            // Only this channel can be used.
            found.consented.retain(|channel| *channel == sent.channel);
            let mut script = found.script(self.about, 0)?;
            let recipient = script.recipient.as_object_mut()?;
            match first_name {
                Some(name) => recipient.insert("first_name".to_owned(), json!(name)),
                None => recipient.remove("first_name"),
            };
            for (_, event) in &mut script.events {
                let provider = event.pointer_mut("/plan/provider").and_then(Value::as_object_mut);
                if let Some(provider) = provider {
                    match &names.provider_display_name {
                        Some(name) => provider.insert("name".to_owned(), json!(name)),
                        None => provider.remove("name"),
                    };
                }
                if let Some(provider) = event.pointer_mut("/subject/provider").and_then(Value::as_object_mut) {
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

    /// What Regulation Z asks for, with each offer in turn; without offers, of what the author wrote.
    fn credit(&mut self, id: &TemplateId, text: &Text<'_>, body: impl Fn(&Self, &Context) -> String) {
        let rules = self.about.rules();
        let names_offers = text.template.variables().contains(&Reference::List(List::Offers));
        let mut about_offers: Vec<Option<&Offer>> = rules.financing.offers.iter().map(Some).collect();
        if !names_offers {
            about_offers = vec![None];
        }
        for offer in about_offers {
            let mut context = self.values.most(text.language);
            context.offers = offer
                .and_then(|offer| offer_words(offer, middle(offer), text.language))
                .into_iter()
                .collect();
            let (product, facts) = offer.map_or((CreditProduct::Unknown, CreditFacts::default()), product);
            let lint = lint_credit_terms(&body(self, &context), product, &facts);
            if lint.compliant {
                continue;
            }
            let missing: Vec<&str> = lint.required.iter().filter(|d| !d.present).map(|d| d.what).collect();
            let triggers: Vec<String> = lint
                .triggers
                .iter()
                .map(|trigger| format!("“{}” (12 CFR {})", trigger.phrase, trigger.cite))
                .collect();
            let lacks = match lint.problem {
                Some(CreditProblem::Placement) => "with a disclosure that does not stand where it must".to_owned(),
                Some(CreditProblem::ProductUnknown) if missing.is_empty() => {
                    "and nobody says which kind of credit it is".to_owned()
                }
                Some(CreditProblem::ProductUnknown) | None => format!("without {}", missing.join("; ")),
            };
            let whose = offer.map_or(String::new(), |offer| format!(" of the offer {}", offer.id));
            let what = if triggers.is_empty() {
                "a rate".to_owned()
            } else {
                triggers.join(", ")
            };
            let message = format!("{id} states a credit term{whose}, {what}, {lacks}");
            let help =
                "add what is missing to the text or to the offer's `disclosure` or `terms`, or leave the term out";
            let offer_spot = offer.and_then(|offer| {
                let way = [Key::Of("financing"), Key::Of("offers"), Key::Id(offer.id.as_str())];
                self.about.own_spot(&way)
            });
            // A lender's words stand with the offer, and a built-in text has no line.
            let of_offer = offer.and_then(|offer| wording(offer).get(text.language));
            let by_offer = lint
                .triggers
                .iter()
                .any(|t| of_offer.is_some_and(|words| words.contains(&t.phrase)));
            let spot = if text.own && !by_offer {
                text.spot.clone()
            } else {
                offer_spot.unwrap_or_else(|| text.spot.clone())
            };
            self.report
                .add(Severity::Error, Code::CheckCreditTerms, spot, message, help);
        }
    }

    fn expired(&mut self, day: Date) {
        for offer in &self.about.rules().financing.offers {
            let Some(last) = offer.valid_until.filter(|last| *last < day) else {
                continue;
            };
            let way = [
                Key::Of("financing"),
                Key::Of("offers"),
                Key::Id(offer.id.as_str()),
                Key::Of("valid_until"),
            ];
            let message = format!("the offer {} is over since {last}: it is not shown any more", offer.id);
            let help = "renew it with its terms as they are now, or take it out";
            self.report.add(
                Severity::Warning,
                Code::CheckExpired,
                self.about.spot(&way),
                message,
                help,
            );
        }
    }
}

/// What stands beside an offer, by language.
fn wording(offer: &Offer) -> &BTreeMap<String, String> {
    match &offer.kind {
        OfferKind::Installments { disclosure, .. } | OfferKind::LenderLink { disclosure, .. } => disclosure,
    }
}

/// What is true of the credit of an offer.
fn product(offer: &Offer) -> (CreditProduct, CreditFacts) {
    match &offer.kind {
        OfferKind::Installments { apr, months, .. } => {
            let facts = CreditFacts {
                downpayment_required: Some(false),
                finance_charge: Some(!apr.is_zero()),
                installments_max: Some(*months),
                ..CreditFacts::default()
            };
            (CreditProduct::InHouse, facts)
        }
        OfferKind::LenderLink { .. } => (CreditProduct::Unknown, CreditFacts::default()),
    }
}

fn middle(offer: &Offer) -> Money {
    let (from, to) = (offer.range.0.cents(), offer.range.1.cents());
    Money::from_cents((from + (to - from) / 2).max(100))
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
