//! The page of a comparison.

use followthrough::Money;
use followthrough::schedule::Zone;
use maud::{Markup, html};

use super::Comparison;
use super::cases::{CaseDifference, Change, Contact, Got, StepDifference};
use super::figures::{ComparedDay, Side};
use crate::page::Column::{Corner, Number, Word};
use crate::page::chart::{WIDTH, level, picture, place};
use crate::page::words::{self, money, number};
use crate::page::{Page, drawing, figure, figures, head, table};

/// More plans make a page that nobody reads; the JSON has them all.
const MOST_CASES: usize = 200;

const STYLE: &str = "
.mark.old { fill: var(--baseline); } .mark.new { fill: var(--sms); }
.key.old::before { background: var(--baseline); } .key.new::before { background: var(--sms); }
.steps { list-style: none; margin: 0; padding: 0; min-width: 18rem; } .steps li { margin: 0 0 .2rem; } td.word { white-space: normal; }
.change { font-weight: 600; } .was { color: var(--soft); }
";

pub(super) fn page(comparison: &Comparison) -> Markup {
    let main = html! {
        (figures_that_matter(comparison))
        (sums(comparison))
        (days(comparison))
        (roles(comparison))
        (by_one_only(comparison))
        (each(comparison))
    };
    let footer = html! {
        p {
            "Made by followthrough. Playbook revisions " code { (comparison.old.revision) } " and "
            code { (comparison.new.revision) } ", seed " code { (comparison.seed) }
            ". The same playbooks, export, days and seed give this page again, to the byte."
        }
    };
    let (from, to) = (words::day(comparison.from), words::day_and_year(comparison.to));
    let dates = format!("{from} to {to} · {} days, simulated twice", comparison.days_compared);
    let page = Page {
        title: &format!("Two playbooks compared, {}", comparison.practice),
        style: STYLE,
        header: html! {
            (head("Two playbooks compared", &comparison.practice, &dates))
            p.notice {
                strong { "A simulation. " }
                "Nobody was contacted. Both playbooks met the same plans and the same people. How many would accept is "
                "not compared: that would show what was assumed of people, not what a playbook does."
            }
        },
        main,
        footer,
    };
    page.render()
}

/// `+3`, `−2`, `no change`.
fn by(old: u64, new: u64) -> String {
    match new.cmp(&old) {
        std::cmp::Ordering::Equal => "no change".to_owned(),
        std::cmp::Ordering::Greater => format!("+{}", number(new - old)),
        std::cmp::Ordering::Less => format!("−{}", number(old - new)),
    }
}

fn figures_that_matter(c: &Comparison) -> Markup {
    let (old, new) = (&c.old, &c.new);
    let both = |old: u64, new: u64| html! { "from " (number(old)) " to " (number(new)) };
    let only = |which| c.cases.iter().filter(|case| case.contact == which).count();
    let changed = number(u64::try_from(c.cases.len()).unwrap_or(u64::MAX));
    figures(html! {
        (figure(&changed, "plans get something else", html! { (number(c.same)) " get the same" }))
        (figure(&by(old.messages(), new.messages()), "messages", both(old.messages(), new.messages())))
        (figure(&by(old.sms_segments, new.sms_segments), "segments", both(old.sms_segments, new.sms_segments)))
        (figure(&by(old.minutes, new.minutes), "minutes of staff", both(old.minutes, new.minutes)))
        (figure(&by(old.contacted, new.contacted), "plans written about", html! {
            (only(Contact::OnlyNew)) " only by the new one, " (only(Contact::OnlyOld)) " only by the old one"
        }))
    })
}

fn sums(c: &Comparison) -> Markup {
    type Row = (&'static str, &'static str, fn(&Side) -> u64);
    let rows: [Row; 10] = [
        ("", "Plans written about", |side| side.contacted),
        ("", "People written to", |side| side.people),
        ("", "Texts", |side| side.sms),
        ("part", "segments, as carriers bill them", |side| side.sms_segments),
        ("", "E-mails", |side| side.email),
        ("", "Portal messages", |side| side.portal),
        ("", "The most messages on a day", |side| side.most_a_day),
        ("", "Tasks for staff", |side| side.tasks),
        ("part", "of them calls", |side| side.calls),
        ("part", "minutes, as assumed", |side| side.minutes),
    ];
    let costs = [
        ("Cost of texts", c.old.bill.sms, c.new.bill.sms),
        ("Cost of e-mails", c.old.bill.email, c.new.bill.email),
        ("Cost of portal messages", c.old.bill.portal, c.new.bill.portal),
        ("Cost of staff", c.old.bill.staff, c.new.bill.staff),
        ("Cost together", c.old.bill.total, c.new.bill.total),
    ];
    html! {
        section {
            h2 { "What they come to" }
            (table(
                "The same plans, days and people under both playbooks",
                &[Corner, Number("Old"), Number("New"), Number("Difference")],
                html! {
                    @for (class, what, of) in rows { tr class=(class) {
                        th scope="row" { (what) }
                        td { (number(of(&c.old))) } td { (number(of(&c.new))) } td { (by(of(&c.old), of(&c.new))) }
                    } }
                    @for (what, old, new) in costs { @if let (Some(old), Some(new)) = (old, new) { tr {
                        th scope="row" { (what) } td { (money(old)) } td { (money(new)) } td { (more(old, new)) }
                    } } }
                },
            ))
        }
    }
}

fn more(old: Money, new: Money) -> String {
    let cents = new.cents() - old.cents();
    let sign = match cents.signum() {
        0 => return "no change".to_owned(),
        1 => "+",
        _ => "−",
    };
    let size = Money::from_cents(i64::try_from(cents.unsigned_abs()).unwrap_or(i64::MAX));
    format!("{sign}{}", size.display_us())
}

fn days(c: &Comparison) -> Markup {
    let changed: Vec<&ComparedDay> = c.days.iter().filter(|day| day.old != day.new).collect();
    let cell = |old: u64, new: u64| {
        html! {
            td { @if old == new { (number(new)) } @else { (number(old)) " → " (number(new)) } }
        }
    };
    html! {
        section {
            h2 { "Day by day" }
            p.legend aria-hidden="true" { span.key.old { "Old" } span.key.new { "New" } }
            (drawing(messages_a_day(c)))
            @if changed.is_empty() { p { "No day differs." } } @else { details {
                summary { "The " (changed.len()) " days that differ, as a table" }
                (table(
                    "Old → new; one number where both are the same",
                    &[
                        Number("Day"), Number("Texts"), Number("E-mails"), Number("Portal"), Number("Tasks"), Number("Calls"),
                        Number("Minutes")
                    ],
                    html! { @for day in changed { tr {
                        th scope="row" { (words::day(day.date)) }
                        (cell(day.old.sms, day.new.sms)) (cell(day.old.email, day.new.email)) (cell(day.old.portal, day.new.portal))
                        (cell(day.old.tasks, day.new.tasks)) (cell(day.old.calls, day.new.calls)) (cell(day.old.minutes, day.new.minutes))
                    } } },
                ))
            } }
        }
    }
}

/// Messages by day, both side by side.
fn messages_a_day(c: &Comparison) -> Markup {
    const HEIGHT: i64 = 220;
    const LEFT: i64 = 36;
    const TOP: i64 = 12;
    const FLOOR: i64 = 188;
    let whole = |n: u64| i64::try_from(n).unwrap_or(0);
    let days = i64::try_from(c.days.len()).unwrap_or(1).max(1);
    let most = whole(c.old.most_a_day.max(c.new.most_a_day)).max(4);
    let top = most + most % 2;
    let x = |index: i64| place(index, days, LEFT, WIDTH);
    let high = |n: u64| place(whole(n), top, 0, FLOOR - TOP);
    let bar = |class: &str, left: i64, right: i64, n: u64| {
        let tall = high(n);
        html! { @if tall > 0 {
            rect class={ "mark " (class) } x=(left) y=(FLOOR - tall) width=((right - left).max(1)) height=(tall) {}
        } }
    };
    let drawn = html! {
        @for line in [0, top / 2, top] { (level(LEFT, FLOOR - place(line, top, 0, FLOOR - TOP), line)) }
        @for (index, day) in (0_i64..).zip(&c.days) {
            @let middle = (x(index) + x(index + 1) - 1) / 2;
            (bar("old", x(index), middle, day.old.messages()))
            (bar("new", middle, x(index + 1) - 1, day.new.messages()))
            @if index % 14 == 0 { text class="tick" x=(x(index)) y=(FLOOR + 20) { (words::day(day.date)) } }
        }
    };
    picture(
        "days-title",
        "Messages by day under both playbooks; the table below holds the days that differ.",
        HEIGHT,
        drawn,
    )
}

fn roles(c: &Comparison) -> Markup {
    let both = |old: u64, new: u64| html! { td { (number(old)) " → " (number(new)) } td { (by(old, new)) } };
    html! {
        @if !c.roles.is_empty() { section {
            h2 { "Work for staff, by role" }
            (table(
                "Old → new, and the difference",
                &[
                    Number("Role"), Number("Tasks"), Number("Change"), Number("Calls"), Number("Change"), Number("Minutes"), Number("Change"),
                    Number("Most minutes a day"), Number("Change")
                ],
                html! { @for role in &c.roles {
                    @let most = |side: &super::RoleFigures| side.busiest.map_or(0, |day| day.minutes);
                    tr {
                        th scope="row" { (words::title(role.role.as_str())) }
                        (both(role.old.tasks, role.new.tasks)) (both(role.old.calls, role.new.calls))
                        (both(role.old.minutes, role.new.minutes)) (both(most(&role.old), most(&role.new)))
                    }
                } },
            ))
        } }
    }
}

fn by_one_only(c: &Comparison) -> Markup {
    let section = |which: Contact, title: &str, why: &str| {
        let cases: Vec<&CaseDifference> = c.cases.iter().filter(|case| case.contact == which).collect();
        let mut reasons: Vec<(&str, u64, Money)> = Vec::new();
        for case in &cases {
            let said = case.why.unwrap_or_default();
            let value = case.value.unwrap_or(Money::ZERO);
            match reasons.iter_mut().find(|(why, ..)| *why == said) {
                Some((_, plans, worth)) => (*plans, *worth) = (*plans + 1, worth.plus(value)),
                None => reasons.push((said, 1, value)),
            }
        }
        reasons.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        html! { @if !cases.is_empty() { (table(
            html! { (title) ": " (cases.len()) " plans" },
            &[Number(why), Number("Plans"), Number("Value")],
            html! { @for (why, plans, value) in reasons { tr {
                th scope="row" { (why) } td { (number(plans)) } td { (money(value)) }
            } } },
        )) } }
    };
    let any = c
        .cases
        .iter()
        .any(|case| matches!(case.contact, Contact::OnlyOld | Contact::OnlyNew));
    html! { @if any { section {
        h2 { "Written to by one of them only" }
        (section(Contact::OnlyNew, "Only by the new playbook", "Why not by the old one"))
        (section(Contact::OnlyOld, "Only by the old playbook", "Why not by the new one"))
    } } }
}

fn each(c: &Comparison) -> Markup {
    let zone = Zone::named(&c.time_zone).unwrap_or_else(|_| Zone::utc());
    let sequence = |case: &CaseDifference| {
        let name = |sequence: &Option<followthrough::wire::SequenceId>| {
            sequence
                .as_ref()
                .map_or_else(|| "none".to_owned(), |id| words::title(id.as_str()))
        };
        let (old, new) = (name(&case.old_sequence), name(&case.new_sequence));
        if old == new { new } else { format!("{old} → {new}") }
    };
    html! { section {
        h2 { "Plan by plan" }
        @if c.cases.is_empty() { p { "Every patient would have got the same." } } @else {
            (table(
                "What each patient would have got, of those for whom it differs; times are the practice's",
                &[Number("Plan"), Word("Patient"), Word("Sequence"), Word("Steps, old → new")],
                html! { @for case in c.cases.iter().take(MOST_CASES) { tr {
                    th scope="row" { (case.case_id) } td.word { (case.recipient) } td.word { (sequence(case)) }
                    td.word {
                        ul.steps { @for one in &case.steps { (step(one, &zone)) } }
                        @if let Some(why) = case.why { p.note { "Not written to by the "
                            (if case.contact == Contact::OnlyOld { "new" } else { "old" }) " one: " (why) }
                        }
                    }
                } } },
            ))
            @if c.cases.len() > MOST_CASES { p.note {
                "The first " (MOST_CASES) " of " (c.cases.len()) "; the JSON has them all."
            } }
        }
    } }
}

fn step(step: &StepDifference, zone: &Zone) -> Markup {
    let shown = |got: &Got| format!("{}, {}", words::channel(got.channel), words::time(got.at, zone));
    let changes: Vec<&str> = step.changes.iter().map(|change: &Change| change.words()).collect();
    html! { li {
        (words::title(step.step.as_str())) ": "
        @match (&step.old, &step.new) {
            (Some(old), Some(new)) if old.at != new.at || old.channel != new.channel => {
                span.was { (shown(old)) } " → " (shown(new))
            }
            (_, Some(new)) => { (shown(new)) }
            (Some(old), None) => { span.was { (shown(old)) } }
            (None, None) => {}
        }
        " " @if changes.is_empty() { span.was { "the same" } } @else { span.change { (changes.join(", ")) } }
    } }
}
