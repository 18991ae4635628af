//! Each error code is reached from Rust, by the calls that Python and Node make too: `core/engine/conformance/codes`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test reads files, and may stop where it stands"
)]

use std::path::Path;

use followthrough::financing::{Apr, Rounding, payment};
use followthrough::link::{LinkKeys, read_token};
use followthrough::{Caseload, Code, Date, Error, FollowUp, Money, Playbook, message};
use followthrough_import::{Options, System, changes_json, read};
use followthrough_insight::scenario::Scenario;
use serde_json::{Value, json};

/// The codes that a call came to: of what was refused, found or set aside.
type Codes = Vec<Code>;

struct Corpus(Value);

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../engine/conformance/codes");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

fn ends(error: Error) -> Codes {
    vec![error.code()]
}

impl Corpus {
    fn playbook(&self, call: &Value, append: &str) -> Result<Playbook, Codes> {
        let mut whole = text(&self.0, "playbook").to_owned();
        if let [from, to] = call["replace"].as_array().map(Vec::as_slice).unwrap_or_default() {
            whole = whole.replacen(from.as_str().unwrap(), to.as_str().unwrap(), 1);
        }
        whole += &append.strip_prefix('@').map_or_else(|| append.to_owned(), file);
        let read = Playbook::from_yaml(&format!("{whole}\n"));
        let read = read.map_err(|errors| errors.iter().map(Error::code).collect::<Codes>())?;
        read.with_link_keys(&texts(&self.0["keys"])).map_err(ends)
    }

    fn plain(&self) -> Playbook {
        self.playbook(&Value::Null, "").unwrap()
    }

    fn presented(&self) -> FollowUp {
        self.presented_to(text(&self.0["recipient"], "id"))
    }

    fn presented_to(&self, id: &str) -> FollowUp {
        let mut recipient = self.0["recipient"].clone();
        recipient["id"] = json!(id);
        let mut follow_up = FollowUp::from_recipient_json(&recipient.to_string()).unwrap();
        let plan = &self.0["plan"];
        let moment = json!({"now": plan["at"]}).to_string();
        self.plain()
            .handle_json(&mut follow_up, &moment, &plan.to_string())
            .unwrap();
        follow_up
    }

    fn check(&self, call: &Value) -> Result<Codes, Codes> {
        let playbook = self.playbook(call, text(call, "append"))?;
        let report = match (call["day"].as_str(), call["before"].as_str()) {
            (Some(day), _) => playbook.check_at(Date::parse(day).map_err(ends)?),
            (None, Some(before)) => playbook.check_against(&self.playbook(&Value::Null, before)?),
            (None, None) => playbook.check(),
        };
        Ok(report.findings.iter().map(|finding| finding.code).collect())
    }

    fn handle(&self, call: &Value) -> Result<Codes, Codes> {
        let under = call["under"]
            .as_str()
            .map_or_else(|| self.plain(), |text| Playbook::from_yaml(text).unwrap());
        let mut follow_up = self.presented();
        for event in call["events"].as_array().unwrap() {
            let moment = json!({"now": event["at"]}).to_string();
            under
                .handle_json(&mut follow_up, &moment, &event.to_string())
                .map_err(ends)?;
        }
        Ok(Vec::new())
    }

    fn click_of_another(&self, now: &Value) -> Result<Codes, Codes> {
        let (moment, playbook) = (json!({"now": now}).to_string(), self.plain());
        let decision = playbook.tick_json(&mut self.presented_to("r-78"), &moment).unwrap();
        let decision: Value = serde_json::from_str(&decision).unwrap();
        let token = &decision["actions"][0]["links"][0]["token"];
        let click = json!({"event_id": "e2", "at": now, "type": "click", "kind": "landed", "token": token});
        let handled = playbook.handle_json(&mut self.presented(), &moment, &click.to_string());
        handled.map(|_| Vec::new()).map_err(ends)
    }

    fn caseload(&self, call: &Value) -> Result<Codes, Error> {
        let mut caseload = Caseload::new(self.plain());
        caseload.begin_json(&call["begin"].to_string())?;
        let moment = json!({"now": self.0["plan"]["at"]}).to_string();
        let (recipient, event) = (call["handle"][0].as_str().unwrap(), call["handle"][1].to_string());
        caseload.handle_json(&moment, recipient, &event)?;
        Ok(Vec::new())
    }

    fn options(&self, given: &Value) -> Result<Options, Error> {
        let mut options = Options::default();
        for (name, value) in given.as_object().or_else(|| self.0["options"].as_object()).unwrap() {
            options.set(name, value.as_str().unwrap())?;
        }
        Ok(options)
    }

    fn read_export(&self, call: &Value) -> Result<Codes, Error> {
        let files = call["files"]
            .as_object()
            .or_else(|| self.0["files"].as_object())
            .unwrap()
            .iter();
        let files = files.filter(|(name, _)| call["drop"] != **name).map(|(name, content)| {
            let mut content = content.as_str().unwrap().to_owned();
            if let Some(change) = call["replace"][name].as_array() {
                content = content.replacen(change[0].as_str().unwrap(), change[1].as_str().unwrap(), 1);
            }
            (name, content + text(&call["add"], name))
        });
        let system = System::parse(call["system"].as_str().unwrap_or(text(&self.0, "system")))?;
        let read = read(system, files, &self.options(&call["options"])?)?;
        Ok(read.rejected.iter().map(|record| record.code).collect())
    }

    fn codes(&self, call: &Value) -> Result<Codes, Codes> {
        let none = |_| Vec::new();
        match text(call, "do") {
            "playbook" => self.playbook(call, text(call, "append")).map(|_| Vec::new()),
            "check" => self.check(call),
            "handle" => self.handle(call),
            "click_of_another" => self.click_of_another(&call["now"]),
            "tick" => {
                let moment = json!({"now": call["now"]}).to_string();
                self.plain()
                    .tick_json(&mut self.presented(), &moment)
                    .map(none)
                    .map_err(ends)
            }
            "load" => FollowUp::from_json(text(call, "text"))
                .map(|_| Vec::new())
                .map_err(ends),
            "begin" => {
                let begun = FollowUp::from_recipient_json(&call["recipient"].to_string());
                begun.map(|_| Vec::new()).map_err(ends)
            }
            "caseload" => self.caseload(call).map_err(ends),
            "restore" => {
                let restored = Caseload::restore(self.plain(), text(call, "text").as_bytes());
                restored.map(|_| Vec::new()).map_err(ends)
            }
            "read_export" => self.read_export(call).map_err(ends),
            "changes" => {
                let compared = changes_json(Some(text(call, "before")), text(call, "after"));
                compared.map(|_| Vec::new()).map_err(ends)
            }
            "read_token" => {
                let keys = LinkKeys::new(&texts(&self.0["keys"])).unwrap();
                read_token(text(call, "token"), &keys).map(|_| Vec::new()).map_err(ends)
            }
            "link_keys" => {
                let keyed = self.plain().with_link_keys(&texts(&call["keys"]));
                keyed.map(|_| Vec::new()).map_err(ends)
            }
            "payment" => {
                let (principal, apr) = (Money::parse(text(call, "principal")), Apr::parse(text(call, "apr")));
                let months = u32::try_from(call["months"].as_u64().unwrap()).unwrap();
                let schedule = payment(principal.unwrap(), apr.unwrap(), months, Rounding::HalfUp);
                schedule.map(|_| Vec::new()).map_err(ends)
            }
            "sms_segments" => message::segments(text(call, "text")).map(|_| Vec::new()).map_err(ends),
            "check_scenario" => match Scenario::parse(text(call, "text")) {
                Ok(_) => Ok(Vec::new()),
                Err(_) => Err(vec![Code::ScenarioMalformed]),
            },
            other => panic!("there is no call {other}"),
        }
    }
}

#[test]
fn each_code_is_reached() {
    let corpus = Corpus(serde_json::from_str(&file("cases.json")).unwrap());
    for case in corpus.0["cases"].as_array().unwrap() {
        if case["but"]["rust"].is_string() {
            continue;
        }
        let found = corpus.codes(&case["call"]).unwrap_or_else(|codes| codes);
        let found: Vec<&str> = found.iter().map(|code| code.as_str()).collect();
        assert!(found.contains(&text(case, "code")), "{case}: {found:?}");
    }
}

#[test]
fn each_code_has_a_case_and_few_have_an_excuse() {
    let corpus: Value = serde_json::from_str(&file("cases.json")).unwrap();
    let cases = corpus["cases"].as_array().unwrap();
    let mut listed: Vec<&str> = cases.iter().map(|case| text(case, "code")).collect();
    let mut known: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    listed.sort_unstable();
    known.sort_unstable();
    assert_eq!(listed, known);
    let excused: Vec<&str> = cases
        .iter()
        .filter(|case| case["but"].is_object())
        .map(|case| text(case, "code"))
        .collect();
    assert!(excused.len() <= 2, "{excused:?}");
}
