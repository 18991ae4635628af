//! The page of a baseline.

use maud::{Markup, html};

use super::acceptance::{HEALTHY, Taken};
use super::time::Endpoint;
use super::{Audit, Told, sections};
use crate::page::words::{self, dollars, number, share};
use crate::page::{FIGURES, Page, Share, figure, figures, head};

/// The title where nobody said what the practice calls itself.
const UNNAMED: &str = "The practice's baseline";

pub(super) fn page(audit: &Audit) -> Markup {
    let name = audit.practice.as_deref().unwrap_or(UNNAMED);
    let main = html! {
        (figures_that_matter(audit))
        (sections::acceptance(audit))
        (sections::households(audit))
        (sections::breakdowns(audit))
        (sections::time(audit))
        (sections::pending(audit))
        (sections::never_followed_up(audit))
        (sections::not_told(audit))
        (sections::formulas())
    };
    let footer = html! {
        p {
            "Made by followthrough from one export, as of " (words::day_and_year(audit.to)) ". The same export and options "
            "give this page again, to the byte. Cases stand under the practice system's ids; no patient is named."
        }
    };
    let page = Page {
        title: &format!("Baseline audit, {name}"),
        style: FIGURES,
        header: header(audit, name),
        main,
        footer,
    };
    page.render()
}

fn header(audit: &Audit, name: &str) -> Markup {
    let (from, to) = (words::day_and_year(audit.from), words::day_and_year(audit.to));
    html! {
        (head("Baseline audit", name, &format!("Presented {from} to {to} · {} days", audit.days)))
        p.notice {
            strong { "Before anything is sent. " }
            "What patients accept by themselves, counted from the practice's own export as the practice system defines it. "
            "Whatever a follow-up brings later is measured against this."
        }
        @match audit.acceptance_told {
            Told::Yes => @if audit.undated_outweighs() { p.notice.bad {
                strong { "Acceptance is at least what is shown. " }
                "More treatment was done or booked without a day of presentation than with one; it is in no share. See below what this "
                "export does not tell."
            } },
            Told::PendingOnly => p.notice.bad {
                strong { "Acceptance is not known. " }
                "This export lists only what is pending: of treatment that was accepted it holds nothing. What lies pending is "
                "shown below; for the rest, export procedures or plans with their status."
            },
            Told::NoDays => p.notice.bad {
                strong { "Acceptance is not known. " }
                "Of nothing that was scheduled or done does this export tell on which day it had been presented, so nobody can "
                "say how much of what was presented was accepted. What lies pending is shown below."
            },
        }
    }
}

fn figures_that_matter(audit: &Audit) -> Markup {
    let (judged, pending) = (&audit.judged, &audit.pending);
    let unknown = "not known from this export";
    let taken = judged.taken;
    let time = audit.time_to_accept.as_ref();
    let median = time.and_then(|time| time.median);
    let days = match (time, median) {
        (Some(_), Some(0)) => "the same day".to_owned(),
        (Some(_), Some(1)) => "1 day".to_owned(),
        (Some(_), Some(days)) => format!("{days} days"),
        (Some(time), None) => format!("over {}", time.watched_to),
        (None, _) => "–".to_owned(),
    };
    let half = match time.map(|time| time.endpoint) {
        Some(Endpoint::Accepted) => "until half have booked",
        Some(Endpoint::Begun) => "until half have begun",
        None => "time to accept",
    };
    let never = pending.never_followed_up.as_ref();
    figures(html! {
        (figure(&share(taken.and_then(|taken| taken.share)), "of plans accepted", html! {
            @if let (Some(taken), Some((low, high))) = (taken, taken.and_then(|taken| taken.interval)) {
                (number(taken.accepted)) " of " (number(judged.plans)) "; 95% interval " (low) " to " (high)
            } @else { (unknown) }
        }))
        (figure(&share(taken.and_then(|taken| taken.value_share)), "of the value accepted", html! {
            @if let Some(taken) = taken { (dollars(taken.accepted_value)) " of " (dollars(judged.value)) } @else { (unknown) }
        }))
        (figure(&days, half, html! {
            @match time.map(|time| time.endpoint) {
                Some(Endpoint::Accepted) => { "from presenting to the first booking" }
                Some(Endpoint::Begun) => { "from presenting to the first treatment done" }
                None => (unknown),
            }
        }))
        (figure(&dollars(pending.all.pending.value), "lies pending", html! {
            (number(pending.all.pending.plans)) " plans, of any age; " (number(pending.all.by_either)) " can be reached by a message"
        }))
        (figure(&never.map_or_else(|| "–".to_owned(), |found| number(found.never.plans)), "plans never followed up", html! {
            @match never {
                Some(found) => { "worth " (dollars(found.never.value)) "; no conversation on record" }
                None => (unknown),
            }
        }))
    })
}

/// A share with its interval on a scale from 0 to 100 %, with what a healthy practice has behind it. For eyes only: the
/// numbers stand beside it.
pub(super) fn range(taken: Taken) -> Markup {
    let at = |share: Share| format!("{}.{}%", share.0 / 10, share.0 % 10);
    let wide = |from: Share, to: Share| at(Share(to.0.saturating_sub(from.0)));
    html! {
        @if let (Some(share), Some((low, high))) = (taken.share, taken.interval) {
            span.range aria-hidden="true" {
                span.healthy style={ "left:" (at(HEALTHY.0)) ";width:" (wide(HEALTHY.0, HEALTHY.1)) } {}
                span.between style={ "left:" (at(low)) ";width:" (wide(low, high)) } {}
                span.point style={ "left:" (at(share)) } {}
            }
        }
    }
}
