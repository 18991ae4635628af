//! Stops and what only looks like one, as frames and objects in all combinations: a sentence is read by how it is built,
//! so whatever frame is known must hold with whatever object, and no object of teeth or visits may make it a stop.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use followthrough::reply::{Intent, Reading, classify};

/// All combinations of one piece from each list, joined by spaces.
fn combined(lists: &[&[&str]]) -> Vec<String> {
    lists.iter().fold(vec![String::new()], |texts, list| {
        texts
            .iter()
            .flat_map(|text| {
                list.iter()
                    .map(move |piece| format!("{text} {piece}").trim().to_owned())
            })
            .collect()
    })
}

/// Every text is read as the test wants, or all that are not are told at once.
fn all(texts: &[String], wanted: impl Fn(&Reading) -> bool) {
    let misread: Vec<String> = texts
        .iter()
        .map(|text| (text, classify(text)))
        .filter(|(_, reading)| !wanted(reading))
        .map(|(text, reading)| format!("{text:?} → {:?}", reading.intents))
        .collect();
    assert!(
        misread.is_empty(),
        "{} of {}:\n{}",
        misread.len(),
        texts.len(),
        misread.join("\n")
    );
}

fn each(texts: &[&str], wanted: impl Fn(&Reading) -> bool) {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    all(&texts, wanted);
}

fn has(reading: &Reading, intent: &Intent) -> bool {
    reading.intents.contains(intent)
}

#[test]
fn stops_in_english_by_template() {
    let asked = &[
        "",
        "please",
        "can you",
        "could you please",
        "I want you to",
        "I said",
        "hey,",
        "would you kindly",
    ];
    let stop = combined(&[
        asked,
        &["stop", "quit", "cease", "stop with the"],
        &[
            "texting",
            "messaging",
            "contacting",
            "sending texts to",
            "bothering",
            "the messages to",
        ],
        &["me", "this number", "my phone"],
    ]);
    all(&stop, Reading::is_opt_out);
    let never = combined(&[
        &["", "please", "I asked you,", "hi,", "seriously", "for the last time,"],
        &["don't", "do not", "never", "dont ever"],
        &["text", "message", "contact", "email", "write to", "bother"],
        &["me", "us", "this number", "me here"],
        &["", "again", "anymore", "at all", "please"],
    ]);
    all(&never, Reading::is_opt_out);
    let lists = combined(&[
        &[
            "",
            "please",
            "kindly",
            "I want you to",
            "can you",
            "could someone",
            "you need to",
        ],
        &["take", "remove", "delete", "get", "drop"],
        &["me", "my number", "this number", "us", "my name"],
        &["off", "from", "off of"],
        &[
            "your list",
            "the list",
            "this list",
            "your system",
            "your texts",
            "all lists",
            "your contacts",
            "these messages",
        ],
    ]);
    all(&lists, Reading::is_opt_out);
    let wishes = combined(&[
        &[
            "I don't want",
            "I do not want",
            "I no longer want",
            "we don't need",
            "I'm tired of",
            "I am sick of",
        ],
        &["these", "your", "any more of your", "any", "getting these", "all these"],
        &["texts", "messages", "reminders", "text messages", "notifications"],
    ]);
    all(&wishes, Reading::is_opt_out);
    let no_more = combined(&[
        &["", "please", "ok", "thanks but", "not interested,", "I'm a patient but"],
        &[
            "no more",
            "no further",
            "stop the",
            "end the",
            "cancel the",
            "enough with the",
            "turn off the",
        ],
        &[
            "texts",
            "messages",
            "reminders",
            "text messages",
            "spam",
            "notifications",
        ],
        &["", "please", "thanks", "thank you", "from you"],
    ]);
    all(&no_more, Reading::is_opt_out);
}

#[test]
fn stops_in_spanish_by_template() {
    let no_me = combined(&[
        &["", "por favor", "ya", "oiga,", "les pido que", "favor de"],
        &["no me", "ya no me", "no nos"],
        &[
            "manden",
            "mande",
            "envíen",
            "escriban",
            "escriba",
            "contacten",
            "manden más",
            "vuelvan a escribir",
        ],
        &["", "mensajes", "más", "textos por favor"],
    ]);
    all(&no_me, Reading::is_opt_out);
    let dejen = combined(&[
        &["", "porfavor", "ya", "quiero que", "les digo que"],
        &["dejen de", "deje de", "paren de"],
        &[
            "mandarme",
            "escribirme",
            "enviarme",
            "molestar",
            "textearme",
            "estar mandando",
        ],
        &["", "mensajes", "tantos textos", "ya"],
    ]);
    all(&dejen, Reading::is_opt_out);
    let quitar = combined(&[
        &["", "por favor", "pueden", "favor de", "quiero que"],
        &[
            "quítenme",
            "bórrenme",
            "sáquenme",
            "elimíneme",
            "me quiten",
            "me saquen",
        ],
        &[
            "de la lista",
            "de su lista",
            "de esta lista de mensajes",
            "de su sistema",
        ],
    ]);
    all(&quitar, Reading::is_opt_out);
    let no_quiero = combined(&[
        &["no quiero", "ya no quiero", "no deseo", "no necesito", "ya no deseamos"],
        &["más", "recibir", "recibir más", "sus", "estos", "que me manden"],
        &["mensajes", "textos", "mensajes de texto", "recordatorios", "llamadas"],
    ]);
    all(&no_quiero, Reading::is_opt_out);
}

#[test]
fn a_stop_that_is_none() {
    let texts = combined(&[
        &["my gums", "the tooth", "it", "my mouth", "the socket"],
        &[
            "won't stop",
            "hasn't stopped",
            "doesn't stop",
            "just won't quit",
            "can't stop",
        ],
        &["bleeding", "hurting", "throbbing", "aching", "swelling"],
    ]);
    all(&texts, |reading| !reading.is_opt_out() && !reading.is_affirm());
    let visits = combined(&[
        &["can I", "I'll", "I might", "is it ok to", "we could", "maybe I"],
        &["stop by", "stop in", "stop over", "stop at the office"],
        &["tomorrow", "after work", "on Friday?", "to pay", "later today"],
    ]);
    all(&visits, |reading| !reading.is_opt_out());
    let cancels = combined(&[
        &["", "please", "I need to", "can you", "I have to", "sorry,"],
        &["cancel"],
        &[
            "my appointment",
            "my cleaning",
            "tomorrow's appointment",
            "my visit on Friday",
            "the crown appointment",
            "my 3pm",
        ],
    ]);
    all(&cancels, |reading| {
        !reading.is_opt_out() && has(reading, &Intent::CancelAppointment)
    });
    each(
        &[
            "I can't stop smiling",
            "non-stop pain since last night",
            "the end of the month",
            "I finally quit smoking",
            "remove my tooth",
            "can you remove the stitches",
            "when does the swelling end",
            "is there a bus stop near you",
            "should I stop my blood thinners",
            "the insurance ends in December",
            "I don't get your texts on this phone, can you resend?",
            "didn't get the text",
            "I never received your message",
            "please don't stop the reminders",
            "never stop sending these, I love them",
            "don't take me off the list",
            "no puedo dejar de pensar en mi sonrisa",
            "no me llegó el mensaje",
            "la muela no para de doler",
            "fin de semana",
            "por fin",
            "para el lunes",
            "baja presión",
            "cancelar mi cita",
            "voy a dejar de fumar",
            "Liked “Hi Ana, Bright Dental here. Reply STOP to opt out”",
            "Le gustó “Responda STOP para no recibir más mensajes”",
            "👍 to “Reply STOP to opt out”",
            "\u{200a}\u{200b}❤\u{fe0f}\u{200b} to “ Reply STOP to opt out ”",
            "> Reply STOP to opt out\n> Bright Dental",
            "what is this about?\n\nOn Mon, Mar 2, 2026 at 9:00 AM Bright Dental <a@example.com> wrote:\n> Reply STOP to opt out",
            "https://example.com/stop",
            "stop@example.com",
        ],
        |reading| !reading.is_opt_out(),
    );
}

#[test]
fn every_frame_with_every_object() {
    let ends = combined(&[
        &[
            "",
            "please",
            "ok",
            "I would like you to",
            "can you all",
            "my wife says to",
        ],
        &["stop", "quit", "cease", "stop with", "halt", "no more of", "enough of"],
        &["", "all", "these", "your silly", "all of those automated"],
        &[
            "texts",
            "messages",
            "calls and texts",
            "notifications",
            "reminders",
            "emails",
        ],
    ]);
    all(&ends, Reading::is_opt_out);
    let wants = combined(&[
        &[
            "I do not",
            "I really don't",
            "we would not",
            "my mother doesn't",
            "nobody here",
            "I no longer",
        ],
        &["want", "need", "like", "care for"],
        &[
            "any further",
            "more of your",
            "to get these",
            "to keep getting your",
            "all those",
        ],
        &["texts", "text messages", "emails", "notifications"],
    ]);
    all(&wants, Reading::is_opt_out);
    let takes = combined(&[
        &["", "kindly", "I need you to", "could somebody please"],
        &["take", "get", "pull", "scratch", "strike", "drop"],
        &["me", "my cell", "this number", "our names", "my husband's number"],
        &["off", "off of", "out of", "from"],
        &[
            "your computer",
            "whatever list this is",
            "your contacts",
            "the texting program",
            "that database",
        ],
    ]);
    all(&takes, Reading::is_opt_out);
    let gone = combined(&[
        &["lose", "forget", "erase", "delete", "remove", "please have them delete"],
        &["my", "this"],
        &["number", "cell number", "contact info"],
        &["", "please", "right now", "already"],
    ]);
    all(&gone, Reading::is_opt_out);
    let weary = combined(&[
        &["I'm", "we are", "so"],
        &[
            "sick of",
            "tired of",
            "fed up with",
            "annoyed by",
            "done with",
            "overwhelmed by",
        ],
        &["your", "all these", "getting these", "the constant"],
        &["texts", "messages", "emails", "reminders"],
    ]);
    all(&weary, Reading::is_opt_out);
    let consent = combined(&[
        &["I never gave", "you do not have", "I hereby revoke", "I withdraw"],
        &["my", "any", "whatever"],
        &["consent", "permission", "authorization"],
        &["", "to text me", "for these messages", "to be contacted"],
    ]);
    all(&consent, Reading::is_opt_out);
}

#[test]
fn every_frame_with_every_object_in_spanish() {
    let no = combined(&[
        &[
            "no",
            "ya no",
            "nunca más",
            "por favor no",
            "les dije que no",
            "que ya no",
        ],
        &["me", "nos", "le"],
        &[
            "manden",
            "escriban",
            "vuelvan a escribir",
            "estén llamando",
            "envíe",
            "molesten",
        ],
        &["", "nada", "a este número", "tantos mensajes"],
    ]);
    all(&no, Reading::is_opt_out);
    let ends = combined(&[
        &["", "ya", "por favor", "les pido que"],
        &["dejen de", "paren de", "cesen de"],
        &["mandar", "estar enviando", "escribirme", "molestarme con"],
        &["mensajes", "estos textos", "sus recordatorios"],
    ]);
    all(&ends, Reading::is_opt_out);
    let takes = combined(&[
        &["", "por favor", "oiga"],
        &["quiten", "borren", "saquen", "eliminen"],
        &["mi", "este"],
        &["número", "teléfono", "nombre"],
        &["", "de su lista", "de ahí"],
    ]);
    all(&takes, Reading::is_opt_out);
}

#[test]
fn every_frame_as_it_is_typed() {
    each(
        &[
            "stoptexting me",
            "donttext this phone",
            "dontcontact us",
            "nomolesten",
            "stop mesaging me",
            "no more notificatons",
            "quit textin meeee",
            "stoooop sending messges",
            "do nt text me",
            "unsubcribe",
            "dejen de mandr mensajes",
            "no me escrivan",
        ],
        Reading::is_opt_out,
    );
}

#[test]
fn no_frame_with_what_is_none_of_ours() {
    let teeth = combined(&[
        &["I want to", "how do I", "when can I", "should I", "do I have to"],
        &["stop", "quit"],
        &[
            "grinding my teeth",
            "wearing the retainer",
            "taking the antibiotics",
            "smoking before surgery",
            "rinsing",
        ],
    ]);
    all(&teeth, |reading| !reading.is_opt_out());
    let wants = combined(&[
        &["I don't", "we do not", "I no longer", "my son doesn't"],
        &["want", "need"],
        &[
            "the crown",
            "braces",
            "an implant",
            "the appointment on Friday",
            "a root canal",
        ],
    ]);
    all(&wants, |reading| !reading.is_opt_out());
    let missing = combined(&[
        &["I didn't", "I never", "we haven't"],
        &["get", "got", "received", "see"],
        &["your text", "the message", "any reminder", "an email"],
    ]);
    all(&missing, |reading| !reading.is_opt_out());
    let kept = combined(&[
        &["please", "no,", "oh", ""],
        &["don't stop", "never stop"],
        &["texting me", "sending the reminders", "the messages"],
    ]);
    all(&kept, |reading| !reading.is_opt_out());
    let out = combined(&[
        &["take", "get", "pull"],
        &["the tooth", "my stitches", "the old crown"],
        &["out", "off"],
        &["", "please", "on Friday"],
    ]);
    all(&out, |reading| !reading.is_opt_out());
    let spanish = combined(&[
        &["no quiero", "ya no quiero", "no necesito"],
        &["la corona", "el implante", "la cita del lunes", "esperar más"],
    ]);
    all(&spanish, |reading| !reading.is_opt_out());
}
