//! A link of ours was followed.

use super::machine::Machine;
use super::on_consent::OptOut;
use super::others::Whose;
use super::{Click, EntryKind, Fate, IgnoredInput, ReEngagedBy};
use crate::criteria::StepResult;
use crate::link::{Purpose, read_token};
use crate::playbook::ClickKind;
use crate::recipient::Channel;
use crate::schedule::Timestamp;
use crate::wire::hash;
use crate::{Code, Error};

impl Machine<'_> {
    pub(super) fn on_click(&mut self, at: Timestamp, click: &Click) -> Result<(), Error> {
        let Some(keys) = self.keys else {
            return Err(Error::new(
                Code::TokenNotAuthentic,
                "this playbook has no link keys to check a token with",
            )
            .at("token")
            .help("give it the keys that its links are signed with, newest first"));
        };
        let token = read_token(&click.token, keys).map_err(|e| e.at("token"))?;
        let named = |sent: &super::Sent| {
            sent.action
                .as_ref()
                .is_some_and(|action| hash::link_head(&action.id) == token.action)
        };
        // A person who went on has received the message. That something fetched the link says nothing of the person.
        let received = click.kind == ClickKind::Confirmed || self.is_engagement(click.kind);
        let Some(sent) = self.f.sends.iter_mut().find(|sent| named(sent)) else {
            return self.click_of_the_past(at, click, token.purpose);
        };
        if received && sent.fate == Fate::Proposed {
            sent.fate = Fate::Left;
        }
        let (to, channel) = (sent.to.clone(), sent.channel);
        let Some(action) = sent.action.clone() else {
            return Ok(());
        };
        let own = self.is_ours(action.case.as_ref());
        if own {
            self.note(
                action.case.as_ref(),
                EntryKind::Clicked {
                    step: action.step.clone(),
                    kind: click.kind,
                    purpose: token.purpose,
                },
            );
        } else {
            self.leave_to_others(action.case.as_ref());
        }
        if let Some(case) = action.case.as_ref().filter(|_| own && token.purpose == Purpose::Book) {
            self.hear_of_message(case, &action, StepResult::Clicked);
        }
        match token.purpose {
            Purpose::Book if self.is_engagement(click.kind) => {
                if let Some(case) = action.case.as_ref().filter(|_| own) {
                    self.positive(case, ReEngagedBy::Click);
                }
            }
            // A fetch unsubscribes nobody: scanners follow links too (RFC 8058, section 3.1).
            Purpose::Unsubscribe if click.kind == ClickKind::Confirmed => self.opt_out(&OptOut {
                contact: &to,
                channel,
                all: false,
                wording: "unsubscribe link",
                at,
                confirm: false,
                record: true,
            }),
            Purpose::Book | Purpose::Unsubscribe => {}
        }
        Ok(())
    }

    fn is_engagement(&self, kind: ClickKind) -> bool {
        match kind {
            ClickKind::Confirmed => true,
            ClickKind::Landed => self.rules.engagement_click == ClickKind::Landed,
        }
    }

    /// A link of a message that is no longer remembered is taken as a reply would be.
    fn click_of_the_past(&mut self, at: Timestamp, click: &Click, purpose: Purpose) -> Result<(), Error> {
        if !self.f.forgot {
            return Err(Error::new(Code::UnknownLink, "a link of no message that this follow-up returned").at("token"));
        }
        if purpose == Purpose::Unsubscribe && click.kind == ClickKind::Confirmed {
            self.unsubscribe_everywhere(at);
            return Ok(());
        }
        let Whose::Ours(case) = self.claim_reply(at, Channel::Email) else {
            return Ok(());
        };
        match case {
            Some(id) if purpose == Purpose::Book && self.is_engagement(click.kind) => {
                self.positive(&id, ReEngagedBy::Click);
            }
            Some(_) | None => self.note(
                None,
                EntryKind::Ignored {
                    why: IgnoredInput::Forgotten,
                },
            ),
        }
        Ok(())
    }

    /// The message is forgotten, and with it the address it went to: only e-mails carry such a link, so every address
    /// is meant.
    fn unsubscribe_everywhere(&mut self, at: Timestamp) {
        let addresses = self
            .f
            .person
            .points
            .iter()
            .filter(|p| p.kind.channel() == Some(Channel::Email));
        let addresses: Vec<_> = addresses.map(|point| point.value.clone()).collect();
        for contact in &addresses {
            self.opt_out(&OptOut {
                contact,
                channel: Channel::Email,
                all: false,
                wording: "unsubscribe link",
                at,
                confirm: false,
                record: true,
            });
        }
    }
}
