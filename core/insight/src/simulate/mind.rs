//! What simulated patients think and write.

use followthrough::recipient::Channel;
use followthrough::{Plan, Timestamp};

use super::Behaviour;
use super::chance::Chance;

/// What a patient thinks of one plan, before anybody writes: the same under every playbook.
#[derive(Debug)]
pub(super) struct Mind {
    /// How much more or less likely than others to react: of a thousand, 1,000 on average.
    interest: u32,
    /// In how many days the patient books alone.
    pub(super) books_alone_in: Option<u32>,
    /// Whether only a part would be booked.
    pub(super) part: bool,
}

/// What a patient does about a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reaction {
    Click,
    Yes,
    Question,
    No,
    Stop,
    Complaint,
    Nothing,
}

/// What a patient said last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Said {
    #[default]
    Nothing,
    Yes,
    Question,
    No,
}

impl Mind {
    /// The mind about a plan that is so many days old.
    pub(super) fn about(seed: u64, behaviour: &Behaviour, plan: &Plan, age_days: u32) -> Self {
        let mut chance = Chance::about(seed, &["mind", plan.patient.id.as_str(), plan.id.as_str()]);
        let interest = chance.between(250, 1750);
        let part = chance.per_mille(behaviour.books_a_part) && plan.pending().nth(1).is_some();
        let halvings = age_days.checked_div(behaviour.books_alone_half_life_days).unwrap_or(0);
        let alone = chance.per_mille(behaviour.books_alone.checked_shr(halvings).unwrap_or(0));
        let mut day = || 1 + chance.below(behaviour.books_alone_within_days);
        let day = day().min(day());
        Self {
            interest,
            books_alone_in: alone.then_some(day),
            part,
        }
    }

    /// What a message leads to, after so many that nobody answered.
    pub(super) fn reads(
        &self,
        behaviour: &Behaviour,
        channel: Channel,
        unanswered: u32,
        chance: &mut Chance,
    ) -> Reaction {
        let shares = behaviour.reactions(channel);
        let keen = |share: u32| {
            let fresh = u64::from(share) * u64::from(self.interest);
            (0..unanswered).fold(fresh, |left, _| left * u64::from(behaviour.patience) / 1000)
        };
        // Annoyance knows no interest, and does not tire.
        let flat = |share: u32| u64::from(share) * 1000;
        let mut drawn = u64::from(chance.below(1_000_000));
        let options = [
            (Reaction::Stop, flat(shares.stop)),
            (Reaction::Complaint, flat(shares.complaint)),
            (Reaction::No, flat(shares.no)),
            (Reaction::Click, keen(shares.click)),
            (Reaction::Yes, keen(shares.yes)),
            (Reaction::Question, keen(shares.question)),
        ];
        for (reaction, share) in options {
            match drawn.checked_sub(share) {
                Some(rest) => drawn = rest,
                None => return reaction,
            }
        }
        Reaction::Nothing
    }
}

impl Reaction {
    /// What the patient writes, where the reaction is a message.
    pub(super) fn words(self, spanish: bool, chance: &mut Chance) -> Option<&'static str> {
        let list: &[&str] = match (self, spanish) {
            (Self::Yes, false) => &["Yes", "yes please", "Yes!", "Sure", "YES"],
            (Self::Yes, true) => &["Sí", "si por favor", "Claro que sí", "sí"],
            (Self::Question, false) => &[
                "How much would it be with my insurance?",
                "Does it hurt?",
                "Can I pay monthly?",
                "How long will I be off work?",
                "is dr still there on fridays",
            ],
            (Self::Question, true) => &[
                "¿Cuánto cuesta con mi seguro?",
                "¿Duele mucho?",
                "¿Puedo pagar por mes?",
            ],
            (Self::No, false) => &[
                "No thank you",
                "I decided not to do it",
                "Going somewhere else for this",
            ],
            (Self::No, true) => &["No gracias", "Ya decidí que no"],
            (Self::Stop, false) => &["STOP", "Stop", "stop.", "Unsubscribe"],
            (Self::Stop, true) => &["ALTO", "STOP"],
            (Self::Click | Self::Complaint | Self::Nothing, _) => &[],
        };
        chance.pick(list).copied()
    }

    pub(super) fn said(self) -> Said {
        match self {
            Self::Click | Self::Yes => Said::Yes,
            Self::Question => Said::Question,
            Self::No | Self::Stop | Self::Complaint => Said::No,
            Self::Nothing => Said::Nothing,
        }
    }
}

/// When a patient reacts: most texts within a quarter of an hour, e-mails within a day and a half.
pub(super) fn reacts_at(received: Timestamp, channel: Channel, chance: &mut Chance) -> Timestamp {
    let seconds = match channel {
        Channel::Sms if chance.per_mille(600) => chance.between(40, 900),
        Channel::Sms => chance.between(900, 6 * 3600),
        Channel::Email | Channel::Portal | Channel::Call => chance.between(600, 36 * 3600),
    };
    received.plus(i64::from(seconds))
}
