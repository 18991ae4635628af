//! What follow-up was measured to add, in money: beside what is credited, never mixed with it.

use followthrough::Money;

use super::sums::{Sums, divided, for_a_dollar, hundredths_as_text, opposite, staff_hours};
use super::{Figure, Part};
use crate::lift::Comparison;
use crate::page::words::{money, number};
use crate::stats::Interval;

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
    pub(super) fn measured(&mut self, told: &Comparison, saved: Option<Money>, cost: Option<Money>) {
        let interval = told.at_planned_end.map(|end| end.difference).or(told.at_any_look);
        let (Some(Interval { estimate, low, high }), Some(worth)) = (interval, told.worth) else {
            return;
        };
        if worth.followed_up == 0 {
            return;
        }
        let sure = if told.at_planned_end.is_some() {
            0.95
        } else {
            told.at_any_look_confidence
        };
        let [low, middle, high] = [low, estimate, high].map(thousandths);
        let whole = i128::from(worth.followed_up) * i128::from(worth.each.cents());
        // Whole dollars: it is an estimate.
        let came = |thousandths: i64| Money::from_cents(divided(whole * i128::from(thousandths), 100_000) * 100);
        let between = [came(low), came(high)];
        let amount = came(middle);
        let [from, to] = between.map(money);
        let (label, shown) = if high < 0 {
            let [most, least] = between.map(|bound| money(opposite(bound)));
            (
                "What follow-up took away, as measured against the holdout",
                format!("{} ({least} to {most})", money(opposite(amount))),
            )
        } else {
            (
                "What follow-up added, as measured against the holdout",
                format!("{} ({from} to {to})", money(amount)),
            )
        };
        let each = money(worth.each);
        let (households, counted) = (number(worth.followed_up), number(worth.accepted));
        let none = if low <= 0 && high >= 0 {
            ". Not told from nothing"
        } else {
            ""
        };
        let share = sure * 100.0;
        self.figures.push(Figure {
            name: "measured",
            label,
            amount: Some(amount),
            number: None,
            between: Some(between.map(|bound| bound.to_string())),
            shown,
            formula: format!(
                "{households} households first followed up in these days × {} points of difference ({} to {}, {share:.0}%) × \
                 {each} that a household is worth which accepts = {} ({from} to {to}){none}. Each is worth what {counted} \
                 households that accepted in either group are worth one with another; that it is the same in both is assumed",
                points(middle),
                points(low),
                points(high),
                money(amount)
            ),
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
                    each: format!("{} points of {each}", points(middle)),
                    total: money(amount),
                },
            ],
        });
        if let Some(cost) = cost {
            let [from, to] = between;
            self.measured_return([from, amount, to], saved, cost, none);
        }
    }

    fn measured_return(&mut self, came: [Money; 3], saved: Option<Money>, cost: Money, none: &str) {
        let hours = i128::from(saved.map_or(0, Money::cents));
        let [_, amount, _] = came;
        let [low, middle, high] = came.map(|came| {
            let sum = i128::from(came.cents()) + hours;
            divided(sum * 100, i128::from(cost.cents()))
        });
        let shown = format!(
            "{} ({} to {})",
            for_a_dollar(middle),
            for_a_dollar(low),
            for_a_dollar(high)
        );
        self.figures.push(Figure {
            name: "measured_return",
            label: "What stands against each dollar of cost, as measured",
            amount: None,
            number: Some(hundredths_as_text(middle)),
            between: Some([low, high].map(hundredths_as_text)),
            formula: format!(
                "({} as measured{}) / {} of cost = {shown}{none}. Fees of treatment, not profit",
                money(amount),
                staff_hours(saved),
                money(cost)
            ),
            shown,
            parts: Vec::new(),
        });
    }
}
