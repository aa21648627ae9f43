CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT, deleted BOOLEAN, forgotten INT, v TEXT);
CREATE UNIQUE INDEX by_email ON t (email) WHERE email != '';
CREATE UNIQUE INDEX by_v ON t (v) WHERE deleted = 0;
CREATE INDEX gone ON t (forgotten) WHERE forgotten = 1 AND v IS NOT NULL;
CREATE INDEX liked ON t (v) WHERE v LIKE 'a%';
CREATE UNIQUE INDEX globbed ON t (v, email) WHERE hex(v) > 'a';
INSERT INTO t VALUES (1, '', 0, 1, 'x'), (2, '', 1, 0, 'x'), (3, 'a@x', 1, 1, 'x'), (4, NULL, 0, NULL, 'y');
