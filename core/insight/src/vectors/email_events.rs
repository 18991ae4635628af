//! What happens to an e-mail after it left, told to a follow-up as events of the wire: does it move anything?

use followthrough::follow_up::{Action, ActionKind, Send};
use followthrough::link::Purpose;
use followthrough::recipient::Channel;
use followthrough::{Code, Error, Event, FollowUp, Playbook, Timestamp};
use serde_json::{Value, json};

const PLAYBOOK: &str = r#"{"followthrough": 1, "extends": "dental", "practice": {"name": "Lakeview Dental",
  "time_zone": "America/Chicago", "phone": "+13125550110", "postal_address": "500 Lake Shore Dr, Chicago, IL 60611",
  "booking_url": "https://book.example.com/lakeview"}}"#;

const RECIPIENT: &str = r#"{"id": "r-1", "first_name": "Noor", "time_zone": "America/Chicago", "state": "IL",
  "contacts": [{"kind": "email", "value": "noor@example.com", "consent": {"type": "granted", "at": "2026-01-12T16:00:00Z"}}]}"#;

const BEGIN: &str = "2026-04-07T15:00:00Z";
const HOUR: i64 = 3600;

/// Whether an event, by the words that a file has for it and for who made it, changes where the person stands: a case's
/// state, or whether the address may be written to. None for a word that is not known.
///
/// A GET, whoever makes it, is a `landed`; a POST that the host takes for a machine's is one as well: it confirms nothing.
pub(super) fn changes(word: &str, actor: &str) -> Result<Option<bool>, Error> {
    let is_machine = actor.contains("scanner") || actor.contains("bot");
    let events: &[&str] = match word {
        "open_pixel" => &["opened"],
        "link_get" | "link_head" | "link_prefetch" => &["landed"],
        "landing_page_post" if is_machine => &["landed"],
        "landing_page_post" | "one_click_post" => &["confirmed"],
        "link_get_then_post_within_1s_same_ua" => &["landed", "landed"],
        "complaint_feedback_loop" => &["complained"],
        "hard_bounce" => &["bounced"],
        "soft_bounce" => &["failed"],
        "delivered" => &["delivered"],
        _ => return Ok(None),
    };
    // Both kinds of links must agree.
    let mut moved = Vec::new();
    for purpose in [Purpose::Book, Purpose::Unsubscribe] {
        let mut told = Told::begin()?;
        let before = told.stands()?;
        for event in events {
            told.hear(event, purpose)?;
        }
        moved.push(told.stands()? != before);
    }
    match moved.as_slice() {
        [book, unsubscribe] if book == unsubscribe => Ok(Some(*book)),
        _ => Err(wrong("the two links of an e-mail do not agree")),
    }
}

/// A follow-up whose first e-mail has left.
struct Told {
    playbook: Playbook,
    follow_up: FollowUp,
    now: Timestamp,
    mail: Action,
    events: usize,
}

impl Told {
    fn begin() -> Result<Self, Error> {
        let playbook = Playbook::from_json(PLAYBOOK).map_err(|_| wrong("the playbook does not read"))?;
        let playbook = playbook.with_link_keys(&["a key for vectors, and for nothing else"])?;
        let mut follow_up = FollowUp::from_recipient_json(RECIPIENT)?;
        let mut now = Timestamp::parse(BEGIN)?;
        let plan = json!({"event_id": "e-0", "at": BEGIN, "type": "plan", "plan": {
            "id": "tp-1", "patient": {"id": "p-1"}, "presented_at": BEGIN,
            "procedures": [{"id": "pr-1", "code": "D2740", "fee": "1240.00", "status": "planned"}]}});
        playbook.handle(&mut follow_up, now, &Event::from_json(&plan.to_string())?)?;
        for _ in 0..14 * 24 {
            now = now.plus(HOUR);
            let decision = playbook.tick(&mut follow_up, now)?;
            if let Some(mail) = decision.actions.into_iter().find(|action| sent(action).is_some()) {
                return Ok(Self {
                    playbook,
                    follow_up,
                    now,
                    mail,
                    events: 0,
                });
            }
        }
        Err(wrong("no e-mail left"))
    }

    fn hear(&mut self, what: &str, purpose: Purpose) -> Result<(), Error> {
        self.events += 1;
        self.now = self.now.plus(1);
        let mut event = match what {
            "landed" | "confirmed" => json!({"type": "click", "kind": what, "token": self.token(purpose)}),
            "failed" => json!({"type": "receipt", "result": what, "class": "temporary", "action_id": self.mail.id}),
            _ => json!({"type": "receipt", "result": what, "action_id": self.mail.id}),
        };
        if let Some(event) = event.as_object_mut() {
            event.insert("event_id".to_owned(), json!(format!("e-{}", self.events)));
            event.insert("at".to_owned(), json!(self.now));
        }
        let event = Event::from_json(&event.to_string())?;
        self.playbook.handle(&mut self.follow_up, self.now, &event)?;
        Ok(())
    }

    fn token(&self, purpose: Purpose) -> &str {
        let links = sent(&self.mail).map_or(&[][..], |mail| mail.links.as_slice());
        let link = links.iter().find(|link| link.purpose == purpose);
        link.map_or("", |link| link.token.reveal())
    }

    /// The states of the cases, and what is held of the contact points.
    fn stands(&self) -> Result<Value, Error> {
        let held: Value = serde_json::from_str(&self.follow_up.export_person()).map_err(|_| wrong("not readable"))?;
        let cases = held.get("cases").and_then(Value::as_array).into_iter().flatten();
        let states: Vec<Option<&Value>> = cases.map(|case| case.get("state")).collect();
        Ok(json!([
            states,
            held.get("contacts"),
            held.get("opted_out_of_everything_at")
        ]))
    }
}

/// The e-mail of an action.
fn sent(action: &Action) -> Option<&Send> {
    if let ActionKind::Send(send) = &action.kind {
        (send.channel == Channel::Email).then_some(send)
    } else {
        None
    }
}

fn wrong(message: &str) -> Error {
    Error::new(Code::Internal, message)
}
