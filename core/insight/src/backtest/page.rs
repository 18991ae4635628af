//! The page of a backtest.

use maud::{Markup, html};

use super::{Backtest, Fate};
use crate::audit::Endpoint;
use crate::page::Column::{Corner, Number, Word};
use crate::page::words::{self, dollars, money, number, share};
use crate::page::{Count, FIGURES, Page, figure, figures, head, table};

pub(super) fn page(test: &Backtest) -> Markup {
    let dates = format!(
        "Presented {} to {} · {} days",
        words::day_and_year(test.from),
        words::day_and_year(test.to),
        test.days
    );
    let header = html! {
        (head("Backtest", &test.practice, &dates))
        p.notice {
            strong { "The past, as it was. " }
            "Nothing was sent to these people. The playbook was run over their plans as if they had never answered, and compared "
            "with what they did by themselves. What was accepted here was accepted without it, whenever that was."
        }
    };
    let footer = html! {
        p {
            "Made by followthrough. Playbook revision " code { (test.revision) } ". The same playbook, export and options give this "
            "page again, to the byte. Plans stand under the practice system's ids; no patient is named."
        }
    };
    let page = Page {
        title: &format!("Backtest, {}", test.practice),
        style: FIGURES,
        header,
        main: html! { (figures_that_matter(test)) (accepted(test)) (steps(test)) (limits(test)) },
        footer,
    };
    page.render()
}

fn figures_that_matter(test: &Backtest) -> Markup {
    let early = test.with(Fate::BeforeFirstTouch);
    let late = test.with(Fate::AfterTheEnd);
    let between = [Fate::BetweenTouches, Fate::AfterLastTouch].map(|fate| test.with(fate));
    let [between, after] = between;
    let open = test.with(Fate::Touched);
    let of = |count: Count| html! { (share(count.share_of(test.accepted))) " of those accepted, worth " (dollars(count.value)) };
    figures(html! {
        (figure(&number(test.plans.plans), "plans of the past", html! {
            (number(test.accepted.plans)) " were accepted, whole or in part"
        }))
        (figure(&number(early.plans), "accepted before a first message", of(early)))
        (figure(&number(between.plans + after.plans), "accepted while it would have run", of(Count {
            plans: between.plans + after.plans,
            value: between.value.plus(after.value),
        })))
        (figure(&number(late.plans), "accepted after its end", of(late)))
        (figure(&number(open.plans), "never accepted, and written to", html! { "worth " (dollars(open.value)) }))
    })
}

/// What each place is called.
fn words_for(fate: Fate) -> &'static str {
    match fate {
        Fate::BeforeFirstTouch => "Accepted before the first message, or on its day",
        Fate::BetweenTouches => "Accepted between the first message and the last",
        Fate::AfterLastTouch => "Accepted after the last, before the end",
        Fate::AfterTheEnd => "Accepted after the follow-up would have ended",
        Fate::AcceptedUntouched => "Accepted, and no message would have gone",
        Fate::AcceptedSomeDay => "Accepted, and nobody knows when",
        Fate::Touched => "Not accepted, and messages would have gone",
        Fate::Untouched => "Not accepted, and none would have gone",
    }
}

fn accepted(test: &Backtest) -> Markup {
    let told = || test.fates.iter().filter(|row| row.plans.plans > 0);
    let most = test.fates.iter().map(|row| row.plans.plans).max().unwrap_or(1).max(1);
    html! {
        section {
            h2 { "When it was accepted" }
            p {
                "Of " (number(test.accepted.plans)) " plans accepted, " strong { (number(test.with(Fate::BeforeFirstTouch).plans)) }
                " were accepted on the day the first message would have gone or before: nobody can claim those. Messages or calls "
                "would have come to the others too late, in time, or not at all."
            }
            div class="bars long-bars" aria-hidden="true" { @for row in told().filter(|row| row.fate.is_accepted()) { div.bar-row {
                span.bar-label { (words_for(row.fate)) }
                span.bar-track { span class={ "bar " (if row.fate == Fate::BeforeFirstTouch { "baseline" } else { "later" }) }
                    style={ "width:" (row.plans.plans * 100 / most) "%" } {} }
                span.bar-value { (number(row.plans.plans)) }
            } } }
            (table(
                "Plans of the past, by where they stood",
                &[Corner, Number("Plans"), Number("Share of all"), Number("Value")],
                html! {
                    @for row in told() { tr {
                        th scope="row" { (words_for(row.fate)) } td { (number(row.plans.plans)) }
                        td { (share(row.plans.share_of(test.plans))) } td { (money(row.plans.value)) }
                    } }
                    tr.total {
                        th scope="row" { "All" } td { (number(test.plans.plans)) } td { (share(test.plans.share_of(test.plans))) }
                        td { (money(test.plans.value)) }
                    }
                },
            ))
            details {
                summary { "Which plans" }
                dl.cases { @for fate in Fate::ALL {
                    @let ids: Vec<&str> = test.cases.iter().filter(|case| case.fate == fate).map(|case| case.id.as_str()).collect();
                    @if !ids.is_empty() { dt { (words_for(fate)) " (" (ids.len()) ")" } dd { (ids.join(", ")) } }
                } }
            }
        }
    }
}

fn steps(test: &Backtest) -> Markup {
    html! {
        section {
            h2 { "What would have gone" }
            (table(
                "Messages and calls about plans that were still open on that day",
                &[
                    Number("Sequence"), Word("Step"), Number("Day"), Word("Channel"), Number("Would have gone"),
                    Number("Accepted before the next"),
                ],
                html! { @for row in &test.steps { tr {
                    td.word { (words::title(row.sequence.as_str())) } th scope="row" { (words::title(row.step.as_str())) }
                    td { (row.day) } td.word { (words::channel(row.channel)) } td { (number(row.sent)) } td { (number(row.accepted_next)) }
                } } },
            ))
            p.note {
                "Accepted before the next: plans whose patients accepted by themselves after this step would have gone and before the next "
                "one. With the playbook running, each of them would have looked like a success of the step."
            }
        }
    }
}

fn limits(test: &Backtest) -> Markup {
    html! {
        section {
            h2 { "What to keep in mind" }
            ul.plain {
                @if test.accepted_by == Endpoint::Begun {
                    li {
                        "This export tells when treatment was done, not when it was booked. Patients said yes sooner: more of them than shown "
                        "did so before the first message."
                    }
                }
                li { "People are reached as the export has them today: numbers, consent and who is still a patient may have been others then." }
                li { "Visits that were in the book, which make a follow-up wait, are not known for the past." }
                @if test.not_run > 0 {
                    li { (number(test.not_run)) " plans could not be run: the export does not say whom to contact, or holds what cannot be followed up." }
                }
            }
        }
    }
}
