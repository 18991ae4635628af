//! The states: how a case gets into each.

use serde_json::json;

use super::scene::{CASE, DAY, Scene, recipient};
use followthrough::follow_up::{Outcome, PauseReason};

pub(crate) struct Column {
    /// As the head of the column says it; neighbours of one state that answer alike become one column.
    pub(crate) name: &'static str,
    /// The same state once more, in this respect different: told in the cells of the column before, where it matters.
    pub(crate) variant: Option<&'static str>,
    pub(crate) build: fn() -> Scene,
}

/// Every column, in order.
#[rustfmt::skip]
pub(crate) fn all() -> Vec<Column> {
    let column = |name, build| Column { name, variant: None, build };
    let variant = |name, build| Column { name: "", variant: Some(name), build };
    vec![
        column("waiting", waiting),
        column("active", active),
        column("winding down", winding_down),
        column("observed", observed),
        column("asked", || { let mut s = paused_staff(); s.rewrite(r#""why":"staff""#, r#""why":"asked""#); s }),
        column("staff", paused_staff),
        variant("never enrolled", || after(waiting(), json!({"type": "staff", "case_id": CASE, "outcome": "pause"}))),
        column("question", || { let mut s = unclear(); s.rewrite(r#""why":"unclear""#, r#""why":"question""#); s }),
        column("unclear", unclear),
        column("emergency", || after(active(), reply("my gums won't stop bleeding"))),
        column("death", || after(active(), reply("he passed away in March"))),
        column("visit", visit),
        variant("never enrolled", || after(waiting(), json!({"type": "staff", "case_id": CASE, "outcome": "booked"}))),
        column("re-engaged", || after(active(), reply("yes"))),
        variant("never enrolled", || after(waiting(), reply("yes"))),
        variant("`then: resume`", || { let mut s = Scene::begin("when_re_engaged: {escalate: re_engaged, then: resume}\n"); s.wake(); after(s, reply("yes")) }),
        column("accepted", accepted),
        variant("91 days ago", || { let mut s = accepted(); s.wait(91 * DAY); s }),
        column("accepted_in_part", accepted_in_part),
        column("declined", || after(active(), json!({"type": "staff", "case_id": CASE, "outcome": "declined"}))),
        column("exhausted", exhausted),
        variant("31 days ago", || { let mut s = exhausted(); s.wait(31 * DAY); s }),
        column("withdrawn", || after(active(), json!({"type": "plan_gone", "plan_id": CASE}))),
        column("ineligible", || after(active(), json!({"type": "recipient", "recipient": recipient("inactive")}))),
        column("expired", expired),
        column("opted_out", || after(active(), reply("STOP"))),
    ]
}

fn after(mut scene: Scene, event: serde_json::Value) -> Scene {
    scene.prepare(&event);
    scene
}

fn reply(text: &str) -> serde_json::Value {
    json!({"type": "reply", "channel": "sms", "from": "+14045550177", "text": text})
}

fn booking(procedures: &[&str]) -> serde_json::Value {
    json!({"type": "appointment", "appointment":
        {"id": "a-1", "status": "scheduled", "starts_at": "2026-03-12T14:00:00Z", "procedure_ids": procedures}})
}

fn waiting() -> Scene {
    Scene::begin("")
}

/// The first message is out, and may still go: nothing says that it left.
fn active() -> Scene {
    let mut scene = waiting();
    scene.wake();
    scene
}

/// All steps are done; the call is still open.
fn winding_down() -> Scene {
    let mut scene = active();
    scene.wake_until(|scene| scene.case()["state"]["next"]["type"] == "wind_down");
    scene
}

fn observed() -> Scene {
    let mut scene = Scene::begin("holdout: {share: 1, salt: x}\n");
    scene.wake();
    scene
}

fn paused_staff() -> Scene {
    after(active(), json!({"type": "staff", "case_id": CASE, "outcome": "pause"}))
}

fn unclear() -> Scene {
    after(active(), reply("hm"))
}

fn visit() -> Scene {
    after(active(), booking(&["pr-1"]))
}

fn accepted() -> Scene {
    after(active(), booking(&["pr-1", "pr-2"]))
}

/// After the visit the rest is worth too little.
fn accepted_in_part() -> Scene {
    let mut scene = visit();
    let worth_less = scene.plan(|plan| plan["procedures"][1]["fee"] = json!("90.00"));
    scene.prepare(&worth_less);
    scene.wake();
    scene
}

fn exhausted() -> Scene {
    let mut scene = winding_down();
    scene.wake_until(|scene| scene.state().starts_with("closed"));
    scene
}

/// Never worth enough to be enrolled.
fn expired() -> Scene {
    let mut scene = Scene::begin("trigger: {window: 10d}\n");
    let worth_less = scene.plan(|plan| {
        plan["procedures"][0]["fee"] = json!("90.00");
        plan["procedures"][1]["fee"] = json!("90.00");
    });
    scene.prepare(&worth_less);
    scene.wake();
    scene
}

/// The states that must have a column. A new reason to pause or way to end breaks the build here.
pub(crate) fn wanted() -> Vec<String> {
    let mut states: Vec<String> = ["waiting", "active", "observed", "re_engaged"]
        .map(str::to_owned)
        .into();
    states.extend(every!("paused", PauseReason: Asked, Question, Unclear, Visit, Staff, Death, Emergency));
    states.extend(every!("closed", Outcome: Accepted, AcceptedInPart, Declined, Exhausted, OptedOut, Withdrawn, Ineligible, Expired));
    states
}
