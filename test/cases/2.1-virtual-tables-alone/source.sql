CREATE VIRTUAL TABLE notes USING fts5 (body);
INSERT INTO notes VALUES ('hello');
