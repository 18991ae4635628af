//! Which channel ends, and which is only named because it shall stay.

use followthrough::recipient::Channel;
use followthrough::reply::{Intent, OptOutScope, classify};

/// Scope and channel of the opt-out, if the message is one.
fn opt_out(text: &str) -> Option<(Option<OptOutScope>, Option<Channel>)> {
    classify(text).intents.into_iter().find_map(|intent| {
        if let Intent::OptOut { scope, channel } = intent {
            Some((scope, channel))
        } else {
            None
        }
    })
}

#[track_caller]
fn all(texts: &[&str], wanted: Option<(Option<OptOutScope>, Option<Channel>)>) {
    let wrong: Vec<_> = texts
        .iter()
        .map(|text| (text, opt_out(text)))
        .filter(|(_, found)| *found != wanted)
        .collect();
    assert!(wrong.is_empty(), "not {wanted:?}:\n{wrong:#?}");
}

const CHANNEL: Option<OptOutScope> = Some(OptOutScope::Channel);

#[test]
fn what_stays_is_not_what_ends() {
    all(
        &[
            "emails only",
            "email only please",
            "only email me",
            "just email me",
            "only call me",
            "calls only",
            "solo por correo por favor",
            "solo correo",
            "sólo por email",
            "solo correo electrónico",
            "solamente por correo",
            "únicamente por correo electrónico",
            "nada más por correo",
            "mejor por correo",
            "solo llámenme",
            "sólo llámeme por favor",
            "solo llamadas",
            "stop sending messages, only call me",
            "no me manden mensajes, solo llámenme",
        ],
        Some((CHANNEL, None)),
    );
    all(
        &[
            "text only",
            "texts only please",
            "only text me",
            "just text me",
            "solo mensajes por favor",
            "mejor por mensaje",
            "solo texto por favor",
            "solo mensajes de texto",
        ],
        Some((CHANNEL, Some(Channel::Email))),
    );
    assert!(classify("only call me").intents.contains(&Intent::Callback));
}

#[test]
fn a_named_channel_ends_alone() {
    all(
        &[
            "stop calling me",
            "stop calling me, text only",
            "stop calling me just text",
            "don't call me anymore",
            "don't call, text is fine",
            "please text me don't call",
            "no more calls",
            "no phone calls please",
            "no me llamen",
            "no me llamen, mándenme mensaje",
            "ya no me llamen mejor un mensaje",
            "dejen de llamarme",
            "no llamadas por favor, solo texto",
            "stop calling me right now",
            "don't contact me by phone",
            "no me contacten por teléfono",
        ],
        Some((CHANNEL, Some(Channel::Call))),
    );
    all(
        &[
            "don't email me",
            "no more emails",
            "unsubscribe me from your emails",
            "no quiero correos electrónicos",
            "no me manden emails",
            "no me manden más de sus correos",
            "dejen de mandarme correos",
            "no me contacten por correo",
            "take me off the email list but keep texting",
        ],
        Some((CHANNEL, Some(Channel::Email))),
    );
    all(
        &[
            "stop texting, email me instead",
            "stop texting me call me",
            "don't text me, email only",
            "Email only, do not text",
            "dont text me email only",
            "solo correo, no textos",
            "no me manden textos, mándenme correo",
            "llámenme, no me manden textos",
            "call me instead of texting",
        ],
        Some((CHANNEL, Some(Channel::Sms))),
    );
}

#[test]
fn more_than_a_channel_ends_everything() {
    all(
        &[
            "stop calling and texting me",
            "don't call or message me",
            "stop calling me. take me off your list",
            "STOP! don't call me",
            "stop calling me leave me alone",
            "put me on your do not call list",
            "don't call this number again",
            "no me llamen ni me manden mensajes",
            "no me llamen ni me escriban",
            "dejen de llamar y mandar mensajes",
            "I don't want emails or texts",
            "don't call me now or ever",
        ],
        Some((None, None)),
    );
    all(
        &["stop texting me", "no me manden textos"],
        Some((None, Some(Channel::Sms))),
    );
}

#[test]
fn a_moment_is_no_end() {
    all(
        &[
            "don't call me right now, I'm driving",
            "dont call me right now",
            "please don't text me now",
            "no me llame ahorita",
            "no me llamen ahorita, estoy manejando",
            "no me llame ahora, estoy en el trabajo",
            "just email me the estimate",
            "only call me after 5",
            "solo llámenme después de las 5",
            "solo quiero saber el precio por correo",
            "prefiero correo",
            "prefer email",
        ],
        None,
    );
}
