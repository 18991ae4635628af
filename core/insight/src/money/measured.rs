//! What follow-up was measured to add, in money: beside what is credited, never mixed with it.

use followthrough::Money;

use super::sums::{Sums, divided, for_a_dollar, hundredths_as_text, opposite};
use super::{Figure, Part};
use crate::lift::Comparison;
use crate::page::words::{counted, money};

/// In thousandths, as it is shown, so that the formula can be followed.
#[expect(clippy::cast_possible_truncation, reason = "a share lies between -1 and 1")]
fn thousandths(share: f64) -> i64 {
    libm::round(share * 1000.0) as i64
}

/// `17.1`, `−3.4`.
fn points(thousandths: i64) -> String {
    let (sign, size) = (if thousandths < 0 { "−" } else { "" }, thousandths.unsigned_abs());
    format!("{sign}{}.{}", size / 10, size % 10)
}

impl Sums<'_> {
    /// The households first followed up in these days, times the difference, times what one that accepts is worth; and
    /// that against each dollar, where a cost is given. None while there is no difference to compute with.
    pub(super) fn measured(&mut self, told: &Comparison, cost: Option<Money>) {
        let (Some((interval, sure)), Some(worth)) = (told.difference_of_enough(), told.worth) else {
            return;
        };
        if worth.followed_up == 0 {
            return;
        }
        let [low, middle, high] = [interval.low, interval.estimate, interval.high].map(thousandths);
        // What was found: between two, where it is not known what became of some.
        let found = told.point.map(|point| [point.low, point.high].map(thousandths));
        let whole = i128::from(worth.followed_up) * i128::from(worth.each.cents());
        // Whole dollars: it is an estimate.
        let came = |thousandths: i64| Money::from_cents(divided(whole * i128::from(thousandths), 100_000) * 100);
        let between = [came(low), came(high)];
        let amount = came(middle);
        // What was taken away is told without a sign, here and in its formula.
        let fewer = high < 0;
        let sign = if fewer { -1 } else { 1 };
        let ([least, most], [few, many]) = if fewer {
            ([between[1], between[0]].map(opposite), [-high, -low])
        } else {
            (between, [low, high])
        };
        let (label, difference) = if fewer {
            (
                "What follow-up took away, as measured against the holdout",
                "points fewer",
            )
        } else {
            ("What follow-up added, as measured against the holdout", "points more")
        };
        let signed = |amount: Money| money(if fewer { opposite(amount) } else { amount });
        let found = found.map(|[low, high]| if fewer { [high, low] } else { [low, high] });
        let total = found.map_or_else(
            || signed(amount),
            |[from, to]| format!("{} to {}", signed(came(from)), signed(came(to))),
        );
        let shown = format!("{total} ({} to {})", money(least), money(most));
        let each = money(worth.each);
        let households = |n| counted(n, "household", "households");
        let (followed, accepted) = (households(worth.followed_up), households(worth.accepted));
        let none = if low <= 0 && high >= 0 {
            ". It may be nothing"
        } else {
            ""
        };
        let share = sure * 100.0;
        let apart = match (found, told.point) {
            (Some([from, to]), Some(point)) => format!(
                "{} to {} {difference}, depending on what became of {} of which it is not known,",
                points(sign * from),
                points(sign * to),
                households(point.unknown)
            ),
            _ => format!("{} {difference}", points(sign * middle)),
        };
        self.figures.push(Figure {
            name: "measured",
            label,
            amount: Some(amount),
            number: None,
            between: Some(between.map(|bound| bound.to_string())),
            formula: format!(
                "{followed} first followed up in these days × {apart} ({} to {}, {share:.0}%) × {each} for a \
                 household that accepts = {shown}{none}. {each} is the average of the {accepted} of both groups that \
                 accepted; that it is the same in both is assumed",
                points(few),
                points(many),
            ),
            shown,
            parts: vec![
                Part {
                    what: "households that accepted, of both groups".to_owned(),
                    count: worth.accepted,
                    each: each.clone(),
                    total: money(worth.value),
                },
                Part {
                    what: "households first followed up in these days".to_owned(),
                    count: worth.followed_up,
                    each: format!("{}, of {each}", apart.trim_end_matches(',')),
                    total,
                },
            ],
        });
        if let Some(cost) = cost {
            let [from, to] = between;
            let found = found.map_or([amount; 2], |found| found.map(came));
            self.measured_return([from, amount, to], found, cost, none);
        }
    }

    /// What was measured, and nothing besides: the interval is of the difference alone.
    fn measured_return(&mut self, came: [Money; 3], found: [Money; 2], cost: Money, none: &str) {
        let each = |came: Money| divided(i128::from(came.cents()) * 100, i128::from(cost.cents()));
        let [low, middle, high] = came.map(each);
        let between = |low: i64, high: i64| {
            format!(
                "{} to {}",
                for_a_dollar(low).trim_end_matches(" for $1"),
                for_a_dollar(high)
            )
        };
        let ([from, to], [least, most]) = (found, found.map(each));
        let (came, point) = if from == to {
            (money(from), for_a_dollar(least))
        } else {
            (format!("{} to {}", money(from), money(to)), between(least, most))
        };
        let shown = format!("{point} ({})", between(low, high));
        self.figures.push(Figure {
            name: "measured_return",
            label: "What stands against each dollar of cost, as measured",
            amount: None,
            number: Some(hundredths_as_text(middle)),
            between: Some([low, high].map(hundredths_as_text)),
            formula: format!(
                "{came} as measured / {} of cost = {shown}{none}. Fees of treatment, not profit",
                money(cost)
            ),
            shown,
            parts: Vec::new(),
        });
    }
}
