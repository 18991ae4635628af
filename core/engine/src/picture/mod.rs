//! A playbook as people look at it: a flowchart, and a page that an office manager can read aloud and sign.
//!
//! Both say what the compiled rules say, in plain English; texts stand in the languages in which patients get them, made
//! by the engine's own templates for an invented patient. The same playbook gives the same bytes. Nothing is decided
//! here.

mod html;
mod mermaid;
mod offices;
mod page;
mod rules;
mod samples;
mod scripts;
mod sequences;
mod staff;
mod texts;
mod words;

use crate::playbook::Playbook;

impl Playbook {
    /// The playbook as a [Mermaid](https://mermaid.js.org) flowchart, as GitHub and most wikis show it: who is followed up,
    /// which sequence is taken, its steps by day, who is called, and what happens when the patient answers.
    ///
    /// ```
    /// # use followthrough::Playbook;
    /// # let playbook = Playbook::from_yaml(r#"
    /// # followthrough: 1
    /// # extends: dental
    /// # practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    /// #   postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
    /// # "#)?;
    /// let flowchart = playbook.to_mermaid();
    /// assert!(flowchart.starts_with("flowchart TD\n"));
    /// assert!(flowchart.contains("Day 12"));
    /// # Ok::<(), followthrough::playbook::PlaybookErrors>(())
    /// ```
    pub fn to_mermaid(&self) -> String {
        mermaid::flowchart(self.rules())
    }

    /// The playbook as one page of HTML that needs nothing else, no network and no script: who is followed up, each
    /// sequence as a timeline by day, every text as the patient sees it in each language, the limits and hours, who is
    /// called when, the financing offers with their disclosures, what [`Playbook::check`] found, and a place to sign.
    ///
    /// It prints, reads well in the dark, on a phone and aloud. Its own words are English; texts carry their language.
    ///
    /// ```
    /// # use followthrough::Playbook;
    /// # let playbook = Playbook::from_yaml(r#"
    /// # followthrough: 1
    /// # extends: dental
    /// # practice: {name: Maple Dental, time_zone: America/Chicago, phone: "+13125550100",
    /// #   postal_address: "5 Maple Ave, Chicago, IL 60601", booking_url: "https://book.example.com/maple"}
    /// # "#)?;
    /// let page = playbook.to_html();
    /// assert!(page.contains("Maple Dental") && page.contains(playbook.revision()));
    /// # Ok::<(), followthrough::playbook::PlaybookErrors>(())
    /// ```
    pub fn to_html(&self) -> String {
        page::page(self)
    }
}
