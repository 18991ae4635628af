//! Every text that a step may send, as the patient sees it, in each language.

use super::html::{Text, put};
use super::samples::Sample;
use super::words;
use crate::message::{Template, email_as_seen, segments, with_opt_out};
use crate::playbook::{Arm, Arms, EmailTemplate, OPT_OUT_CONFIRMATION, Rules, Sequence, Step, Touch};
use crate::recipient::Channel;
use crate::wire::TemplateId;

/// The templates that steps send, each with who sends it, in the order in which they first come.
pub(super) struct Used<'a> {
    templates: Vec<(&'a TemplateId, Vec<Sent<'a>>)>,
}

struct Sent<'a> {
    sequence: &'a Sequence,
    step: &'a Step,
    channels: &'a [Channel],
}

impl<'a> Used<'a> {
    pub(super) fn of(rules: &'a Rules) -> Self {
        let mut templates: Vec<(&TemplateId, Vec<Sent<'_>>)> = Vec::new();
        for sequence in words::sequences(rules) {
            for step in &sequence.steps {
                let Touch::Message { template, channels } = &step.touch else {
                    continue;
                };
                let sent = Sent {
                    sequence,
                    step,
                    channels,
                };
                match templates.iter_mut().find(|(known, _)| *known == template) {
                    Some((_, all)) => all.push(sent),
                    None => templates.push((template, vec![sent])),
                }
            }
        }
        let confirmation = rules.templates.keys().find(|id| id.as_str() == OPT_OUT_CONFIRMATION);
        templates.extend(confirmation.map(|id| (id, Vec::new())));
        Self { templates }
    }

    /// By which number the page calls a template.
    pub(super) fn number(&self, template: &TemplateId) -> Option<usize> {
        let place = self.templates.iter().position(|(known, _)| *known == template);
        place.map(|place| place + 1)
    }

    /// The same of the confirmation of an opt-out.
    pub(super) fn confirmation(&self) -> Option<usize> {
        let (last, _) = self.templates.last()?;
        (last.as_str() == OPT_OUT_CONFIRMATION).then_some(self.templates.len())
    }
}

pub(super) fn all(out: &mut String, rules: &Rules, used: &Used<'_>) {
    let sample = Sample::of(rules);
    let worth = if words::follows_plans(rules) {
        format!(" and a plan of {}", sample.value().display_us())
    } else {
        String::new()
    };
    put!(
        out,
        "<p>Made by the playbook's own templates for an invented patient, with {} as the provider{}. Links stand here at their \
         full length. How to opt out is said in the first text message to a number, and again after a month. A name with letters \
         such as í can make a text message cost more.</p>\n",
        Sample::PROVIDER,
        Text(worth)
    );
    for (number, (id, sent)) in (1..).zip(&used.templates) {
        put!(
            out,
            "<article class=\"text\" id=\"text-{number}\">\n<h3>Text {number}: {}</h3>\n",
            Text(id.as_str())
        );
        sent_by(out, sent);
        let goes = |channel: Channel| sent.iter().any(|sent| sent.channels.contains(&channel));
        let Some(set) = rules.templates.get(*id) else { continue };
        if let Some(arms) = set.sms.as_ref().filter(|_| goes(Channel::Sms) || sent.is_empty()) {
            let confirms = sent.is_empty();
            form(out, "Text message", arms, rules, |out, language, template| {
                sms(out, &sample, language, template, confirms);
            });
        }
        if let Some(arms) = set.email.as_ref().filter(|_| goes(Channel::Email)) {
            let parted = arms.arms.iter().flat_map(|arm| arm.by_language.values());
            let detail = parted.into_iter().any(|written| written.detailed.is_some());
            let plain = if detail {
                "E-mail, to those who have not agreed to detail"
            } else {
                "E-mail"
            };
            form(out, plain, arms, rules, |out, language, written| {
                email(out, &sample, language, written, &written.plain);
            });
            if detail {
                form(
                    out,
                    "E-mail, to those who agreed to detail",
                    arms,
                    rules,
                    |out, language, written| {
                        email(
                            out,
                            &sample,
                            language,
                            written,
                            written.detailed.as_ref().unwrap_or(&written.plain),
                        );
                    },
                );
            }
        }
        if let Some(arms) = set.portal.as_ref().filter(|_| goes(Channel::Portal)) {
            form(out, "Portal message", arms, rules, |out, language, template| {
                portal(out, &sample, language, template);
            });
        }
        out.push_str("</article>\n");
    }
}

fn sent_by(out: &mut String, sent: &[Sent<'_>]) {
    if sent.is_empty() {
        out.push_str("<p class=\"soft\">Sent once, when a patient opts out by text message.</p>\n");
        return;
    }
    let steps = sent
        .iter()
        .map(|sent| format!("{}, day {} (step {})", sent.sequence.id, sent.step.day, sent.step.id));
    put!(
        out,
        "<p class=\"soft\">Sent by: {}.</p>\n",
        Text(steps.collect::<Vec<_>>().join("; "))
    );
}

/// One form of a template: its wordings, each in the languages of the playbook.
fn form<T>(out: &mut String, name: &str, arms: &Arms<T>, rules: &Rules, show: impl Fn(&mut String, &str, &T)) {
    let total: u64 = arms.arms.iter().map(|arm| u64::from(arm.weight)).sum();
    for arm in &arms.arms {
        put!(
            out,
            "<h4>{name}{}</h4>\n<div class=\"languages\">\n",
            Text(wording(arm, total))
        );
        let shown = rules
            .languages
            .iter()
            .filter_map(|language| Some((language, arm.by_language.get(language)?)));
        for (language, text) in shown {
            put!(
                out,
                "<div class=\"language\"><p class=\"tag\">{}</p>\n",
                Text(words::language(language))
            );
            show(out, language, text);
            out.push_str("</div>\n");
        }
        out.push_str("</div>\n");
    }
}

/// `, wording a, for 1 of 2 patients`; nothing where there is only one.
fn wording<T>(arm: &Arm<T>, total: u64) -> String {
    let id = arm.id.as_deref().unwrap_or_default();
    if total == u64::from(arm.weight) {
        String::new()
    } else {
        format!(", wording {id}, for {} of {total} patients", arm.weight)
    }
}

fn sms(out: &mut String, sample: &Sample<'_>, language: &str, template: &Template, confirms: bool) {
    let mut context = sample.context(language, template);
    if confirms {
        context.optout_text.clear();
    }
    let body = with_opt_out(template.render(&context), &context.optout_text);
    let counted = segments(&body).map(|counted| counted.segments).unwrap_or_default();
    put!(
        out,
        "<blockquote class=\"bubble\" lang=\"{}\">{}</blockquote>\n<p class=\"count\">{} characters, billed as {counted} {}</p>\n",
        Text(language),
        Text(&body),
        body.chars().count(),
        if counted == 1 { "message" } else { "messages" }
    );
}

fn portal(out: &mut String, sample: &Sample<'_>, language: &str, template: &Template) {
    put!(
        out,
        "<blockquote class=\"paper plain\" lang=\"{}\">{}</blockquote>\n<p class=\"count\">Read after logging in</p>\n",
        Text(language),
        Text(template.render(&sample.context(language, template)))
    );
}

fn email(out: &mut String, sample: &Sample<'_>, language: &str, written: &EmailTemplate, body: &Template) {
    let context = sample.context(language, body);
    let (subject, inside) = email_as_seen(&written.subject, body, &context, &sample.footer(language));
    // What the mail shows is made, and escaped, by the function that makes the mail.
    put!(
        out,
        "<blockquote class=\"paper\" lang=\"{}\"><p class=\"subject\">{}</p>\n{inside}</blockquote>\n",
        Text(language),
        Text(subject)
    );
}

/// How a text begins, in the first language, for the line of a step; of an e-mail its subject. As HTML.
pub(super) fn opening(rules: &Rules, template: &TemplateId, channel: Channel) -> String {
    const MOST: usize = 110;
    let sample = Sample::of(rules);
    let Some(language) = rules.languages.first() else {
        return String::new();
    };
    let Some(set) = rules.templates.get(template) else {
        return String::new();
    };
    let first = |arms: &Option<Arms<Template>>| {
        let text = arms.as_ref()?.arms.first()?.by_language.get(language)?;
        Some(text.render(&sample.context(language, text)))
    };
    let said = match channel {
        Channel::Sms => first(&set.sms),
        Channel::Portal => first(&set.portal),
        Channel::Email => set.email.as_ref().and_then(|arms| {
            let written = arms.arms.first()?.by_language.get(language)?;
            Some(written.subject.render(&sample.context(language, &written.subject)))
        }),
        Channel::Call => None,
    };
    let said = said.unwrap_or_default();
    let mut words: String = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > MOST {
        words = words.chars().take(MOST).collect();
        let end = words.rfind(' ').unwrap_or(words.len());
        words.truncate(end);
        words.push_str(" …");
    }
    if words.is_empty() {
        return words;
    }
    format!(": <q lang=\"{}\">{}</q>", Text(language), Text(words))
}
