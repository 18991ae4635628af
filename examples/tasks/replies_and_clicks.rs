//! Answer replies and clicks.

use std::collections::BTreeMap;

use followthrough::follow_up::ActionKind;
use followthrough::link::{LinkKeys, Purpose, TokenState, UnsubscribeRequest, read_token, unsubscribe_request};
use followthrough::{Error, Event, FollowUp, Playbook, Timestamp};
use serde_json::json;

use crate::shared::{KEYS, PRACTICE, ana, at, presented, word};

struct Host {
    playbook: Playbook,
    keys: LinkKeys,
    people: BTreeMap<String, FollowUp>,
    /// The recipient of a token; of a phone or address.
    links: Vec<(String, String)>,
    last_written_to: BTreeMap<String, String>,
}

impl Host {
    fn hear(&mut self, recipient: &str, now: Timestamp, event: Option<&Event>) -> Result<(), Error> {
        let Some(follow_up) = self.people.get_mut(recipient) else {
            return Ok(());
        };
        let decision = match event {
            Some(event) => self.playbook.handle(follow_up, now, event)?,
            None => self.playbook.tick(follow_up, now)?,
        };
        for action in &decision.actions {
            println!(
                "{now} {} {}",
                word(action, &["type"]),
                word(action, &["step", "kind", "status"])
            );
            if let ActionKind::Send(send) = &action.kind {
                self.last_written_to
                    .insert(send.to.reveal().to_owned(), recipient.to_owned());
                let tokens = send.links.iter().map(|link| link.token.reveal().to_owned());
                self.links.extend(tokens.map(|token| (token, recipient.to_owned())));
            }
        }
        Ok(())
    }

    // docs: reply
    /// The gateway's webhook. Of those who share a number it is whose we wrote to last.
    fn on_reply(&mut self, id: &str, now: Timestamp, channel: &str, from: &str, text: &str) -> Result<bool, Error> {
        let Some(recipient) = self.last_written_to.get(from).cloned() else {
            return Ok(false); // for a person to read; a STOP goes on the suppression list all the same
        };
        let reply = json!({"event_id": id, "at": now, "type": "reply", "channel": channel, "from": from, "text": text});
        self.hear(&recipient, now, Some(&Event::from_json(&reply.to_string())?))?;
        Ok(true)
    }
    // docs: end

    // docs: click
    /// The page behind every link. A status, and what is shown.
    fn on_link(
        &mut self,
        id: &str,
        now: Timestamp,
        token: &str,
        request: &UnsubscribeRequest,
    ) -> Result<(u16, String), Error> {
        let of = self.links.iter().find(|(sent, _)| sent == token);
        let recipient = of.map(|(_, recipient)| recipient.clone());
        let click = |kind: &str| {
            let click = json!({"event_id": id, "at": now, "type": "click", "token": token, "kind": kind});
            Event::from_json(&click.to_string())
        };
        let purpose = read_token(token, &self.keys).map(|token| token.purpose);
        if let (Ok(Purpose::Book), Some(recipient)) = (&purpose, &recipient) {
            if request.method == "GET" {
                self.hear(recipient, now, Some(&click("landed")?))?; // scanners come here too
                return Ok((200, "a page with one button, which posts".to_owned()));
            }
            self.hear(recipient, now, Some(&click("confirmed")?))?;
            return Ok((303, "to the online booking".to_owned()));
        }
        let mut state = TokenState::of(token, &self.keys);
        if state == TokenState::Valid && recipient.is_none() {
            state = TokenState::Unknown;
        }
        let found = unsubscribe_request(request, state);
        if let (true, Some(recipient)) = (found.unsubscribe, &recipient) {
            self.hear(recipient, now, Some(&click("confirmed")?))?;
        }
        Ok((found.status, word(&found, &["answer"])))
    }
    // docs: end
}

pub(crate) fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut host = Host {
        playbook: Playbook::from_yaml(PRACTICE)?.with_link_keys(&KEYS)?,
        keys: LinkKeys::new(&KEYS)?,
        people: [("r-77".to_owned(), ana()?)].into(),
        links: Vec::new(),
        last_written_to: BTreeMap::new(),
    };
    let get = UnsubscribeRequest {
        method: "GET",
        content_type: None,
        body: b"",
    };
    let post = UnsubscribeRequest { method: "POST", ..get };
    let form = Some("application/x-www-form-urlencoded");
    let one_click = UnsubscribeRequest {
        method: "POST",
        content_type: form,
        body: b"List-Unsubscribe=One-Click",
    };
    let show = |(status, shown): (u16, String)| println!("{status} {shown}");

    host.hear("r-77", at("2026-03-02T15:00:00Z")?, Some(&presented()?))?;
    host.hear("r-77", at("2026-03-03T15:00:00Z")?, None)?;
    let book = host.links.first().ok_or("no link")?.0.clone();
    show(host.on_link("q1", at("2026-03-03T16:00:00Z")?, &book, &get)?);
    show(host.on_link("q2", at("2026-03-03T16:00:00Z")?, &"A".repeat(24), &get)?);
    host.hear("r-77", at("2026-03-05T15:00:00Z")?, None)?;
    let valid = |token: &&(String, String)| TokenState::of(&token.0, &host.keys) == TokenState::Valid;
    let unsubscribe = host.links.iter().find(valid).ok_or("no link")?.0.clone();
    show(host.on_link("q3", at("2026-03-05T16:00:00Z")?, &unsubscribe, &get)?);
    show(host.on_link("q4", at("2026-03-05T16:00:01Z")?, &unsubscribe, &one_click)?);
    show(host.on_link("q5", at("2026-03-05T17:00:00Z")?, &book, &post)?);
    host.on_reply("m1", at("2026-03-05T18:00:00Z")?, "sms", "+14045550177", "STOP")?;
    host.on_reply("m1", at("2026-03-05T18:00:09Z")?, "sms", "+14045550177", "STOP")?; // the gateway tried again
    if !host.on_reply("m2", at("2026-03-05T18:00:00Z")?, "sms", "+14045550199", "Who is this?")? {
        println!("for a person to read");
    }
    Ok(())
}
