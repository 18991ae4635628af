//! Sentences that nobody writes anew: our own line on how to opt out, and what companies put under every mail.
//!
//! "Please delete it from your system" of a disclaimer would be a STOP. What it takes to be one is more than a person
//! says of a message that went wrong: "I received this in error" is theirs, "if you received this in error" is not.

use std::ops::Range;

use super::super::spelling;

/// A disclaimer holds one of these.
const MARKS: &[&str] = &[
    " confidentiality notice ",
    " confidentiality statement ",
    " privileged and confidential ",
    " confidential and privileged ",
    " may contain confidential ",
    " may contain privileged ",
    " may contain information that is ",
    " contains confidential ",
    " is confidential and ",
    " are confidential and ",
    " intended recipient ",
    " intended recipients ",
    " intended solely for the ",
    " intended only for the ",
    " for the sole use of ",
    " solely for the use of ",
    " any unauthorized ",
    " unauthorized use disclosure ",
    " do not copy or forward ",
    " do not forward or copy ",
    " do not copy distribute ",
    " do not copy or distribute ",
    " do not print copy ",
    " delete it and any copies ",
    " delete it and all copies ",
    " delete all copies ",
    " destroy all copies ",
    " consider the environment ",
    " aviso de confidencialidad ",
    " nota de confidencialidad ",
    " clausula de confidencialidad ",
    " aviso legal ",
    " no es el destinatario ",
    " no es usted el destinatario ",
    " no fuera el destinatario ",
    " destinatario previsto ",
    " exclusivo del destinatario ",
    " exclusivamente a su destinatario ",
    " exclusivo de su destinatario ",
    " puede contener informacion ",
    " contiene informacion confidencial ",
    " es confidencial y ",
    " son confidenciales y ",
    " queda prohibida ",
    " antes de imprimir ",
];

/// Said by whoever wrote it to whoever has it: what is received, who says it before, and that it was an error behind.
const RECEIVED: &[(&str, &[&str], &[&str])] = &[
    (
        " received ",
        &[" you ", " youve "],
        &[" this in error ", " error ", " mistake "],
    ),
    (" receive ", &[" you "], &[" in error ", " mistake "]),
    (" recibio ", &[" si "], &[" por error ", " equivocacion "]),
    (" recibe ", &[" si "], &[" por error ", " equivocacion "]),
    (" recibido ", &[" si "], &[" por error ", " equivocacion "]),
    (" recibiste ", &[" si "], &[" por error ", " equivocacion "]),
];

/// A paragraph behind one that is a disclaimer goes with it where it speaks of the mail and of one of these.
const OF_THE_MAIL: &[&str] = &[
    " this e mail ",
    " this email ",
    " this message ",
    " this communication ",
    " attachments ",
    " este mensaje ",
    " este correo ",
    " archivos adjuntos ",
];
const AND_OF: &[&str] = &[
    " delete ",
    " copy ",
    " copies ",
    " forward ",
    " disclose ",
    " disclosure ",
    " virus ",
    " viruses ",
    " prohibited ",
    " elimine ",
    " eliminelo ",
    " borre ",
    " borrelo ",
    " copiar ",
    " copia ",
    " prohibido ",
    " prohibida ",
];

/// A line that begins so, and goes on in the next, begins the disclaimer.
const OPENS: &[&str] = &[
    "this e-mail",
    "this email",
    "this message",
    "this communication",
    "this transmission",
    "the information",
    "the contents",
    "if you",
    "este mensaje",
    "este correo",
    "esta comunicación",
    "la información",
    "si usted",
    "si ha",
];

/// How our texts and mails say how to opt out, and the words that such a sentence may end with.
const FOOTERS: &[&str] = &[
    " reply stop to ",
    " text stop to ",
    " txt stop to ",
    " send stop to ",
    " responda stop para ",
    " responde stop para ",
    " envie stop para ",
    " envia stop para ",
    " conteste stop para ",
    " responda alto para ",
    " responda baja para ",
    " reply stop 2 ",
];
const GOES_ON: &str = "opt out optout end ends cancel quit stop unsubscribe receiving getting these our texts messages \
    msgs emails help for info text reply and or darse dar darte de baja dejar no recibir mas mensajes textos cancelar \
    salir la suscripcion ayuda para o y";
/// Those that end with the word itself.
const WHOLE: &[&str] = &[
    " to end these e mails reply with the word stop ",
    " para dejar de recibir estos correos responda con la palabra stop ",
];

/// How near words of [`RECEIVED`] stand, in bytes.
const NEAR: usize = 60;

/// The parts without what nobody wrote anew.
pub(super) fn without_fine_print(text: &str, parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut own = Vec::new();
    let mut below = false;
    for paragraph in paragraphs(&parts) {
        let Some(plain) = Plain::of(text, paragraph.clone()) else {
            own.push(paragraph);
            continue;
        };
        let disclaimer = plain.disclaimer().map(|at| start_of(text, &paragraph, at));
        let goes_on = below && plain.has(OF_THE_MAIL) && plain.has(AND_OF);
        let end = if goes_on {
            paragraph.start
        } else {
            disclaimer.unwrap_or(paragraph.end)
        };
        below |= disclaimer.is_some();
        let mut from = paragraph.start;
        for footer in plain.footers(text).into_iter().filter(|footer| footer.start < end) {
            own.push(from..footer.start);
            from = footer.end;
        }
        own.push(from..end.max(from));
    }
    let length = |parts: &[Range<usize>]| parts.iter().map(Range::len).sum::<usize>();
    if length(&own) == length(&parts) {
        return parts;
    }
    // Lines stay parts of their own.
    let mut lines = Vec::new();
    let mut first = 0;
    for part in parts {
        while own.get(first).is_some_and(|own| own.end <= part.start) {
            first += 1;
        }
        for own in own.iter().skip(first).take_while(|own| own.start < part.end) {
            let line = part.start.max(own.start)..part.end.min(own.end);
            let says = |c: char| !c.is_whitespace() && !c.is_ascii_punctuation();
            if text.get(line.clone()).is_some_and(|line| line.contains(says)) {
                lines.push(line);
            }
        }
    }
    lines
}

/// Lines that follow each other without an empty one.
fn paragraphs(parts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match out.last_mut() {
            Some(last) if last.end == part.start => last.end = part.end,
            Some(_) | None => out.push(part.clone()),
        }
    }
    out
}

/// A paragraph as words between single spaces, and where each letter stood.
struct Plain {
    letters: String,
    at: Vec<usize>,
}

impl Plain {
    /// None for what is too short to hold any of it.
    fn of(text: &str, paragraph: Range<usize>) -> Option<Self> {
        const SHORTEST: usize = 16;
        let said = text.get(paragraph.clone()).filter(|said| said.len() >= SHORTEST)?;
        let mut plain = Self {
            letters: " ".to_owned(),
            at: vec![paragraph.start],
        };
        for (offset, c) in said.char_indices() {
            let c = spelling::plain(c);
            let c = if c.is_ascii_alphanumeric() { c } else { ' ' };
            if c != ' ' || !plain.letters.ends_with(' ') {
                plain.letters.push(c);
                plain.at.push(paragraph.start + offset);
            }
        }
        if !plain.letters.ends_with(' ') {
            plain.letters.push(' ');
            plain.at.push(paragraph.end);
        }
        Some(plain)
    }

    fn has(&self, list: &[&str]) -> bool {
        list.iter().any(|mark| self.letters.contains(mark))
    }

    /// Where the mark of a disclaimer stands in the message.
    fn disclaimer(&self) -> Option<usize> {
        let marked = MARKS.iter().filter_map(|mark| self.letters.find(mark));
        let received = RECEIVED.iter().filter_map(|(verb, before, behind)| {
            self.letters.match_indices(verb).map(|(at, _)| at).find_map(|at| {
                let said = self.letters.get(at.saturating_sub(NEAR / 2)..at + 1)?;
                let rest = self.letters.get(at..(at + NEAR).min(self.letters.len()))?;
                let from = before.iter().filter_map(|who| said.rfind(who)).max()?;
                let error = behind.iter().any(|error| rest.contains(error));
                error.then_some(at.saturating_sub(NEAR / 2) + from)
            })
        });
        let first = marked.chain(received).min()?;
        self.at.get(first + 1).copied()
    }

    /// Our own sentences on how to opt out, each at the start of a sentence.
    fn footers(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let place = |letter: usize| self.at.get(letter).copied();
        let begins = |at: usize| {
            let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
            before.is_empty() || before.ends_with(|c: char| !c.is_alphanumeric() && c != ',')
        };
        for (from, whole) in WHOLE.iter().flat_map(|whole| self.letters.match_indices(whole)) {
            found.extend(
                place(from + 1)
                    .zip(place(from + whole.len() - 1))
                    .map(|(from, to)| from..to),
            );
        }
        for (from, footer) in FOOTERS.iter().flat_map(|footer| self.letters.match_indices(footer)) {
            let mut end = from + footer.len();
            let first = end;
            for word in self.letters.get(first..).unwrap_or_default().split(' ') {
                let gap = place(end - 1).and_then(|at| text.get(at..)?.chars().next());
                let over = end > first && matches!(gap, Some('.' | '!' | '?' | '\n' | '\r'));
                if over || word.is_empty() || !GOES_ON.split_whitespace().any(|known| known == word) {
                    break;
                }
                end += word.len() + 1;
            }
            let said = end > first;
            let after = |at: usize| {
                let rest = text.get(at..).unwrap_or_default();
                text.len() - rest.trim_start_matches(['.', '!', ')', ',', ' ']).len()
            };
            let range = place(from + 1).zip(place(end - 1)).map(|(from, to)| from..after(to));
            found.extend(range.filter(|range| said && begins(range.start)));
        }
        found.sort_by_key(|range| range.start);
        found.dedup_by(|later, first| later.start < first.end);
        found
    }
}

/// Where the sentence of a disclaimer begins: at its own line or sentence, or a line or two before.
fn start_of(text: &str, paragraph: &Range<usize>, mark: usize) -> usize {
    let before = text.get(paragraph.start..mark).unwrap_or_default();
    let sentence = before
        .rfind(['\n'])
        .into_iter()
        .chain([". ", "! ", "? "].iter().filter_map(|end| before.rfind(end)))
        .max();
    let mut start = sentence.map_or(0, |at| at + 1);
    for _ in 0..2 {
        let above = before.get(..start).unwrap_or_default();
        if !above.ends_with('\n') {
            break;
        }
        let line = above.trim_end().rfind('\n').map_or(0, |at| at + 1);
        let lower = above.get(line..).unwrap_or_default().trim_start().to_lowercase();
        if OPENS.iter().any(|opens| lower.starts_with(opens)) {
            start = line;
        }
    }
    paragraph.start + start
}
