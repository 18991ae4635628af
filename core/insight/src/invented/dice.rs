//! Chance that is the same every time: a ChaCha stream per subject, and whole numbers only.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of draws.
pub(super) struct Dice(ChaCha8Rng);

/// What a stream is for: a new draw in one leaves the others as they are.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    People,
    Visits,
    Plans,
    Outcomes,
    Office,
    Talk,
}

impl Dice {
    pub(super) fn new(seed: u64, stream: Stream) -> Self {
        let mut bytes = [0; 32];
        for (to, from) in bytes.iter_mut().zip(seed.to_le_bytes()) {
            *to = from;
        }
        let mut rng = ChaCha8Rng::from_seed(bytes);
        rng.set_stream(match stream {
            Stream::People => 1,
            Stream::Visits => 2,
            Stream::Plans => 3,
            Stream::Outcomes => 4,
            Stream::Office => 5,
            Stream::Talk => 6,
        });
        Self(rng)
    }

    /// A number from 0 up to but not including `n`; 0 when there is none.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(n);
        u32::try_from(wide >> 32).unwrap_or(0)
    }

    /// A number between both ends, both in.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True so many times in a hundred.
    pub(super) fn percent(&mut self, of_hundred: u32) -> bool {
        self.below(100) < of_hundred
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let index = usize::try_from(self.below(u32::try_from(from.len()).unwrap_or(u32::MAX)));
        from.get(index.unwrap_or(0))
    }

    /// One of these, by weight.
    pub(super) fn weighed<T: Copy>(&mut self, from: &[(u32, T)]) -> Option<T> {
        let mut left = self.below(from.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in from {
            if left < *weight {
                return Some(*value);
            }
            left -= weight;
        }
        None
    }

    /// The same values in another order.
    pub(super) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            let other = self.below(u32::try_from(last + 1).unwrap_or(u32::MAX));
            values.swap(last, usize::try_from(other).unwrap_or(0));
        }
    }
}
