//! What the host keeps: a row for each follow-up, or a caseload with snapshots and a log.

use super::practice::RECALLS;
use followthrough::wire::{Code, RecipientId};
use followthrough::{Caseload, Decision, Event, FollowUp, Moment, Playbook, Timestamp};

/// One call of the engine.
#[derive(Clone)]
pub(crate) struct Input {
    pub(crate) who: usize,
    pub(crate) book: usize,
    pub(crate) moment: Moment,
    pub(crate) what: What,
}

#[derive(Clone)]
pub(crate) enum What {
    Happened(Box<Event>),
    Tick,
    /// A caseload changes to the second playbook.
    Publish,
}

impl Input {
    /// Which kind of subject the playbook is for: plans, or recalls.
    pub(crate) fn kind(&self) -> usize {
        usize::from(self.book == RECALLS)
    }
}

/// Whose answer, and what.
pub(crate) type Answers = Vec<(usize, Decision)>;

pub(crate) enum Store {
    Rows(Vec<Row>),
    Desk(Box<Desk>),
}

pub(crate) struct Row {
    pub(crate) json: String,
    /// Of the playbook for plans, and of the one for recalls.
    pub(crate) wake_at: [Option<Timestamp>; 2],
}

/// A caseload in memory, its last snapshot, and every call; those after the snapshot are made again after a crash.
pub(crate) struct Desk {
    pub(crate) caseload: Caseload,
    people: Vec<RecipientId>,
    snapshot: Vec<u8>,
    book: usize,
    since: usize,
    pub(crate) log: Vec<Input>,
}

impl Row {
    pub(crate) fn load(&self) -> FollowUp {
        FollowUp::from_json(&self.json).unwrap()
    }
}

/// What a call answers, and the follow-up as it is then.
pub(crate) fn decide(
    playbook: &Playbook,
    mut follow_up: FollowUp,
    input: &Input,
) -> Result<(Decision, FollowUp), followthrough::Error> {
    let decision = match &input.what {
        What::Happened(event) => playbook.handle(&mut follow_up, input.moment, event),
        What::Tick | What::Publish => playbook.tick(&mut follow_up, input.moment),
    }?;
    Ok((decision, follow_up))
}

impl Desk {
    pub(crate) fn new(caseload: Caseload) -> Self {
        Self {
            people: caseload.recipients().collect(),
            snapshot: caseload.snapshot(),
            caseload,
            book: 0,
            since: 0,
            log: Vec::new(),
        }
    }

    /// Makes a call, after it was written to the log. In a crash everything in memory is lost before the answers are
    /// stored.
    pub(crate) fn call(&mut self, playbooks: &[Playbook], input: Input, crash: bool) -> Result<Answers, Code> {
        self.log.push(input.clone());
        let answers = self.make(playbooks, &input);
        if !crash {
            if self.log.len() - self.since > 30 {
                self.snapshot = self.caseload.snapshot();
                (self.since, self.book) = (self.log.len(), input.book);
            }
            return answers;
        }
        let lost = self.rows();
        self.caseload = Caseload::restore(playbooks[self.book].clone(), &self.snapshot).unwrap();
        let mut again = Ok(Vec::new());
        for index in self.since..self.log.len() {
            let input = self.log[index].clone();
            again = self.make(playbooks, &input);
        }
        assert!(again == answers, "a restored caseload answers as the one before");
        assert!(
            self.rows() == lost,
            "a restored caseload holds what the one before held"
        );
        again
    }

    fn make(&mut self, playbooks: &[Playbook], input: &Input) -> Result<Answers, Code> {
        let moment = input.moment;
        let answers = match &input.what {
            What::Happened(event) => self.caseload.handle(moment, &self.people[input.who], event),
            What::Tick => self.advance(moment),
            What::Publish => self.caseload.publish(playbooks[input.book].clone(), moment),
        };
        let place = |id: &RecipientId| self.people.iter().position(|known| known == id).unwrap();
        match answers {
            Ok(answers) => Ok(answers
                .into_iter()
                .map(|answer| (place(&answer.recipient), answer.decision))
                .collect()),
            Err(error) => Err(error.code()),
        }
    }

    /// In pieces of one answer or so.
    fn advance(&mut self, moment: Moment) -> Result<Vec<followthrough::caseload::Answer>, followthrough::Error> {
        let mut all = Vec::new();
        loop {
            let mut piece = Vec::with_capacity(1);
            let more = self.caseload.advance(moment, &mut piece)?;
            all.append(&mut piece);
            if !more {
                return Ok(all);
            }
        }
    }

    pub(crate) fn rows(&self) -> Vec<String> {
        self.people
            .iter()
            .map(|id| self.caseload.get(id).unwrap().to_json())
            .collect()
    }

    fn get(&self, who: usize) -> FollowUp {
        self.caseload.get(&self.people[who]).unwrap()
    }
}

impl Store {
    pub(crate) fn follow_up(&self, who: usize) -> FollowUp {
        match self {
            Self::Rows(rows) => rows[who].load(),
            Self::Desk(desk) => desk.get(who),
        }
    }

    /// When time has its next word about a follow-up; of a caseload, about any.
    pub(crate) fn wake_at(&self, who: usize) -> Option<Timestamp> {
        match self {
            Self::Rows(rows) => rows[who].wake_at.into_iter().flatten().min(),
            Self::Desk(desk) => desk.caseload.next_wake(),
        }
    }
}
