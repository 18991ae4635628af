//! What of a message the person wrote, and what only quotes ours or is written by a machine: phone reactions, quoted
//! e-mail lines, signatures, disclaimers.
//!
//! A reaction repeats the message it reacts to, with its "Reply STOP to opt out". Read as the person's own words it
//! would be a STOP, so what is quoted is taken out before anything is looked for.

mod fine_print;
mod mail;
mod reactions;

use std::ops::Range;

/// What is left of a message, and what its reaction says, if it is one.
pub(super) struct Own {
    /// The parts that the person wrote, in order.
    pub(super) parts: Vec<Range<usize>>,
    /// A thumb down on one of our messages.
    pub(super) disliked: bool,
}

pub(super) fn own_words(text: &str) -> Own {
    if let Some((after, disliked)) = reactions::reaction(text) {
        return Own {
            parts: std::iter::once(after..text.len()).collect(),
            disliked,
        };
    }
    Own {
        parts: fine_print::without_fine_print(text, mail::own_lines(text)),
        disliked: false,
    }
}

#[cfg(test)]
mod tests {
    use super::own_words;

    fn left(text: &str) -> String {
        own_words(text)
            .parts
            .iter()
            .filter_map(|part| text.get(part.clone()))
            .collect::<String>()
            .trim()
            .to_owned()
    }

    #[test]
    fn a_reaction_quotes_us() {
        for text in [
            "Liked \u{201C}Reply STOP to opt out\u{201D}",
            "Loved \"Reply STOP to opt out\"",
            "\u{200B}👍\u{200B} to \u{201C} Reply STOP to opt out \u{201D}",
            "Reacted 👍🏽 to \u{201C}STOP\u{201D}",
            "Le gustó \u{201C}Responda STOP\u{201D}",
            "Removed a like from \u{201C}STOP",
            "Questioned an image",
            "Ana liked \u{201C}STOP\u{201D}",
            "Removed a heart from \u{201C}STOP\u{201D}",
            "Removed 👍 from \u{201C}STOP\u{201D}",
            "Le ha gustado \u{201C}Responda STOP\u{201D}",
            "A Ana le gusta \u{201C}Responda STOP\u{201D}",
            "A Ana María le encanta «Responda STOP»",
            "Le gusta \u{201C}Responda STOP\u{201D}",
            "Se ha reído de \u{201C}Responda STOP\u{201D}",
            "Ha enfatizado \u{201C}Responda STOP\u{201D}",
            "Ha cuestionado \u{201C}Responda STOP\u{201D}",
            "Ha reaccionado con 👍 a \u{201C}Responda STOP\u{201D}",
            "Ha reaccionado con \u{201C}👍\u{201D} a \u{201C}Responda STOP\u{201D}",
            "Reaccionó 👍 a \u{201C}Responda STOP\u{201D}",
            "Ha quitado un \u{201C}Me encanta\u{201D} de \u{201C}Responda STOP\u{201D}",
            "Eliminó un me gusta de \u{201C}Responda STOP\u{201D}",
            "A Ana le gusta una imagen",
        ] {
            assert_eq!(left(text), "", "{text}");
        }
        assert_eq!(
            left("Liked \u{201C}STOP\u{201D} please stop"),
            "please stop",
            "what follows is theirs"
        );
        for text in [
            "liked it, stop",
            "\"STOP\"",
            "I said to \"stop\"",
            "Loved the STOP sign",
            "I liked \"STOP\"",
            "Me dijo \u{201C}ya no me manden nada\u{201D}",
        ] {
            assert_eq!(left(text), text, "no reaction");
        }
    }

    #[test]
    fn mail_quotes_us_in_lines() {
        assert_eq!(left("Yes please\n\n> Reply STOP to opt out\n"), "Yes please");
        assert_eq!(
            left("STOP\nSent from my iPhone\nOn Mon, Mar 2, 2026 at 9:00 AM Bright Dental\n<a@b.c> wrote:\nHi Ana"),
            "STOP"
        );
        assert_eq!(left("On second thought\nno"), "On second thought\nno");
        for quoted in [
            "De: Lakeview <a@b.c>\nEnviado: lunes, 2 de marzo de 2026\nPara: Ana\nAsunto: Su plan\n\nResponda STOP",
            "*De:* Lakeview\n*Enviado el:* lunes\n*Para:* Ana\n*Asunto:* Su plan\nResponda STOP",
            "From: Lakeview\nDate: Monday\nTo: Ana\nSubject: Your plan\nReply STOP",
            "Fecha: lunes\nAsunto: Su plan\nDe: Lakeview\nResponda STOP",
            "-----Mensaje original-----\nResponda STOP",
            "---------- Mensaje reenviado ---------\nResponda STOP",
            "Begin forwarded message:\nReply STOP",
            "Inicio del mensaje reenviado:\nResponda STOP",
            "El lun, 2 mar 2026 a las 9:00, Lakeview (<a@b.c>) escribió:\nResponda STOP",
            "El lun, 2 mar 2026 a las 9:00,\nLakeview\n<a@b.c> escribió:\nResponda STOP",
            "El lun, 2 mar 2026 a las 9:00, Lakeview escribió: Responda STOP",
            "Enviado desde mi iPhone",
            "Obtener Outlook para iOS",
            "--\nAna Ruiz\nSTOP Pest Control",
        ] {
            assert_eq!(left(&format!("Gracias\n\n{quoted}")), "Gracias", "{quoted}");
        }
        assert_eq!(
            left("Gracias El lun, 2 mar 2026 a las 9:00, Lakeview escribió: Responda STOP"),
            "Gracias",
            "all in one line"
        );
        assert_eq!(
            left("Ok From: Lakeview Sent: Monday To: Ana Subject: Your plan Reply STOP"),
            "Ok"
        );
        for own in [
            "De: Ana\nno más mensajes",
            "El martes no puedo, me escribió: mi hija",
            "From: Ana",
        ] {
            assert_eq!(left(own), own, "no quotation");
        }
    }

    #[test]
    fn fine_print_is_nobodys_word() {
        for printed in [
            "If you received this message in error, please remove it from your system and delete it.",
            "CONFIDENTIALITY NOTICE: for the intended recipient. Please delete it and any copies.",
            "This email and any attachments are\nconfidential and intended solely for the addressee.\nDelete it.",
            "Do not copy or forward.",
            "You have received this email in error? Delete all copies.\n\nThis message may carry a virus: delete it.",
            "Aviso de confidencialidad: si recibió este mensaje por error, elimínelo de su sistema.",
            "Si usted ha recibido este correo por error, bórrelo y no lo copie.",
            "Antes de imprimir este mensaje, piense en el medio ambiente.",
            "Responda STOP para darse de baja.",
            "Reply STOP to opt out.",
            "Text STOP to unsubscribe, HELP for help",
            "Para dejar de recibir estos correos, responda con la palabra STOP.",
        ] {
            assert_eq!(
                left(&format!("Sí quiero\n\n{printed}")).trim_end_matches(['.', ' ']),
                "Sí quiero",
                "{printed}"
            );
        }
        assert_eq!(
            left("Responda STOP para darse de baja. STOP"),
            "STOP",
            "what follows is theirs"
        );
        for own in [
            "I received this message in error, remove me from your list",
            "Recibí este mensaje por error, bórrenme",
            "te respondo stop para no recibir más mensajes",
            "I reply STOP to opt out and you go on",
            "This message is for somebody else, delete my number",
        ] {
            assert_eq!(left(own), own);
        }
    }
}
