// Which table locks stand in each other's way: the part of PostgreSQL's table that building needs.
// https://www.postgresql.org/docs/current/explicit-locking.html#TABLE-LOCK-COMPATIBILITY
import type { LockMode } from '../../model/build-statement.ts'

const CONFLICTS: Readonly<Record<LockMode, readonly LockMode[]>> = {
  'row share': ['access exclusive'],
  'share update exclusive': ['share update exclusive', 'share', 'share row exclusive', 'access exclusive'],
  share: ['share update exclusive', 'share row exclusive', 'access exclusive'],
  'share row exclusive': ['share update exclusive', 'share', 'share row exclusive', 'access exclusive'],
  'access exclusive': [
    'row share',
    'share update exclusive',
    'share',
    'share row exclusive',
    'access exclusive',
  ],
}

/** True if one of two sessions would wait. */
export function conflicts(one: LockMode, other: LockMode): boolean {
  return CONFLICTS[one].includes(other)
}
