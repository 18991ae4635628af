//! Names and their numbers, found by a hash of the name: a message asks for some hundreds of them.

/// A table in which a name is looked up.
pub(super) struct Names {
    slots: Vec<Vec<(&'static str, u16)>>,
}

/// A power of two, and more than there are names, so that most slots hold one.
const SLOTS: usize = 1 << 14;

impl Names {
    pub(super) fn of(names: impl Iterator<Item = (&'static str, u16)>) -> Self {
        let mut slots = vec![Vec::new(); SLOTS];
        for (name, number) in names {
            if let Some(slot) = slots.get_mut(slot(name)) {
                slot.push((name, number));
            }
        }
        Self { slots }
    }

    pub(super) fn get(&self, name: &str) -> Option<u16> {
        let slot = self.slots.get(slot(name))?;
        slot.iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
    }
}

/// FNV-1a: short, and the same in every process.
fn slot(name: &str) -> usize {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    // The upper bits are mixed in: they differ where the last letters do.
    usize::try_from(hash ^ (hash >> 15)).unwrap_or_default() % SLOTS
}
