//! The presets: documents like any practice's own, shipped with the crate.

use followthrough::Code;
use followthrough::wire::yaml;
use serde_json::Value;

use crate::System;

/// The text of a system's preset.
pub(super) fn text(system: System) -> Option<&'static str> {
    match system {
        System::OpenDental => Some(include_str!("../presets/open_dental.yaml")),
        System::Dentrix => Some(include_str!("../presets/dentrix.yaml")),
        System::Eaglesoft => Some(include_str!("../presets/eaglesoft.yaml")),
        System::Jane => Some(include_str!("../presets/jane.yaml")),
        System::AestheticRecord => Some(include_str!("../presets/aesthetic_record.yaml")),
        System::NexHealth => Some(include_str!("../presets/nexhealth.yaml")),
        System::Fhir => Some(include_str!("../presets/fhir.yaml")),
        System::Csv => None,
    }
}

/// The shapes of a system's preset.
pub(super) fn shapes(system: System) -> Vec<(String, Value)> {
    let document = text(system).and_then(|text| yaml::texts(text, Code::ImportMapping).ok());
    let shapes = document.and_then(|document| document.value.get("shapes").cloned());
    match shapes {
        Some(Value::Object(map)) => map.into_iter().collect(),
        _ => Vec::new(),
    }
}

/// What every system is told where its preset says nothing better.
pub(super) fn write_back() -> Value {
    let text = include_str!("../presets/write_back.yaml");
    yaml::texts(text, Code::ImportMapping).map_or(Value::Null, |document| document.value)
}
