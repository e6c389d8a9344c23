//! The statement that CiviCRM shows, in `debug_info`, when its database refuses one: with every value in it. Ours are
//! made up, so that a test can see that nobody keeps them.

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

/// Returns the insertion of one value into a column of `table` that cannot hold it.
pub(super) fn value(table: &str, column: &'static str, value: &str) -> String {
    insertion(table, &[(column, Some(value))], Cause::TooLong(column))
}

/// Returns the insertion of a row into `table`, which `cause` stopped.
pub(super) fn insertion(table: &str, values: &[(&str, Option<&str>)], cause: Cause) -> String {
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
