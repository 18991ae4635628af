//! What mail programs put around a reply: the message that is answered, lines that begin with `>`, and signatures.

use std::ops::Range;

/// What introduces who wrote what follows, at the end of its line.
const WROTE: &[&str] = &["wrote:", "escribió:", "escribio:", "a écrit :", "a écrit:", "escreveu:"];
const BEGINS: &[&str] = &["On ", "El ", "Le ", "Em "];
/// How far the date and the name of who wrote may reach, in bytes.
const ATTRIBUTION: usize = 240;

/// Where a quotation begins, whatever its line: some programs join all lines of a reply.
const CUTS: &[&str] = &[
    "-----Original",
    "----- Original",
    "-----Mensaje original",
    "----- Mensaje original",
    "________________",
    "---------- Forwarded",
    "---------- Mensaje reenviado",
    "Begin forwarded message:",
    "Inicio del mensaje reenviado:",
    "Inicio de mensaje reenviado:",
];

/// The headers of the message that is answered: who, and what else.
const WHO: &[&str] = &["from", "de"];
const WHEN_OR_WHAT: &[&str] = &[
    "sent",
    "date",
    "subject",
    "enviado",
    "enviado el",
    "fecha",
    "asunto",
    "enviada",
    "enviada em",
];
const TO_WHOM: &[&str] = &["to", "para", "cc", "reply-to", "responder a"];
/// The same, all in one line.
const JOINED: &[(&str, [&str; 2], [&str; 2])] = &[
    ("From: ", ["Sent: ", "Date: "], ["To: ", "Subject: "]),
    ("De: ", ["Enviado", "Fecha: "], ["Para: ", "Asunto: "]),
];

const SIGNATURES: &[&str] = &[
    "Sent from my ",
    "Sent from Yahoo",
    "Sent from Outlook",
    "Sent from Mail for",
    "Sent from Gmail",
    "Sent from the all new",
    "Sent via ",
    "Get Outlook for",
    "Get BlueMail for",
    "Enviado desde ",
    "Enviado de mi ",
    "Enviado con ",
    "Mandado desde mi ",
    "Obtener Outlook para",
    "Obtenga Outlook para",
    "Descargar Outlook para",
    "Envoyé de mon ",
];

/// The lines that the person wrote, each a part.
pub(super) fn own_lines(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (place, line) in lines.iter().enumerate() {
        let range = at..at + line.len();
        at = range.end;
        let plain = line.trim();
        let next = |after: usize| lines.get(place + after).map_or("", |line| line.trim());
        let signs = matches!(line.trim_end_matches(['\r', '\n']), "--" | "-- ");
        if (signs && !parts.is_empty()) || introduces_quote(plain, [next(1), next(2), next(3)]) {
            break;
        }
        let cut = quote_within(line);
        let end = [cut, signature_within(line)].into_iter().flatten().min();
        let own = range.start..end.map_or(range.end, |end| range.start + end);
        let said = text.get(own.clone()).is_some_and(|own| !own.trim().is_empty());
        if said && !plain.starts_with('>') {
            parts.push(own);
        }
        if cut.is_some() {
            break;
        }
    }
    parts
}

fn introduces_quote(line: &str, next: [&str; 3]) -> bool {
    let wrote = |line: &str| WROTE.iter().any(|end| line.ends_with(end));
    let begins = BEGINS.iter().any(|start| line.starts_with(start));
    let [one, two, _] = next;
    let dated = line.chars().any(|c| c.is_ascii_digit());
    if begins && (wrote(line) || wrote(one) || (dated && wrote(two))) {
        return true;
    }
    let labels = std::iter::once(line).chain(next).map_while(header);
    let labels: Vec<String> = labels.collect();
    let among = |list: &[&str]| labels.iter().any(|label| list.contains(&label.as_str()));
    let english = labels.first().is_some_and(|label| label == "from") && among(&["to"]);
    english || (labels.len() > 1 && among(WHEN_OR_WHAT) && (among(WHO) || among(TO_WHOM)))
}

/// The label of a header line, in lower case: `*De:* Bright Dental`.
fn header(line: &str) -> Option<String> {
    let (label, _) = line.trim_start_matches(['*', '>', ' ']).split_once(':')?;
    let label = label.trim_matches(['*', ' ']).to_lowercase();
    [WHO, WHEN_OR_WHAT, TO_WHOM]
        .iter()
        .any(|list| list.contains(&label.as_str()))
        .then_some(label)
}

/// Where a quotation begins within a line.
fn quote_within(line: &str) -> Option<usize> {
    let cut = CUTS.iter().filter_map(|cut| line.find(cut)).min();
    let wrote = WROTE
        .iter()
        .flat_map(|wrote| line.match_indices(wrote))
        .filter_map(|(at, _)| attribution(line, at))
        .min();
    let joined = JOINED.iter().find_map(|(who, when, what)| {
        let at = line
            .match_indices(who)
            .map(|(at, _)| at)
            .find(|at| is_word_start(line, *at))?;
        let rest = line.get(at..)?;
        let has = |labels: &[&str; 2]| labels.iter().any(|label| rest.contains(label));
        (has(when) && has(what)).then_some(at)
    });
    [cut, wrote, joined].into_iter().flatten().min()
}

fn is_word_start(line: &str, at: usize) -> bool {
    line.get(..at)
        .is_some_and(|before| before.chars().next_back().is_none_or(char::is_whitespace))
}

/// "On Mon, Mar 2, 2026 at 9:00 Bright Dental" before "wrote:": where it begins.
fn attribution(line: &str, wrote: usize) -> Option<usize> {
    let mut from = wrote.saturating_sub(ATTRIBUTION);
    while !line.is_char_boundary(from) {
        from += 1;
    }
    let before = line.get(from..wrote)?;
    let starts = BEGINS.iter().flat_map(|start| before.match_indices(start));
    starts
        .map(|(at, _)| at)
        .filter(|at| is_word_start(line, from + at))
        .filter(|at| {
            let said = before.get(*at..).unwrap_or_default();
            said.chars().any(|c| c.is_ascii_digit()) && said.contains([',', ':', '@'])
        })
        .max()
        .map(|at| from + at)
}

/// Where a line goes on with what a mail program signs.
fn signature_within(line: &str) -> Option<usize> {
    let signs = |start: &str| line.find(start).filter(|at| is_word_start(line, *at));
    let at = SIGNATURES.iter().filter_map(|start| signs(start)).min()?;
    let rest = line.get(at..)?;
    // "Enviado desde" a few words into a sentence is the person's own.
    (rest.len() <= 80).then_some(at)
}
