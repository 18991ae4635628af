//! The revision of a playbook: a short hash of what it says.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::{Entry, Node, SCHEMA, Value};

/// The first 8 bytes, in hex, of SHA-256 over the canonical text of a merged document.
///
/// The canonical text is JSON without white space in which every scalar is a string of its text as written, keys stand
/// in the order of their UTF-8 bytes, lists keep their order and an empty value is `null`. So comments, formatting,
/// quotes, the order of keys, and YAML or JSON do not change a revision, while `1.10` and `1.1` differ. What `$schema`
/// tells editors is no part of it.
pub(crate) fn revision(root: &Node) -> String {
    let mut text = String::new();
    match &root.value {
        Value::Map(entries) => write_map(entries.iter().filter(|entry| entry.key != SCHEMA), &mut text),
        Value::Null | Value::Scalar(_) | Value::List(_) => write_node(root, &mut text),
    }
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn write_node(node: &Node, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Scalar(scalar) => write_text(&scalar.text, out),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_node(item, out);
            }
            out.push(']');
        }
        Value::Map(entries) => write_map(entries.iter(), out),
    }
}

fn write_map<'a>(entries: impl Iterator<Item = &'a Entry>, out: &mut String) {
    let mut sorted: Vec<_> = entries.collect();
    sorted.sort_by(|a, b| a.key.cmp(&b.key));
    out.push('{');
    for (i, entry) in sorted.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_text(&entry.key, out);
        out.push(':');
        write_node(&entry.node, out);
    }
    out.push('}');
}

fn write_text(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}
