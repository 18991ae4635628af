//! What headers are called, and what they are then for.

use super::profile::Profile;

/// What the values of a column are like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Text,
    Day,
    Amount,
    Phone,
    Email,
    Status,
    Code,
}

/// A key of a mapping, and what tells its column.
pub(super) struct Role {
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    /// Headers that are it, in small letters, without what is neither letter nor digit.
    names: &'static str,
    /// Lists of words; a header with one of each is likely it.
    parts: &'static str,
}

const fn role(key: &'static str, kind: Kind, names: &'static str, parts: &'static str) -> Role {
    Role {
        key,
        kind,
        names,
        parts,
    }
}

/// The roles, the one that is asked first first.
pub(super) const ROLES: &[Role] = &[
    role(
        "patient.id",
        Kind::Id,
        "patientid patid patnum patientnumber patientno chart chartnumber chartno chartid clientid \
         clientnumber personid accountnumber mrn guestid",
        "patient client pat chart person guest; id no num number key",
    ),
    role(
        "plan.id",
        Kind::Id,
        "treatmentplanid planid planno plannumber caseid quoteid estimateid proposalid treatplannum \
         treatmentplannumber",
        "plan case quote estimate proposal; id no num number key",
    ),
    role(
        "procedure.id",
        Kind::Id,
        "procedureid procid proclogid procnum itemid serviceid lineid",
        "procedure proc service item; id no num number key",
    ),
    role("procedure.line", Kind::Id, "line lineno linenumber sequence seq", ""),
    role(
        "patient.guarantor",
        Kind::Id,
        "guarantorid guarantor responsiblepartyid",
        "guarantor responsible; id no num number key",
    ),
    role(
        "patient.first_name",
        Kind::Text,
        "firstname fname givenname first patientfirstname clientfirstname",
        "",
    ),
    role(
        "patient.last_name",
        Kind::Text,
        "lastname lname surname familyname last patientlastname clientlastname",
        "",
    ),
    role(
        "patient.name",
        Kind::Text,
        "patientname clientname name patient client fullname guestname",
        "",
    ),
    role(
        "patient.birth_date",
        Kind::Day,
        "dob birthdate dateofbirth birthday",
        "birth",
    ),
    role(
        "patient.mobile",
        Kind::Phone,
        "mobile mobilephone cell cellphone cellnumber mobilenumber",
        "mobile cell",
    ),
    role("patient.home", Kind::Phone, "homephone hmphone home", "home; phone tel"),
    role("patient.work", Kind::Phone, "workphone wkphone work", "work; phone tel"),
    role(
        "patient.phone",
        Kind::Phone,
        "phone phonenumber telephone tel",
        "phone tel",
    ),
    role("patient.email", Kind::Email, "email emailaddress mail", "email"),
    role("patient.language", Kind::Text, "language preferredlanguage", ""),
    role("patient.state", Kind::Text, "stateprovince patientstate", ""),
    role(
        "status",
        Kind::Status,
        "status planstatus casestatus procstatus procedurestatus stage acceptance planstate \
         treatmentstatus",
        "status stage acceptance",
    ),
    role(
        "code",
        Kind::Code,
        "code proccode procedurecode adacode cdt cdtcode servicecode",
        "code",
    ),
    role(
        "date",
        Kind::Day,
        "presenteddate datepresented presentedon plandate quotedon dateplanned planneddate \
         treatmentplandate datetp proposaldate plandatecreated",
        "presented planned quoted proposed plan created date",
    ),
    role(
        "value",
        Kind::Amount,
        "total amount fee price value plantotal treatmentplantotal cost charge procfee totalfee \
         planvalue",
        "total amount fee price value cost",
    ),
    role(
        "description",
        Kind::Text,
        "treatment procedure service services description planname casename treatmentname",
        "treatment service description procedure",
    ),
    role(
        "provider",
        Kind::Text,
        "provider providerid doctor dentist practitioner",
        "provider",
    ),
    role(
        "consent.text",
        Kind::Status,
        "smsconsent textconsent txtmsgok smsoptin textoptin oktotext consenttotext textok",
        "consent optin; text sms",
    ),
];

impl Role {
    /// Whether a header of these words is the column.
    pub(super) fn is_named(&self, words: &[String]) -> bool {
        let joined = words.concat();
        self.names.split(' ').any(|name| name == joined)
    }

    /// Whether a header of these words could be it.
    pub(super) fn is_named_in_part(&self, words: &[String]) -> bool {
        let has = |list: &str| list.split(' ').any(|part| words.iter().any(|word| word == part));
        !self.parts.is_empty() && self.parts.split("; ").all(has)
    }
}

/// The words of a header in small letters: `PatNum` has two.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        let starts = c.is_alphanumeric() && (!before.is_alphanumeric() || (before.is_lowercase() && c.is_uppercase()));
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}

/// Whether the values can be of a kind; nothing where there are none.
pub(super) fn fits(kind: Kind, column: &Profile) -> Option<bool> {
    if column.filled == 0 {
        return None;
    }
    let day = column.day_form().is_some();
    let contact = column.mostly(column.emails) || column.mostly(column.phones);
    Some(match kind {
        Kind::Id => !day && !column.mostly(column.emails) && !column.mostly(column.money_like),
        Kind::Text => !day && !contact && !column.mostly(column.money_like),
        Kind::Day => day,
        Kind::Amount => column.amount_form().is_some() && !column.mostly(column.phones),
        Kind::Phone => column.mostly(column.phones),
        Kind::Email => column.mostly(column.emails),
        Kind::Status => column.words.is_some() && !day && !contact,
        Kind::Code => !day && !contact && !column.mostly(column.money_like),
    })
}

/// Whether the values alone could say what a column is.
pub(super) fn speaks_for_itself(kind: Kind, column: &Profile) -> bool {
    column.filled > 0
        && match kind {
            Kind::Day => column.day_form().is_some(),
            Kind::Amount => column.mostly(column.money_like) && column.amount_form().is_some(),
            Kind::Phone => column.mostly(column.phones),
            Kind::Email => column.mostly(column.emails),
            Kind::Code => column.mostly(column.codes),
            // Anything can be a number or a text.
            Kind::Id | Kind::Text | Kind::Status => false,
        }
}

/// What a word of a status says in plain English; nothing where it could say more than one thing.
pub(super) fn meaning(word: &str, of_procedure: bool) -> Option<&'static str> {
    let word = words(word).join(" ");
    let (plan, procedure) = match word.as_str() {
        "accepted" | "approved" => ("accepted", "scheduled"),
        "scheduled" | "booked" => ("accepted", "scheduled"),
        "declined" | "rejected" | "refused" => ("declined", "declined"),
        "completed" | "complete" | "done" => ("completed", "completed"),
        "draft" => ("draft", "planned"),
        "proposed" | "presented" | "planned" | "treatment planned" | "pending" => ("open", "planned"),
        "referred" => ("referred", "referred"),
        "inactive" | "archived" => ("inactive", "inactive"),
        "existing" => ("inactive", "existing"),
        "deleted" | "removed" => ("skip", "removed"),
        _ => return None,
    };
    Some(if of_procedure { procedure } else { plan })
}
