//! The offices of a practice that has several.

use super::html::{Text, put};
use super::words;
use crate::playbook::{Practice, Rules};

pub(super) fn all(out: &mut String, rules: &Rules) {
    if rules.locations.is_empty() {
        return;
    }
    out.push_str(
        "<h3>Offices</h3>\n<p>A plan that names one of these has its name, number, link and hours. Any other is the practice's \
         own.</p>\n<dl class=\"rules\">\n",
    );
    office(out, "The practice itself", &rules.practice);
    for located in &rules.locations {
        office(out, located.id.as_str(), &located.practice);
    }
    out.push_str("</dl>\n");
}

fn office(out: &mut String, label: &str, practice: &Practice) {
    put!(
        out,
        "<div><dt>{}</dt><dd>{}, {}, {}. Staff hours: {}, in {}{}.</dd></div>\n",
        Text(label),
        Text(&practice.name),
        Text(practice.phone_as_read()),
        Text(&practice.postal_address),
        Text(words::week(&practice.hours.weekly)),
        Text(practice.zone.name()),
        Text(words::closed(&practice.hours.closed))
    );
}
