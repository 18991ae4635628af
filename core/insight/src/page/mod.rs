//! What every page is made of: the document and its look on screens, phones, paper and in the dark, tables that read
//! aloud, pictures as inline SVG, and how numbers, amounts, shares and days are written.
//!
//! A page is one file. It loads nothing and runs nothing, and everything in it is escaped unless it is markup.

pub(crate) mod chart;
mod count;
pub(crate) mod csv;
mod parts;
pub(crate) mod words;

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub use count::{Count, Share};
pub(crate) use parts::{Column, drawing, figure, figures, small_households, small_numbers, table};

/// The look that all pages have.
const STYLE: &str = include_str!("style.css");

/// What pages of figures have besides: shares on a scale, curves, lists of cases that fold away, and print that keeps the
/// sizes of the screen to each other.
pub(crate) const FIGURES: &str = include_str!("figures.css");

/// A whole page.
pub(crate) struct Page<'p> {
    /// What the window is called.
    pub(crate) title: &'p str,
    /// Rules of this page alone, after those of all.
    pub(crate) style: &'static str,
    /// What stands above everything: [`head`].
    pub(crate) header: Markup,
    /// Its sections.
    pub(crate) main: Markup,
    /// How it was made.
    pub(crate) footer: Markup,
}

impl Page<'_> {
    /// The document.
    pub(crate) fn render(self) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) (PreEscaped(self.style)) }
                }
                body {
                    header { (self.header) }
                    main { (self.main) }
                    footer { (self.footer) }
                }
            }
        }
    }
}

/// The top of a page: what it is, of whom, of which days.
pub(crate) fn head(kicker: &str, name: &str, dates: &str) -> Markup {
    html! {
        p.kicker { (kicker) }
        h1 { (name) }
        p.dates { (dates) }
    }
}
