//! The statement that CiviCRM shows, in `debug_info`, when its database refuses one: with every value in it. Ours are made
//! up, so that a test can see that nobody keeps them.

use super::request::Request;

/// Why MariaDB refused a statement.
#[derive(Clone, Copy)]
pub(super) enum Cause {
    /// Another request has what it needs.
    Deadlock,
    /// There is a row with this key.
    Duplicate,
    /// What it points at is not there.
    Foreign,
    /// A value is too long for this column.
    TooLong(&'static str),
}

/// The insertion of a contact, which `cause` stopped.
pub(super) fn contact(request: &Request, cause: Cause) -> String {
    let (person, display_name) = (&request.person, request.display_name());
    let values = [
        ("display_name", Some(display_name.as_str())),
        ("first_name", person.first_name.as_deref()),
        ("last_name", person.last_name.as_deref()),
        ("birth_date", person.birth_date.as_deref()),
    ];
    insertion("civicrm_contact", &values, cause)
}

/// The insertion of a transaction, which `cause` stopped.
pub(super) fn transaction(request: &Request, cause: Cause) -> String {
    let person = &request.person;
    let values = [
        ("idx", Some(request.idx.as_str())),
        ("operation_type", Some(&request.operation_type)),
        ("payment_url", request.payment_url.as_deref()),
        ("email", Some(&person.email)),
        ("first_name", person.first_name.as_deref()),
        ("last_name", person.last_name.as_deref()),
        ("street_address", person.street_address.as_deref()),
        ("phone", person.phone.as_deref()),
    ];
    insertion("civicrm_campagnodon_transaction", &values, cause)
}

/// The insertion of one value into a column of `table` that cannot hold it.
pub(super) fn value(table: &str, column: &'static str, value: &str) -> String {
    insertion(table, &[(column, Some(value))], Cause::TooLong(column))
}

fn insertion(table: &str, values: &[(&str, Option<&str>)], cause: Cause) -> String {
    let given = || values.iter().filter_map(|(column, value)| Some((column, (*value)?)));
    let columns: Vec<_> = given().map(|(column, _)| format!("`{column}` ")).collect();
    let quoted: Vec<_> = given().map(|(_, value)| format!("'{}' ", value.replace('\'', "\\'"))).collect();
    let native = match cause {
        Cause::Deadlock => "1213 ** Deadlock found when trying to get lock; try restarting transaction".to_owned(),
        Cause::Duplicate => "1062 ** Duplicate entry for key 'UI_idx'".to_owned(),
        Cause::Foreign => "1452 ** Cannot add or update a child row: a foreign key constraint fails".to_owned(),
        Cause::TooLong(column) => format!("1406 ** Data too long for column '{column}' at row 1"),
    };
    format!("INSERT INTO `{table}` ({}) VALUES ({})  [nativecode={native}]", columns.join(", "), quoted.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_looks_like() {
        let values = [("a", Some("o'neil")), ("b", None), ("c", Some("1"))];
        let expected = "INSERT INTO `t` (`a` , `c` ) VALUES ('o\\'neil' , '1' )  \
                        [nativecode=1406 ** Data too long for column 'a' at row 1]";
        assert_eq!(insertion("t", &values, Cause::TooLong("a")), expected);
    }
}
