//! What a host adds to a playbook's text when it is read.

use crate::schedule::TimeZones;

/// What a host adds to a playbook's text at reading. The default adds nothing.
///
/// ```
/// use followthrough::playbook::{Options, Playbook};
/// use followthrough::schedule::TimeZones;
///
/// # fn read(text: &str, new_york: Vec<u8>, chicago: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
/// let time_zones = TimeZones::new("2026h", [("America/New_York", new_york), ("America/Chicago", chicago)])?;
/// let playbook = Playbook::from_yaml_with(text, &Options::default().with_time_zones(time_zones))?;
/// assert_eq!(playbook.tz_version(), "2026h");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The zone data in force.
    pub time_zones: TimeZones,
}

impl Options {
    /// The same with zone data that is fresher than the bundled one.
    #[must_use]
    pub fn with_time_zones(self, time_zones: TimeZones) -> Self {
        Self { time_zones, ..self }
    }
}
