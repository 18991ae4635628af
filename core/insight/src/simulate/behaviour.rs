//! How the simulated people behave: plain shares of a thousand, to be read, doubted and changed.

use followthrough::recipient::Channel;
use followthrough::wire::decode;
use followthrough::{Code, Error};
use serde::{Deserialize, Serialize};

/// How simulated patients and staff behave. Shares are so many of a thousand.
///
/// The built-in numbers are an assumption, not a finding: they are round, of the size that practices tell of, and the
/// same for every playbook. A simulation shows what a playbook *does* (whom it writes to, when, how often, and what
/// lands on the front desk), never how well it will work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// Of plans just presented, those that their patients book by phone on their own, whatever is sent. This is the
    /// baseline.
    pub books_alone: u32,
    /// Within how many days they do; sooner more often than later.
    pub books_alone_within_days: u32,
    /// A plan that is so many days old when the simulation begins is half as likely to be booked alone; and again for
    /// each such stretch.
    pub books_alone_half_life_days: u32,
    /// Of bookings, those that hold a part of the plan only, where it has several procedures.
    pub books_a_part: u32,
    /// Of visits, those that are broken.
    pub breaks_visit: u32,
    /// What a text message leads to.
    pub sms: Reactions,
    /// What an e-mail leads to.
    pub email: Reactions,
    /// What a message in the portal leads to.
    pub portal: Reactions,
    /// How much of these shares is left after each message that nobody answered.
    pub patience: u32,
    /// Of those who follow a booking link, the ones who book there and then; the others leave it to a call.
    pub books_online: u32,
    /// What becomes of messages on their way.
    pub delivery: Delivery,
    /// What staff do.
    pub staff: StaffBehaviour,
}

/// What a message that arrived leads to; at most one of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reactions {
    /// Follows the link and goes on to book.
    pub click: u32,
    /// Writes a plain yes.
    pub yes: u32,
    /// Asks something.
    pub question: u32,
    /// Writes that it is a no.
    pub no: u32,
    /// Writes STOP, or unsubscribes.
    pub stop: u32,
    /// Marks the message as unwanted.
    pub complaint: u32,
    /// Messages that a mail client says were opened; comes on top.
    pub opened: u32,
    /// Links that a scanner fetches; comes on top.
    pub scanned: u32,
}

/// What becomes of messages on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Delivery {
    /// Text messages to numbers that do not work.
    pub sms_dead: u32,
    /// Text messages that the carrier refuses.
    pub sms_blocked: u32,
    /// Text messages that fail for now and are lost.
    pub sms_lost: u32,
    /// E-mails that come back.
    pub email_bounced: u32,
}

/// What staff do when they are asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StaffBehaviour {
    /// Prompts that nobody acts on, so that the next one must.
    pub overlooks: u32,
    /// Within how many business hours they act on the others.
    pub acts_within_hours: u32,
    /// Calls that reach the person.
    pub reaches: u32,
    /// Of the other calls, those where a message is left.
    pub leaves_message: u32,
    /// Of persons reached who had said yes or followed the link, those who book.
    pub books_after_yes: u32,
    /// Of persons reached without such a sign, those who book.
    pub books_after_call: u32,
    /// Of persons reached who do not book, those who say no.
    pub says_no: u32,
    /// Of those whose question was answered, the ones who book with it.
    pub books_after_answer: u32,
}

impl Behaviour {
    /// Reads a behaviour; what is left out is as built in.
    ///
    /// # Errors
    /// `FT-X001`, naming the key.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        decode::from_text(text, Code::ScenarioMalformed).map_err(|error| error.under("behaviour"))
    }

    pub(super) fn reactions(&self, channel: Channel) -> Reactions {
        match channel {
            Channel::Sms => self.sms,
            Channel::Email => self.email,
            Channel::Portal => self.portal,
            Channel::Call => Reactions::default(),
        }
    }
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            books_alone: 160,
            books_alone_within_days: 75,
            books_alone_half_life_days: 30,
            books_a_part: 150,
            breaks_visit: 80,
            sms: Reactions {
                click: 55,
                yes: 45,
                question: 30,
                no: 12,
                stop: 9,
                ..Reactions::default()
            },
            email: Reactions {
                click: 25,
                yes: 5,
                question: 10,
                no: 3,
                stop: 4,
                complaint: 1,
                opened: 420,
                scanned: 150,
            },
            portal: Reactions {
                click: 45,
                yes: 15,
                question: 20,
                no: 5,
                ..Reactions::default()
            },
            patience: 800,
            books_online: 300,
            delivery: Delivery::default(),
            staff: StaffBehaviour::default(),
        }
    }
}

impl Default for Delivery {
    fn default() -> Self {
        Self {
            sms_dead: 12,
            sms_blocked: 6,
            sms_lost: 8,
            email_bounced: 15,
        }
    }
}

impl Default for StaffBehaviour {
    fn default() -> Self {
        Self {
            overlooks: 120,
            acts_within_hours: 6,
            reaches: 500,
            leaves_message: 700,
            books_after_yes: 800,
            books_after_call: 220,
            says_no: 150,
            books_after_answer: 300,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    #[test]
    fn what_is_left_out_is_as_built_in() {
        let read = Behaviour::from_json(r#"{"books_alone": 0, "sms": {"yes": 1000}}"#).unwrap();
        assert_eq!((read.books_alone, read.sms.yes, read.sms.click), (0, 1000, 0));
        assert_eq!(read.email, Behaviour::default().email);
        assert_eq!(Behaviour::from_json("{}").unwrap(), Behaviour::default());
        let wrong = Behaviour::from_json(r#"{"sms": {"yes": "Ana"}}"#).unwrap_err();
        assert_eq!(
            (wrong.path(), wrong.to_string().contains("Ana")),
            ("behaviour.sms.yes", false)
        );
        assert!(Behaviour::from_json(r#"{"book_alone": 0}"#).is_err());
    }
}
