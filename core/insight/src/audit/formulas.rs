//! How each figure is made, in words: what the page unfolds and the JSON repeats.

use serde::Serialize;

/// How a figure is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Formula {
    /// Its name in JSON.
    pub figure: &'static str,
    /// How.
    pub formula: &'static str,
}

/// All of them.
pub const FORMULAS: &[Formula] = &[
    Formula {
        figure: "presented",
        formula: "Treatment presented from the first to the last day of the window. A presentation is a plan as the practice \
                  system dates it; where treatment is only charted, all that was charted for a patient on one day, with \
                  what was done of it since. Each procedure counts once, on the plan that presented it first. Procedures \
                  that were referred, removed, set aside or done elsewhere do not count, and examinations and cleanings (the \
                  kinds left out) neither.",
    },
    Formula {
        figure: "judged",
        formula: "Of those presented, the ones that had enough days to be accepted. All shares are of these.",
    },
    Formula {
        figure: "accepted",
        formula: "All of it is scheduled or done in the practice system on the day of the export. A visit that was broken or \
                  cancelled is no longer scheduled.",
    },
    Formula {
        figure: "in_part",
        formula: "Some of it is scheduled or done. By count it is not accepted; by value what is scheduled or done is.",
    },
    Formula {
        figure: "share",
        formula: "Accepted ÷ judged. The interval is Wilson's, 95 %: with so few presentations, chance alone moves the share \
                  within it. Members of a family decide together, which makes it a little wider still.",
    },
    Formula {
        figure: "value_share",
        formula: "The fees of what is scheduled or done ÷ the fees of all that was presented, judged presentations only, \
                  before insurance, without those of which a fee is missing.",
    },
    Formula {
        figure: "households",
        formula: "What a monthly report is held against, counted as the report counts. Households presented to in a window as \
                  long as this one, so far back that each has had all its days since its first presentation there; accepted \
                  when all of one of its plans was in the book or done within them, by the days that the export tells. The \
                  share of plans is another figure: it counts plans, some of which had two weeks, as they stand on the day \
                  of the export.",
    },
    Formula {
        figure: "healthy",
        formula: "A healthy practice is said to accept 65 to 75 %. That is a rule of thumb of the trade, repeated by \
                  consultants and vendors, not a standard: few say whether they count plans, patients or dollars.",
    },
    Formula {
        figure: "new_patient",
        formula: "New: nothing was done for the patient in the year before the presentation (days can be set), and the \
                  export reaches back that far. Existing: something was. Not known: the export does not reach back far \
                  enough and holds nothing before.",
    },
    Formula {
        figure: "time_to_accept",
        formula: "Days from the presentation until some of it was entered into the book, or done where it was done without a \
                  booking (Kaplan–Meier: presentations that have not been accepted count for as long as they were \
                  watched, the new ones too). Where the export does not tell when visits were entered, until some of it \
                  was done: a yes comes sooner than that.",
    },
    Formula {
        figure: "pending",
        formula: "Presented, however long ago, and neither scheduled, done, declined nor set aside. The value is that of the \
                  pending procedures, before insurance. By text: the person to contact agreed to texts and has a number \
                  that gets them. By e-mail: there is an address, and no refusal.",
    },
    Formula {
        figure: "never_followed_up",
        formula: "Pending, presented long enough ago to be judged, and no conversation with the patient or the person to \
                  contact is on record after the day of the presentation, about whatever. Conversations about something \
                  else count as a follow-up, and what nobody wrote down does not: the true figure may lie on either side.",
    },
    Formula {
        figure: "same_day",
        formula: "Of the accepted ones, those of which something was done on the day of the presentation.",
    },
];

/// The formula of a figure.
pub(super) fn of(figure: &str) -> &'static str {
    FORMULAS
        .iter()
        .find(|known| known.figure == figure)
        .map_or("", |known| known.formula)
}
