//! The fields that a form can do without, and whether it asks for them all the same.

/// Whether a form asks for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is not shown, and what is answered all the same is left aside.
    Off,
    /// It may be left empty.
    Optional,
    /// It must be answered wherever it is shown.
    Required,
}

impl Asked {
    /// Every state, each at the place of its digit in [`Form::encode`](super::Form::encode).
    pub const ALL: [Self; 3] = [Self::Off, Self::Optional, Self::Required];
}

/// Which of these fields a form asks for. By default as little as most need: neither the birth date nor the telephone
/// number, and no name for a gift that needs none (GDPR, article 5.1 c).
///
/// # Examples
///
/// ```
/// use campagnodon::form::{Asked, Fields, Form};
///
/// let form = Form::decode("o donation once - 3000").unwrap();
/// assert_eq!((form.fields.title, form.fields.phone), (Asked::Optional, Asked::Off));
/// let form = Form { fields: Fields { phone: Asked::Required, ..Fields::default() }, ..form };
/// assert_eq!(form.encode(), "o donation once - 3000;a 101120");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    /// `title`: only where there are titles to choose from.
    pub title: Asked,
    /// `birth_date`
    pub birth_date: Asked,
    /// `supplemental_address_1`
    pub supplemental_address_1: Asked,
    /// `supplemental_address_2`
    pub supplemental_address_2: Asked,
    /// `phone`
    pub phone: Asked,
    /// `first_name` and `last_name` of someone who gives without a tax receipt; both are required with one.
    pub name: Asked,
}

impl Default for Fields {
    fn default() -> Self {
        Self { birth_date: Asked::Off, phone: Asked::Off, name: Asked::Off, ..Self::OPTIONAL }
    }
}

impl Fields {
    /// All of them, each optional.
    pub const OPTIONAL: Self = Self {
        title: Asked::Optional,
        birth_date: Asked::Optional,
        supplemental_address_1: Asked::Optional,
        supplemental_address_2: Asked::Optional,
        phone: Asked::Optional,
        name: Asked::Optional,
    };
}
