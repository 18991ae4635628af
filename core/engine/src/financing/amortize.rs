//! Level payments, computed exactly.
//!
//! The monthly rate is the annual one divided by twelve, as a ratio of integers; the level payment is a ratio of large
//! integers, and is rounded once. Each month's interest is rounded to the cent, half up. The last month pays what is
//! left, so that the balance ends at zero and payments less interest are the principal, to the cent.

use num_bigint::BigUint;
use serde::Serialize;

use super::{Apr, MAX_MONTHS, Rounding};
use crate::plan::Money;
use crate::{Code, Error};

/// What an installment plan comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Schedule {
    /// The monthly payment.
    pub payment: Money,
    /// The same before it was rounded, to ten decimals: for comparing with other calculators, never for charging.
    pub raw_payment: String,
    /// How many payments clear the balance; fewer than the months of the term when the payment was rounded up far
    /// enough.
    pub payments_made: u32,
    /// The last payment, which absorbs the cents.
    pub final_payment: Money,
    /// All payments together.
    pub total_of_payments: Money,
    /// All payments less the principal.
    pub total_interest: Money,
    /// Month by month.
    pub schedule: Vec<Installment>,
}

/// One month of an installment plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Installment {
    /// What is paid.
    pub payment: Money,
    /// The interest in it.
    pub interest: Money,
    /// What is owed afterwards.
    pub balance: Money,
}

/// The payments for `principal` at `apr` over so many months.
///
/// ```
/// use followthrough::Money;
/// use followthrough::financing::{Apr, Rounding, payment};
/// let plan = payment(Money::parse("1000.00")?, Apr::ZERO, 12, Rounding::HalfUp)?;
/// assert_eq!(plan.payment, Money::parse("83.33")?);
/// assert_eq!(plan.final_payment, Money::parse("83.37")?, "the last one absorbs the cents");
/// # Ok::<(), followthrough::Error>(())
/// ```
///
/// # Errors
/// `FT-T005` when the amount is not above zero or the term is not 1 to 600 months.
pub fn payment(principal: Money, apr: Apr, months: u32, rounding: Rounding) -> Result<Schedule, Error> {
    let refuse = |path: &str, what: &str| Err(Error::new(Code::BadFinanceTerms, what).at(path));
    if principal <= Money::ZERO || principal > Money::from_cents(Money::MAX_CENTS) {
        return refuse(
            "principal",
            "expected an amount above zero and at most a billion dollars",
        );
    }
    if !(1..=MAX_MONTHS).contains(&months) {
        return refuse("months", "expected a term of 1 to 600 months");
    }
    let raw = level_payment(principal.cents().unsigned_abs(), apr, months);
    let Some(level) = raw.rounded(rounding) else {
        return refuse("principal", "no payment can be computed for these terms");
    };
    let schedule = months_of(principal, apr, months, level);
    let final_payment = schedule.last().map_or(Money::ZERO, |last| last.payment);
    let total_interest = schedule.iter().map(|month| month.interest).sum();
    Ok(Schedule {
        payment: level,
        raw_payment: raw.ten_places(),
        payments_made: u32::try_from(schedule.len()).unwrap_or(months),
        final_payment,
        total_of_payments: principal.plus(total_interest),
        total_interest,
        schedule,
    })
}

/// An amount in cents as a ratio, never rounded.
struct Ratio {
    over: BigUint,
    under: BigUint,
}

/// P·r / (1 − (1+r)^−n) with r = part/whole, which is P·part·(whole+part)^n / (whole·((whole+part)^n − whole^n));
/// without interest P/n.
fn level_payment(cents: u64, apr: Apr, months: u32) -> Ratio {
    if apr.is_zero() {
        return Ratio {
            over: cents.into(),
            under: months.into(),
        };
    }
    let (part, whole) = apr.monthly();
    let grown = BigUint::from(whole + part).pow(months);
    let flat = BigUint::from(whole).pow(months);
    Ratio {
        under: (&grown - flat) * whole,
        over: grown * part * cents,
    }
}

impl Ratio {
    /// Whole cents; none when they are more than an amount can hold.
    fn rounded(&self, rounding: Rounding) -> Option<Money> {
        let mut cents = &self.over / &self.under;
        let rest = &self.over - &cents * &self.under;
        let nothing = rest == BigUint::ZERO;
        let twice = rest * 2u32;
        let up = match rounding {
            Rounding::HalfUp => twice >= self.under,
            Rounding::Up => !nothing,
            Rounding::HalfEven => twice > self.under || (twice == self.under && cents.bit(0)),
        };
        if up {
            cents += 1u32;
        }
        i64::try_from(&cents).ok().map(Money::from_cents)
    }

    /// Dollars with ten decimals, half up.
    fn ten_places(&self) -> String {
        let scaled = (&self.over * 200_000_000u32 + &self.under) / (&self.under * 2u32);
        let digits = format!("{:0>11}", scaled.to_string());
        let (dollars, fraction) = digits.split_at(digits.len() - 10);
        format!("{dollars}.{fraction}")
    }
}

fn months_of(principal: Money, apr: Apr, months: u32, level: Money) -> Vec<Installment> {
    let mut schedule = Vec::new();
    let mut balance = principal;
    for month in 1..=months {
        let interest = interest_of(balance, apr);
        let owed = balance.plus(interest);
        let payment = if month == months { owed } else { owed.min(level) };
        balance = Money::from_cents(owed.cents().saturating_sub(payment.cents()));
        schedule.push(Installment {
            payment,
            interest,
            balance,
        });
        if balance == Money::ZERO {
            break;
        }
    }
    schedule
}

/// A month's interest, half up. A balance never rises above the principal (a rounded payment covers the rounded
/// interest), so the product fits with room to spare.
pub(super) fn interest_of(balance: Money, apr: Apr) -> Money {
    let (part, whole) = apr.monthly();
    let (part, whole) = (i128::from(part), i128::from(whole));
    let cents = (2 * i128::from(balance.cents()) * part + whole) / (2 * whole);
    Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
}
