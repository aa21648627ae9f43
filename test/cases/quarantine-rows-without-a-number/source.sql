CREATE TABLE words (word TEXT, language TEXT COLLATE NOCASE, rank INTEGER, PRIMARY KEY (word, language)) WITHOUT ROWID;
INSERT INTO words VALUES ('a', 'en', 1), ('a', 'de', 'first'), ('é', 'FR', 'x'), ('é', 'it', 2);
CREATE TABLE log (level INTEGER, message TEXT);
INSERT INTO log VALUES ('high', 'x'), ('high', 'x'), (1, 'y'), (1, 'y');
CREATE TABLE shadowed (rowid TEXT, oid TEXT, _rowid_ INTEGER);
INSERT INTO shadowed VALUES ('a', 'b', 1), ('a', 'b', 'x'), ('a', 'b', 'x'), ('x', 'b', 1);
