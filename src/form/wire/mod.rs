//! What crosses between the page's scripts and its module: the form that comes with the page, and a reading of answers, as
//! texts; and what a form offers, as an object.

mod object;
mod offer;
mod out;
mod reading;

pub use offer::EncodingError;
pub use out::Out;
pub use reading::read;
