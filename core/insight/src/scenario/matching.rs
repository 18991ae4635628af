//! Whether a value is as expected, by the keys given; and two lists side by side.

use followthrough::Timestamp;
use serde_json::{Map, Value};

/// Whether `got` is what `expected` names: of a map the keys given (`null`: the key is absent), of a list all items in
/// order, of a text the same text or the same instant.
pub(super) fn fits(expected: &Value, got: &Value) -> bool {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => has_keys(expected, got),
        (Value::Array(expected), Value::Array(got)) => {
            expected.len() == got.len() && expected.iter().zip(got).all(|(expected, got)| fits(expected, got))
        }
        (Value::String(a), Value::String(b)) => a == b || same_instant(a, b),
        (a, b) => a == b,
    }
}

pub(super) fn has_keys(expected: &Map<String, Value>, got: &Map<String, Value>) -> bool {
    expected.iter().all(|(key, expected)| match (expected, got.get(key)) {
        (Value::Null, None) => true,
        (_, Some(got)) => fits(expected, got),
        (_, None) => false,
    })
}

fn same_instant(a: &str, b: &str) -> bool {
    matches!((Timestamp::parse(a), Timestamp::parse(b)), (Ok(a), Ok(b)) if a == b)
}

/// One place of two lists laid side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pair {
    /// An expected item and one that fits it.
    Fits(usize, usize),
    /// Expected, and not there.
    Missing(usize),
    /// There, and not expected.
    Extra(usize),
}

/// The two lists side by side, with as many fitting pairs in order as there can be.
pub(super) fn align(expected: &[Map<String, Value>], got: &[Map<String, Value>]) -> Vec<Pair> {
    let fit: Vec<Vec<bool>> = expected
        .iter()
        .map(|expected| got.iter().map(|got| has_keys(expected, got)).collect())
        .collect();
    let fits = |i: usize, j: usize| fit.get(i).and_then(|row| row.get(j)).copied().unwrap_or(false);
    // best[i][j]: the most fitting pairs among expected[i..] and got[j..].
    let mut best = vec![vec![0usize; got.len() + 1]; expected.len() + 1];
    let at = |best: &[Vec<usize>], i: usize, j: usize| best.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
    for i in (0..expected.len()).rev() {
        for j in (0..got.len()).rev() {
            let paired = if fits(i, j) { at(&best, i + 1, j + 1) + 1 } else { 0 };
            let most = paired.max(at(&best, i + 1, j)).max(at(&best, i, j + 1));
            if let Some(cell) = best.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = most;
            }
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < expected.len() || j < got.len() {
        let (i_left, j_left) = (i < expected.len(), j < got.len());
        if i_left && j_left && fits(i, j) && at(&best, i, j) == at(&best, i + 1, j + 1) + 1 {
            pairs.push(Pair::Fits(i, j));
            (i, j) = (i + 1, j + 1);
        } else if i_left && (!j_left || at(&best, i + 1, j) >= at(&best, i, j + 1)) {
            pairs.push(Pair::Missing(i));
            i += 1;
        } else {
            pairs.push(Pair::Extra(j));
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test says so by failing")]

    use serde_json::json;

    use super::*;

    fn list(value: &Value) -> Vec<Map<String, Value>> {
        let items = value.as_array().unwrap().iter();
        items.map(|item| item.as_object().unwrap().clone()).collect()
    }

    #[test]
    fn only_the_keys_given_count() {
        assert!(fits(&json!({"a": 1}), &json!({"a": 1, "b": 2})));
        assert!(!fits(&json!({"a": 1, "c": 1}), &json!({"a": 1, "b": 2})));
        assert!(fits(&json!({"a": null}), &json!({"b": 2})));
        assert!(!fits(&json!({"b": null}), &json!({"b": 2})));
        assert!(!fits(&json!([1]), &json!([1, 2])));
    }

    #[test]
    fn instants_are_the_same_with_any_offset() {
        assert!(fits(
            &json!("2026-03-02T10:00:00-05:00"),
            &json!("2026-03-02T15:00:00Z")
        ));
        assert!(!fits(
            &json!("2026-03-02T10:00:00-05:00"),
            &json!("2026-03-02T10:00:00Z")
        ));
        assert!(!fits(&json!("2026-03-02"), &json!("2026-03-02T00:00:00Z")));
    }

    #[test]
    fn lists_are_laid_side_by_side_with_the_most_that_fits() {
        let expected = list(&json!([{"s": "a"}, {"s": "b"}, {"s": "c"}]));
        let got = list(&json!([{"s": "b"}, {"s": "x"}, {"s": "c"}]));
        use Pair::{Extra, Fits, Missing};
        assert_eq!(align(&expected, &got), [Missing(0), Fits(1, 0), Extra(1), Fits(2, 2)]);
        assert_eq!(align(&[], &got).len(), 3);
    }
}
