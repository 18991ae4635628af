//! The intervals against an independent implementation, and against worlds whose truth is known.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::cast_precision_loss,
    reason = "a test reads its vectors from a file, and may stop where it stands"
)]

use followthrough_insight::stats::{
    Confidence, Interval, Observation, Sample, difference_at_any_look, kaplan_meier, log_rank, newcombe, wilson,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::Value;

const VECTORS: usize = 72;

fn near(got: f64, wanted: &Value, at: &str) {
    let wanted = wanted.as_f64().unwrap_or_else(|| panic!("{at}: {wanted}"));
    assert!((got - wanted).abs() < 1e-9, "{at}: {got} is not {wanted}");
}

fn sample(case: &Value, hits: &str, of: &str) -> Sample {
    Sample::new(case[hits].as_u64().unwrap(), case[of].as_u64().unwrap()).unwrap()
}

fn observations(case: &Value, times: &str, events: &str) -> Vec<Observation> {
    let pairs = case[times]
        .as_array()
        .unwrap()
        .iter()
        .zip(case[events].as_array().unwrap());
    let one = |(time, event): (&Value, &Value)| Observation {
        time: u32::try_from(time.as_u64().unwrap()).unwrap(),
        happened: event.as_u64() == Some(1),
    };
    pairs.map(one).collect()
}

fn interval(got: Interval, case: &Value, at: &str) {
    near(got.estimate, &case["estimate"], at);
    near(got.low, &case["low"], at);
    near(got.high, &case["high"], at);
}

#[test]
fn they_are_those_of_an_independent_implementation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/stats/intervals.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("SKIPPED: no vectors beside the checkout");
        return;
    };
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let mut done = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let at = case["id"].as_str().unwrap();
        let confidence = case["confidence"]
            .as_f64()
            .map_or(Confidence::P95, |c| Confidence::new(c).unwrap());
        match case["kind"].as_str().unwrap() {
            "wilson" => interval(wilson(sample(case, "k", "n"), confidence).unwrap(), case, at),
            "newcombe_diff" => {
                let (one, two) = (sample(case, "k1", "n1"), sample(case, "k2", "n2"));
                interval(newcombe(one, two, confidence).unwrap(), case, at);
            }
            "kaplan_meier" => {
                let got = kaplan_meier(&observations(case, "times", "events"), confidence);
                let rows = case["rows"].as_array().unwrap();
                assert_eq!(got.rows.len(), rows.len(), "{at}");
                for (row, wanted) in got.rows.iter().zip(rows) {
                    assert_eq!(Some(u64::from(row.time)), wanted["t"].as_u64(), "{at}");
                    assert_eq!(Some(row.at_risk), wanted["at_risk"].as_u64(), "{at}");
                    assert_eq!(Some(row.events), wanted["events"].as_u64(), "{at}");
                    near(row.survival, &wanted["survival"], at);
                    if !wanted["greenwood_se"].is_null() {
                        near(row.standard_error, &wanted["greenwood_se"], at);
                    }
                    assert_eq!(row.bounds.is_none(), wanted["loglog_low"].is_null(), "{at} {wanted}");
                    if let Some((low, high)) = row.bounds {
                        near(low, &wanted["loglog_low"], at);
                        near(high, &wanted["loglog_high"], at);
                    }
                }
                assert_eq!(got.median.map(u64::from), case["median"].as_u64(), "{at}");
            }
            "logrank" => {
                let (one, two) = (
                    observations(case, "times1", "events1"),
                    observations(case, "times2", "events2"),
                );
                let got = log_rank(&one, &two).unwrap();
                near(got.chi_square, &case["chi2"], at);
                let p = case["p"].as_f64().unwrap();
                assert!(
                    (got.p_value - p).abs() < 1e-9f64.min(p * 1e-6).max(1e-300),
                    "{at}: {} is not {p}",
                    got.p_value
                );
            }
            other => panic!("{at}: {other}"),
        }
        done += 1;
    }
    assert_eq!(done, VECTORS);
}

fn draw(dice: &mut ChaCha8Rng, share: f64) -> bool {
    (dice.next_u64() >> 11) as f64 / (1u64 << 53) as f64 > 1.0 - share
}

/// Pilots of twelve monthly looks at two groups, the second a fifth of the first.
fn pilots(truth: (f64, f64), mut each: impl FnMut(&[(Sample, Sample)])) {
    for seed in 0..1_000 {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let (mut a, mut b) = ((0, 0), (0, 0));
        let mut looks = Vec::new();
        for _ in 0..12 {
            for _ in 0..40 {
                a = (a.0 + u64::from(draw(&mut dice, truth.0)), a.1 + 1);
            }
            for _ in 0..10 {
                b = (b.0 + u64::from(draw(&mut dice, truth.1)), b.1 + 1);
            }
            looks.push((Sample::new(a.0, a.1).unwrap(), Sample::new(b.0, b.1).unwrap()));
        }
        each(&looks);
    }
}

#[test]
fn the_truth_lies_inside_as_often_as_they_say() {
    for truth in [(0.61, 0.61), (0.78, 0.61), (0.10, 0.04)] {
        let lift = truth.0 - truth.1;
        let (mut at_the_end, mut at_all_looks, mut usual_at_all_looks, mut wider) = (0, 0, 0, 0);
        pilots(truth, |looks| {
            let usual = |(a, b): &(Sample, Sample)| newcombe(*a, *b, Confidence::P95).unwrap();
            let any = |(a, b): &(Sample, Sample)| difference_at_any_look(*a, *b, Confidence::P95).unwrap();
            at_the_end += usize::from(usual(looks.last().unwrap()).holds(lift));
            at_all_looks += usize::from(looks.iter().all(|look| any(look).holds(lift)));
            usual_at_all_looks += usize::from(looks.iter().all(|look| usual(look).holds(lift)));
            let (one, other) = (any(looks.last().unwrap()), usual(looks.last().unwrap()));
            wider += usize::from(one.low < other.low && one.high > other.high);
        });
        assert!((930..=970).contains(&at_the_end), "{truth:?}: {at_the_end}");
        assert!(at_all_looks >= 950, "{truth:?}: {at_all_looks}");
        assert!(
            usual_at_all_looks < 930,
            "{truth:?}: looking every month costs something: {usual_at_all_looks}"
        );
        assert_eq!(wider, 1_000, "{truth:?}");
    }
}

#[test]
fn awkward_samples() {
    assert_eq!(Sample::new(3, 2), None);
    let (nobody, none, all) = (
        Sample::new(0, 0).unwrap(),
        Sample::new(0, 5).unwrap(),
        Sample::new(5, 5).unwrap(),
    );
    assert_eq!(wilson(nobody, Confidence::P95), None);
    assert_eq!(newcombe(nobody, all, Confidence::P95), None);
    assert_eq!(difference_at_any_look(all, nobody, Confidence::P95), None);
    for (a, b) in [(none, all), (all, none), (none, none), (all, all)] {
        let found = difference_at_any_look(a, b, Confidence::P95).unwrap();
        assert!((-1.0..=found.estimate).contains(&found.low), "{found:?}");
        assert!((found.estimate..=1.0).contains(&found.high), "{found:?}");
    }
    assert!(
        difference_at_any_look(all, none, Confidence::P95)
            .unwrap()
            .excludes_zero()
    );
    let many = Sample::new(600_000_000, 1_000_000_000).unwrap();
    let found = difference_at_any_look(many, many, Confidence::P95).unwrap();
    assert!(
        found.low > -0.001 && found.high < 0.001 && found.low < 0.0 && found.high > 0.0,
        "{found:?}"
    );
    assert_eq!(log_rank(&[], &[]), None);
    assert_eq!(kaplan_meier(&[], Confidence::P95).median, None);
    for level in [0.0, 1.0, -1.0, f64::NAN] {
        assert_eq!(Confidence::new(level), None);
    }
}
