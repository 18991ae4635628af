//! The tasks of `docs/tasks/`, each as it stands on its page. `tasks NAME` runs one.

mod edit_a_live_playbook;
mod erase_or_export_a_person;
mod explain_to_the_front_desk;
mod nightly_export;
mod put_into_my_transaction;
mod replies_and_clicks;
mod shared;
mod test_my_playbook;
mod write_back;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let name = std::env::args().nth(1).unwrap_or_default();
    match name.as_str() {
        "edit_a_live_playbook" => edit_a_live_playbook::run(),
        "erase_or_export_a_person" => erase_or_export_a_person::run(),
        "explain_to_the_front_desk" => explain_to_the_front_desk::run(),
        "nightly_export" => nightly_export::run(),
        "put_into_my_transaction" => put_into_my_transaction::run(),
        "replies_and_clicks" => replies_and_clicks::run(),
        "test_my_playbook" => test_my_playbook::run(),
        "write_back" => write_back::run(),
        _ => Err(format!("no task {name:?}").into()),
    }
}
