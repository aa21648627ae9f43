CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  done BOOLEAN NOT NULL CHECK (done IN (0, 1)),
  open BOOLEAN CONSTRAINT ck CHECK ("open" BETWEEN 0 AND 1),
  kept BOOLEAN CHECK (kept = 1),
  bare BOOLEAN CHECK (bare),
  typed INTEGER CHECK (typeof(typed) IN ('integer', 'null')),
  data JSON CHECK (json_valid(data)),
  CHECK (NOT bare OR done = 1)
);
CREATE INDEX t_done ON t (id) WHERE done = 1;
CREATE INDEX t_open ON t (id) WHERE NOT "open";
INSERT INTO t VALUES (1, 1, 0, 1, 1, 5, '{}'), (2, 0, NULL, NULL, NULL, NULL, NULL);
