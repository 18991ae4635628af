//! What Regulation Z asks of texts, in the words that practices and lenders use, English and Spanish.

use followthrough::financing::{CreditFacts, CreditLint, CreditProduct, lint_credit_terms};

fn lint(product: CreditProduct, text: &str) -> CreditLint {
    lint_credit_terms(text, product, &CreditFacts::default())
}

fn cites(product: CreditProduct, text: &str) -> Vec<&'static str> {
    lint(product, text)
        .triggers
        .iter()
        .map(|trigger| trigger.cite)
        .collect()
}

const NUMBER: &str = "1026.24(d)(1)(ii)";
const AMOUNT: &str = "1026.24(d)(1)(iii)";

#[test]
fn terms_of_a_loan() {
    for (text, expected) in [
        ("Only $89/month!", vec![AMOUNT]),
        ("$45.50 bi-weekly", vec![AMOUNT]),
        ("Twelve monthly payments of $250", vec![NUMBER, AMOUNT]),
        ("Pay it off in 18 months", vec![NUMBER]),
        ("Take up to 60 months to repay", vec![NUMBER]),
        ("Total interest of $212.40", vec!["1026.24(d)(1)(iv)"]),
        ("$50 origination fee", vec!["1026.24(d)(1)(iv)"]),
        ("Desde $89 al mes", vec![AMOUNT]),
        ("12 cuotas de $250", vec![NUMBER, AMOUNT]),
        ("Pague en 24 meses", vec![NUMBER]),
        ("7.9 % de interés", vec!["1026.24(c)"]),
        ("0% financing", vec!["1026.24(c)"]),
    ] {
        assert_eq!(cites(CreditProduct::ClosedEnd, text), expected, "{text}");
    }
}

#[test]
fn what_states_no_term() {
    for text in [
        "Payment plans are available. Just ask.",
        "Hay opciones de financiamiento. Pregúntenos.",
        "Your portion is $1,250.00.",
        "We will call you in 3 days.",
        "See you in 6 months!",
        "Nos vemos en 6 meses.",
        "Save 5% when you pay in full today.",
        "We hold your fee of $1,850 for 30 days.",
        "Open 5 days a week.",
    ] {
        for product in [
            CreditProduct::ClosedEnd,
            CreditProduct::CreditSale,
            CreditProduct::Unknown,
        ] {
            let found = lint(product, text);
            assert!(found.compliant && found.triggers.is_empty(), "{text}: {found:?}");
        }
    }
}

#[test]
fn a_downpayment_is_a_term_of_the_sellers_credit_alone() {
    for text in [
        "20% down",
        "Solo $500 de enganche",
        "Down payment of only $99",
        "90 percent financing",
    ] {
        assert_eq!(cites(CreditProduct::CreditSale, text), ["1026.24(d)(1)(i)"], "{text}");
        assert_eq!(cites(CreditProduct::ClosedEnd, text), [""; 0], "{text}");
    }
    assert!(
        cites(CreditProduct::CreditSale, "100% financing").is_empty(),
        "nothing is left to pay down"
    );
}

#[test]
fn all_terms_in_spanish() {
    let text = "$103 al mes por 24 meses, tasa porcentual anual de 9.99%.";
    assert!(
        lint(CreditProduct::ClosedEnd, text).compliant,
        "{:?}",
        lint(CreditProduct::ClosedEnd, text)
    );
    let text = "24 pagos mensuales de $103 (9.99% APR)";
    assert!(
        lint(CreditProduct::ClosedEnd, text).compliant,
        "{:?}",
        lint(CreditProduct::ClosedEnd, text)
    );
}

#[test]
fn a_name_without_a_figure_is_no_rate() {
    let found = lint(CreditProduct::ClosedEnd, "$103 a month for 24 months. Ask for the APR.");
    assert!(!found.compliant);
}

#[test]
fn cards() {
    let open = |text| cites(CreditProduct::OpenEnd, text);
    assert_eq!(open("No membership fee"), ["1026.16(b)(1)"]);
    assert_eq!(open("Sin intereses con su tarjeta"), ["1026.16(b)(1)"]);
    assert_eq!(open("$45 a month on the card"), ["1026.16(b)(2)"]);
    assert!(open("We take all major cards.").is_empty());
    assert!(open("Save 10% with your card").is_empty(), "a discount is no rate");
    let intro = CreditFacts {
        introductory_rate: true,
        ..CreditFacts::default()
    };
    let text = "0% introductory APR until March, then 17.9% APR. No fees.";
    let found = lint_credit_terms(text, CreditProduct::OpenEnd, &intro);
    assert!(found.compliant, "{found:?}");
}

#[test]
fn deferred_interest() {
    let deferred = |text| lint(CreditProduct::Deferred, text);
    let whole = "Sin intereses si se paga en su totalidad en 12 meses. Se cobrarán intereses desde la fecha de compra si \
                 no se paga el saldo. APR variable de 32.99%. Sin cargo mínimo. Sin cuota anual.";
    assert!(deferred(whole).compliant, "{:?}", deferred(whole));
    let part = deferred("Interest-free for 6 months, if paid in full");
    assert_eq!(part.problem, Some(followthrough::financing::CreditProblem::Placement));
}

#[test]
fn the_practices_own_plan_of_four_parts_is_no_credit() {
    let text = "Split it in 4 payments of $250.";
    let facts = |finance_charge, installments_max| CreditFacts {
        finance_charge,
        installments_max,
        ..CreditFacts::default()
    };
    let own = |facts| lint_credit_terms(text, CreditProduct::InHouse, &facts).compliant;
    assert!(own(facts(Some(false), Some(4))));
    assert!(
        !own(facts(Some(false), Some(5))),
        "five are credit, also at no interest"
    );
    assert!(!own(facts(Some(true), Some(4))));
    assert!(!own(facts(None, None)), "what nobody says may be");
}

#[test]
fn patterns_read_the_text_alone() {
    // Curly quotes, spaces that do not break and dashes of print are those of the keyboard.
    let text = "Only $89\u{a0}a month for 48\u{2011}months, 9.9% APR";
    let found = lint(CreditProduct::ClosedEnd, text);
    assert!(found.compliant && found.triggers.len() == 2, "{found:?}");
}
