//! Chance that is the same every time: splitmix64, one stream for each part of the world.

/// Draws, all of them from one seed.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        let mut chance = Self(seed);
        chance.draw();
        chance
    }

    /// A stream of its own, so that what one part draws moves nothing in another.
    pub(crate) fn fork(&mut self) -> Self {
        Self::new(self.draw())
    }

    pub(crate) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number between both ends, both in.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).unwrap() + 1;
        low + i64::try_from(self.draw() % span).unwrap()
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, of_hundred: i64) -> bool {
        self.between(0, 99) < of_hundred
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.index(from.len())]
    }

    /// The place of one of so many.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.draw() % u64::try_from(length).unwrap()).unwrap()
    }
}
