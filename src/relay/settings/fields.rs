//! Which fields forms ask for beside those that they need: of all forms, and of one.

use crate::form::{Asked, Fields};
use serde::Deserialize;

/// `[options.fields]` and `[forms.<name>.fields]`: what is absent is as in the table above it, or by default.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FieldsSettings {
    /// The form of address; forms of a distant without `titles` have none.
    title: Option<AskedSettings>,
    /// The birth date.
    birth_date: Option<AskedSettings>,
    /// Building, floor.
    supplemental_address_1: Option<AskedSettings>,
    /// Hamlet, post office box.
    supplemental_address_2: Option<AskedSettings>,
    /// The telephone number.
    phone: Option<AskedSettings>,
    /// First and last name of someone who gives without a tax receipt.
    name: Option<AskedSettings>,
}

/// Whether a field is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedSettings {
    /// Not at all.
    Off,
    /// It may be left empty.
    Optional,
    /// It must be answered.
    Required,
}

impl From<AskedSettings> for Asked {
    fn from(asked: AskedSettings) -> Self {
        match asked {
            AskedSettings::Off => Self::Off,
            AskedSettings::Optional => Self::Optional,
            AskedSettings::Required => Self::Required,
        }
    }
}

impl FieldsSettings {
    /// Returns the fields of `above`, but for what is set here.
    pub fn over(self, above: Fields) -> Fields {
        let set = |own: Option<AskedSettings>, above: Asked| own.map_or(above, Asked::from);
        Fields {
            title: set(self.title, above.title),
            birth_date: set(self.birth_date, above.birth_date),
            supplemental_address_1: set(self.supplemental_address_1, above.supplemental_address_1),
            supplemental_address_2: set(self.supplemental_address_2, above.supplemental_address_2),
            phone: set(self.phone, above.phone),
            name: set(self.name, above.name),
        }
    }
}
