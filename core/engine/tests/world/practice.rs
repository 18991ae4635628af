//! The practice's rules: a random playbook and the revision that replaces it one day.

use followthrough::Playbook;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::chance::Chance;
use crate::playbooks::{Rulebook, rulebook};

pub(crate) struct Practice {
    pub(crate) books: [Rulebook; 2],
    pub(crate) playbooks: [Playbook; 2],
}

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
        let books = [first, second].map(|mut book| {
            // Worlds in which nobody is ever written to are dull.
            book.yaml = book.yaml.replace("holdout: {share: 1,", "holdout: {share: 0,");
            book
        });
        let playbooks = [books[0].compile(), books[1].compile()];
        Self { books, playbooks }
    }
}

fn draw(chance: &mut Chance) -> Rulebook {
    let seed: Vec<u8> = (0..4).flat_map(|_| chance.draw().to_le_bytes()).collect();
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    rulebook().new_tree(&mut runner).unwrap().current()
}
