//! A message as words that can be compared: lower case, without accents, with the misspellings of phones undone.

use std::ops::Range;

use super::spelling;

/// A word that stands in no pattern.
pub(super) const UNKNOWN: u16 = 0;

/// One word of a message.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Which word of the lexicon it is.
    pub(super) id: u16,
    /// Where it stands in the message, in bytes.
    pub(super) at: Range<usize>,
    /// What stands before it.
    pub(super) before: Gap,
    /// Whether a question mark ends the sentence with it.
    pub(super) asked: bool,
    /// A number, where it is one.
    pub(super) number: Option<Number>,
    /// Nothing but politeness before it in its clause.
    pub(super) begins: bool,
    /// Nothing but politeness after it in its clause.
    pub(super) ends: bool,
}

/// What parts two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Space, or nothing.
    None,
    /// A comma.
    Comma,
    /// The end of a sentence or line, a colon, a dash between spaces.
    Sentence,
}

/// A number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// 5
    Plain(u16),
    /// 15th
    Ordinal(u16),
    /// 5pm, 5:30
    Time,
    /// 3/15, 3/15/2027
    MonthDay(u16, u16, Option<u16>),
    /// 2027-03-15
    Date(u16, u16, u16),
}

/// The words of one message under way.
struct Reader<'a> {
    words: Vec<Word>,
    spelled: String,
    start: usize,
    end: usize,
    gap: Option<Gap>,
    known: Find<'a>,
    slip: Find<'a>,
}

/// Finds a word.
type Find<'a> = &'a dyn Fn(&str) -> Option<u16>;

/// The words of the given parts of a message. `known` finds a word in the lexicon, `slip` one that is misspelled.
pub(super) fn read(text: &str, parts: &[Range<usize>], known: Find, slip: Find) -> Vec<Word> {
    let mut reader = Reader {
        words: Vec::new(),
        spelled: String::new(),
        start: 0,
        end: 0,
        gap: None,
        known,
        slip,
    };
    for part in parts {
        reader.gap = Some(Gap::Sentence);
        let Some(piece) = text.get(part.clone()) else { continue };
        let mut addresses = Addresses::default();
        let mut chars = piece.char_indices().peekable();
        while let Some((offset, c)) = chars.next() {
            let at = part.start + offset;
            let next = chars.peek().map(|(_, c)| *c);
            if addresses.skips(piece, offset, c) {
                reader.hidden(at);
                continue;
            }
            reader.take(c, at, next);
        }
        reader.finish();
    }
    reader.words
}

/// Addresses of pages and mailboxes: `info@example.com` asks for no info, and `https://…/stop` stops nothing.
#[derive(Default)]
pub(super) struct Addresses {
    until: usize,
    looked: usize,
}

impl Addresses {
    /// Whether a character belongs to one. Asked about every character of a piece in turn.
    pub(super) fn skips(&mut self, piece: &str, offset: usize, c: char) -> bool {
        if offset < self.until {
            return true;
        }
        if offset < self.looked || c.is_whitespace() {
            return false;
        }
        let rest = piece.get(offset..).unwrap_or_default();
        let chunk = rest.split(char::is_whitespace).next().unwrap_or_default();
        self.looked = offset + chunk.len();
        let mailbox = chunk
            .split_once('@')
            .is_some_and(|(name, place)| !name.is_empty() && place.contains('.'));
        if mailbox || chunk.contains("://") || chunk.starts_with("www.") || chunk.starts_with("WWW.") {
            self.until = self.looked;
            return true;
        }
        false
    }
}

impl Reader<'_> {
    fn take(&mut self, written: char, at: usize, next: Option<char>) {
        let end = at + written.len_utf8();
        if spelling::is_invisible(written) {
            return;
        }
        let c = spelling::plain(written);
        if c.is_alphanumeric() {
            self.letter(written, at, end);
            return;
        }
        let in_word = !self.spelled.is_empty();
        let next_digit = next.is_some_and(|n| n.is_ascii_digit());
        let next_letter = next.is_some_and(char::is_alphanumeric);
        let digits = self.spelled.ends_with(|c: char| c.is_ascii_digit());
        match c {
            // don't, ma'am; not a quotation mark, which has no letter on both sides.
            '\'' | '`' if in_word && next_letter => self.letter('\'', at, end),
            // 3/15, 5:30, 1.5
            '/' | ':' | '.' if in_word && digits && next_digit => self.letter(c, at, end),
            // 2027-03-15, and no phone number
            '-' if next_digit && spelling::is_date_begun(&self.spelled) => self.letter(c, at, end),
            // $top, un$ubscribe; not $500.
            '$' if next_letter && !next_digit => self.letter('s', at, end),
            '@' if in_word && next_letter => self.letter('a', at, end),
            // f*** off, sh!t: a masked letter stays part of its word.
            '*' if in_word => self.letter('*', at, end),
            ',' => self.part(Gap::Comma),
            // Dr. Okafor
            '.' if matches!(
                self.spelled.as_str(),
                "dr" | "mr" | "mrs" | "ms" | "st" | "dra" | "sr" | "sra"
            ) =>
            {
                self.finish()
            }
            '.' | '!' | '?' | ';' | ':' | '\n' | '(' | ')' | '"' | '…' | '—' | '–' | '|' | '~' => {
                self.finish();
                if c == '?'
                    && let Some(word) = self.words.last_mut()
                {
                    word.asked = true;
                }
                self.part(Gap::Sentence);
            }
            // A dash parts sentences between spaces, and joins words within one.
            '-' => {
                // "Yes- Deb", but "opt- out".
                let prefix = matches!(self.spelled.as_str(), "opt" | "un" | "re" | "e" | "follow");
                let apart = !next_letter && !prefix;
                self.part(if apart { Gap::Sentence } else { Gap::None });
            }
            '#' if !next_digit => {
                self.finish();
                self.symbol("number", at, end);
            }
            '&' | '+' => {
                self.finish();
                self.symbol("and", at, end);
            }
            // 100%
            '%' if digits => {
                self.finish();
                self.symbol("percent", at, end);
            }
            _ if c.is_whitespace() => self.finish(),
            _ => {
                self.finish();
                let mut buffer = [0; 4];
                let name: &str = c.encode_utf8(&mut buffer);
                if (self.known)(name).is_some() {
                    self.symbol(name, at, end);
                }
            }
        }
    }

    fn letter(&mut self, c: char, at: usize, end: usize) {
        if self.spelled.is_empty() {
            self.start = at;
        }
        self.end = end;
        // A word longer than any in the lexicon needs no more letters to be unknown.
        if self.spelled.len() < 64 {
            spelling::push(&mut self.spelled, c);
        }
    }

    fn part(&mut self, gap: Gap) {
        self.finish();
        self.gap = Some(self.gap.map_or(gap, |before| before.max(gap)));
    }

    fn symbol(&mut self, name: &str, start: usize, end: usize) {
        let id = (self.known)(name).unwrap_or(UNKNOWN);
        self.push(id, start..end, None);
    }

    /// An address stands as one word that means nothing.
    fn hidden(&mut self, at: usize) {
        self.finish();
        match self.words.last_mut() {
            Some(word) if word.id == UNKNOWN && word.at.end == at && self.gap.is_none() => word.at.end = at,
            _ => self.push(UNKNOWN, at..at, None),
        }
    }

    fn finish(&mut self) {
        if self.spelled.is_empty() {
            return;
        }
        let spelled = std::mem::take(&mut self.spelled);
        let number = spelling::number(&spelled);
        let id = if number.is_some() {
            UNKNOWN
        } else {
            spelling::find(&spelled, self.known, self.slip)
        };
        self.push(id, self.start..self.end, number);
        self.spelled = spelled;
        self.spelled.clear();
    }

    fn push(&mut self, id: u16, at: Range<usize>, number: Option<Number>) {
        let before = self.gap.take().unwrap_or(Gap::None);
        self.words.push(Word {
            id,
            at,
            before,
            asked: false,
            number,
            begins: false,
            ends: false,
        });
    }
}
