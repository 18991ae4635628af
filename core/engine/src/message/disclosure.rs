//! What a message may disclose where: classes of information × forms of message.

/// The form in which a template's text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// The body of a text message.
    Sms,
    /// The subject line of an e-mail: it shows on lock screens.
    Subject,
    /// The Markdown body of an e-mail to anybody who consented to e-mail.
    Plain,
    /// The Markdown body of an e-mail to a person who was warned that e-mail is not encrypted and still prefers the
    /// details there (45 CFR 164.522(b); 78 FR 5634).
    Detailed,
    /// A message behind the login of the practice's portal.
    Portal,
    /// A text that only staff see: a call script, a briefing.
    Text,
    /// What is left on an answering machine: whoever is at home hears it.
    Voicemail,
}

impl Form {
    /// All forms.
    pub const ALL: &'static [Form] = &[
        Self::Sms,
        Self::Subject,
        Self::Plain,
        Self::Detailed,
        Self::Portal,
        Self::Text,
        Self::Voicemail,
    ];

    /// The form by the word that a playbook has for it: `sms`, `subject`, `plain`, `detailed`, `portal`, `text`,
    /// `voicemail`.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|form| form.word() == word)
    }

    /// The word that a playbook has for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Subject => "subject",
            Self::Plain => "plain",
            Self::Detailed => "detailed",
            Self::Portal => "portal",
            Self::Text => "text",
            Self::Voicemail => "voicemail",
        }
    }

    /// How it is called in a problem's text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "an SMS",
            Self::Subject => "a subject line",
            Self::Plain => "a plain e-mail",
            Self::Detailed => "a detailed e-mail",
            Self::Portal => "a portal message",
            Self::Text => "a text for staff",
            Self::Voicemail => "a voicemail",
        }
    }

    /// Whether the text is Markdown.
    pub(crate) fn is_markdown(self) -> bool {
        matches!(self, Self::Plain | Self::Detailed)
    }
}

macro_rules! disclosures {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal, $matrix:ident, $called:literal;)*) => {
        /// A class of information in a message, by how much it discloses.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Disclosure { $($(#[doc = $doc])* $name,)* }

        impl Disclosure {
            /// All classes.
            pub const ALL: &'static [Disclosure] = &[$(Disclosure::$name,)*];

            /// The word for it, for example `procedure_code`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How a problem's text calls it: "a tooth".
            pub(crate) fn called(self) -> &'static str {
                match self { $(Self::$name => $called,)* }
            }

            fn row(self) -> Row {
                match self { $(Self::$name => Row::$matrix,)* }
            }
        }
    };
}

disclosures! {
    /// The given name.
    FirstName = "first_name", Everywhere, "the given name";
    /// The practice's name as it shows itself.
    PracticeName = "practice_name", Everywhere, "the practice's name";
    /// The provider's name as it is shown.
    ProviderName = "provider_name", Everywhere, "the provider's name";
    /// Words that say nothing about health or money.
    Neutral = "neutral", Everywhere, "neutral";
    /// A link whose path says nothing.
    LinkOpaque = "link_opaque", WhereRead, "a link";
    /// The practice's telephone number.
    PracticePhone = "practice_phone", Everywhere, "the practice's number";
    /// When a visit is.
    AppointmentTime = "appointment_time", Everywhere, "the time of a visit";
    /// The family name.
    LastName = "last_name", EmailBodies, "the family name";
    /// The date of birth.
    BirthDate = "birth_date", BehindLogin, "the date of birth";
    /// What is to be done.
    Procedure = "procedure", WithConsent, "about treatment";
    /// Its code.
    ProcedureCode = "procedure_code", WithConsent, "a procedure code";
    /// Where in the mouth.
    Tooth = "tooth", WithConsent, "a tooth";
    /// What was found.
    Diagnosis = "diagnosis", WithConsent, "a diagnosis";
    /// How the person is.
    Condition = "condition", WithConsent, "about health";
    /// What the person takes.
    Medication = "medication", WithConsent, "a medication";
    /// An amount of money.
    Amount = "amount", WithConsent, "an amount";
    /// Who insures, and what the insurer decided.
    Insurer = "insurer", WithConsent, "about insurance";
    /// What is left of the insurance.
    Benefit = "benefit", WithConsent, "about insurance benefits";
    /// The terms of a financing offer, or who lends.
    FinancingTerms = "financing_terms", WithConsent, "a financing term";
    /// What kind of specialist.
    ProviderSpecialty = "provider_specialty", WithConsent, "a specialty";
    /// A value that only the host knows the meaning of.
    Custom = "custom", WithConsent, "a fact of the practice's own";
    /// A chart or account number.
    PatientId = "patient_id", BehindLogin, "an identifier";
    /// A picture or X-ray.
    ClinicalImage = "clinical_image", BehindLogin, "a clinical image";
    /// A social security number.
    Ssn = "ssn", Nowhere, "a social security number";
    /// Data of a payment card.
    PaymentCard = "payment_card", Nowhere, "card data";
}

enum Row {
    Everywhere,
    WhereRead,
    EmailBodies,
    WithConsent,
    BehindLogin,
    Nowhere,
}

impl Disclosure {
    /// Whether a message of this form may carry it: this project's cautious reading of 45 CFR 164.502(b), 164.522(b)
    /// and 164.530(c). There is no consent that opens an SMS to clinical or financial detail.
    pub fn allowed_in(self, form: Form) -> bool {
        let behind_login = matches!(form, Form::Portal | Form::Text);
        match self.row() {
            Row::Everywhere => true,
            Row::WhereRead => !matches!(form, Form::Subject | Form::Voicemail),
            Row::EmailBodies => behind_login || form.is_markdown(),
            Row::WithConsent => behind_login || form == Form::Detailed,
            Row::BehindLogin => behind_login,
            Row::Nowhere => false,
        }
    }
}
