//! What the practice system says: plans, their procedures, and what follows from them.
//!
//! A [`Plan`] is a snapshot, whole each time. From it follow its [`Standing`], its pending value and its [`Category`];
//! nothing here knows of time or of people to contact. A [`DueSubject`] is the same for what is followed up besides.

mod category;
mod debug;
mod due;
mod money;
mod snapshot;
mod standing;

pub use category::Category;
pub use due::DueSubject;
pub use money::Money;
pub use snapshot::{
    CustomFact, MAX_NAME_CHARS, MAX_PROCEDURES, Patient, PersonStatus, Plan, PlanStatus, Presented, Procedure,
    ProcedureStatus, Provider,
};
pub use standing::Standing;
