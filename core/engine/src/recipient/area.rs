//! Where a number may be: the states and zones of United States area codes.
//!
//! Written from the public assignments of the North American Numbering Plan, as in service in 2026. Numbers move with
//! people, so an area code never proves where somebody is: it only adds places where they may be. A code that is not
//! in the table may be anywhere, which is the careful answer for codes newer than it.

/// The places an area code serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Two-letter states; none when the number says nothing about them.
    pub states: &'static [&'static str],
    /// IANA zones, one for each local time kept there.
    pub zones: &'static [&'static str],
}

const EASTERN: &[&str] = &["America/New_York"];
const CENTRAL: &[&str] = &["America/Chicago"];
const MOUNTAIN: &[&str] = &["America/Denver"];
const PACIFIC: &[&str] = &["America/Los_Angeles"];
const ARIZONA: &[&str] = &["America/Phoenix"];
const HAWAII: &[&str] = &["Pacific/Honolulu"];
const ATLANTIC: &[&str] = &["America/Puerto_Rico"];
const EASTERN_AND_CENTRAL: &[&str] = &["America/New_York", "America/Chicago"];
const CENTRAL_AND_MOUNTAIN: &[&str] = &["America/Chicago", "America/Denver"];
const MOUNTAIN_AND_PACIFIC: &[&str] = &["America/Denver", "America/Los_Angeles"];

/// Every local time of the states and of Puerto Rico. The Pacific territories are left out: they are a day apart, no
/// hour is open both there and on the mainland for long, and each has an area code of its own.
const ANYWHERE: Area = Area {
    states: &[],
    zones: &[
        "America/Puerto_Rico",
        "America/New_York",
        "America/Chicago",
        "America/Denver",
        "America/Phoenix",
        "America/Los_Angeles",
        "America/Anchorage",
        "America/Adak",
        "Pacific/Honolulu",
    ],
};

/// The places that the area code of an E.164 number serves. An unknown or toll-free code, or a number from elsewhere:
/// every zone of the United States, and no state.
///
/// ```
/// use followthrough::recipient::area_of;
/// assert_eq!(area_of("+14045550177").states, ["GA"]);
/// assert_eq!(area_of("+18505550100").zones, ["America/New_York", "America/Chicago"]);
/// assert!(area_of("+18005550100").states.is_empty());
/// ```
pub fn area_of(number: &str) -> Area {
    let Some(code) = area_code(number) else {
        return ANYWHERE;
    };
    AREAS
        .iter()
        .find(|(_, _, codes)| codes.contains(&code))
        .map_or(ANYWHERE, |(states, zones, _)| Area { states, zones })
}

fn area_code(number: &str) -> Option<u16> {
    let digits = number.strip_prefix("+1")?;
    if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.get(..3)?.parse().ok()
}

type Row = (&'static [&'static str], &'static [&'static str], &'static [u16]);

/// By state. A code whose area keeps two times stands in a row of its own.
static AREAS: &[Row] = &[
    (&["AL"], CENTRAL, &[205, 251, 256, 334, 483, 659, 938]),
    (&["AK"], &["America/Anchorage", "America/Adak"], &[907]),
    (&["AZ"], ARIZONA, &[480, 520, 602, 623]),
    // The Navajo Nation keeps summer time.
    (&["AZ"], &["America/Phoenix", "America/Denver"], &[928]),
    (&["AR"], CENTRAL, &[327, 479, 501, 870]),
    (
        &["CA"],
        PACIFIC,
        &[
            209, 213, 279, 310, 323, 341, 350, 357, 369, 408, 415, 424, 442, 510, 530, 559, 562, 619, 626, 628, 650,
            657, 661, 669, 707, 714, 738, 747, 760, 805, 818, 820, 831, 837, 840, 858, 909, 916, 925, 949, 951,
        ],
    ),
    (&["CO"], MOUNTAIN, &[303, 719, 720, 748, 970, 983]),
    (&["CT"], EASTERN, &[203, 475, 860, 959]),
    (&["DC"], EASTERN, &[202, 771]),
    (&["DE"], EASTERN, &[302]),
    (
        &["FL"],
        EASTERN,
        &[
            239, 305, 321, 324, 352, 386, 407, 561, 645, 656, 689, 727, 728, 754, 772, 786, 813, 863, 904, 941, 954,
        ],
    ),
    // The western Panhandle is Central.
    (&["FL"], EASTERN_AND_CENTRAL, &[448, 850]),
    (&["GA"], EASTERN, &[229, 404, 470, 478, 678, 706, 762, 770, 912, 943]),
    (&["HI"], HAWAII, &[808]),
    // North of the Salmon River is Pacific.
    (&["ID"], MOUNTAIN_AND_PACIFIC, &[208, 986]),
    (
        &["IL"],
        CENTRAL,
        &[
            217, 224, 309, 312, 331, 447, 464, 618, 630, 708, 730, 773, 779, 815, 847, 861, 872,
        ],
    ),
    (&["IN"], EASTERN, &[260, 317, 463, 765]),
    // The corners by Chicago and Evansville are Central.
    (&["IN"], EASTERN_AND_CENTRAL, &[219, 574, 812, 930]),
    (&["IA"], CENTRAL, &[319, 515, 563, 641, 712]),
    (&["KS"], CENTRAL, &[316, 913]),
    // Four counties on the western border are Mountain.
    (&["KS"], CENTRAL_AND_MOUNTAIN, &[620, 785]),
    (&["KY"], EASTERN, &[502, 859]),
    // The west is Central; so is Clinton County, far into 606.
    (&["KY"], EASTERN_AND_CENTRAL, &[270, 364, 606]),
    (&["LA"], CENTRAL, &[225, 318, 337, 457, 504, 985]),
    (&["ME"], EASTERN, &[207]),
    (&["MD"], EASTERN, &[227, 240, 301, 410, 443, 667]),
    (&["MA"], EASTERN, &[339, 351, 413, 508, 617, 774, 781, 857, 978]),
    (
        &["MI"],
        EASTERN,
        &[231, 248, 269, 313, 517, 586, 616, 679, 734, 810, 947, 989],
    ),
    // Four counties by Wisconsin are Central.
    (&["MI"], EASTERN_AND_CENTRAL, &[906]),
    (&["MN"], CENTRAL, &[218, 320, 507, 612, 651, 763, 924, 952]),
    (&["MS"], CENTRAL, &[228, 471, 601, 662, 769]),
    (&["MO"], CENTRAL, &[235, 314, 417, 557, 573, 636, 660, 816, 975]),
    (&["MT"], MOUNTAIN, &[406]),
    (&["NE"], CENTRAL, &[402, 531]),
    // The Panhandle is Mountain.
    (&["NE"], CENTRAL_AND_MOUNTAIN, &[308]),
    (&["NV"], PACIFIC, &[702, 725]),
    // West Wendover keeps the time of Utah.
    (&["NV"], MOUNTAIN_AND_PACIFIC, &[775]),
    (&["NH"], EASTERN, &[603]),
    (&["NJ"], EASTERN, &[201, 551, 609, 640, 732, 848, 856, 862, 908, 973]),
    (&["NM"], MOUNTAIN, &[505, 575]),
    (
        &["NY"],
        EASTERN,
        &[
            212, 315, 329, 332, 347, 363, 465, 516, 518, 585, 607, 624, 631, 646, 680, 716, 718, 838, 845, 914, 917,
            929, 934,
        ],
    ),
    (&["NC"], EASTERN, &[252, 336, 472, 704, 743, 828, 910, 919, 980, 984]),
    // The south-west is Mountain.
    (&["ND"], CENTRAL_AND_MOUNTAIN, &[701]),
    (
        &["OH"],
        EASTERN,
        &[
            216, 220, 234, 283, 326, 330, 380, 419, 436, 440, 513, 567, 614, 740, 937,
        ],
    ),
    (&["OK"], CENTRAL, &[405, 539, 572, 580, 918]),
    (&["OR"], PACIFIC, &[503, 971]),
    // Malheur County is Mountain.
    (&["OR"], MOUNTAIN_AND_PACIFIC, &[458, 541]),
    (
        &["PA"],
        EASTERN,
        &[
            215, 223, 267, 272, 412, 445, 484, 570, 582, 610, 717, 724, 814, 835, 878,
        ],
    ),
    (&["RI"], EASTERN, &[401]),
    (&["SC"], EASTERN, &[803, 821, 839, 843, 854, 864]),
    // West of the Missouri is Mountain.
    (&["SD"], CENTRAL_AND_MOUNTAIN, &[605]),
    (&["TN"], EASTERN, &[865]),
    (&["TN"], CENTRAL, &[615, 629, 731, 901, 931]),
    // The line between the two runs west of Chattanooga, through this area.
    (&["TN"], EASTERN_AND_CENTRAL, &[423, 729]),
    (
        &["TX"],
        CENTRAL,
        &[
            210, 214, 254, 281, 325, 346, 361, 409, 430, 432, 469, 512, 621, 682, 713, 726, 737, 806, 817, 830, 832,
            903, 936, 940, 945, 956, 972, 979,
        ],
    ),
    // El Paso and Hudspeth County.
    (&["TX"], MOUNTAIN, &[915]),
    (&["UT"], MOUNTAIN, &[385, 435, 801]),
    (&["VT"], EASTERN, &[802]),
    (&["VA"], EASTERN, &[276, 434, 540, 571, 686, 703, 757, 804, 826, 948]),
    (&["WA"], PACIFIC, &[206, 253, 360, 425, 509, 564]),
    (&["WV"], EASTERN, &[304, 681]),
    (&["WI"], CENTRAL, &[262, 274, 353, 414, 534, 608, 715, 920]),
    (&["WY"], MOUNTAIN, &[307]),
    (&["PR"], ATLANTIC, &[787, 939]),
    (&["VI"], ATLANTIC, &[340]),
    (&["GU"], &["Pacific/Guam"], &[671]),
    (&["MP"], &["Pacific/Guam"], &[670]),
    (&["AS"], &["Pacific/Pago_Pago"], &[684]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::schedule::Zone;

    #[test]
    fn every_code_stands_once_and_every_zone_exists() {
        let mut seen = BTreeSet::new();
        let mut states: BTreeSet<&str> = BTreeSet::new();
        for (state, zones, codes) in AREAS {
            states.extend(state.iter().copied());
            assert!(codes.is_sorted(), "{state:?}");
            for code in *codes {
                assert!(seen.insert(*code), "{code} twice");
                assert!((201..990).contains(code) && code % 100 != 11, "{code}");
            }
            for zone in *zones {
                assert!(Zone::named(zone).is_ok_and(|found| found.name() == *zone), "{zone}");
            }
        }
        assert!(ANYWHERE.zones.iter().all(|zone| Zone::named(zone).is_ok()));
        assert_eq!(states.len(), 51 + 5, "fifty states, the District, five territories");
        assert_eq!(seen.len(), 378, "area codes");
    }

    #[test]
    fn numbers() {
        let places = |number| (area_of(number).states, area_of(number).zones.len());
        assert_eq!(places("+14045550177"), (&["GA"][..], 1));
        assert_eq!(places("+12135550191"), (&["CA"][..], 1));
        assert_eq!(places("+19075550100"), (&["AK"][..], 2));
        assert_eq!(places("+19285550100"), (&["AZ"][..], 2));
        // Toll-free, not in service, Canada, elsewhere, not a number.
        for anywhere in [
            "+18005550100",
            "+12225550100",
            "+14165550100",
            "+442079460000",
            "4045550177",
            "+1404555017",
            "+140455501770",
            "+1٤٠٤5550177",
            "",
        ] {
            assert_eq!(area_of(anywhere), ANYWHERE, "{anywhere}");
        }
    }
}
