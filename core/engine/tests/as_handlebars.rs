//! Templates say what the handlebars crate itself says of the same text and values, for all that the language has.
//!
//! What differs by design is kept out, or done to the other side as well:
//! - a variable without a value has words that stand in for it: here it is printed only where it is there;
//! - values stand on one line: none here has a line, a control character or two spaces in a row;
//! - the ends of a message are trimmed: so are theirs;
//! - in Markdown values are escaped: theirs get the same function, written here once more; an address in Markdown is a
//!   link, and is printed in plain text only;
//! - a list's fields may be named by its word (`item.fee`), and inside a list the rest can be named as outside: their
//!   rows hold the fields under each name, and all the rest besides.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test may fail loudly"
)]

use std::collections::BTreeMap;

use followthrough::message::{Context, Form, Item, List, OfferWords, Presence, Template, Variable};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// A piece of a template; numbers choose among what may stand in its place.
#[derive(Clone, Debug)]
enum Piece {
    Text(&'static str),
    Print {
        which: usize,
        name: usize,
        spaced: bool,
    },
    If {
        which: usize,
        name: usize,
        negated: bool,
        body: Vec<Piece>,
        otherwise: Option<Vec<Piece>>,
        lines: bool,
    },
    Each {
        which: usize,
        body: Vec<Piece>,
        otherwise: Option<Vec<Piece>>,
        lines: bool,
    },
}

/// Words, spaces and lines, and what reads almost like a tag.
const TEXTS: [&str; 18] = [
    "word", " ", "\n", "\n\n", "  \n", "\t", "\r\n", "é", "😀", "{ ", "} ", "\\ ", "\"", "<b>", "&amp; ", "end. ",
    "- ", "'",
];

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let text = prop::sample::select(&TEXTS[..]).prop_map(Piece::Text);
    let print = (any::<usize>(), any::<usize>(), any::<bool>()).prop_map(|(which, name, spaced)| Piece::Print {
        which,
        name,
        spaced,
    });
    let leaf = prop_oneof![text, print];
    let piece = leaf.prop_recursive(4, 32, 5, |inner| {
        let inside = prop::collection::vec(inner, 0..5);
        let condition = (
            (any::<usize>(), any::<usize>(), any::<bool>(), any::<bool>()),
            inside.clone(),
            prop::option::of(inside.clone()),
        );
        let condition = condition.prop_map(|((which, name, negated, lines), body, otherwise)| Piece::If {
            which,
            name,
            negated,
            body,
            otherwise,
            lines,
        });
        let each = (any::<usize>(), any::<bool>(), inside.clone(), prop::option::of(inside));
        let each = each.prop_map(|(which, lines, body, otherwise)| Piece::Each {
            which,
            body,
            otherwise,
            lines,
        });
        prop_oneof![condition, each]
    });
    prop::collection::vec(piece, 1..6)
}

/// The host's own facts that templates here name.
const CUSTOM: [&str; 2] = ["custom.vip", "custom.parking-lot"];

/// Writes pieces as a template.
struct Author {
    form: Form,
    /// Whether every variable has a value.
    all_there: bool,
    list: Option<List>,
    present: Vec<String>,
    out: String,
}

impl Author {
    fn write(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.out.push_str(text),
                Piece::Print { which, name, spaced } => self.print(*which, *name, *spaced),
                Piece::If {
                    which,
                    name,
                    negated,
                    body,
                    otherwise,
                    lines,
                } => {
                    let mut paths = self.in_reach();
                    paths.extend(List::ALL.iter().map(|list| list.path().to_owned()));
                    let path = paths[which % paths.len()].clone();
                    let keyword = if *negated { "unless" } else { "if" };
                    let called = self.called(&path, *name);
                    self.tag(&format!("#{keyword} {called}"), *lines);
                    self.branch(body, (!negated).then_some(&path));
                    if let Some(otherwise) = otherwise {
                        self.tag("else", *lines);
                        self.branch(otherwise, negated.then_some(&path));
                    }
                    self.tag(&format!("/{keyword}"), *lines);
                }
                // There is no list in a list: what would stand in it stands here.
                Piece::Each { body, .. } if self.list.is_some() => self.write(body),
                Piece::Each {
                    which,
                    body,
                    otherwise,
                    lines,
                } => {
                    let list = List::ALL[which % List::ALL.len()];
                    self.tag(&format!("#each {}", list.path()), *lines);
                    self.list = Some(list);
                    self.write(body);
                    self.list = None;
                    if let Some(otherwise) = otherwise {
                        self.tag("else", *lines);
                        self.write(otherwise);
                    }
                    self.tag("/each", *lines);
                }
            }
        }
    }

    fn branch(&mut self, pieces: &[Piece], sure: Option<&String>) {
        self.present.extend(sure.cloned());
        self.write(pieces);
        if sure.is_some() {
            self.present.pop();
        }
    }

    /// A tag on a line of its own takes the line with it.
    fn tag(&mut self, inner: &str, own_line: bool) {
        let end = if own_line { "\n" } else { "" };
        self.out.push_str(&format!("{{{{{inner}}}}}{end}"));
    }

    fn print(&mut self, which: usize, name: usize, spaced: bool) {
        let may_print = |path: &String| {
            let variable = Variable::ALL.iter().find(|v| v.path() == path);
            let sure = variable.is_some_and(|v| match v.presence() {
                Presence::Always => true,
                Presence::Fallback => self.all_there,
                Presence::Optional => false,
            });
            let bare = !self.form_is_markdown() || !variable.is_some_and(|v| v.is_link());
            bare && (sure || self.present.contains(path))
        };
        let paths: Vec<String> = self.in_reach().into_iter().filter(may_print).collect();
        let called = self.called(&paths[which % paths.len()], name);
        let space = if spaced { " " } else { "" };
        self.out.push_str(&format!("{{{{{space}{called}{space}}}}}"));
    }

    fn form_is_markdown(&self) -> bool {
        self.form == Form::Detailed
    }

    fn in_reach(&self) -> Vec<String> {
        let variables = Variable::ALL
            .iter()
            .filter(|v| v.list().is_none() || v.list() == self.list);
        let custom = CUSTOM.iter().map(|path| (*path).to_owned());
        variables.map(|v| v.path().to_owned()).chain(custom).collect()
    }

    /// One of the names that a field of a list has.
    fn called(&self, path: &str, name: usize) -> String {
        let field = Variable::ALL.iter().find(|v| v.path() == path && v.list().is_some());
        let Some((prefix, field)) = field.and_then(|_| path.split_once('.')) else {
            return path.to_owned();
        };
        match name % 3 {
            0 => field.to_owned(),
            1 => format!("this.{field}"),
            _ => format!("{prefix}.{field}"),
        }
    }
}

type Values = BTreeMap<&'static str, String>;

fn value(variable: Variable) -> BoxedStrategy<String> {
    if variable.is_link() {
        "https://[a-z]{1,9}\\.example/[A-Za-z0-9_?=&%.-]{0,12}".boxed()
    } else {
        // Braces and tags in a value are text too.
        "[A-Za-z0-9<>&\"'*_{}$.,#éÑ😀\\[\\]()\\\\-]{1,8}( [a-z{}&!]{1,5}){0,2}".boxed()
    }
}

/// Values of the variables of one list, or of those of none.
fn values(list: Option<List>, all_there: bool) -> impl Strategy<Value = Values> {
    let variables: Vec<Variable> = Variable::ALL.iter().copied().filter(|v| v.list() == list).collect();
    let each: Vec<BoxedStrategy<(&'static str, Option<String>)>> = variables
        .into_iter()
        .map(|v| {
            let path = v.path();
            if all_there || v.presence() == Presence::Always {
                value(v).prop_map(move |text| (path, Some(text))).boxed()
            } else {
                prop::option::of(value(v)).prop_map(move |text| (path, text)).boxed()
            }
        })
        .collect();
    each.prop_map(|all| all.into_iter().filter_map(|(path, text)| Some((path, text?))).collect())
}

#[derive(Clone, Debug)]
struct World {
    all_there: bool,
    own: Values,
    custom: BTreeMap<String, String>,
    lists: BTreeMap<&'static str, Vec<Values>>,
}

fn world() -> impl Strategy<Value = World> {
    any::<bool>().prop_flat_map(|all_there| {
        let rows = |list| prop::collection::vec(values(Some(list), all_there), 0..4);
        let custom = prop::option::of("[a-z<*]{1,6}").prop_map(|vip| vip.into_iter().map(|v| ("vip".to_owned(), v)));
        let lists = (rows(List::Items), rows(List::Offers), rows(List::Faq));
        (values(None, all_there), custom, lists).prop_map(move |(own, custom, (items, offers, faq))| World {
            all_there,
            own,
            custom: custom.collect(),
            lists: [("items", items), ("financing.offers", offers), ("faq", faq)].into(),
        })
    })
}

impl World {
    fn context(&self) -> Context {
        let own = |path: &str| self.own.get(path).cloned();
        let sure = |path: &str| self.own[path].clone();
        let rows = |path: &str| self.lists[path].clone().into_iter();
        Context {
            language: "en".into(),
            patient_first_name: own("patient.first_name"),
            practice_name: sure("practice.name"),
            practice_phone: sure("practice.phone"),
            practice_address: sure("practice.address"),
            provider_display_name: own("provider.display_name"),
            link: sure("plan.link"),
            category: own("plan.category"),
            total: sure("plan.total"),
            patient_portion: own("plan.patient_portion"),
            item_count: sure("plan.item_count"),
            due_on: own("subject.due_on"),
            items: rows("items")
                .map(|mut row| Item {
                    description: row.remove("item.description"),
                    code: row.remove("item.code"),
                    tooth: row.remove("item.tooth"),
                    fee: row.remove("item.fee"),
                })
                .collect(),
            offers: rows("financing.offers")
                .map(|mut row| OfferWords {
                    monthly: row.remove("offer.monthly"),
                    months: row.remove("offer.months"),
                    apr: row.remove("offer.apr"),
                    lender: row.remove("offer.lender"),
                    url: row.remove("offer.url"),
                    disclosure: row.remove("offer.disclosure"),
                })
                .collect(),
            faq: rows("faq")
                .map(|row| (row["faq.question"].clone(), row["faq.answer"].clone()))
                .collect(),
            appointment_date: own("appointment.date"),
            appointment_time: own("appointment.time"),
            optout_text: sure("optout.text"),
            staff_name: own("staff.name"),
            custom: self.custom.clone(),
        }
    }

    fn json(&self) -> Value {
        let mut root = Map::new();
        self.own
            .iter()
            .for_each(|(path, text)| put(&mut root, path, text.as_str().into()));
        let custom = self.custom.iter();
        custom.for_each(|(name, text)| put(&mut root, &format!("custom.{name}"), text.as_str().into()));
        let mut whole = root.clone();
        for (path, rows) in &self.lists {
            // Whether a list is empty can be asked inside of another one as well.
            let lengths: Vec<Value> = rows.iter().map(|_| Value::Null).collect();
            put(&mut root, path, lengths.into());
        }
        for (path, rows) in &self.lists {
            let row = |fields: &Values| {
                let mut row = root.clone();
                for (name, text) in fields {
                    put(&mut row, name, text.as_str().into());
                    put(&mut row, name.split_once('.').unwrap().1, text.as_str().into());
                }
                Value::from(row)
            };
            put(&mut whole, path, rows.iter().map(row).collect::<Vec<Value>>().into());
        }
        whole.into()
    }
}

/// Puts a value at its path. Within a list of questions `faq` is the pair, which is there as the list is.
fn put(map: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            map.insert(path.to_owned(), value);
        }
        Some((group, name)) => {
            let inner = map.entry(group).or_insert_with(|| Map::new().into());
            if !inner.is_object() {
                *inner = Map::new().into();
            }
            inner.as_object_mut().unwrap().insert(name.to_owned(), value);
        }
    }
}

/// What the form does to a value, written once more.
fn markdown(value: &str) -> String {
    let escaped = |c: char| {
        let mark = c.is_ascii_punctuation() && !",%/?'".contains(c);
        [mark.then_some('\\'), Some(c)].into_iter().flatten()
    };
    value.chars().flat_map(escaped).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_as_handlebars(pieces in pieces(), world in world(), in_markdown in any::<bool>()) {
        let form = if in_markdown { Form::Detailed } else { Form::Text };
        let mut author =
            Author { form, all_there: world.all_there, list: None, present: Vec::new(), out: "x".to_owned() };
        author.write(&pieces);
        let source = author.out;
        let template = Template::compile(&source, form);
        prop_assert!(template.is_ok(), "{source:?}: {:?}", template);
        let mut registry = handlebars::Handlebars::new();
        if in_markdown {
            registry.register_escape_fn(markdown);
        } else {
            registry.register_escape_fn(handlebars::no_escape);
        }
        let theirs = registry.render_template(&source, &world.json()).unwrap();
        let theirs = theirs.trim_end().trim_start_matches('\n');
        prop_assert_eq!(template.unwrap().render(&world.context()), theirs, "{:?}", source);
    }
}
