//! What the tests of this crate share: the folder of public data, a small export, and ways to spoil it.
#![allow(dead_code, reason = "each test file uses some of it")]

pub(crate) mod api;
pub(crate) mod json;
pub(crate) mod samples;

use std::path::{Path, PathBuf};

use followthrough_import::{Imported, Options, System, read};

/// A path in the shared data folder, or nothing where it is not at hand: beside the workspace, else where
/// `FOLLOWTHROUGH_SHARED` says.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let named = std::env::var_os("FOLLOWTHROUGH_SHARED").map(PathBuf::from);
    let found = [Some(beside), named]
        .into_iter()
        .flatten()
        .map(|root| root.join(path))
        .find(|p| p.exists());
    if found.is_none() {
        eprintln!("skipped: {path} is not at hand (set FOLLOWTHROUGH_SHARED to the folder of shared data)");
    }
    found
}

/// The answers most tests give.
pub(crate) fn options() -> Options {
    let mut options = Options::default();
    options.set("presented", "charted").unwrap();
    options.set("time_zone", "America/Los_Angeles").unwrap();
    options
}

pub(crate) const PATIENT: &str = "PatNum,LName,FName,Preferred,PatStatus,Birthdate,HmPhone,WkPhone,WirelessPhone,Email,\
                           Guarantor,PriProv,ClinicNum,TxtMsgOk,Language\n\
    7,Moss,Ada,,0,1980-05-01,,,(404) 555-0177,ada@example.com,7,1,0,1,spa\n\
    8,Moss,Timothy,Tim,0,2018-03-02,,,,,7,1,0,0,\n\
    9,Reyes,Bo,,0,1975-01-20,(404) 555-0178,,,bo@example.com,9,2,0,2,\n";
pub(crate) const PROCEDURELOG: &str = "ProcNum,PatNum,AptNum,CodeNum,ProcDate,ProcFee,ToothNum,ProcStatus,ProvNum,PlannedAptNum,DateTP\n\
    101,7,0,1,2025-12-02,1250.00,19,1,1,0,2025-12-02\n\
    102,7,0,2,2025-11-20,95.5,,1,1,0,2025-11-20\n\
    103,7,51,3,2026-02-10,200,,1,1,0,2026-02-10\n\
    104,8,0,2,2026-01-05,160.00,K,1,2,0,2026-01-05\n\
    105,9,52,3,2026-01-12,120,,2,2,0,2025-10-01\n\
    106,9,0,1,2026-01-12,1100.00,3,1,2,0,2026-01-12\n";
pub(crate) const PROCEDURECODE: &str = "CodeNum,ProcCode,Descript\n1,D2740,Crown\n2,D2391,\n3,D1110,Cleaning\n";
pub(crate) const APPOINTMENT: &str = "AptNum,PatNum,AptStatus,AptDateTime\n\
    51,7,1,2026-02-10 09:30:00\n\
    52,9,2,2026-01-12 14:00:00\n";
pub(crate) const PROVIDER: &str = "ProvNum,LName,FName,Suffix\n1,Okafor,Chidi,DDS\n2,Diaz,Rosa,RDH\n";

/// A small practice: an adult with a crown and a filling pending, her child, and a man who wants no texts.
pub(crate) fn small() -> Vec<(String, Vec<u8>)> {
    [
        ("patient.csv", PATIENT),
        ("procedurelog.csv", PROCEDURELOG),
        ("procedurecode.csv", PROCEDURECODE),
        ("appointment.csv", APPOINTMENT),
        ("provider.csv", PROVIDER),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
    .collect()
}

/// The small practice with one file replaced, or added.
pub(crate) fn with(file: &str, bytes: impl AsRef<[u8]>) -> Vec<(String, Vec<u8>)> {
    let mut files = small();
    files.retain(|(name, _)| name != file);
    files.push((file.to_owned(), bytes.as_ref().to_vec()));
    files
}

pub(crate) fn import(files: Vec<(String, Vec<u8>)>) -> Imported {
    read(System::OpenDental, files, &options()).unwrap()
}
