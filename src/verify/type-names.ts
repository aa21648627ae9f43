// One spelling for a PostgreSQL type, however a plan or format_type() writes it.
// https://www.postgresql.org/docs/current/datatype.html#DATATYPE-TABLE

const SPELLINGS: Readonly<Record<string, string>> = {
  int8: 'bigint',
  int: 'integer',
  int4: 'integer',
  int2: 'smallint',
  float: 'double precision',
  float8: 'double precision',
  float4: 'real',
  decimal: 'numeric',
  bool: 'boolean',
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  timestamptz: 'timestamp with time zone',
  timestamp: 'timestamp without time zone',
  timetz: 'time with time zone',
  time: 'time without time zone',
}

const TYPE = /^(.*?) ?(\([^)]*\))?( with(?:out)? time zone)?$/

/** `varchar(50)` becomes `character varying(50)`, `timestamp(3)` `timestamp(3) without time zone`. */
export function fullTypeName(type: string): string {
  const folded = type.trim().toLowerCase().replace(/\s+/g, ' ')
  const [, word = folded, brackets = '', zone = ''] = TYPE.exec(folded) ?? []
  if (zone !== '') return word + brackets.replaceAll(' ', '') + zone
  const [base = word, rest = ''] = (SPELLINGS[word] ?? word).split(/(?= with(?:out)? time zone$)/)
  return base + brackets.replaceAll(' ', '') + rest
}

/** The numbers in brackets: `[10, 2]` of `numeric(10,2)`, none of `text`. */
export function typeArguments(type: string): readonly number[] {
  const brackets = /\(([\d, -]*)\)/.exec(type)?.[1] ?? ''
  return brackets === '' ? [] : brackets.split(',').map(Number)
}

/** The same type; a type of an extension is the same in whatever schema it lives. */
export function isSameType(planned: string, found: string): boolean {
  const [left, right] = [fullTypeName(planned), fullTypeName(found)]
  return left === right || left === right.slice(right.lastIndexOf('.') + 1)
}
