//! How people take a message, and what the gateway reports of it.

use followthrough::follow_up::{ActionKind, Send};
use followthrough::link::Purpose;
use followthrough::recipient::Channel;

use super::post::Meant;
use super::run::World;

impl World {
    /// A message reaches the person, who takes it somehow.
    pub(crate) fn lands(&mut self, who: usize, action: &str) {
        let ActionKind::Send(send) = self.host.outbox[action].action.kind.clone() else {
            return;
        };
        self.receipt(who, action, &send);
        if send.confirms_opt_out() || self.people[who].status == "deceased" {
            return;
        }
        let (channel, from) = (channel_name(send.channel), send.to.reveal().to_owned());
        let reply =
            |text: &str| format!(r#""type": "reply", "channel": "{channel}", "from": "{from}", "text": "{text}""#);
        let (meant, body) = match self.chance.between(0, 99) {
            0..12 => (
                Meant::Yes,
                reply(
                    self.chance
                        .pick(&["yes", "Sí", "Yes please!", "please call me", "yes, but how much is it?"]),
                ),
            ),
            12..18 => (
                Meant::Question,
                reply(self.chance.pick(&[
                    "how much is it?",
                    "my gums won't stop bleeding",
                    "cancel my appointment",
                    "HELP",
                    "START",
                    "hm",
                ])),
            ),
            18..22 => (
                Meant::Nothing,
                reply(
                    self.chance
                        .pick(&["no thanks", "not now, maybe in May", "lo voy a pensar"]),
                ),
            ),
            22..28 => (
                Meant::Nothing,
                reply(self.chance.pick(&["STOP", "stop all", "UNSUBSCRIBE"])),
            ),
            28..29 => (Meant::Nothing, reply("CANCEL")),
            29..42 => return self.click(who, &send),
            42..47 => {
                let case = send.case_id.as_ref().map(ToString::to_string);
                let plan = self.people[who]
                    .plans
                    .iter()
                    .position(|plan| Some(&plan.id) == case.as_ref());
                if let Some(plan) = plan {
                    self.book(who, plan);
                }
                return;
            }
            _ => return,
        };
        self.tell(who, meant, body);
    }

    fn click(&mut self, who: usize, send: &Send) {
        if send.links.is_empty() {
            return;
        }
        let link = &send.links[self.chance.index(send.links.len())];
        // Few follow the link at the foot.
        if link.purpose == Purpose::Unsubscribe && self.chance.percent(60) {
            return;
        }
        let kind = self.chance.pick(&["landed", "confirmed"]);
        let body = format!(
            r#""type": "click", "token": "{}", "kind": "{kind}""#,
            link.token.reveal()
        );
        self.tell(who, Meant::Nothing, body);
    }

    /// What the gateway reports, if it does.
    fn receipt(&mut self, who: usize, action: &str, send: &Send) {
        let failed = |class: &str| format!(r#""failed", "class": "{class}""#);
        let result = match self.chance.between(0, 99) {
            0..80 => r#""delivered""#.to_owned(),
            80..83 => failed("permanent"),
            83..84 => failed("blocked"),
            84..87 => failed("temporary"),
            87..89 => failed("opted_out"),
            89..93 if send.channel == Channel::Email => r#""bounced""#.to_owned(),
            93..95 => r#""complained""#.to_owned(),
            95..97 => r#""opened""#.to_owned(),
            _ => return,
        };
        let body = format!(r#""type": "receipt", "action_id": "{action}", "result": {result}"#);
        self.tell(who, Meant::Nothing, body);
    }
}

fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "sms",
        Channel::Email => "email",
        Channel::Portal => "portal",
        Channel::Call => "call",
    }
}
