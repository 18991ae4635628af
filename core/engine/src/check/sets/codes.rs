//! Procedure codes, cut into regions whose codes no condition and no category tells apart.

use crate::criteria::CodeRange;
use crate::plan::Category;

/// Codes that are the same to a playbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    /// One of them.
    pub(crate) code: String,
    /// What kind of treatment they stand for.
    pub(crate) category: Category,
    /// For each range of the conditions, whether they lie in it.
    within: Vec<bool>,
    ranges: Vec<CodeRange>,
}

impl Region {
    /// Whether its codes lie in one of these ranges of the conditions.
    pub(crate) fn is_in(&self, wanted: &[CodeRange]) -> bool {
        let mut known = self.ranges.iter().zip(&self.within);
        known.any(|(range, within)| *within && wanted.contains(range))
    }

    /// The ranges of the conditions.
    #[cfg(test)]
    pub(crate) fn ranges(&self) -> &[CodeRange] {
        &self.ranges
    }
}

/// One well-known code of each kind, and the first code of each stretch of the table.
const CODES: [&str; 28] = [
    "D2740", "D2391", "D6010", "D3330", "D4341", "D5110", "D5951", "D6240", "D7210", "D8080", "D9110", "D1110",
    "D0120", "D0000", "D0100", "D1000", "D2000", "D2710", "D2800", "D3000", "D4000", "D5000", "D5900", "D6000",
    "D6200", "D7000", "D8000", "D9000",
];

/// The regions of a playbook; `own` are its categories, `ranges` those that its conditions name.
pub(crate) fn regions(own: &[(Category, Vec<CodeRange>)], ranges: &[CodeRange]) -> Vec<Region> {
    let mapped = own.iter().flat_map(|(_, ranges)| ranges);
    let ends = mapped.chain(ranges).flat_map(|range| {
        let after = |code: &str| after(code).unwrap_or_default();
        [
            range.from.clone(),
            range.to.clone(),
            after(&range.from),
            after(&range.to),
        ]
    });
    let mut regions: Vec<Region> = Vec::new();
    for code in CODES.iter().map(|code| (*code).to_owned()).chain(ends) {
        if code.is_empty() {
            continue;
        }
        let category = category(own, &code);
        let within: Vec<bool> = ranges.iter().map(|range| range.contains(&code)).collect();
        if !regions.iter().any(|r| r.category == category && r.within == within) {
            regions.push(Region {
                code,
                category,
                within,
                ranges: ranges.to_vec(),
            });
        }
    }
    regions
}

fn category(own: &[(Category, Vec<CodeRange>)], code: &str) -> Category {
    let mut own = own
        .iter()
        .filter(|(_, ranges)| ranges.iter().any(|range| range.contains(code)));
    own.next()
        .map_or_else(|| Category::of_code(code), |(category, _)| *category)
}

/// The code that follows in the order of codes: the next number, else the next letter at the end.
fn after(code: &str) -> Option<String> {
    let head = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = code.get(head.len()..)?;
    if let Ok(number) = digits.parse::<u64>() {
        let next = format!("{:0width$}", number + 1, width = digits.len());
        if next.len() == digits.len() {
            return Some(format!("{head}{next}"));
        }
    }
    let last = code.chars().next_back()?;
    let next = char::from_u32(u32::from(last) + 1).filter(char::is_ascii_graphic)?;
    Some(format!("{}{next}", code.get(..code.len() - last.len_utf8())?))
}
