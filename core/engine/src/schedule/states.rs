//! The hours of the states as data, each with its source. Checked 2026-11-23, not legal advice: counsel confirms a row
//! before a practice relies on it.

use super::law::{Cap, StateRow};
use super::weekly::TimeRange;
use super::{Holidays, LocalTime, Weekly};

const H08_20: &[TimeRange] = &[(LocalTime::oclock(8), LocalTime::oclock(20))];
const H08_21: &[TimeRange] = &[(LocalTime::oclock(8), LocalTime::oclock(21))];
const H09_18: &[TimeRange] = &[(LocalTime::oclock(9), LocalTime::oclock(18))];
const H09_20: &[TimeRange] = &[(LocalTime::oclock(9), LocalTime::oclock(20))];
const H09_21: &[TimeRange] = &[(LocalTime::oclock(9), LocalTime::oclock(21))];
const H10_17: &[TimeRange] = &[(LocalTime::oclock(10), LocalTime::oclock(17))];
const H10_21: &[TimeRange] = &[(LocalTime::oclock(10), LocalTime::oclock(21))];
const H12_21: &[TimeRange] = &[(LocalTime::oclock(12), LocalTime::oclock(21))];
const H12_20: &[TimeRange] = &[(LocalTime::oclock(12), LocalTime::oclock(20))];
const H10_18: &[TimeRange] = &[(LocalTime::oclock(10), LocalTime::oclock(18))];

impl StateRow {
    const fn new(code: &'static str, weekly: Weekly, cite: &'static str) -> Self {
        Self {
            code,
            weekly,
            holidays: Holidays::None,
            zone: None,
            cap: None,
            in_union: false,
            in_strict: true,
            statute_read: false,
            cite,
        }
    }

    const fn closed_on(mut self, holidays: Holidays) -> Self {
        self.holidays = holidays;
        self
    }

    const fn capped(mut self) -> Self {
        self.cap = Some(Cap::THREE_A_DAY);
        self
    }

    const fn also_in(mut self, zone: &'static str) -> Self {
        self.zone = Some(zone);
        self
    }

    const fn in_union(mut self) -> Self {
        self.in_union = true;
        self
    }

    const fn alone(mut self) -> Self {
        self.in_strict = false;
        self
    }

    const fn read_in_statute(mut self) -> Self {
        self.statute_read = true;
        self
    }
}

pub(super) static FEDERAL: Weekly = Weekly::from_static(H08_21, H08_21, H08_21);
pub(super) static MINI_TCPA_UNION: Weekly = Weekly::from_static(H09_20, H09_20, H12_20);
pub(super) static STRICT_ALL_ROWS: Weekly = Weekly::from_static(H10_18, H10_17, &[]);

pub(super) static ROWS: [StateRow; 22] = [
    // Everywhere: the federal rule.
    StateRow::new("US", Weekly::from_static(H08_21, H08_21, H08_21), "47 CFR 64.1200(c)(1): no telephone solicitation before 8 a.m. or after 9 p.m., local time at the called party's location; texts are calls under 64.1200(e) and FCC orders")
        .in_union(),
    // Florida.
    StateRow::new("FL", Weekly::from_static(H08_20, H08_20, H08_20), "Fla. Stat. 501.616(6)(a),(b) (as amended by 2021 SB 1120)")
        .capped()
        .in_union()
        .read_in_statute(),
    // Oklahoma.
    StateRow::new("OK", Weekly::from_static(H08_20, H08_20, H08_20), "15 Okla. Stat. 775C.4 (Telephone Solicitation Act of 2022, HB 3168, eff. 2022-11-01)")
        .capped()
        .in_union(),
    // Maryland.
    StateRow::new("MD", Weekly::from_static(H08_20, H08_20, H08_20), "Md. Code, Com. Law 14-4502 (Stop the Spam Calls Act of 2023, SB 90, eff. 2024-01-01)")
        .capped()
        .in_union(),
    // Washington.
    StateRow::new("WA", Weekly::from_static(H08_20, H08_20, H08_20), "RCW 19.158.040(2); RCW 80.36.390 (HB 1497, 2022)")
        .in_union()
        .read_in_statute(),
    // Oregon.
    StateRow::new("OR", Weekly::from_static(H08_20, H08_20, H08_20), "ORS 646.561 to 646.569 as amended by 2025 HB 3865, eff. 2026-01-01")
        .capped()
        .in_union(),
    // Connecticut.
    StateRow::new("CT", Weekly::from_static(H09_20, H09_20, H09_20), "Conn. Gen. Stat. 42-288a(c) (P.A. 23-98, eff. 2023-10-01)")
        .in_union(),
    // Texas.
    StateRow::new("TX", Weekly::from_static(H09_21, H09_21, H12_21), "Tex. Bus. & Com. Code 301.051 (former 37.02), 302 as amended by 2025 SB 140, eff. 2025-09-01")
        .in_union(),
    // Utah.
    StateRow::new("UT", Weekly::from_static(H08_21, H08_21, &[]), "Utah Code 13-25a-103(3)")
        .closed_on(Holidays::StateLegal)
        .read_in_statute(),
    // Mississippi.
    StateRow::new("MS", Weekly::from_static(H08_20, H08_20, &[]), "Miss. Code 77-3-723(1), 77-3-603(a)")
        .also_in("America/Chicago"),
    // Louisiana.
    StateRow::new("LA", Weekly::from_static(H08_20, H08_20, &[]), "LPSC General Order R-29617 under La. R.S. 45:844.11 to 844.15")
        .closed_on(Holidays::StateLegal),
    // Rhode Island.
    StateRow::new("RI", Weekly::from_static(H09_18, H10_17, &[]), "R.I. Gen. Laws 5-61-3.6 with hours of operation in 5-61-2")
        .closed_on(Holidays::StateLegal),
    // Alabama.
    StateRow::new("AL", Weekly::from_static(H08_20, H08_20, &[]), "Ala. Admin. Code 770-X-5 (Ala. PSC telephone rules)")
        .closed_on(Holidays::StateLegal),
    // Kentucky.
    StateRow::new("KY", Weekly::from_static(H10_21, H10_21, H10_21), "KRS 367.46955"),
    // Massachusetts.
    StateRow::new("MA", Weekly::from_static(H08_20, H08_20, H08_20), "201 CMR 12.02 under M.G.L. c. 159C"),
    // Michigan.
    StateRow::new("MI", Weekly::from_static(H09_21, H09_21, H09_21), "MCL 445.111 et seq."),
    // Minnesota.
    StateRow::new("MN", Weekly::from_static(H09_21, H09_21, H09_21), "Minn. Stat. 325E.30 (automatic dialling)"),
    // New Mexico.
    StateRow::new("NM", Weekly::from_static(H09_21, H09_21, H09_21), "N.M. Stat. 57-12-22"),
    // Nevada.
    StateRow::new("NV", Weekly::from_static(H09_20, H09_20, H09_20), "Nev. Rev. Stat. 599B / 597.814"),
    // Pennsylvania.
    StateRow::new("PA", Weekly::from_static(H08_21, H08_21, H08_21), "73 P.S. 2241 et seq. as amended by Act 77 of 2019")
        .closed_on(Holidays::UsFederal),
    // South Dakota.
    StateRow::new("SD", Weekly::from_static(H09_21, &[], &[]), "SDCL 37-30-28")
        .alone()
        .read_in_statute(),
    // Virginia.
    StateRow::new("VA", Weekly::from_static(H08_21, H08_21, H08_21), "Va. Code 59.1-511, 59.1-514 as amended by 2025 SB 1339, eff. 2026-01-01"),
];
