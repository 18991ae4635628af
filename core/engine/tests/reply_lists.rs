//! What must and must not be read as each intent: templates in the many ways in which people put one thing, and lists.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use followthrough::reply::{Intent, Reading, Topic, Urgency, classify};

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
fn a_yes_by_template() {
    let want = combined(&[
        &["", "hi", "ok", "yes,", "sure,", "good morning,"],
        &[
            "I want to",
            "I'd like to",
            "I would like to",
            "I'm ready to",
            "we want to",
            "id love to",
            "I need to",
        ],
        &[
            "book",
            "schedule",
            "come in",
            "get started",
            "set up an appointment",
            "move forward",
            "do the treatment",
            "get it done",
        ],
        &["", "please", "this week", "as soon as possible", "for my crown"],
    ]);
    all(&want, Reading::is_affirm);
    let can = combined(&[
        &["", "yes", "hi,", "great,"],
        &[
            "can I come in",
            "can you get me in",
            "can I book",
            "when can I come in",
            "do you have anything",
            "any openings",
            "are there any appointments",
        ],
        &["tomorrow?", "next week?", "on Friday", "this afternoon?"],
    ]);
    all(&can, Reading::is_affirm);
    let plain = combined(&[
        &[
            "yes",
            "yeah",
            "yep",
            "sure",
            "absolutely",
            "yesss",
            "si",
            "claro",
            "Sí",
            "YES!!",
        ],
        &["", "please", "thanks", "thank you", "👍", "por favor"],
    ]);
    all(&plain, Reading::is_affirm);
    let quiero = combined(&[
        &["", "sí,", "hola", "claro,"],
        &["quiero", "quisiera", "me gustaría", "necesito"],
        &[
            "hacer una cita",
            "agendar",
            "sacar cita",
            "programar una cita",
            "hacerme el tratamiento",
        ],
        &["", "por favor", "lo antes posible"],
    ]);
    all(&quiero, Reading::is_affirm);
}

#[test]
fn no_yes() {
    let not = combined(&[
        &["", "sorry,", "thanks but", "hi,", "no,"],
        &[
            "I don't want to",
            "I'm not ready to",
            "I can't",
            "we do not want to",
            "I'm not going to",
            "I no longer want to",
            "I never wanted to",
        ],
        &[
            "book",
            "schedule",
            "do the treatment",
            "move forward",
            "get it done",
            "come in",
        ],
        &["", "right now", "anymore", "thanks"],
    ]);
    all(&not, |reading| !reading.is_affirm());
    let no_quiero = combined(&[
        &[
            "no quiero",
            "ya no quiero",
            "no voy a",
            "no puedo",
            "por ahora no quiero",
        ],
        &["hacer la cita", "hacerme el tratamiento", "agendar", "la corona", "ir"],
    ]);
    all(&no_quiero, |reading| !reading.is_affirm());
    each(
        &[
            "yes I know",
            "yes I got your message",
            "yes?",
            "sure?",
            "yes but not now",
            "yes but I already have an appointment",
            "yes, wrong number",
            "yes this is Maria's husband, she passed away",
            "ok",
            "okay",
            "k",
            "thanks",
            "who is this",
            "not sure",
            "are you sure?",
            "if I want to book I'll call",
            "yeah right",
            "yeah no",
            "yes 🙄",
            "yes please stop texting me",
            "sí, ya recibí el mensaje",
            "sí pero ya no me interesa",
            "si no es mucha molestia, ¿cuánto cuesta?",
            "claro que no",
            "ya fui con otro dentista",
            "ya no",
            "my husband wants to know the price",
            "is Tuesday the day you are closed?",
        ],
        |reading| !reading.is_affirm(),
    );
}

#[test]
fn several_things_at_once_worst_to_miss_first() {
    let money = Intent::Question { topic: Topic::Money };
    for (text, expected) in [
        ("yes but how much is it?", vec![Intent::Affirm, money.clone()]),
        (
            "cancel my appointment. how much is the fee?",
            vec![Intent::CancelAppointment, money.clone()],
        ),
        ("no thanks, too expensive", vec![Intent::Decline]),
        ("sí, ¿cuánto cuesta?", vec![Intent::Affirm, money]),
    ] {
        assert_eq!(classify(text).intents, expected, "{text}");
    }
    let both = classify("no thanks, stop texting");
    assert!(both.is_opt_out() && both.intents[1] == Intent::Decline, "{both:?}");
    let elsewhere = classify("already had it done, take me off your list");
    assert!(elsewhere.is_opt_out() && has(&elsewhere, &Intent::DoneElsewhere));
}

#[test]
fn what_cannot_wait() {
    each(
        &[
            "my husband passed away last month",
            "Mom died in June, please update your records",
            "he is deceased",
            "she's no longer with us",
            "I'm sorry to tell you that John passed on",
            "Mi esposo falleció",
            "mi mamá murió el mes pasado",
            "ella ya falleció",
        ],
        |reading| reading.urgency == Some(Urgency::Death) && !reading.is_affirm() && !has(reading, &Intent::Decline),
    );
    each(
        &[
            "the bleeding won't stop",
            "it won't stop bleeding",
            "I can't breathe",
            "I'm having trouble breathing",
            "can't swallow and my face is swollen",
            "my face is swollen and I have a fever",
            "fever and swelling since yesterday",
            "no deja de sangrar",
            "no para de sangrar desde ayer",
            "no puedo respirar bien",
            "tengo la cara hinchada y fiebre",
            "this is an emergency",
            "YES PLEASE my jaw is swollen shut",
        ],
        |reading| reading.urgency == Some(Urgency::Emergency) && !reading.is_opt_out(),
    );
    each(
        &[
            "my phone died",
            "I'm dead tired",
            "does it bleed?",
            "my tooth hurts",
            "I passed the exam",
            "time passed quickly",
            "the offer is dead?",
        ],
        |reading| reading.urgency.is_none(),
    );
}

#[test]
fn what_else_there_is() {
    each(
        &[
            "call me",
            "please call me back",
            "call me tomorrow at 5",
            "can someone give me a call",
            "llámeme",
            "me pueden llamar por favor",
            "I'd rather talk to somebody",
            "give me a ring",
        ],
        |r| r.intents == [Intent::Callback],
    );
    each(
        &[
            "wrong number",
            "you have the wrong person",
            "I'm not Maria",
            "this isn't Robert's phone",
            "número equivocado",
            "no soy Ana",
            "nobody here by that name",
            "sorry I just got this number",
        ],
        |r| has(r, &Intent::WrongNumber),
    );
    each(
        &[
            "I already had it done",
            "went to another dentist",
            "got it done somewhere else",
            "ya me lo hicieron",
            "I moved to Texas",
            "ya fui con otro dentista",
            "I have an appointment next week already",
        ],
        |r| has(r, &Intent::DoneElsewhere),
    );
    each(
        &[
            "can we reschedule",
            "I need a different time",
            "move my appointment to Friday",
            "quiero cambiar mi cita",
            "can I push it to next week?",
        ],
        |r| has(r, &Intent::Reschedule) && !r.is_affirm(),
    );
    each(
        &[
            "no",
            "No thanks",
            "not interested",
            "I'll pass",
            "can't afford it",
            "we decided against it",
            "no gracias",
            "no me interesa",
            "muy caro",
            "nah",
            "👎",
        ],
        |r| r.intents == [Intent::Decline],
    );
    each(
        &[
            "not now",
            "maybe later",
            "I need to think about it",
            "I'll call you when I'm ready",
            "ahora no",
            "lo voy a pensar",
            "busy right now",
            "let me talk to my wife",
        ],
        |r| r.intents == [Intent::NotNow { until: None }],
    );
    each(
        &[
            "does insurance cover it?",
            "do you take Delta Dental",
            "aceptan mi seguro?",
        ],
        |r| {
            has(
                r,
                &Intent::Question {
                    topic: Topic::Insurance,
                },
            )
        },
    );
    each(
        &[
            "does it hurt?",
            "my tooth is sore",
            "me duele la muela",
            "how long is recovery",
        ],
        |r| has(r, &Intent::Question { topic: Topic::Clinical }),
    );
    each(
        &[
            "what are your hours",
            "where are you located?",
            "what time do you close",
            "dónde están?",
        ],
        |r| has(r, &Intent::Question { topic: Topic::Hours }),
    );
    each(
        &["how much", "what's the price", "can I make payments?", "cuánto sale"],
        |r| has(r, &Intent::Question { topic: Topic::Money }),
    );
    each(
        &[
            "who is this?",
            "what is this about",
            "is this a bot",
            "¿quién es?",
            "the link doesn't work",
        ],
        |r| r.intents == [Intent::Help],
    );
    each(
        &[
            "start texting me again",
            "opt me back in",
            "resubscribe",
            "quiero recibir mensajes otra vez",
            "don't stop texting me",
        ],
        |r| r.intents == [Intent::OptIn],
    );
    each(
        &[
            "pizza tonight?",
            "lol",
            "haha",
            "love you mom",
            "",
            "   ",
            "???",
            "😂",
            "asdf",
            "123",
            "thanks",
            "see the game?",
        ],
        |r| r.intents == [Intent::Other],
    );
}

#[test]
fn a_yes_to_something_else_is_none() {
    let other = combined(&[
        &["yes", "yeah", "sure,", "yep,"],
        &[
            "I got it",
            "the weather is lovely",
            "my mother called already",
            "I paid that",
            "but not now",
            "the pain went away",
        ],
    ]);
    all(&other, |reading| !reading.is_affirm());
    let wishes = combined(&[
        &["I'd like", "I'm ready", "I want"],
        &[
            "to scream",
            "to see the bill",
            "to file a complaint",
            "to know the reason",
        ],
    ]);
    all(&wishes, |reading| !reading.is_affirm());
}
