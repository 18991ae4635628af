//! Money: what was recovered, the hours that staff no longer need, what it cost, and what came back for it.
//!
//! Each figure has its formula with the numbers in it. Recovered is what is credited to a message or a call: attribution,
//! no effect. Amounts are whole cents, computed in integers and rounded half up once, at the end.

use followthrough::recipient::Channel;
use followthrough::{Category, Date, Money};
use serde::Serialize;

use crate::journal::Journal;
use crate::monthly::{ReportOptions, Span};
use crate::page::words::{money, number};

/// A figure with its formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Which.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The amount, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// As it is shown.
    pub shown: String,
    /// How it is made, with the numbers in it.
    pub formula: String,
}

/// A plan that was recovered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recovered {
    /// Its case.
    pub case_id: String,
    /// The day on which it was known to be accepted.
    pub on: Date,
    /// The sequence that it was in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<String>,
    /// The step that is credited.
    pub step: String,
    /// Who would treat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// What kind of treatment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// What it is worth; absent where no plan was told, or a fee is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
}

/// Messages that were handed out, and what carriers bill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sent {
    /// Text messages, confirmations of opt-outs among them.
    pub sms: u64,
    /// Their segments.
    pub segments: u64,
    /// E-mails.
    pub email: u64,
    /// Portal messages.
    pub portal: u64,
    /// Tasks for staff.
    pub tasks: u64,
    /// People who took consent back.
    pub opted_out: u64,
}

/// What a span came to in money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MoneyReport {
    /// Each figure with its formula.
    pub figures: Vec<Figure>,
    /// The plans recovered, by day.
    pub recovered: Vec<Recovered>,
    /// Of them, those whose value is not known: they count for nothing in amounts.
    pub without_value: u64,
    /// What was sent.
    pub sent: Sent,
}

impl MoneyReport {
    /// A figure by its name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }
}

/// What a span came to in money.
pub fn money_report(journal: &Journal, options: &ReportOptions) -> MoneyReport {
    let span = options.span();
    let recovered = recovered(journal, &span);
    let sent = sent(journal, &span);
    let without_value = count(recovered.iter().filter(|plan| plan.value.is_none()).count());
    let mut sums = Sums {
        options,
        figures: Vec::new(),
    };
    sums.all(&recovered, sent);
    MoneyReport {
        figures: sums.figures,
        recovered,
        without_value,
        sent,
    }
}

/// Plans accepted within the span while they were followed up, each once, credited to a step.
fn recovered(journal: &Journal, span: &Span) -> Vec<Recovered> {
    let mut all: Vec<(i64, Recovered)> = Vec::new();
    for case in journal.all_cases() {
        let Some((at, Some(step))) = case.accepted().filter(|(at, _)| span.holds(*at)) else {
            continue;
        };
        let told = Recovered {
            case_id: case.id.as_ref().to_owned(),
            on: span.day(at),
            sequence: case.sequence_at(at).map(|name| journal.name(name).to_owned()),
            step: journal.name(step).to_owned(),
            provider: journal
                .plan(&case.id)
                .and_then(|plan| plan.provider.as_deref())
                .map(str::to_owned),
            category: journal.category(case),
            value: journal.value(case),
        };
        all.push((at, told));
    }
    all.sort_by(|a, b| (a.0, &a.1.case_id).cmp(&(b.0, &b.1.case_id)));
    all.into_iter().map(|(_, told)| told).collect()
}

fn sent(journal: &Journal, span: &Span) -> Sent {
    let mut sent = Sent::default();
    for touch in journal
        .all_cases()
        .flat_map(|case| &case.touches)
        .filter(|touch| span.holds(touch.at))
    {
        match touch.channel {
            Channel::Sms => {
                sent.sms += 1;
                sent.segments += u64::from(touch.segments);
            }
            Channel::Email => sent.email += 1,
            Channel::Portal => sent.portal += 1,
            Channel::Call => {}
        }
    }
    for (_, segments) in journal.confirmations().filter(|(at, _)| span.holds(*at)) {
        sent.sms += 1;
        sent.segments += u64::from(segments);
    }
    sent.tasks = count(journal.tasks().filter(|at| span.holds(*at)).count());
    let stopped = journal.people().filter_map(|person| person.opted_out_at);
    sent.opted_out = count(stopped.filter(|at| span.holds(*at)).count());
    sent
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

struct Sums<'o> {
    options: &'o ReportOptions,
    figures: Vec<Figure>,
}

/// Half up, of what is no less than nothing.
fn divided(whole: i128, by: i128) -> i64 {
    let rounded = (whole * 2 + by).div_euclid(2 * by);
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// A number in millionths as it is written: `0.5`, `15.5`.
pub(crate) fn decimal(millionths: u64) -> String {
    let part = format!("{:06}", millionths % 1_000_000);
    let part = part.trim_end_matches('0');
    let whole = number(millionths / 1_000_000);
    if part.is_empty() {
        whole
    } else {
        format!("{whole}.{part}")
    }
}

impl Sums<'_> {
    fn amount(&mut self, name: &'static str, label: &'static str, amount: Money, formula: String) {
        self.figures.push(Figure {
            name,
            label,
            amount: Some(amount),
            shown: money(amount),
            formula: format!("{formula} = {}", money(amount)),
        });
    }

    /// What a month is of a sum over the span: by whole months, else by days of 365.25 / 12 each.
    fn a_month(&self, sum: i128) -> i64 {
        match self.options.whole_months() {
            Some(months) => divided(sum, i128::from(months.max(1))),
            None => divided(sum * 1461, 48 * i128::from(self.options.days())),
        }
    }

    /// What the span is of a month.
    fn of_a_month(&self, month: i128) -> i64 {
        match self.options.whole_months() {
            Some(months) => divided(month * i128::from(months), 1),
            None => divided(month * 48 * i128::from(self.options.days()), 1461),
        }
    }

    fn months(&self) -> String {
        match self.options.whole_months() {
            Some(1) => "1 month".to_owned(),
            Some(months) => format!("{months} months"),
            None => format!("({} days / 30.4375) months", self.options.days()),
        }
    }

    fn all(&mut self, recovered: &[Recovered], sent: Sent) {
        let plans = count(recovered.len());
        let value: Money = recovered.iter().filter_map(|plan| plan.value).sum();
        let of = format!(
            "{} accepted while followed up, after a message or a call that is credited with it, at what was pending when \
             first told of",
            if plans == 1 {
                "1 plan".to_owned()
            } else {
                format!("{} plans", number(plans))
            }
        );
        self.amount("recovered", "Recovered", value, of);
        let cents = i128::from(value.cents());
        let a_month = Money::from_cents(self.a_month(cents));
        self.amount(
            "recovered_a_month",
            "Recovered a month",
            a_month,
            format!("{} / {}", money(value), self.months()),
        );
        let before = self.options.before;
        let mut more = None;
        if let Some(then) = before.recovered_value_a_month {
            let plans = before
                .recovered_a_month
                .map_or_else(String::new, |plans| format!("{} plans a month, ", decimal(plans)));
            self.amount(
                "before_a_month",
                "Before, a month",
                then,
                format!("{plans}as the practice says"),
            );
            let change = Money::from_cents(a_month.cents() - then.cents());
            let formula = format!("{} − {}", money(a_month), money(then));
            self.amount("more_a_month", "More a month than before", change, formula);
            more = Some(cents - i128::from(self.of_a_month(i128::from(then.cents()))));
        }
        let saved = self.hours();
        let cost = self.cost(sent);
        if let (Some(more), Some(cost)) = (more, cost.filter(|cost| *cost > Money::ZERO)) {
            self.came_back(more, saved, cost);
        }
    }

    /// The hours saved, and what they are worth.
    fn hours(&mut self) -> Option<Money> {
        let (then, now) = (self.options.before.staff_hours_a_week?, self.options.staff_hours_now?);
        let days = self.options.days();
        let (fewer, a_week) = (now <= then, then.abs_diff(now));
        let sum = u64::try_from(divided(i128::from(a_week) * i128::from(days), 7)).unwrap_or(u64::MAX);
        // To the tenth of an hour.
        let sum = u64::try_from(divided(i128::from(sum), 100_000)).unwrap_or(0) * 100_000;
        let sign = if fewer { "" } else { "-" };
        let shown = format!("{sign}{} hours", decimal(sum));
        self.figures.push(Figure {
            name: "hours_saved",
            label: "Staff hours saved",
            amount: None,
            formula: format!(
                "({} − {}) hours a week, as the practice says, × {days} days / 7 = {shown}",
                decimal(then),
                decimal(now)
            ),
            shown: shown.clone(),
        });
        let hour = self.options.costs.staff_hour?;
        let cents = divided(i128::from(sum) * i128::from(hour), 10_000_000_000);
        let worth = Money::from_cents(if fewer { cents } else { -cents });
        let formula = format!("{shown} × ${}", decimal(hour));
        self.amount("hours_worth", "What those hours cost", worth, formula);
        Some(worth)
    }

    /// What the messages and the software cost; none where no price was said.
    fn cost(&mut self, sent: Sent) -> Option<Money> {
        let costs = self.options.costs;
        let mut sum = 0_i128;
        let mut parts = Vec::new();
        for (price, n, what) in [
            (costs.sms_segment, sent.segments, "segments of texts"),
            (costs.email, sent.email, "e-mails"),
            (costs.portal, sent.portal, "portal messages"),
        ] {
            if let Some(price) = price {
                sum += i128::from(price) * i128::from(n);
                parts.push(format!("{} {what} × ${}", number(n), decimal(price)));
            }
        }
        if let Some(price) = costs.a_month {
            sum += i128::from(self.of_a_month(i128::from(price)));
            parts.push(format!("${} a month × {}", decimal(price), self.months()));
        }
        if parts.is_empty() {
            return None;
        }
        let cost = Money::from_cents(divided(sum, 10_000));
        self.amount("cost", "What it cost", cost, parts.join(" + "));
        Some(cost)
    }

    fn came_back(&mut self, more: i128, saved: Option<Money>, cost: Money) {
        let hours = i128::from(saved.map_or(0, Money::cents));
        let hundredths = divided((more + hours) * 100, i128::from(cost.cents()));
        let more = Money::from_cents(i64::try_from(more).unwrap_or(i64::MAX));
        let saved = saved.map_or_else(String::new, |saved| format!(" + {} of staff hours", money(saved)));
        let (sign, size) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
        let shown = format!("{sign}${}.{:02} for $1", number(size / 100), size % 100);
        self.figures.push(Figure {
            name: "return",
            label: "What stands against each dollar of cost",
            amount: None,
            formula: format!(
                "({} more recovered than before{saved}) / {} of cost = {shown}. Fees of treatment, not profit; credited, \
                 not proven",
                money(more),
                money(cost)
            ),
            shown,
        });
    }
}
