CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  scope TEXT DEFAULT "api",
  empty TEXT DEFAULT "",
  word TEXT DEFAULT medium,
  lower_null TEXT DEFAULT null,
  upper_null INTEGER DEFAULT NULL,
  null_in_parentheses TEXT DEFAULT (null)
);
INSERT INTO t (id) VALUES (1);
