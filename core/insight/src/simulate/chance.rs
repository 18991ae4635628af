//! Chance that is the same every time: one ChaCha stream for each thing that can happen, named after what it is about.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Draws about one thing: how a person reads one message, whether a visit is kept.
///
/// The stream hangs on the seed and on the names of the thing alone. So a change in one place leaves the others as
/// they are, and two playbooks that are compared meet the same people.
#[derive(Debug)]
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    pub(super) fn about(seed: u64, names: &[&str]) -> Self {
        let mut bytes = [0; 32];
        for (chunk, salt) in bytes.chunks_exact_mut(8).zip(0_u8..) {
            chunk.copy_from_slice(&fnv(seed, salt, names).to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number from 0 up to but not including `n`; 0 when there is none.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(n);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number between both ends, both in.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// True so many times in a thousand.
    pub(super) fn per_mille(&mut self, of_thousand: u32) -> bool {
        self.below(1000) < of_thousand
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = self.below(u32::try_from(from.len()).unwrap_or(u32::MAX));
        from.get(usize::try_from(index).unwrap_or(0))
    }
}

/// FNV-1a over the seed, a salt and the names, each with its end marked.
fn fnv(seed: u64, salt: u8, names: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut take = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    seed.to_le_bytes().into_iter().for_each(&mut take);
    take(salt);
    for name in names {
        name.bytes().for_each(&mut take);
        take(0x1f);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(seed: u64, names: &[&str]) -> u32 {
        Chance::about(seed, names).below(1_000_000)
    }

    #[test]
    fn the_same_thing_draws_the_same_and_others_do_not() {
        assert_eq!(first(1, &["mind", "tp-1"]), first(1, &["mind", "tp-1"]));
        assert_ne!(first(1, &["mind", "tp-1"]), first(2, &["mind", "tp-1"]));
        assert_ne!(first(1, &["ab", "c"]), first(1, &["a", "bc"]));
    }

    #[test]
    fn shares_come_out_about_right() {
        let hits = |share| {
            let hit = |n: u32| Chance::about(7, &["share", &n.to_string()]).per_mille(share);
            (0..10_000).filter(|n| hit(*n)).count()
        };
        assert_eq!((hits(0), hits(1000)), (0, 10_000));
        assert!((1850..2150).contains(&hits(200)), "{}", hits(200));
    }

    #[test]
    fn bounds_hold() {
        let mut chance = Chance::about(3, &[]);
        assert!((0..1000).all(|_| (4..=6).contains(&chance.between(4, 6))));
        assert_eq!(chance.below(0), 0);
        assert_eq!(chance.pick::<u8>(&[]), None);
    }
}
