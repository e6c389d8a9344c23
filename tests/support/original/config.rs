//! How a page and a site of the original are set.

use serde::Deserialize;
use serde_json::Value;

/// The arguments of the page's tag and the site's options.
#[derive(Deserialize)]
pub struct Config {
    pub form_type: Option<String>,
    pub arg_liste_montants: Value,
    pub arg_souscriptions_perso: Value,
    pub arg_don_recurrent: Value,
    pub arg_liste_montants_recurrent: Value,
    pub arg_liste_montants_adhesion: Value,
    pub constants: Value,
}

impl Config {
    /// Returns a site option by the end of its name; `null` if it is not set.
    pub fn constant(&self, name: &str) -> &Value {
        &self.constants[format!("_CAMPAGNODON_{name}")]
    }
}
