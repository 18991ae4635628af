//! Some of the cells of one fact.

use smallvec::SmallVec;

/// A set of cells, by their numbers. All sets of one fact have the same length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bits(SmallVec<[u64; 1]>);

impl Bits {
    /// Those of so many cells for which a test says so.
    pub(crate) fn of(len: usize, mut is_in: impl FnMut(usize) -> bool) -> Self {
        let mut words: SmallVec<[u64; 1]> = smallvec::smallvec![0; len.div_ceil(64).max(1)];
        for (word, bits) in words.iter_mut().enumerate() {
            for bit in 0..64 {
                let at = word * 64 + bit;
                if at < len && is_in(at) {
                    *bits |= 1 << bit;
                }
            }
        }
        Self(words)
    }

    pub(crate) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word & (1 << (at % 64)) != 0)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0
            .iter()
            .map(|word| usize::try_from(word.count_ones()).unwrap_or(0))
            .sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & !b).collect())
    }

    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & !b == 0)
    }

    /// The numbers of the cells, from the first.
    #[cfg(test)]
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.0.len() * 64).filter(|at| self.has(*at))
    }
}
