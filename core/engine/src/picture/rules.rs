//! Who is followed up, within which hours and limits, and on which terms of payment.

use super::html::{Text, put};
use super::{sequences, words};
use crate::criteria::{About, span};
use crate::financing::{Offer, OfferKind, payment};
use crate::message::day_in_words;
use crate::plan::{Category, Money};
use crate::playbook::{AcceptedWhen, Faq, Rules};
use crate::schedule::{Holidays, law};

pub(super) fn who(out: &mut String, rules: &Rules) {
    let subject = words::subject(rules);
    let trigger = &rules.trigger;
    put!(
        out,
        "<p>A {subject} is followed up {}{}</p>\n",
        Text(words::pending(rules)),
        if words::is_open(&trigger.condition) {
            "."
        } else {
            ", if:"
        }
    );
    sequences::condition(out, words::about(rules), &trigger.condition);
    out.push_str("<ul>\n");
    let mut say = |text: String| put!(out, "<li>{}</li>\n", Text(text));
    say(format!(
        "After {} it is too old, and is left alone.",
        span(trigger.window)
    ));
    if let Some(fresh) = trigger.facts_fresh_within {
        say(format!(
            "Nothing automatic goes out on what the practice system said more than {} ago.",
            span(fresh)
        ));
    }
    say(if words::follows_plans(rules) {
        accepted(trigger.accepted_when)
    } else {
        let visit = words::settled_by(rules).map(|visit| format!("{visit} or took place, or when "));
        let visit = visit.unwrap_or_default();
        format!("It is over when {visit}the practice system tells that it is done.")
    });
    let (first, those) = match words::about(rules) {
        About::Plan => ("the one worth most", "those worth most"),
        About::Due => ("the one due for longest", "those due for longest"),
        About::EndedVisit => ("the one whose visit is longest ago", "those whose visit is longest ago"),
    };
    say(match rules.limits.max_open_cases {
        1 => format!("Each person who is written to hears of one {subject} at a time, {first} first."),
        most => format!("Each person who is written to hears of at most {most} {subject}s at a time, {those} first."),
    });
    say(format!(
        "A {subject} that is older than {} when it is first seen is taken up over {} business {}, not all on one day.",
        span(rules.backlog.older_than),
        rules.backlog.spread_over,
        if rules.backlog.spread_over == 1 { "day" } else { "days" }
    ));
    let share = rules.holdout.share;
    if share.numerator > 0 {
        say(format!(
            "{} of households are left alone on purpose, so that what the messages do can be measured.",
            percent(share.numerator, share.denominator)
        ));
    }
    out.push_str("</ul>\n");
}

fn accepted(when: AcceptedWhen) -> String {
    let what = match when {
        AcceptedWhen::SameProcedures => "its procedures are booked or done".to_owned(),
        AcceptedWhen::SameArea => "a visit for the same area of the mouth is booked or done".to_owned(),
        AcceptedWhen::AnyVisit => "the patient books any visit".to_owned(),
        AcceptedWhen::ValueShare(share) => format!(
            "{} of its value is booked or done",
            percent(share.numerator, share.denominator)
        ),
    };
    format!("It counts as accepted, and is over, when {what}.")
}

/// A share as people say it, cut to a tenth.
fn percent(numerator: u64, denominator: u64) -> String {
    let tenths = u128::from(numerator) * 1_000 / u128::from(denominator.max(1));
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    }
}

pub(super) fn limits(out: &mut String, rules: &Rules) {
    out.push_str("<dl class=\"rules\">\n");
    let mut row = |what: &str, says: String| put!(out, "<div><dt>{what}</dt><dd>{}</dd></div>\n", Text(says));
    let limits = &rules.limits;
    row(
        "How often",
        format!(
            "To one person at most {} a day and {} in any 7 days, and at least {} between two.",
            messages(limits.per_day),
            messages(limits.per_week),
            span(limits.min_gap)
        ),
    );
    let policy = &rules.contact_policy.windows;
    if let Some(cap) = policy.cap() {
        row(
            "The law's limit",
            format!("At most {} texts to one number in {} hours.", cap.max, cap.per_hours),
        );
    }
    row(
        "Texts and calls, by the law",
        format!(
            "{}{}, in the patient's own time; in some states fewer hours. {}",
            words::week(policy.weekly()),
            match policy.holidays() {
                Holidays::None => "",
                Holidays::UsFederal | Holidays::StateLegal => "; not on federal holidays",
            },
            policy_name(policy)
        ),
    );
    row(
        "All messages, by the practice",
        format!("{}, in the patient's own time.", words::week(&rules.sending.window)),
    );
    if !rules.sending.quiet_on_closed_days.is_empty() {
        row(
            "Days on which the practice is closed",
            format!("No {}.", words::no_channels(&rules.sending.quiet_on_closed_days)),
        );
    }
    if rules.sending.not_on_visit_days {
        row(
            "The day of a visit",
            "No messages to a patient who is in the chair that day. Calls are not held back.".to_owned(),
        );
    }
    if rules.sending.spread > 0 {
        row(
            "Spread",
            format!(
                "Messages leave over the first {} of an opening.",
                span(rules.sending.spread)
            ),
        );
    }
    row("Time zone of the practice", rules.practice.zone.name().to_owned());
    out.push_str("</dl>\n");
    financing(out, rules);
}

fn messages(count: u32) -> String {
    format!("{count} message{}", if count == 1 { "" } else { "s" })
}

fn policy_name(policy: &law::Policy) -> &'static str {
    match policy {
        law::Policy::Federal => "These are the federal hours.",
        law::Policy::MiniTcpaUnion => "These are the hours that also satisfy the states whose rules reach texts.",
        law::Policy::StrictAllRows => "These are the hours that satisfy the rules of every state.",
        law::Policy::Own(_) => "These are the practice's own, within the federal hours.",
    }
}

fn financing(out: &mut String, rules: &Rules) {
    let financing = &rules.financing;
    if financing.offers.is_empty() {
        return;
    }
    out.push_str("<h3>Paying over time</h3>\n");
    if let Some(when) = financing.offer_when.as_ref().filter(|when| !words::is_open(when)) {
        put!(
            out,
            "<p>Offered only if {}.</p>\n",
            Text(words::condition(words::about(rules), when))
        );
    }
    for offer in &financing.offers {
        put!(
            out,
            "<article class=\"offer\">\n<h4>{}</h4>\n<ul>\n",
            Text(offer.id.as_str())
        );
        let mut say = |text: String| put!(out, "<li>{}</li>\n", Text(text));
        say(terms(offer));
        let (from, to) = offer.range;
        say(format!("For {} to {}.", from.display_us(), to.display_us()));
        if let Some(day) = offer.valid_until {
            say(format!("Until {}, that day included.", day_in_words(day, "en")));
        }
        if !offer.not_in.is_empty() {
            say(format!(
                "Not to patients in {}, nor where the state is not known.",
                words::listed(&offer.not_in)
            ));
        }
        out.push_str("</ul>\n");
        let (OfferKind::Installments { disclosure, .. } | OfferKind::LenderLink { disclosure, .. }) = &offer.kind;
        for (language, text) in disclosure {
            put!(
                out,
                "<p class=\"tag\">Disclosure, {}</p>\n<blockquote class=\"paper plain\" lang=\"{}\">{}</blockquote>\n",
                Text(words::language(language)),
                Text(language),
                Text(text)
            );
        }
        if disclosure.is_empty() {
            out.push_str("<p class=\"soft\">No disclosure is written.</p>\n");
        }
        out.push_str("</article>\n");
    }
}

fn terms(offer: &Offer) -> String {
    match &offer.kind {
        OfferKind::LenderLink { lender, url, .. } => format!("A link to {lender}: {url}"),
        OfferKind::Installments {
            apr, months, rounding, ..
        } => {
            let amount = Money::from_cents(300_000).min(offer.range.1).max(offer.range.0);
            let each = payment(amount, *apr, *months, *rounding).map(|plan| plan.payment.display_us());
            let example = each.map_or_else(
                |_| String::new(),
                |each| format!(" For {}: {each} a month.", amount.display_us()),
            );
            let interest = if apr.is_zero() {
                "without interest".to_owned()
            } else {
                format!("at {apr}% a year")
            };
            format!("{months} monthly payments to the practice, {interest}.{example}")
        }
    }
}

/// What texts answer where they list questions, each answer once with the kinds of treatment that it is for.
pub(super) fn faq(out: &mut String, rules: &Rules) {
    let mut answers: Vec<(Vec<&str>, &Faq)> = Vec::new();
    for (category, list) in &rules.faq {
        for faq in list {
            match answers.iter_mut().find(|(_, known)| *known == faq) {
                Some((categories, _)) => categories.push(category.as_str()),
                None => answers.push((vec![category.as_str()], faq)),
            }
        }
    }
    let mut groups: Vec<(Vec<&str>, Vec<&Faq>)> = Vec::new();
    for (categories, faq) in answers {
        match groups.iter_mut().find(|(known, _)| *known == categories) {
            Some((_, list)) => list.push(faq),
            None => groups.push((categories, vec![faq])),
        }
    }
    if groups.is_empty() {
        out.push_str("<p>No questions are written for any kind of treatment.</p>\n");
        return;
    }
    out.push_str("<p>For texts that list questions, by kind of treatment.</p>\n");
    for (categories, list) in groups {
        let all = kinds(rules, &categories);
        put!(out, "<div class=\"faq\">\n<h3 class=\"tag\">{}</h3>\n", Text(all));
        list.into_iter().for_each(|faq| one_question(out, rules, faq));
        out.push_str("</div>\n");
    }
}

/// Kinds of treatment: `every kind of treatment but preventive and diagnostic` where few are left out, else those that they
/// are. The five that have no codes are none where the playbook gives them none.
fn kinds(rules: &Rules, categories: &[&str]) -> String {
    const FEW: usize = 3;
    const OWN_CODES: [Category; 5] = [
        Category::Package,
        Category::Laser,
        Category::Injectable,
        Category::Body,
        Category::Skin,
    ];
    let has_codes = |category: &&Category| {
        !OWN_CODES.contains(category) || rules.categories.iter().any(|(mapped, _)| mapped == *category)
    };
    let all = Category::ALL.iter().filter(has_codes).map(|category| category.as_str());
    let others: Vec<&str> = all.filter(|category| !categories.contains(category)).collect();
    match others.len() {
        0 => "every kind of treatment".to_owned(),
        1..=FEW => format!("every kind of treatment but {}", words::listed(others)),
        _ => words::listed(categories),
    }
}

fn one_question(out: &mut String, rules: &Rules, faq: &Faq) {
    out.push_str("<div class=\"languages\">\n");
    for language in &rules.languages {
        let (Some(question), Some(answer)) = (faq.question.get(language), faq.answer.get(language)) else {
            continue;
        };
        put!(
            out,
            "<div class=\"language\" lang=\"{}\"><p><strong>{}</strong> {}</p></div>\n",
            Text(language),
            Text(question),
            Text(answer)
        );
    }
    out.push_str("</div>\n");
}
