//! Templates: checked once, then rendered without ever failing.
//!
//! handlebars parses; the syntax tree it gives is walked, everything that is not the language of
//! templates is refused, and what remains is lowered to a few kinds of nodes. Rendering those needs no registry, no
//! JSON and no error.

use std::collections::BTreeSet;

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};

use super::context::Context;
use super::disclosure::Form;
use super::render::{self, Block, Node};
use super::syntax::{self, TemplateProblem};
use super::variables::{CUSTOM_CLASS, List, Presence, Reference, Variable};

/// A compiled template.
///
/// ```
/// use followthrough::message::{Context, Form, Template};
/// let hello = Template::compile("Hi {{patient.first_name}}, it's {{practice.name}}.", Form::Sms).unwrap();
/// let mut context = Context { practice_name: "Peachtree Dental".into(), ..Context::default() };
/// assert_eq!(hello.render(&context), "Hi there, it's Peachtree Dental.");
/// context.patient_first_name = Some("Ana".into());
/// assert_eq!(hello.render(&context), "Hi Ana, it's Peachtree Dental.");
///
/// let problems = Template::compile("Hi {{patient.frist_name}}", Form::Sms).unwrap_err();
/// assert_eq!(problems[0].help, "did you mean patient.first_name?");
/// let problems = Template::compile("Your total is {{plan.total}}", Form::Sms).unwrap_err();
/// assert_eq!(problems[0].message, "plan.total is an amount: an SMS may not carry it");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    form: Form,
    nodes: Vec<Node>,
    /// Bytes to set aside for a message: its author's words, and some for the values, which are fewer.
    room: usize,
}

impl Template {
    /// Checks and compiles a template for its form.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its place: size and nesting, tags that the language does not have,
    /// unknown variables, variables that may be absent outside of `{{#if}}`, and what the form may not carry.
    pub fn compile(source: &str, form: Form) -> Result<Self, Vec<TemplateProblem>> {
        let problems = syntax::check(source, form);
        if !problems.is_empty() {
            return Err(problems);
        }
        let tree = handlebars::Template::compile(source).map_err(|e| {
            let at = e.pos().unwrap_or((1, 1));
            vec![TemplateProblem::new(
                at,
                "the template cannot be read",
                "look at the braces near here",
            )]
        })?;
        let mut walk = Walk {
            form,
            list: None,
            present: Vec::new(),
            problems: Vec::new(),
        };
        let nodes = walk.nodes(&tree);
        if walk.problems.is_empty() {
            let mut words = 0;
            render::visit(&nodes, &mut |node| {
                if let Node::Text(text) = node {
                    words += text.len();
                }
            });
            let room = words + words / 2 + 128;
            Ok(Self { form, nodes, room })
        } else {
            Err(walk.problems)
        }
    }

    /// The text for one message. Cannot fail: a missing value has words that stand in for it.
    pub fn render(&self, context: &Context) -> String {
        let mut out = String::with_capacity(self.room);
        self.render_into(context, &mut out);
        out
    }

    /// The same into a buffer of the caller's, which is cleared first: with one for many messages, none of them has to
    /// ask for memory.
    pub fn render_into(&self, context: &Context, out: &mut String) {
        render::render(&self.nodes, self.form, context, out);
    }

    /// The form it was compiled for.
    pub fn form(&self) -> Form {
        self.form
    }

    /// Everything it names, printed or asked for.
    pub fn variables(&self) -> BTreeSet<Reference> {
        let mut found = BTreeSet::new();
        render::visit(&self.nodes, &mut |node| {
            found.extend(match node {
                Node::Text(_) => None,
                Node::Value(variable) => Some(Reference::Variable(*variable)),
                Node::Block(block) => Some(match &**block {
                    Block::Custom(name) => Reference::Custom(name.to_string()),
                    Block::If { what, .. } => what.clone(),
                    Block::Each { list, .. } => Reference::List(*list),
                }),
            });
        });
        found
    }

    /// The words of its author, piece by piece, in order: what a proof about wording looks at.
    pub fn static_text(&self) -> Vec<&str> {
        let mut found = Vec::new();
        render::visit(&self.nodes, &mut |node| {
            if let Node::Text(text) = node {
                found.push(&**text);
            }
        });
        found
    }
}

fn block(block: Block) -> Node {
    Node::Block(Box::new(block))
}

/// Whether what follows a text belongs to an address that it begins.
fn ends_in_address(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let open = last.contains("://") || last.starts_with("www.");
    open && !last.ends_with([')', '>', ',', ';', '"'])
}

struct Walk {
    form: Form,
    /// The list being repeated.
    list: Option<List>,
    /// What the conditions around make sure of.
    present: Vec<Reference>,
    problems: Vec<TemplateProblem>,
}

type At = (usize, usize);

impl Walk {
    fn nodes(&mut self, tree: &handlebars::Template) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        for (i, element) in tree.elements.iter().enumerate() {
            let at = tree.mapping.get(i).map_or((1, 1), |m| (m.0, m.1));
            let node = match element {
                TemplateElement::RawString(text) if text.is_empty() => None,
                TemplateElement::RawString(text) => Some(Node::Text(text.as_str().into())),
                TemplateElement::Expression(tag) => {
                    let target = matches!(nodes.last(), Some(Node::Text(text)) if text.trim_end().ends_with("]("));
                    let within = matches!(nodes.last(), Some(Node::Text(text)) if ends_in_address(text));
                    self.value(tag, at, target && self.form.is_markdown(), within)
                }
                TemplateElement::HelperBlock(tag) => self.block(tag, at),
                TemplateElement::HtmlExpression(_)
                | TemplateElement::DecoratorExpression(_)
                | TemplateElement::DecoratorBlock(_)
                | TemplateElement::PartialExpression(_)
                | TemplateElement::PartialBlock(_)
                | TemplateElement::Comment(_)
                | _ => {
                    self.problem(at, "this is not in the language of templates", "leave it out");
                    None
                }
            };
            nodes.extend(node);
        }
        nodes
    }

    fn problem(&mut self, at: At, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(TemplateProblem::new(at, message, help));
    }

    /// `{{variable}}`.
    fn value(&mut self, tag: &HelperTemplate, at: At, is_link_target: bool, within_address: bool) -> Option<Node> {
        let path = tag.name.as_name().unwrap_or("");
        if !tag.params.is_empty() || !tag.hash.is_empty() {
            self.problem(
                at,
                "a helper in a template",
                "templates print variables and do not compute",
            );
            return None;
        }
        let what = self.resolve(path, at)?;
        if let Reference::List(list) = what {
            let help = format!("write {{{{#each {0}}}}}…{{{{/each}}}} or {{{{#if {0}}}}}", list.path());
            self.problem(at, format!("{path} is a list"), help);
            return None;
        }
        self.may_carry(&what, path, at);
        let optional = match &what {
            Reference::Variable(variable) => variable.presence() == Presence::Optional,
            Reference::Custom(_) | Reference::List(_) => true,
        };
        if optional && !self.is_present(&what) {
            let help = format!("put it inside {{{{#if {path}}}}}…{{{{/if}}}}");
            self.problem(at, format!("{path} may be absent"), help);
        }
        let is_link = matches!(what, Reference::Variable(variable) if variable.is_link());
        if within_address && !is_link_target {
            let help = "a link says nothing of the person in it: use plan.link, which is signed and opaque";
            self.problem(at, format!("{path} stands inside an address"), help);
        }
        if is_link_target && !is_link {
            self.problem(
                at,
                format!("{path} is not a link"),
                "only plan.link and offer.url can be linked to",
            );
        }
        match what {
            Reference::Variable(variable) => Some(Node::Value(variable)),
            Reference::Custom(name) => Some(block(Block::Custom(name.into()))),
            Reference::List(_) => None,
        }
    }

    /// `{{#if}}`, `{{#unless}}`, `{{#each}}`.
    fn block(&mut self, tag: &HelperTemplate, at: At) -> Option<Node> {
        let keyword = tag.name.as_name().unwrap_or("");
        let path = match tag.params.as_slice() {
            [path @ Parameter::Path(_)] if tag.hash.is_empty() && tag.block_param.is_none() => path.as_name(),
            _ => None,
        };
        let Some(path) = path else {
            self.problem(
                at,
                format!("{{{{#{keyword} …}}}} takes one name"),
                "write one variable or list",
            );
            return None;
        };
        let what = self.resolve(path, at);
        match (keyword, what) {
            (_, None) => None,
            ("if", Some(what)) => self.condition(tag, what, path, at, false),
            ("unless", Some(what)) => self.condition(tag, what, path, at, true),
            ("each", Some(Reference::List(list))) => self.each(tag, list, path, at),
            ("each", Some(_)) => {
                let help = "items, financing.offers and faq are lists";
                self.problem(at, format!("{path} is not a list"), help);
                None
            }
            _ => {
                self.problem(
                    at,
                    "this block is not in the language of templates",
                    "use if, unless or each",
                );
                None
            }
        }
    }

    fn condition(&mut self, tag: &HelperTemplate, what: Reference, path: &str, at: At, negated: bool) -> Option<Node> {
        // That there are offers may be said anywhere ("options are available"); what they are may not.
        if what != Reference::List(List::Offers) {
            self.may_carry(&what, path, at);
        }
        let (given, missing) = if negated {
            (tag.inverse.as_ref(), tag.template.as_ref())
        } else {
            (tag.template.as_ref(), tag.inverse.as_ref())
        };
        self.present.push(what.clone());
        let given = given.map(|t| self.nodes(t)).unwrap_or_default();
        self.present.pop();
        let missing = missing.map(|t| self.nodes(t)).unwrap_or_default();
        Some(block(Block::If { what, given, missing }))
    }

    /// Whether an `{{#if}}` around it asks for it, or for what never comes without it: an offer of the practice's own has
    /// all its figures, a lender's both its name and its address.
    fn is_present(&self, what: &Reference) -> bool {
        const TOGETHER: [&[Variable]; 2] = [
            &[Variable::OfferMonthly, Variable::OfferMonths, Variable::OfferApr],
            &[Variable::OfferLender, Variable::OfferUrl],
        ];
        let asked = |variable: &Variable| self.present.contains(&Reference::Variable(*variable));
        let with = |variable: &Variable| {
            let mut groups = TOGETHER.iter().filter(|group| group.contains(variable));
            groups.any(|group| group.iter().any(asked))
        };
        self.present.contains(what) || matches!(what, Reference::Variable(variable) if with(variable))
    }

    fn each(&mut self, tag: &HelperTemplate, list: List, path: &str, at: At) -> Option<Node> {
        if self.list.is_some() {
            self.problem(at, "a list inside a list", "close the first {{#each}} before this one");
            return None;
        }
        self.may_carry(&Reference::List(list), path, at);
        self.list = Some(list);
        let body = tag.template.as_ref().map(|t| self.nodes(t)).unwrap_or_default();
        self.list = None;
        let empty = tag.inverse.as_ref().map(|t| self.nodes(t)).unwrap_or_default();
        Some(block(Block::Each { list, body, empty }))
    }

    fn may_carry(&mut self, what: &Reference, path: &str, at: At) {
        let class = match what {
            Reference::Variable(variable) => variable.class(),
            Reference::Custom(_) => CUSTOM_CLASS,
            Reference::List(list) => list.class(),
        };
        if class.allowed_in(self.form) {
            return;
        }
        let help = match self.form {
            Form::Sms | Form::Subject => "say it behind the link, in the portal or in a detailed e-mail",
            Form::Plain => "put it into `detailed`, which goes only to people who asked for details by e-mail",
            Form::Detailed | Form::Portal | Form::Text | Form::Voicemail => "leave it out",
        };
        let message = format!("{path} is {}: {} may not carry it", class.called(), self.form.as_str());
        self.problem(at, message, help);
    }

    fn resolve(&mut self, path: &str, at: At) -> Option<Reference> {
        if let Some(name) = path.strip_prefix("custom.").filter(|name| !name.contains('.')) {
            return Some(Reference::Custom(name.to_owned()));
        }
        if let Some(list) = List::named(path) {
            return Some(Reference::List(list));
        }
        if let Some(variable) = Variable::resolve(path, self.list) {
            return Some(Reference::Variable(variable));
        }
        let elsewhere = |list: &&List| path.contains('.') && Variable::resolve(path, Some(**list)).is_some();
        if let Some(list) = List::ALL.iter().find(elsewhere) {
            let help = format!("put it inside {{{{#each {}}}}}…{{{{/each}}}}", list.path());
            self.problem(at, format!("{path} stands outside of its list"), help);
        } else {
            self.problem(at, format!("unknown variable {path}"), suggestion(path));
        }
        None
    }
}

fn suggestion(path: &str) -> String {
    let all = Variable::ALL
        .iter()
        .map(|v| v.path())
        .chain(List::ALL.iter().map(|l| l.path()));
    let near = |candidate: &'static str| {
        let whole = strsim::damerau_levenshtein(path, candidate);
        // `first_name` for `patient.first_name`: the group was forgotten.
        let name = candidate.rsplit_once('.').map_or(candidate, |(_, name)| name);
        let last = path.rsplit_once('.').map_or(path, |(_, name)| name);
        whole.min(strsim::damerau_levenshtein(last, name) + 1)
    };
    match all.map(|c| (near(c), c)).min() {
        Some((distance, candidate)) if distance <= 3 && distance * 2 <= path.len() => {
            format!("did you mean {candidate}?")
        }
        _ => {
            "the variables are listed in the documentation of templates; the practice's own are custom.NAME".to_owned()
        }
    }
}
