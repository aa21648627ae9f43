PRAGMA encoding = 'UTF-16le';
CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, v VARCHAR(3), half TEXT, nul TEXT, b BLOB, texts BLOB, blobs TEXT);
INSERT INTO t VALUES (1, 'äß€😀', 'é😀é', CAST(x'00d8' AS TEXT), 'a' || char(0) || 'b', x'00ff', 'é', x'c3a9'), (2, 'tab' || char(9), 'a', 'ok', 'ok', x'', NULL, 'é');
