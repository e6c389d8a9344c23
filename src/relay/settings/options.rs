//! What holds for all forms of a site.

use super::{FieldsSettings, StatutesSettings, amounts};
use crate::form::rules::country;
use crate::form::{Fields, OfferOptions, PaymentBounds};
use crate::protocol::Frequency;
use crate::settings::SettingsError;
use serde::Deserialize;

/// `[options]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OptionsSettings {
    /// Whether forms may offer repeated payments.
    pub recurring: bool,
    /// The repeated frequencies of donations.
    pub donation_frequencies: Vec<Frequency>,
    /// The repeated frequencies of memberships.
    pub membership_frequencies: Vec<Frequency>,
    /// The smallest donation, in euros.
    pub donation_minimum: u64,
    /// The largest donation, in euros.
    pub donation_maximum: u64,
    /// The smallest membership payment, in euros.
    pub membership_minimum: u64,
    /// The largest membership payment, in euros.
    pub membership_maximum: u64,
    /// The smallest monthly donation; that of single ones if absent.
    pub monthly_donation_minimum: Option<u64>,
    /// … and the largest, likewise.
    pub monthly_donation_maximum: Option<u64>,
    /// The smallest yearly donation; that of single ones if absent.
    pub yearly_donation_minimum: Option<u64>,
    /// … and the largest, likewise.
    pub yearly_donation_maximum: Option<u64>,
    /// The smallest monthly payment of a membership; a twelfth of the yearly one if absent, as the amounts are.
    pub monthly_membership_minimum: Option<u64>,
    /// … and the largest; that of single ones if absent.
    pub monthly_membership_maximum: Option<u64>,
    /// The smallest yearly payment of a membership; that of single ones if absent.
    pub yearly_membership_minimum: Option<u64>,
    /// … and the largest, likewise.
    pub yearly_membership_maximum: Option<u64>,
    /// The amounts of forms that list none: of single donations.
    pub donation_amounts: String,
    /// … of monthly donations.
    pub monthly_donation_amounts: String,
    /// … of yearly donations; those of single ones if absent.
    pub yearly_donation_amounts: Option<String>,
    /// … of memberships.
    pub membership_amounts: String,
    /// … of memberships paid monthly; a twelfth of the yearly ones if absent.
    pub monthly_membership_amounts: Option<String>,
    /// … of memberships paid yearly; those of single ones if absent.
    pub yearly_membership_amounts: Option<String>,
    /// Whether amounts may have cents.
    pub cents: bool,
    /// The country that stands chosen at first, by its ISO 3166-1 code.
    pub default_country: Option<String>,
    /// Which fields forms ask for.
    pub fields: FieldsSettings,
    /// What must be agreed to. Nothing if absent.
    pub statutes: Option<StatutesSettings>,
    /// The name of the rules of tax relief, ours or a site's own `[[tax_rules]]`; `none` says nothing of it, since not
    /// every association may promise it.
    pub tax_relief: String,
}

impl Default for OptionsSettings {
    fn default() -> Self {
        Self {
            recurring: false,
            donation_frequencies: vec![Frequency::Monthly],
            membership_frequencies: vec![Frequency::Monthly, Frequency::Yearly],
            donation_minimum: 1,
            donation_maximum: 10_000_000,
            membership_minimum: 5,
            membership_maximum: 10_000_000,
            monthly_donation_minimum: None,
            monthly_donation_maximum: None,
            yearly_donation_minimum: None,
            yearly_donation_maximum: None,
            monthly_membership_minimum: None,
            monthly_membership_maximum: None,
            yearly_membership_minimum: None,
            yearly_membership_maximum: None,
            donation_amounts: "30,50,100,200".to_owned(),
            monthly_donation_amounts: "6,15,30,50".to_owned(),
            yearly_donation_amounts: None,
            membership_amounts:
                "13[-450],21[450-900],35[900-1200],48[1200-1600],65[1600-2300],84[2300-3000],120[3000-4000],160[4000-]"
                    .to_owned(),
            monthly_membership_amounts: None,
            yearly_membership_amounts: None,
            cents: false,
            default_country: None,
            fields: FieldsSettings::default(),
            statutes: None,
            tax_relief: "none".to_owned(),
        }
    }
}

impl OptionsSettings {
    /// Returns the options that the rules take.
    ///
    /// # Errors
    /// At the first value that cannot be used.
    pub fn site_options(&self, maintenance: bool, captcha: bool) -> Result<OfferOptions, SettingsError> {
        let list = |key: &str, text: &str| amounts::list(&format!("options.{key}"), text);
        let optional_list = |key: &str, text: &Option<String>| text.as_deref().map(|text| list(key, text)).transpose();
        let country_known = |code: &String| {
            country::is_code(code).then(|| code.clone()).ok_or_else(|| {
                SettingsError::unusable(
                    "options.default_country",
                    format!("{code:?} is not an ISO 3166-1 code such as \"FR\""),
                )
            })
        };
        Ok(OfferOptions {
            recurring: self.recurring,
            donation_frequencies: self.donation_frequencies.clone(),
            membership_frequencies: self.membership_frequencies.clone(),
            donation_bounds: self.donation_bounds()?,
            membership_bounds: self.membership_bounds()?,
            donation_amounts: list("donation_amounts", &self.donation_amounts)?,
            monthly_donation_amounts: list("monthly_donation_amounts", &self.monthly_donation_amounts)?,
            yearly_donation_amounts: optional_list("yearly_donation_amounts", &self.yearly_donation_amounts)?,
            membership_amounts: list("membership_amounts", &self.membership_amounts)?,
            monthly_membership_amounts: optional_list("monthly_membership_amounts", &self.monthly_membership_amounts)?,
            yearly_membership_amounts: optional_list("yearly_membership_amounts", &self.yearly_membership_amounts)?,
            fields: self.fields.over(Fields::default()),
            default_country: self.default_country.as_ref().map(country_known).transpose()?,
            cents_allowed: self.cents,
            captcha,
            maintenance,
        })
    }

    fn donation_bounds(&self) -> Result<PaymentBounds, SettingsError> {
        let (min, max) = (self.donation_minimum, self.donation_maximum);
        let repeated = |key, least: Option<u64>, most: Option<u64>| {
            amounts::bounds(key, least.unwrap_or(min), most.unwrap_or(max))
        };
        Ok(PaymentBounds {
            once: amounts::bounds("options.donation", min, max)?,
            monthly: repeated(
                "options.monthly_donation",
                self.monthly_donation_minimum,
                self.monthly_donation_maximum,
            )?,
            yearly: repeated("options.yearly_donation", self.yearly_donation_minimum, self.yearly_donation_maximum)?,
        })
    }

    fn membership_bounds(&self) -> Result<PaymentBounds, SettingsError> {
        let (min, max) = (self.membership_minimum, self.membership_maximum);
        let yearly_min = self.yearly_membership_minimum.unwrap_or(min);
        // Else the lowest incomes could pay by the year alone.
        let monthly_min = self.monthly_membership_minimum.unwrap_or(yearly_min.div_ceil(12));
        let monthly_max = self.monthly_membership_maximum.unwrap_or(max);
        let yearly_max = self.yearly_membership_maximum.unwrap_or(max);
        Ok(PaymentBounds {
            once: amounts::bounds("options.membership", min, max)?,
            monthly: amounts::bounds("options.monthly_membership", monthly_min, monthly_max)?,
            yearly: amounts::bounds("options.yearly_membership", yearly_min, yearly_max)?,
        })
    }
}
