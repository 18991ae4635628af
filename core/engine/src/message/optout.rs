//! How a person stops the messages, in words.

use super::words::Language;

/// The opt-out wording of a text message, for the first one and monthly after: `{{optout.text}}`. Only characters of
/// the GSM alphabet, so that it never doubles the price of a message.
///
/// ```
/// use followthrough::message::optout_text;
/// assert_eq!(optout_text("en"), "Reply STOP to opt out.");
/// assert_eq!(optout_text("es-MX"), "Responda STOP para darse de baja.");
/// ```
pub fn optout_text(language: &str) -> &'static str {
    Language::of(language).pick("Reply STOP to opt out.", "Responda STOP para darse de baja.")
}

/// A text with the wording in it: at its end where it has none, as where its author did not think of it.
pub fn with_opt_out(body: String, wording: &str) -> String {
    if wording.is_empty() || body.contains(wording) {
        body
    } else {
        format!("{} {wording}", body.trim_end())
    }
}
