//! Where we are in a value; written out only when something is wrong.

/// The steps from the outermost value to here, the last first; none at the outermost itself.
pub(super) type Path<'a> = Option<&'a Step<'a>>;

/// From a dict or a list to something in it.
pub(super) struct Step<'a> {
    pub(super) before: Path<'a>,
    /// The address of that dict or list.
    pub(super) inside: usize,
    pub(super) to: To<'a>,
}

#[derive(Clone, Copy)]
pub(super) enum To<'a> {
    Key(&'a str),
    Index(usize),
}

pub(super) fn text(path: Path<'_>) -> String {
    let Some(step) = path else { return String::new() };
    match step.to {
        To::Key(key) if step.before.is_none() => key.to_owned(),
        To::Key(key) => format!("{}.{key}", text(step.before)),
        To::Index(index) => format!("{}[{index}]", text(step.before)),
    }
}

/// Whether the dict or list at this address is one of those that we are inside of.
pub(super) fn is_inside(mut path: Path<'_>, address: usize) -> bool {
    while let Some(step) = path {
        if step.inside == address {
            return true;
        }
        path = step.before;
    }
    false
}

/// Whether an exact number that the wire has as text stands here, an amount or hours: an `int` is one, whole dollars.
/// Facts of a host's own cannot stand at such a place: they are no lists and no dicts.
pub(super) fn is_exact(path: Path<'_>) -> bool {
    let Some(Step {
        before: Some(owner),
        to,
        ..
    }) = path
    else {
        return false;
    };
    match (owner.to, to) {
        (To::Key("value_bands"), To::Index(_)) => true,
        (To::Key("patient"), To::Key(key)) => *key == "benefits_remaining",
        (To::Key("costs"), To::Key(key)) => ["sms_segment", "email", "portal", "a_month", "staff_hour"].contains(key),
        (To::Key("before" | "now"), To::Key(key)) => {
            ["recovered_a_month", "recovered_value_a_month", "staff_hours_a_week"].contains(key)
        }
        (To::Index(_), To::Key(key)) => {
            let list = owner.before.map(|list| list.to);
            matches!(list, Some(To::Key("procedures"))) && ["fee", "patient_portion"].contains(key)
        }
        (To::Key(_) | To::Index(_), _) => false,
    }
}
