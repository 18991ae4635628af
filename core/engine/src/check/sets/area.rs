//! Sets of cases: unions of cubes, each with the cells that it has of some facts.

use smallvec::SmallVec;

use super::bits::Bits;

/// The most cubes of one set, and the most pieces that one proof may make. What needs more is told as not proven.
const MOST_CUBES: usize = 4_000;
const MOST_WORK: u64 = 1_000_000;

/// There were more cubes than are worked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overrun;

/// What is left of the work that a proof may take.
#[derive(Clone, Debug)]
pub(crate) struct Budget(u64);

impl Budget {
    pub(crate) fn new() -> Self {
        Self(MOST_WORK)
    }

    fn spend(&mut self, work: usize) -> Result<(), Overrun> {
        let left = self.0.checked_sub(u64::try_from(work).unwrap_or(u64::MAX));
        self.0 = left.ok_or(Overrun)?;
        Ok(())
    }
}

/// Cases whose facts lie in these cells; a fact that is not named may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cube(SmallVec<[(usize, Bits); 4]>);

impl Cube {
    pub(crate) fn of(dim: usize, cells: Bits) -> Self {
        Self(smallvec::smallvec![(dim, cells)])
    }

    /// The cells of a fact, where it is named.
    pub(crate) fn get(&self, dim: usize) -> Option<&Bits> {
        let at = self.0.binary_search_by_key(&dim, |(dim, _)| *dim).ok()?;
        self.0.get(at).map(|(_, cells)| cells)
    }

    fn set(&mut self, dim: usize, cells: Bits) {
        match self.0.binary_search_by_key(&dim, |(dim, _)| *dim) {
            Ok(at) => {
                if let Some((_, known)) = self.0.get_mut(at) {
                    *known = cells;
                }
            }
            Err(at) => self.0.insert(at, (dim, cells)),
        }
    }

    /// What lies in both; none when nothing does.
    pub(crate) fn and(&self, other: &Self) -> Option<Self> {
        let mut both = self.clone();
        for (dim, cells) in &other.0 {
            let cells = match both.get(*dim) {
                Some(known) => known.and(cells),
                None => cells.clone(),
            };
            if cells.is_empty() {
                return None;
            }
            both.set(*dim, cells);
        }
        Some(both)
    }

    /// On how many facts the two have nothing in common.
    pub(crate) fn distance(&self, other: &Self) -> usize {
        let apart = |(dim, cells): &&(usize, Bits)| self.get(*dim).is_some_and(|own| own.and(cells).is_empty());
        other.0.iter().filter(apart).count()
    }

    fn is_within(&self, other: &Self) -> bool {
        other
            .0
            .iter()
            .all(|(dim, cells)| self.get(*dim).is_some_and(|own| own.is_within(cells)))
    }

    /// What lies in this and not in the other, in pieces that do not overlap.
    fn minus(&self, other: &Self, sizes: &[usize], pieces: &mut Vec<Self>) {
        let Some(mut rest) = self.and(other).map(|_| self.clone()) else {
            pieces.push(self.clone());
            return;
        };
        let own_of = |rest: &Self, dim: usize| {
            let size = sizes.get(dim).copied().unwrap_or(0);
            rest.get(dim).cloned().unwrap_or_else(|| Bits::of(size, |_| true))
        };
        // First where the least is left: what lies outside stays in one large piece, and only little is cut further.
        let mut order: Vec<&(usize, Bits)> = other.0.iter().collect();
        order.sort_by_key(|(dim, cells)| {
            let own = own_of(&rest, *dim);
            (1_000 * own.and(cells).len() / own.len().max(1), *dim)
        });
        for (dim, cells) in order {
            let own = own_of(&rest, *dim);
            let outside = own.minus(cells);
            if !outside.is_empty() {
                let mut piece = rest.clone();
                piece.set(*dim, outside);
                pieces.push(piece);
            }
            rest.set(*dim, own.and(cells));
        }
    }

    /// The same with these facts free to be anything.
    pub(crate) fn without(&self, dims: &[usize]) -> Self {
        Self(self.0.iter().filter(|(dim, _)| !dims.contains(dim)).cloned().collect())
    }
}

/// A set of cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area(Vec<Cube>);

impl Area {
    pub(crate) fn nothing() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn everything() -> Self {
        Self(vec![Cube::default()])
    }

    pub(crate) fn of(dim: usize, cells: Bits) -> Self {
        if cells.is_empty() {
            return Self::nothing();
        }
        Self(vec![Cube::of(dim, cells)])
    }

    pub(crate) fn cubes(&self) -> &[Cube] {
        &self.0
    }

    pub(crate) fn or(mut self, other: Self, budget: &mut Budget) -> Result<Self, Overrun> {
        for cube in other.0 {
            self.add(cube, budget)?;
        }
        Ok(self)
    }

    pub(crate) fn and(&self, other: &Self, budget: &mut Budget) -> Result<Self, Overrun> {
        let mut both = Self::nothing();
        budget.spend(self.0.len().saturating_mul(other.0.len()))?;
        for (a, b) in self.0.iter().flat_map(|a| other.0.iter().map(move |b| (a, b))) {
            if let Some(cube) = a.and(b) {
                both.add(cube, budget)?;
            }
        }
        Ok(both)
    }

    /// A set of these cubes.
    pub(crate) fn of_cubes(cubes: Vec<Cube>) -> Self {
        Self(cubes)
    }

    /// What is not in the other; `sizes` has the number of cells of each fact.
    pub(crate) fn minus(&self, other: &Self, sizes: &[usize], budget: &mut Budget) -> Result<Self, Overrun> {
        let mut left = self.0.clone();
        for cube in &other.0 {
            let mut pieces = Vec::with_capacity(left.len());
            budget.spend(left.len())?;
            left.iter().for_each(|one| one.minus(cube, sizes, &mut pieces));
            if pieces.len() > MOST_CUBES {
                return Err(Overrun);
            }
            left = pieces;
        }
        Ok(Self(left))
    }

    /// The cases that are in it once these facts are free to be anything.
    pub(crate) fn without(&self, dims: &[usize], budget: &mut Budget) -> Result<Self, Overrun> {
        let mut free = Self::nothing();
        for cube in &self.0 {
            free.add(cube.without(dims), budget)?;
        }
        Ok(free)
    }

    /// Walks through what is in it and in none of the others, piece by piece, until somebody has seen enough: then it
    /// answers yes. Pieces that hold no case are left out. It goes as deep as one piece asks for, so that a set which
    /// is far from covered is told at once, however many cubes would be needed to write all of the rest down.
    pub(crate) fn walk_outside(
        &self,
        others: &[&Self],
        sizes: &[usize],
        is_possible: &dyn Fn(&Cube) -> bool,
        visit: &mut dyn FnMut(&Cube) -> bool,
    ) -> Result<bool, Overrun> {
        let mut blocks: Vec<&Cube> = others.iter().flat_map(|area| &area.0).collect();
        // The broadest first: they take most away.
        blocks.sort_by_key(|cube| cube.0.len());
        let mut walk = Walk {
            sizes,
            is_possible,
            visit,
            budget: Budget::new(),
        };
        for cube in &self.0 {
            if (walk.is_possible)(cube) && walk.search(cube, &blocks)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Only the cubes that a test keeps.
    pub(crate) fn filter(mut self, keep: impl FnMut(&Cube) -> bool) -> Self {
        self.0.retain(keep);
        self
    }

    /// Adds a cube, unless it lies in one that is there; those that lie in it go.
    fn add(&mut self, cube: Cube, budget: &mut Budget) -> Result<(), Overrun> {
        budget.spend(self.0.len())?;
        if self.0.iter().any(|known| cube.is_within(known)) {
            return Ok(());
        }
        self.0.retain(|known| !known.is_within(&cube));
        self.0.push(cube);
        if self.0.len() > MOST_CUBES {
            Err(Overrun)
        } else {
            Ok(())
        }
    }
}

struct Walk<'a> {
    sizes: &'a [usize],
    is_possible: &'a dyn Fn(&Cube) -> bool,
    visit: &'a mut dyn FnMut(&Cube) -> bool,
    budget: Budget,
}

impl Walk<'_> {
    fn search(&mut self, cube: &Cube, blocks: &[&Cube]) -> Result<bool, Overrun> {
        let meets = blocks.iter().position(|block| cube.and(block).is_some());
        self.budget.spend(meets.map_or(blocks.len(), |at| at + 1))?;
        let rest = meets.and_then(|at| blocks.get(at..)).and_then(<[&Cube]>::split_first);
        let Some((block, rest)) = rest else {
            return Ok((self.visit)(cube));
        };
        let mut pieces = Vec::new();
        cube.minus(block, self.sizes, &mut pieces);
        for piece in &pieces {
            if (self.is_possible)(piece) && self.search(piece, rest)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
