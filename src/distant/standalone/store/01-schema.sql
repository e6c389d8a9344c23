-- What people may choose among; filled from the settings at each start.
CREATE TABLE financial_types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE payment_instruments (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE prefixes (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL) STRICT;
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE membership_types (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    duration_months INTEGER NOT NULL,
    -- Month and day, `03-01`; NULL if the period rolls.
    fixed_start TEXT,
    fixed_rollover TEXT
) STRICT;
CREATE TABLE campaigns (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    start_date TEXT,
    goal_cents INTEGER
) STRICT;

-- The association's people.
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    prefix_id INTEGER REFERENCES prefixes,
    first_name TEXT,
    last_name TEXT,
    birth_date TEXT,
    source TEXT,
    do_not_trade INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL
) STRICT;
CREATE TABLE emails (
    contact_id INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
    email TEXT NOT NULL COLLATE NOCASE,
    is_primary INTEGER NOT NULL
) STRICT;
CREATE INDEX emails_by_email ON emails (email);
CREATE INDEX emails_by_contact ON emails (contact_id);
CREATE TABLE phones (
    contact_id INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
    phone TEXT NOT NULL,
    digits TEXT NOT NULL,
    is_primary INTEGER NOT NULL
) STRICT;
CREATE INDEX phones_by_contact ON phones (contact_id);
CREATE TABLE addresses (
    contact_id INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
    street_address TEXT,
    supplemental_address_1 TEXT,
    supplemental_address_2 TEXT,
    postal_code TEXT,
    city TEXT,
    country TEXT,
    is_primary INTEGER NOT NULL
) STRICT;
CREATE INDEX addresses_by_contact ON addresses (contact_id);
CREATE TABLE group_contacts (
    group_id INTEGER NOT NULL REFERENCES groups,
    contact_id INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
    status TEXT NOT NULL,
    PRIMARY KEY (group_id, contact_id)
) STRICT;
CREATE TABLE contact_tags (
    tag_id INTEGER NOT NULL REFERENCES tags,
    contact_id INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
    PRIMARY KEY (tag_id, contact_id)
) STRICT;
CREATE TABLE memberships (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER NOT NULL REFERENCES contacts ON DELETE CASCADE,
    membership_type_id INTEGER NOT NULL REFERENCES membership_types,
    join_date TEXT NOT NULL,
    start_date TEXT NOT NULL,
    end_date TEXT NOT NULL,
    source TEXT,
    campaign_id INTEGER REFERENCES campaigns,
    option TEXT
) STRICT;
CREATE INDEX memberships_by_contact ON memberships (contact_id, membership_type_id, end_date);
CREATE TABLE contributions (
    id INTEGER PRIMARY KEY,
    contact_id INTEGER REFERENCES contacts ON DELETE SET NULL,
    status TEXT NOT NULL,
    amount_cents INTEGER NOT NULL,
    currency TEXT NOT NULL,
    financial_type_id INTEGER NOT NULL REFERENCES financial_types,
    campaign_id INTEGER REFERENCES campaigns,
    membership_id INTEGER REFERENCES memberships ON DELETE SET NULL,
    payment_instrument_id INTEGER REFERENCES payment_instruments,
    source TEXT,
    tax_receipt INTEGER NOT NULL,
    receive_date TEXT NOT NULL
) STRICT;
CREATE INDEX contributions_by_campaign ON contributions (campaign_id);

-- What origins opened. Numbers are never used twice.
CREATE TABLE transactions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    idx TEXT NOT NULL UNIQUE,
    -- SHA-256 of what `start` was sent, so that the same call can be answered again.
    fingerprint BLOB NOT NULL,
    operation_type TEXT NOT NULL,
    started_at TEXT NOT NULL,
    status TEXT NOT NULL,
    recurring_status TEXT,
    -- Set for good once money was taken.
    billing_closed INTEGER NOT NULL DEFAULT 0,
    tax_receipt INTEGER NOT NULL,
    payment_url TEXT,
    transaction_url TEXT,
    contact_id INTEGER REFERENCES contacts ON DELETE SET NULL,
    campaign_id INTEGER REFERENCES campaigns,
    payment_instrument_id INTEGER REFERENCES payment_instruments,
    source TEXT,
    merged INTEGER NOT NULL DEFAULT 0,
    email TEXT,
    prefix_id INTEGER REFERENCES prefixes,
    first_name TEXT,
    last_name TEXT,
    birth_date TEXT,
    street_address TEXT,
    supplemental_address_1 TEXT,
    supplemental_address_2 TEXT,
    postal_code TEXT,
    city TEXT,
    country TEXT,
    phone TEXT
) STRICT;

-- What a transaction promises; `entity_id` tells what became of it.
CREATE TABLE links (
    id INTEGER PRIMARY KEY,
    transaction_id INTEGER NOT NULL REFERENCES transactions ON DELETE CASCADE,
    -- A membership's contribution.
    parent_id INTEGER REFERENCES links ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('contribution', 'membership', 'group', 'opt-in', 'tag')),
    entity_id INTEGER,
    subscription_name TEXT,
    on_complete INTEGER NOT NULL DEFAULT 0,
    amount_cents INTEGER,
    currency TEXT,
    financial_type_id INTEGER REFERENCES financial_types,
    membership_type_id INTEGER REFERENCES membership_types,
    membership_option TEXT,
    keep_current INTEGER NOT NULL DEFAULT 0,
    cancelled TEXT
) STRICT;
CREATE INDEX links_by_transaction ON links (transaction_id);
