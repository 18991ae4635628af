//! Markdown to the two parts of an e-mail. Raw HTML comes out as text, links only to the web, mail and telephone, and
//! images as their words: what the author wrote is shown, and nothing can be smuggled in.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::escape;

/// The HTML part of a body, with styles in place, since mail programs drop the rest, and its text part: read once.
pub(crate) fn parts(markdown: &str) -> (String, String) {
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, Options::empty()).collect();
    let mut html = Html {
        out: String::with_capacity(markdown.len() * 2),
        links: Vec::new(),
    };
    let mut text = Text {
        out: String::with_capacity(markdown.len()),
        ..Text::default()
    };
    for (i, event) in events.iter().enumerate() {
        html.event(event, || is_button(&events, i));
        text.event(event);
    }
    text.out.truncate(text.out.trim_end().len());
    (html.out, text.out)
}

/// Whether the link that starts here is all there is in its paragraph: then it is shown as a button.
fn is_button(events: &[Event<'_>], at: usize) -> bool {
    let opens = at.checked_sub(1).and_then(|before| events.get(before)) == Some(&Event::Start(Tag::Paragraph));
    let rest = events.get(at..).unwrap_or_default();
    let end = rest.iter().position(|e| *e == Event::End(TagEnd::Link));
    let closes = end.and_then(|end| rest.get(end + 1)) == Some(&Event::End(TagEnd::Paragraph));
    let is_words = matches!(rest.get(1), Some(Event::Text(words)) if !words.contains("://"));
    opens && closes && is_words
}

/// The address of a link that a patient may be sent to.
fn target(url: &str) -> Option<Cow<'_, str>> {
    let plain = |url: &str| url.bytes().all(|b| b.is_ascii_graphic() && !b"<>\"'`\\".contains(&b));
    let known = url.starts_with("mailto:") || url.starts_with("tel:");
    escape::web_address(url).or_else(|| (known && plain(url)).then_some(Cow::Borrowed(url)))
}

struct Html {
    out: String,
    /// For each open link, whether it was written.
    links: Vec<bool>,
}

const LINK: &str = "color:#1a5fb4;text-decoration:underline";
const BUTTON: &str = "display:inline-block;padding:12px 22px;border-radius:6px;background-color:#1a5fb4;color:#ffffff;\
                      text-decoration:none;font-weight:600";

impl Html {
    fn event(&mut self, event: &Event<'_>, is_button: impl FnOnce() -> bool) {
        match event {
            Event::Start(tag) => self.start(tag, is_button),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => escape::push_html(&mut self.out, text),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                escape::push_html(&mut self.out, text);
            }
            Event::Code(text) => {
                self.out.push_str("<code>");
                escape::push_html(&mut self.out, text);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self
                .out
                .push_str("<hr style=\"border:0;border-top:1px solid #999;margin:24px 0\">\n"),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, is_button: impl FnOnce() -> bool) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.out.push_str("<p style=\"margin:0 0 16px\">"),
            Tag::Heading { .. } => self
                .out
                .push_str("<h2 style=\"margin:24px 0 8px;font-size:18px;line-height:1.3\">"),
            Tag::BlockQuote(_) => self.out.push_str("<blockquote style=\"margin:0 0 16px 16px\">"),
            Tag::CodeBlock(_) => self
                .out
                .push_str("<pre style=\"white-space:pre-wrap;margin:0 0 16px\">"),
            Tag::List(None) => self.out.push_str("<ul style=\"margin:0 0 16px;padding-left:24px\">\n"),
            Tag::List(Some(first)) => {
                self.out
                    .push_str("<ol style=\"margin:0 0 16px;padding-left:24px\" start=\"");
                self.out.push_str(&first.to_string());
                self.out.push_str("\">\n");
            }
            Tag::Item => self.out.push_str("<li style=\"margin:0 0 4px\">"),
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Link { dest_url, .. } => self.link(dest_url, is_button()),
            // Extensions that are not switched on, and images, of which the words remain.
            Tag::Image { .. }
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn link(&mut self, url: &CowStr<'_>, is_button: bool) {
        let target = target(url);
        self.links.push(target.is_some());
        if let Some(target) = target {
            let (class, style) = if is_button { ("button", BUTTON) } else { ("link", LINK) };
            self.out.push_str("<a class=\"");
            self.out.push_str(class);
            self.out.push_str("\" style=\"");
            self.out.push_str(style);
            self.out.push_str("\" href=\"");
            escape::push_html(&mut self.out, &target);
            self.out.push_str("\">");
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let text = match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>\n",
            TagEnd::Heading(_) => "</h2>\n",
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::CodeBlock => "</pre>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Link if self.links.pop() == Some(true) => "</a>",
            TagEnd::Link
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => "",
        };
        self.out.push_str(text);
    }
}

#[derive(Default)]
struct Text {
    out: String,
    /// The open lists: the next number, or none for bullets.
    lists: Vec<Option<u64>>,
    /// The open links: where their words start, and where they lead.
    links: Vec<(usize, Option<String>)>,
}

impl Text {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) | Event::Code(text) => {
                self.out.push_str(text);
            }
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.out.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => {
                self.out.push('\n');
                self.indent();
            }
            Event::Rule => {
                self.gap("\n\n");
                self.out.push_str("---");
            }
            Event::TaskListMarker(_) => {}
        }
    }

    /// Ends what came before with so much space.
    fn gap(&mut self, space: &str) {
        let end = self.out.trim_end_matches(['\n', ' ']).len();
        self.out.truncate(end);
        if !self.out.is_empty() {
            self.out.push_str(space);
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.lists.len() {
            self.out.push_str("  ");
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph if self.lists.is_empty() => self.gap("\n\n"),
            Tag::Paragraph if !self.out.ends_with(['-', '.', ' ']) => self.gap("\n"),
            Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::HtmlBlock => self.gap("\n\n"),
            Tag::List(first) => {
                self.gap(if self.lists.is_empty() { "\n\n" } else { "\n" });
                self.lists.push(*first);
            }
            Tag::Item => self.item(),
            Tag::Link { dest_url, .. } => self.links.push((self.out.len(), target(dest_url).map(Cow::into_owned))),
            Tag::Paragraph
            | Tag::Image { .. }
            | Tag::Emphasis
            | Tag::Strong
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Table(_)
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn item(&mut self) {
        let first = self.out.ends_with("\n\n");
        self.gap(if first { "\n\n" } else { "\n" });
        for _ in 1..self.lists.len() {
            self.out.push_str("  ");
        }
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.out.push_str(&format!("{number}. "));
                *number = number.saturating_add(1);
            }
            Some(None) | None => self.out.push_str("- "),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if tag == TagEnd::Link {
            if let Some((start, Some(url))) = self.links.pop() {
                let words = self.out.get(start..).unwrap_or("");
                if words != url {
                    self.out.push_str(": ");
                    self.out.push_str(&url);
                }
            }
        } else if matches!(tag, TagEnd::List(_)) {
            self.lists.pop();
            if self.lists.is_empty() {
                self.gap("\n\n");
            }
        }
    }
}
