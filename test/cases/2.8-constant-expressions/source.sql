-- Each default is evaluated by SQLite with the affinity of its column.
CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  hex INTEGER DEFAULT 0x1F,
  plus INTEGER DEFAULT +5,
  least INTEGER DEFAULT -9223372036854775808,
  thousand_i INTEGER DEFAULT 1e3,
  thousand_t TEXT DEFAULT 1e3,
  sum INTEGER DEFAULT (1+2*3),
  padded TEXT DEFAULT (printf('%05d',7)),
  quoted INTEGER DEFAULT "0",
  brackets TEXT DEFAULT [],
  digits TEXT DEFAULT 5,
  real REAL DEFAULT 5,
  fraction NUMERIC(5,2) DEFAULT 0.10,
  joined TEXT DEFAULT ('a' || 'b'),
  escaped TEXT DEFAULT 'it''s a \backslash',
  unicode TEXT DEFAULT 'é😀',
  infinite REAL DEFAULT 9e999
);
INSERT INTO t (id) VALUES (1);
