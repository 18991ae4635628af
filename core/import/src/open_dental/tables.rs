//! Rows as they are kept until all files are there. Each is checked in the order: ids, duplicates, patient, status,
//! dates, money; only the first problem is reported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::plan::ProcedureStatus;
use followthrough::wire::{Interner, Redacted};
use followthrough::{Code, Date, Money};
use phonenumber::country::US;

use super::again::{Again, Entry, Is};
use super::columns::{
    Appointments, Attached, ClaimProcs, Codes, Conversations, Layout, Patients, Procedures, Providers, Saved,
    TreatPlans,
};
use super::statuses::{
    APT_STATUS, AptStatus, CLAIM_PROC_STATUS, CONTACT_METHOD, PAT_STATUS, PROC_STATUS, PatStatus, TP_STATUS,
    TXT_MSG_OK, TextOk, TpStatus,
};
use crate::personal::{language, name};
use crate::phone::{Point, email, phone};
use crate::problem::{Place, Problem};
use crate::row::{Cell, Column, Row};
use crate::seen::Numbers;
use crate::set_aside::Reason;
use crate::zone::LocalInstant;

/// A row of `patient`.
pub(crate) struct Patient {
    pub(crate) first_name: Option<Redacted>,
    pub(crate) last_name: Option<Redacted>,
    pub(crate) status: PatStatus,
    pub(crate) birth_date: Option<Date>,
    pub(crate) guarantor: u64,
    pub(crate) text: TextOk,
    pub(crate) do_not_call: bool,
    pub(crate) mobile: Point,
    pub(crate) home: Point,
    pub(crate) work: Point,
    pub(crate) email: Point,
    pub(crate) provider: u64,
    pub(crate) clinic: u64,
    pub(crate) state: Option<Arc<str>>,
    pub(crate) language: Option<Arc<str>>,
    pub(crate) place: Place,
}

/// A row of `procedurelog`.
pub(crate) struct Procedure {
    pub(crate) num: u64,
    pub(crate) patient: u64,
    pub(crate) appointment: u64,
    pub(crate) planned_appointment: u64,
    pub(crate) code: u64,
    pub(crate) provider: u64,
    pub(crate) clinic: u64,
    pub(crate) status: ProcedureStatus,
    pub(crate) date: Option<Date>,
    pub(crate) planned_on: Option<Date>,
    pub(crate) fee: Money,
    pub(crate) discount: Money,
    pub(crate) tooth: Option<Arc<str>>,
    pub(crate) quadrant: Option<Arc<str>>,
    /// What the API looks up for its row.
    pub(crate) looked_up: Option<ProcedureCode>,
    pub(crate) place: Place,
}

/// A row of `appointment`.
pub(crate) struct Appointment {
    pub(crate) patient: u64,
    pub(crate) status: AptStatus,
    pub(crate) starts: Option<LocalInstant>,
    /// When somebody entered it into the book.
    pub(crate) entered_on: Option<Date>,
    pub(crate) place: Place,
}

/// A row of `treatplan`.
pub(crate) struct TreatPlan {
    pub(crate) num: u64,
    pub(crate) patient: u64,
    pub(crate) status: TpStatus,
    pub(crate) presented_on: Option<Date>,
    pub(crate) place: Place,
}

/// A row of `proctp`.
pub(crate) struct SavedProcedure {
    pub(crate) num: u64,
    pub(crate) original: u64,
    pub(crate) fee: Money,
    pub(crate) code: Option<Arc<str>>,
    pub(crate) place: Place,
}

/// A row of `procedurecode`.
pub(crate) struct ProcedureCode {
    pub(crate) code: Arc<str>,
    pub(crate) description: Option<Arc<str>>,
}

/// What insurance is expected to pay and to cut for one procedure.
#[derive(Clone, Copy, Default)]
pub(crate) struct Estimate {
    pub(crate) off: Money,
}

/// Why a row is not kept.
pub(crate) enum Refusal {
    /// It is wrong.
    Reject(Problem),
    /// It is the same row once more.
    Skip(Problem),
    /// It is wrong, unless its patient is unknown: then that is what is wrong with it.
    Later(u64, Problem),
}

impl Refusal {
    /// Whether an id of the row is wrong.
    fn is_of_ids(&self) -> bool {
        match self {
            Self::Reject(problem) | Self::Skip(problem) | Self::Later(_, problem) => problem.code == Code::ImportBadId,
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Reject(problem)
    }
}

/// All rows that are kept.
#[derive(Default)]
pub(crate) struct Tables {
    pub(crate) patients: BTreeMap<u64, Patient>,
    pub(crate) procedures: Vec<Procedure>,
    pub(crate) codes: BTreeMap<u64, (ProcedureCode, Place)>,
    pub(crate) appointments: BTreeMap<u64, Appointment>,
    pub(crate) providers: BTreeMap<u64, (Arc<str>, Place)>,
    pub(crate) estimates: BTreeMap<u64, Estimate>,
    /// The procedure that each row of `claimproc` with an estimate is about.
    pub(crate) claims: BTreeMap<u64, u64>,
    pub(crate) plans: Vec<TreatPlan>,
    /// Plans that were refused: what is on them stands on no other because of that.
    pub(crate) refused_plans: BTreeSet<u64>,
    pub(crate) attached: BTreeMap<u64, Vec<(u64, Place)>>,
    pub(crate) saved: BTreeMap<u64, Vec<SavedProcedure>>,
    /// The newest logged conversation.
    pub(crate) last_conversation: Option<Date>,
    /// The newest day on which pages of the API were asked for.
    pub(crate) asked_on: Option<Date>,
    /// All of them by patient, where the table says with whom they were.
    pub(crate) conversations: Option<BTreeMap<u64, Vec<Date>>>,
    /// Rows that nobody can judge before all are there: of an id that another one has, or could have.
    pub(super) again: Vec<Again>,
    /// Values that decide nothing and that nobody can read, by column: they are left out.
    pub(crate) unreadable: BTreeMap<&'static str, u64>,
    /// By the column of the id.
    seen: BTreeMap<&'static str, Numbers>,
    texts: Interner,
}

impl Tables {
    /// Puts the rows in the order of their numbers: files and pages come in any.
    pub(crate) fn sort(&mut self) {
        self.procedures.sort_by_key(|procedure| procedure.num);
        self.attached
            .values_mut()
            .for_each(|procedures| procedures.sort_unstable());
        for saved in self.saved.values_mut() {
            saved.sort_by_key(|procedure| procedure.num);
        }
    }

    /// A procedure by its number, once they are sorted.
    pub(super) fn numbered(&self, num: u64) -> Option<&Procedure> {
        let at = self.procedures.binary_search_by_key(&num, |row| row.num).ok()?;
        self.procedures.get(at)
    }

    /// The code of a procedure: that of the list of codes, else what came with its own row.
    pub(crate) fn code_of<'t>(&'t self, procedure: &'t Procedure) -> Option<&'t Arc<str>> {
        self.coded(procedure).map(|known| &known.code)
    }

    /// What a procedure is called.
    pub(crate) fn description_of<'t>(&'t self, procedure: &'t Procedure) -> Option<&'t str> {
        self.coded(procedure)?.description.as_deref()
    }

    fn coded<'t>(&'t self, procedure: &'t Procedure) -> Option<&'t ProcedureCode> {
        let listed = self.codes.get(&procedure.code).map(|(code, _)| code);
        listed.or(procedure.looked_up.as_ref())
    }

    /// Reads a row and keeps it; one with an id that another row has waits until all are there.
    pub(super) fn take(&mut self, layout: &Layout, row: &Row<'_>, place: Place) -> Result<(), Refusal> {
        // A row without a number of its own is none, whatever else it says.
        let number = layout
            .id()
            .map(|column| Ok::<_, Problem>((column.name, row.id(column)?)));
        let id = number.transpose()?;
        let print = row.fingerprint();
        let known = id.and_then(|(column, num)| self.print_of(column, num));
        let patient = layout.patient().and_then(|column| row.id(column).ok());
        let waits = |is| {
            id.map(|(column, num)| Again {
                column,
                num,
                print,
                place,
                patient,
                is,
            })
        };
        if known == Some(print) {
            self.again.extend(waits(Is::OnceMore));
            return Ok(());
        }
        let read = match layout {
            Layout::Attached(c) => return self.attach(c, row, place),
            Layout::Conversations(c) => return self.conversation(c, row),
            Layout::Patients(c) => self.patient(c, row, place),
            Layout::Procedures(c) => self.procedure(c, row, place),
            Layout::Codes(c) => self.code(c, row, place),
            Layout::Appointments(c) => self.appointment(c, row, place),
            Layout::Providers(c) => self.provider(c, row, place),
            Layout::ClaimProcs(c) => Self::claim_proc(c, row),
            Layout::TreatPlans(c) => self.treat_plan(c, row, place),
            Layout::Saved(c) => self.saved(c, row, place),
        };
        match (read, id) {
            (Ok(entry), Some(_)) if known.is_some() => self.again.extend(waits(Is::Row(entry))),
            (Ok(entry), Some((column, num))) => {
                self.seen.entry(column).or_default().insert(num, print);
                self.put(num, entry);
            }
            // Ids come before duplicates in the order of checks.
            (Err(refusal), Some(_)) if !refusal.is_of_ids() => self.again.extend(waits(Is::Refused(refusal))),
            (Ok(_), None) => {}
            (Err(refusal), _) => return Err(refusal),
        }
        Ok(())
    }

    fn patient(&mut self, c: &Patients, row: &Row<'_>, place: Place) -> Result<Entry, Refusal> {
        let mut number = |column| self.told(column, |column| row.reference(column));
        let (guarantor, provider, clinic) = (number(Some(c.guarantor)), number(c.pri_prov), number(c.clinic_num));
        let status = row.status(c.pat_status, PAT_STATUS)?;
        let text = if matches!(row.text(c.txt_msg_ok)?, "" | "NULL") {
            TextOk::Unknown
        } else {
            row.status(c.txt_msg_ok, TXT_MSG_OK)?
        };
        let do_not_call = match c.contact_method {
            Some(column) if !row.text(column)?.is_empty() => row.status(column, CONTACT_METHOD)?,
            _ => false,
        };
        // Without it nobody is known to be a child, nor to be none.
        let birth_date = self.told(Some(c.birthdate), |column| row.date(column));
        let mut text_of = |column| self.told(column, |column| row.text(column));
        let (preferred, first, last) = (
            text_of(c.preferred),
            text_of(Some(c.first_name)),
            text_of(Some(c.last_name)),
        );
        let (mobile, home, work) = (
            text_of(Some(c.wireless_phone)),
            text_of(c.hm_phone),
            text_of(c.wk_phone),
        );
        let (address, spoken) = (text_of(Some(c.email)), text_of(c.language));
        let state = text_of(c.state).trim().to_ascii_uppercase();
        let state =
            (state.len() == 2 && state.bytes().all(|b| b.is_ascii_uppercase())).then(|| self.texts.intern(&state));
        let language = language(spoken).map(|code| self.texts.intern(&code));
        Ok(Entry::Patient(Box::new(Patient {
            first_name: name(preferred).or(name(first)),
            last_name: name(last),
            status,
            birth_date,
            guarantor,
            text,
            do_not_call,
            mobile: phone(mobile, US),
            home: phone(home, US),
            work: phone(work, US),
            email: email(address),
            provider,
            clinic,
            state,
            language,
            place,
        })))
    }

    fn procedure(&mut self, c: &Procedures, row: &Row<'_>, place: Place) -> Result<Entry, Refusal> {
        let num = row.id(c.proc_num)?;
        let patient = row.id(c.pat_num)?;
        let appointment = row.link(c.apt_num)?;
        let planned_appointment = row.link(c.planned_apt_num)?;
        let code = row.reference(c.code_num)?;
        let mut number = |column| self.told(column, |column| row.reference(column));
        let (provider, clinic) = (number(c.prov_num), number(c.clinic_num));
        let mut text_of = |column| self.told(column, |column| row.text(column));
        let (tooth, range, quadrant) = (text_of(c.tooth_num), text_of(c.tooth_range), text_of(c.surf));
        let tooth = if tooth.is_empty() { range } else { tooth };
        let (own_code, descript) = (text_of(c.proc_code).trim(), text_of(c.descript).trim());
        let texts = &mut self.texts;
        let mut rest = || -> Cell<Procedure> {
            let status = row.status(c.proc_status, PROC_STATUS)?;
            let date = row.date(c.proc_date)?;
            let planned_on = row.date(c.date_tp)?;
            let fee = row.money(c.proc_fee)?;
            let quantity = (row.count(c.unit_qty)? + row.count(c.base_units)?).max(1);
            let discount = row.estimate(c.discount)?.unwrap_or(Money::ZERO);
            Ok(Procedure {
                num,
                patient,
                appointment,
                planned_appointment,
                code,
                provider,
                clinic,
                status,
                date,
                planned_on,
                fee: times(fee, quantity).ok_or_else(|| {
                    let message = "the fee times its quantity is too large";
                    Problem::new(c.proc_fee.name, Reason::BadMoney, Code::ImportBadAmount, message)
                })?,
                discount,
                tooth: (!tooth.is_empty()).then(|| texts.intern(tooth)),
                quadrant: matches!(quadrant, "UR" | "UL" | "LL" | "LR").then(|| texts.intern(quadrant)),
                looked_up: (!own_code.is_empty()).then(|| ProcedureCode {
                    code: texts.intern(own_code),
                    description: (!descript.is_empty()).then(|| texts.intern(descript)),
                }),
                place,
            })
        };
        let procedure = rest().map_err(|problem| Refusal::Later(patient, problem))?;
        Ok(Entry::Procedure(procedure))
    }

    /// What a column says that decides nothing: what cannot be read is left out and counted.
    fn told<T: Default>(&mut self, column: Option<Column>, read: impl FnOnce(Column) -> Cell<T>) -> T {
        let Some(column) = column else { return T::default() };
        read(column).unwrap_or_else(|_| {
            *self.unreadable.entry(column.name).or_default() += 1;
            T::default()
        })
    }

    fn code(&mut self, c: &Codes, row: &Row<'_>, place: Place) -> Result<Entry, Refusal> {
        let code = row.text(c.proc_code)?.trim();
        if code.is_empty() {
            let message = "the code is missing";
            return Err(Problem::new(c.proc_code.name, Reason::MissingRequired, Code::ImportBadId, message).into());
        }
        let words = |column| Ok::<_, Problem>(Some(row.text_or_empty(column)?.trim()).filter(|t| !t.is_empty()));
        let description = words(c.layman_term)?.or(words(c.descript)?);
        let code = ProcedureCode {
            code: self.texts.intern(code),
            description: description.map(|text| self.texts.intern(text)),
        };
        Ok(Entry::Code(code, place))
    }

    fn appointment(&mut self, c: &Appointments, row: &Row<'_>, place: Place) -> Result<Entry, Refusal> {
        let patient = row.id(c.pat_num)?;
        let rest = || -> Cell<Appointment> {
            Ok(Appointment {
                patient,
                status: row.status(c.apt_status, APT_STATUS)?,
                starts: row.local_instant(c.apt_date_time)?,
                // A stamp of the machine's: where it cannot be read, the visit is one all the same.
                entered_on: c.entered.and_then(|column| row.date(column).ok().flatten()),
                place,
            })
        };
        let appointment = rest().map_err(|problem| Refusal::Later(patient, problem))?;
        Ok(Entry::Appointment(appointment))
    }

    fn provider(&mut self, c: &Providers, row: &Row<'_>, place: Place) -> Result<Entry, Refusal> {
        let name = provider_name(
            row.text(c.first_name)?,
            row.text(c.last_name)?,
            row.text_or_empty(c.suffix)?,
        );
        Ok(Entry::Provider(self.texts.intern(&name), place))
    }

    fn claim_proc(c: &ClaimProcs, row: &Row<'_>) -> Result<Entry, Refusal> {
        let procedure = row.link(c.proc_num)?;
        let estimate = row.status(c.status, CLAIM_PROC_STATUS)?;
        if !estimate || procedure == 0 {
            return Ok(Entry::Claim(None));
        }
        let pays = row.estimate(c.ins_est_override)?.or(row.estimate(c.ins_est_total)?);
        let pays = pays.or(row.estimate(c.ins_pay_est)?).unwrap_or(Money::ZERO);
        let cut = row.estimate(c.write_off_override)?.or(row.estimate(c.write_off_est)?);
        let off = pays.plus(cut.unwrap_or(Money::ZERO));
        Ok(Entry::Claim(Some((procedure, off))))
    }

    fn treat_plan(&mut self, c: &TreatPlans, row: &Row<'_>, place: Place) -> Result<Entry, Refusal> {
        let num = row.id(c.treat_plan_num)?;
        let patient = row.id(c.pat_num)?;
        let rest = || -> Cell<TreatPlan> {
            Ok(TreatPlan {
                num,
                patient,
                status: row.status(c.tp_status, TP_STATUS)?,
                presented_on: row.date(c.date_tp)?,
                place,
            })
        };
        let plan = rest().map_err(|problem| {
            self.refused_plans.insert(num);
            Refusal::Later(patient, problem)
        })?;
        Ok(Entry::Plan(plan))
    }

    fn attach(&mut self, c: &Attached, row: &Row<'_>, place: Place) -> Result<(), Refusal> {
        let plan = row.id(c.treat_plan_num)?;
        let procedure = row.id(c.proc_num)?;
        let attached = self.attached.entry(plan).or_default();
        if attached.iter().any(|(known, _)| *known == procedure) {
            let message = "the same row once more";
            let (reason, code) = (Reason::ExactDuplicate, Code::ImportDuplicate);
            return Err(Refusal::Skip(Problem::new(c.proc_num.name, reason, code, message)));
        }
        attached.push((procedure, place));
        Ok(())
    }

    fn saved(&mut self, c: &Saved, row: &Row<'_>, place: Place) -> Result<Entry, Refusal> {
        let num = row.id(c.proc_tp_num)?;
        let plan = row.id(c.treat_plan_num)?;
        let original = row.link(c.proc_num_orig)?;
        let fee = row.money(c.fee_amt)?;
        let code = Some(row.text_or_empty(c.proc_code)?.trim()).filter(|code| !code.is_empty());
        let code = code.map(|code| self.texts.intern(code));
        let saved = SavedProcedure {
            num,
            original,
            fee,
            code,
            place,
        };
        Ok(Entry::Saved(plan, saved))
    }

    fn conversation(&mut self, c: &Conversations, row: &Row<'_>) -> Result<(), Refusal> {
        let date = row.date(c.comm_date_time)?;
        self.last_conversation = self.last_conversation.max(date);
        if let Some(column) = c.pat_num {
            let patient = row.reference(column).unwrap_or_default();
            let known = self.conversations.get_or_insert_default();
            known.entry(patient).or_default().extend(date);
        }
        Ok(())
    }

    /// The fingerprint of the row that was kept first of those with an id.
    pub(super) fn print_of(&self, column: &str, id: u64) -> Option<u64> {
        self.seen.get(column).and_then(|seen| seen.get(id))
    }
}

/// Fees beyond what an amount may be are refused, not held at the largest.
fn times(fee: Money, quantity: i64) -> Option<Money> {
    let total = Money::from_cents(fee.cents().checked_mul(quantity)?);
    Money::parse(&total.to_string()).ok()
}

/// The name as patients know it.
fn provider_name(first: &str, last: &str, suffix: &str) -> String {
    let (first, last) = (first.trim(), last.trim());
    let doctor = suffix
        .split([',', ' '])
        .map(|part| part.replace('.', "").to_ascii_uppercase())
        .any(|part| matches!(part.as_str(), "DMD" | "DDS" | "MD" | "DO" | "BDS"));
    match (doctor, first.is_empty(), last.is_empty()) {
        (true, _, false) => format!("Dr. {last}"),
        (_, false, false) => format!("{first} {last}"),
        (_, _, true) => first.to_owned(),
        (false, true, false) => last.to_owned(),
    }
}
