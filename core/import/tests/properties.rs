//! What holds for any bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test may stop where it stands, and reads the public data"
)]

mod common;

use std::collections::BTreeSet;

use common::{options, small};
use followthrough_import::{Imported, Importer, System, read};
use proptest::prelude::*;

fn in_pieces(files: &[(String, Vec<u8>)], sizes: &[usize]) -> Result<Imported, followthrough::Error> {
    let mut importer = Importer::new(System::OpenDental, &options())?;
    let mut sizes = sizes.iter().cycle();
    for (name, bytes) in files {
        let mut rest = bytes.as_slice();
        loop {
            let (piece, behind) = rest.split_at((*sizes.next().unwrap()).min(rest.len()));
            importer.push(name, piece)?;
            rest = behind;
            if rest.is_empty() {
                break;
            }
        }
    }
    importer.finish()
}

/// Lines of a file that the spoiled copy still has, as the numbers in their first column.
fn untouched(before: &[u8], after: &[u8]) -> BTreeSet<String> {
    let lines = |bytes: &[u8]| -> Vec<Vec<u8>> { bytes.split(|b| *b == b'\n').map(<[u8]>::to_vec).collect() };
    let after: BTreeSet<Vec<u8>> = lines(after).into_iter().collect();
    let first = |line: &Vec<u8>| String::from_utf8_lossy(line.split(|b| *b == b',').next().unwrap()).into_owned();
    lines(before)
        .iter()
        .skip(1)
        .filter(|line| !line.is_empty() && after.contains(*line))
        .map(first)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Any bytes overwritten, removed or put in, anywhere: no panic, every record accounted for, and pieces of any
    /// size say what the whole says.
    #[test]
    fn spoiled_bytes_never_panic(
        file in 0..5_usize,
        spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..6),
        sizes in prop::collection::vec(1..40_usize, 1..5),
    ) {
        let mut files = small();
        for (at, byte, how) in &spoils {
            let bytes = &mut files[file].1;
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = *byte,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, *byte),
            }
        }
        let whole = read(System::OpenDental, files.clone(), &options());
        let pieces = in_pieces(&files, &sizes);
        match (whole, pieces) {
            (Ok(whole), Ok(pieces)) => {
                prop_assert_eq!(whole.to_json(), pieces.to_json());
                let totals = &whole.totals;
                prop_assert_eq!(totals.records, totals.accepted + totals.rejected + totals.skipped);
            }
            (Err(whole), Err(pieces)) => prop_assert_eq!(whole, pieces),
            (whole, pieces) => prop_assert!(false, "{:?} / {:?}", whole.is_ok(), pieces.is_ok()),
        }
    }

    /// One byte of a procedure wrong: every other procedure is there, unless that byte was the quote or line break
    /// that separates it from the next.
    #[test]
    fn a_spoiled_procedure_costs_no_other(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut files = small();
        let log = files.iter().position(|(name, _)| name == "procedurelog.csv").unwrap();
        let before = files[log].1.clone();
        let header = before.iter().position(|b| *b == b'\n').unwrap() + 1;
        let at = header + at.index(before.len() - header);
        files[log].1[at] = byte;
        let kept = untouched(&before, &files[log].1);
        let imported = read(System::OpenDental, files, &options()).unwrap();
        let mut there: BTreeSet<String> = imported.completed.iter().map(|c| c.procedure.to_string()).collect();
        there.extend(imported.plans.iter().flat_map(|r| &r.plan.procedures).map(|p| p.id.to_string()));
        let told: BTreeSet<u32> = imported.rejected.iter().chain(&imported.skipped).map(|r| r.line).collect();
        for id in kept {
            // A spoiled row may take another's id; then the later of the two is told of.
            prop_assert!(there.contains(&id) || !told.is_empty(), "{id} lost");
        }
        prop_assert!(imported.rejected.iter().all(|r| r.line as usize <= 1 + before.iter().filter(|b| **b == b'\n').count() + 1));
    }
}
