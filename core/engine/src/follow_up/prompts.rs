//! Tasks for staff: raised, escalated, ended.

use super::Texts;
use super::machine::Machine;
use super::transitions::LONGEST_PAUSE_DAYS;
use super::{ActionKind, CaseState, EntryKind, Ladder, Next, Outcome, PauseReason, Prompt, Run, Task};
use crate::escalation::{Delay, Level, Priority, PromptKind};
use crate::schedule::{BusinessHours, DAY, Timestamp};
use crate::wire::{CaseId, EscalationId, EventId, Redacted, RoleId, StepId, TaskId};

/// How long a level waits for the next when the playbook does not say.
const DEFAULT_AFTER: Delay = Delay::BusinessDays(2);

/// One level of an escalation, on its way to be raised.
pub(super) struct Rung {
    /// From 1.
    level: u32,
    /// When a level above the first was to be raised: a list that starts anew raises it again, as another action.
    scheduled: Option<Timestamp>,
    /// The task that climbs, where it does so by itself.
    task: Option<TaskId>,
    /// Before everything else, whatever the level says.
    urgent: bool,
}

impl Rung {
    pub(super) const FIRST: Self = Self {
        level: 1,
        scheduled: None,
        task: None,
        urgent: false,
    };

    const URGENT: Self = Self {
        urgent: true,
        ..Self::FIRST
    };

    fn above(level: u32, scheduled: Timestamp, task: Option<TaskId>, urgent: bool) -> Self {
        Self {
            level: level.saturating_add(1),
            scheduled: Some(scheduled),
            task,
            urgent,
        }
    }
}

/// A prompt to be raised.
pub(super) struct Ask<'a> {
    pub(super) case: Option<&'a CaseId>,
    pub(super) kind: PromptKind,
    pub(super) role: RoleId,
    pub(super) priority: Priority,
    pub(super) due_in: Option<Delay>,
    pub(super) alert: bool,
    /// What a new task is named after.
    pub(super) cause: String,
    pub(super) rung: Rung,
    /// Levels that the task climbs by itself.
    pub(super) ladder: Option<Ladder>,
    /// What the briefing opens with.
    pub(super) because: String,
}

impl Machine<'_> {
    /// Raises one level of an escalation about a case; `kind` stands in where the list has no such level.
    pub(super) fn raise_level(&mut self, id: &CaseId, list: &EscalationId, rung: Rung, kind: PromptKind) {
        self.raise(Some(id), list, rung, kind, true, None);
    }

    fn raise(
        &mut self,
        case: Option<&CaseId>,
        list: &EscalationId,
        rung: Rung,
        kind: PromptKind,
        alert: bool,
        ladder: Option<Ladder>,
    ) {
        let practice = self.practice_for(case);
        let known = self.level(list, rung.level);
        let (kind, role, due_in, wants_alert, priority) = match known {
            Some(l) => (l.prompt, practice.role(&l.role), l.due_in, l.alert, l.priority),
            None => (kind, practice.desk(), None, true, Priority::Normal),
        };
        // The levels of one escalation are one task; what raised it first names it.
        let task = match (rung.task, rung.level) {
            (None, 2..) => self.open_task(case, kind).map(|task| task.id.clone()),
            (task, _) => task,
        };
        let rung = Rung { task, ..rung };
        let cause = format!("{list}:{}", self.cause_of_escalation(case));
        let (priority, because) = if rung.urgent {
            (Priority::High, self.because_urgent())
        } else {
            (priority, self.because(case, kind, rung.level))
        };
        self.ask(Ask {
            case,
            kind,
            role,
            priority,
            due_in,
            alert: alert && (wants_alert || rung.urgent),
            cause,
            rung,
            ladder,
            because,
        });
    }

    /// A reaction is named after its event; what time brings is named after the step or the state that it belongs to.
    fn cause_of_escalation(&self, case: Option<&CaseId>) -> String {
        let Some(case) = case.and_then(|id| self.case(id)).filter(|_| self.event.is_none()) else {
            return self.cause().to_owned();
        };
        match &case.state {
            CaseState::Active(Run {
                next: Next::Step { step, .. },
                ..
            }) => format!("step {step}"),
            CaseState::Paused { since, .. } | CaseState::ReEngaged { since, .. } => format!("since {}", since.unix()),
            CaseState::Active(Run {
                next: Next::WindDown { .. },
                ..
            })
            | CaseState::Waiting { .. }
            | CaseState::Observed { .. }
            | CaseState::Closed { .. } => format!("round {}", case.round),
        }
    }

    /// The call of a step, with the levels above it.
    pub(super) fn raise_call(&mut self, id: &CaseId, list: &EscalationId, step: &StepId) {
        let ladder = self.has_level(list, 2).then(|| Ladder {
            list: list.clone(),
            level: 1,
            next_at: self.after_level(Some(id), list, 1),
        });
        self.raise(Some(id), list, Rung::FIRST, PromptKind::Call, true, ladder);
        // It was put on the list just now.
        if let Some(task) = self.f.tasks.last_mut() {
            task.step = Some(step.clone());
        }
    }

    /// The first level of `question`: someone must read, and answer.
    pub(super) fn ask_answer(&mut self, case: Option<&CaseId>) {
        self.raise(case, &question(), Rung::FIRST, PromptKind::Answer, true, None);
    }

    /// The same, before everything else.
    pub(super) fn ask_at_once(&mut self, case: Option<&CaseId>) {
        self.raise(case, &question(), Rung::URGENT, PromptKind::Answer, true, None);
    }

    /// A person in the holdout, or one whose case is over, gets a human without the whole escalation.
    pub(super) fn ask_book(&mut self, id: &CaseId) {
        let list = self.rules.when_re_engaged.escalate.clone();
        self.raise(Some(id), &list, Rung::FIRST, PromptKind::Book, false, None);
    }

    pub(super) fn ask_fix_contact(&mut self, case: Option<&CaseId>) {
        self.ask_simple(case, PromptKind::FixContact, "fix_contact");
    }

    pub(super) fn ask_review(&mut self, id: &CaseId) {
        self.ask_simple(Some(id), PromptKind::Review, "review");
    }

    /// In place of a step that could not go.
    pub(super) fn ask_instead(&mut self, id: &CaseId, step: &str) {
        let cause = format!("instead of {step}");
        self.ask_simple(Some(id), PromptKind::Call, &cause);
    }

    pub(super) fn ask_simple(&mut self, case: Option<&CaseId>, kind: PromptKind, cause: &str) {
        let because = self.because(case, kind, 1);
        let cause = format!("{cause}:{}", self.cause_of_escalation(case));
        let role = self.practice_for(case).desk();
        let ask = Ask {
            case,
            kind,
            role,
            priority: Priority::Normal,
            due_in: None,
            alert: false,
            cause,
            rung: Rung::FIRST,
            ladder: None,
            because,
        };
        self.ask(ask);
    }

    fn ask(&mut self, ask: Ask<'_>) {
        let task_id = match ask.rung.task {
            Some(task) => task,
            None => self.task_id(ask.case, ask.kind.as_str(), &ask.cause),
        };
        let raised = match ask.rung.scheduled {
            Some(at) => format!("{task_id}:{}@{}", ask.rung.level, at.unix()),
            None => format!("{task_id}:{}", ask.rung.level),
        };
        let action = self.action_id(ask.case, "prompt", &raised);
        let known = self.f.tasks.iter().find(|task| task.id == task_id);
        let said = self.said.clone().or_else(|| known?.said.clone());
        let due_by = ask.due_in.map(|delay| self.later(ask.case, self.now, delay));
        let location = self.location_of(ask.case);
        let kind = ask.kind;
        if ask.rung.level > 1 {
            self.note(
                ask.case,
                EntryKind::Escalated {
                    level: ask.rung.level,
                    kind,
                    role: ask.role.clone(),
                },
            );
        } else {
            self.note(
                ask.case,
                EntryKind::Prompted {
                    kind,
                    role: ask.role.clone(),
                    task_id: task_id.clone(),
                },
            );
        }
        let prompt = Prompt {
            task_id: task_id.clone(),
            case_id: ask.case.cloned(),
            location: location.clone(),
            kind,
            role: ask.role.clone(),
            priority: ask.priority,
            due_by,
            briefing: self.unless_left_out(|| self.briefing(ask.case, &ask.because, said.as_ref())),
            script: match self.texts {
                Texts::Written => self.script(ask.case, kind),
                Texts::LeftOut => None,
            },
        };
        self.hand_to_staff(action, prompt, ask.ladder, said);
        if ask.alert {
            let id = self.action_id(ask.case, "alert", &raised);
            let text = self.unless_left_out(|| format!("{}: {}", self.short_name(ask.case), ask.because).into());
            self.act(
                id,
                ActionKind::Alert {
                    audience: ask.role,
                    case_id: ask.case.cloned(),
                    location,
                    text,
                },
            );
        }
    }

    /// The next level of a task that climbs by itself; after the last it is only an open task.
    pub(super) fn climb(&mut self, task: &TaskId) {
        let Some(task) = self.f.tasks.iter_mut().find(|t| &t.id == task) else {
            return;
        };
        let (case, kind) = (task.case.clone(), task.kind);
        let Some(ladder) = task.ladder.take() else { return };
        let rung = Rung::above(ladder.level, ladder.next_at, Some(task.id.clone()), false);
        let level = rung.level;
        if !self.has_level(&ladder.list, level) {
            return;
        }
        let next = self.has_level(&ladder.list, level.saturating_add(1)).then(|| Ladder {
            list: ladder.list.clone(),
            level,
            next_at: self.after_level(case.as_ref(), &ladder.list, level),
        });
        self.raise(case.as_ref(), &ladder.list, rung, kind, true, next);
    }

    /// The next level of a re-engaged case, or what follows the last.
    pub(super) fn climb_re_engaged(&mut self, id: &CaseId) {
        let Some(CaseState::ReEngaged {
            since,
            level,
            next_prompt_at,
            ..
        }) = self.case(id).map(|case| &case.state)
        else {
            return;
        };
        let since = *since;
        let rung = Rung::above(*level, *next_prompt_at, None, false);
        let (list, next) = (self.rules.when_re_engaged.escalate.clone(), rung.level);
        if !self.has_level(&list, next) || self.now >= longest(since) {
            self.after_re_engaged(id);
            return;
        }
        let then = self.re_engaged_until(id, since, next);
        if let Some(case) = self.case_mut(id)
            && let CaseState::ReEngaged {
                level, next_prompt_at, ..
            } = &mut case.state
        {
            *level = next;
            *next_prompt_at = then;
        }
        self.raise_level(id, &list, rung, PromptKind::Book);
    }

    /// A question that nobody answered: the next level, and after the last the case goes on. After a death it never does
    /// by itself: it waits for as long as a pause may last, and ends then.
    pub(super) fn climb_unanswered(&mut self, id: &CaseId) {
        let Some(CaseState::Paused {
            why,
            since,
            level,
            until,
            ..
        }) = self.case(id).map(|case| &case.state)
        else {
            return;
        };
        let (mourns, end) = (*why == PauseReason::Death, longest(*since));
        let rung = Rung::above(*level, *until, None, why.is_urgent());
        let next = rung.level;
        let list = question();
        let denied = mourns && !self.death_stands();
        if mourns && !denied && self.now >= end {
            self.close(id, Outcome::Ineligible);
            self.ask_review(id);
            return;
        }
        let raises = self.has_level(&list, next);
        if denied || !(raises || mourns) {
            self.resume(id);
            return;
        }
        let then = match (mourns, raises) {
            (false, _) => self.after_level(Some(id), &list, next),
            (true, true) => self.after_level(Some(id), &list, next).min(end),
            (true, false) => end,
        };
        if let Some(case) = self.case_mut(id)
            && let CaseState::Paused { level, until, .. } = &mut case.state
        {
            *until = then;
            if raises {
                *level = next;
            }
        }
        if raises {
            self.raise_level(id, &list, rung, PromptKind::Answer);
        }
    }

    /// Pauses a case until staff have answered.
    pub(super) fn pause_for_answer(&mut self, id: &CaseId, why: PauseReason) {
        let until = self.after_level(Some(id), &question(), 1);
        self.pause(id, why, until);
        self.ask_answer(Some(id));
    }

    /// The same for what cannot wait.
    pub(super) fn pause_urgently(&mut self, id: &CaseId, why: PauseReason) {
        let until = self.after_level(Some(id), &question(), 1);
        self.pause(id, why, until);
        self.ask_at_once(Some(id));
    }

    /// Whether what a case waits for comes before everything else.
    pub(super) fn is_urgent(&self, id: &CaseId) -> bool {
        let state = self.case(id).map(|case| &case.state);
        matches!(state, Some(CaseState::Paused { why, .. }) if why.is_urgent())
    }

    /// Ends the open tasks of a case that nobody needs any more, and takes back their prompts.
    pub(super) fn end_tasks(&mut self, id: &CaseId, kinds: &[PromptKind]) {
        self.end_those(id, |task| kinds.contains(&task.kind));
    }

    /// Ends those that an event raised.
    pub(super) fn end_tasks_of(&mut self, id: &CaseId, event: &EventId) {
        self.end_those(id, |task| task.raised_by.as_ref() == Some(event));
    }

    fn end_those(&mut self, id: &CaseId, which: impl Fn(&Task) -> bool) {
        let ended: Vec<Task> = self
            .f
            .tasks
            .extract_if(.., |task| task.case.as_ref() == Some(id) && which(task))
            .collect();
        for task in ended {
            if !self.unask(&task.prompt) {
                let action = self.action_id(Some(id), "cancel", &task.prompt.text());
                self.act(action, ActionKind::Cancel { action_id: task.prompt });
            }
        }
    }

    /// The one raised last, where there are several.
    pub(super) fn open_task(&self, case: Option<&CaseId>, kind: PromptKind) -> Option<&Task> {
        let open = |task: &&Task| task.case.as_ref() == case && task.kind == kind && !task.settled;
        self.f.tasks.iter().rfind(open)
    }

    /// Whether staff have an open task out of the list that follows a yes, whatever its levels ask for.
    pub(super) fn is_asked_to_book(&self, id: &CaseId) -> bool {
        let levels = self.levels(&self.rules.when_re_engaged.escalate);
        let mut kinds = levels.iter().map(|level| level.prompt).chain([PromptKind::Book]);
        kinds.any(|kind| self.open_task(Some(id), kind).is_some())
    }

    /// Staff spoke of a case instead of a task: nobody calls it any more, and no later level follows. Who books or
    /// answers keeps the task on the list, so that what comes of it can be told still.
    pub(super) fn settle_tasks(&mut self, id: &CaseId) {
        self.end_tasks(id, &[PromptKind::Call]);
        for task in self.f.tasks.iter_mut().filter(|task| task.case.as_ref() == Some(id)) {
            task.settled |= matches!(task.kind, PromptKind::Book | PromptKind::Answer);
        }
        let last = u32::try_from(self.levels(&question()).len()).unwrap_or(u32::MAX);
        if let Some(CaseState::Paused { why, level, .. }) = self.case_mut(id).map(|case| &mut case.state)
            && why.awaits_answer()
        {
            *level = (*level).max(last);
        }
    }

    fn level(&self, list: &EscalationId, level: u32) -> Option<&Level> {
        let index = usize::try_from(level.checked_sub(1)?).ok()?;
        self.levels(list).get(index)
    }

    fn has_level(&self, list: &EscalationId, level: u32) -> bool {
        self.level(list, level).is_some()
    }

    /// When the level after `level` is raised, counted from now. After the last one its own delay passes once more.
    pub(super) fn after_level(&self, case: Option<&CaseId>, list: &EscalationId, level: u32) -> Timestamp {
        let next = self
            .level(list, level.saturating_add(1))
            .or_else(|| self.level(list, level));
        self.later(case, self.now, next.and_then(|l| l.after).unwrap_or(DEFAULT_AFTER))
    }

    /// The same for a case that people are at since an instant: no list keeps it for longer than any pause lasts.
    pub(super) fn re_engaged_until(&self, id: &CaseId, since: Timestamp, level: u32) -> Timestamp {
        let next = self.after_level(Some(id), &self.rules.when_re_engaged.escalate, level);
        next.min(longest(since))
    }

    /// A delay from an instant, held inside the hours of the office where a case is.
    pub(super) fn later(&self, case: Option<&CaseId>, from: Timestamp, delay: Delay) -> Timestamp {
        later(&self.practice_for(case).hours, from, delay)
    }

    fn unless_left_out(&self, text: impl FnOnce() -> Redacted) -> Redacted {
        match self.texts {
            Texts::Written => text(),
            Texts::LeftOut => Redacted::new(""),
        }
    }
}

/// When what began at an instant ends at the latest.
pub(super) fn longest(since: Timestamp) -> Timestamp {
    since.plus(LONGEST_PAUSE_DAYS * DAY)
}

/// The escalation of questions and of what nobody understood.
pub(super) fn question() -> EscalationId {
    EscalationId::fixed("question")
}

/// A delay from an instant, in the practice's own time.
pub(crate) fn later(hours: &BusinessHours, from: Timestamp, delay: Delay) -> Timestamp {
    let (at, plain) = match delay {
        Delay::Elapsed(seconds) => (hours.next_open(from.plus(seconds)), seconds),
        Delay::BusinessHours(n) => (hours.plus_hours(from, n), i64::from(n) * 3600),
        Delay::BusinessDays(n) => (hours.plus_days(from, n), i64::from(n) * DAY),
    };
    at.unwrap_or_else(|| from.plus(plain))
}
