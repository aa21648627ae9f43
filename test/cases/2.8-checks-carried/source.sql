-- Older programs write strings in double quotes, which today's SQLite takes from a schema only.
CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  age INTEGER CHECK (age >= 0),
  -- Django's PositiveIntegerField, Laravel's enum, SQLAlchemy's Enum
  size integer unsigned NOT NULL CHECK ("size" >= 0),
  kind varchar check ("kind" in ('a', 'b')) not null,
  colour VARCHAR(5) CONSTRAINT colours CHECK (colour IN ('red', 'green')),
  rate REAL CHECK (rate BETWEEN 0 AND 1),
  code TEXT CHECK (length(code) <= 255 AND code GLOB '[A-Z]*'),
  mail TEXT CHECK (mail LIKE '%_@_%'),
  born DATE,
  died DATE CHECK (died >= born AND born > '1800-01-01'),
  state TEXT CHECK (CASE WHEN age > 17 THEN state <> '' ELSE 1 END),
  sure BOOLEAN CHECK (sure = 1 OR age IS NOT NULL),
  CHECK (age + size < 1000 OR age ISNULL),
  CHECK (date(born) IS NOT NULL OR born IS NULL)
);
INSERT INTO people VALUES (1, 30, 0, 'a', 'red', 0.5, 'ABC', 'a@b', '1990-01-01', '2024-01-01', 'x', 1);
INSERT INTO people VALUES (2, NULL, 7, 'b', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''red''', '"red"');
UPDATE sqlite_schema SET sql = replace(sql, '''green''', '"green"');
