//! The files that the fuzzers of `fuzz/` begin with or found worth keeping, each tried: as it is, and spoiled at random.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop where it stands"
)]

mod fuzzed;

use proptest::prelude::*;

/// What is saved for a target, and what must hold of it.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 5] = [
    (
        include_str!("../../../fuzz/saved/import_delimited.json"),
        fuzzed::delimited,
    ),
    (include_str!("../../../fuzz/saved/import_mapping.json"), fuzzed::mapping),
    (include_str!("../../../fuzz/saved/import_tables.json"), fuzzed::tables),
    (include_str!("../../../fuzz/saved/import_books.json"), fuzzed::books),
    (include_str!("../../../fuzz/saved/import_exports.json"), fuzzed::exports),
];

/// The files; a character stands for a byte.
fn files(saved: &str) -> Vec<Vec<u8>> {
    let files: Vec<String> = serde_json::from_str(saved).unwrap();
    let byte = |c: char| u8::try_from(u32::from(c)).unwrap();
    files.iter().map(|file| file.chars().map(byte).collect()).collect()
}

#[test]
fn as_they_are() {
    for (saved, holds) in TARGETS {
        let files = files(saved);
        assert!(files.len() >= 5, "only {} files", files.len());
        files.iter().for_each(|file| holds(file));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Bytes overwritten, removed, put in or doubled, and parts of one file in another.
    #[test]
    fn spoiled(
        which in 0..TARGETS.len(),
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        cut in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 0..6),
    ) {
        let (saved, holds) = TARGETS[which];
        let files = files(saved);
        let mut file = one.get(&files).clone();
        let other = other.get(&files);
        if let Some((here, there)) = cut {
            file.truncate(here.index(file.len() + 1));
            file.extend_from_slice(&other[there.index(other.len() + 1)..]);
        }
        for (at, byte, how) in &spoils {
            if file.is_empty() {
                break;
            }
            let at = at.index(file.len());
            match how {
                0 => file[at] = *byte,
                1 => { file.remove(at); }
                2 => file.insert(at, *byte),
                _ => {
                    let again = file[at..(at + 20).min(file.len())].to_vec();
                    file.splice(at..at, again);
                }
            }
        }
        holds(&file);
    }
}
