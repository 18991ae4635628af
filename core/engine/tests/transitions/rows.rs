//! What can arrive, one line each: its name, and how it is told.

use serde_json::{Value, json};

use super::columns;
use super::scene::{CASE, Scene, recipient};
use followthrough::follow_up::{
    AppointmentStatus, ConsentChange, Event, EventKind, FailureClass, Receipt, StaffOutcome,
};
use followthrough::plan::PersonStatus;
use followthrough::playbook::ClickKind;

pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// Tells it. Where there is nothing to tell it of (no message, say), it tells nothing.
    pub(crate) act: fn(&mut Scene),
}

const ALTERNATIVE: &str = "tp-2";
const MOBILE: &str = "+14045550177";

/// Every row, in order. A new one is one line.
#[rustfmt::skip]
pub(crate) fn all() -> Vec<Row> {
    let row = |name, act| Row { name, act };
    vec![
        row("*tick* at the next wake-up", Scene::next_tick),
        row("*ticks* alone, until it leaves the state", Scene::ticks),
        row("*ticks* alone, once it is worth too little", |s| { let worth_less = s.plan(worth_less); s.prepare(&worth_less); s.ticks(); }),
        row("*tick* at the end of the window", |s| s.tick_at(s.window_end())),

        row("reply: yes", |s| s.tell(&reply("yes"))),
        row("reply: a question", |s| s.tell(&reply("Will it hurt?"))),
        row("reply: not understood", |s| s.tell(&reply("hm"))),
        row("reply: not now", |s| s.tell(&reply("not now, maybe in May"))),
        row("reply: no", |s| s.tell(&reply("no thanks"))),
        row("reply: wrong number", |s| s.tell(&reply("wrong number"))),
        row("reply: please call", |s| s.tell(&reply("please call me"))),
        row("reply: yes, and a question", |s| s.tell(&reply("yes, but how much is it?"))),
        row("reply: no, and a question", |s| s.tell(&reply("no thanks. what does it cost though?"))),
        row("reply: done elsewhere", |s| s.tell(&reply("had it done somewhere else"))),
        row("reply: cancel my appointment", |s| s.tell(&reply("cancel my appointment"))),
        row("reply: an emergency", |s| s.tell(&reply("my gums won't stop bleeding"))),
        row("reply: a death", |s| s.tell(&reply("he passed away in March"))),
        row("reply: HELP", |s| s.tell(&reply("HELP"))),
        row("reply: START", |s| s.tell(&reply("START"))),
        row("reply: STOP", |s| s.tell(&reply("STOP"))),
        row("reply: please stop, in words", |s| s.tell(&reply("please stop texting me"))),
        row("reply: don't e-mail me", |s| s.tell(&reply("please don't email me"))),
        row("reply: CANCEL", |s| s.tell(&reply("CANCEL"))),
        row("link to book: landed", |s| click(s, "book", "landed")),
        row("link to book: confirmed", |s| click(s, "book", "confirmed")),
        row("link to unsubscribe: landed", |s| click(s, "unsubscribe", "landed")),
        row("link to unsubscribe: confirmed", |s| click(s, "unsubscribe", "confirmed")),
        row("consent: one point revoked", |s| s.tell(&consent("sms", MOBILE, "revoked"))),
        row("consent: every point revoked, one by one", |s| for (channel, point) in POINTS { s.tell(&consent(channel, point, "revoked")); }),
        row("consent: granted", |s| s.tell(&consent("sms", MOBILE, "granted"))),

        row("plan: as before", |s| plan(s, |_| {})),
        row("plan: an older export", older_export),
        row("plan: worth too little now", |s| plan(s, worth_less)),
        row("plan: all booked", |s| plan(s, |plan| each(plan, |p| p["status"] = json!("scheduled")))),
        row("plan: part booked", |s| plan(s, |plan| plan["procedures"][1]["status"] = json!("scheduled"))),
        row("plan: accepted, nothing booked", |s| plan(s, |plan| { plan["status"] = json!("accepted"); plan["procedures"].as_array_mut().unwrap().retain(|p| p["status"] == "planned"); })),
        row("plan: accepted, part booked", |s| plan(s, |plan| { plan["status"] = json!("accepted"); plan["procedures"][1]["status"] = json!("scheduled"); })),
        row("plan: declined", |s| plan(s, |plan| plan["status"] = json!("declined"))),
        row("plan: referred", |s| plan(s, |plan| plan["status"] = json!("referred"))),
        row("plan: inactive", |s| plan(s, |plan| plan["status"] = json!("inactive"))),
        row("plan: completed, with something pending", |s| plan(s, |plan| plan["status"] = json!("completed"))),
        row("plan: a draft again", |s| plan(s, |plan| plan["status"] = json!("draft"))),
        row("plan: no procedure left", |s| plan(s, |plan| plan["procedures"] = json!([]))),
        row("plan: presented again", presented_again),
        row("plan: a booked procedure is pending again", |s| plan(s, |plan| plan["procedures"][2]["status"] = json!("planned"))),
        row("plan: the patient died", |s| plan(s, |plan| plan["patient"]["status"] = json!("deceased"))),
        row("plan gone", |s| s.tell(&json!({"type": "plan_gone", "plan_id": CASE}))),
        row("plan gone, says an older export", |s| s.tell_late(&json!({"type": "plan_gone", "plan_id": CASE}), s.presented())),
        row("plan gone, one never seen", |s| s.tell(&json!({"type": "plan_gone", "plan_id": "tp-9"}))),
        row("an alternative: booked", |s| s.tell(&alternative("presented", "scheduled"))),
        row("an alternative: accepted, nothing booked", |s| s.tell(&alternative("accepted", "planned"))),
        row("an alternative: booked, say staff", |s| staff_on_alternative(s, "booked")),
        row("an alternative: declined, say staff", |s| staff_on_alternative(s, "declined")),
        row("visit: part booked", |s| s.tell(&visit("a-2", "scheduled", &["pr-2"]))),
        row("visit: all booked", |s| s.tell(&visit("a-2", "scheduled", &["pr-1", "pr-2"]))),
        row("visit: broken", |s| s.tell(&visit("a-0", "broken", &["pr-3"]))),
        row("visit: cancelled", |s| s.tell(&visit("a-0", "cancelled", &["pr-3"]))),
        row("visit: the booked part completed", |s| s.tell(&visit("a-0", "completed", &["pr-3"]))),
        row("visit: everything completed", |s| s.tell(&visit("a-2", "completed", &["pr-1", "pr-2", "pr-3"]))),
        row("person: as before", |s| s.tell(&person("active"))),
        row("person: inactive", |s| s.tell(&person("inactive"))),
        row("person: deceased", |s| s.tell(&person("deceased"))),
        row("person: do not contact", |s| s.tell(&person("do_not_contact"))),

        row("receipt: delivered", |s| receipt(s, json!({"result": "delivered"}))),
        row("receipt: opened", |s| receipt(s, json!({"result": "opened"}))),
        row("receipt: failed for now", |s| receipt(s, json!({"result": "failed", "class": "temporary"}))),
        row("receipt: failed for good", |s| receipt(s, json!({"result": "failed", "class": "permanent"}))),
        row("receipt: blocked", |s| receipt(s, json!({"result": "failed", "class": "blocked"}))),
        row("receipt: bounced", |s| receipt(s, json!({"result": "bounced"}))),
        row("receipt: opted out at the carrier", |s| receipt(s, json!({"result": "failed", "class": "opted_out"}))),
        row("receipt: complained", |s| receipt(s, json!({"result": "complained"}))),
        row("receipt: of another recipient's message", |s| s.tell(&json!({"type": "receipt", "result": "elsewhere", "contact": MOBILE, "channel": "sms"}))),
        row("receipt: of an action that never was", |s| s.tell(&json!({"type": "receipt", "result": "delivered", "action_id": "act_azzpr3817w4edchktef4ds5czw"}))),

        row("staff: booked", |s| s.tell(&staff("booked"))),
        row("staff: reached", |s| s.tell(&staff("reached"))),
        row("staff: left_message", |s| s.tell(&staff("left_message"))),
        row("staff: no_answer", |s| s.tell(&staff("no_answer"))),
        row("staff: answered", |s| s.tell(&staff("answered"))),
        row("staff: declined", |s| s.tell(&staff("declined"))),
        row("staff: stop_case", |s| s.tell(&staff("stop_case"))),
        row("staff: pause", |s| s.tell(&staff("pause"))),
        row("staff: resume", |s| s.tell(&staff("resume"))),
        row("staff: wrong_number", |s| s.tell(&staff("wrong_number"))),
        row("staff: do_not_contact", |s| s.tell(&staff("do_not_contact"))),
        row("staff: undo, of what was before", |s| s.tell(&staff("undo"))),
        row("staff: stop_case, then undo", |s| { let stop = staff("stop_case"); s.prepare(&stop); s.tell(&staff("undo")); }),
        row("staff, on an answer task: answered", |s| on_answer_task(s, "answered")),
        row("staff, on an answer task: reached", |s| on_answer_task(s, "reached")),
        row("staff, on an answer task: left_message", |s| on_answer_task(s, "left_message")),
        row("staff, on an answer task: no_answer", |s| on_answer_task(s, "no_answer")),
        row("staff, on a task that is not open", |s| s.tell(&json!({"type": "staff", "task_id": "task_azzpr3817w4edchktef4ds5czw", "outcome": "reached"}))),

        row("subject: a recall of another kind's playbook", |s| s.tell(&json!({"type": "subject", "subject": {"kind": "recall", "id": "rc-1", "patient": {"id": "p-77"}, "due_on": "2026-06-01"}}))),
        row("subject gone, of another kind", |s| s.tell(&json!({"type": "subject_gone", "kind": "recall", "subject_id": "rc-1"}))),

        row("history: a text by staff", |s| { let at = s.now(); s.tell(&json!({"type": "history", "sends": [{"channel": "sms", "to": MOBILE, "at": at, "case_id": CASE}]})); }),
        row("history: every point opted out before", |s| { let at = s.now(); s.tell(&json!({"type": "history", "opt_outs": POINTS.map(|(_, contact)| json!({"contact": contact, "at": at, "how": "former system"}))})); }),
    ]
}

const POINTS: [(&str, &str); 3] = [("sms", MOBILE), ("email", "ana@example.com"), ("portal", "p-1")];

fn reply(text: &str) -> Value {
    json!({"type": "reply", "channel": "sms", "from": MOBILE, "text": text})
}

fn consent(channel: &str, contact: &str, change: &str) -> Value {
    json!({"type": "consent", "contact": contact, "channel": channel, "change": change})
}

fn staff(outcome: &str) -> Value {
    json!({"type": "staff", "case_id": CASE, "outcome": outcome})
}

fn person(status: &str) -> Value {
    json!({"type": "recipient", "recipient": recipient(status)})
}

fn visit(id: &str, status: &str, procedures: &[&str]) -> Value {
    json!({"type": "appointment", "appointment":
        {"id": id, "status": status, "starts_at": "2026-06-15T14:00:00Z", "procedure_ids": procedures}})
}

fn plan(scene: &mut Scene, change: impl FnOnce(&mut Value)) {
    let plan = scene.plan(change);
    scene.tell(&plan);
}

fn each(plan: &mut Value, change: impl Fn(&mut Value)) {
    plan["procedures"].as_array_mut().unwrap().iter_mut().for_each(change);
}

fn older_export(scene: &mut Scene) {
    let declined = scene.plan(|plan| plan["status"] = json!("declined"));
    scene.tell_late(&declined, scene.presented());
}

fn worth_less(plan: &mut Value) {
    each(plan, |procedure| procedure["fee"] = json!("90.00"));
}

/// Proposed once more, at a later date; where the case is over, all of it.
fn presented_again(scene: &mut Scene) {
    let (now, over) = (scene.now().to_string(), scene.state().starts_with("closed"));
    plan(scene, |plan| {
        plan["presented_at"] = json!(now);
        if over {
            each(plan, |procedure| procedure["status"] = json!("planned"));
        }
    });
}

/// Another plan with the second procedure in it: the patient takes one of the two.
fn alternative(status: &str, procedure: &str) -> Value {
    json!({"type": "plan", "plan": {"id": ALTERNATIVE, "patient": {"id": "p-1"}, "presented_at": "2026-03-02T15:00:00Z", "status": status,
        "procedures": [{"id": "pr-2", "code": "D7210", "fee": "1200.00", "status": procedure}]}})
}

fn staff_on_alternative(scene: &mut Scene, outcome: &str) {
    scene.prepare(&alternative("presented", "planned"));
    scene.tell(&json!({"type": "staff", "case_id": ALTERNATIVE, "outcome": outcome}));
}

/// Tells it of the latest message, where there is one.
fn receipt(scene: &mut Scene, mut body: Value) {
    if let Some(action_id) = scene.latest_send() {
        body["type"] = json!("receipt");
        body["action_id"] = json!(action_id);
        scene.tell(&body);
    }
}

fn click(scene: &mut Scene, purpose: &str, kind: &str) {
    if let Some(token) = scene.latest_link(purpose) {
        scene.tell(&json!({"type": "click", "token": token, "kind": kind}));
    }
}

/// Where no such task is open, a message that asks for help has raised one before.
fn on_answer_task(scene: &mut Scene, outcome: &str) {
    if scene.latest_task("answer").is_none() {
        scene.prepare(&reply("HELP"));
    }
    if let Some(task_id) = scene.latest_task("answer") {
        scene.tell(&json!({"type": "staff", "task_id": task_id, "outcome": outcome}));
    }
}

// ---- none left out

/// What a row tells of, in words that [`wanted`] uses: of the first column in which there is something to tell.
pub(crate) fn told(row: &Row) -> Vec<String> {
    let in_column = |column: &columns::Column| {
        let mut scene = (column.build)();
        (row.act)(&mut scene);
        scene.told
    };
    let told = columns::all().iter().map(in_column).find(|told| !told.is_empty());
    told.unwrap_or_default().iter().flat_map(words).collect()
}

fn words(event: &Event) -> Vec<String> {
    let json = serde_json::to_value(event).unwrap();
    let kind = kind(&event.kind);
    let more = [
        &json["outcome"],
        &json["result"],
        &json["class"],
        &json["kind"],
        &json["change"],
    ];
    let nested = [&json["appointment"]["status"], &json["recipient"]["status"]];
    let more = more
        .into_iter()
        .chain(nested)
        .filter_map(Value::as_str)
        .map(|word| format!("{kind} {word}"));
    std::iter::once(kind.to_owned()).chain(more).collect()
}

/// What the rows must tell of. A new variant of any of these breaks the build here.
pub(crate) fn wanted() -> Vec<String> {
    let mut words: Vec<String> = KINDS.map(str::to_owned).into();
    words.extend(every!("staff", StaffOutcome: Reached, Booked, Answered, LeftMessage, NoAnswer, Declined, WrongNumber, DoNotContact, Resume, Pause, StopCase, Undo));
    words.extend(every!("receipt", FailureClass: Temporary, Permanent, Blocked, OptedOut));
    words.extend(RESULTS.map(|result| format!("receipt {result}")));
    words.extend(every!("appointment", AppointmentStatus: Scheduled, Broken, Cancelled, Completed));
    words.extend(every!("click", ClickKind: Landed, Confirmed));
    words.extend(every!("consent", ConsentChange: Granted, Revoked));
    words.extend(every!("recipient", PersonStatus: Active, Inactive, Deceased, DoNotContact));
    words
}

/// The names of all variants with a body, and which one a value is.
macro_rules! named {
    ($list:ident, $name:ident, $of:ident: $($variant:ident $pattern:tt $word:literal),+ $(,)?) => {
        const $list: [&str; [$($word),+].len()] = [$($word),+];
        fn $name(one: &$of) -> &'static str {
            match one { $($of::$variant $pattern => $word),+ }
        }
    };
}

named!(KINDS, kind, EventKind:
    Plan(_) "plan", PlanGone(_) "plan_gone", Recipient(_) "recipient", Reply(_) "reply", Click(_) "click",
    Appointment(_) "appointment", Receipt(_) "receipt", Staff(_) "staff", Consent(_) "consent", History(_) "history",
    Subject(_) "subject", SubjectGone(_) "subject_gone");
named!(RESULTS, _result, Receipt:
    Delivered { .. } "delivered", Failed { .. } "failed", Bounced { .. } "bounced", Complained { .. } "complained",
    Opened { .. } "opened", Elsewhere { .. } "elsewhere");
