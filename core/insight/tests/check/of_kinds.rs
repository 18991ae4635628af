//! Faults that only playbooks for plans can have, and those of recalls.

use super::{Base, Fault, fault, only};

pub(super) fn of_plans(base: Base) -> Vec<Fault> {
    let last = base.last();
    let split = format!(
        "{last}    where: {{pending_value: {{below: 2000}}}}\n    steps: [{{id: hello, day: 1, channel: sms, template: hello}}]\n  - id: larger\n    where: {{pending_value: {{above: 2000}}}}\n"
    );
    let by_day = format!(
        "{last}    where: {{presented_on: {{below: 2026-06-01}}}}\n    steps: [{{id: hello, day: 1, channel: sms, template: hello}}]\n  - id: later\n    where: {{presented_on: {{above: 2026-06-01}}}}\n"
    );
    vec![
        fault(
            "nobody was presented with a plan on that day",
            base,
            &[(last, &by_day)],
            "FT-C001",
            "above: 2026-06-01",
        ),
        only("only from an amount on", base, "{pending_value: {above: 900}}"),
        fault(
            "nobody has exactly that amount",
            base,
            &[(last, &split)],
            "FT-C001",
            "above: 2000",
        ),
        only(
            "the patient's share, where it is known",
            base,
            "{any: [{patient_portion: {at_least: 0}}, {tag: never}]}",
        ),
        only("by code, and one code is left out", base, "{not: {code: D7210}}"),
        only(
            "by category, and one is left out",
            base,
            "{not: {category: [skin, surgery]}}",
        ),
        fault(
            "no offers, and a step that asks for one",
            base,
            &[("  offers:\n…\n\nescalation", "  offers: []\n\nescalation")],
            "FT-C003",
            "financing_available",
        ),
        fault(
            "an offer for amounts that nobody has",
            base,
            &[(
                "  offer_when: ",
                "  offer_when: {patient_portion_or_value: {above: 5000}} #",
            )],
            "FT-C003",
            "id: in_house",
        )
        .without_witness(),
        fault(
            "offers for those who are not followed up",
            base,
            &[("  offer_when: ", "  offer_when: {pending_value: {below: 100}} #")],
            "FT-C003",
            "id: in_house",
        ),
        fault(
            "a trigger that nobody meets",
            base,
            &[("- standing: [open, partial]", "- standing: [accepted]")],
            "FT-C003",
            "",
        ),
        fault(
            "a lender's rate without its terms",
            base,
            &[
                (
                    "      terms:",
                    "      terms: {en: \"Only $99 a month, from 6% APR.\", es: \"Solo $99 al mes, desde 6% APR.\"}\n#     ",
                ),
                ("        en: \"Credit is", "#"),
                ("        es: \"El crédito", "#"),
            ],
            "FT-C010",
            "id: carecredit",
        ),
        fault(
            "a payment without its terms",
            base,
            &[(
                "otal: {{plan.total}}**\n",
                "otal: {{plan.total}}**, or only $99 a month\n",
            )],
            "FT-C010",
            "detailed",
        ),
        fault(
            "the share of people without insurance",
            base,
            &[("otal: {{plan.total}}**\n", "otal: {{plan.patient_portion}}**\n")],
            "FT-P010",
            "plan.patient_portion",
        ),
    ]
}

pub(super) fn of_recall() -> Vec<Fault> {
    let base = Base::Recall;
    let last = base.last();
    let split = format!(
        "{last}    where: {{due_on: {{below: 2026-06-01}}}}\n    steps: [{{id: due, day: 7, channel: sms, template: due}}]\n  - id: later\n    where: {{due_on: {{above: 2026-06-01}}}}\n"
    );
    vec![
        fault(
            "nothing falls due on that day",
            base,
            &[(last, &split)],
            "FT-C001",
            "above: 2026-06-01",
        ),
        only("a fact of plans", base, "{pending_value: {at_least: 0}}"),
        fault(
            "a trigger that passes",
            base,
            &[("overdue_for: {at_least: 7d}", "overdue_for: {between: [7d, 20d]}")],
            "FT-C003",
            "",
        )
        .without_witness(),
        fault(
            "a visit is booked and is not",
            base,
            &[(
                "      - not: upcoming_appointment\n",
                "      - not: upcoming_appointment\n      - upcoming_appointment\n",
            )],
            "FT-C003",
            "",
        ),
    ]
}
