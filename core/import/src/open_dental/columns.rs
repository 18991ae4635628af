//! The tables of Open Dental and the columns an import needs, by the names of its published schema. Its API calls a
//! column as the table does; what begins with a small letter there is looked up in another table.

use followthrough::Error;

use crate::row::{Column, Header};

macro_rules! tables {
    ($($(#[doc = $doc:literal])* $name:ident = $stem:literal | $resource:literal [$($tells:literal)*] {
        $($required:ident = $required_name:literal),* ; $($optional:ident = $optional_name:literal),*
        $(; $($looked_up:ident = $looked_up_name:literal),*)?
    })*) => {
        /// A table that is read, and where its columns stand.
        pub(crate) enum Layout { $($name($name),)* }

        /// A table that is read, in the order of causes: a wrong row of an earlier one may cost rows of a later.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Table { $($(#[doc = $doc])* $name,)* }

        impl Table {
            /// All of them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name of the table.
            pub(crate) fn stem(self) -> &'static str {
                match self { $(Self::$name => $stem,)* }
            }

            /// Its name in the API.
            pub(crate) fn resource(self) -> &'static str {
                match self { $(Self::$name => $resource,)* }
            }

            /// The columns that no other table has together.
            pub(crate) fn tells(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($tells),*],)* }
            }

            /// The names of all columns, in the order of [`Self::in_order`].
            pub(crate) fn names(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$($required_name,)* $($optional_name,)* $($($looked_up_name,)*)?],)*
                }
            }

            /// How many of the names are those of required columns.
            pub(crate) fn required(self) -> usize {
                match self { $(Self::$name => [$($required_name,)*].len(),)* }
            }

            /// The columns of a record that has a place for each, in the order of [`Self::names`].
            pub(crate) fn in_order(self) -> Layout {
                let mut index = 0..;
                let mut next = |name| Column { name, index: index.next().unwrap_or_default() };
                match self {
                    $(Self::$name => Layout::$name($name {
                        $($required: next($required_name),)*
                        $($optional: Some(next($optional_name)),)*
                        $($($looked_up: Some(next($looked_up_name)),)*)?
                    }),)*
                }
            }

            /// Where the columns stand under this header, and how many of them are not needed.
            pub(crate) fn layout(self, header: &Header<'_>) -> Result<(Layout, usize), Error> {
                match self {
                    $(Self::$name => {
                        let columns = $name {
                            $($required: header.required($required_name)?,)*
                            $($optional: header.optional($optional_name)?,)*
                            $($($looked_up: None,)*)?
                        };
                        let needed = [$(Some(columns.$required),)* $(columns.$optional,)*];
                        let needed = needed.iter().flatten().count();
                        Ok((Layout::$name(columns), header.len().saturating_sub(needed)))
                    })*
                }
            }
        }

        $(
            #[derive(Clone, Copy, Debug)]
            pub(crate) struct $name {
                $(pub(crate) $required: Column,)*
                $(pub(crate) $optional: Option<Column>,)*
                $($(pub(crate) $looked_up: Option<Column>,)*)?
            }
        )*
    };
}

tables! {
    /// People.
    Patients = "patient" | "patients" ["LName" "PatStatus"] {
        pat_num = "PatNum", last_name = "LName", first_name = "FName", pat_status = "PatStatus",
        birthdate = "Birthdate", wireless_phone = "WirelessPhone", email = "Email", guarantor = "Guarantor",
        txt_msg_ok = "TxtMsgOk";
        preferred = "Preferred", hm_phone = "HmPhone", wk_phone = "WkPhone", pri_prov = "PriProv",
        clinic_num = "ClinicNum", state = "State", language = "Language", contact_method = "PreferContactMethod"
    }
    /// Visits.
    Appointments = "appointment" | "appointments" ["AptStatus"] {
        apt_num = "AptNum", pat_num = "PatNum", apt_status = "AptStatus", apt_date_time = "AptDateTime";
        entered = "SecDateTEntry"
    }
    /// Procedures, planned and done.
    Procedures = "procedurelog" | "procedurelogs" ["ProcStatus"] {
        proc_num = "ProcNum", pat_num = "PatNum", apt_num = "AptNum", planned_apt_num = "PlannedAptNum",
        code_num = "CodeNum", proc_date = "ProcDate", proc_fee = "ProcFee", proc_status = "ProcStatus",
        date_tp = "DateTP";
        prov_num = "ProvNum", clinic_num = "ClinicNum", tooth_num = "ToothNum", tooth_range = "ToothRange",
        surf = "Surf", unit_qty = "UnitQty", base_units = "BaseUnits", discount = "Discount"
        ; proc_code = "procCode", descript = "descript"
    }
    /// Procedure codes.
    Codes = "procedurecode" | "procedurecodes" ["CodeNum" "ProcCode"] {
        code_num = "CodeNum", proc_code = "ProcCode"; descript = "Descript", layman_term = "LaymanTerm"
    }
    /// Dentists and hygienists.
    Providers = "provider" | "providers" ["ProvNum" "LName"] {
        prov_num = "ProvNum", last_name = "LName", first_name = "FName"; suffix = "Suffix"
    }
    /// Insurance estimates and payments by procedure.
    ClaimProcs = "claimproc" | "claimprocs" ["ClaimProcNum"] {
        claim_proc_num = "ClaimProcNum", proc_num = "ProcNum", status = "Status";
        ins_pay_est = "InsPayEst", ins_est_total = "InsEstTotal", ins_est_override = "InsEstTotalOverride",
        write_off_est = "WriteOffEst", write_off_override = "WriteOffEstOverride"
    }
    /// Treatment plans.
    TreatPlans = "treatplan" | "treatplans" ["TPStatus"] {
        treat_plan_num = "TreatPlanNum", pat_num = "PatNum", date_tp = "DateTP", tp_status = "TPStatus";
    }
    /// Procedures of active and inactive plans.
    Attached = "treatplanattach" | "treatplanattaches" ["TreatPlanAttachNum"] {
        treat_plan_num = "TreatPlanNum", proc_num = "ProcNum";
    }
    /// Procedures of saved plans, as they were presented.
    Saved = "proctp" | "proctps" ["ProcTPNum"] {
        proc_tp_num = "ProcTPNum", treat_plan_num = "TreatPlanNum", proc_num_orig = "ProcNumOrig",
        fee_amt = "FeeAmt"; pat_num = "PatNum", proc_code = "ProcCode"
    }
    /// Conversations: with whom, and when.
    Conversations = "commlog" | "commlogs" ["CommDateTime"] {
        comm_date_time = "CommDateTime"; pat_num = "PatNum"
    }
}

/// Tables of the system that say nothing an import needs.
pub(crate) const NOT_NEEDED: &[&str] = &[
    "patplan",
    "inssub",
    "insplan",
    "carrier",
    "recall",
    "definition",
    "operatory",
    "schedule",
    "payment",
    "paysplit",
    "procnote",
    "clinic",
    "histappointment",
];

impl Table {
    /// The table of that name.
    pub(crate) fn of_stem(stem: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|table| table.stem() == stem)
    }

    /// Whether nothing is missing where a row of it is refused: what it tells of stands in other tables.
    pub(crate) fn hides_nothing(self) -> bool {
        match self {
            Self::Codes | Self::Providers | Self::ClaimProcs | Self::Conversations => true,
            Self::Patients
            | Self::Procedures
            | Self::Appointments
            | Self::TreatPlans
            | Self::Attached
            | Self::Saved => false,
        }
    }

    /// The table of that name in the API.
    pub(crate) fn of_resource(resource: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|table| table.resource() == resource)
    }
}

impl Layout {
    /// The column of the row's own number, where it has one.
    pub(crate) fn id(&self) -> Option<Column> {
        match self {
            Self::Patients(c) => Some(c.pat_num),
            Self::Appointments(c) => Some(c.apt_num),
            Self::Procedures(c) => Some(c.proc_num),
            Self::Codes(c) => Some(c.code_num),
            Self::Providers(c) => Some(c.prov_num),
            Self::ClaimProcs(c) => Some(c.claim_proc_num),
            Self::TreatPlans(c) => Some(c.treat_plan_num),
            Self::Saved(c) => Some(c.proc_tp_num),
            Self::Attached(_) | Self::Conversations(_) => None,
        }
    }

    /// The column of the patient, where rows are about one.
    pub(crate) fn patient(&self) -> Option<Column> {
        match self {
            Self::Patients(c) => Some(c.pat_num),
            Self::Appointments(c) => Some(c.pat_num),
            Self::Procedures(c) => Some(c.pat_num),
            Self::TreatPlans(c) => Some(c.pat_num),
            Self::Saved(c) => c.pat_num,
            Self::Codes(_) | Self::Providers(_) | Self::ClaimProcs(_) | Self::Attached(_) | Self::Conversations(_) => {
                None
            }
        }
    }
}
