// The statements that gather rows which are set aside: temporary tables of keys and reasons, the pairs of parents
// and children, and one round of following. Round 0 is what the queries of the reasons find; each later round takes
// the children of what the round before it added. https://www.sqlite.org/lang_conflict.html
import { sqliteName } from '../../sql/quote.ts'
import { type SqliteSql, sqlite } from '../../sql/text.ts'
import type { RowKey } from '../rows/row-keys.ts'
import type { FollowingCause, FoundCause } from './aside-causes.ts'
import { type AsideKeys, temporary } from './aside-keys.ts'

export function createPlace({ place, scratch, key }: AsideKeys): readonly SqliteSql[] {
  const columns = sqlite`key ${typeOf(key)} NOT NULL, cause INTEGER NOT NULL, round INTEGER NOT NULL`
  return [
    sqlite`CREATE TABLE ${scratch} (${columns}, PRIMARY KEY (key, cause)) WITHOUT ROWID`,
    sqlite`CREATE INDEX ${temporary(`${place}_round`)} ON ${sqliteName(place)} (round)`,
  ]
}

/** Before all is gathered anew. */
export function emptyPlace({ scratch }: AsideKeys): SqliteSql {
  return sqlite`DELETE FROM ${scratch}`
}

/** 1 if the reason took rows. */
export function hasGathered({ keys }: FoundCause, number: number): SqliteSql {
  return sqlite`SELECT EXISTS (SELECT 1 FROM ${keys.scratch} WHERE cause = ${number})`
}

/** `number` is the reason's among all reasons of the plan. */
export function gather({ keys }: FoundCause, find: SqliteSql, number: number): SqliteSql {
  return sqlite`INSERT OR IGNORE INTO ${keys.scratch} (key, cause, round) SELECT found.*, ${number}, 0 FROM (${find}) AS found`
}

export function createPairs(cause: FollowingCause): readonly SqliteSql[] {
  const { keys, parent, pairs, pairsName, findPairs } = cause
  const index = (column: SqliteSql): SqliteSql =>
    sqlite`CREATE INDEX ${temporary(`${pairsName}_${column}`)} ON ${sqliteName(pairsName)} (${column})`
  return [
    sqlite`CREATE TABLE ${pairs} (parent ${typeOf(parent.key)} NOT NULL, child ${typeOf(keys.key)} NOT NULL)`,
    sqlite`INSERT INTO ${pairs} (parent, child) ${findPairs}`,
    index(sqlite`parent`),
    index(sqlite`child`),
  ]
}

/** The type that all columns of one key have, since an index serves only a comparison of its own affinity. */
const typeOf = ({ type }: RowKey): SqliteSql => (type === 'INTEGER' ? sqlite`INTEGER` : sqlite`TEXT`)

/** Children of which the round before took a parent, and which have no other. */
export function follow({ keys, parent, pairs }: FollowingCause, number: number, round: number): SqliteSql {
  const other = sqlite`SELECT 1 FROM ${pairs} AS other WHERE other.child = pair.child AND other.parent NOT IN (SELECT key FROM ${parent.scratch})`
  return sqlite`INSERT OR IGNORE INTO ${keys.scratch} (key, cause, round) SELECT pair.child, ${number}, ${round} FROM ${parent.scratch} AS taken CROSS JOIN ${pairs} AS pair ON pair.parent = taken.key WHERE taken.round = ${round - 1} AND NOT EXISTS (${other})`
}

/** 1 if the round before took rows of the parent. */
export function hasTaken({ parent }: FollowingCause, round: number): SqliteSql {
  return sqlite`SELECT EXISTS (SELECT 1 FROM ${parent.scratch} WHERE round = ${round - 1})`
}
