PRAGMA encoding = 'UTF-16le';
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, 'ā'), (2, 'b'), (3, 'é');
CREATE VIEW same AS SELECT id, a FROM t WHERE a = 'é' OR a LIKE 'B';
CREATE VIEW ordered AS SELECT id, a FROM t WHERE a > 'b';
CREATE VIEW smallest AS SELECT min(a) FROM t;
CREATE VIEW sorted AS SELECT a FROM t ORDER BY a;
