//! What `decode/templates.rs` asks for.

use schemars::JsonSchema;

use super::forms::{Text, Whole, Word};
use super::{Languages, Texts};

/// Texts by channel. Every channel that is there has every language of the playbook.
#[derive(JsonSchema)]
pub(super) struct Template {
    /// Texts for text messages, by language, or arms that are compared with each other.
    sms: Option<Sms>,
    /// E-mails in Markdown, by language, or arms that are compared with each other.
    email: Option<Emails>,
    /// Messages in the practice's portal, by language, or arms that are compared with each other.
    portal: Option<Portal>,
}

/// Texts for text messages.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Sms {
    Texts(SmsTexts),
    Arms(SmsArms),
}

/// Texts for text messages, by language.
#[derive(JsonSchema)]
struct SmsTexts {
    #[schemars(flatten)]
    length: SmsLength,
    #[schemars(flatten)]
    texts: Languages<Text>,
}

/// Wordings of a text message that are compared with each other.
#[derive(JsonSchema)]
struct SmsArms {
    #[schemars(flatten)]
    length: SmsLength,
    /// The wordings. A person always gets the same one.
    #[schemars(length(min = 1))]
    arms: Vec<TextArm>,
}

/// How long a text message may be.
#[derive(JsonSchema)]
struct SmsLength {
    /// How many segments the check lets it take, 1 to 10. Default: 2 in the GSM alphabet, 4 in UCS-2.
    max_segments: Option<Whole<1, 10>>,
}

/// Messages in the portal.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Portal {
    Texts(Texts),
    Arms(PortalArms),
}

/// Wordings of a message in the portal that are compared with each other.
#[derive(JsonSchema)]
struct PortalArms {
    /// The wordings. A person always gets the same one.
    #[schemars(length(min = 1))]
    arms: Vec<TextArm>,
}

/// E-mails.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Emails {
    Texts(EmailTexts),
    Arms(EmailArms),
}

/// E-mails by language.
#[derive(JsonSchema)]
struct EmailTexts {
    #[schemars(flatten)]
    texts: Languages<EmailText>,
}

/// Wordings of an e-mail that are compared with each other.
#[derive(JsonSchema)]
struct EmailArms {
    /// The wordings. A person always gets the same one.
    #[schemars(length(min = 1))]
    arms: Vec<EmailArm>,
}

/// One wording of a text, by language.
#[derive(JsonSchema)]
struct TextArm {
    #[schemars(flatten)]
    arm: AnyArm,
    #[schemars(flatten)]
    texts: Languages<Text>,
}

/// One wording of an e-mail, by language.
#[derive(JsonSchema)]
struct EmailArm {
    #[schemars(flatten)]
    arm: AnyArm,
    #[schemars(flatten)]
    texts: Languages<EmailText>,
}

/// What every arm has.
#[derive(JsonSchema)]
struct AnyArm {
    /// Its id, at most 32 characters. It stands in each `send`.
    id: Word<32>,
    /// Its part of the people, 0 to 1,000. Default: 1.
    #[schemars(extend("default" = 1))]
    weight: Option<Whole<0, 1000>>,
}

/// An e-mail in one language.
#[derive(JsonSchema)]
struct EmailText {
    /// Its subject. Required of a new one.
    subject: Option<Text>,
    /// Its text in Markdown, with nothing about treatment in it. Required of a new one.
    plain: Option<Text>,
    /// The text for people who asked for details by e-mail, in Markdown.
    detailed: Option<Text>,
}
