//! The keys of answers where the files of an export have several shapes: which of them a key belongs to.

use std::sync::Arc;

use super::ask::shape_of;
use super::{Question, SeenFile};
use crate::mapping::{Mapping, Shape};
use crate::{Options, System};

/// The shapes of the files, each once.
pub(super) struct Shapes(Vec<Arc<Shape>>);

impl Shapes {
    pub(super) fn of(system: System, files: &[SeenFile], options: &Options) -> Self {
        let mut shapes: Vec<Arc<Shape>> = Vec::new();
        for shape in files.iter().filter_map(|file| shape_of(system, file, options).ok()) {
            if !shapes.iter().any(|known| known.name == shape.name) {
                shapes.push(shape);
            }
        }
        Self(shapes)
    }

    /// The shape, where there is one at most.
    pub(super) fn only(&self) -> Option<Option<&Shape>> {
        match self.0.as_slice() {
            [] => Some(None),
            [only] => Some(Some(only)),
            _ => None,
        }
    }

    /// Whose a key is that names no shape: what is said of people is that of people, what is said of visits that of visits,
    /// all else that of plans. None of what holds for all of them.
    pub(super) fn owner(&self, key: &str) -> Option<&Shape> {
        let head = key.split('.').next().unwrap_or_default();
        let plans = self.0.iter().find(|shape| shape.has_plans());
        let visits = self.0.iter().find(|shape| shape.visit.is_some());
        let is_of_people =
            |shape: &&Arc<Shape>| !shape.has_plans() && shape.visit.is_none() && shape.patient.guards.is_none();
        let own = match head {
            "patient" | "consent" => self.0.iter().find(is_of_people),
            "visit" => visits,
            _ => None,
        };
        let shape = own
            .or(plans)
            .filter(|_| !Mapping::is_key_of_all(head) && head != "shapes");
        shape.map(|shape| &**shape)
    }

    /// Gives each question the key that answers it, and asks once what several files of one shape leave open.
    pub(super) fn settle(&self, questions: Vec<(Question, Option<Arc<Shape>>)>) -> Vec<Question> {
        let mut all: Vec<Question> = Vec::new();
        for (mut question, shape) in questions {
            if let (Some(shape), None) = (&shape, self.only())
                && self.owner(&question.key).is_none_or(|owner| owner.name != shape.name)
                && !Mapping::is_key_of_all(&question.key)
            {
                name_in_full(&mut question, shape);
            }
            match all
                .iter_mut()
                .find(|known| known.key == question.key && shape.is_some())
            {
                Some(known) => join(known, question),
                None => all.push(question),
            }
        }
        all
    }
}

/// A key as it is written for one of several shapes.
pub(super) fn of_shape(shape: &Shape, key: &str) -> Option<String> {
    let (_, name) = shape.name.split_once('.')?;
    Some(format!("shapes.{name}.{key}"))
}

/// Also where the text of the question repeats its key.
fn name_in_full(question: &mut Question, shape: &Shape) {
    let Some(full) = of_shape(shape, &question.key) else {
        return;
    };
    if let Some((above, _)) = question.key.rsplit_once('.') {
        let below = format!("{above}.");
        let own = |text: &str| text.replace(&below, &of_shape(shape, &below).unwrap_or_default());
        question.asks = own(&question.asks);
        for choice in &mut question.choices {
            choice.means = own(&choice.means);
        }
    }
    question.key = full;
}

/// What another file leaves open of the same.
fn join(known: &mut Question, other: Question) {
    let of = |file: Option<Arc<str>>, seen: Vec<String>| {
        let named = move |line: String| match &file {
            Some(file) => format!("{file}: {line}"),
            None => line,
        };
        seen.into_iter().map(named).collect::<Vec<String>>()
    };
    if known.file.is_some() {
        known.seen = of(known.file.take(), std::mem::take(&mut known.seen));
    }
    known.seen.extend(of(other.file, other.seen));
    known.required |= other.required;
}
