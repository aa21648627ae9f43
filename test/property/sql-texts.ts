// SQL texts as they are found in files, simple and odd; `?1` and `?2` stand for columns.

const split = ({ raw: [list = ''] }: TemplateStringsArray): readonly string[] =>
  list.split('¦').map(text => text.trim())

export const NUMBER_CHECKS = split`
  ?1 >= 0 ¦ ?1 > -1000000 ¦ ?1 IN (0, 1) ¦ ?1 BETWEEN 0 AND 100 ¦ ?1 IS NULL OR ?1 <> 7 ¦
  typeof(?1) = 'integer' ¦ typeof(?1) IN ('integer', 'null') ¦ ?1 % 2 = 0 ¦ ?1 = CAST(?1 AS INTEGER) ¦
  abs(?1) < 1e6 ¦ ?1 ¦ NOT ?1 ¦ ?1 <= ?2 ¦ ?1 / 2 < 1000 ¦ ?1 != '5' ¦ ?1 & 1 ¦ ?1 + 1 > ?1 ¦
  ?1 == 1 OR ?1 IS NOT 1 ¦ round(?1) < 50 ¦ max(?1, 0) >= 0 ¦ ?1 IN ('a', 1, 2.5)`

export const TEXT_CHECKS = split`
  length(?1) < 20 ¦ ?1 <> '' ¦ ?1 IN ('low', 'high', 'abc') ¦ ?1 LIKE 'a%' ¦ ?1 GLOB '[A-Za-z]*' ¦
  ?1 NOT LIKE '%\%' ¦ typeof(?1) = 'text' ¦ ?1 = lower(?1) ¦ upper(?1) <> 'ABC' ¦ trim(?1) = ?1 ¦
  ?1 IS NOT NULL ¦ substr(?1, 1, 1) <> 'w' ¦ instr(?1, 'b') = 0 ¦ ?1 < 'm' ¦ ?1 COLLATE NOCASE <> 'abc' ¦
  json_valid(?1) ¦ length(CAST(?1 AS BLOB)) < 30 ¦ ?1 <> ?2 ¦ date(?1) IS NOT NULL ¦ ?1 = date(?1) ¦
  ?1 > 5 ¦ coalesce(?1, '') || 'x' <> 'x' ¦ ifnull(nullif(?1, ''), 'z') >= 'a' ¦ hex(?1) <> '41' ¦
  CASE WHEN ?1 = 'abc' THEN 0 ELSE 1 END ¦ length(hex(?1)) % 2 = 0 ¦ replace(?1, 'a', 'b') NOT NULL ¦
  unicode(?1) > 0 OR ?1 = '' ¦ ?1 <= '2099-12-31' ¦ printf('%s', ?1) = ?1`

export const GENERATED = split`
  ?1 + 1 ¦ ?1 * 2 ¦ upper(?1) ¦ lower(?1) ¦ ?1 || 'x' ¦ length(?1) ¦ coalesce(?1, 0) ¦ substr(?1, 1, 2) ¦
  abs(?1) ¦ CASE WHEN ?1 > 5 THEN 'big' ELSE 'small' END ¦ ?1 || ?2 ¦ ?1 + ?2 ¦ ?1 / ?2 ¦
  json_extract(?1, '$.a') ¦ typeof(?1) ¦ ?1 IS NULL ¦ CAST(?1 AS TEXT) ¦ CAST(?1 AS INTEGER) ¦ trim(?1) ¦
  ?1 > 3 ¦ -?1 ¦ ifnull(?1, 'none') ¦ round(?1, 2) ¦ ?1 ¦ instr(?1, 'a') ¦ replace(?1, 'a', 'b') ¦
  iif(?1 = 1, 'yes', 'no') ¦ date(?1) ¦ strftime('%Y', ?1) ¦ hex(?1) ¦ 'constant' ¦ 42 ¦ nullif(?1, '') ¦
  ?1 % 7 ¦ ~?1 ¦ ?1 << 2 ¦ substr(?1, -3) ¦ ltrim(?1, 'w') ¦ max(?1, 1) ¦ ?1 LIKE 'A%' ¦ quote(?1)`

export const INDEX_EXPRESSIONS = split`
  lower(?1) ¦ upper(?1) ¦ substr(?1, 1, 3) ¦ substr(?1, 2) ¦ length(?1) ¦ ?1 + 1 ¦ ?1 || ?2 ¦ abs(?1) ¦
  coalesce(?1, '') ¦ json_extract(?1, '$.a') ¦ strftime('%Y', ?1) ¦ date(?1) ¦ CAST(?1 AS TEXT) ¦
  ifnull(?1, 0) ¦ ?1 IS NULL ¦ ?1 * 2 ¦ trim(?1) ¦ ?1 % 3 ¦ CAST(?1 AS INTEGER) ¦ hex(?1) ¦
  CASE WHEN ?1 = 1 THEN 1 END ¦ -?1 ¦ ?1 = 1 ¦ instr(?1, '@')`

export const CONDITIONS = split`
  ?1 IS NOT NULL ¦ ?1 IS NULL ¦ ?1 = 0 ¦ ?1 = 1 ¦ ?1 > 5 ¦ ?1 != '' ¦ ?1 <> 'abc' ¦ ?1 ¦ NOT ?1 ¦
  ?1 IN ('a', 'abc') ¦ ?1 LIKE 'a%' ¦ typeof(?1) = 'text' ¦ ?1 BETWEEN 1 AND 9 ¦
  ?1 = 1 AND ?2 IS NOT NULL ¦ length(?1) > 2 ¦ ?1 > '2024-01-01' ¦ ?1 = 'ABC' COLLATE NOCASE ¦ ?1 IS 1 ¦
  ?1 = 1.0 ¦ ?1 = '1' ¦ ?1 = x'00' ¦ ?1 >= 2.5`

export const NUMBER_DEFAULTS = split`
  0 ¦ 1 ¦ -1 ¦ +5 ¦ 0x1F ¦ 1e3 ¦ (1+2*3) ¦ 3.5 ¦ -0.0 ¦ 9e999 ¦ 9223372036854775807 ¦
  -9223372036854775808 ¦ 9223372036854775808 ¦ '7' ¦ '007' ¦ TRUE ¦ FALSE ¦ NULL ¦ (null) ¦ (2.0) ¦ '' ¦
  .5 ¦ 1_000`

export const TEXT_DEFAULTS = split`
  'abc' ¦ '' ¦ "api" ¦ "" ¦ 'it''s' ¦ '\N' ¦ 'a\b' ¦ '#007bff' ¦ ('x' || 'y') ¦ (printf('%05d', 7)) ¦ 5 ¦
  1.50 ¦ 'null' ¦ null ¦ 'é🙂' ¦ '%s' ¦ '$1' ¦ 'two
lines' ¦ (upper('a')) ¦ x'616263' ¦ [] ¦ '{}' ¦
  '[]' ¦ TRUE ¦ 'NOW()'`

export const ODD_DEFAULTS = split`
  x'00ff' ¦ 'now' ¦ 'CURRENT_TIMESTAMP' ¦ '2024-05-06 07:08:09' ¦ '2024-05-06' ¦ '0000-00-00' ¦
  (CAST('12' AS INTEGER)) ¦ (1 = 1) ¦ (NOT 1) ¦ (typeof(1)) ¦ (json('{}')) ¦ (char(10)) ¦ (1/0) ¦ 't' ¦
  'f' ¦ '0' ¦ 'true' ¦ 'PreDB' ¦ word ¦ (CASE WHEN 1 THEN 2 ELSE 3 END) ¦ (5 % 3) ¦ (7/2) ¦ (-7/2) ¦
  (length('é')) ¦ x'' ¦ (1 << 62) ¦ ('a' COLLATE NOCASE) ¦ (1 IN (1,2))`

export const CLOCK_DEFAULTS = split`
  CURRENT_TIMESTAMP ¦ CURRENT_DATE ¦ CURRENT_TIME ¦ current_timestamp ¦ (datetime('now')) ¦
  (datetime('now','localtime')) ¦ (date('now','+7 days')) ¦ (strftime('%Y-%m-%dT%H:%M:%fZ','now')) ¦
  (strftime('%s','now')) ¦ (unixepoch()) ¦ (strftime('%s','now') * 1000) ¦ (julianday('now')) ¦
  (random()) ¦ (lower(hex(randomblob(16)))) ¦ (hex(randomblob(4))) ¦ (strftime('%W','now')) ¦
  (abs(random() % 10))`

/** By what a column holds. */
export const DEFAULTS_OF: Readonly<Record<string, readonly string[]>> = {
  integer: NUMBER_DEFAULTS,
  small: NUMBER_DEFAULTS,
  real: NUMBER_DEFAULTS,
  decimal: NUMBER_DEFAULTS,
  boolean: ['0', '1', 'TRUE', 'FALSE', "'t'", "'f'", "'0'", "'1'", "'true'", '(1)', '2'],
  timestamp: ["'2024-05-06 07:08:09'", "'2024-05-06'", '0', "''", "'now'"],
  date: ["'2024-05-06'", '0', "'0000-00-00'"],
  time: ["'07:08'", "'24:00:00'"],
  'epoch ms': ['0', '1714979289123', "'2024-05-06'"],
  'epoch s': ['0', '1714979289'],
  json: ["'{}'", "'[]'", "'null'", "'{'", '0', 'null'],
  uuid: ["'0f8fad5b-d9cb-469f-a165-70867728950e'", "''", "'x'"],
  blob: ["x''", "x'00ff'", "'text'", '0'],
}
