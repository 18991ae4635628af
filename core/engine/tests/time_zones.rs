//! Zone data of the host's own: what it moves, what it leaves alone, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

use followthrough::caseload::Caseload;
use followthrough::follow_up::EntryKind;
use followthrough::playbook::Options;
use followthrough::schedule::{TimeZones, Zone, tz_version};
use followthrough::{Event, FollowUp, Playbook, Recipient, Timestamp};

const PRACTICE: &str = r#"
followthrough: 1
practice:
  name: Peachtree Family Dental
  time_zone: America/New_York
  phone: "+14045550123"
  postal_address: 1 Peachtree St, Atlanta, GA 30303
  booking_url: https://book.example.com/peachtree
extends: dental
"#;
const NEW_YORK: &str = "America/New_York";
/// The evening of Monday 2 March 2026 in New York, 21:30: day 1 waits for Wednesday at 09:00.
const EVENING: &str = "2026-03-03T02:30:00Z";

/// A TZif file (RFC 9636, version 2) of a zone that has always kept the rule of a POSIX text.
fn tzif(name: &str, hours: i32, rule: &str) -> Vec<u8> {
    let header = |characters: u32| {
        let counts = [0, 0, 0, 0, 1, characters].map(u32::to_be_bytes).concat();
        [b"TZif2".as_slice(), &[0; 15], &counts].concat()
    };
    let kind = |seconds: i32| [seconds.to_be_bytes().as_slice(), &[0, 0]].concat();
    let characters = u32::try_from(name.len()).unwrap() + 1;
    let name = [name.as_bytes(), &[0]].concat();
    let rule = format!("\n{rule}\n");
    [
        header(1),
        kind(0),
        vec![0],
        header(characters),
        kind(hours * 3600),
        name,
        rule.into(),
    ]
    .concat()
}

/// New York, were summer time to begin on the first Sunday of March, a week early in 2026.
fn early_summer() -> Vec<u8> {
    tzif("EST", -5, "EST5EDT,M3.1.0,M11.1.0")
}

fn fixed(hours: i32) -> Vec<u8> {
    tzif("XXX", hours, &format!("XXX{}", -hours))
}

fn own<const N: usize>(zones: [(&str, Vec<u8>); N]) -> TimeZones {
    TimeZones::new("2026h", zones).unwrap()
}

fn playbook(zones: TimeZones) -> Playbook {
    let options = Options::default().with_time_zones(zones);
    Playbook::from_yaml_with(PRACTICE, &options).unwrap()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

fn recipient(more: &str) -> String {
    format!(
        r#"{{"id": "r-77", {more} "contacts": [{{"kind": "mobile", "value": "+14045550177",
            "consent": {{"type": "granted", "at": "2025-11-03T15:00:00Z"}}}}]}}"#
    )
}

fn plan(presented: &str) -> Event {
    Event::from_json(&format!(
        r#"{{"event_id": "e1", "at": "{presented}", "type": "plan", "plan": {{"id": "tp-1", "patient": {{"id": "p-77"}},
            "presented_at": "{presented}",
            "procedures": [{{"id": "pr-1", "code": "D7210", "fee": "900.00", "status": "planned"}}]}}}}"#
    ))
    .unwrap()
}

/// The instants at which the follow-up of a plan sends, up to some.
fn sends(playbook: &Playbook, follow_up: &mut FollowUp, presented: &str, most: usize) -> Vec<String> {
    let plan = plan(presented);
    let mut wake = playbook.handle(follow_up, plan.at, &plan).unwrap().wake_at;
    let mut found = Vec::new();
    while let (Some(at), true) = (wake, found.len() < most) {
        let decision = playbook.tick(follow_up, at).unwrap();
        let sent = |kind: &EntryKind| matches!(kind, EntryKind::StepSent { .. });
        found.extend(
            decision
                .journal
                .iter()
                .filter(|entry| sent(&entry.kind))
                .map(|_| at.to_string()),
        );
        wake = decision.wake_at;
    }
    found
}

fn first(zones: TimeZones, person: &str) -> String {
    let playbook = playbook(zones);
    let json = recipient(person);
    let mut follow_up = FollowUp::from_recipient_json(&json).unwrap();
    sends(&playbook, &mut follow_up, EVENING, 1).remove(0)
}

#[test]
fn a_changed_transition_moves_a_send_by_the_difference() {
    let person = format!(r#""time_zone": "{NEW_YORK}", "state": "GA","#);
    // The text of day 1 goes before the change that the bundled data does not know, that of day 7 after it.
    let presented = "2026-02-26T02:30:00Z";
    let sent = |zones| {
        let mut follow_up = FollowUp::from_recipient_json(&recipient(&person)).unwrap();
        sends(&playbook(zones), &mut follow_up, presented, 2)
    };
    let (bundled, fresher) = (sent(TimeZones::default()), sent(own([(NEW_YORK, early_summer())])));
    assert_eq!(bundled, ["2026-02-27T14:00:00Z", "2026-03-05T14:00:00Z"]);
    assert_eq!(fresher, ["2026-02-27T14:00:00Z", "2026-03-05T13:00:00Z"]);
}

#[test]
fn every_zone_of_the_machine_is_read_by_it() {
    let summer = || fixed(-4);
    let zone_known = format!(r#""time_zone": "{NEW_YORK}", "state": "GA","#);
    let (bundled, moved) = ("2026-03-04T14:00:00Z", "2026-03-04T13:00:00Z");
    // The person's own zone, by any spelling; the practice's; that of the number's area.
    assert_eq!(first(TimeZones::default(), &zone_known), bundled);
    assert_eq!(first(own([(NEW_YORK, summer())]), &zone_known), moved);
    assert_eq!(first(own([("america/new_york", summer())]), &zone_known), moved);
    assert_eq!(first(own([(NEW_YORK, summer())]), r#""state": "GA","#), moved);
    // A zone that is not among the host's is the bundled one; a link is a zone of its own.
    assert_eq!(first(own([("America/Chicago", summer())]), &zone_known), bundled);
    assert_eq!(
        first(own([(NEW_YORK, summer())]), r#""time_zone": "US/Eastern","#),
        bundled
    );
    // Mississippi's hours hold in Central time as well: with Chicago at UTC-8, 08:00 there is 11:00 in New York.
    let mississippi = format!(r#""time_zone": "{NEW_YORK}", "state": "MS","#);
    assert_eq!(
        first(own([("America/Chicago", fixed(-8))]), &mississippi),
        "2026-03-04T16:00:00Z"
    );
    assert_eq!(first(TimeZones::default(), &mississippi), bundled);
}

#[test]
fn two_playbooks_in_one_process_keep_their_own_data() {
    let (bundled, own) = (playbook(TimeZones::default()), playbook(own([(NEW_YORK, fixed(-4))])));
    assert_eq!(bundled.tz_version(), tz_version());
    assert_eq!(own.tz_version(), "2026h");
    assert_eq!(
        own.clone()
            .with_link_keys(&["a key of sixteen bytes"])
            .unwrap()
            .tz_version(),
        "2026h"
    );
    let noon = at("2026-01-15T12:00:00Z");
    let hour = |playbook: &Playbook| playbook.time_zone().local(noon).second / 3600;
    assert_eq!((hour(&own), hour(&bundled)), (8, 7));
    assert_eq!(own.business_hours().zone, *own.time_zone());
    assert_ne!(own.time_zone(), bundled.time_zone(), "the same name, other data");
    assert_eq!(own.revision(), bundled.revision(), "the document is the same");
}

#[test]
fn a_name_that_only_the_host_has() {
    let zones = own([("America/Atlanta", fixed(-4))]);
    let practice = PRACTICE.replace(NEW_YORK, "America/Atlanta");
    let options = Options::default().with_time_zones(zones);
    let playbook = Playbook::from_yaml_with(&practice, &options).unwrap();
    assert_eq!(playbook.time_zone().name(), "America/Atlanta");
    let code = |text: &str| {
        Playbook::from_yaml(text)
            .unwrap_err()
            .iter()
            .next()
            .unwrap()
            .code()
            .as_str()
    };
    assert_eq!(code(&practice), "FT-T002");

    // Without a playbook a follow-up begins by the bundled data, with one by the playbook's.
    let person = recipient(r#""time_zone": "America/Atlanta","#);
    assert_eq!(
        FollowUp::from_recipient_json(&person).unwrap_err().code().as_str(),
        "FT-T002"
    );
    let mut begun = playbook.begin_json(&person).unwrap();
    begun = FollowUp::from_json(&begun.to_json()).unwrap();
    assert_eq!(sends(&playbook, &mut begun, EVENING, 1), ["2026-03-04T13:00:00Z"]);
    let nowhere = recipient(r#""time_zone": "America/Nowhere","#);
    let error = playbook.begin_json(&nowhere).unwrap_err();
    assert_eq!((error.code().as_str(), error.path()), ("FT-T002", "time_zone"));
    // Or its zone follows as an event.
    let mut follow_up = FollowUp::from_recipient_json(&recipient("")).unwrap();
    let snapshot = format!(r#"{{"event_id": "r1", "at": "{EVENING}", "type": "recipient", "recipient": {person}}}"#);
    let snapshot = Event::from_json(&snapshot).unwrap();
    playbook.handle(&mut follow_up, snapshot.at, &snapshot).unwrap();
    assert_eq!(sends(&playbook, &mut follow_up, EVENING, 1), ["2026-03-04T13:00:00Z"]);
    // A caseload has its playbook from the start.
    let parsed: Recipient = serde_json::from_str(&person).unwrap();
    assert_eq!(
        playbook.begin(&parsed).unwrap().to_json(),
        playbook.begin_json(&person).unwrap().to_json()
    );
    for one in [person.clone(), format!("[{person}]")] {
        Caseload::new(playbook.clone()).begin_json(&one).unwrap();
    }
    Caseload::new(playbook).begin(&parsed).unwrap();
}

#[test]
fn a_caseload_restored_under_other_data_is_due_at_once() {
    let json = recipient(&format!(r#""time_zone": "{NEW_YORK}", "state": "GA","#));
    let person: Recipient = serde_json::from_str(&json).unwrap();
    let mut caseload = Caseload::new(playbook(TimeZones::default()));
    caseload.begin(&person).unwrap();
    let plan = plan(EVENING);
    caseload.handle(plan.at, &person.id, &plan).unwrap();
    let enrolled = caseload.next_wake().unwrap();
    caseload.tick(enrolled).unwrap();
    let wake = Some(at("2026-03-04T14:00:00Z"));
    assert_eq!(caseload.next_wake(), wake);

    let bytes = caseload.snapshot();
    let restored = |zones, bytes: &[u8]| Caseload::restore(playbook(zones), bytes).unwrap();
    assert_eq!(restored(TimeZones::default(), &bytes).next_wake(), wake);
    let mut fresher = restored(own([(NEW_YORK, fixed(-4))]), &bytes);
    assert!(fresher.next_wake() < Some(enrolled));
    fresher.tick(enrolled).unwrap();
    let wake = Some(at("2026-03-04T13:00:00Z"));
    assert_eq!(fresher.next_wake(), wake);

    // Under one version text, too, other bytes are other data.
    let bytes = fresher.snapshot();
    assert_eq!(restored(own([(NEW_YORK, fixed(-4))]), &bytes).next_wake(), wake);
    assert!(restored(own([(NEW_YORK, fixed(-3))]), &bytes).next_wake() < Some(enrolled));
    assert!(restored(TimeZones::default(), &bytes).next_wake() < Some(enrolled));
}

#[test]
fn what_is_no_zone_data_is_refused_by_name() {
    let refused = |version: &str, zones: &[(&str, &[u8])]| {
        let error = TimeZones::new(version, zones.iter().copied()).unwrap_err();
        assert_eq!(error.code().as_str(), "FT-T002");
        error.path().to_owned()
    };
    let (good, long) = (fixed(-4), vec![0; 64 * 1024 + 1]);
    let cut = good.get(..good.len() - 20).unwrap();
    for bad in [b"".as_slice(), b"TZif", b"EST5EDT", cut, &long] {
        let zones = [("America/Chicago", good.as_slice()), (NEW_YORK, bad)];
        assert_eq!(refused("2026h", &zones), "zones.America/New_York");
    }
    for name in ["", "America/", "/etc/localtime", "../UTC", "a b", &"x".repeat(65)] {
        assert_eq!(refused("2026h", &[(name, &good)]), format!("zones.{name}"));
    }
    assert_eq!(refused("2026h", &[("UTC", &good), ("utc", &good)]), "zones.utc");
    assert_eq!(refused("2026h", &[]), "zones");
    assert_eq!(refused(" ", &[("UTC", &good)]), "version");
    assert_eq!(refused(&"2".repeat(65), &[("UTC", &good)]), "version");
}

/// Whatever the bytes are, there is an answer: a zone that can be asked, or a refusal.
#[test]
fn damaged_data_never_panics() {
    let good = early_summer();
    for place in 0..good.len() {
        for flip in [0x01, 0x10, 0x80, 0xff] {
            let mut bytes = good.clone();
            *bytes.get_mut(place).unwrap() ^= flip;
            if let Ok(zone) = Zone::from_tzif("x", &bytes) {
                for noon in ["1900-01-01T12:00:00Z", "2026-03-08T07:30:00Z", "2199-12-30T12:00:00Z"] {
                    let date = zone.local(at(noon)).date;
                    assert!(zone.start_of_day(date) <= at(noon));
                }
            }
        }
        let _ = Zone::from_tzif("x", good.get(..place).unwrap());
    }
}
