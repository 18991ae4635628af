//! What staff may say when they are asked to.

use super::html::{Text, put};
use super::samples::Sample;
use super::{staff, words};
use crate::escalation::PromptKind;
use crate::playbook::Rules;

/// A script for each kind of prompt that the playbook raises, in each language.
pub(super) fn all(out: &mut String, rules: &Rules) {
    let sample = Sample::of(rules);
    let raised = |kind: &PromptKind| {
        let lists = rules.escalations.iter().filter(|(id, _)| staff::is_raised(rules, id));
        let mut levels = lists.flat_map(|(_, levels)| levels);
        *kind == PromptKind::Answer || levels.any(|level| level.prompt == *kind)
    };
    out.push_str(
        "<h3>What staff may say</h3>\n<p>Quoted is what the patient hears; the rest is for the one who calls.</p>\n",
    );
    for kind in PromptKind::ALL.into_iter().filter(raised) {
        put!(out, "<h4>To {}</h4>\n", Text(words::prompt(kind)));
        for language in &rules.languages {
            let Some(script) = rules.script(kind, language) else {
                continue;
            };
            put!(out, "<ul class=\"script\" lang=\"{}\">\n", Text(language));
            for line in script.render(&sample.context(language, script)).lines() {
                put!(out, "<li>{}</li>\n", Text(line));
            }
            out.push_str("</ul>\n");
        }
    }
}
