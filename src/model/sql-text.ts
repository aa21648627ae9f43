// SQL text as branded types, so that an unquoted name cannot slip into a statement: the types are nouns of the
// model, but only sql/ makes their values.

declare const dialect: unique symbol

/** A piece of SQL in SQLite's dialect. */
export type SqliteSql = string & { readonly [dialect]: 'sqlite' }

/** A piece of SQL in PostgreSQL's dialect. */
export type PostgresSql = string & { readonly [dialect]: 'postgres' }
