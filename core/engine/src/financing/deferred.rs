//! "No interest if paid in full": what a promotion comes to, paid in time or a cent short.

use serde::Serialize;

use super::amortize::interest_of;
use super::{Apr, MAX_MONTHS};
use crate::plan::Money;
use crate::{Code, Error};

/// What a promotion with deferred interest comes to, month by month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeferredInterest {
    /// The level payment that clears the balance in time: an equal share, rounded up to the cent.
    pub level_payment_to_clear: Money,
    /// How many of them are whole; a smaller one follows where they leave a rest.
    pub months_to_clear_at_level: u32,
    /// What is owed when the promotion ends.
    pub balance_at_promo_end: Money,
    /// The interest that grew on the side, paid or not.
    pub accrued_interest: Money,
    /// What of it is charged: all when anything is owed at the end, else nothing.
    pub charged_interest: Money,
    /// Month by month, until nothing is owed or the promotion ends.
    pub ledger: Vec<DeferredMonth>,
}

/// One month of a promotion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeferredMonth {
    /// What is paid.
    pub payment: Money,
    /// The interest that grew on what was owed before it.
    pub accrued: Money,
    /// What is owed afterwards.
    pub balance: Money,
}

/// What `principal` comes to under a promotion of so many months, with these payments (none where the list ends).
///
/// A model for explaining the risk, by the month: a real lender accrues by the day, and what it would charge comes from
/// the lender alone. Interest is that of the opening balance, rounded to the cent, half up, and not compounded.
///
/// ```
/// use followthrough::Money;
/// use followthrough::financing::{Apr, deferred_interest};
/// let (amount, apr) = (Money::parse("1200.00")?, Apr::parse("26.99")?);
/// let mut paid = vec![Money::parse("200.00")?; 6];
/// assert_eq!(deferred_interest(amount, apr, 6, &paid)?.charged_interest, Money::ZERO);
/// paid[5] = Money::parse("199.99")?;
/// let short = deferred_interest(amount, apr, 6, &paid)?;
/// assert_eq!(short.charged_interest, Money::parse("94.47")?, "a cent short, and all of it is charged");
/// # Ok::<(), followthrough::Error>(())
/// ```
///
/// # Errors
/// `FT-T005` when the amount is not above zero, the term is not 1 to 600 months, or a payment is below zero.
pub fn deferred_interest(
    principal: Money,
    apr: Apr,
    promo_months: u32,
    payments: &[Money],
) -> Result<DeferredInterest, Error> {
    let refuse = |path: String, what: &str| Err(Error::new(Code::BadFinanceTerms, what).at(path));
    if principal <= Money::ZERO || principal > Money::from_cents(Money::MAX_CENTS) {
        let what = "expected an amount above zero and at most a billion dollars";
        return refuse("principal".to_owned(), what);
    }
    if !(1..=MAX_MONTHS).contains(&promo_months) {
        return refuse("promo_months".to_owned(), "expected a term of 1 to 600 months");
    }
    if let Some(below) = payments.iter().position(|payment| *payment < Money::ZERO) {
        return refuse(format!("payments[{below}]"), "expected an amount of zero or more");
    }
    let months = i64::from(promo_months);
    let level = principal.cents().saturating_add(months - 1) / months;
    let to_clear = principal.cents() / level;
    let mut ledger: Vec<DeferredMonth> = Vec::new();
    let mut balance = principal;
    let mut paid = payments.iter().copied();
    for _ in 0..promo_months {
        let accrued = interest_of(balance, apr);
        let payment = paid.next().unwrap_or(Money::ZERO).min(balance);
        balance = Money::from_cents(balance.cents().saturating_sub(payment.cents()));
        ledger.push(DeferredMonth {
            payment,
            accrued,
            balance,
        });
        if balance == Money::ZERO {
            break;
        }
    }
    let accrued_interest: Money = ledger.iter().map(|month| month.accrued).sum();
    Ok(DeferredInterest {
        level_payment_to_clear: Money::from_cents(level),
        months_to_clear_at_level: u32::try_from(to_clear).unwrap_or(promo_months),
        balance_at_promo_end: balance,
        accrued_interest,
        charged_interest: if balance == Money::ZERO {
            Money::ZERO
        } else {
            accrued_interest
        },
        ledger,
    })
}
