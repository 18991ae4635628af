//! The language of templates before handlebars sees them: size, nesting and the few forms of tags there are.
//!
//! handlebars takes time that grows with the square of a template, and its grammar is wide. What gets past this page
//! is small, shallow and made of five kinds of tags, so that compiling it is quick and cannot surprise.

use serde::Serialize;

use super::disclosure::Form;

/// What is wrong with a template, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TemplateProblem {
    /// Line in the template's text, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl TemplateProblem {
    pub(super) fn new(at: (usize, usize), message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            line: u32::try_from(at.0).unwrap_or(u32::MAX),
            column: u32::try_from(at.1).unwrap_or(u32::MAX),
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The deepest nesting of blocks.
const MAX_DEPTH: usize = 16;
/// The longest tag in bytes.
const MAX_TAG: usize = 100;
/// After so many problems the rest is not worth telling.
const MAX_PROBLEMS: usize = 20;

/// The largest template of a form in bytes: 16 KB for a detailed e-mail, 4 KB for any other text.
pub(super) fn max_bytes(form: Form) -> usize {
    if form == Form::Detailed { 16 * 1024 } else { 4 * 1024 }
}

/// Finds everything that is not the language of templates, without compiling anything.
pub(super) fn check(source: &str, form: Form) -> Vec<TemplateProblem> {
    let limit = max_bytes(form);
    if source.len() > limit {
        let message = format!(
            "the text has {} bytes; {} has at most {limit}",
            source.len(),
            form.as_str()
        );
        return vec![TemplateProblem::new(
            (1, 1),
            message,
            "shorten it, or say less in one message",
        )];
    }
    if source.trim().is_empty() {
        return vec![TemplateProblem::new(
            (1, 1),
            "the text is empty",
            "write what the message says",
        )];
    }
    let mut scan = Scan {
        rest: source,
        line: 1,
        column: 1,
        open: Vec::new(),
        problems: Vec::new(),
    };
    scan.run();
    scan.problems
}

struct Block {
    keyword: &'static str,
    at: (usize, usize),
    has_else: bool,
}

struct Scan<'a> {
    rest: &'a str,
    line: usize,
    column: usize,
    open: Vec<Block>,
    problems: Vec<TemplateProblem>,
}

const FORMS: &str = "a template has {{variable}}, {{#if variable}}…{{else}}…{{/if}}, {{#unless variable}}…{{/unless}} and {{#each list}}…{{/each}}";

impl<'a> Scan<'a> {
    fn run(&mut self) {
        while !self.rest.is_empty() && self.problems.len() < MAX_PROBLEMS {
            let next = self.rest.find(['{', '}', '\\', '\0']).unwrap_or(self.rest.len());
            self.skip(next);
            let at = self.at();
            if self.rest.starts_with("{{") {
                self.tag();
            } else if self.rest.starts_with("\\{{") {
                self.problem(
                    at,
                    "a backslash before {{",
                    "leave the backslash out; braces cannot be escaped",
                );
                self.skip(3);
            } else if self.rest.starts_with("}}") {
                self.problem(at, "}} without {{ before it", "a tag starts with {{ and ends with }}");
                self.skip(2);
            } else if self.rest.starts_with('{') && single_braces(self.rest) {
                self.problem(
                    at,
                    "a variable in single braces",
                    "write it in two: {{patient.first_name}}",
                );
                self.skip(1);
            } else if self.rest.starts_with('\0') {
                self.problem(at, "a NUL character", "leave it out");
                self.skip(1);
            } else {
                self.skip(1);
            }
        }
        let unclosed: Vec<_> = self.open.drain(..).map(|block| (block.at, block.keyword)).collect();
        for (at, keyword) in unclosed {
            self.problem(
                at,
                format!("{{{{#{keyword}}}}} is never closed"),
                format!("close it with {{{{/{keyword}}}}}"),
            );
        }
    }

    fn at(&self) -> (usize, usize) {
        (self.line, self.column)
    }

    fn problem(&mut self, at: (usize, usize), message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(TemplateProblem::new(at, message, help));
    }

    /// Moves on by so many bytes; by one character more where that would split one.
    fn skip(&mut self, bytes: usize) -> &'a str {
        let end = (bytes..=self.rest.len())
            .find(|&i| self.rest.is_char_boundary(i))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        for c in taken.chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        taken
    }

    fn tag(&mut self) {
        let at = self.at();
        self.skip(2);
        let Some(end) = self.rest.find("}}").filter(|end| *end <= MAX_TAG) else {
            self.problem(at, "{{ without }} after it", "close the tag with }}");
            return;
        };
        let inner = self.skip(end);
        self.skip(2);
        if let Some((message, help)) = refused(inner) {
            self.problem(at, message, help);
            return;
        }
        let inner = inner.trim_matches(' ');
        if let Some(rest) = inner.strip_prefix('#') {
            self.opening(at, rest);
        } else if let Some(keyword) = inner.strip_prefix('/') {
            self.closing(at, keyword);
        } else if inner == "else" {
            match self.open.last_mut() {
                Some(block) if !block.has_else => block.has_else = true,
                Some(_) => self.problem(at, "a second {{else}} in one block", "leave one of them out"),
                None => self.problem(
                    at,
                    "{{else}} outside of a block",
                    "it stands between {{#if …}} and {{/if}}",
                ),
            }
        } else if !is_path(inner) {
            let help = if inner.starts_with("else ") {
                "put another {{#if …}} after {{else}}"
            } else {
                FORMS
            };
            self.problem(at, "not a variable", help);
        }
    }

    fn opening(&mut self, at: (usize, usize), rest: &str) {
        let (keyword, path) = rest.split_once(' ').unwrap_or((rest, ""));
        let Some(keyword) = ["if", "unless", "each"].into_iter().find(|k| *k == keyword) else {
            self.problem(at, "a block that templates do not have", FORMS);
            return;
        };
        if !is_path(path.trim_matches(' ')) {
            let message = format!("{{{{#{keyword} …}}}} takes one name");
            self.problem(at, message, format!("write {{{{#{keyword} NAME}}}}"));
        }
        self.open.push(Block {
            keyword,
            at,
            has_else: false,
        });
        if self.open.len() == MAX_DEPTH + 1 {
            let message = format!("blocks nested more than {MAX_DEPTH} deep");
            self.problem(at, message, "say it with fewer conditions");
        }
    }

    fn closing(&mut self, at: (usize, usize), keyword: &str) {
        match self.open.pop() {
            Some(block) if block.keyword == keyword => {}
            Some(block) => {
                let message = format!(
                    "this closes another block than the one open, {{{{#{}}}}}",
                    block.keyword
                );
                self.problem(at, message, format!("write {{{{/{}}}}}", block.keyword));
            }
            None => self.problem(at, "this closes a block that is not open", "leave it out"),
        }
    }
}

/// What is refused by its first characters, with a help of its own.
fn refused(inner: &str) -> Option<(&'static str, &'static str)> {
    let first = inner.trim_start_matches(' ').chars().next();
    let marked = inner
        .trim_start_matches(' ')
        .strip_prefix('#')
        .unwrap_or(inner.trim_start_matches(' '));
    match first {
        Some('{') => {
            return Some((
                "three braces or more",
                "two are enough; values are escaped where it matters",
            ));
        }
        Some('&') => return Some(("{{& }} prints without escaping", "write {{variable}}")),
        Some('!') => return Some(("a comment in a template", "write comments in the playbook, after a #")),
        Some('^') => return Some(("{{^ }} is not in the language", "write {{else}} or {{#unless …}}")),
        _ => {}
    }
    if inner.contains('~') {
        return Some(("whitespace control with ~", "leave the ~ out"));
    }
    match marked.chars().next() {
        Some('>') => Some(("a template cannot include another", "write the text out")),
        Some('*') => Some(("decorators are not in the language", FORMS)),
        _ => None,
    }
}

/// `patient.first_name`: names of ASCII letters, digits, `_` and `-`, joined by dots.
fn is_path(text: &str) -> bool {
    let name = |part: &str| {
        let mut bytes = part.bytes();
        bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
            && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    text.split('.').all(name)
}

/// `{patient.first_name}`: most likely a slip, and it would be sent as it stands.
fn single_braces(rest: &str) -> bool {
    let inner = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    inner.is_some_and(|(inner, _)| inner.contains('.') && is_path(inner.trim_matches(' ')))
}
