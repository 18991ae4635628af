//! Consent given and taken back, points that do not work, and the opt-out that reaches all of them.

use super::machine::Machine;
use super::task::cut;
use super::{
    ActionKind, Case, CaseState, ConsentChange, ConsentEvent, DropReason, EntryKind, Event, EventKind, OptOutRecord,
    OptOutScope, Outcome, TellStatus,
};
use crate::playbook::RevokeAll;
use crate::recipient::{Channel, ConsentStanding, ContactKind, ContactPoint, ContactValue, Word};
use crate::schedule::{DAY, Timestamp};
use crate::wire::{CaseId, EventId, Redacted, hash};
use crate::{Code, Error};

/// The confirmation of an opt-out must leave within five minutes (47 CFR 64.1200(a)(12)).
const CONFIRM_WITHIN: i64 = 300;

/// How the event that spreads an opt-out says where it comes from; such a one records no second opt-out.
const SHARED: &str = "shared contact";

/// The event that tells another recipient with the same contact point of an opt-out.
///
/// The event's id is made from the opt-out, so that telling it twice is harmless.
pub fn contact_revoked(record: &OptOutRecord, at: Timestamp) -> Event {
    let channel = match record.scope {
        OptOutScope::Email => Channel::Email,
        OptOutScope::Portal => Channel::Portal,
        OptOutScope::All | OptOutScope::Sms => {
            if record.contact.reveal().contains('@') {
                Channel::Email
            } else {
                Channel::Sms
            }
        }
    };
    let id = format!(
        "shared-{}",
        hash::short_hex(&format!("revoked:{}:{}", record.contact.reveal(), record.at))
    );
    Event {
        event_id: EventId::parse(&id).unwrap_or_else(|_| EventId::fixed("shared")),
        at,
        kind: EventKind::Consent(ConsentEvent {
            contact: record.contact.clone(),
            channel,
            change: ConsentChange::Revoked,
            how: Some(SHARED.into()),
        }),
    }
}

/// What an opt-out was made with.
pub(super) struct OptOut<'a> {
    pub(super) contact: &'a ContactValue,
    pub(super) channel: Channel,
    pub(super) all: bool,
    pub(super) wording: &'a str,
    pub(super) at: Timestamp,
    /// Whether the person is told that it was heard.
    pub(super) confirm: bool,
    pub(super) record: bool,
}

impl Machine<'_> {
    pub(super) fn on_consent(&mut self, at: Timestamp, event: &ConsentEvent) -> Result<(), Error> {
        if self.told_before {
            return Ok(());
        }
        match event.change {
            ConsentChange::Granted => {
                let point = self.point_to_grant(event)?;
                let before = point.standing.clone();
                let detail = point.allows_detail();
                point.grant(at, detail);
                let changed = point.standing != before;
                if changed {
                    self.note(
                        None,
                        EntryKind::ConsentChanged {
                            channel: event.channel,
                            change: ConsentChange::Granted,
                        },
                    );
                    self.find_zones();
                }
            }
            ConsentChange::Revoked => {
                let how = cut(event.how.as_ref().map_or("revoked", Redacted::reveal));
                self.opt_out(&OptOut {
                    contact: &event.contact,
                    channel: event.channel,
                    all: false,
                    wording: how,
                    at,
                    confirm: false,
                    record: how != SHARED,
                });
            }
        }
        Ok(())
    }

    /// A yes counts where it was given and nowhere else; a no is taken however it is told.
    fn point_to_grant(&mut self, event: &ConsentEvent) -> Result<&mut ContactPoint, Error> {
        let refused = |message: String, help| Err(Error::new(Code::EventMalformed, message).at("channel").help(help));
        if event.channel == Channel::Call {
            return refused(
                "nothing calls by itself, so no consent is kept for calls".to_owned(),
                "leave it out; for texts to the number say sms",
            );
        }
        let kind = ContactKind::of_channel(event.channel);
        match self.f.person.grantable(kind, &event.contact) {
            Some(point) => Ok(point),
            None => refused(
                format!("this contact point takes no {} messages", event.channel),
                "name the channel that the person agreed to, or send a recipient snapshot that lists the point as such first",
            ),
        }
    }

    /// Whether a bare opt-out by that channel ends all automated contact on that day: the day of the office that the
    /// person answered. The rule is dated, so the answer is.
    pub(super) fn revokes_all(&self, at: Timestamp, channel: Channel) -> bool {
        match self.rules.contact_policy.revoke_all {
            RevokeAll::Always => true,
            RevokeAll::Never => false,
            RevokeAll::From(date) => {
                let practice = self.practice_for(self.whose_reply(channel).as_ref());
                practice.zone.local(at).date >= date
            }
        }
    }

    /// An opt-out: of one point, or of all automated contact. A repeated one confirms nothing, and is recorded anew only
    /// with a later date: whoever shares the point may have agreed in between.
    pub(super) fn opt_out(&mut self, opt_out: &OptOut<'_>) {
        let OptOut {
            contact,
            channel,
            all,
            at,
            ..
        } = *opt_out;
        if self.told_before {
            return;
        }
        self.keep_opted_out(contact, all);
        let kind = ContactKind::of_channel(channel);
        let word = self.f.person.revoke(kind, contact, at);
        // One told late is older than a grant that came after it.
        let again = |known| self.reopened_since(known) && !self.reopened_since(at);
        let newly_all = all && self.f.person.revoked_all.is_none_or(again);
        if all {
            self.f.person.revoked_all = self.f.person.revoked_all.max(Some(at));
        }
        if word != Word::New && !newly_all {
            if opt_out.record && self.is_said_again(word, at) {
                self.note_revoked(channel);
                self.record_opt_out(opt_out);
            }
            return;
        }
        self.note_revoked(channel);
        if all {
            self.cancel_sends(None, None);
        } else {
            self.cancel_sends(None, Some(contact));
        }
        self.record_opt_out(opt_out);
        let in_time = self.now.since(at) <= CONFIRM_WITHIN;
        let point = self.f.person.find_mut(kind, contact).cloned();
        if let Some(point) = point.filter(|point| point.dropped_at.is_none())
            && opt_out.confirm
            && word == Word::New
            && in_time
        {
            let case = self.addressed_case(channel);
            self.confirm_opt_out(case.as_ref(), &point, at.plus(CONFIRM_WITHIN));
        }
        self.close_opted_out(all);
    }

    /// Whether it is a word of its own. STOP twice, while the confirmation of the first is on its way, is one word; and
    /// of one so old that it may be a repeat, a date that is hardly later is that of a clock which was ahead when it was
    /// told first.
    fn is_said_again(&self, word: Word, at: Timestamp) -> bool {
        let slip = if self.may_be_a_repeat(at) { DAY } else { CONFIRM_WITHIN };
        match word {
            Word::Later { than } => at.since(than) > slip,
            Word::Known | Word::New => false,
        }
    }

    fn note_revoked(&mut self, channel: Channel) {
        let change = ConsentChange::Revoked;
        self.note(None, EntryKind::ConsentChanged { channel, change });
    }

    fn record_opt_out(&mut self, opt_out: &OptOut<'_>) {
        if !opt_out.record {
            return;
        }
        let scope = match (opt_out.all, opt_out.channel) {
            (true, _) => OptOutScope::All,
            (false, Channel::Sms | Channel::Call) => OptOutScope::Sms,
            (false, Channel::Email) => OptOutScope::Email,
            (false, Channel::Portal) => OptOutScope::Portal,
        };
        let contact = opt_out.contact.clone();
        let id = self.action_id(
            None,
            "record_opt_out",
            &format!("{}:{}", self.cause(), contact.reveal()),
        );
        let wording = Redacted::new(opt_out.wording);
        let at = opt_out.at;
        self.act(
            id,
            ActionKind::RecordOptOut(OptOutRecord {
                contact,
                scope,
                wording,
                at,
            }),
        );
    }

    /// A later, dated grant had reopened a point after that revocation.
    pub(super) fn reopened_since(&self, revoked: Timestamp) -> bool {
        self.f.person.points.iter().any(|point| match point.standing {
            ConsentStanding::Granted { at: Some(granted), .. } => granted > revoked,
            ConsentStanding::Granted { at: None, .. }
            | ConsentStanding::Unknown
            | ConsentStanding::Denied { .. }
            | ConsentStanding::Revoked { .. } => false,
        })
    }

    /// Nothing automated any more, whatever the points say; only a grant dated later reopens one.
    pub(super) fn revoke_all(&mut self, at: Timestamp) {
        if self.reopened_since(at) {
            return;
        }
        self.f.person.revoked_all = self.f.person.revoked_all.max(Some(at));
        self.cancel_sends(None, None);
        self.close_opted_out(true);
    }

    /// Revoke-all ends every case; a lost channel ends the active ones when it was the last.
    pub(super) fn close_opted_out(&mut self, all: bool) {
        let reachable = [Channel::Sms, Channel::Email, Channel::Portal]
            .into_iter()
            .any(|channel| self.f.person.usable(channel).is_some());
        let ends = |case: &Case| all || (!reachable && matches!(case.state, CaseState::Active(_)));
        for id in self.own_ids() {
            if self.case(&id).is_some_and(|case| case.is_open() && ends(case)) {
                self.close(&id, Outcome::OptedOut);
                self.tell(&id, TellStatus::OptedOut);
            }
        }
        self.end_others(Outcome::OptedOut, ends);
    }

    /// After a merge: what one chart knew of opt-outs holds for the messages and cases of the other.
    pub(super) fn hold_to_opt_outs(&mut self) {
        let person = &self.f.person;
        let silent = person.points.iter().filter(|point| !person.may_use(point));
        let silent: Vec<ContactValue> = silent.map(|point| point.value.clone()).collect();
        for contact in &silent {
            self.cancel_sends(None, Some(contact));
        }
        if self.f.person.revoked_all.is_some_and(|at| !self.reopened_since(at)) {
            self.close_opted_out(true);
        }
    }

    /// A point that belongs to somebody else, or does not work, as of an instant. Returns whether that is new.
    pub(super) fn drop_point(
        &mut self,
        contact: &ContactValue,
        kind: ContactKind,
        why: DropReason,
        at: Timestamp,
    ) -> bool {
        if self.told_before {
            return false;
        }
        let channel = kind.channel().unwrap_or(Channel::Call);
        let newly = match why {
            DropReason::WrongNumber => self.f.person.drop_line(kind, contact, at),
            // What takes no texts may ring all the same.
            DropReason::Undeliverable => {
                self.keep_dropped(contact);
                let point = self.f.person.find_mut(kind, contact);
                point.is_some_and(|point| point.drop_as_of(at))
            }
        };
        if newly {
            self.note(None, EntryKind::ContactDropped { channel, why });
            self.cancel_sends(None, Some(contact));
            self.find_zones();
        }
        newly
    }

    /// The case of the latest message on a channel, for actions that concern the person.
    pub(super) fn addressed_case(&self, channel: Channel) -> Option<CaseId> {
        let latest = self
            .f
            .sends
            .iter()
            .rev()
            .find(|sent| sent.channel == channel && sent.action.is_some());
        latest.and_then(|sent| sent.action.as_ref()?.case.clone())
    }
}
