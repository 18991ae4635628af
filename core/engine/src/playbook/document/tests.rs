#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "tests"
)]

use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Document, Node, Origin, Value, revision};
use crate::{Code, Error};

fn yaml(text: &str) -> Result<Document, Vec<Error>> {
    Document::from_yaml(text, Origin::Own)
}

fn json(text: &str) -> Result<Document, Vec<Error>> {
    Document::from_json(text, Origin::Own)
}

/// The tree with the place of everything.
fn drawn(node: &Node) -> String {
    let place = node
        .place
        .map_or("?".to_owned(), |p| format!("{}:{}", p.line, p.column));
    match &node.value {
        Value::Null => format!("null@{place}"),
        Value::Scalar(scalar) => format!("{:?}@{place}", scalar.text),
        Value::List(items) => format!("[{}]@{place}", items.iter().map(drawn).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let mut out = String::new();
            for entry in entries {
                let at = entry.place.unwrap();
                let _ = write!(out, "{}@{}:{}={} ", entry.key, at.line, at.column, drawn(&entry.node));
            }
            format!("{{{out}}}@{place}")
        }
    }
}

#[test]
fn scalars_keep_their_text_and_places() {
    let document = yaml("a: 1.10\nb:\n  - no\n  - 'x'\n  - é: ~\n").unwrap();
    assert_eq!(
        drawn(&document.root),
        r#"{a@1:1="1.10"@1:4 b@2:1=["no"@3:5, "x"@4:5, {é@5:5=null@5:8 }@5:5]@3:3 }@1:1"#
    );
}

#[test]
fn json_gives_the_same_tree() {
    let text = "{\"a\": 1.10, \"b\": [\"no\", \"\\u00e9\\ud83d\\ude00\", {\"c\": null}],\n \"d\": true}";
    let document = json(text).unwrap();
    assert_eq!(
        drawn(&document.root),
        r#"{a@1:2="1.10"@1:7 b@1:13=["no"@1:19, "é😀"@1:25, {c@1:48=null@1:53 }@1:47]@1:18 d@2:2="true"@2:7 }@1:1"#
    );
    let same = yaml("# a comment\nd: 'true'\nb: [no, é😀, {c: }]\na: 1.10\n").unwrap();
    assert_eq!(revision(&document.root), revision(&same.root));
    let other = yaml("d: 'true'\nb: [no, é😀, {c: }]\na: 1.1\n").unwrap();
    assert_ne!(revision(&document.root), revision(&other.root));
}

#[test]
fn text_inside_scalars_is_found() {
    let document = yaml("a: \"quoted\"\nb: |\n  block\n  text\nc: >\n  folded\n").unwrap();
    let inside = |key| match &document.root.get(key).unwrap().value {
        Value::Scalar(scalar) => scalar.inside.map(|p| (p.line, p.column)),
        _ => None,
    };
    assert_eq!(inside("a"), Some((1, 5)));
    assert_eq!(inside("b"), Some((3, 3)));
    assert_eq!(inside("c"), None);
}

#[test]
fn aliases_are_written_out() {
    let document = yaml("a: &x {k: [1]}\nb: *x\n").unwrap();
    assert_eq!(
        drawn(document.root.get("b").unwrap()),
        drawn(document.root.get("a").unwrap())
    );
    assert!(document.problems.is_empty());
}

#[test]
fn problems_that_do_not_stop_the_reading() {
    let document = yaml("a: 1\nb: !include x\na: 2\n<<: {c: 3}\n").unwrap();
    let codes: Vec<_> = document
        .problems
        .iter()
        .map(|p| (p.code().as_str(), p.text_place().unwrap().line))
        .collect();
    assert_eq!(codes, [("FT-P001", 2), ("FT-P005", 3), ("FT-P002", 4)]);
    assert!(document.problems[1].help_text().unwrap().contains("line 1, column 1"));
    assert_eq!(document.root.get("a").unwrap().text(), Some("1"));
    let document = json(r#"{"a": 1, "a": 2}"#).unwrap();
    assert_eq!(document.problems[0].code(), Code::PlaybookDuplicateKey);
}

#[test]
fn documents_that_cannot_be_read() {
    let mut laughs = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..20 {
        let before = format!("*a{}", i - 1);
        let _ = writeln!(laughs, "a{i}: &a{i} [{}]", vec![before; 10].join(", "));
    }
    let long = format!("a: &a '{}'\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 90].join(", "));
    let nodes = format!("a: [{}]", "1,".repeat(30_000));
    for (text, code) in [
        ("", Code::PlaybookSyntax),
        ("# nothing\n", Code::PlaybookSyntax),
        ("- a\n", Code::PlaybookBadValue),
        ("word", Code::PlaybookBadValue),
        ("a: [1", Code::PlaybookSyntax),
        ("a: 1\n---\nb: 2\n", Code::PlaybookSyntax),
        ("a: *nowhere\n", Code::PlaybookSyntax),
        ("a: &a [*a]\n", Code::PlaybookSyntax),
        ("? [a]\n: 1\n", Code::PlaybookSyntax),
        (&"[".repeat(100_000), Code::PlaybookTooLarge),
        (&"{a: ".repeat(60_000), Code::PlaybookTooLarge),
        (&"- ".repeat(100_000), Code::PlaybookTooLarge),
        (&laughs, Code::PlaybookTooLarge),
        (&long, Code::PlaybookTooLarge),
        (&nodes, Code::PlaybookTooLarge),
        (&"x".repeat(300_000), Code::PlaybookTooLarge),
    ] {
        let problems = yaml(text).expect_err(&text[..text.len().min(80)]);
        assert_eq!(
            problems.last().unwrap().code(),
            code,
            "{:?}: {problems:?}",
            &text[..text.len().min(80)]
        );
    }
    for (text, code) in [
        ("", Code::PlaybookSyntax),
        ("{\"a\": 1,}", Code::PlaybookSyntax),
        ("[1]", Code::PlaybookBadValue),
        (&"[".repeat(100_000), Code::PlaybookTooLarge),
        (&"{\"a\":".repeat(50_000), Code::PlaybookTooLarge),
        (&format!("[{}1]", "1,".repeat(30_000)), Code::PlaybookTooLarge),
    ] {
        let problems = json(text).expect_err(&text[..text.len().min(80)]);
        assert_eq!(problems[0].code(), code, "{problems:?}");
        assert!(problems[0].text_place().is_some() || text.is_empty() || text.starts_with("[1]"));
    }
}

/// Inputs that some readers of YAML take minutes for, or never come back from: this test ends.
#[test]
fn hostile_texts_come_to_an_end() {
    let full = super::MAX_BYTES;
    for piece in [
        "? ", "a: ", "- ", "[", "{", "[{", "]", "&a ", "*a ", "!a ", "#", "# \n", "\n", "\t", "'", "\"", "|\n ", ">\n",
        "a:\n ", "a: b\n", "- a\n", "[a,", "{a: b,", "%", "---\n", "...\n", "\\", "\u{feff}", "é", "\0", ": ", ", ",
        "- - \n", "\"\\x41", "a\n\n", "  \n", "? a\n", "x: &x\n", "!!str ", "-\n", " -\n",
    ] {
        for text in [
            piece.repeat(full / piece.len()),
            format!("a:\n  {}", piece.repeat((full - 10) / piece.len())),
        ] {
            let _ = yaml(&text);
            let _ = json(&text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "[-a-c:,\\[\\]{}'\"#&*!|>%@`?~ \n\t\r\\\\0-9é<]{0,60}") {
        let _ = yaml(&text);
        let _ = json(&text);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        let _ = yaml(&text);
        let _ = json(&text);
    }

    #[test]
    fn json_that_is_a_map_reads(keys in prop::collection::btree_map("[a-z\"\\\\é\n]{1,4}", "[ -~é\n\u{1f600}]{0,8}", 0..5)) {
        let text = serde_json::to_string(&keys).unwrap();
        let document = json(&text).unwrap();
        prop_assert!(document.problems.is_empty());
        for (key, value) in &keys {
            prop_assert_eq!(document.root.get(key).and_then(Node::text), Some(value.as_str()));
        }
    }
}
