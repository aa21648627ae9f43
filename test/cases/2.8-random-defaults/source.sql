CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  number INTEGER DEFAULT (random()),
  small TEXT DEFAULT (lower(hex(randomblob(7)))),
  upper TEXT DEFAULT (hex(randomblob(4))),
  pocketbase TEXT DEFAULT ('r'||lower(hex(randomblob(7)))),
  bytes BLOB DEFAULT (randomblob(16)),
  guid UUID DEFAULT (lower(hex(randomblob(16)))),
  v4 TEXT DEFAULT (lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))),2) || '-' || substr('89ab',abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))),2) || '-' || lower(hex(randomblob(6)))),
  long TEXT DEFAULT (hex(randomblob(64)))
);
INSERT INTO t (id) VALUES (1);
