// Bare tables for the contenders that bring rows only, with the types that the guide gives the columns.
import type { DataSize } from '../sizes.ts'
import { WIDE_TABLE } from './wide-database.ts'

const TODO = `
CREATE TABLE users (id bigint, email text, username text, hashed_password text, created_at timestamp);
CREATE TABLE recurring_patterns (
  id bigint, user_id bigint, title text, description text, frequency text, "interval" bigint, days_of_week json,
  day_of_month bigint, start_date date, end_date date, last_generated timestamp, is_active boolean,
  created_at timestamp
);
CREATE TABLE tasks (
  id bigint, title text, description text, completed boolean, user_id bigint, created_at timestamp,
  due_date timestamp, priority text, recurring_pattern_id bigint, updated_at timestamp, details json,
  estimated_hours double precision
);`

/** The statements that make them. */
export function targetTables(size: DataSize): string {
  return size.kind === 'tasks' ? TODO : `CREATE TABLE ${WIDE_TABLE} (id bigint, name text, content bytea)`
}
