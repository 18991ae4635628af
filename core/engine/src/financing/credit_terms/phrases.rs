//! The phrases in which English and Spanish texts speak of credit.

use std::sync::LazyLock;

use regex_lite::Regex;

/// A text to be searched, with straight quotes and plain spaces.
pub(super) struct Text(String);

/// One phrase of it.
#[derive(Clone, Copy)]
pub(super) struct Phrase<'t> {
    pub(super) text: &'t str,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A pattern in which `{money}`, `{count}`, `{unit}` and the like stand for what they say. That each can be compiled is a
/// test.
pub(super) struct Pattern(Option<Regex>);

impl Pattern {
    fn new(written: &str) -> Self {
        Self(Regex::new(&filled(written)).ok())
    }
}

const MONEY: &str = r"(?:(?:US)?\$ ?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]{1,2})?|[0-9]+(?:,[0-9]{3})*(?:\.[0-9]{1,2})? ?(?:dollars|d[oó]lares|usd))";
const COUNT: &str = r"(?:[0-9]{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four|thirty-six|forty-eight|sixty|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|dieciocho|veinticuatro|treinta y seis|cuarenta y ocho|sesenta)";
const UNIT: &str = r"(?:months?|mo\b|weeks?|wk\b|years?|yr\b|days?|fortnight|quarters?|mes(?:es)?|semanas?|quincenas?|a[nñ]os?|d[ií]as?|trimestres?)";
const EVERY: &str = r"(?:monthly|weekly|bi-?weekly|semi-?monthly|quarterly|yearly|annually|mensual(?:es|mente)?|semanal(?:es|mente)?|quincenal(?:es|mente)?|trimestral(?:es)?|anual(?:es)?)";
const PARTS: &str = r"(?:payments?|instal?lments?|pagos?|cuotas?|mensualidades|mensualidad|abonos?|plazos)";
const PERCENT: &str = r"(?:[0-9]{1,3}(?:\.[0-9]+)? ?%|[0-9]{1,3}(?:\.[0-9]+)? percent|[0-9]{1,3}(?:\.[0-9]+)? por ciento|(?:zero|cero) (?:percent|por ciento))";
const APR: &str = r"(?:apr\b|a\.p\.r\.|annual percentage rate|tasa (?:de )?porcentaje anual|tasa porcentual anual|tasa anual equivalente|\btae\b|\btpa\b)";
const KIND: &str = r"(?:variable |fixed |annual |intro(?:ductory)? |promotional |fija |anual )*";
const FEE: &str = r"(?:fees?|charges?|cargos?|comisi[oó]n(?:es)?|cuotas?)";

fn filled(written: &str) -> String {
    let mut pattern = format!("(?i){written}");
    for (name, stands_for) in [
        ("{money}", MONEY),
        ("{count}", COUNT),
        ("{unit}", UNIT),
        ("{every}", EVERY),
        ("{parts}", PARTS),
        ("{percent}", PERCENT),
        ("{apr}", APR),
        ("{kind}", KIND),
        ("{fee}", FEE),
    ] {
        pattern = pattern.replace(name, stands_for);
    }
    pattern
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        // A body of Markdown has them before every dollar sign.
        let shown = text.chars().filter(|c| *c != '\\');
        Self(shown.map(plain).collect())
    }

    /// The first place at which a pattern fits.
    pub(super) fn find(&self, pattern: &'static Pattern) -> Option<Phrase<'_>> {
        self.all(pattern).next()
    }

    /// Every place at which it fits, in order; not in the middle of a number.
    pub(super) fn all<'t>(&'t self, pattern: &'static Pattern) -> impl Iterator<Item = Phrase<'t>> {
        self.within(0, self.0.len(), pattern)
    }

    fn within<'t>(&'t self, start: usize, end: usize, pattern: &'static Pattern) -> impl Iterator<Item = Phrase<'t>> {
        let part = self.0.get(start..end).unwrap_or_default();
        let found = pattern.0.as_ref().map(|pattern| pattern.find_iter(part));
        let phrases = found.into_iter().flatten().map(move |found| Phrase {
            text: found.as_str(),
            start: start + found.start(),
            end: start + found.end(),
        });
        phrases.filter(|phrase| {
            let before = self.0.get(..phrase.start).unwrap_or_default();
            let cuts = before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '.' | ','));
            !(cuts && phrase.text.starts_with(|c: char| c.is_ascii_digit()))
        })
    }

    pub(super) fn says(&self, pattern: &'static Pattern) -> bool {
        self.find(pattern).is_some()
    }

    /// An amount with how often it is paid, and no charge: "$2 monthly carrying charge" is none.
    pub(super) fn payment(&self) -> Option<Phrase<'_>> {
        let charged = |phrase: &Phrase<'_>| {
            let after = self.0.get(phrase.end..).unwrap_or_default();
            IS_CHARGE.0.as_ref().is_some_and(|pattern| pattern.is_match(after))
        };
        self.all(&AMOUNT_EACH).find(|phrase| !charged(phrase))
    }

    /// The first place of one pattern in a sentence in which another fits too.
    pub(super) fn find_where(&self, pattern: &'static Pattern, context: &'static Pattern) -> Option<Phrase<'_>> {
        let mut spoken = self
            .sentences()
            .filter(|(start, end)| self.within(*start, *end, context).next().is_some());
        spoken.find_map(|(start, end)| self.within(start, end, pattern).next())
    }

    /// Where each sentence begins and ends.
    fn sentences(&self) -> impl Iterator<Item = (usize, usize)> {
        let ends = self.0.match_indices([';', '!', '?', '\n']).map(|(at, _)| at + 1);
        let mut ends: Vec<usize> = ends.chain(self.0.match_indices(". ").map(|(at, _)| at + 2)).collect();
        ends.push(self.0.len());
        ends.sort_unstable();
        let starts: Vec<usize> = std::iter::once(0).chain(ends.iter().copied()).collect();
        starts.into_iter().zip(ends)
    }

    /// Whether a pattern fits right beside a phrase: within it, or no more than two words away.
    pub(super) fn is_near(&self, phrase: &Phrase<'_>, pattern: &'static Pattern) -> bool {
        let gap = |from: usize, to: usize| {
            let between = self.0.get(from..to).unwrap_or_default();
            between.split_whitespace().count() <= 2 && !between.contains(['.', '!', '?', '\n'])
        };
        self.all(pattern)
            .any(|near| gap(near.end, phrase.start.max(near.end)) && gap(phrase.end, near.start.max(phrase.end)))
    }
}

fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201C}' | '\u{201D}' => '"',
        '\u{A0}' | '\u{202F}' | '\u{2009}' | '\r' | '\t' => ' ',
        '\u{2010}' | '\u{2011}' => '-',
        '\u{FF05}' => '%',
        other => other,
    }
}

/// Patterns by name.
macro_rules! patterns {
    ($($(#[doc = $doc:literal])* $name:ident = $pattern:literal;)*) => {
        $($(#[doc = $doc])* pub(super) static $name: LazyLock<Pattern> = LazyLock::new(|| Pattern::new($pattern));)*

        #[cfg(test)]
        const ALL: &[(&str, &LazyLock<Pattern>)] = &[$((stringify!($name), &$name)),*];
    };
}

patterns! {
    /// The amount of a payment.
    AMOUNT_EACH = r"{money} ?(?:(?:a|an|per|each|every|por|al|a la|cada|/) ?{unit}|/ ?(?:mo|month|mes|wk|week)\b|{every})";
    PAYMENTS_OF = r"{parts}(?: {every})? (?:of|de) (?:only |just |as low as |about |solo |s[oó]lo |apenas )?{money}";
    MONEY_PAYMENTS = r"{money} (?:{every} )?{parts}";
    /// An amount and into how many parts it goes.
    DIVIDED = r"{money} (?:balance |total |loan |saldo )?(?:is |es )?(?:payable |paid |repaid |split |divided |spread |pagadero |dividido |repartido )?(?:in|into|over|en) {count} (?:equal |easy |monthly |weekly |low )*{parts}";
    /// How many payments.
    NUMBER = r"{count}[ -](?:equal |easy |monthly |weekly |low |interest-free |f[aá]ciles |c[oó]modas |c[oó]modos )*{parts}";
    /// How long they go on.
    PERIOD = r"{count}[ -]{unit}\b";
    /// That the sentence speaks of paying over time.
    REPAYS = r"{apr}|{money} (?:a|per|al|por) {unit}|\b(?:pay(?:s|able|ing|ments?)?|paid|repay\w*|instal?lments?|financ\w+|loan|terms|apr|interest|credit|balance|pag\w+|cuotas?|mensualidad(?:es)?|plazos?|pr[eé]stamo|cr[eé]dito|inter[eé]s(?:es)?|abonos?)\b";
    /// What a loan costs in all, or one charge of it.
    CHARGE_AMOUNT = r"{money} (?:{every} )?(?:total )?(?:cost of credit|costs? del cr[eé]dito|(?:carrying|finance|service|interest|origination|processing) (?:charges?|fees?)|(?:in|of|en|de) (?:total )?(?:interest|inter[eé]s(?:es)?|finance charges)|total interest|de cargo financiero|de costo de cr[eé]dito)";
    CHARGE_OF = r"(?:finance charge|cost of credit|total interest|origination fee|processing fee|cargo financiero|costo del cr[eé]dito|total de intereses) (?:of|is|de|es de|es) {money}";
    IS_CHARGE = r"^ (?:\w+ )?(?:{fee})";
    /// A downpayment in so many words.
    DOWN = r"(?:{percent}|{money}) (?:down\b(?: ?payment)?|de enganche|de entrada|de pago inicial|de inicial|de anticipo)";
    DOWN_OF = r"(?:down ?payment|enganche|pago inicial|anticipo) (?:of|de) (?:only |just |solo |s[oó]lo )?(?:{percent}|{money})";
    /// How much of the price is lent.
    SHARE = r"{percent} (?:financing|financed|financiad[oa]|de financiamiento|financiamiento|financiaci[oó]n)";
    /// A rate by its right name.
    APR_STATED = r"{percent} {kind}\(?{apr}|{apr}\)?(?: variable)?(?: of| is|:| de| del)? ?(?:variable |only |as low as )?{percent}";
    APR_THEN_RATE = r"{apr}\)?(?: of| is|:| de| del)? ?{percent}";
    RATE_THEN_APR = r"{percent} {kind}{apr}";
    /// A rate by another name.
    RATE = r"{percent} (?:simple |annual |fixed |monthly |low |de |tasa de |anual de )?(?:interest(?: rate)?|rate\b|inter[eé]s)|(?:interest rate|rate|tasa(?: de inter[eé]s)?) (?:of|is|as low as|de|del) (?:only |just )?{percent}";
    INCREASES = r"\b(?:may|can|could|might|will) (?:increase|rise|go up|change|vary|adjust)|\bvar(?:y|ies|iable)\b|subject to (?:change|increase)|(?:puede|podr[ií]a) (?:aumentar|subir|cambiar|variar)";
    /// A payment with how often it comes.
    FULL_TERMS = r"{every} {parts}|{parts} {every}";
    /// A rate of a card without its name.
    CARD_RATE = r"{percent}(?: financing| interest| inter[eé]s| de inter[eé]s| financiamiento)?(?: for| during| until| por| durante| hasta)";
    PROMOTION = r"{percent}(?: {kind}{apr}| interest| financing| de inter[eé]s)?(?: for| during| por| durante)(?: the first| your first| los primeros)? {count}[ -]{unit}";
    PROMOTION_UNTIL = r"{percent}(?: {kind}{apr}| interest| financing| de inter[eé]s)?(?: until| through| hasta) \w+(?: \d{1,4})?";
    INTRO = r"\bintro(?:ductory|ductori[oa])?\b";
    AFTERWARDS = r"(?:then|after that|afterwards?|thereafter|after (?:the|this|your) [\w ]{0,30}|luego|despu[eé]s)[, ]+(?:(?:a|the|at|your|it is|it's|an?|la|el|un|una|del|de|ser[aá]) |variable |apr |rate |of |tasa )*{percent}";
    /// Charges of a card, also that there are none.
    NO_FEES = r"\b(?:no|zero|without|sin) (?:hidden |other |extra |ning[uú]n )?{fee}\b";
    MEMBERSHIP = r"(?:{money}|\b(?:no|low|small|zero|without|sin)) (?:annual |yearly |monthly )?(?:annual|yearly|membership|participation|anual(?:es)?|membres[ií]a) {fee}|\b(?:no|without|sin) {fee} (?:anual(?:es)?|de membres[ií]a)";
    MEMBERSHIP_OF = r"(?:annual|membership|participation) fee(?: of|:)? ?{money}|cuota anual (?:de )?{money}";
    CARD_CHARGE = r"(?:{money}|\b(?:no|low|small|zero|without|sin)) (?:annual |yearly |monthly |{every} )?(?:minimum|transaction|service|interest|finance|balance transfer|cash advance|activity|fixed) (?:interest |finance )?{fee}|\b(?:no|sin) {fee} (?:m[ií]nimos?|por transacci[oó]n|por servicio)";
    CARD_CHARGE_OF = r"minimum (?:interest |finance )?{fee}(?: of|:| is)? ?{money}|(?:transaction|service|balance transfer|cash advance) fee(?: of|:)? ?(?:{money}|{percent})|{fee} m[ií]nimo (?:de )?{money}";
    CHARGE_STATED = r"(?:\b(?:no|zero|without|sin) (?:minimum|transaction|service|fixed|activity) (?:interest |finance )?{fee})|(?:{money} (?:minimum|transaction|service) (?:interest |finance )?{fee})";
    TOTAL_OF_PAYMENTS = r"(?:total of payments|total (?:of all )?payments|total cost|total amount(?: paid)?|pay a total|total de (?:los )?pagos|total a pagar|pagar[aá] en total)[^.$]{0,12}{money}|{money} (?:total of payments|total payments|in total|en total|total de pagos)";
    /// That interest can be avoided.
    NO_INTEREST_FOR = r"\bno interest for {count}[ -]{unit}|{count}[ -]{unit} (?:of )?no interest|{count}[ -]{unit} (?:sin intereses|interest[- ]free)|sin intereses (?:por|durante) {count} {unit}";
    NO_INTEREST = r"\bno interest\b|\binterest[- ]free\b|\bsame as cash\b|\bdeferred interest\b|\bzero interest\b|\b0 ?% interest\b|\bsin inter[eé]s(?:es)?\b|\bcomo (?:de )?contado\b|\bcero inter[eé]s(?:es)?\b|\b0 ?% de inter[eé]s\b";
    IF_PAID = r"if (?:it is |it's |the balance is |your balance is |you |the promotional balance is |the full balance is )?(?:paid|pay)(?: it| the balance)?(?: off)? in full|si (?:se )?(?:paga|liquida)[a-z]* (?:el saldo )?(?:en su totalidad|por completo|completo)";
    WHEN_OVER = r"{count}[ -]{unit}|\b(?:until|by|before|through|hasta|antes de|antes del) (?:the )?(?:end of )?\w+";
    FROM_PURCHASE = r"from (?:the )?(?:original )?(?:date of (?:the )?(?:purchase|transaction)|purchase date|transaction date|purchase)|desde la fecha de (?:la )?compra|a partir de la fecha de (?:la )?compra";
    NOT_PAID = r"(?:n't|not|never) (?:been )?(?:paid|pay)[^.]{0,24}in full|unless [^.]{0,40}in full|si no (?:se )?(?:paga|liquida)|no se (?:paga|liquida)";
    DEFAULT = r"\bdefault\b|\bincumpl\w+|\bmora\b|late payment|miss(?:es|ed)? a payment|make a late";
    /// Any rate, or that there is none.
    ANY_RATE = r"{percent} (?:variable |fixed |simple |annual |low |de )?(?:{apr}|interest|financing|rate|inter[eé]s|financiamiento)|{apr}|\bno interest\b|\binterest[- ]free\b|\bsame as cash\b|\bsin inter[eé]s(?:es)?\b|\bno annual fee\b|\bdeferred interest\b";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one() {
        for (name, pattern) in ALL {
            assert!(pattern.0.is_some(), "{name}");
        }
    }
}
