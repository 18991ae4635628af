//! Parts of a picture, as inline SVG. A picture has a title that says where the same stands in words or as a table.

use maud::{Markup, Render, html};

/// How wide pictures are drawn, in their own units; the page scales them.
pub(crate) const WIDTH: i64 = 960;

/// A picture, [`WIDTH`] wide; `id` is that of its title and is to be unique on the page.
pub(crate) fn picture(id: &str, title: &str, height: i64, drawn: impl Render) -> Markup {
    html! {
        svg role="img" aria-labelledby=(id) viewBox={ "0 0 " (WIDTH) " " (height) } {
            title id=(id) { (title) }
            (drawn)
        }
    }
}

/// A horizontal line across the picture from `left` on, with what it stands for before it.
pub(crate) fn level(left: i64, y: i64, label: impl Render) -> Markup {
    html! {
        line class="grid" x1=(left) x2=(WIDTH) y1=(y) y2=(y) {}
        text class="tick" x=(left - 6) y=(y + 4) text-anchor="end" { (label) }
    }
}

/// What a picture leaves free at its left for levels up to this one, in the largest letters that a page gives them.
pub(crate) fn margin(most: i64) -> i64 {
    let digits = i64::try_from(most.to_string().len()).unwrap_or(1);
    12 + 24 * digits.max(2)
}

/// Where a value stands between two ends of a picture: `value` of `whole`, from `start` to `end`. Whole numbers, so that
/// a page is the same on every machine.
pub(crate) fn place(value: i64, whole: i64, start: i64, end: i64) -> i64 {
    start + value * (end - start) / whole.max(1)
}
