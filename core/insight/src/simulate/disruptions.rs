//! What goes wrong around the engine: nights without an export, exports that come late, gateways that are down.

use followthrough::recipient::Channel;
use followthrough::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// What goes wrong around the engine. Nothing does unless it is asked for.
///
/// A host does about it what `docs/hosting.md` asks: it tells how far the practice system is known, and it looks once
/// more before a message leaves late. The rest is the engine's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Disruptions {
    /// Days whose night brings no export. What changed is told by the next one.
    pub no_export_on: Vec<Date>,
    /// Exports that are made as every night and come later.
    pub late_exports: Vec<LateExport>,
    /// Times at which a gateway takes no messages.
    pub outages: Vec<Outage>,
}

/// An export that comes late: it speaks of its evening, and is known hours after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateExport {
    /// The day of its evening.
    pub on: Date,
    /// How many hours late. One that is later than the next night's is none.
    pub hours: u32,
}

/// A gateway that takes no messages for some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outage {
    /// Which channels; all of them where none is named.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// From when on.
    pub from: Timestamp,
    /// Until when; then the host tries what waits.
    pub to: Timestamp,
}

/// What becomes of one night's export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Night {
    /// It comes, so many seconds late.
    Export(i64),
    /// None comes.
    Nothing,
}

impl Disruptions {
    pub(super) fn night(&self, date: Date) -> Night {
        if self.no_export_on.contains(&date) {
            return Night::Nothing;
        }
        match self.late_exports.iter().find(|late| late.on == date) {
            None => Night::Export(0),
            Some(late) if late.hours < 24 => Night::Export(i64::from(late.hours) * 3600),
            Some(_) => Night::Nothing,
        }
    }

    /// When a channel that is down at an instant is up again; none where it is not down.
    pub(super) fn down_until(&self, channel: Channel, at: Timestamp) -> Option<Timestamp> {
        let concerns = |outage: &&Outage| outage.channels.is_empty() || outage.channels.contains(&channel);
        let now = |outage: &&Outage| (outage.from..outage.to).contains(&at);
        let down = self.outages.iter().filter(concerns).filter(now);
        down.map(|outage| outage.to).max()
    }
}
