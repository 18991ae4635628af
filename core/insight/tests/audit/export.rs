//! Open Dental exports made by hand, and the raw rows of one.

use std::collections::BTreeMap;

use followthrough_import::{Imported, Options, System, read};

/// A day so many days before the export of 2026-06-30.
pub(crate) fn ago(days: i64) -> String {
    crate::common::date("2026-06-30").plus_days(-days).unwrap().to_string()
}

/// Tables of a practice, written row by row.
#[derive(Default)]
pub(crate) struct Export {
    people: String,
    procedures: String,
    visits: String,
    plans: String,
    saved: String,
    talks: Option<String>,
    num: u32,
}

/// What was planned, and what became of it.
pub(crate) struct Planned<'p> {
    pub(crate) patient: u32,
    pub(crate) code: u32,
    pub(crate) fee: &'p str,
    pub(crate) planned: &'p str,
    /// `1` planned, `2` done, and the rest of the published list.
    pub(crate) status: u32,
    pub(crate) done: &'p str,
    pub(crate) visit: u32,
    pub(crate) provider: u32,
}

pub(crate) const CROWN: u32 = 1;
pub(crate) const FILLING: u32 = 2;
pub(crate) const CLEANING: u32 = 3;
pub(crate) const IMPLANT: u32 = 4;

impl Export {
    /// A grown-up who agrees to texts, with a number and an address.
    pub(crate) fn person(&mut self, num: u32) -> &mut Self {
        self.row_of_person(
            num,
            0,
            &format!("(404) 555-01{:02}", num % 100),
            &format!("p{num}@example.com"),
            num,
            1,
        )
    }

    pub(crate) fn row_of_person(
        &mut self,
        num: u32,
        status: u32,
        mobile: &str,
        email: &str,
        guarantor: u32,
        text: u32,
    ) -> &mut Self {
        let row = format!("{num},Moss,Ada{num},{status},1980-05-01,{mobile},{email},{guarantor},{text}\n");
        self.people.push_str(&row);
        self
    }

    /// A procedure; returns its number.
    pub(crate) fn planned(&mut self, p: &Planned<'_>) -> u32 {
        self.num += 1;
        let (num, done) = (1000 + self.num, if p.done.is_empty() { p.planned } else { p.done });
        self.procedures.push_str(&format!(
            "{num},{},{},0,{},{done},{},{},{},{}\n",
            p.patient, p.visit, p.code, p.fee, p.status, p.provider, p.planned
        ));
        num
    }

    pub(crate) fn visit(&mut self, num: u32, patient: u32, status: u32, day: &str, entered: &str) -> &mut Self {
        self.visits
            .push_str(&format!("{num},{patient},{status},{day} 09:00:00,{entered} 10:00:00\n"));
        self
    }

    pub(crate) fn saved_plan(&mut self, num: u32, patient: u32, day: &str, procedures: &[(u32, &str)]) -> &mut Self {
        self.plans.push_str(&format!("{num},{patient},{day},0\n"));
        for (procedure, fee) in procedures {
            self.num += 1;
            self.saved.push_str(&format!("{},{num},{procedure},{fee}\n", self.num));
        }
        self
    }

    pub(crate) fn talk(&mut self, patient: u32, day: &str) -> &mut Self {
        self.talks
            .get_or_insert_default()
            .push_str(&format!("{patient},{day} 11:00:00\n"));
        self
    }

    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![
            (
                "patient.csv",
                "PatNum,LName,FName,PatStatus,Birthdate,WirelessPhone,Email,Guarantor,TxtMsgOk\n".to_owned()
                    + &self.people,
            ),
            (
                "procedurelog.csv",
                "ProcNum,PatNum,AptNum,PlannedAptNum,CodeNum,ProcDate,ProcFee,ProcStatus,ProvNum,DateTP\n".to_owned()
                    + &self.procedures,
            ),
            (
                "procedurecode.csv",
                "CodeNum,ProcCode\n1,D2740\n2,D2391\n3,D1110\n4,D6010\n".to_owned(),
            ),
            (
                "appointment.csv",
                "AptNum,PatNum,AptStatus,AptDateTime,SecDateTEntry\n".to_owned() + &self.visits,
            ),
            (
                "provider.csv",
                "ProvNum,LName,FName,Suffix\n1,Okafor,Chidi,DDS\n2,Haddad,Rim,DMD\n".to_owned(),
            ),
        ];
        if !self.plans.is_empty() {
            files.push((
                "treatplan.csv",
                "TreatPlanNum,PatNum,DateTP,TPStatus\n".to_owned() + &self.plans,
            ));
            files.push(("treatplanattach.csv", "TreatPlanNum,ProcNum\n".to_owned()));
            files.push((
                "proctp.csv",
                "ProcTPNum,TreatPlanNum,ProcNumOrig,FeeAmt\n".to_owned() + &self.saved,
            ));
        }
        if let Some(talks) = &self.talks {
            files.push(("commlog.csv", "PatNum,CommDateTime\n".to_owned() + talks));
        }
        files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
    }

    pub(crate) fn read(&self, presented: &str) -> Imported {
        let mut options = Options::default();
        for (name, value) in [
            ("presented", presented),
            ("time_zone", "America/New_York"),
            ("as_of", "2026-06-30"),
        ] {
            options.set(name, value).unwrap();
        }
        let imported = read(System::OpenDental, self.files(), &options).unwrap();
        assert!(imported.rejected.is_empty(), "{:?}", imported.rejected);
        imported
    }
}

/// Rows of a CSV file, by the names of its columns.
pub(crate) fn rows(files: &[(String, Vec<u8>)], name: &str) -> Vec<BTreeMap<String, String>> {
    let bytes = &files.iter().find(|(file, _)| file == name).unwrap().1;
    let text = std::str::from_utf8(bytes).unwrap();
    let mut lines = text.lines().map(fields);
    let head = lines.next().unwrap();
    lines.map(|row| head.iter().cloned().zip(row).collect()).collect()
}

fn fields(line: &str) -> Vec<String> {
    let (mut all, mut field, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(std::mem::take(&mut field)),
            c => field.push(c),
        }
    }
    all.push(field);
    all
}
