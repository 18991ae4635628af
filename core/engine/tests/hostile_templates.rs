//! Templates made to hang or to end a process that hands them to a handlebars engine: each is refused, or renders.
//!
//! Nothing here measures time: a hang is a test that does not end, and an abort one that takes the others with it.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use followthrough::message::{Context, Form, Item, OfferWords, Template, TemplateProblem};
use proptest::prelude::*;

fn full() -> Context {
    let item = Item {
        description: Some("{{practice.name}} {{#each items}}".into()),
        ..Item::default()
    };
    Context {
        practice_name: "{{> practice.name}}{{{{".into(),
        practice_phone: "+14045550123".into(),
        items: vec![item; 64],
        offers: vec![OfferWords::default(); 8],
        faq: vec![("{{question}}".into(), "{{{answer}}}".into()); 5],
        ..Context::default()
    }
}

/// In every form: refused with a bounded number of problems that say what and where, or rendered.
fn survives(source: &str) -> usize {
    let mut compiled = 0;
    for form in Form::ALL {
        match Template::compile(source, *form) {
            Ok(template) => {
                compiled += 1;
                let _ = template.render(&full());
                let _ = template.render(&Context::default());
            }
            Err(problems) => {
                let said = |p: &TemplateProblem| !p.message.is_empty() && !p.help.is_empty() && p.message.len() < 1_000;
                assert!(!problems.is_empty() && problems.iter().all(said));
                // One for each tag that is wrong, up to a bound, and one for each block left open.
                assert!(problems.len() <= 2_000, "{} problems", problems.len());
            }
        }
    }
    compiled
}

fn refused(source: &str) {
    assert_eq!(survives(source), 0, "{}", source.chars().take(80).collect::<String>());
}

#[test]
fn deep_nesting() {
    for keyword in ["if", "unless", "each"] {
        for depth in [17, 200, 100_000] {
            let open = format!("{{{{#{keyword} items}}}}").repeat(depth);
            refused(&format!("{open}x{}", format!("{{{{/{keyword}}}}}").repeat(depth)));
            refused(&open);
            refused(&format!("{{{{/{keyword}}}}}").repeat(depth));
        }
    }
    let else_chain = "{{#if practice.name}}a{{else}}".repeat(100);
    refused(&format!("{else_chain}b{}", "{{/if}}".repeat(100)));
    refused(&format!(
        "{{{{#if practice.name}}}}a{}{{{{/if}}}}",
        "{{else if practice.phone}}b".repeat(100)
    ));
    refused(&format!("{{{{{}practice.name{}}}}}", "(".repeat(40), ")".repeat(40)));
    refused(&format!(
        "{{{{#if {}practice.name{}}}}}x{{{{/if}}}}",
        "(not ".repeat(20_000),
        ")".repeat(20_000)
    ));
    refused(&format!("{{{{lookup {}{}}}}}", "[".repeat(50_000), "]".repeat(50_000)));
}

#[test]
fn huge_texts() {
    refused(&"a".repeat(10_000_000));
    refused(&"😀".repeat(1_000_000));
    refused(&"{{practice.name}}".repeat(1_000_000));
    refused(&"{{#if practice.name}}x{{/if}}".repeat(1_000_000));
    refused(&"{{".repeat(1_000_000));
    refused(&"}}".repeat(1_000_000));
    refused(&"{{{{raw}}}}".repeat(1_000_000));
    refused(&"{{!".repeat(1_000_000));
    refused(&"\\{{".repeat(1_000_000));
    refused(&format!("{{{{{}}}}}", "../".repeat(1_000_000)));
    refused(&format!("{{{{practice{}}}}}", ".name".repeat(1_000_000)));
}

/// The most that is let past: what costs the engine most within the bounds.
#[test]
fn the_largest_that_is_taken() {
    let fill = |unit: &str, bytes: usize| unit.repeat(bytes / unit.len());
    let most = [
        fill("{{practice.name}}", 16 * 1024),
        fill("{{#if practice.name}}x{{/if}}", 16 * 1024),
        fill("{{#each items}}{{fee}}{{/each}}", 16 * 1024),
        fill("{ } ", 16 * 1024),
        fill("{{practice.name}} \n", 16 * 1024),
        format!(
            "{{{{#each items}}}}{}{{{{/each}}}}",
            fill("{{description}}", 16 * 1024 - 32)
        ),
        format!("{}{}", "{{#if practice.name}}".repeat(16), "{{/if}}".repeat(16)),
    ];
    for source in &most {
        assert!(survives(source) > 0, "{}", source.chars().take(40).collect::<String>());
    }
}

#[test]
fn partials_decorators_and_blocks() {
    for source in [
        "{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}",
        "{{#*inline \"a\"}}{{> b}}{{/inline}}{{#*inline \"b\"}}{{> a}}{{/inline}}{{> a}}",
        "{{> (lookup . \"name\")}}",
        "{{> @partial-block}}",
        "{{#> @partial-block}}{{> @partial-block}}{{/@partial-block}}",
        "{{> practice.name practice.name=practice}}",
        "{{>}}",
        "{{*}}",
        "{{* set x=1}}",
        "{{#* set}}{{/set}}",
        "{{{{raw}}}} {{practice.name}} {{{{/raw}}}}",
        "{{{{raw}}}} {{practice.name}}",
        "{{{{#if practice.name}}}}x{{{{/if}}}}",
        "{{#raw}}x{{/raw}}",
        "{{#with practice}}{{../patient.first_name}}{{/with}}",
        "{{#each items}}{{#each this}}{{@key}}{{/each}}{{/each}}",
        "{{#each items as |item index|}}{{item.fee}}{{/each}}",
        "{{^if practice.name}}x{{/if}}",
        "{{#if practice.name}}x{{^}}y{{/if}}",
        "{{#blockHelperMissing practice}}x{{/blockHelperMissing}}",
        "{{#if practice.name}}x{{/ if}}{{/if}}",
        "{{#if}}x{{/if}}",
        "{{#}}x{{/}}",
        "{{/}}",
    ] {
        refused(source);
    }
}

#[test]
fn paths_and_helpers() {
    for source in [
        "{{../../../../practice.name}}",
        "{{./practice.name}}",
        "{{@root.practice.name}}",
        "{{@index}}",
        "{{#each items}}{{@index}} {{@first}} {{@key}}{{/each}}",
        "{{#each items}}{{../practice.name}}{{/each}}",
        "{{#each items}}{{@../index}}{{/each}}",
        "{{items.0.fee}}",
        "{{items.[0].fee}}",
        "{{items/0/fee}}",
        "{{this.practice.name}}",
        "{{practice.name.length}}",
        "{{practice.constructor}}",
        "{{practice.__proto__}}",
        "{{__proto__.name}}",
        "{{constructor.constructor}}",
        "{{lookup practice \"name\"}}",
        "{{lookup (lookup this \"practice\") \"name\"}}",
        "{{#if (lookup practice \"name\")}}x{{/if}}",
        "{{practice.name practice.phone}}",
        "{{practice.name a=1}}",
        "{{log \"x\" level=\"error\"}}",
        "{{eq practice.name 1}}",
        "{{len practice.name}}",
        "{{upper practice.name}}",
        "{{#if practice.name includeZero=true}}x{{/if}}",
        "{{#unless (and practice.name practice.phone)}}x{{/unless}}",
        "{{1}}",
        "{{-1e999}}",
        "{{null}}",
        "{{true}}",
        "{{\"a\"}}",
        "{{'a'}}",
        "{{[a]}}",
        "{{ { } }}",
        "{{practice..name}}",
        "{{.practice.name}}",
        "{{practice.name.}}",
        "{{practice.näme}}",
        "{{practice.name\u{200b}}}",
        "{{\u{a0}practice.name}}",
        "{{practice.name\n}}",
        "{{\tpractice.name}}",
        "{{practice.name\0}}",
        "{{~practice.name}}",
        "{{practice.name~}}",
        "{{~#if practice.name~}}x{{~/if~}}",
        "{{!}}",
        "{{!-- {{practice.name}} --}}",
        "{{!-- never closed",
        "{{! }} --}}",
        "{{&practice.name}}",
        "{{{practice.name}}}",
        "{{{practice.name}}",
        "{{{{practice.name}}}}",
        "{{practice.name}",
        "{ {practice.name} }",
        "{{}}{{}}",
        "\\{{practice.name}}",
        "\\\\{{practice.name}}",
    ] {
        refused(source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any of it, many times over and mixed, in every size up to the largest.
    #[test]
    fn whatever_is_put_together(
        pieces in prop::collection::vec((prop::sample::select(vec![
            "{{", "}}", "{", "}", "{{{", "}}}", "{{{{", "}}}}", "{{#if items}}", "{{#each items}}", "{{#unless faq}}",
            "{{/if}}", "{{/each}}", "{{/unless}}", "{{else}}", "{{practice.name}}", "{{fee}}", "{{> a}}", "{{*a}}",
            "{{#*inline \"a\"}}", "{{/inline}}", "{{{{raw}}}}", "{{!--", "--}}", "{{!", "~", "\\", "../", "@root.", "(",
            ")", "[", "]", "|", "as |a|", "=", "\"", "'", "\n", " ", "\0", "é", "😀", "a", ".", "0",
        ]), prop_oneof![8 => 1_usize..4, 1 => 100_usize..2_000]), 0..14),
    ) {
        let source: String = pieces.iter().map(|(piece, times)| piece.repeat(*times)).collect();
        survives(&source);
    }
}
