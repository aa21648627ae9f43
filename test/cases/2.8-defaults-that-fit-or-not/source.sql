CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  list JSON DEFAULT '[]',
  lossless JSONB DEFAULT '{"a": 1}',
  no_json JSON DEFAULT '',
  guid UUID DEFAULT '6BA7B810-9DAD-11D1-80B4-00C04FD430C8',
  no_guid UUID DEFAULT 'none',
  bytes BLOB DEFAULT x'00ff',
  bytes_of_text BLOB DEFAULT 'ab',
  short VARCHAR(5) DEFAULT 'abcde',
  too_long VARCHAR(5) DEFAULT 'abcdef',
  price NUMERIC(5,2) DEFAULT 12.5,
  too_fine NUMERIC(5,2) DEFAULT 0.125,
  day DATE DEFAULT '2024-02-29',
  no_day DATE DEFAULT '2024-02-30',
  clock TIME DEFAULT '07:08'
);
INSERT INTO t (id, no_json, no_guid, bytes_of_text, too_long, too_fine, no_day) VALUES (1, NULL, NULL, NULL, NULL, NULL, NULL);
