//! Promise: whoever pays by whichever means, the origin and the distant end up telling the truth, once.

mod desk;
mod offline;
mod silence;
mod spip;
mod stripe;
mod stripe_down;
