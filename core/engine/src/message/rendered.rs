//! A message as it leaves: by channel.

use std::fmt;

use serde::Serialize;

use super::email::Email;
use super::sms::{Encoding, segments};
use crate::Error;

/// A message, ready to hand out. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Rendered {
    /// A text message.
    Sms {
        /// The text.
        body: String,
        /// How it travels.
        encoding: Encoding,
        /// How many messages are billed.
        segments: usize,
    },
    /// An e-mail.
    Email {
        /// The subject.
        subject: String,
        /// The HTML part.
        html: String,
        /// The text part.
        text: String,
        /// Headers besides those that every mail has.
        headers: Vec<(String, String)>,
    },
    /// A message behind the login of the portal: plain text.
    Portal {
        /// The text.
        body: String,
    },
}

impl Rendered {
    /// A text message with its count.
    ///
    /// # Errors
    /// `FT-T006` when the text is empty.
    pub fn sms(body: String) -> Result<Self, Error> {
        let count = segments(&body)?;
        Ok(Self::Sms {
            body,
            encoding: count.encoding,
            segments: count.segments,
        })
    }
}

impl From<Email> for Rendered {
    fn from(email: Email) -> Self {
        Self::Email {
            subject: email.subject,
            html: email.html,
            text: email.text,
            headers: email.headers,
        }
    }
}

impl fmt::Debug for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let channel = match self {
            Self::Sms { .. } => "Sms",
            Self::Email { .. } => "Email",
            Self::Portal { .. } => "Portal",
        };
        write!(f, "{channel}([redacted])")
    }
}
