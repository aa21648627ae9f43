CREATE TABLE t (a string, b "datetime2](7", c longtext, d INTEGE, e INTEGER NON, f TEXT NOCASE, g money, h serial, i inet, j point, k "integer[]", l interval, m hstore, n "no such type", o "varchar(3", p [decimal](10,2), q `BOOLEAN`, r "INTEGER/*x*/", s double   /* two
words */   precision, t citext);
INSERT INTO t VALUES ('a', '2024-05-06 07:08:09', 'x', 1, 2, 'n', 9.99, 7, '10.0.0.1', x'00', '{1,2}', '1 day', 'a=>1', 'word', 'abc', 1.25, 1, 5, 0.5, 'A');
