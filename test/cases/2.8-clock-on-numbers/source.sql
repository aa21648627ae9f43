CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  seconds INTEGER DEFAULT (strftime('%s','now')),
  epoch INTEGER DEFAULT (unixepoch()),
  drizzle INTEGER DEFAULT (unixepoch() * 1000),
  cast_ms INTEGER DEFAULT (cast((julianday('now') - 2440587.5)*86400000 as integer)),
  subsec INTEGER DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
  glued INTEGER DEFAULT (CAST(strftime('%s','now') || substr(strftime('%f','now'),4) AS INTEGER)),
  julian REAL DEFAULT (julianday('now')),
  year INTEGER DEFAULT (strftime('%Y', 'now')),
  exact NUMERIC DEFAULT (strftime('%s','now'))
);
INSERT INTO t (id) VALUES (1);
