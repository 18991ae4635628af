//! What `decode/financing.rs` asks for.

use schemars::JsonSchema;
use serde_json::{Value, json};

use super::TextByLanguage;
use super::condition::Condition;
use super::forms::{Address, Amount, Day, Id, Line, Rate, State, Whole, Yes};
use crate::financing::Rounding;

/// Paying over time: when it is offered, and what.
#[derive(JsonSchema)]
pub(super) struct Financing {
    /// Whom it is offered to. Default: everybody.
    offer_when: Option<Condition>,
    /// The offers. With `extends`, one with the id of a built-in offer changes that one; an empty list offers nothing.
    offers: Option<Vec<FinancingOffer>>,
}

/// An offer: instalments of the practice's own, or a link to a lender.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum FinancingOffer {
    Installments(InstallmentsOffer),
    LenderLink(LenderLinkOffer),
}

/// Instalments of the practice's own.
#[derive(JsonSchema)]
struct InstallmentsOffer {
    #[schemars(flatten)]
    offer: AnyOffer,
    /// What sort of offer it is. Required of a new one.
    kind: Option<Installments>,
    /// The annual rate in percent, such as `0` or `9.9`; at most four decimals. Required of a new one.
    apr: Option<Rate>,
    /// How many monthly payments, 1 to 600. Required of a new one.
    months: Option<Whole<1, 600>>,
    /// How a payment is brought to whole cents. Default: `half_up`.
    #[schemars(extend("default" = "half_up"))]
    rounding: Option<Rounding>,
}

/// A link to a lender, whose figures are the lender's to give.
#[derive(JsonSchema)]
struct LenderLinkOffer {
    #[schemars(flatten)]
    offer: AnyOffer,
    /// What sort of offer it is. Required of a new one.
    kind: Option<LenderLink>,
    /// The lender's name, at most 60 characters. Required of a new one.
    lender: Option<Line<60>>,
    /// Where one applies: an address that starts with `https://`. Required of a new one.
    url: Option<Address>,
    /// What the lender lends: the check holds texts that state a term to the rules of that kind, and without it to those
    /// of every kind.
    product: Option<LentProduct>,
    /// The lender's own wording, in every language of the playbook. It stands beside every mention of the lender.
    terms: Option<TextByLanguage>,
}

/// What a lender lends.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum LentProduct {
    /// A loan that is paid back over a fixed time.
    ClosedEnd,
    /// A loan by the seller.
    CreditSale,
    /// A card or another line of credit.
    OpenEnd,
    /// A card whose interest is only charged if the balance is not paid in time.
    Deferred,
}

/// What every offer has.
#[derive(JsonSchema)]
struct AnyOffer {
    /// Its id, 1 to 64 bytes.
    id: Id,
    /// `true` leaves out the built-in offer of this id.
    leave_out: Option<Yes>,
    /// The amounts it is for: the patient's portion where it is known, else the value. Required of a new one.
    #[schemars(rename = "for")]
    range: Option<AmountRange>,
    /// The last day on which it may be shown. Default: no end.
    valid_until: Option<Day>,
    /// The states in which it must not be shown.
    not_in: Option<Vec<State>>,
    /// What must stand beside it, in every language of the playbook.
    disclosure: Option<TextByLanguage>,
}

/// Amounts from one to another, both in.
#[derive(JsonSchema)]
struct AmountRange {
    /// The lowest amount, such as `300` or `1500.50`.
    from: Option<Amount>,
    /// The highest amount, such as `5000`.
    to: Option<Amount>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum Installments {
    Installments,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", inline)]
enum LenderLink {
    LenderLink,
}

/// What an offer has to hold that changes no built-in one.
pub(super) fn written_out() -> Value {
    json!({
        "required": ["kind", "for"],
        "properties": {"for": {"required": ["from", "to"]}},
        "anyOf": [{"required": ["apr", "months"]}, {"required": ["lender", "url"]}]
    })
}
