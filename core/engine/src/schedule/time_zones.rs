//! The zone data in force: a host's own, where it gave any, before that which comes with the library.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock};

use sha2::{Digest, Sha256};

use super::{Zone, tz_version};
use crate::{Code, Error};

/// No file of the IANA data has a tenth of this; what is longer is something else.
const MAX_BYTES: usize = 64 * 1024;
/// The longest name of a zone, and the longest version.
const MAX_NAME: usize = 64;
/// The zone that rules of the law name.
const CENTRAL: &str = "America/Chicago";

/// Time-zone data, checked. The default is what comes with the library.
///
/// A host that cannot wait for the next release reads the files of its system's `/usr/share/zoneinfo`, or of a package,
/// and hands them over: the library opens nothing. A zone that is not among them comes from the bundled data.
///
/// ```
/// use followthrough::schedule::{TimeZones, tz_version};
///
/// assert_eq!(TimeZones::default().version(), tz_version());
/// let error = TimeZones::new("2026h", [("America/New_York", b"not TZif")]).unwrap_err();
/// assert_eq!(error.path(), "zones.America/New_York");
/// ```
#[derive(Clone, Default)]
pub struct TimeZones(Option<Arc<Own>>);

/// What the host gave.
struct Own {
    version: Box<str>,
    stamp: Box<str>,
    /// By name in lower case.
    zones: BTreeMap<Box<str>, Zone>,
}

impl TimeZones {
    /// A host's own data: the version that it names, such as `2026h`, and TZif bytes (RFC 9636) by IANA name, in any
    /// case of letters. It may hold any number of zones; links such as `US/Eastern` are zones of their own.
    ///
    /// # Errors
    /// `FT-T002`: at `version` when it is empty or longer than 64 bytes, at `zones` when there is none, at `zones.` and
    /// the name when a name is given twice or cannot be one, or the bytes are no TZif data or over 64 KiB.
    pub fn new<N: AsRef<str>, B: AsRef<[u8]>>(
        version: &str,
        zones: impl IntoIterator<Item = (N, B)>,
    ) -> Result<Self, Error> {
        let wrong = |message: &str, path: &str| Error::new(Code::UnknownTimeZone, message).at(path);
        if version.trim().is_empty() || version.len() > MAX_NAME {
            return Err(
                wrong("expected the version of the zone data", "version").help("write it as IANA does: \"2026h\"")
            );
        }
        let (mut read, mut hash) = (BTreeMap::new(), Sha256::new());
        for (name, bytes) in zones {
            let (name, bytes) = (name.as_ref(), bytes.as_ref());
            let path = format!("zones.{name}");
            if !is_name(name) {
                return Err(wrong("no time zone can have this name", &path)
                    .help("write an IANA name such as \"America/New_York\""));
            }
            if bytes.len() > MAX_BYTES {
                return Err(wrong("expected TZif data of a time zone, at most 64 KiB", &path));
            }
            let zone = Zone::from_tzif(name, bytes).map_err(|error| {
                let help = "hand over the bytes of the compiled file, as in /usr/share/zoneinfo";
                error.at(&*path).help(help)
            })?;
            let key: Box<str> = name.to_ascii_lowercase().into();
            if read.insert(key, (zone, Sha256::digest(bytes))).is_some() {
                return Err(wrong("the same time zone twice", &path));
            }
        }
        if read.is_empty() {
            return Err(wrong("expected the data of at least one time zone", "zones")
                .help("leave the option out to use the bundled data"));
        }
        for text in [tz_version(), version] {
            hash.update(text);
            hash.update([0]);
        }
        for (name, (_, digest)) in &read {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(digest);
        }
        let head: String = hash
            .finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self(Some(Arc::new(Own {
            version: version.into(),
            stamp: format!("{version} {head}").into(),
            zones: read.into_iter().map(|(name, (zone, _))| (name, zone)).collect(),
        }))))
    }

    /// The version in force: the host's word for its own data, else that of the bundled data.
    pub fn version(&self) -> &str {
        self.0.as_ref().map_or(tz_version(), |own| &own.version)
    }

    /// The zone of an IANA name, in any case of letters: the host's, else the bundled one.
    ///
    /// # Errors
    /// `FT-T002` when neither has such a zone.
    pub fn zone(&self, name: &str) -> Result<Zone, Error> {
        match self.own(name) {
            Some(zone) => Ok(zone.clone()),
            None => Zone::named(name),
        }
    }

    /// What tells this data from any other, whatever version the host calls it.
    pub(crate) fn stamp(&self) -> &str {
        self.0.as_ref().map_or(tz_version(), |own| &own.stamp)
    }

    /// Central time, which a rule of the law names.
    pub(super) fn central(&self) -> Option<&Zone> {
        static BUNDLED: LazyLock<Option<Zone>> = LazyLock::new(|| Zone::named(CENTRAL).ok());
        self.own(CENTRAL).or(BUNDLED.as_ref())
    }

    fn own(&self, name: &str) -> Option<&Zone> {
        self.0.as_ref()?.zones.get(name.to_ascii_lowercase().as_str())
    }
}

/// Whether a name is made as those of the IANA data are.
fn is_name(name: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+');
    name.len() <= MAX_NAME && name.split('/').all(|part| !part.is_empty() && part.bytes().all(letter))
}

impl fmt::Debug for TimeZones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TimeZones({})", self.stamp())
    }
}
