//! The delimited samples of practice systems, each with what its practice said at set-up.

use followthrough_import::{Options, System};

/// One sample.
pub(crate) struct Sample {
    pub(crate) file: &'static str,
    system: &'static str,
    mapping: Option<&'static str>,
}

impl Sample {
    pub(crate) fn system(&self) -> System {
        System::parse(self.system).unwrap()
    }

    pub(crate) fn options(&self) -> Options {
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

pub(crate) const SAMPLES: &[Sample] = &[
    Sample {
        file: "opendental_treatment_finder.txt",
        system: "open_dental",
        mapping: None,
    },
    Sample {
        file: "dentrix_treatment_manager.csv",
        system: "dentrix",
        mapping: None,
    },
    Sample {
        file: "dentrix_proc_log.csv",
        system: "dentrix",
        mapping: Some(
            "mapping: 1\nextends: dentrix\nshapes:\n  proc_log:\n    plans: per_patient\n    procedure: {status: {map: {105: planned}}}\n",
        ),
    },
    Sample {
        file: "dentrix_cases.csv",
        system: "dentrix",
        mapping: None,
    },
    Sample {
        file: "eaglesoft_planned_services.csv",
        system: "eaglesoft",
        mapping: Some(
            "mapping: 1\nextends: eaglesoft\ncolumns: confirmed\nprocedure: {status: {map: {P: planned, A: scheduled, C: completed, R: declined}}}\n",
        ),
    },
    Sample {
        file: "jane_treatments.csv",
        system: "jane",
        mapping: Some("mapping: 1\nextends: jane.treatments\ncolumns: confirmed\ncurrency: CAD\ncountry: CA\n"),
    },
    Sample {
        file: "aesthetic_record_plans.csv",
        system: "aesthetic_record",
        mapping: Some("mapping: 1\nextends: aesthetic_record\ncolumns: confirmed\n"),
    },
];
