//! The page: it loads nothing, reads aloud, and holds nobody's name.

use crate::figures::{FOUR_DENTISTS, four_dentists, made};

#[test]
fn the_page_loads_nothing_and_reads_aloud() {
    let told = made(&four_dentists(), FOUR_DENTISTS);
    let html = told.to_html();
    for loads in [
        "<script", "<link", "<img", "<iframe", "src=", "href=", "url(", "@import", "onclick", "onload",
    ] {
        assert!(!html.contains(loads), "{loads}");
    }
    let count = |what: &str| html.matches(what).count();
    assert_eq!(
        (count("<table>"), count("<caption>"), count("<h1>")),
        (count("</table>"), count("<table>"), 1)
    );
    assert_eq!(count("<svg"), count("role=\"img\""));
    assert_eq!(count("<details>"), count("<summary>"));
    assert!(count("scope=\"row\"") > 40 && count("scope=\"col\"") > 40);
    assert_eq!(html, made(&four_dentists(), FOUR_DENTISTS).to_html());
}

#[test]
fn nobody_is_named_and_what_others_wrote_is_escaped() {
    let mut kept = four_dentists();
    kept.accepted(
        "r-1",
        "2026-03-30T15:00:00Z",
        "<script>alert(1)</script>",
        Some("<b>hello"),
    );
    let told = made(&kept, &FOUR_DENTISTS.replace("Larkspur", "<i>Larkspur"));
    let html = told.to_html();
    assert!(!html.contains("<script") && !html.contains("<b>hello") && !html.contains("<i>Larkspur"));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    let all = html + &told.to_json() + &told.to_csv();
    assert!(!all.contains("Ana") && !all.contains("Dr. Who"));
}

/// A list of hundreds of plans is in a file, and on paper it is said where.
#[test]
fn plans_are_listed_on_a_screen_and_weeks_stand_in_their_places() {
    let mut kept = four_dentists();
    // Nothing goes out in the second half of January and of February: those weeks are there all the same.
    let html = made(&kept, FOUR_DENTISTS).to_html();
    let (_, list) = html.split_once(r#"<div class="on-screen">"#).unwrap();
    assert!(list.split("</div></div>").next().unwrap().contains("The plans, by day"));
    assert!(html.contains("The plans, by day: in recovered.csv, and here on a screen."));
    let bars = |html: &str| -> Vec<i64> {
        let all = html.split(r#"<rect class="mark practice" x=""#).skip(1);
        all.map(|bar| bar.split('"').next().unwrap().parse().unwrap()).collect()
    };
    kept.journal = kept.journal.replace("2026-01-0", "2026-01-1");
    let html = made(&kept, &FOUR_DENTISTS.replace("2026-03-31\"", "2026-03-29\"")).to_html();
    let (weeks, at) = (13, bars(&html));
    let of = |week: i64| 60 + week * (960 - 60) / weeks;
    // Of the weeks from Monday, December 29 on: those of January 12, February 2, March 2, and of the days that follow.
    assert!(
        at.len() < 9 && at.iter().all(|x| (0..weeks).any(|week| of(week) == *x)),
        "{at:?}"
    );
    assert_eq!(at.first(), Some(&of(2)));
    assert!(html.contains(">Dec 29<"));
}

#[test]
fn attribution_is_never_called_an_effect() {
    let html = made(&four_dentists(), FOUR_DENTISTS).to_html().to_lowercase();
    let words: std::collections::BTreeSet<&str> = html.split(|c: char| !c.is_alphanumeric()).collect();
    for claim in ["lift", "uplift", "thanks", "increase", "improvement", "proves"] {
        assert!(!words.contains(claim), "{claim}");
    }
}

#[test]
fn money_is_text_in_the_json() {
    let told: serde_json::Value = serde_json::from_str(&made(&four_dentists(), FOUR_DENTISTS).to_json()).unwrap();
    assert_eq!(told["money"]["figures"][1]["amount"], "24200.00");
    assert_eq!(told["money"]["recovered"][0]["value"], "2200.00");
}
