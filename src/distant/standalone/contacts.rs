//! The association's people: choosing or making one at start, and adding to one what a completed payment told.

use super::request::{Person, Request};
use super::settings::Dedupe;
use rusqlite::{Transaction, params};

/// Returns the contact under which a new transaction is filed. One that is found is left as it is until a payment
/// completes.
pub(super) fn choose(
    database: &Transaction<'_>,
    request: &Request,
    prefix_id: Option<i64>,
    dedupe: Dedupe,
    now: &str,
) -> rusqlite::Result<i64> {
    if dedupe == Dedupe::Email
        && let Some(id) = find(database, &request.person)?
    {
        return Ok(id);
    }
    create(database, &request.person, prefix_id, request.source.as_deref(), now)
}

/// Returns the first contact with that e-mail address which may be this person, or `None`. Two people often share an
/// address: who has another first name, known or in a transaction that may still complete, is another person.
fn find(database: &Transaction<'_>, person: &Person) -> rusqlite::Result<Option<i64>> {
    let mut contacts = database.prepare_cached("SELECT contact_id FROM emails WHERE email = ?1 ORDER BY contact_id")?;
    let mut first_names = database.prepare_cached(
        "SELECT first_name FROM contacts WHERE id = ?1 AND first_name IS NOT NULL
         UNION SELECT first_name FROM transactions WHERE contact_id = ?1 AND first_name IS NOT NULL",
    )?;
    for id in contacts.query_map([&person.email], |row| row.get(0))? {
        let id: i64 = id?;
        let known: Vec<String> = first_names.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let is_same = |given: &str| known.iter().all(|known| folded(known) == folded(given));
        if person.first_name.as_deref().is_none_or(is_same) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Returns a name as it is compared: neither case nor white space makes another person.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn create(
    database: &Transaction<'_>,
    person: &Person,
    prefix_id: Option<i64>,
    source: Option<&str>,
    now: &str,
) -> rusqlite::Result<i64> {
    database.execute(
        "INSERT INTO contacts (prefix_id, first_name, last_name, birth_date, source, created_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![prefix_id, person.first_name, person.last_name, person.birth_date, source, now],
    )?;
    let id = database.last_insert_rowid();
    add_email(database, id, &person.email)?;
    if let Some(phone) = &person.phone {
        add_phone(database, id, phone)?;
    }
    add_address(database, id, person)?;
    Ok(id)
}

/// Adds to the contact what the transaction tells and it lacks: its e-mail address; with a tax receipt the name,
/// the telephone and the address too.
pub(super) fn merge(database: &Transaction<'_>, transaction_id: i64, contact_id: i64) -> rusqlite::Result<()> {
    let sql = "SELECT tax_receipt, prefix_id, email, first_name, last_name, street_address, supplemental_address_1,
            supplemental_address_2, postal_code, city, country, phone
        FROM transactions WHERE id = ?1";
    let (tax_receipt, prefix_id, person): (bool, Option<i64>, Person) =
        database.query_row(sql, [transaction_id], |row| {
            let person = Person {
                email: row.get::<_, Option<String>>("email")?.unwrap_or_default(),
                first_name: row.get("first_name")?,
                last_name: row.get("last_name")?,
                street_address: row.get("street_address")?,
                supplemental_address_1: row.get("supplemental_address_1")?,
                supplemental_address_2: row.get("supplemental_address_2")?,
                postal_code: row.get("postal_code")?,
                city: row.get("city")?,
                country: row.get("country")?,
                phone: row.get("phone")?,
                ..Person::default()
            };
            Ok((row.get("tax_receipt")?, row.get("prefix_id")?, person))
        })?;
    add_email(database, contact_id, &person.email)?;
    if tax_receipt {
        database.execute(
            "UPDATE contacts SET prefix_id = coalesce(?2, prefix_id), first_name = coalesce(?3, first_name),
                 last_name = coalesce(?4, last_name)
             WHERE id = ?1",
            params![contact_id, prefix_id, person.first_name, person.last_name],
        )?;
        if let Some(phone) = &person.phone {
            add_phone(database, contact_id, phone)?;
        }
        if person.street_address.is_some() && person.city.is_some() {
            add_address(database, contact_id, &person)?;
        }
    }
    database.execute("UPDATE transactions SET merged = 1 WHERE id = ?1", [transaction_id])?;
    Ok(())
}

fn add_email(database: &Transaction<'_>, contact_id: i64, email: &str) -> rusqlite::Result<()> {
    let sql = "SELECT 1 FROM emails WHERE contact_id = ?1 AND email = ?2";
    if email.is_empty() || database.prepare_cached(sql)?.exists(params![contact_id, email])? {
        return Ok(());
    }
    database.execute("UPDATE emails SET is_primary = 0 WHERE contact_id = ?1", [contact_id])?;
    let sql = "INSERT INTO emails (contact_id, email, is_primary) VALUES (?1, ?2, 1)";
    database.execute(sql, params![contact_id, email]).map(drop)
}

fn add_phone(database: &Transaction<'_>, contact_id: i64, phone: &str) -> rusqlite::Result<()> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let sql = "SELECT 1 FROM phones WHERE contact_id = ?1 AND digits = ?2";
    if database.prepare_cached(sql)?.exists(params![contact_id, digits])? {
        return Ok(());
    }
    database.execute("UPDATE phones SET is_primary = 0 WHERE contact_id = ?1", [contact_id])?;
    let sql = "INSERT INTO phones (contact_id, phone, digits, is_primary) VALUES (?1, ?2, ?3, 1)";
    database.execute(sql, params![contact_id, phone, digits]).map(drop)
}

/// Adds the address unless one has the same in every field that is given here.
fn add_address(database: &Transaction<'_>, contact_id: i64, person: &Person) -> rusqlite::Result<()> {
    let fields = [
        &person.street_address,
        &person.supplemental_address_1,
        &person.supplemental_address_2,
        &person.postal_code,
        &person.city,
        &person.country,
    ];
    if fields.iter().all(|field| field.is_none()) {
        return Ok(());
    }
    let [street, supplemental_1, supplemental_2, postal_code, city, country] = fields;
    let row = params![contact_id, street, supplemental_1, supplemental_2, postal_code, city, country];
    let sql = "SELECT 1 FROM addresses WHERE contact_id = ?1
            AND (?2 IS NULL OR street_address = ?2) AND (?3 IS NULL OR supplemental_address_1 = ?3)
            AND (?4 IS NULL OR supplemental_address_2 = ?4) AND (?5 IS NULL OR postal_code = ?5)
            AND (?6 IS NULL OR city = ?6) AND (?7 IS NULL OR country = ?7)";
    if database.prepare_cached(sql)?.exists(row)? {
        return Ok(());
    }
    database.execute("UPDATE addresses SET is_primary = 0 WHERE contact_id = ?1", [contact_id])?;
    database.execute("INSERT INTO addresses VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)", row).map(drop)
}
