CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  naive DATETIME DEFAULT CURRENT_TIMESTAMP,
  fine DATETIME DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  zoned TIMESTAMPTZ DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  midnight DATETIME DEFAULT (date('now')),
  soon DATETIME DEFAULT (datetime('now', '+30 minutes')),
  day DATE DEFAULT CURRENT_DATE,
  clock TIME DEFAULT CURRENT_TIME,
  prisma DATETIME DEFAULT CURRENT_TIMESTAMP,
  counted DATETIME DEFAULT (strftime('%s','now')),
  zero DATETIME DEFAULT 0
);
INSERT INTO t (id, zoned, prisma, counted, zero) VALUES (1, '2024-05-06T07:08:09.123Z', 1715000000123, 1715000000, 1715000000);
