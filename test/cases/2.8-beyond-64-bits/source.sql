CREATE TABLE fits (
  id INTEGER PRIMARY KEY, a INTEGER, r REAL,
  whole INTEGER AS (CAST(r AS INTEGER)),
  next INTEGER AS (a + 1),
  CHECK (a + 1 > a), CHECK (CAST(r AS INTEGER) <> 5)
);
CREATE INDEX fits_next ON fits (a * 2);
INSERT INTO fits VALUES (1, 5, -1e300), (2, -5, 1e300), (3, 0, 9223372036854775807.0), (4, NULL, 2.9);
CREATE TABLE breaks (
  id INTEGER PRIMARY KEY, a INTEGER, r REAL, n TEXT COLLATE NOCASE,
  twice NUMERIC AS (a * 2), square REAL AS (r * r), sign INTEGER AS (-a), big BOOLEAN AS (a + 1 > 0), low BOOLEAN AS (n > 3),
  CHECK (a + 1 > 0 OR a < 1), CHECK (r * r >= 0), CHECK (abs(r) > 0)
);
CREATE INDEX breaks_next ON breaks ((a + 1 > 0));
CREATE INDEX breaks_square ON breaks (r) WHERE r * r > 1;
CREATE INDEX breaks_few ON breaks (a + 1) WHERE a < 100;
INSERT INTO breaks (id, a, r, n) VALUES (1, 9223372036854775807, 1e200, '5'), (2, 7, 1e-200, '21'), (3, -7, 1, 'x');
