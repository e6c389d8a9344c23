//! The one way to a statement of the store: prepared once a connection, and in tests refused where it would read a
//! whole table or sort, which takes longer the more is stored.

use rusqlite::{CachedStatement, Connection};

/// So many are kept ready: more than there are.
pub(super) const KEPT_READY: usize = 64;

/// Prepares a statement, or takes it from those that are ready.
///
/// # Errors
/// If SQLite cannot prepare it.
pub(super) fn statement<'c>(connection: &'c Connection, sql: &str) -> rusqlite::Result<CachedStatement<'c>> {
    #[cfg(test)]
    assert_eq!(slow_steps(connection, sql), Vec::<String>::new(), "{sql}");
    connection.prepare_cached(sql)
}

/// Returns the steps of a statement's plan that take longer the more is stored.
#[cfg(test)]
pub(super) fn slow_steps(connection: &Connection, sql: &str) -> Vec<String> {
    let Ok(mut plan) = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")) else { return Vec::new() };
    for parameter in 1..=plan.parameter_count() {
        plan.raw_bind_parameter(parameter, rusqlite::types::Null).unwrap();
    }
    let steps = plan.raw_query().mapped(|row| row.get(3)).collect::<rusqlite::Result<Vec<String>>>().unwrap();
    let is_slow =
        |step: &String| (step.starts_with("SCAN") && step != "SCAN CONSTANT ROW") || step.contains("TEMP B-TREE");
    steps.into_iter().filter(is_slow).collect()
}
