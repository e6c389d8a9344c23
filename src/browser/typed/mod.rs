//! The typed interface: objects in, objects out, for JavaScript sites with a form of their own.
//!
//! Thin: a file a noun, each only between JavaScript's values and the types of `form` and `protocol`. `www/typed.js`
//! wraps it and `www/typed.d.ts` is its contract. What people read is left to the site: errors are codes.

mod answers;
mod codes;
mod form;
mod misuse;
mod object;
mod post;
mod verdict;
mod view;

pub use codes::codes;
pub use form::TypedForm;
pub use misuse::Misuse;
pub use post::post;
