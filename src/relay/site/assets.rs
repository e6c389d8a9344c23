//! What browsers load of ours: from a folder, or as it was built into this program.

use rust_embed::{Embed, EmbeddedFile};
use std::borrow::Cow;
use std::path::PathBuf;

/// What `npm run build` made, if it had been run when this program was built. While we develop, it is read anew each
/// time.
#[derive(Embed)]
#[folder = "dist/"]
#[allow_missing = true]
#[include = "integrity.json"]
#[include = "*.js"]
#[include = "*.css"]
#[include = "*.wasm"]
#[include = "*.br"]
#[include = "*.gz"]
#[include = "campagnodon*.js.map"]
// For the tests of sites.
#[exclude = "mock*"]
struct Built;

/// Where the module, the scripts and the style sheets are.
pub enum Assets {
    /// In a folder.
    Folder(PathBuf),
    /// In this program.
    BuiltIn,
}

impl Assets {
    /// Returns the bytes of a file, or `None` if there is none of that name.
    pub fn read(&self, file: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::Folder(folder) => std::fs::read(folder.join(file)).ok().map(Cow::Owned),
            Self::BuiltIn => built_in(file).map(|file| file.data),
        }
    }
}

/// Returns a file that was built into this program, or `None` if there is none of that name.
pub fn built_in(file: &str) -> Option<EmbeddedFile> {
    Built::get(file)
}
