//! Kinds of treatment, and which of them nobody has to accept: what the baseline and the report both leave out.

use followthrough::Category;

/// Examinations and cleanings: unless an audit is told otherwise, they are no treatment that was presented.
pub(crate) const LEFT_OUT: [Category; 2] = [Category::Diagnostic, Category::Preventive];

/// The kind of treatment. Practices without a code system have the categories' own words for codes.
pub(crate) fn kind_of(code: &str) -> Category {
    Category::parse(&code.to_ascii_lowercase()).unwrap_or_else(|| Category::of_code(code))
}
