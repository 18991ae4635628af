//! Rendering: nodes and values to text. It cannot fail, and it never prints an empty name.

use std::borrow::Cow;

use super::context::{Context, Item, OfferWords};
use super::disclosure::Form;
use super::escape;
use super::sms::most_units;
use super::variables::{List, Reference, Variable};
use super::words::Language;

/// A piece of a compiled template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// The author's words.
    Text(Box<str>),
    /// A variable of the list.
    Value(Variable),
    /// Anything else: most pieces are words and values, and stay small.
    Block(Box<Block>),
}

/// A piece that is neither words nor a variable of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// `custom.NAME`.
    Custom(Box<str>),
    /// `{{#if}}` or, the other way round, `{{#unless}}`.
    If {
        what: Reference,
        given: Vec<Node>,
        missing: Vec<Node>,
    },
    /// `{{#each}}`.
    Each {
        list: List,
        body: Vec<Node>,
        empty: Vec<Node>,
    },
}

/// Shows every node, in order.
pub(super) fn visit<'a>(nodes: &'a [Node], see: &mut impl FnMut(&'a Node)) {
    for node in nodes {
        see(node);
        let Node::Block(block) = node else { continue };
        match &**block {
            Block::Custom(_) => {}
            Block::If {
                given: a, missing: b, ..
            }
            | Block::Each { body: a, empty: b, .. } => {
                visit(a, see);
                visit(b, see);
            }
        }
    }
}

/// In an SMS a longer name takes its fallback, so that the length of the message can be proven. In units: a character
/// that costs two counts twice.
pub(super) const LONGEST_NAME: usize = 20;

/// Replaces what `out` holds by the text for one message.
pub(super) fn render(nodes: &[Node], form: Form, context: &Context, out: &mut String) {
    out.clear();
    let mut writer = Writer { out, form, context };
    writer.nodes(nodes, Row::None);
    match form {
        Form::Subject => {
            if let Cow::Owned(line) = escape::one_line(out) {
                *out = line;
                return;
            }
            out.truncate(out.trim_end().len());
            out.drain(..out.len() - out.trim_start().len());
        }
        Form::Sms | Form::Portal | Form::Text | Form::Voicemail | Form::Plain | Form::Detailed => {
            out.truncate(out.trim_end().len());
            if out.starts_with('\n') {
                out.drain(..out.len() - out.trim_start_matches('\n').len());
            }
        }
    }
}

/// The entry of a list that is being repeated.
#[derive(Clone, Copy)]
enum Row<'a> {
    None,
    Item(&'a Item),
    Offer(&'a OfferWords),
    Faq(&'a (String, String)),
}

struct Writer<'a> {
    out: &'a mut String,
    form: Form,
    context: &'a Context,
}

impl<'a> Writer<'a> {
    /// Of the words that stand in for what is missing.
    fn language(&self) -> Language {
        Language::of(&self.context.language)
    }

    fn nodes(&mut self, nodes: &[Node], row: Row<'a>) {
        for node in nodes {
            match node {
                Node::Text(text) => self.out.push_str(text),
                Node::Value(variable) => self.variable(*variable, row),
                Node::Block(block) => self.block(block, row),
            }
        }
    }

    fn block(&mut self, block: &Block, row: Row<'a>) {
        match block {
            Block::Custom(name) => match self.custom(name) {
                Some(value) => self.text(value),
                None => self.drop_gap(),
            },
            Block::If { what, given, missing } => {
                let branch = if self.is_given(what, row) { given } else { missing };
                self.nodes(branch, row);
            }
            Block::Each { list, body, empty } => self.each(*list, body, empty),
        }
    }

    fn each(&mut self, list: List, body: &[Node], empty: &[Node]) {
        let context = self.context;
        if self.length(list) == 0 {
            self.nodes(empty, Row::None);
        }
        match list {
            List::Items => context.items.iter().for_each(|item| self.nodes(body, Row::Item(item))),
            List::Offers => context
                .offers
                .iter()
                .for_each(|offer| self.nodes(body, Row::Offer(offer))),
            List::Faq => context.faq.iter().for_each(|pair| self.nodes(body, Row::Faq(pair))),
        }
    }

    fn length(&self, list: List) -> usize {
        match list {
            List::Items => self.context.items.len(),
            List::Offers => self.context.offers.len(),
            List::Faq => self.context.faq.len(),
        }
    }

    fn is_given(&self, what: &Reference, row: Row<'a>) -> bool {
        match what {
            Reference::Variable(variable) => self.value(*variable, row).is_some(),
            Reference::Custom(name) => self.custom(name).is_some(),
            Reference::List(list) => self.length(*list) > 0,
        }
    }

    fn custom(&self, name: &str) -> Option<&'a str> {
        self.context.custom.get(name).and_then(|value| escape::shown(value))
    }

    /// The value, when there is something to show.
    fn value(&self, variable: Variable, row: Row<'a>) -> Option<&'a str> {
        let context = self.context;
        let item = |field: fn(&Item) -> &Option<String>| match row {
            Row::Item(item) => field(item).as_deref(),
            Row::None | Row::Offer(_) | Row::Faq(_) => None,
        };
        let offer = |field: fn(&OfferWords) -> &Option<String>| match row {
            Row::Offer(offer) => field(offer).as_deref(),
            Row::None | Row::Item(_) | Row::Faq(_) => None,
        };
        let faq = |field: fn(&(String, String)) -> &String| match row {
            Row::Faq(pair) => Some(field(pair).as_str()),
            Row::None | Row::Item(_) | Row::Offer(_) => None,
        };
        let value = match variable {
            Variable::PatientFirstName => context.patient_first_name.as_deref().filter(|n| self.fits(n)),
            Variable::PracticeName => Some(context.practice_name.as_str()),
            Variable::PracticePhone => Some(context.practice_phone.as_str()),
            Variable::PracticeAddress => Some(context.practice_address.as_str()),
            Variable::ProviderDisplayName => context.provider_display_name.as_deref().filter(|n| self.fits(n)),
            Variable::PlanLink => Some(context.link.as_str()),
            Variable::PlanCategory => context.category.as_deref(),
            Variable::PlanTotal => Some(context.total.as_str()),
            Variable::PlanPatientPortion => context.patient_portion.as_deref(),
            Variable::PlanItemCount => Some(context.item_count.as_str()),
            Variable::SubjectDueOn => Some(context.due_on.as_deref().unwrap_or_default()),
            Variable::ItemDescription => item(|i| &i.description),
            Variable::ItemCode => item(|i| &i.code),
            Variable::ItemTooth => item(|i| &i.tooth),
            Variable::ItemFee => item(|i| &i.fee),
            Variable::OfferMonthly => offer(|o| &o.monthly),
            Variable::OfferMonths => offer(|o| &o.months),
            Variable::OfferApr => offer(|o| &o.apr),
            Variable::OfferLender => offer(|o| &o.lender),
            Variable::OfferUrl => offer(|o| &o.url),
            Variable::OfferDisclosure => offer(|o| &o.disclosure),
            Variable::FaqQuestion => faq(|(question, _)| question),
            Variable::FaqAnswer => faq(|(_, answer)| answer),
            Variable::AppointmentDate => context.appointment_date.as_deref(),
            Variable::AppointmentTime => context.appointment_time.as_deref(),
            Variable::OptoutText => Some(context.optout_text.as_str()),
            Variable::StaffName => context.staff_name.as_deref(),
        };
        value.and_then(escape::shown)
    }

    fn fits(&self, name: &str) -> bool {
        // No character takes more than two units.
        self.form != Form::Sms || name.len() * 2 <= LONGEST_NAME || most_units(name.trim()) <= LONGEST_NAME
    }

    fn variable(&mut self, variable: Variable, row: Row<'a>) {
        let Some(value) = self.value(variable, row) else {
            return self.stand_in(variable);
        };
        if variable.is_link() {
            self.link(value);
        } else {
            self.text(value);
        }
    }

    /// What is printed for a value that is missing.
    fn stand_in(&mut self, variable: Variable) {
        let phone = self.context.practice_phone.trim();
        if variable == Variable::PatientFirstName {
            self.nameless();
        } else if let Some(words) = self.language().stand_in(variable) {
            self.words(words);
        } else if variable == Variable::PlanLink && !phone.is_empty() {
            // A message without its link still says how to answer.
            self.text(phone);
        } else {
            self.drop_gap();
        }
    }

    /// Words of ours, with a capital where they begin a sentence.
    fn words(&mut self, words: &str) {
        let mut chars = words.chars();
        match chars.next() {
            Some(first) if self.begins_sentence() => {
                self.out.extend(first.to_uppercase());
                self.out.push_str(chars.as_str());
            }
            _ => self.out.push_str(words),
        }
    }

    fn begins_sentence(&self) -> bool {
        let before = self
            .out
            .trim_end_matches([' ', '*', '_', '#', '>', '-', '"', '\'', '(', '¿', '¡']);
        before.is_empty() || before.ends_with(['.', '!', '?', '\n'])
    }

    /// Where the given name would stand: "Hi there", "Dear patient", or the sentence closes over the gap.
    fn nameless(&mut self) {
        if self.begins_sentence() {
            return self.out.push_str(self.language().greeting());
        }
        let before = self.out.trim_end_matches([' ', ',']);
        let word = before
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("")
            .to_lowercase();
        let stand_in = match word.as_str() {
            "hi" | "hello" | "hey" => self.language().after_greeting(),
            "dear" => "patient",
            "estimado" | "estimada" => "paciente",
            _ => "",
        };
        if stand_in.is_empty() {
            self.drop_gap();
        } else {
            self.out.push_str(stand_in);
        }
    }

    /// Nothing is printed; the space and the comma before it go as well.
    fn drop_gap(&mut self) {
        let end = self.out.trim_end_matches([' ', ',']).len();
        self.out.truncate(end);
    }

    /// A trimmed value.
    fn text(&mut self, value: &str) {
        if escape::is_one_line(value) {
            self.line(value);
        } else {
            self.line(&escape::one_line(value));
        }
    }

    fn line(&mut self, value: &str) {
        if self.form.is_markdown() {
            escape::push_markdown(self.out, value);
        } else {
            self.out.push_str(value);
        }
    }

    fn link(&mut self, url: &str) {
        if escape::is_plain_address(url) {
            return self.address(url);
        }
        match escape::web_address(url) {
            Some(url) => self.address(&url),
            None => self.text(url),
        }
    }

    fn address(&mut self, url: &str) {
        // Inside `[words](…)` or `<…>` the address stands bare; alone in Markdown the brackets make it a link.
        let bare = !self.form.is_markdown() || self.out.ends_with("](") || self.out.ends_with('<');
        if bare {
            self.out.push_str(url);
        } else {
            self.out.push('<');
            self.out.push_str(url);
            self.out.push('>');
        }
    }
}
