//! What `Debug` shows of a patient's plan: ids, days of the practice and words of closed lists, and how many there are of
//! what a person wrote.
//!
//! Names, birth dates, codes, teeth, amounts, labels and the host's own facts stay out of every log and every panic. Each
//! field is named here, so that a new one has to be decided about.

use std::fmt::{Debug, Formatter, Result};

use super::{CustomFact, DueSubject, Patient, Plan, Procedure, Provider};

impl Debug for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self {
            id,
            patient,
            presented_at,
            status,
            provider,
            location,
            tags,
            alternative_group,
            procedures,
            custom,
        } = self;
        f.debug_struct("Plan")
            .field("id", id)
            .field("patient", patient)
            .field("presented_at", presented_at)
            .field("status", status)
            .field("provider", provider)
            .field("location", location)
            .field("tags", &tags.len())
            .field("alternative_group", alternative_group)
            .field("procedures", procedures)
            .field("custom", &custom.len())
            .finish()
    }
}

impl Debug for DueSubject {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self {
            kind,
            id,
            patient,
            due_on,
            done,
            provider,
            location,
            tags,
            custom,
        } = self;
        f.debug_struct("DueSubject")
            .field("kind", kind)
            .field("id", id)
            .field("patient", patient)
            .field("due_on", due_on)
            .field("done", done)
            .field("provider", provider)
            .field("location", location)
            .field("tags", &tags.len())
            .field("custom", &custom.len())
            .finish()
    }
}

impl Debug for Patient {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self {
            id,
            first_name: _,
            last_name: _,
            birth_date: _,
            status,
            new_patient: _,
            insured: _,
            benefits_remaining: _,
        } = self;
        let mut shown = f.debug_struct("Patient");
        shown.field("id", id).field("status", status).finish_non_exhaustive()
    }
}

impl Debug for Provider {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self { id, name: _ } = self;
        f.debug_struct("Provider").field("id", id).finish_non_exhaustive()
    }
}

impl Debug for Procedure {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self {
            id,
            code: _,
            description: _,
            tooth: _,
            quadrant: _,
            fee: _,
            patient_portion: _,
            status,
            appointment,
        } = self;
        f.debug_struct("Procedure")
            .field("id", id)
            .field("status", status)
            .field("appointment", appointment)
            .finish_non_exhaustive()
    }
}

impl Debug for CustomFact {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("[redacted]")
    }
}
