//! The practice's rules: a random playbook and the revision that replaces it one day.

use followthrough::Playbook;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::chance::Chance;
use crate::playbooks::{Rulebook, rulebook};

pub(crate) struct Practice {
    /// Two revisions for plans, and one for recalls.
    pub(crate) books: [Rulebook; 3],
    pub(crate) playbooks: [Playbook; 3],
}

/// The playbook for recalls.
pub(crate) const RECALLS: usize = 2;

const RECALL: &str = r#"
subject: recall
trigger: {where: {overdue_for: {at_least: 1d}}, window: 480h}
wind_down: 3d
sequences:
  - id: recall
    steps:
      - {id: due, day: 1, channel: sms, template: due}
      - {id: again, day: 6, channel: sms, template: again, when: {not: {last_result: {due: [failed, clicked]}}}}
      - {id: call, day: 9, channel: call, escalate: call}
escalation:
  call: [{prompt: call, role: front_desk, due_in: 4 business hours}]
  re_engaged: [{prompt: book, role: front_desk, due_in: 4 business hours}]
  question: [{prompt: answer, role: front_desk, due_in: 4 business hours}]
when_re_engaged: {escalate: re_engaged, then: close}
templates:
  due: {sms: {en: "Hi {{patient.first_name}}, it's {{practice.name}}. Your visit was due on {{subject.due_on}}. Pick a time: {{plan.link}} {{optout.text}}"}}
  again: {sms: {en: "Hi {{patient.first_name}}, {{practice.name}} is still holding a time for you: {{plan.link}}"}}
  opt_out_confirmation: {sms: {en: "{{practice.name}}: you will get no more messages."}}
"#;

impl Practice {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        let first = draw(chance);
        let mut second = draw(chance);
        // A practice does not move.
        second.yaml = second.yaml.replace(
            &format!("time_zone: {}\n  state: {}", second.zone, second.state),
            &format!("time_zone: {}\n  state: {}", first.zone, first.state),
        );
        (second.zone, second.state) = (first.zone, first.state);
        let mut recalls = first.clone();
        let end = recalls.yaml.find("trigger:").unwrap();
        recalls.yaml = recalls.yaml[..end].replace("extends: dental\n", "") + RECALL;
        let books = [first, second, recalls].map(|mut book| {
            // Worlds in which nobody is ever written to are dull.
            book.yaml = book.yaml.replace("holdout: {share: 1,", "holdout: {share: 0,");
            book
        });
        let playbooks = books.each_ref().map(Rulebook::compile);
        Self { books, playbooks }
    }
}

fn draw(chance: &mut Chance) -> Rulebook {
    let seed: Vec<u8> = (0..4).flat_map(|_| chance.draw().to_le_bytes()).collect();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    rulebook().new_tree(&mut runner).unwrap().current()
}
