//! `extends`: a practice's own document laid over a built-in one.
//!
//! Maps merge key by key and lists by the `id` of their items; the practice's own values win, and its new items come
//! before the built-in ones; one that says `leave_out: true` takes the built-in one of its id away. Replaced whole when
//! given, because half of one and half of the other would say what nobody wrote: `steps`, conditions (`where`,
//! `offer_when`), weekly hours (`window`, `windows`, `hours`), the levels of an escalation, lists of plain words
//! (`languages`, `closed`, …), empty lists, an offer of another `kind`, and the wordings of a template for a channel
//! where only one of the two documents compares `arms`.

use super::builtin;
use super::document::{Entry, Node, Value, shown};
use crate::wire::nearest;
use crate::{Code, Error};

/// `{id: general, leave_out: true}`: the built-in item of that id is not taken.
pub(super) const LEAVE_OUT: &str = "leave_out";

/// Lays a practice's document over the built-in one that it extends; a document that extends nothing stays as it is.
/// What is wrong with `extends` goes to `problems`, and the document is then judged as if it had named the built-in
/// that comes nearest: what it rightly leaves out is not missing for a slip in that one name.
pub(super) fn resolve(mut own: Node, problems: &mut Vec<Error>) -> Node {
    let Value::Map(entries) = &mut own.value else {
        return own;
    };
    let Some(at) = entries.iter().position(|entry| entry.key == "extends") else {
        return own;
    };
    let extends = entries.remove(at);
    let (built_in, wrong) = built_in(&extends);
    problems.extend(wrong.map(|error| error.at("extends").place(extends.node.place.or(extends.place))));
    match built_in {
        Some(built_in) => {
            for (path, what) in [(&["sequences"][..], "sequence"), (&["financing", "offers"], "offer")] {
                check_left_out(&mut own, built_in, path, what, problems);
            }
            merge(built_in.clone(), own, &mut Vec::new())
        }
        None => own,
    }
}

/// Tells what is wrong with items that leave out a built-in one: that there is none of their id, with those that there
/// are (such an item is taken out), and what they say besides.
fn check_left_out(own: &mut Node, built_in: &Node, path: &[&str], what: &str, problems: &mut Vec<Error>) {
    let list = path.iter().try_fold(built_in, |node, key| node.get(key));
    let known: Vec<&str> = match list.map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().filter_map(id).collect(),
        Some(Value::Null | Value::Scalar(_) | Value::Map(_)) | None => Vec::new(),
    };
    let list = path.iter().try_fold(own, |node, key| node.get_mut(key));
    let Some(Value::List(items)) = list.map(|node| &mut node.value) else {
        return;
    };
    items.retain(|item| {
        let Value::Map(entries) = &item.value else { return true };
        if !is_left_out(item) {
            return true;
        }
        let path = format!("{}[{}]", path.join("."), item.index);
        let besides = entries
            .iter()
            .find(|entry| !matches!(entry.key.as_str(), "id" | LEAVE_OUT));
        problems.extend(besides.map(|entry| {
            let message = format!("a built-in {what} that is left out says nothing else");
            let error = Error::new(Code::PlaybookBadValue, message).help("take this out, or leave_out");
            error.at(format!("{path}.{}", entry.key)).place(entry.place)
        }));
        let Some(vain) = id(item).filter(|id| !known.contains(id)) else {
            return true;
        };
        let message = format!("no built-in {what} {} to leave out", shown(vain));
        let help = match nearest(vain, known.iter().copied()) {
            Some(near) => format!("did you mean {}?", shown(near)),
            None => format!("choose from {}", known.join(", ")),
        };
        let place = item.get("id").and_then(|id| id.place).or(item.place);
        let error = Error::new(Code::PlaybookUnknownName, message).help(help);
        problems.push(error.at(format!("{path}.id")).place(place));
        false
    });
}

fn is_left_out(item: &Node) -> bool {
    item.get(LEAVE_OUT).and_then(Node::text) == Some("true")
}

/// The built-in to lay the document over, and what is wrong with its name.
fn built_in(extends: &Entry) -> (Option<&'static Node>, Option<Error>) {
    let known = || builtin::names().map(shown).collect::<Vec<_>>().join(", ");
    let Some(name) = extends.node.text() else {
        let kind = extends.node.value.kind();
        let message = format!("expected the name of a built-in playbook, got {kind}");
        let error = Error::new(Code::PlaybookBadValue, message);
        return instead(
            builtin::names().next(),
            error.help(format!("the built-in playbooks are {}", known())),
        );
    };
    match builtin::root(name) {
        Some(Ok(root)) => (Some(root), None),
        Some(Err(broken)) => (None, Some(broken)),
        None => {
            let message = format!("no built-in playbook {}", shown(name));
            let error = Error::new(Code::PlaybookUnknownName, message);
            match nearest(name, builtin::names()) {
                Some(near) => instead(Some(near), error.help(format!("did you mean {}?", shown(near)))),
                None => {
                    let help = format!("the built-in playbooks of this version are {}", known());
                    instead(builtin::names().next(), error.help(help))
                }
            }
        }
    }
}

/// Another built-in in the place of one that is not there, with what was wrong.
fn instead(name: Option<&str>, error: Error) -> (Option<&'static Node>, Option<Error>) {
    let root = name.and_then(builtin::root).and_then(Result::ok);
    (root, Some(error))
}

/// Whether the value at these keys is taken whole; `[]` stands for an item of a list.
fn is_whole(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    matches!(
        path.as_slice(),
        ["practice", "hours"]
            | ["practice", "locations", _, "hours"]
            | ["sending", "window"]
            | ["contact_policy", "windows"]
            | ["trigger", "where"]
            | ["sequences", "[]", "where" | "steps"]
            | ["financing", "offer_when"]
            | ["escalation", _]
    )
}

/// `own` over `base`; `path` holds the keys that lead here.
fn merge(base: Node, own: Node, path: &mut Vec<String>) -> Node {
    let Node {
        value,
        place,
        origin,
        index,
    } = own;
    let value = match (base.value, value) {
        (_, value) if is_whole(path) => value,
        (Value::Map(base), Value::Map(own))
            if has_arms(&base) == has_arms(&own) || has_no_wording(&own) || !is_wording(path) =>
        {
            Value::Map(merge_maps(base, own, path))
        }
        (Value::List(base), Value::List(own))
            if !own.is_empty() && base.iter().chain(&own).all(|i| id(i).is_some()) =>
        {
            Value::List(merge_lists(base, own, path))
        }
        (_, value) => value,
    };
    Node {
        value,
        place,
        origin,
        index,
    }
}

fn merge_maps(mut base: Vec<Entry>, own: Vec<Entry>, path: &mut Vec<String>) -> Vec<Entry> {
    for entry in own {
        let Some(at) = base.iter().position(|known| known.key == entry.key) else {
            base.push(entry);
            continue;
        };
        path.push(entry.key.clone());
        let below = base.swap_remove(at);
        base.push(Entry {
            node: merge(below.node, entry.node, path),
            ..entry
        });
        path.pop();
    }
    base
}

fn merge_lists(base: Vec<Node>, own: Vec<Node>, path: &mut Vec<String>) -> Vec<Node> {
    path.push("[]".to_owned());
    let mut kept: Vec<(Node, bool)> = base.into_iter().map(|item| (item, false)).collect();
    let mut all = Vec::new();
    for item in own {
        // An id that stands twice in the practice's own list stays there twice, to be reported.
        let Some(at) = kept
            .iter()
            .position(|(below, merged)| !merged && id(below) == id(&item))
        else {
            all.push(item);
            continue;
        };
        if is_left_out(&item) {
            kept.remove(at);
        } else if let Some((slot, merged)) = kept.get_mut(at) {
            *merged = true;
            let below = std::mem::replace(slot, Node::nothing());
            *slot = if is_of_another_kind(&below, &item) {
                item
            } else {
                merge(below, item, path)
            };
        }
    }
    path.pop();
    all.extend(kept.into_iter().map(|(item, _)| item));
    all
}

/// A lender's link in the place of instalments has nothing in common with them but the id.
fn is_of_another_kind(base: &Node, own: &Node) -> bool {
    let kind = |item: &Node| item.get("kind").and_then(Node::text).map(str::to_owned);
    kind(own).is_some_and(|own| kind(base).is_some_and(|base| base != own))
}

fn id(item: &Node) -> Option<&str> {
    item.get("id").and_then(Node::text)
}

fn has_arms(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| entry.key == "arms")
}

/// Whether this says only how long a message may be.
fn has_no_wording(entries: &[Entry]) -> bool {
    entries.iter().all(|entry| entry.key == "max_segments")
}

/// Whether this is where a template's wordings for a channel stand: `templates.ID.CHANNEL`.
fn is_wording(path: &[String]) -> bool {
    path.len() == 3 && path.first().is_some_and(|first| first == "templates")
}
