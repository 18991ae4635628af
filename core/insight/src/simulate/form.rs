//! What is simulated, as JSON: the cases as `read_export` gives them, and the options.

use followthrough::follow_up::Appointment;
use followthrough::wire::{RecipientId, decode};
use followthrough::{Code, Date, Error, Plan, Playbook, Recipient};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Behaviour, Capacity, Cases, Costs, Disruptions, Options, Simulation, simulate};

const CODE: Code = Code::ScenarioMalformed;

/// How many days are simulated where nobody says.
const DAYS: u32 = 90;
/// The most that are.
const MOST_DAYS: u32 = 3650;

/// The keys of the options; all may be left out.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Form {
    from: Option<Date>,
    days: u32,
    seed: u64,
    behaviour: Behaviour,
    disruptions: Disruptions,
    costs: Costs,
    capacity: Vec<Capacity>,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            from: None,
            days: DAYS,
            seed: 1,
            behaviour: Behaviour::default(),
            disruptions: Disruptions::default(),
            costs: Costs::default(),
            capacity: Vec::new(),
        }
    }
}

impl Options {
    /// Reads `{"from", "days", "seed", "behaviour", "disruptions", "costs", "capacity"}`. All may be left out; `from`
    /// is then the day that is handed over, and it must be said where there is none.
    ///
    /// ```
    /// use followthrough::Date;
    /// use followthrough_insight::simulate::Options;
    /// let monday = Some(Date::parse("2026-09-07")?);
    /// let options = Options::from_json(r#"{"days": 30, "costs": {"sms_segment": "0.0083"}}"#, monday)?;
    /// assert_eq!(options.to.to_string(), "2026-10-07");
    /// # Ok::<(), followthrough::Error>(())
    /// ```
    ///
    /// # Errors
    /// `FT-X001`, with the path of what is wrong below `options`.
    pub fn from_json(text: &str, from: Option<Date>) -> Result<Self, Error> {
        let value = decode::value(text, CODE).map_err(|error| error.at("options"))?;
        let form: Form = decode::from_value(value, CODE, "options")?;
        let from = form.from.or(from).ok_or_else(|| {
            Error::new(CODE, "it does not say from which day on")
                .at("options.from")
                .help("a date, or cases that say their `as_of`")
        })?;
        if !(1..=MOST_DAYS).contains(&form.days) {
            let message = format!("expected from 1 to {MOST_DAYS} days");
            return Err(Error::new(CODE, message).at("options.days"));
        }
        Ok(Self {
            behaviour: form.behaviour,
            seed: form.seed,
            disruptions: form.disruptions,
            costs: form.costs,
            capacity: form.capacity,
            ..Self::days(from, form.days)
        })
    }
}

impl Cases {
    /// Reads `{"recipients", "plans", "appointments"}` as an importer writes them: each plan and each visit also has
    /// the `recipient` it is of. A list may be left out, and other keys are passed over, so that what an importer wrote
    /// can be handed over whole; the day after its `as_of` is the first one. `arriving` holds plans that are presented
    /// while the simulation runs, in the same form: each comes on the evening of the day of its `presented_at`, at the
    /// earliest on the first one.
    ///
    /// # Errors
    /// `FT-X001`, with the path of what is wrong below `cases`.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let value = decode::value(text, CODE).map_err(|error| error.at("cases"))?;
        let mut map: Map<String, Value> = decode::from_value(value, CODE, "cases")?;
        let as_of: Option<Date> = match map.remove("as_of") {
            None | Some(Value::Null) => None,
            Some(day) => Some(decode::from_value(day, CODE, "cases.as_of")?),
        };
        let recipients: Vec<Recipient> = match map.remove("recipients") {
            None => Vec::new(),
            Some(recipients) => decode::from_value(recipients, CODE, "cases.recipients")?,
        };
        let plans: Vec<(RecipientId, Plan)> = each_with_recipient(&mut map, "plans")?;
        let visits: Vec<(RecipientId, Appointment)> = each_with_recipient(&mut map, "appointments")?;
        let arriving: Vec<(RecipientId, Plan)> = each_with_recipient(&mut map, "arriving")?;
        let mut cases = Self::new(recipients, plans, visits);
        cases.first_day = as_of.and_then(|day| day.plus_days(1));
        let arriving = arriving.iter().map(|(recipient, plan)| (recipient, plan));
        cases
            .arrive_on(|_| true, arriving)
            .map_err(|error| error.with_code(CODE).under("cases.arriving"))?;
        Ok(cases)
    }
}

fn each_with_recipient<T: serde::de::DeserializeOwned>(
    map: &mut Map<String, Value>,
    key: &str,
) -> Result<Vec<(RecipientId, T)>, Error> {
    let list: Vec<Value> = match map.remove(key) {
        None => return Ok(Vec::new()),
        Some(list) => decode::from_value(list, CODE, &format!("cases.{key}"))?,
    };
    let one = |(index, value): (usize, Value)| {
        let path = format!("cases.{key}[{index}]");
        let mut map: Map<String, Value> = decode::from_value(value, CODE, &path)?;
        let recipient = map
            .remove("recipient")
            .ok_or_else(|| Error::new(CODE, "missing key `recipient`").at(&*path))?;
        let recipient = decode::from_value(recipient, CODE, &format!("{path}.recipient"))?;
        Ok((recipient, decode::from_value(Value::Object(map), CODE, &path)?))
    };
    list.into_iter().enumerate().map(one).collect()
}

/// [`simulate`] as the bindings call it: JSON in.
///
/// # Errors
/// As [`Cases::from_json`] and [`Options::from_json`].
pub fn simulate_json(playbook: &Playbook, cases: &str, options: &str) -> Result<Simulation, Error> {
    let cases = Cases::from_json(cases)?;
    let options = Options::from_json(options, cases.first_day())?;
    Ok(simulate(playbook, &cases, &options))
}
