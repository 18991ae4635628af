//! The samples of practice systems, each with what its practice said at set-up.

use std::collections::BTreeMap;
use std::sync::Mutex;

use followthrough_import::{Options, System};

/// One sample.
pub(crate) struct Sample {
    pub(crate) file: &'static str,
    /// A file that is read with it.
    pub(crate) beside: Option<&'static str>,
    system: &'static str,
    mapping: Option<&'static str>,
}

impl Sample {
    pub(crate) fn system(&self) -> System {
        System::parse(self.system).unwrap()
    }

    /// What the practice said; its mapping is read once.
    pub(crate) fn options(&self) -> Options {
        static READ: Mutex<BTreeMap<&str, Options>> = Mutex::new(BTreeMap::new());
        READ.lock()
            .unwrap()
            .entry(self.file)
            .or_insert_with(|| self.read_options())
            .clone()
    }

    fn read_options(&self) -> Options {
        let mut options = Options::default();
        for (name, value) in [
            ("time_zone", "none"),
            ("as_of", "2026-01-30"),
            ("presented", "charted"),
            ("list_records", "true"),
        ] {
            options.set(name, value).unwrap();
        }
        if let Some(mapping) = self.mapping {
            options.set("mapping", mapping).unwrap();
        }
        options
    }
}

/// Those that are delimited text.
pub(crate) const SAMPLES: &[Sample] = &[
    Sample {
        file: "opendental_treatment_finder.txt",
        beside: None,
        system: "open_dental",
        mapping: None,
    },
    Sample {
        file: "dentrix_treatment_manager.csv",
        beside: None,
        system: "dentrix",
        mapping: None,
    },
    Sample {
        file: "dentrix_proc_log.csv",
        beside: None,
        system: "dentrix",
        mapping: Some(
            "mapping: 1\nextends: dentrix\nshapes:\n  proc_log:\n    plans: per_patient\n    procedure: {status: {map: {105: planned}}}\n",
        ),
    },
    Sample {
        file: "dentrix_cases.csv",
        beside: None,
        system: "dentrix",
        mapping: None,
    },
    Sample {
        file: "eaglesoft_planned_services.csv",
        beside: None,
        system: "eaglesoft",
        mapping: Some(
            "mapping: 1\nextends: eaglesoft\ncolumns: confirmed\nprocedure: {status: {map: {P: planned, A: scheduled, C: completed, R: declined}}}\n",
        ),
    },
    Sample {
        file: "jane_treatments.csv",
        beside: None,
        system: "jane",
        mapping: Some("mapping: 1\nextends: jane.treatments\ncolumns: confirmed\ncurrency: CAD\ncountry: CA\n"),
    },
    Sample {
        file: "aesthetic_record_plans.csv",
        beside: None,
        system: "aesthetic_record",
        mapping: Some("mapping: 1\nextends: aesthetic_record\ncolumns: confirmed\n"),
    },
];

/// Those that are JSON.
pub(crate) const JSON_SAMPLES: &[Sample] = &[
    Sample {
        file: "nexhealth_treatment_plans.json",
        beside: None,
        system: "nexhealth",
        mapping: None,
    },
    Sample {
        file: "dentrix_ascend_patientprocedures.json",
        beside: Some("dentrix_ascend_patients.json"),
        system: "dentrix",
        mapping: Some("mapping: 1\nextends: dentrix\nshapes: {ascend_procedures: {plans: per_patient}}\n"),
    },
    Sample {
        file: "fhir_bundle.json",
        beside: None,
        system: "fhir",
        mapping: Some(
            "mapping: 1\nextends: fhir\nfees: {D2740: \"1250.00\", D2950: \"285.00\", D3330: \"1150.00\", D0120: \"96.00\", \
             D2391: \"167.00\", D1110: \"157.00\", D6010: \"1447.00\", D8090: \"6000.00\"}\n",
        ),
    },
];

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Sample> {
    SAMPLES.iter().chain(JSON_SAMPLES)
}
