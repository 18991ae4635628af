//! What follow-up was measured to add, in money: beside what is credited, never mixed with it.

use followthrough::Money;

use super::sums::{Sums, divided, for_a_dollar, hundredths_as_text, opposite};
use super::{Figure, Part};
use crate::lift::{Comparison, Worth};
use crate::page::words::{counted, money, number};

/// In thousandths, as it is shown, so that the formula can be followed.
#[expect(clippy::cast_possible_truncation, reason = "a share lies between -1 and 1")]
fn thousandths(share: f64) -> i64 {
    libm::round(share * 1000.0) as i64
}

/// `17.1`.
fn points(thousandths: i64) -> String {
    let size = thousandths.unsigned_abs();
    format!("{}.{}", size / 10, size % 10)
}

/// `points more`, or fewer.
fn direction(thousandths: i64) -> &'static str {
    if thousandths < 0 { "fewer" } else { "more" }
}

/// `12.0 to 27.6`; where it goes both ways `6.7 fewer to 21.0 more`.
fn bounds(low: i64, high: i64) -> String {
    match (low < 0, high < 0) {
        (true, true) => format!("{} to {}", points(high), points(low)),
        (true, false) => format!("{} fewer to {} more", points(low), points(high)),
        (false, _) => format!("{} to {}", points(low), points(high)),
    }
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
        let whole = i128::from(worth.followed_up) * i128::from(worth.each.cents());
        // Whole dollars: it is an estimate.
        let came = |thousandths: i64| Money::from_cents(divided(whole * i128::from(thousandths), 100_000) * 100);
        let between = [came(low), came(high)];
        let amount = came(middle);
        // What was taken away is told without a sign, here and in its formula.
        let fewer = high < 0;
        let [least, total, most] = if fewer {
            [between[1], amount, between[0]].map(opposite)
        } else {
            [between[0], amount, between[1]]
        };
        let estimated = worth.counted < worth.followed_up;
        let of_the_pilot = told.planned().is_some();
        let label = match (fewer, estimated, of_the_pilot) {
            (false, false, _) => "What follow-up added, as measured against the holdout",
            (false, true, false) => "What follow-up adds, estimated from households whose days are over",
            (false, true, true) => "What follow-up adds, estimated from households of the pilot",
            (true, false, _) => "What follow-up took away, as measured against the holdout",
            (true, true, false) => "What follow-up takes away, estimated from households whose days are over",
            (true, true, true) => "What follow-up takes away, estimated from households of the pilot",
        };
        let signed = |amount: Money| money(if fewer { opposite(amount) } else { amount });
        // What was found: between two, where it is not known what became of some, unless both round to one.
        let found = told.point.map(|point| {
            let [low, high] = [point.low, point.high].map(thousandths);
            if fewer { [high, low] } else { [low, high] }
        });
        let found = found.filter(|[from, to]| from != to);
        let total = found.map_or_else(
            || money(total),
            |[from, to]| format!("{} to {}", signed(came(from)), signed(came(to))),
        );
        let shown = format!("{total} ({} to {})", money(least), money(most));
        let each = money(worth.each);
        let households = |n| counted(n, "household", "households");
        let followed = households(worth.followed_up);
        let none = if low <= 0 && high >= 0 {
            ". It may be nothing"
        } else {
            ""
        };
        let apart = match found {
            Some([from, to]) => {
                format!("{} to {} points {}", points(from), points(to), direction(middle))
            }
            None => format!("{} points {}", points(middle), direction(middle)),
        };
        let depending = match (found, told.point) {
            (Some(_), Some(point)) => format!(
                ", depending on what became of {} of which it is not known,",
                households(point.unknown)
            ),
            (None, _) | (_, None) => String::new(),
        };
        self.figures.push(Figure {
            name: "measured",
            label,
            amount: found.is_none().then_some(amount),
            number: None,
            found: found.map(|found| found.map(|thousandths| came(thousandths).to_string())),
            between: Some(between.map(|bound| bound.to_string())),
            at_least: false,
            estimated,
            formula: format!(
                "{followed} first followed up in these days × {apart}{depending} ({}, {:.0}%) × {each} for a household that accepts = \
                 {shown}{none}{}. {}",
                bounds(low, high),
                sure * 100.0,
                if estimated { not_counted(worth, of_the_pilot) } else { String::new() },
                average(told, worth),
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
                    each: format!("{apart}, of {each}"),
                    total,
                },
            ],
        });
        if let Some(cost) = cost {
            let [from, to] = between;
            let found = found.map(|found| found.map(came));
            self.measured_return([from, amount, to], found, cost, none, estimated);
        }
    }

    /// What was measured, and nothing besides: the interval is of the difference alone.
    fn measured_return(
        &mut self,
        came: [Money; 3],
        found: Option<[Money; 2]>,
        cost: Money,
        none: &str,
        estimated: bool,
    ) {
        let each = |came: Money| divided(i128::from(came.cents()) * 100, i128::from(cost.cents()));
        let [low, middle, high] = came.map(each);
        let between = |low: i64, high: i64| {
            format!(
                "{} to {}",
                for_a_dollar(low).trim_end_matches(" for $1"),
                for_a_dollar(high)
            )
        };
        let (came, point) = match found {
            None => (money(came[1]), for_a_dollar(middle)),
            Some([from, to]) => (
                format!("{} to {}", money(from), money(to)),
                between(each(from), each(to)),
            ),
        };
        let shown = format!("{point} ({})", between(low, high));
        let (label, how) = if estimated {
            ("What stands against each dollar of cost, as estimated", "estimated")
        } else {
            ("What stands against each dollar of cost, as measured", "measured")
        };
        self.figures.push(Figure {
            name: "measured_return",
            label,
            amount: None,
            number: found.is_none().then(|| hundredths_as_text(middle)),
            found: found.map(|found| found.map(|came| hundredths_as_text(each(came)))),
            between: Some([low, high].map(hundredths_as_text)),
            at_least: false,
            estimated,
            formula: format!(
                "{came} as {how} / {} of cost = {shown}{none}. Fees of treatment, not profit",
                money(cost)
            ),
            shown,
            parts: Vec::new(),
        });
    }
}

/// Who is not in the difference, and what is taken of them.
fn not_counted(worth: Worth, of_the_pilot: bool) -> String {
    let (one, many, those) = if of_the_pilot {
        ("is of the pilot", "are of the pilot", "those of the pilot did")
    } else {
        (
            "has had its days",
            "have had their days",
            "those did whose days are over",
        )
    };
    match worth.counted {
        0 => format!(". None of them {one}: it is taken that they do as {those}"),
        1 => format!(". Of them 1 {one}: for the others it is taken that they do as {those}"),
        n => format!(
            ". Of them {} {many}: for the others it is taken that they do as {those}",
            number(n)
        ),
    }
}

/// What a household is worth on average, and what that leaves out.
fn average(told: &Comparison, worth: Worth) -> String {
    let each = money(worth.each);
    let who = match worth.accepted {
        1 => format!("{each} is that of the one household of both groups"),
        n => format!("{each} is the average of the {} households of both groups", number(n)),
    };
    let whose = if worth.accepted < told.followed_up.hits() + told.held_out.hits() {
        " that accepted and whose plans have a known value"
    } else {
        " that accepted"
    };
    format!(
        "{who}{whose}{}; that it is the same in both is assumed, and how far that average may be off by chance is not in the \
         interval",
        fell_since(told, worth),
    )
}

/// That some of them are worth less than they accepted, by group: where more fell through in one, the average flatters it.
fn fell_since(told: &Comparison, worth: Worth) -> String {
    let fell = worth.fell_through;
    if fell.followed_up + fell.held_out == 0 {
        return String::new();
    }
    format!(
        ", by what still stands: plans fell through since of {} of the {} followed up that accepted and of {} of the {} held \
         out, which count as accepted",
        number(fell.followed_up),
        number(told.followed_up.hits()),
        number(fell.held_out),
        number(told.held_out.hits()),
    )
}
