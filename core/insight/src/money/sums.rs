//! The sums, each with its formula.

use followthrough::Money;

use super::{FellThrough, Figure, NotKnown, Part, Recovered, Sent, count, decimal};
use crate::lift::{Comparison, NoGain};
use crate::monthly::{Months, ReportOptions};
use crate::page::words::{counted, money, number};

pub(super) struct Sums<'o> {
    pub(super) options: &'o ReportOptions,
    /// What the days that are known are in months.
    months: Months,
    /// Why nothing is called a gain, where nothing is.
    no_gain: Option<NoGain>,
    /// Why nobody knows what was recovered, where nobody does.
    not_known: Option<NotKnown>,
    /// Whether it is held against before, and against what it cost: not what is called no gain, nor where nobody accepted,
    /// which says more of the plans that were handed in, nor the pace of a month that is not over.
    compared: bool,
    /// Plans recovered of unknown value.
    without_value: u64,
    pub(super) figures: Vec<Figure>,
}

/// Half up, of any sign.
pub(crate) fn divided(whole: i128, by: i128) -> i64 {
    let rounded = (whole * 2 + by).div_euclid(2 * by);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

impl<'o> Sums<'o> {
    pub(super) fn new(
        options: &'o ReportOptions,
        no_gain: Option<NoGain>,
        not_known: Option<NotKnown>,
        without_value: u64,
    ) -> Self {
        Self {
            options,
            months: options.months_known(),
            compared: no_gain.is_none() && !options.month_is_running(),
            no_gain,
            not_known,
            without_value,
            figures: Vec::new(),
        }
    }

    fn made_of(&mut self, name: &'static str, label: &'static str, amount: Money, formula: String, parts: Vec<Part>) {
        self.figures.push(Figure {
            name,
            label,
            amount: Some(amount),
            number: None,
            found: None,
            between: None,
            at_least: false,
            estimated: false,
            shown: money(amount),
            formula: format!("{formula} = {}", money(amount)),
            parts,
        });
    }

    /// An amount of which values may be missing: it is the least then; or that it is not known. `told`: as it is shown.
    fn least(&mut self, [name, label]: [&'static str; 2], amount: Money, told: String, formula: &str, note: &str) {
        let (amount, at_least) = (
            Some(amount).filter(|_| self.not_known.is_none()),
            self.without_value > 0,
        );
        let shown = amount.map_or_else(|| "not known".to_owned(), |_| self.at_least(told));
        self.figures.push(Figure {
            name,
            label,
            amount,
            number: None,
            found: None,
            between: None,
            at_least: at_least && amount.is_some(),
            estimated: false,
            formula: format!("{formula} = {shown}{note}"),
            shown,
            parts: Vec::new(),
        });
    }

    /// `at least $2,200`, where values are missing.
    fn at_least(&self, shown: String) -> String {
        if self.without_value > 0 {
            format!("at least {shown}")
        } else {
            shown
        }
    }

    /// All figures, in the order in which they stand.
    pub(super) fn all(
        mut self,
        recovered: &[Recovered],
        fell: &FellThrough,
        sent: Sent,
        told: Option<&Comparison>,
    ) -> Vec<Figure> {
        self.compared &= told.is_none_or(|told| !told.is_of_nobody());
        let plans = count(recovered.len());
        let value: Money = recovered.iter().filter_map(|plan| plan.value).sum();
        let no_gain = self.no_gain.map_or_else(String::new, |why| {
            format!(". Nothing of it is called a gain: {}", why.because())
        });
        let of = format!(
            "{} accepted while followed up, after a message or a call that is credited with it, at what was pending when \
             first told of",
            counted(plans, "plan", "plans")
        );
        let note = format!("{}{}{no_gain}", self.missing(plans), fallen(fell));
        let running = self.options.month_is_running();
        let (whole, monthly) = match (self.no_gain.is_some(), running) {
            (true, false) => ("Accepted after a message or a call", "Accepted after one, a month"),
            (true, true) => (
                "Accepted after a message or a call",
                "Accepted after one, a month, at the pace of these days",
            ),
            (false, false) => ("Recovered", "Recovered a month"),
            (false, true) => ("Recovered", "Recovered a month, at the pace of these days"),
        };
        self.least(["recovered", whole], value, money(value), &of, &note);
        let cents = i128::from(value.cents());
        let a_month = Money::from_cents(self.months.a_month(cents));
        // Of what is not known there is no sum to show.
        let (whole, why) = match self.not_known {
            Some(why) => (whole.to_owned(), format!(": {}", why.because())),
            None => (self.at_least(money(value)), String::new()),
        };
        let formula = format!("{whole} / {}", self.months);
        let names = ["recovered_a_month", monthly];
        if running {
            let pace = about(a_month);
            self.least(names, pace, format!("about {}", money(pace)), &formula, &why);
        } else {
            self.least(names, a_month, money(a_month), &formula, &why);
        }
        let more = self.before(cents, a_month);
        let saved = self.hours();
        let cost = self.cost(sent).filter(|cost| *cost > Money::ZERO);
        if let (Some(more), Some(cost)) = (more, cost) {
            self.came_back(more, saved, cost);
        }
        if let Some(told) = told {
            let cost = cost.filter(|_| self.compared);
            self.measured(told, cost);
            if let (Some(saved), Some(cost)) = (saved, cost) {
                self.hours_return(saved, cost);
            }
        }
        self.figures
    }

    /// Of which plans the value is missing.
    fn missing(&self, plans: u64) -> String {
        match self.not_known {
            Some(why) => format!(": {}", why.because()),
            None if self.without_value > 0 => format!(
                ", since of {} of the {} the value is not known",
                number(self.without_value),
                number(plans)
            ),
            None => String::new(),
        }
    }

    /// Before, and by how much it is more: over the days that are known in cents. None where they are not compared,
    /// or what is missing might make the difference.
    fn before(&mut self, cents: i128, a_month: Money) -> Option<i128> {
        let before = self.options.before;
        let then = before.recovered_value_a_month?;
        let plans = before
            .recovered_a_month
            .map_or_else(String::new, |plans| format!("{} plans a month, ", decimal(plans)));
        let formula = format!("{plans}as the practice says");
        self.made_of("before_a_month", "Before, a month", then, formula, Vec::new());
        let change = Money::from_cents(a_month.cents() - then.cents());
        let told = self.without_value == 0 || self.not_known.is_none() && change >= Money::ZERO;
        if !self.compared || !told {
            return None;
        }
        let (label, shown) = if change < Money::ZERO {
            ("Less a month than before", opposite(change))
        } else {
            ("More a month than before", change)
        };
        let formula = format!("{} − {}", self.at_least(money(a_month)), money(then));
        let shown = self.at_least(money(shown));
        self.least(["more_a_month", label], change, money(change), &formula, "");
        if let Some(figure) = self.figures.last_mut() {
            figure.shown = shown;
        }
        Some(cents - i128::from(self.months.at(i128::from(then.cents()))))
    }

    /// The hours saved, and what they are worth.
    fn hours(&mut self) -> Option<Money> {
        let (then, now) = (self.options.before.staff_hours_a_week?, self.options.staff_hours_now?);
        let days = self.options.days_known();
        let (fewer, a_week) = (now <= then, then.abs_diff(now));
        let sum = u64::try_from(divided(i128::from(a_week) * i128::from(days), 7)).unwrap_or(u64::MAX);
        // To the tenth of an hour.
        let sum = u64::try_from(divided(i128::from(sum), 100_000)).unwrap_or(0) * 100_000;
        let sign = if fewer { "" } else { "−" };
        let signed = format!("{sign}{}", decimal(sum));
        self.figures.push(Figure {
            name: "hours_saved",
            label: if fewer {
                "Staff hours saved"
            } else {
                "More staff hours than before"
            },
            amount: None,
            number: Some(signed.replace(',', "").replace('−', "-")),
            found: None,
            between: None,
            at_least: false,
            estimated: false,
            formula: format!(
                "({} − {}) hours a week, as the practice says, × {} / 7 = {signed} hours",
                decimal(then),
                decimal(now),
                counted(days, "day", "days")
            ),
            shown: format!("{} hours", decimal(sum)),
            parts: Vec::new(),
        });
        let hour = self.options.costs.staff_hour?;
        let cents = divided(i128::from(sum) * i128::from(hour), 10_000_000_000);
        let worth = Money::from_cents(if fewer { cents } else { -cents });
        let formula = format!("{signed} hours × ${}", decimal(hour));
        self.made_of("hours_worth", "What those hours are worth", worth, formula, Vec::new());
        Some(worth)
    }

    /// What the messages and the software cost; none where no price was said.
    fn cost(&mut self, sent: Sent) -> Option<Money> {
        let costs = self.options.costs;
        let mut sum = 0_i128;
        let (mut parts, mut rows) = (Vec::new(), Vec::new());
        for (price, n, what) in [
            (
                costs.sms_segment,
                sent.segments,
                ["segment of a text", "segments of texts"],
            ),
            (costs.email, sent.email, ["e-mail", "e-mails"]),
            (costs.portal, sent.portal, ["portal message", "portal messages"]),
        ] {
            let [one, what] = what;
            if let Some(price) = price {
                sum += i128::from(price) * i128::from(n);
                parts.push(format!("{} × ${}", counted(n, one, what), decimal(price)));
                let total = Money::from_cents(divided(i128::from(price) * i128::from(n), 10_000));
                rows.push(Part {
                    what: what.to_owned(),
                    count: n,
                    each: format!("${}", decimal(price)),
                    total: money(total),
                });
            }
        }
        if let Some(price) = costs.a_month {
            let software = self.months.at(i128::from(price));
            sum += i128::from(software);
            rows.push(Part {
                what: "days of software".to_owned(),
                count: self.options.days_known(),
                each: format!("${} a month, by the day", decimal(price)),
                total: money(Money::from_cents(divided(i128::from(software), 10_000))),
            });
            parts.push(format!("${} a month × {}", decimal(price), self.months));
        }
        if parts.is_empty() {
            return None;
        }
        let cost = Money::from_cents(divided(sum, 10_000));
        self.made_of("cost", "What it cost", cost, parts.join(" + "), rows);
        Some(cost)
    }

    /// What the hours come to against each dollar: beside what was measured, which they are no part of.
    fn hours_return(&mut self, saved: Money, cost: Money) {
        let hundredths = divided(i128::from(saved.cents()) * 100, i128::from(cost.cents()));
        let shown = for_a_dollar(hundredths);
        self.figures.push(Figure {
            name: "hours_return",
            label: "Staff hours against each dollar of cost, as the practice says",
            amount: None,
            number: Some(hundredths_as_text(hundredths)),
            found: None,
            between: None,
            at_least: false,
            estimated: false,
            formula: format!(
                "{} of staff hours / {} of cost = {shown}. Nobody measured it: the practice says how many hours it was and is",
                money(saved),
                money(cost)
            ),
            shown,
            parts: Vec::new(),
        });
    }

    /// What stands against each dollar, by what is credited.
    fn came_back(&mut self, more: i128, saved: Option<Money>, cost: Money) {
        let hours = i128::from(saved.map_or(0, Money::cents));
        let hundredths = divided((more + hours) * 100, i128::from(cost.cents()));
        if self.without_value > 0 && hundredths < 0 {
            // What is missing might make a return of it.
            return;
        }
        let more = Money::from_cents(i64::try_from(more).unwrap_or(i64::MAX));
        let more = if more < Money::ZERO {
            format!("{} recovered against before", self.at_least(money(more)))
        } else {
            format!("{} more recovered than before", self.at_least(money(more)))
        };
        let shown = self.at_least(for_a_dollar(hundredths));
        self.figures.push(Figure {
            name: "return",
            label: "What stands against each dollar of cost, as credited",
            amount: None,
            number: Some(hundredths_as_text(hundredths)),
            found: None,
            between: None,
            at_least: self.without_value > 0,
            estimated: false,
            formula: format!(
                "({more}{}) / {} of cost = {shown}. Fees of treatment, not profit; credited, not proven",
                staff_hours(saved),
                money(cost)
            ),
            shown,
            parts: Vec::new(),
        });
    }
}

/// What is not among the plans recovered any more.
fn fallen(fell: &FellThrough) -> String {
    if fell.plans == 0 {
        return String::new();
    }
    format!(
        ". {} more, worth {}, fell through and {} not among them",
        counted(fell.plans, "plan", "plans"),
        money(fell.value),
        if fell.plans == 1 { "is" } else { "are" }
    )
}

/// To two digits, and no less than whole dollars: the pace of some days is no more exact.
fn about(amount: Money) -> Money {
    let cents = amount.cents();
    let mut unit = 100;
    while cents / unit >= 100 {
        unit *= 10;
    }
    Money::from_cents(divided(cents.into(), unit.into()) * unit)
}

pub(super) fn opposite(amount: Money) -> Money {
    Money::from_cents(-amount.cents())
}

/// ` + $1,440 of staff hours`.
pub(super) fn staff_hours(saved: Option<Money>) -> String {
    match saved {
        Some(saved) if saved < Money::ZERO => format!(" − {} of staff hours", money(opposite(saved))),
        Some(saved) => format!(" + {} of staff hours", money(saved)),
        None => String::new(),
    }
}

/// `$52.91 for $1`; less than nothing is no return.
pub(super) fn for_a_dollar(hundredths: i64) -> String {
    match u64::try_from(hundredths) {
        Ok(size) => format!("${}.{:02} for $1", number(size / 100), size % 100),
        Err(_) => "no return".to_owned(),
    }
}

/// `-52.91`.
pub(super) fn hundredths_as_text(hundredths: i64) -> String {
    let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
    format!("{sign}{}.{:02}", size / 100, size % 100)
}
