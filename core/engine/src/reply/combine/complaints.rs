//! A call that never came, and a bill that is wrong.

use super::super::cover::overlap;
use super::super::lexicon::{Found, Signal};
use super::Weighed;

impl Weighed<'_> {
    /// "Waiting for a call for 3 weeks" is no "later", and "why was I charged, yes I'm mad" no yes: a person calls, or
    /// answers.
    pub(super) fn weigh_complaints(&mut self) {
        use Signal::{
            Affirm, Agree, AskAgain, Billed, Callback, Cancel, Decline, Money, NotNow, Waited, WrongNumber, Yes,
        };
        if let Some(waited) = self.found.iter().find(|f| f.signal == Waited).copied() {
            self.said = None;
            self.drop(&[NotNow, AskAgain, Agree, Yes, Cancel]);
            self.found.retain(|f| {
                let before = f.signal == Affirm && f.from < waited.to;
                let within = f.signal == WrongNumber && overlap(f, &waited);
                !before && !within
            });
            self.found.push(Found {
                signal: Callback,
                ..waited
            });
        }
        if let Some(billed) = self.found.iter().find(|f| f.signal == Billed).copied() {
            let (words, lexicon) = (self.words, self.lexicon);
            let speaks_of = |f: &Found, class: &str| {
                let within = words.get(f.from..f.to).unwrap_or_default();
                within.iter().any(|word| lexicon.is(word, class))
            };
            self.drop(&[Agree, Yes]);
            self.found.retain(|f| {
                let paid = speaks_of(f, "paying") || overlap(f, &billed);
                (f.signal != Affirm || speaks_of(f, "booking")) && (f.signal != Decline || !paid)
            });
            self.found.push(Found {
                signal: Money,
                built: true,
                ..billed
            });
        }
    }
}
