CREATE TABLE django (
  id INTEGER PRIMARY KEY,
  data TEXT CHECK ((JSON_VALID("data") OR "data" IS NULL)),
  bare TEXT CHECK (json_valid(bare)),
  list TEXT CHECK (json_type(list) = 'array'),
  declared JSON CHECK (json_valid(declared) AND json_type(declared) IN ('object', 'array'))
);
INSERT INTO django VALUES (1, '{"a": [1, 2.50, "é"]}', ' 5 ', '[]', '{"a": 1, "a": 2}'), (2, NULL, NULL, NULL, NULL);
