#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says so by failing"
)]

use super::*;
use crate::encoding::Encoding;

const LAYOUT: Layout<'static> = Layout {
    lists: &["data", "entry", "body"],
    inside: Some("resource"),
    kind: None,
};

/// What comes out, a line each: `path@line id` of a record, `path@line !` of a break, `path@line {}` of an envelope.
fn told(bytes: &[u8]) -> Vec<String> {
    let text = like_ascii(bytes);
    let mut told = Vec::new();
    each(&text, Encoding::Utf8, LAYOUT, &mut |found| {
        told.push(match found {
            Found::Record { path, line, value } => {
                let id = value.as_object().and_then(|object| object.get("id"));
                format!("{path}@{line} {}", id.map_or("-".into(), |id| format!("{id:?}")))
            }
            Found::Envelope { path, line, members } => {
                let keys: Vec<&str> = members.members.iter().map(|(key, _)| &**key).collect();
                format!("{path}@{line} {{{}}}", keys.join(","))
            }
            Found::Broken {
                path, line, message, ..
            } => {
                assert!(message.contains(&format!("line {line}")), "{message}");
                format!("{path}@{line} !")
            }
        });
    });
    told
}

fn value(text: &str) -> Value<'_> {
    let mut values = Vec::new();
    each(text.as_bytes(), Encoding::Utf8, LAYOUT, &mut |found| match found {
        Found::Record { value, .. } => values.push(value),
        Found::Envelope { .. } | Found::Broken { .. } => {}
    });
    values.remove(0)
}

#[test]
fn a_number_stays_as_it_was_written() {
    let value = value(r#"[{"id": 9007199254740993, "fee": 62.00, "e": -1.5E+3, "z": 0}]"#);
    let object = value.as_object().unwrap();
    for (key, text) in [
        ("id", "9007199254740993"),
        ("fee", "62.00"),
        ("e", "-1.5E+3"),
        ("z", "0"),
    ] {
        assert_eq!(object.get(key), Some(&Value::Number(text)));
    }
}

#[test]
fn escapes_are_read_and_half_a_pair_is_one_bad_cell() {
    let value = value(
        r#"[{"a": "\u00e9\ud83d\ude00\n\/\\", "b": "\ud83d", "c": "\ude00x", "d": "\u0000", "e": "\ud83d\u0041"}]"#,
    );
    let object = value.as_object().unwrap();
    assert_eq!(object.get("a"), Some(&Value::Text("\u{e9}\u{1f600}\n/\\".into())));
    for key in ["b", "c", "d", "e"] {
        assert_eq!(object.get(key), Some(&Value::Undecodable), "{key}");
    }
}

#[test]
fn bytes_of_another_encoding() {
    let bytes = b"[{\"id\": \"Garc\xeda\", \"n\": 1}]";
    assert_eq!(told(bytes), ["/0@1 Undecodable"]);
    let mut read = None;
    each(bytes, Encoding::Windows1252, LAYOUT, &mut |found| read = Some(found));
    let Some(Found::Record { value, .. }) = read else {
        unreachable!()
    };
    assert_eq!(
        value.as_object().unwrap().get("id"),
        Some(&Value::Text("Garc\u{ed}a".into()))
    );
    let text = r#"[{"id": "é"}]"#;
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(told(&wide), told(text.as_bytes()));
    let marked = [b"\xff\xfe", wide.as_slice()].concat();
    assert_eq!(told(&marked), told(text.as_bytes()));
    assert_eq!(told(&[MARK, text.as_bytes()].concat()), told(text.as_bytes()));
}

#[test]
fn records_stand_in_a_list_an_envelope_or_one_after_another() {
    assert_eq!(
        told(br#"[{"id":1},{"id":2}]"#),
        ["/0@1 Number(\"1\")", "/1@1 Number(\"2\")"]
    );
    assert_eq!(
        told(br#"{"code":true,"data":[{"id":1}],"error":null}"#),
        ["/data/0@1 Number(\"1\")", "@1 {code,error}"]
    );
    assert_eq!(told(br#"{"data":{"id":1}}"#), ["/data@1 Number(\"1\")", "@1 {}"]);
    assert_eq!(
        told(br#"{"code":false,"data":null}"#),
        ["@1 -"],
        "for the caller to judge"
    );
    assert_eq!(
        told(br#"{"entry":[{"fullUrl":"x","resource":{"id":1}}]}"#),
        ["/entry/0/resource@1 Number(\"1\")", "@1 {}"]
    );
    assert_eq!(
        told(b"[{\"GET\":\"/a\",\"body\":[{\"id\":1}]},\n{\"GET\":\"/b\",\"body\":[]}]"),
        ["/0/body/0@1 Number(\"1\")", "/0@1 {GET}", "/1@2 {GET,body}"]
    );
    assert_eq!(
        told(b"{\"id\":1}\n{\"id\":2}\n"),
        ["@1 Number(\"1\")", "@2 Number(\"2\")"]
    );
    assert_eq!(
        told(b"[{\"id\":1}]\n[{\"id\":2}]"),
        ["/0@1 Number(\"1\")", "/0@2 Number(\"2\")"]
    );
    assert_eq!(told(b"[]"), [""; 0]);
    assert_eq!(told(b" \n"), [""; 0]);
    assert_eq!(told(b"[1]"), ["/0@1 -"]);
}

/// Whatever byte a file ends at, every record that is whole comes out, and one break is told.
#[test]
fn a_file_that_is_cut_short_keeps_what_is_whole() {
    for text in [
        "{\n \"code\": true,\n \"data\": [\n  {\n   \"id\": 1,\n   \"list\": [{\"a\": 2}]\n  },\n  {\n   \"id\": 22\n  }\n ]\n}\n",
        r#"{"code":true,"data":[{"id":1,"list":[{"a":2}]},{"id":22}]}"#,
        r#"[{"id":1,"list":[{"a":2}]},{"id":22}]"#,
    ] {
        let records = |told: &[String]| told.iter().filter(|line| line.contains("Number")).count();
        let mut seen = 0;
        for end in 1..text.trim_end().len() {
            let told = told(&text.as_bytes()[..end]);
            let broken = told.iter().filter(|line| line.ends_with('!')).count();
            assert_eq!(broken, 1, "{end}: {told:?}");
            assert!(records(&told) >= seen, "{end}");
            seen = records(&told);
        }
        assert_eq!(seen, 2);
    }
}

/// A record that is broken costs itself and nothing else, where it is clear where the next one starts.
#[test]
fn a_broken_record_costs_itself() {
    let wide = |broken: &str| format!("[\n  {{\n    \"id\": 1\n  }},\n  {broken},\n  {{\n    \"id\": 3\n  }}\n]\n");
    let flat = |broken: &str| format!(r#"[{{"id":1}},{broken},{{"id":3}}]"#);
    for broken in [
        "{\"id\": NaN}",
        "{\"id\": 007}",
        "{id: 2}",
        "{\"a\": [1, 2}",
        "{\"a\" 2}",
        "{\"a\": 'x'}",
        "{\"\\x\": 2}",
    ] {
        for text in [wide(broken), flat(broken)] {
            let told = told(text.as_bytes());
            let [one, two, three] = told.as_slice() else {
                panic!("{text}: {told:?}")
            };
            assert!(one.starts_with("/0@") && three.starts_with("/2@"), "{told:?}");
            assert!(two.starts_with("/1@") && two.ends_with('!'), "{told:?}");
        }
    }
    for broken in [
        "{\n    \"id\": \"x,\n    \"b\": 2\n  }",
        "{\n    \"id\": {\"a\": 1,\n    \"b\": 2\n  }",
        "{\n    \"id\": 2,\n    \"b\": [\n  }",
    ] {
        let told = told(wide(broken).as_bytes());
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.last().unwrap().starts_with("/2@"), "{told:?}");
    }
    // A quote that is never closed, all in one line: the next one is known by its keys.
    let told = told(flat("{\"id\": \"2}").as_bytes());
    assert_eq!(told, ["/0@1 Number(\"1\")", "/1@1 !", "/2@1 Number(\"3\")"]);
}

#[test]
fn what_is_wrong_beside_the_records_costs_none() {
    assert_eq!(
        told(br#"{"code":tru,"data":[{"id":1}],"error":nul}"#),
        ["/data/0@1 Number(\"1\")", "@1 !", "@1 {}"]
    );
    assert_eq!(told(br#"[{"id":1}{"id":2},]"#).len(), 2, "a comma more or less");
    assert_eq!(told(b"[{\"id\":1}] rest"), ["/0@1 Number(\"1\")", "@1 !"]);
    assert_eq!(told(b"id,name\n1,x\n"), ["@1 !"]);
}

#[test]
fn a_page_that_is_cut_short_leaves_the_next_one() {
    let page = |id: u32| format!("{{\n \"data\": [\n  {{\n   \"id\": {id}\n  }}\n ]\n}}\n");
    let cut = page(1).replace(" ]\n}\n", "");
    let cut_inside = page(1).replace("\n  }\n ]\n}\n", "\n");
    for (cut, records) in [(cut, 2), (cut_inside, 1)] {
        let told = told((cut + &page(2)).as_bytes());
        let found = told.iter().filter(|line| line.contains("Number")).count();
        assert_eq!(found, records, "{told:?}");
        assert_eq!(told.iter().filter(|line| line.ends_with('!')).count(), 1, "{told:?}");
    }
    assert_eq!(told(b"{\"id\":1}\n{\"id\":2\n{\"id\":3}\n").len(), 3);
}

#[test]
fn depth_is_bounded() {
    let deep = format!("[{}1{}, {{\"id\": 2}}]", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(told(deep.as_bytes()), ["/0@1 !", "/1@1 Number(\"2\")"]);
    assert_eq!(told("[".repeat(100_000).as_bytes()), ["/0@1 !"]);
    assert_eq!(told("{\"data\":".repeat(50_000).as_bytes()).len(), 1);
}

#[test]
fn a_key_that_stands_there_twice_is_told() {
    let value = value(r#"[{"id": 1, "a": 2, "id": 3}]"#);
    assert_eq!(value.as_object().unwrap().doubled(), Some("id"));
}

#[test]
fn a_fingerprint_is_that_of_what_is_said() {
    let same = [
        r#"[{"a":1,"b":[1,{"c":2,"d":3}]}]"#,
        "[ {\"b\": [1, {\"d\": 3, \"c\": 2}],\n \"a\": 1} ]",
    ];
    assert_eq!(value(same[0]).fingerprint(), value(same[1]).fingerprint());
    for other in [
        r#"[{"a":1,"b":[{"c":2,"d":3},1]}]"#,
        r#"[{"a":"1","b":[1,{"c":2,"d":3}]}]"#,
        r#"[{"a":1,"b":[1,{"c":3,"d":2}]}]"#,
        r#"[{"b":1,"a":[1,{"c":2,"d":3}]}]"#,
        r#"[{"a":1,"b":[1,{"c":2,"d":3}],"e":null}]"#,
    ] {
        assert_ne!(value(same[0]).fingerprint(), value(other).fingerprint(), "{other}");
    }
}

/// Records in one line with one byte less or more, wherever that is: the good ones are read, one break is told for each
/// record that is not, and nothing that is no record is taken for one.
#[test]
fn one_byte_wrong_in_one_line_costs_one_record() {
    let record = |id: u32| {
        format!(
            r#"{{"id":{id},"name":"n","patient":{{"id":7}},"status":"on","parts":[{{"id":1{id},"code":"x"}},{{"id":2{id},"code":"y"}}]}}"#
        )
    };
    let all: Vec<String> = (1..=4).map(record).collect();
    for (head, tail) in [
        ("[", "]"),
        (r#"{"code":true,"data":["#, r#"],"error":null,"page":{"more":false}}"#),
    ] {
        for damaged in 0..4 {
            for at in 0..all[damaged].len() {
                for instead in ["", "\"", "[", "]", "{", "}", ",", ":", "\n"] {
                    let mut own = all.clone();
                    let whole = own[damaged].clone();
                    own[damaged] = format!("{}{instead}{}", &whole[..at], &whole[at + 1..]);
                    let text = format!("{head}{}{tail}", own.join(","));
                    let told = told(text.as_bytes());
                    for good in (0..4).filter(|good| *good != damaged) {
                        let wanted = format!("Number(\"{}\")", good + 1);
                        let found = told.iter().filter(|line| line.ends_with(&wanted)).count();
                        assert_eq!(found, 1, "{wanted}: {text}\n{told:#?}");
                    }
                    let broken = told.iter().filter(|line| line.ends_with('!')).count();
                    assert!(broken <= 3, "{text}\n{told:#?}");
                    // Well-formed all the same, but perhaps under another key.
                    let records = told
                        .iter()
                        .filter(|line| line.contains(" Number(\"") || line.ends_with(" -"));
                    let records = records.count();
                    assert!(records <= 4 && records + broken >= 4, "{text}\n{told:#?}");
                }
            }
        }
    }
}

/// However often a file breaks, it is read a bounded number of times: this would take hours otherwise.
#[test]
fn many_breaks_in_one_line_take_no_longer_than_their_bytes() {
    let good = r#"{"id":1,"a":{"id":2},"b":[{"id":3},{"id":4}]}"#;
    for damaged in [
        r#"{"id":1,"a":"{"id":2},"b":[{"id":3},{"id":4}]}"#,
        r#"{"id":1,"a":{"id":2},"b":{"id":3},{"id":4}]}"#,
        r#"{"id":1,"a":{"id":2,"b":[{"id":3},{"id":4}]}"#,
        r#""id":1,"a":{"id":2},"b":[{"id":3},{"id":4}]}"#,
        r#"{id:1}"#,
        r#"{"id":[{"id":[{"id":["#,
    ] {
        for (each, count) in [(format!("{good},{damaged}"), 10_000), (damaged.to_owned(), 20_000)] {
            let list = vec![each; count].join(",");
            let told = told(format!("[{list}]").as_bytes());
            assert!(!told.is_empty());
        }
    }
}

#[test]
fn there_is_room_for_so_much_and_no_more() {
    let most = 512 << 20;
    assert_eq!(super::room_for_json(0, 4, "a.json").unwrap(), 4);
    assert_eq!(super::room_for_json(most - 4, 4, "a.json").unwrap(), most);
    for (kept, more) in [(most, 1), (4, most), (usize::MAX, usize::MAX)] {
        let error = super::room_for_json(kept, more, "a.json").unwrap_err();
        assert_eq!(error.code().as_str(), "FT-I012");
        assert!(
            error
                .to_string()
                .contains("a.json is too large: one import takes 512 MiB"),
            "{error}"
        );
    }
}
