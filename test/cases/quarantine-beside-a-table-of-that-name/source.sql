CREATE TABLE sqlite2pg_quarantine (n INTEGER);
INSERT INTO sqlite2pg_quarantine VALUES (1), ('x');
CREATE TABLE sqlite2pg_aside_0 (n INTEGER);
INSERT INTO sqlite2pg_aside_0 VALUES (1), ('y');
