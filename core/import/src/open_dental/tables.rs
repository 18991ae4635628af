//! Rows as they are kept until all files are there. Each is checked in the order: ids, duplicates, patient, status,
//! dates, money; only the first problem is reported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use followthrough::plan::ProcedureStatus;
use followthrough::wire::{Interner, Redacted};
use followthrough::{Code, Date, Money};
use phonenumber::country::US;

use super::columns::{
    Appointments, Attached, ClaimProcs, Codes, Conversations, Patients, Procedures, Providers, Saved, TreatPlans,
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
    pub(crate) codes: BTreeMap<u64, ProcedureCode>,
    pub(crate) appointments: BTreeMap<u64, Appointment>,
    pub(crate) providers: BTreeMap<u64, Arc<str>>,
    pub(crate) estimates: BTreeMap<u64, Estimate>,
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
    /// Values that decide nothing and that nobody can read, by column: they are left out.
    pub(crate) unreadable: BTreeMap<&'static str, u64>,
    pub(crate) phones_invalid: u64,
    pub(crate) emails_invalid: u64,
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
        self.codes.get(&procedure.code).or(procedure.looked_up.as_ref())
    }

    pub(crate) fn patient(&mut self, c: &Patients, row: &Row<'_>) -> Result<(), Refusal> {
        let num = row.id(c.pat_num)?;
        self.first_of(c.pat_num, num, row)?;
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
        let patient = Patient {
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
        };
        let phones = [&patient.mobile, &patient.home, &patient.work];
        for _ in phones.iter().filter(|p| ***p == Point::Invalid) {
            self.phones_invalid += 1;
        }
        self.emails_invalid += u64::from(patient.email == Point::Invalid);
        self.keep(c.pat_num, num, row);
        self.patients.insert(num, patient);
        Ok(())
    }

    pub(crate) fn procedure(&mut self, c: &Procedures, row: &Row<'_>, place: Place) -> Result<(), Refusal> {
        let num = row.id(c.proc_num)?;
        let patient = row.id(c.pat_num)?;
        let appointment = row.link(c.apt_num)?;
        let planned_appointment = row.link(c.planned_apt_num)?;
        let code = row.reference(c.code_num)?;
        self.first_of(c.proc_num, num, row)?;
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
        self.keep(c.proc_num, num, row);
        self.procedures.push(procedure);
        Ok(())
    }

    /// What a column says that decides nothing: what cannot be read is left out and counted.
    fn told<T: Default>(&mut self, column: Option<Column>, read: impl FnOnce(Column) -> Cell<T>) -> T {
        let Some(column) = column else { return T::default() };
        read(column).unwrap_or_else(|_| {
            *self.unreadable.entry(column.name).or_default() += 1;
            T::default()
        })
    }

    pub(crate) fn code(&mut self, c: &Codes, row: &Row<'_>) -> Result<(), Refusal> {
        let num = row.id(c.code_num)?;
        self.first_of(c.code_num, num, row)?;
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
        self.keep(c.code_num, num, row);
        self.codes.insert(num, code);
        Ok(())
    }

    pub(crate) fn appointment(&mut self, c: &Appointments, row: &Row<'_>, place: Place) -> Result<(), Refusal> {
        let num = row.id(c.apt_num)?;
        let patient = row.id(c.pat_num)?;
        self.first_of(c.apt_num, num, row)?;
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
        self.keep(c.apt_num, num, row);
        self.appointments.insert(num, appointment);
        Ok(())
    }

    pub(crate) fn provider(&mut self, c: &Providers, row: &Row<'_>) -> Result<(), Refusal> {
        let num = row.id(c.prov_num)?;
        self.first_of(c.prov_num, num, row)?;
        let name = provider_name(
            row.text(c.first_name)?,
            row.text(c.last_name)?,
            row.text_or_empty(c.suffix)?,
        );
        let name = self.texts.intern(&name);
        self.keep(c.prov_num, num, row);
        self.providers.insert(num, name);
        Ok(())
    }

    pub(crate) fn claim_proc(&mut self, c: &ClaimProcs, row: &Row<'_>) -> Result<(), Refusal> {
        let num = row.id(c.claim_proc_num)?;
        let procedure = row.link(c.proc_num)?;
        self.first_of(c.claim_proc_num, num, row)?;
        let estimate = row.status(c.status, CLAIM_PROC_STATUS)?;
        if estimate && procedure != 0 {
            let pays = row.estimate(c.ins_est_override)?.or(row.estimate(c.ins_est_total)?);
            let pays = pays.or(row.estimate(c.ins_pay_est)?).unwrap_or(Money::ZERO);
            let cut = row.estimate(c.write_off_override)?.or(row.estimate(c.write_off_est)?);
            let known = self.estimates.entry(procedure).or_default();
            known.off = known.off.plus(pays).plus(cut.unwrap_or(Money::ZERO));
        }
        self.keep(c.claim_proc_num, num, row);
        Ok(())
    }

    pub(crate) fn treat_plan(&mut self, c: &TreatPlans, row: &Row<'_>, place: Place) -> Result<(), Refusal> {
        let num = row.id(c.treat_plan_num)?;
        let patient = row.id(c.pat_num)?;
        self.first_of(c.treat_plan_num, num, row)?;
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
        self.keep(c.treat_plan_num, num, row);
        self.plans.push(plan);
        Ok(())
    }

    pub(crate) fn attach(&mut self, c: &Attached, row: &Row<'_>, place: Place) -> Result<(), Refusal> {
        let plan = row.id(c.treat_plan_num)?;
        let procedure = row.id(c.proc_num)?;
        let attached = self.attached.entry(plan).or_default();
        if attached.iter().any(|(known, _)| *known == procedure) {
            return Err(Refusal::Skip(again(c.proc_num, Reason::ExactDuplicate)));
        }
        attached.push((procedure, place));
        Ok(())
    }

    pub(crate) fn saved(&mut self, c: &Saved, row: &Row<'_>, place: Place) -> Result<(), Refusal> {
        let num = row.id(c.proc_tp_num)?;
        let plan = row.id(c.treat_plan_num)?;
        let original = row.link(c.proc_num_orig)?;
        self.first_of(c.proc_tp_num, num, row)?;
        let fee = row.money(c.fee_amt)?;
        let code = Some(row.text_or_empty(c.proc_code)?.trim()).filter(|code| !code.is_empty());
        let code = code.map(|code| self.texts.intern(code));
        self.keep(c.proc_tp_num, num, row);
        let saved = SavedProcedure {
            num,
            original,
            fee,
            code,
            place,
        };
        self.saved.entry(plan).or_default().push(saved);
        Ok(())
    }

    pub(crate) fn conversation(&mut self, c: &Conversations, row: &Row<'_>) -> Result<(), Refusal> {
        let date = row.date(c.comm_date_time)?;
        self.last_conversation = self.last_conversation.max(date);
        if let Some(column) = c.pat_num {
            let patient = row.reference(column).unwrap_or_default();
            let known = self.conversations.get_or_insert_default();
            known.entry(patient).or_default().extend(date);
        }
        Ok(())
    }

    /// Refuses a row whose id was kept before.
    fn first_of(&self, column: Column, id: u64, row: &Row<'_>) -> Result<(), Refusal> {
        match self.seen.get(column.name).and_then(|seen| seen.get(id)) {
            None => Ok(()),
            Some(known) if known == row.fingerprint() => Err(Refusal::Skip(again(column, Reason::ExactDuplicate))),
            Some(_) => Err(Refusal::Reject(again(column, Reason::ConflictingDuplicate))),
        }
    }

    fn keep(&mut self, column: Column, id: u64, row: &Row<'_>) {
        let seen = self.seen.entry(column.name).or_default();
        seen.insert(id, row.fingerprint());
    }
}

fn again(column: Column, reason: Reason) -> Problem {
    let message = if reason == Reason::ExactDuplicate {
        "the same row once more"
    } else {
        "the id was seen before with other content; the first row stays"
    };
    Problem::new(column.name, reason, Code::ImportDuplicate, message)
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
