CREATE TABLE t (json TEXT, mixed VARCHAR(20), binary TEXT, nul TEXT);
INSERT INTO t VALUES (x'7b2261223a2022c3a4227d', x'610962', x'ff00', x'6100'), (x'', 'text', 'a', 'b');
