//! Who has gone: deceased, inactive, or not to be contacted. Nothing is asked of anybody about them.

use super::machine::Machine;
use crate::plan::{Patient, PersonStatus};

impl Machine<'_> {
    /// Whether nobody follows up anything of this patient, because of the patient or of the person contacted.
    pub(super) fn is_gone(&self, patient: &Patient) -> bool {
        self.f.person.status != PersonStatus::Active || patient.status != PersonStatus::Active
    }

    /// The patient of something new, as far as is known: a snapshot that says nothing of the person does not undo what
    /// another one said of their death.
    pub(super) fn known_of(&self, patient: &Patient) -> Patient {
        let dead = |known: &Patient| known.id == patient.id && known.status == PersonStatus::Deceased;
        let mut patient = patient.clone();
        if self.f.cases.iter().any(|case| dead(case.patient())) {
            patient.status = PersonStatus::Deceased;
        }
        patient
    }
}
