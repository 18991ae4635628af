//! What phones send when somebody taps a heart on a message: a verb of a short list, then the message in quotation
//! marks.

use super::super::spelling;

/// A reaction begins with words of this list and of [`SMALL`] alone, without their accents.
const VERBS: &str = "liked loved disliked emphasized emphasised laughed questioned removed reacted gusto gusta gustado \
    encanto encanta encantado enfatizo enfatizado destaco destacado resalto resaltado exclamo exclamado cuestiono \
    cuestionado interrogado rio reido risa gracia reacciono reaccionado quito quitado elimino eliminado aime adore ri \
    curtiu amou riu enfatizou reagiu";

const SMALL: &str = "a an at to from with like heart dislike laugh exclamation mark question emphasis thumbs up down \
    haha le les me no ha han se de del con un una el la su por dio hizo pregunto preguntado corazon jaja signo \
    interrogacion exclamacion enfasis reaccion pulgar arriba abajo";

/// Takes a reaction back.
const REMOVED: &str = "removed quito quitado elimino eliminado";

/// Who is never named before a verb: they tell of something.
const PRONOUNS: &str = "i we you he she it they who yo ella ellos usted the that this what everyone nobody";

/// What a reaction to something that is no text ends with.
const OF_THINGS: &[&str] = &[
    "an image",
    "a photo",
    "a video",
    "an attachment",
    "an audio message",
    "a message",
    "a link",
    "una imagen",
    "una foto",
    "un video",
    "un mensaje",
    "un enlace",
    "un archivo adjunto",
    "un mensaje de voz",
];

/// How long the beginning of a reaction may be, in bytes: `A Ana María le gusta `, `Reacted 👍🏽 to `.
const SHORT: usize = 80;

/// Where a reaction ends, and whether it is a thumb down. A quotation that is cut off reaches to the end.
pub(super) fn reaction(text: &str) -> Option<(usize, bool)> {
    let skipped = text.len() - text.trim_start_matches(is_unseen).len();
    let body = text.get(skipped..)?;
    let Some(mark) = quotation(body, 0) else {
        return of_thing(body).map(|disliked| (text.len(), disliked));
    };
    let words = words(body.get(..mark)?);
    let disliked = leads(&words)?;
    let start = named_first(body, mark, &words).unwrap_or(mark);
    let first = body.get(start..)?.chars().next().map_or(0, char::len_utf8);
    let inside = body.get(start + first..).unwrap_or_default();
    let end = inside
        .char_indices()
        .rev()
        .find(|(_, c)| is_quotation_mark(*c))
        .map_or(text.len(), |(at, c)| skipped + start + first + at + c.len_utf8());
    Some((end, disliked))
}

/// The first quotation mark, near behind a place.
fn quotation(body: &str, from: usize) -> Option<usize> {
    let near = body.get(from..)?.char_indices().take_while(|(at, _)| *at <= SHORT);
    near.into_iter()
        .find(|(_, c)| is_quotation_mark(*c))
        .map(|(at, _)| from + at)
}

/// `Quitó un “Me gusta” de “…”`, `Ha reaccionado con “👍” a “…”`: the second one is the message.
fn named_first(body: &str, mark: usize, words: &[String]) -> Option<usize> {
    let names = words.last().is_some_and(|last| is(last, "a an un una el la con with"));
    let opens = body.get(mark..)?.chars().next()?.len_utf8();
    let close = quotation(body, mark + opens).filter(|_| names)?;
    let after = close + body.get(close..)?.chars().next()?.len_utf8();
    let second = quotation(body, after)?;
    let between = self::words(body.get(after..second)?);
    (!between.is_empty() && between.iter().all(|word| is(word, "de del from a to"))).then_some(second)
}

/// `Liked an image`, and nothing else.
fn of_thing(body: &str) -> Option<bool> {
    let plain = body.trim_end_matches(is_unseen);
    if plain.len() > SHORT {
        return None;
    }
    let lower = plain.to_lowercase();
    let thing = OF_THINGS
        .iter()
        .find(|thing| lower.strip_suffix(**thing).is_some_and(|rest| rest.ends_with(' ')))?;
    leads(&words(lower.strip_suffix(thing)?))
}

/// Whether words begin a reaction, and whether it is a thumb down.
fn leads(all: &[String]) -> Option<bool> {
    let mut words = all;
    // "A Ana María le gusta".
    if words.first().is_some_and(|word| word == "a")
        && let Some(at) = words.iter().take(5).position(|word| word == "le" || word == "les")
    {
        words = words.get(at..)?;
    }
    // "Ana loved".
    let named = words.iter().take(2).take_while(|word| !is_known(word)).count();
    let name = words.get(..named)?;
    if named > 0
        && !name
            .iter()
            .any(|word| is(word, PRONOUNS) || !word.chars().all(char::is_alphabetic))
    {
        words = words.get(named..)?;
    }
    let emoji = |word: &String| !word.chars().any(char::is_alphanumeric);
    let fits = words.iter().all(|word| emoji(word) || is_known(word));
    let says = words.iter().any(|word| is(word, VERBS)) || words.windows(2).any(|pair| pair == ["pregunto", "por"]);
    let tapped = words.iter().any(emoji) && words.last().is_some_and(|last| is(last, "to a de from"));
    if words.is_empty() || !fits || !(says || tapped) {
        return None;
    }
    let back = words.iter().any(|word| is(word, REMOVED));
    let denied = words.iter().any(|word| word == "no") && words.iter().any(|word| word.starts_with("gust"));
    Some(!back && (denied || words.iter().any(|word| word == "disliked")))
}

fn is(word: &str, list: &str) -> bool {
    list.split_whitespace().any(|member| member == word)
}

fn is_known(word: &str) -> bool {
    is(word, VERBS) || is(word, SMALL)
}

/// Words in lower case, without accents and without characters that nobody sees; an emoji is one.
fn words(text: &str) -> Vec<String> {
    text.split(is_unseen)
        .map(|word| {
            let plain = word
                .chars()
                .filter(|c| !spelling::is_invisible(*c))
                .map(spelling::plain);
            plain.filter(|c| !matches!(c, ':' | ',')).collect::<String>()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '«' | '»')
}

/// Space, and characters that take no room on a screen: Android puts them around its reactions.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200A}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
