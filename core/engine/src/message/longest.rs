//! How long a text message gets at most, with the values that make it so.
//!
//! The message is rendered as it is when it is sent, once for each way through its conditions: every value that may be
//! absent is there or not. In place of what a person may be called stands a mark for each unit that it may take; where
//! a segment ends between two marks of one value, a character of two units could stand there, and it would move whole
//! to the next segment. As a longer text never takes fewer segments, the longest values of each way are enough. The one
//! place where a value's words count is a missing given name behind it, which greets at the start of a sentence and
//! after "estimado": those endings are tried as well.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::disclosure::Form;
use super::escape::one_line;
use super::optout::with_opt_out;
use super::render::LONGEST_NAME;
use super::sms::{Encoding, most_units};
use super::template::Template;
use super::variables::{List, Reference, Variable};

/// The longest message of a template in each encoding; None where none of its messages travels in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LongestSms {
    /// With every character in the GSM alphabet.
    pub gsm7: Option<Longest>,
    /// With one that is not: a name with one such character is enough.
    pub ucs2: Option<Longest>,
}

/// How long a message gets at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Longest {
    /// Messages that are billed.
    pub segments: usize,
    /// Septets or UTF-16 units in all.
    pub units: usize,
    /// Values that take it there. Names are invented.
    pub witness: Context,
}

/// The longest text message that a template makes.
///
/// `bounds` holds the longest value of each kind, as the practice has it: its own name, number and address, a link, the
/// opt-out wording, a count and a day stand as they are. The opt-out wording, the day and the time of a visit, the staff
/// name, the kind of treatment and financing offers may be absent as well; what is absent from `bounds` always is. Of
/// the staff name and the kind of treatment only the length counts. The given name and the provider's name may be
/// absent, or any text of up to 20 units, whatever `bounds` says: a longer one takes its fallback. Opt-out wording
/// that the template does not have is put at the end, as when it is sent.
///
/// No message within these bounds takes more segments. The witness takes as many, except where a template prints one
/// name more than once and segments end between its letters in both: there it may take one fewer.
///
/// A template of another form than [`Form::Sms`] has no longest text message.
///
/// ```
/// use followthrough::message::{Context, Form, Template, longest_sms};
/// let bounds = Context { practice_name: "Peachtree Family Dental".into(), ..Context::default() };
/// let template = Template::compile("Hi {{patient.first_name}}, it's {{practice.name}}.", Form::Sms).unwrap();
/// let longest = longest_sms(&template, &bounds).ucs2.unwrap();
/// assert_eq!((longest.units, longest.segments), (54, 1));
/// assert_eq!(template.render(&longest.witness), "Hi Máximiliana Josefina, it's Peachtree Family Dental.");
/// ```
pub fn longest_sms(template: &Template, bounds: &Context) -> LongestSms {
    let mut longest = LongestSms::default();
    if template.form() != Form::Sms {
        return longest;
    }
    let names = template.variables();
    let switches: Vec<Switch> = Switch::ALL.into_iter().filter(|s| names.contains(&s.asks())).collect();
    for way in 0_u32..1 << switches.len() {
        let off = |switch: &Switch| {
            switches
                .iter()
                .position(|s| s == switch)
                .is_some_and(|i| way & (1 << i) != 0)
        };
        let absent: Vec<Switch> = Switch::ALL.into_iter().filter(off).collect();
        for endings in endings(&absent, &names) {
            let draft = Draft::new(bounds, &absent, &endings);
            let body = with_opt_out(template.render(&draft.context), &draft.context.optout_text);
            draft.keep_longest(&body, Encoding::Gsm7, &mut longest.gsm7);
            draft.keep_longest(&body, Encoding::Ucs2, &mut longest.ucs2);
        }
    }
    longest
}

/// A value that may be absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Switch {
    FirstName,
    Provider,
    Category,
    Staff,
    Date,
    Time,
    OptOut,
    Offers,
}

impl Switch {
    const ALL: [Self; 8] = [
        Self::FirstName,
        Self::Provider,
        Self::Category,
        Self::Staff,
        Self::Date,
        Self::Time,
        Self::OptOut,
        Self::Offers,
    ];

    /// What a template names when it hangs on this value.
    fn asks(self) -> Reference {
        Reference::Variable(match self {
            Self::FirstName => Variable::PatientFirstName,
            Self::Provider => Variable::ProviderDisplayName,
            Self::Category => Variable::PlanCategory,
            Self::Staff => Variable::StaffName,
            Self::Date => Variable::AppointmentDate,
            Self::Time => Variable::AppointmentTime,
            Self::OptOut => Variable::OptoutText,
            Self::Offers => return Reference::List(List::Offers),
        })
    }

    /// What stands for one unit of a value that may be any text: no text has these characters (noncharacters of Unicode).
    fn mark(self) -> Option<char> {
        match self {
            Self::FirstName => Some('\u{fdd0}'),
            Self::Provider => Some('\u{fdd1}'),
            Self::Category => Some('\u{fdd2}'),
            Self::Staff => Some('\u{fdd3}'),
            Self::Date | Self::Time | Self::OptOut | Self::Offers => None,
        }
    }

    fn marked(c: char) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.mark() == Some(c))
    }
}

/// How a value ends.
type Ending = &'static str;
type Endings = BTreeMap<Switch, Ending>;

/// Every combination of endings that could change what stands for a missing given name.
fn endings(absent: &[Switch], names: &BTreeSet<Reference>) -> Vec<Endings> {
    let mut all = vec![Endings::new()];
    if !absent.contains(&Switch::FirstName) {
        return all;
    }
    for switch in [Switch::Provider, Switch::Category, Switch::Staff] {
        if names.contains(&switch.asks()) && !absent.contains(&switch) {
            let with = |ending: Ending| all.iter().cloned().map(move |e| with_ending(e, switch, ending));
            all = with("").chain(with(".")).chain(with("-estimado")).collect();
        }
    }
    all
}

fn with_ending(mut endings: Endings, switch: Switch, ending: Ending) -> Endings {
    endings.insert(switch, ending);
    endings
}

/// A context with marks in it.
struct Draft {
    context: Context,
    /// For each value of marks: how many, and what follows them.
    marks: BTreeMap<Switch, (usize, Ending)>,
}

impl Draft {
    fn new(bounds: &Context, absent: &[Switch], endings: &Endings) -> Self {
        let mut draft = Self {
            context: bounds.clone(),
            marks: BTreeMap::new(),
        };
        let units = |value: &Option<String>| value.as_deref().map(|text| most_units(&one_line(text)));
        let lengths = [
            (Switch::FirstName, Some(LONGEST_NAME)),
            (Switch::Provider, Some(LONGEST_NAME)),
            (Switch::Category, units(&bounds.category)),
            (Switch::Staff, units(&bounds.staff_name)),
        ];
        for (switch, length) in lengths {
            let length = length.filter(|length| *length > 0 && !absent.contains(&switch));
            let ending = endings.get(&switch).copied().unwrap_or_default();
            let marks = length.map(|length| match length.checked_sub(ending.len()) {
                Some(marks) => (marks, ending),
                None => (length, ""),
            });
            draft.marks.extend(marks.map(|marks| (switch, marks)));
            let text = marks.zip(switch.mark()).map(|((marks, ending), mark)| {
                let mut text: String = std::iter::repeat_n(mark, marks).collect();
                text.push_str(ending);
                text
            });
            put(&mut draft.context, switch, text);
        }
        for switch in [Switch::Date, Switch::Time, Switch::OptOut, Switch::Offers] {
            if absent.contains(&switch) {
                put(&mut draft.context, switch, None);
            }
        }
        draft
    }

    fn keep_longest(&self, body: &str, encoding: Encoding, longest: &mut Option<Longest>) {
        let Some(count) = self.count(body, encoding) else {
            return;
        };
        let known = longest.as_ref().map_or((0, 0), |l| (l.segments, l.units));
        if (count.segments, count.units) > known {
            *longest = Some(Longest {
                segments: count.segments,
                units: count.units,
                witness: self.witness(encoding, &count.split),
            });
        }
    }

    /// What a body with marks costs at most; None when it does not travel so, whatever the marks stand for.
    fn count(&self, body: &str, encoding: Encoding) -> Option<Count> {
        let is_free = |c: char| Switch::marked(c).is_some();
        let any_free = body.chars().any(is_free);
        let in_gsm7 = body.chars().all(|c| is_free(c) || Encoding::Gsm7.has(c));
        let travels = match encoding {
            Encoding::Gsm7 => in_gsm7,
            Encoding::Ucs2 => any_free || !in_gsm7,
        };
        let units: usize = body.chars().map(|c| encoding.cost(c)).sum();
        if !travels || units == 0 {
            return None;
        }
        let mut count = Count {
            segments: 1,
            units,
            split: BTreeSet::new(),
        };
        if units <= encoding.single() {
            return Some(count);
        }
        let mut current = 0;
        // The mark before, how many of its value have passed, and whether this one was taken with it.
        let (mut before, mut passed, mut taken) = (None, 0, false);
        for c in body.chars() {
            let switch = Switch::marked(c);
            let marks = switch.and_then(|s| self.marks.get(&s)).map_or(0, |(marks, _)| *marks);
            passed = if switch.is_some() && switch == before && passed < marks {
                passed
            } else {
                0
            };
            before = switch;
            passed += 1;
            if std::mem::take(&mut taken) {
                continue;
            }
            let last = current + 1 == encoding.joined();
            let cost = if last && passed < marks { 2 } else { encoding.cost(c) };
            if let (Some(switch), true) = (switch, last && passed < marks) {
                count.split.insert((switch, passed - 1));
                taken = true;
            }
            if current + cost > encoding.joined() {
                count.segments += 1;
                current = 0;
            }
            current += cost;
        }
        Some(count)
    }

    /// Words in place of the marks.
    fn witness(&self, encoding: Encoding, split: &BTreeSet<(Switch, usize)>) -> Context {
        let mut context = self.context.clone();
        for (switch, (marks, ending)) in &self.marks {
            let double = |at: usize| split.contains(&(*switch, at));
            let mut text = invented(*marks, encoding, double);
            text.push_str(ending);
            put(&mut context, *switch, Some(text));
        }
        context
    }
}

struct Count {
    segments: usize,
    units: usize,
    /// Where in a value, counted from 0, a character of two units moves to the next segment.
    split: BTreeSet<(Switch, usize)>,
}

/// A name of so many units, with a character of two units where one is asked for.
fn invented(units: usize, encoding: Encoding, double: impl Fn(usize) -> bool) -> String {
    let (accented, two_units) = match encoding {
        Encoding::Gsm7 => ('a', '€'),
        Encoding::Ucs2 => ('á', '😀'),
    };
    let mut text = String::with_capacity(units + 8);
    let mut letters = "Maximiliana Josefina Guadalupe "
        .chars()
        .cycle()
        .take(units)
        .enumerate();
    while let Some((at, letter)) = letters.next() {
        if double(at) {
            text.push(two_units);
            letters.next();
        } else if at == 1 || units == 1 {
            text.push(accented);
        } else if at + 1 == units && letter == ' ' {
            text.push('a');
        } else {
            text.push(letter);
        }
    }
    text
}

fn put(context: &mut Context, switch: Switch, text: Option<String>) {
    match switch {
        Switch::FirstName => context.patient_first_name = text,
        Switch::Provider => context.provider_display_name = text,
        Switch::Category => context.category = text,
        Switch::Staff => context.staff_name = text,
        Switch::Date => context.appointment_date = text,
        Switch::Time => context.appointment_time = text,
        Switch::OptOut => context.optout_text = text.unwrap_or_default(),
        Switch::Offers => context.offers.clear(),
    }
}
