//! Parts of a page in HTML.

use maud::{Markup, Render, html};

use super::words;

/// The head of a column.
#[derive(Clone, Copy)]
pub(crate) enum Column<'c> {
    /// Of numbers, at the right; the first column of a table holds the names of its rows, whatever it is.
    Number(&'c str),
    /// Of words, at the left.
    Word(&'c str),
    /// Nothing above the names of the rows.
    Corner,
}

/// A table with its caption; on a narrow screen it scrolls by itself. Each row is a `tr` that begins with
/// `th scope="row"`. Without columns it has no head.
pub(crate) fn table(caption: impl Render, columns: &[Column<'_>], rows: impl Render) -> Markup {
    html! {
        // With the keyboard, too, one gets to what is out of sight.
        div.scroll tabindex="0" { table {
            caption { span { (caption) } }
            @if !columns.is_empty() {
                thead { tr { @for column in columns { @match column {
                    Column::Number(head) => { th scope="col" { (head) } }
                    Column::Word(head) => { th.word scope="col" { (head) } }
                    Column::Corner => { td {} }
                } } } }
            }
            tbody { (rows) }
        } }
    }
}

/// A picture. On a phone it scrolls, so the keyboard has to reach it (WCAG 2.1.1).
pub(crate) fn drawing(picture: impl Render) -> Markup {
    html! { figure tabindex="0" { (picture) } }
}

/// The figures that matter, side by side: made of [`figure`], five at most.
pub(crate) fn figures(figures: impl Render) -> Markup {
    html! { section aria-label="The figures that matter" { dl.figures { (figures) } } }
}

/// One of the figures that matter.
pub(crate) fn figure(value: &str, label: &str, detail: impl Render) -> Markup {
    html! { div.figure { dt { (label) } dd.value { (value) } dd.detail { (detail) } } }
}

/// Said wherever shares of few stand: how much one plan more or less would move them.
pub(crate) fn small_numbers(accepted: u64, of: u64) -> Markup {
    small("plan", accepted, of)
}

/// The same of households.
pub(crate) fn small_households(accepted: u64, of: u64) -> Markup {
    small("household", accepted, of)
}

fn small(one: &str, accepted: u64, of: u64) -> Markup {
    html! {
        p.small-numbers {
            strong { "Small numbers. " }
            (words::number(accepted)) " accepted of " (words::number(of)) ": one " (one) " more or less moves the share by "
            (words::points(of)) ". Read the counts, not the percentages; chance alone would give other ones next time."
        }
    }
}
