//! Promise: whoever pays by whichever means, the origin and the distant end up telling the truth, once.

mod offline;
mod spip;
