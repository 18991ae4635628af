//! What `decode/practice.rs` asks for.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::forms::{Address, ClosedDay, DaysKey, Hours, IdKey, Line, Phone, State, ZoneName};

/// The practice: its name, zone, address, hours and roles.
#[derive(JsonSchema)]
pub(super) struct Practice {
    /// Its name, as patients know it. At most 100 characters.
    name: Line<100>,
    /// Its IANA time zone, such as `America/New_York`.
    time_zone: ZoneName,
    /// Its number, as `"+14045550123"`: a plus, the country's code, no spaces.
    phone: Phone,
    /// Its postal address in one line, at most 200 characters. Every e-mail carries it.
    postal_address: Line<200>,
    /// Where patients pick a time: an address that starts with `https://`. At most 500 characters.
    booking_url: Address,
    /// The two letters of its state. It counts where a patient's own state is not known.
    state: Option<State>,
    /// When staff work; their tasks fall due in these hours. Default: Monday to Friday, 08:00 to 17:00.
    #[schemars(extend("default" = {"mon-fri": "08:00-17:00"}))]
    hours: Option<WeeklyHours>,
    /// The days on which it is closed: dates, and `us_federal_holidays` for all of those.
    closed: Option<Vec<ClosedDay>>,
    /// The people that tasks go to, by names of your own. Default: `front_desk`, `treatment_coordinator`,
    /// `office_manager`.
    #[schemars(extend("default" = {"front_desk": {}, "treatment_coordinator": {}, "office_manager": {}}))]
    roles: Option<BTreeMap<IdKey, Role>>,
    /// Its offices, by the ids that plans name as their `location`. At most 200.
    #[schemars(extend("maxProperties" = 200))]
    locations: Option<BTreeMap<IdKey, PracticeLocation>>,
}

/// An office of the practice. What it leaves out is as the practice has it.
#[derive(JsonSchema)]
#[schemars(extend("type" = ["object", "null"]))]
struct PracticeLocation {
    /// Its name, as patients know it. At most 100 characters.
    name: Option<Line<100>>,
    /// Its IANA time zone, such as `America/New_York`.
    time_zone: Option<ZoneName>,
    /// Its number, as `"+14045550123"`.
    phone: Option<Phone>,
    /// Its postal address in one line, at most 200 characters.
    postal_address: Option<Line<200>>,
    /// Where its patients pick a time: an address that starts with `https://`.
    booking_url: Option<Address>,
    /// The two letters of its state.
    state: Option<State>,
    /// When its staff work, instead of the practice's hours.
    hours: Option<WeeklyHours>,
    /// The days on which it is closed, instead of the practice's.
    closed: Option<Vec<ClosedDay>>,
    /// People of its own that tasks go to, besides those of the practice.
    roles: Option<BTreeMap<IdKey, Role>>,
}

/// Hours by day, in local time: `{mon-thu: "08:00-12:00,13:00-17:00", fri: "08:00-13:00"}`. Days not named are closed;
/// `sat: closed` says so. `24:00` is the end of a day.
#[derive(JsonSchema)]
#[schemars(transparent, extend("minProperties" = 1))]
pub(super) struct WeeklyHours(BTreeMap<DaysKey, Hours>);

/// A role has nothing but its name.
#[derive(JsonSchema)]
#[schemars(extend("type" = ["object", "null"], "maxProperties" = 0))]
struct Role {}
