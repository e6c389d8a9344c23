//! The two texts between the page's scripts and its module: the form that comes with the page, and a reading of
//! answers.

mod offer;
mod reading;

pub use offer::EncodingError;
pub use reading::read;
