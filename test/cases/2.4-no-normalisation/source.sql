CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT, v VARCHAR(6));
INSERT INTO t VALUES (1, char(65279) || 'bom', char(65279) || 'a'), (2, char(65534, 65535, 64976), 'b'), (3, char(8206) || 'a' || char(8238) || 'b', char(8207)), (4, 'e' || char(769), 'é'), (5, '  both  ', ' a '), (6, char(160, 8203, 12288), char(160)), (7, char(133, 8232, 8233), char(11, 12, 27, 127));
