//! The tables of Open Dental and the columns an import needs, by the names of its published schema.

use followthrough::Error;

use crate::row::{Column, Header};

macro_rules! tables {
    ($($(#[doc = $doc:literal])* $name:ident = $stem:literal {
        $($required:ident = $required_name:literal),* ; $($optional:ident = $optional_name:literal),*
    })*) => {
        /// A table that is read, and where its columns stand.
        pub(crate) enum Layout { $($name($name),)* }

        /// A table that is read, in the order of causes: a wrong row of an earlier one may cost rows of a later.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Table { $($(#[doc = $doc])* $name,)* }

        impl Table {
            pub(crate) fn of_stem(stem: &str) -> Option<Self> {
                match stem { $($stem => Some(Self::$name),)* _ => None }
            }

            /// Where the columns stand under this header, and how many of them are not needed.
            pub(crate) fn layout(self, header: &Header<'_>) -> Result<(Layout, usize), Error> {
                match self {
                    $(Self::$name => {
                        let columns = $name {
                            $($required: header.required($required_name)?,)*
                            $($optional: header.optional($optional_name)?,)*
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
            }
        )*
    };
}

tables! {
    /// People.
    Patients = "patient" {
        pat_num = "PatNum", last_name = "LName", first_name = "FName", pat_status = "PatStatus",
        birthdate = "Birthdate", wireless_phone = "WirelessPhone", email = "Email", guarantor = "Guarantor",
        txt_msg_ok = "TxtMsgOk";
        preferred = "Preferred", hm_phone = "HmPhone", wk_phone = "WkPhone", pri_prov = "PriProv",
        clinic_num = "ClinicNum", state = "State", language = "Language", contact_method = "PreferContactMethod"
    }
    /// Visits.
    Appointments = "appointment" {
        apt_num = "AptNum", pat_num = "PatNum", apt_status = "AptStatus", apt_date_time = "AptDateTime";
        entered = "SecDateTEntry"
    }
    /// Procedures, planned and done.
    Procedures = "procedurelog" {
        proc_num = "ProcNum", pat_num = "PatNum", apt_num = "AptNum", planned_apt_num = "PlannedAptNum",
        code_num = "CodeNum", proc_date = "ProcDate", proc_fee = "ProcFee", proc_status = "ProcStatus",
        date_tp = "DateTP";
        prov_num = "ProvNum", clinic_num = "ClinicNum", tooth_num = "ToothNum", tooth_range = "ToothRange",
        surf = "Surf", unit_qty = "UnitQty", base_units = "BaseUnits", discount = "Discount"
    }
    /// Procedure codes.
    Codes = "procedurecode" {
        code_num = "CodeNum", proc_code = "ProcCode"; descript = "Descript", layman_term = "LaymanTerm"
    }
    /// Dentists and hygienists.
    Providers = "provider" {
        prov_num = "ProvNum", last_name = "LName", first_name = "FName"; suffix = "Suffix"
    }
    /// Insurance estimates and payments by procedure.
    ClaimProcs = "claimproc" {
        claim_proc_num = "ClaimProcNum", proc_num = "ProcNum", status = "Status";
        ins_pay_est = "InsPayEst", ins_est_total = "InsEstTotal", ins_est_override = "InsEstTotalOverride",
        write_off_est = "WriteOffEst", write_off_override = "WriteOffEstOverride"
    }
    /// Treatment plans.
    TreatPlans = "treatplan" {
        treat_plan_num = "TreatPlanNum", pat_num = "PatNum", date_tp = "DateTP", tp_status = "TPStatus";
    }
    /// Procedures of active and inactive plans.
    Attached = "treatplanattach" {
        treat_plan_num = "TreatPlanNum", proc_num = "ProcNum";
    }
    /// Procedures of saved plans, as they were presented.
    Saved = "proctp" {
        proc_tp_num = "ProcTPNum", treat_plan_num = "TreatPlanNum", proc_num_orig = "ProcNumOrig",
        fee_amt = "FeeAmt"; proc_code = "ProcCode"
    }
    /// Conversations: with whom, and when.
    Conversations = "commlog" {
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
];
