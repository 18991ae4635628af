//! Every night an export comes; what changed since the last one goes to the follow-ups. Two nights, and one repeated.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use followthrough::follow_up::EventKind;
use followthrough::wire::RecipientId;
use followthrough::{Decision, Event, FollowUp, Moment, Playbook, Timestamp};
use followthrough_import::{Importer, Options, StoredExport, System, changes};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

/// A host's database: the last export, and a row for each follow-up.
#[derive(Default)]
struct Store {
    export: Option<String>,
    follow_ups: BTreeMap<RecipientId, String>,
}

fn night(store: &mut Store, playbook: &Playbook, folder: &Path, day: &str, now: Timestamp) -> Result<(), Failure> {
    // docs: night
    let mut options = Options::default();
    options.set("mapping", include_str!("mapping.yaml"))?;
    options.set("as_of", day)?;
    let mut importer = Importer::new(System::Csv, &options)?;
    for path in files(folder)? {
        let (mut file, mut piece) = (File::open(&path)?, vec![0; 1 << 20]);
        loop {
            let read = file.read(&mut piece)?;
            if read == 0 {
                break;
            }
            importer.push(&path.to_string_lossy(), piece.get(..read).unwrap_or_default())?;
        } // importer.progress() tells how far it has come
    }
    let today = importer.finish()?;
    let before = match &store.export {
        Some(text) => StoredExport::from_json(text)?,
        None => StoredExport::empty(),
    };
    let news = changes(&before, &today)?;
    if !news.shrunk.is_empty() || news.older {
        return Err("the export may have been cut short, or is an old one: somebody should look at it".into());
    }
    for (recipient, event) in news.events {
        let mut follow_up = match (store.follow_ups.get(&recipient), &event.kind) {
            (Some(stored), _) => FollowUp::from_json(stored)?,
            (None, EventKind::Recipient(new)) => FollowUp::new(&new.recipient)?,
            (None, _) => continue,
        };
        let moment = Moment::from(now).with_facts_as_of(today.at);
        let decision = playbook.handle(&mut follow_up, moment, &event)?;
        show(day, &recipient, &event, &decision); // a host writes its actions, its journal and wake_at here,
        store.follow_ups.insert(recipient, follow_up.to_json()); // in one transaction with the follow-up
    }
    store.export = Some(news.store.to_json().to_string()); // with what news.held tells of
    // docs: end
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        files.extend(path.extension().is_some_and(|end| end == "csv").then_some(path));
    }
    files.sort();
    Ok(files)
}

fn show(day: &str, recipient: &RecipientId, event: &Event, decision: &Decision) {
    let kind = |value: Value| value.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut words = vec![day.to_owned(), recipient.to_string(), kind(json!(event))];
    words.extend(decision.actions.iter().map(|action| kind(json!(action))));
    words.push(decision.wake_at.map(|at| at.to_string()).unwrap_or_default());
    println!("{}", words.join(" "));
}

fn main() -> Result<(), Failure> {
    let playbook = Playbook::from_yaml(include_str!("practice.yaml"))?;
    let mut store = Store::default();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("nightly");
    for (name, day) in [
        ("monday", "2026-03-02"),
        ("tuesday", "2026-03-03"),
        ("tuesday", "2026-03-03"),
    ] {
        println!("{name}");
        let now = Timestamp::parse(&format!("{day}T23:30:00-05:00"))?;
        night(&mut store, &playbook, &here.join(name), day, now)?;
    }
    Ok(())
}
