CREATE TABLE docs (
  data TEXT NOT NULL,
  id TEXT GENERATED ALWAYS AS (json_extract(data, '$.id')) VIRTUAL NOT NULL,
  size INTEGER AS (data ->> '$.file.size') STORED,
  done BOOLEAN AS (json_extract(data, '$.done')),
  mixed TEXT AS (json_extract(data, '$.mixed')),
  first TEXT AS (json_extract(data, '$.tags[0]'))
);
CREATE UNIQUE INDEX docs_id ON docs (id);
INSERT INTO docs VALUES
  ('{"id": "a", "file": {"size": 5}, "done": true, "mixed": "x", "tags": ["t"]}'),
  ('{"id": "é\u00e9\n", "file": {"size": -9223372036854775808}, "done": false, "mixed": 1.50}'),
  ('{"id": "", "file": null, "done": null}');
CREATE TABLE odd (data TEXT, id TEXT AS (json_extract(data, '$.id')));
INSERT INTO odd VALUES ('{"id": "first", "id": "second"}'), ('{id: ''json5''}');
