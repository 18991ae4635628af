//! Not compiled with the crate: `house_rules.rs` gives this file to clippy under the lists of each core crate. A line
//! that ends in `//~ word` must be reported under that lint, and no other line. `//~ engine` marks the floats, which
//! only the engine bans.
#![allow(unused, deprecated, reason = "only the bans are of interest")]

use std::io::Write as _;
use std::net::ToSocketAddrs as _;

// Clocks.
fn clock() -> u64 {
    let begin = std::time::Instant::now(); //~ disallowed
    let wall = std::time::SystemTime::now(); //~ disallowed
    begin.elapsed().as_secs() //~ disallowed
}

// The environment.
fn environment() {
    std::env::var("HOME").ok(); //~ disallowed
    std::env::var_os("HOME"); //~ disallowed
    std::env::args(); //~ disallowed
    std::env::current_dir().ok(); //~ disallowed
    std::env::temp_dir(); //~ disallowed
}

// Files and the terminal.
fn files(path: &std::path::Path) {
    std::fs::read(path).ok(); //~ disallowed
    std::fs::read_to_string(path).ok(); //~ disallowed
    std::fs::write(path, "").ok(); //~ disallowed
    std::fs::File::open(path).ok(); //~ disallowed
    path.exists(); //~ disallowed
    std::io::stdin(); //~ disallowed
    std::io::stdout().flush().ok(); //~ disallowed
}

// The network.
fn network() {
    std::net::TcpStream::connect("127.0.0.1:1").ok(); //~ disallowed
    std::net::UdpSocket::bind("127.0.0.1:0").ok(); //~ disallowed
    "localhost:1".to_socket_addrs().ok(); //~ disallowed
}

// Processes.
fn processes() {
    std::process::Command::new("true").status().ok(); //~ disallowed
    std::process::id(); //~ disallowed
    std::process::exit(1) //~ disallowed
}

// Threads.
fn threads() {
    std::thread::spawn(|| ()).join().ok(); //~ disallowed
    std::thread::sleep(std::time::Duration::from_secs(1)); //~ disallowed
    std::thread::yield_now(); //~ disallowed
}

// Chance, and orders that differ from run to run.
fn chance() {
    let state = std::hash::RandomState::new(); //~ disallowed
    let hasher = std::hash::DefaultHasher::new(); //~ disallowed
    let map = std::collections::HashMap::<u8, u8>::new(); //~ disallowed
    let set = std::collections::HashSet::<u8>::new(); //~ disallowed
    let allowed = std::collections::BTreeMap::<u8, u8>::new();
}

// Output.
fn output() {
    println!("patient"); //~ disallowed
    eprintln!("patient"); //~ disallowed
    dbg!("patient"); //~ disallowed
}

// Floats, written and not written.
fn floats(
    half: f64, //~ engine
) -> bool {
    let single = 1 as f32; //~ engine
    let sum = half + 1.0; //~ engine
    half == 2.0 //~ engine
}
