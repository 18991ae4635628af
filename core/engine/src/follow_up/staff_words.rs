//! What staff are told, in their language: why they are asked, and what they should know before they call.

use super::compose::pending_fees;
use super::machine::Machine;
use super::{Case, CaseState, ReEngagedBy, Subject};
use crate::escalation::PromptKind;
use crate::message::Language;
use crate::plan::{Category, Money, Plan};
use crate::playbook::Touch;
use crate::recipient::Channel;
use crate::schedule::Timestamp;
use crate::wire::{CaseId, Redacted, StepId};

impl Machine<'_> {
    /// The language that staff read: the first of the practice's, whatever the patient's is.
    fn staff_language(&self) -> Language {
        Language::of(self.rules.languages.first().map_or("", String::as_str))
    }

    /// What a member of staff should know: who, what was proposed, what was sent, and what happened.
    pub(super) fn briefing(&self, case: Option<&CaseId>, because: &str, said: Option<&Redacted>) -> Redacted {
        let language = self.staff_language();
        let mut lines = vec![format!("{}: {because}", self.full_name(case))];
        let wrote = language.pick("Wrote", "Escribió");
        lines.extend(said.map(|said| format!("{wrote}: {}", said.reveal())));
        if let Some(case) = case.and_then(|id| self.case(id)) {
            let zone = &self.practice_of(Some(case)).zone;
            lines.push(match &case.subject {
                Subject::Plan { plan } => plan_line(plan, self.category(case), language),
                Subject::Due { due, .. } => {
                    let word = language.pick("due", "toca el");
                    format!("{} {}: {word} {}.", due.kind, due.id, due.due_on)
                }
            });
            for sent in self.f.sends.iter().filter(|sent| sent.case() == Some(&case.id)) {
                let contacted = language.pick("contacted", "contacto");
                let what = sent.step().map_or(contacted, StepId::as_str);
                let by = language.pick("by", "por");
                let channel = channel(sent.channel, language);
                lines.push(format!("{}: {what} {by} {channel}.", zone.local(sent.at).date));
            }
        }
        if let Some(point) = self.f.person.number_to_call(|_| false) {
            let phone = language.pick("Phone", "Teléfono");
            lines.push(format!("{phone} {}.", point.value.reveal()));
        }
        Redacted::new(lines.join("\n"))
    }

    /// Whether a step of this round wrote to the person.
    fn was_written_to(&self, case: &Case) -> bool {
        let steps = || self.rules.sequences.iter().flat_map(|sequence| &sequence.steps);
        let is_call = |id: &StepId| steps().any(|step| step.id == *id && matches!(step.touch, Touch::Call { .. }));
        case.done.iter().any(|done| done.sent && !is_call(&done.step))
    }

    /// Why a prompt is raised, in words without patient detail: they go to the staff channel too.
    pub(super) fn because(&self, case: Option<&CaseId>, kind: PromptKind, level: u32) -> String {
        let language = self.staff_language();
        let state = case.and_then(|id| self.case(id)).map(|case| &case.state);
        let (english, spanish) = match (kind, state) {
            (PromptKind::Book, Some(CaseState::ReEngaged { by, .. })) => match by {
                ReEngagedBy::Reply => (
                    "said yes. Please book a visit.",
                    "dijo que sí. Agende una cita, por favor.",
                ),
                ReEngagedBy::Click => (
                    "followed the booking link. Please book a visit.",
                    "abrió el enlace de citas. Agende una cita, por favor.",
                ),
                ReEngagedBy::PracticeSystem => (
                    "accepted, and nothing is booked yet. Please book a visit.",
                    "aceptó y aún no tiene cita. Agende una, por favor.",
                ),
                ReEngagedBy::BrokenVisit => (
                    "missed or cancelled a booked visit. Please book another one.",
                    "canceló su cita o no vino. Agende otra, por favor.",
                ),
            },
            (PromptKind::Book, _) => (
                "wrote or followed the link. Please book a visit.",
                "escribió o abrió el enlace. Agende una cita, por favor.",
            ),
            (PromptKind::Call, _)
                if case
                    .and_then(|id| self.case(id))
                    .is_some_and(|case| self.was_written_to(case)) =>
            {
                ("has not answered. Please call.", "no ha respondido. Llame, por favor.")
            }
            (PromptKind::Call, _) => ("it is time to call.", "es momento de llamar."),
            (PromptKind::Answer, _) => (
                "wrote something that needs an answer.",
                "escribió algo que necesita respuesta.",
            ),
            (PromptKind::FixContact, _) => (
                "cannot be reached as recorded. Please check the contact data.",
                "no se puede contactar con los datos registrados. Revíselos, por favor.",
            ),
            (PromptKind::Review, _) => (
                "left the follow-up while people were at it. Please take a look.",
                "salió del seguimiento mientras alguien lo atendía. Revíselo, por favor.",
            ),
        };
        let first = language.pick(english, spanish);
        if level > 1 {
            format!("{}: {first}", language.pick("still open", "sigue pendiente"))
        } else {
            first.to_owned()
        }
    }

    /// The same for what cannot wait.
    pub(super) fn because_urgent(&self) -> String {
        let (english, spanish) = (
            "wrote something urgent. Please read it at once.",
            "escribió algo urgente. Léalo ahora mismo, por favor.",
        );
        self.staff_language().pick(english, spanish).to_owned()
    }

    /// Why messages wait for everybody.
    pub(super) fn because_stale(&self, as_of: Timestamp) -> Redacted {
        Redacted::new(match self.staff_language() {
            Language::English => format!(
                "The practice system is known only up to {as_of}. Messages wait until a newer export is taken in."
            ),
            Language::Spanish => format!(
                "Solo se conocen los datos del sistema hasta {as_of}. Los mensajes esperan una exportación más reciente."
            ),
        })
    }

    /// First name and initial: all that may show in a staff channel.
    pub(super) fn short_name(&self, case: Option<&CaseId>) -> String {
        let (first, last) = self.names(case);
        match (first, last.and_then(|last| last.chars().next())) {
            (Some(first), Some(initial)) => format!("{first} {initial}."),
            (Some(first), None) => first.to_owned(),
            (None, _) => self.nameless().to_owned(),
        }
    }

    fn full_name(&self, case: Option<&CaseId>) -> String {
        let (first, last) = self.names(case);
        let name: Vec<&str> = first.into_iter().chain(last).collect();
        if name.is_empty() {
            self.nameless().to_owned()
        } else {
            name.join(" ")
        }
    }

    fn nameless(&self) -> &'static str {
        self.staff_language().pick("A patient", "Paciente")
    }

    /// The person contacted; the family name is the patient's when they are the same person.
    fn names(&self, case: Option<&CaseId>) -> (Option<&str>, Option<&str>) {
        let patient = case.and_then(|id| self.case(id)).map(Case::patient);
        let own = self.f.person.first_name.as_ref();
        let first = own
            .or(patient.and_then(|p| p.first_name.as_ref()))
            .map(Redacted::reveal);
        let same = |p: &&crate::plan::Patient| own.is_none() || p.first_name.as_ref() == own;
        let last = patient
            .filter(same)
            .and_then(|p| p.last_name.as_ref())
            .map(Redacted::reveal);
        (first, last)
    }
}

fn plan_line(plan: &Plan, category: Option<Category>, language: Language) -> String {
    let unknown = language.pick("value not known", "valor desconocido");
    let value = pending_fees(plan).map_or_else(|| unknown.to_owned(), Money::display_us);
    let category = category.map_or(language.pick("no category", "sin categoría"), |c| words(c, language));
    let open = plan.pending().count();
    let id = &plan.id;
    match (language, open) {
        (Language::English, 1) => format!("Plan {id}: {value} pending, {category}, 1 open item."),
        (Language::English, _) => format!("Plan {id}: {value} pending, {category}, {open} open items."),
        (Language::Spanish, 1) => format!("Plan {id}: {value} sin aceptar, {category}, 1 procedimiento pendiente."),
        (Language::Spanish, _) => {
            format!("Plan {id}: {value} sin aceptar, {category}, {open} procedimientos pendientes.")
        }
    }
}

fn channel(channel: Channel, language: Language) -> &'static str {
    match channel {
        Channel::Sms => "sms",
        Channel::Email => language.pick("email", "correo"),
        Channel::Portal => "portal",
        Channel::Call => language.pick("call", "llamada"),
    }
}

/// The category as a playbook has it, or what a Spanish speaker calls it.
fn words(category: Category, language: Language) -> &'static str {
    let spanish = match category {
        Category::Implant => "implante",
        Category::Surgery => "cirugía",
        Category::Maxillofacial => "prótesis maxilofacial",
        Category::Orthodontic => "ortodoncia",
        Category::Fixed => "prótesis fija",
        Category::Removable => "prótesis removible",
        Category::Crown => "corona",
        Category::Endodontic => "endodoncia",
        Category::Periodontic => "periodoncia",
        Category::Restorative => "restauración",
        Category::Package => "paquete",
        Category::Laser => "láser",
        Category::Injectable => "inyectables",
        Category::Body => "corporal",
        Category::Skin => "piel",
        Category::Adjunctive => "complementario",
        Category::Other => "otro",
        Category::Preventive => "prevención",
        Category::Diagnostic => "diagnóstico",
    };
    language.pick(category.as_str(), spanish)
}
