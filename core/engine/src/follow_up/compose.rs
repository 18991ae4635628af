//! Fills templates: what a message says, and what staff may say.

use super::Texts;
use super::machine::Machine;
use super::{Case, Content, Link, Sent, SkipReason};
use crate::criteria::Facts;
use crate::escalation::PromptKind;
use crate::financing::{Offer, OfferKind, payment};
use crate::link::{self, Purpose};
use crate::message::{
    Context, Email, Finding, Footer, Form, Item, LintRules, OfferWords, Template, day_in_words, email, lint,
    message_id, optout_text, segments, with_opt_out,
};
use crate::plan::{CustomFact, Money, Plan};
use crate::playbook::{Arm, Arms, EmailTemplate, Practice, TemplateSet};
use crate::recipient::{Channel, ContactKind, ContactPoint};
use crate::schedule::{DAY, Timestamp};
use crate::wire::{ActionId, CaseId, Redacted, TemplateId, hash};

/// Opt-out wording stands in the first message and then monthly at least.
const OPT_OUT_EVERY_DAYS: i64 = 30;

/// A message, composed.
pub(super) struct Composed {
    pub(super) content: Content,
    pub(super) arm: Option<String>,
    pub(super) links: Vec<Link>,
    pub(super) says_opt_out: bool,
}

impl Machine<'_> {
    /// Whether a template can be sent on a channel.
    pub(super) fn has_form(&self, template: &TemplateId, channel: Channel) -> bool {
        self.rules.templates.get(template).is_some_and(|set| match channel {
            Channel::Sms => set.sms.is_some(),
            Channel::Email => set.email.is_some(),
            Channel::Portal => set.portal.is_some(),
            Channel::Call => false,
        })
    }

    /// Renders a template for a contact point, in the name of an office; why not, when it has no form for the point's
    /// channel or would say what the channel may not carry.
    pub(super) fn compose(
        &self,
        template: &TemplateId,
        case: Option<&Case>,
        practice: &Practice,
        point: &ContactPoint,
        action: &ActionId,
    ) -> Result<Composed, SkipReason> {
        let set = self.rules.templates.get(template).ok_or(SkipReason::NoTemplate)?;
        if self.texts == Texts::LeftOut {
            return self.left_out(template, set, case, point);
        }
        let context = self.context(case, practice, point, action);
        let (content, arm) = match point.kind.channel() {
            Some(Channel::Sms) => self.sms(template, set.sms.as_ref(), &context)?,
            Some(Channel::Portal) => {
                let (text, arm) = self.wording(template, set.portal.as_ref(), &context)?;
                (
                    Content::Portal {
                        body: text.render(&context).into(),
                    },
                    arm,
                )
            }
            Some(Channel::Email) => self.email(template, set.email.as_ref(), practice, point, &context, action)?,
            Some(Channel::Call) | None => return Err(SkipReason::NoTemplate),
        };
        let purposes: &[Purpose] = match content {
            Content::Email { .. } => &[Purpose::Book, Purpose::Unsubscribe],
            Content::Sms { .. } | Content::Portal { .. } | Content::LeftOut {} => &[Purpose::Book],
        };
        let links = purposes
            .iter()
            .filter_map(|&purpose| self.link(action, purpose))
            .collect();
        let says_opt_out = !context.optout_text.is_empty();
        Ok(Composed {
            content,
            arm,
            links,
            says_opt_out,
        })
    }

    /// What is decided about a message besides its wording.
    fn left_out(
        &self,
        template: &TemplateId,
        set: &TemplateSet,
        case: Option<&Case>,
        point: &ContactPoint,
    ) -> Result<Composed, SkipReason> {
        let arm = match point.kind.channel() {
            Some(Channel::Sms) => self.arm(template, set.sms.as_ref()).map(|arm| &arm.id),
            Some(Channel::Portal) => self.arm(template, set.portal.as_ref()).map(|arm| &arm.id),
            Some(Channel::Email) => self.arm(template, set.email.as_ref()).map(|arm| &arm.id),
            Some(Channel::Call) | None => Err(SkipReason::NoTemplate),
        };
        Ok(Composed {
            content: Content::LeftOut {},
            arm: arm?.clone(),
            links: Vec::new(),
            says_opt_out: case.is_some() && !self.optout_wording(point, self.language()).is_empty(),
        })
    }

    fn sms(
        &self,
        template: &TemplateId,
        arms: Option<&Arms<Template>>,
        context: &Context,
    ) -> Result<(Content, Option<String>), SkipReason> {
        let (text, arm) = self.wording(template, arms, context)?;
        let body = with_opt_out(text.render(context), &context.optout_text);
        discreet(&body, Form::Sms, context, "")?;
        let counted = segments(&body).map_err(|_| SkipReason::NoTemplate)?;
        let segments = u32::try_from(counted.segments).unwrap_or(u32::MAX);
        Ok((
            Content::Sms {
                body: body.into(),
                encoding: counted.encoding,
                segments,
            },
            arm,
        ))
    }

    fn email(
        &self,
        template: &TemplateId,
        arms: Option<&Arms<EmailTemplate>>,
        practice: &Practice,
        point: &ContactPoint,
        context: &Context,
        action: &ActionId,
    ) -> Result<(Content, Option<String>), SkipReason> {
        let (written, arm) = self.wording(template, arms, context)?;
        let unsubscribe = self.link(action, Purpose::Unsubscribe);
        let footer = Footer {
            practice_name: practice.name.clone(),
            postal_address: practice.postal_address.clone(),
            unsubscribe_url: unsubscribe.map_or_else(String::new, |link| address_of(practice, &link)),
            language: context.language.clone(),
            reply_to: None,
            message_id: message_id(&action.text(), &practice.booking_url),
        };
        let (body, form) = match &written.detailed {
            Some(detailed) if point.allows_detail() => (detailed, Form::Detailed),
            Some(_) | None => (&written.plain, Form::Plain),
        };
        let Email {
            subject,
            html,
            text,
            headers,
        } = email(&written.subject, body, context, &footer);
        discreet(&subject, Form::Subject, context, "")?;
        discreet(&text, form, context, &footer.unsubscribe_url)?;
        let content = Content::Email {
            subject: subject.into(),
            html: html.into(),
            text: text.into(),
            headers: headers.into_iter().map(|(name, value)| (name, value.into())).collect(),
        };
        Ok((content, arm))
    }

    /// The wording of a template's form: its arm, in the language of the context.
    fn wording<'r, T>(
        &self,
        template: &TemplateId,
        arms: Option<&'r Arms<T>>,
        context: &Context,
    ) -> Result<(&'r T, Option<String>), SkipReason> {
        let arm = self.arm(template, arms)?;
        let text = arm.by_language.get(&context.language).ok_or(SkipReason::NoTemplate)?;
        Ok((text, arm.id.clone()))
    }

    fn arm<'r, T>(&self, template: &TemplateId, arms: Option<&'r Arms<T>>) -> Result<&'r Arm<T>, SkipReason> {
        arms.and_then(|arms| pick(template, self.f.person.id.as_str(), arms))
            .ok_or(SkipReason::NoTemplate)
    }

    /// The token of an action's link; none without link keys.
    fn link(&self, action: &ActionId, purpose: Purpose) -> Option<Link> {
        let token = link::sign(hash::link_head(action), purpose, self.keys?);
        Some(Link {
            token: token.into(),
            purpose,
        })
    }

    fn context(&self, case: Option<&Case>, practice: &Practice, point: &ContactPoint, action: &ActionId) -> Context {
        let language = self.language();
        let mut context = Context {
            language: language.to_owned(),
            patient_first_name: self.f.person.first_name.as_ref().map(|name| name.reveal().to_owned()),
            practice_name: practice.name.clone(),
            practice_phone: practice.phone_as_read(),
            practice_address: practice.postal_address.clone(),
            // Without link keys the address stands alone, and a click cannot be told.
            link: self
                .link(action, Purpose::Book)
                .map_or_else(|| practice.booking_url.clone(), |link| address_of(practice, &link)),
            // A confirmation of an opt-out is about no case, and says nothing of how to opt out.
            optout_text: case.map_or("", |_| self.optout_wording(point, language)).to_owned(),
            ..Context::default()
        };
        if let Some(case) = case {
            self.add_case(&mut context, case);
        }
        context.without_links_in_names()
    }

    fn add_case(&self, context: &mut Context, case: &Case) {
        self.add_subject(context, case);
        if let Some(plan) = case.plan() {
            self.add_plan(context, case, plan, &self.facts(case, self.now));
        }
    }

    /// What every kind of subject has.
    fn add_subject(&self, context: &mut Context, case: &Case) {
        context.provider_display_name = case.provider().and_then(|provider| provider.name.clone());
        context.due_on = case.due().map(|due| day_in_words(due.due_on, &context.language));
        let custom = case.custom().iter();
        context.custom = custom
            .filter_map(|(name, fact)| Some((name.clone(), shown(fact)?)))
            .collect();
    }

    fn add_plan(&self, context: &mut Context, case: &Case, plan: &Plan, facts: &Facts<'_>) {
        let language = context.language.clone();
        context.total = pending_fees(plan).map_or_else(String::new, Money::display_us);
        context.patient_portion = facts.patient_portion.map(Money::display_us);
        context.item_count = plan.pending().count().to_string();
        context.items = plan.pending().map(item).collect();
        context.offers = self
            .offers(case, facts, self.now)
            .filter_map(|(offer, amount)| offer_words(offer, amount, &language))
            .collect();
        let faq = self.category(case).and_then(|category| self.rules.faq.get(&category));
        context.faq = faq
            .into_iter()
            .flatten()
            .filter_map(|faq| Some((faq.question.get(&language)?.clone(), faq.answer.get(&language)?.clone())))
            .collect();
    }

    /// How to stop text messages; empty where this point was told within the month.
    fn optout_wording(&self, point: &ContactPoint, language: &str) -> &'static str {
        if says_opt_out(&self.f.sends, point, self.now) {
            optout_text(language)
        } else {
            ""
        }
    }

    /// What to say, in the person's language.
    pub(super) fn script(&self, case: Option<&CaseId>, kind: PromptKind) -> Option<Redacted> {
        let practice = self.practice_for(case);
        let mut context = Context {
            language: self.language().to_owned(),
            patient_first_name: self.f.person.first_name.as_ref().map(|name| name.reveal().to_owned()),
            practice_name: practice.name.clone(),
            practice_phone: practice.phone_as_read(),
            practice_address: practice.postal_address.clone(),
            ..Context::default()
        };
        if let Some(case) = case.and_then(|id| self.case(id)) {
            self.add_case(&mut context, case);
        }
        let context = context.without_links_in_names();
        self.rules.staff_script(kind, &context).map(Redacted::from)
    }
}

/// The booking address of an office with the token in it: before a fragment, which a browser keeps to itself. A mail
/// service that posts to the address would leave the token out (RFC 9110, 4.2.5).
fn address_of(practice: &Practice, link: &Link) -> String {
    let url = &practice.booking_url;
    let (sent, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let mark = if sent.contains('?') { '&' } else { '?' };
    format!("{sent}{mark}ft={}{fragment}", link.token.reveal())
}

/// Whether a message to this point has to say how to stop them: the first one of a month.
pub(super) fn says_opt_out(sends: &[Sent], point: &ContactPoint, now: Timestamp) -> bool {
    let since = now.plus(-OPT_OUT_EVERY_DAYS * DAY);
    let told = || {
        sends.iter().any(|sent| {
            let said = sent.action.as_ref().is_some_and(|action| action.says_opt_out);
            said && sent.to == point.value && sent.at > since && sent.may_have_arrived()
        })
    };
    point.kind == ContactKind::Mobile && !told()
}

/// The arm by hash of template and recipient, so that a person always gets the same one.
pub(super) fn pick<'r, T>(template: &TemplateId, recipient: &str, arms: &'r Arms<T>) -> Option<&'r Arm<T>> {
    if let [only] = arms.arms.as_slice() {
        return Some(only);
    }
    let total: u64 = arms.arms.iter().map(|arm| u64::from(arm.weight)).sum();
    let mut drawn = hash::arm(template.as_str(), recipient, total);
    arms.arms
        .iter()
        .find(|arm| match drawn.checked_sub(u64::from(arm.weight)) {
            Some(rest) => {
                drawn = rest;
                false
            }
            None => true,
        })
}

/// A fact of the host's own as a text shows it. What is not so is absent, so that `{{#if}}` asks what it seems to ask.
fn shown(fact: &CustomFact) -> Option<String> {
    match fact {
        CustomFact::Bool(true) => Some("true".to_owned()),
        CustomFact::Bool(false) => None,
        CustomFact::Number(number) => Some(number.to_string()),
        CustomFact::Text(text) => Some(text.clone()),
    }
}

/// The fees of what is pending, whatever the practice system says of the plan as a whole.
pub(super) fn pending_fees(plan: &Plan) -> Option<Money> {
    plan.pending().map(|p| p.fee).sum()
}

fn item(procedure: &crate::plan::Procedure) -> Item {
    let text = |value: &Option<Redacted>| value.as_ref().map(|v| v.reveal().to_owned());
    Item {
        description: text(&procedure.description),
        code: procedure.code.clone(),
        tooth: text(&procedure.tooth),
        fee: procedure.fee.map(Money::display_us),
    }
}

/// An offer in words; none when no payment can be computed for the amount.
pub(crate) fn offer_words(offer: &Offer, amount: Money, language: &str) -> Option<OfferWords> {
    Some(match &offer.kind {
        OfferKind::Installments {
            apr,
            months,
            rounding,
            disclosure,
        } => OfferWords {
            monthly: Some(payment(amount, *apr, *months, *rounding).ok()?.payment.display_us()),
            months: Some(months.to_string()),
            apr: Some(format!("{apr}%")),
            disclosure: disclosure.get(language).cloned(),
            ..OfferWords::default()
        },
        OfferKind::LenderLink {
            lender,
            url,
            product: _,
            disclosure,
        } => OfferWords {
            lender: Some(lender.clone()),
            url: Some(url.clone()),
            disclosure: disclosure.get(language).cloned(),
            ..OfferWords::default()
        },
    })
}

/// The second line of defence: what a text says once names and links are in it. The first is that a template which
/// could say it does not compile. The letters of a token may read like a word: a link of ours says nothing, that to
/// unsubscribe neither.
fn discreet(text: &str, form: Form, context: &Context, unsubscribe: &str) -> Result<(), SkipReason> {
    if disclosed(text, form, context, unsubscribe).is_empty() {
        Ok(())
    } else {
        Err(SkipReason::Disclosure)
    }
}

/// What a text says that its form may not carry.
pub(crate) fn disclosed(text: &str, form: Form, context: &Context, unsubscribe: &str) -> Vec<Finding> {
    let rules = LintRules {
        practice_name: context.practice_name.clone(),
        provider_name: context.provider_display_name.clone(),
        first_name: context.patient_first_name.clone(),
        last_name: None,
        exempt: vec![
            context.link.clone(),
            context.practice_address.clone(),
            context.practice_phone.clone(),
            unsubscribe.to_owned(),
        ],
    };
    lint(text, form, &rules)
}
