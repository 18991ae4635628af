//! The messages of the benchmark as somebody would write them by hand: segments into a buffer, one after the other.

use followthrough::message::Context;

/// Paragraphs that bring the e-mail to 3 KB.
const PARAGRAPH: &str = "Most people have questions after a visit, and that is what we are here for. Nothing has to be \
                         decided today. If anything about the visit, the order of the steps or the time they take is not \
                         clear, write back or call, and somebody who knows you will answer. You can also come by and talk \
                         it through once more with the person who saw you; there is no charge for that.\n\n";

/// How often it stands before and after the list.
const TIMES: usize = 4;

const LIST: &str = "{{#if plan.patient_portion}}\nYour part is {{plan.patient_portion}}.\n{{/if}}\n\n\
                    {{#each items}}\n- {{item.description}}: {{item.fee}}\n{{/each}}\n\n";

/// The template of the e-mail.
pub fn email_source() -> String {
    let paragraphs = PARAGRAPH.repeat(TIMES);
    format!(
        "Hi {{{{patient.first_name}}}},\n\nthank you for coming to {{{{practice.name}}}}.\n\n{paragraphs}{LIST}{paragraphs}\
         [Pick a time]({{{{plan.link}}}})\n\nor call {{{{practice.phone}}}}.\n\n{{{{practice.name}}}}"
    )
}

/// The text message.
pub fn sms(context: &Context, out: &mut String) {
    out.clear();
    out.push_str("Hi ");
    out.push_str(context.patient_first_name.as_deref().unwrap_or("there"));
    out.push_str(", this is ");
    out.push_str(&context.practice_name);
    out.push_str(". ");
    out.push_str(context.provider_display_name.as_deref().unwrap_or("Our team"));
    out.push_str(" asked us to see whether you have any questions about your visit. Pick a time: ");
    out.push_str(&context.link);
    out.push(' ');
    out.push_str(&context.optout_text);
}

/// The e-mail in Markdown, its values escaped.
pub fn email(context: &Context, out: &mut String) {
    out.clear();
    out.push_str("Hi ");
    escaped(context.patient_first_name.as_deref().unwrap_or("there"), out);
    out.push_str(",\n\nthank you for coming to ");
    escaped(&context.practice_name, out);
    out.push_str(".\n\n");
    for _ in 0..TIMES {
        out.push_str(PARAGRAPH);
    }
    if let Some(portion) = &context.patient_portion {
        out.push_str("Your part is ");
        escaped(portion, out);
        out.push_str(".\n");
    }
    out.push('\n');
    for item in &context.items {
        out.push_str("- ");
        escaped(item.description.as_deref().unwrap_or("Recommended treatment"), out);
        out.push_str(": ");
        escaped(item.fee.as_deref().unwrap_or("to be confirmed"), out);
        out.push('\n');
    }
    out.push('\n');
    for _ in 0..TIMES {
        out.push_str(PARAGRAPH);
    }
    out.push_str("[Pick a time](");
    out.push_str(&context.link);
    out.push_str(")\n\nor call ");
    escaped(&context.practice_phone, out);
    out.push_str(".\n\n");
    escaped(&context.practice_name, out);
}

fn escaped(value: &str, out: &mut String) {
    let is_special = |b: u8| b.is_ascii_punctuation() && !matches!(b, b',' | b'%' | b'/' | b'?' | b'\'');
    let mut from = 0;
    for (at, byte) in value.bytes().enumerate() {
        if is_special(byte) {
            out.push_str(value.get(from..at).unwrap_or_default());
            out.push('\\');
            from = at;
        }
    }
    out.push_str(value.get(from..).unwrap_or_default());
}
