//! What the invented practice does and what it asks for it. The fees are its own, in whole dollars, and so are the
//! words: no descriptor of the code book is here.

/// What can be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Restorative,
    Crown,
    Endodontic,
    Periodontic,
    Surgery,
    Implant,
}

/// One code: number of its row, code, fee in dollars, the practice's words.
pub(super) const CODES: &[(u32, &str, u32, &str)] = &[
    (1, "D0120", 62, "regular exam"),
    (2, "D0150", 98, "first exam"),
    (3, "D0274", 74, "four bitewing pictures"),
    (4, "D1110", 112, "cleaning"),
    (5, "D1120", 78, "cleaning, child"),
    (6, "D1206", 45, "fluoride varnish"),
    (10, "D2330", 198, "front filling, one side"),
    (11, "D2331", 236, "front filling, two sides"),
    (12, "D2391", 212, "white filling, one side"),
    (13, "D2392", 268, "white filling, two sides"),
    (14, "D2393", 327, "white filling, three sides"),
    (15, "D2740", 1385, "ceramic crown"),
    (16, "D2950", 312, "build-up under a crown"),
    (17, "D3310", 890, "root canal, front tooth"),
    (18, "D3320", 1040, "root canal, premolar"),
    (19, "D3330", 1295, "root canal, molar"),
    (20, "D4341", 285, "deep cleaning of a quadrant"),
    (21, "D4910", 158, "gum maintenance"),
    (22, "D6010", 2250, "implant"),
    (23, "D6057", 780, "implant abutment"),
    (24, "D6058", 1590, "crown on an implant"),
    (25, "D7140", 228, "taking out a tooth"),
    (26, "D7210", 348, "taking out a tooth, surgical"),
    (27, "D7240", 492, "taking out a wisdom tooth"),
    (28, "D7953", 465, "bone graft for an implant"),
];

/// The kinds of plans by how often they are presented to grown-ups.
pub(super) const MIX: &[(u32, Kind)] = &[
    (34, Kind::Restorative),
    (25, Kind::Crown),
    (12, Kind::Endodontic),
    (13, Kind::Periodontic),
    (10, Kind::Surgery),
    (6, Kind::Implant),
];

/// The same for children.
pub(super) const MIX_CHILD: &[(u32, Kind)] = &[(90, Kind::Restorative), (10, Kind::Surgery)];

impl Kind {
    /// Of a hundred plans of the kind, how many nobody ever says yes to by themselves: 30 over the mix.
    pub(super) fn never(self) -> u32 {
        match self {
            Self::Restorative => 29,
            Self::Crown => 35,
            Self::Endodontic => 19,
            Self::Periodontic => 32,
            Self::Surgery => 22,
            Self::Implant => 48,
        }
    }

    /// Whether a specialist elsewhere may do it.
    pub(super) fn referred_at_times(self) -> bool {
        matches!(self, Self::Endodontic | Self::Surgery | Self::Implant)
    }
}

/// The row of a code: its number and its fee.
pub(super) fn code(code: &str) -> (u32, u32) {
    let row = CODES.iter().find(|row| row.1 == code);
    row.map_or((0, 0), |row| (row.0, row.2))
}
