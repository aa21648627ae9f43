CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  word TEXT DEFAULT CURRENT_TIMESTAMP,
  day TEXT DEFAULT CURRENT_DATE,
  clock TEXT DEFAULT CURRENT_TIME,
  call TEXT DEFAULT (datetime('now')),
  bare TEXT DEFAULT (datetime()),
  week_on TEXT DEFAULT (date('now','+7 days')),
  iso TEXT DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  pocketbase TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%fZ')),
  ordinal TEXT DEFAULT (strftime('%Y/%j', 'now')),
  seconds TEXT DEFAULT (strftime('%s','now')),
  joined TEXT DEFAULT (datetime('now') || 'Z'),
  month TEXT DEFAULT (date('now', 'start of month'))
);
INSERT INTO t (id) VALUES (1);
