CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  local DATETIME DEFAULT (datetime('now','localtime')),
  local_text TEXT DEFAULT (datetime(CURRENT_TIMESTAMP,'localtime')),
  weekday TEXT DEFAULT (date('now', 'weekday 1'))
);
INSERT INTO t (id, local) VALUES (1, '2024-05-06 07:08:09');
