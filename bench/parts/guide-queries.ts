// The queries of the guide's application, in the one text that both databases understand, and the guide's indexes.

export interface GuideQuery {
  readonly name: string
  readonly sql: string
  /** The parameters of the n-th repetition, counted from 0; n only says which row is meant. */
  readonly parameters: (n: number, users: number) => readonly (string | number)[]
  /** Most repetitions: a query that removes rows cannot be repeated for ever. */
  readonly repetitions: number
}

/** A user of the first third, another one each time. */
function userOf(n: number, users: number): number {
  return 1 + ((n * 37) % Math.ceil(users / 3))
}

/** Counted from the end, so that the users who are asked for are still there. */
function userToDelete(n: number, users: number): number {
  return users - n
}

export const GUIDE_QUERIES: readonly GuideQuery[] = [
  {
    name: 'login by e-mail',
    sql: 'SELECT id, hashed_password FROM users WHERE email = $1',
    parameters: (n, users) => [`user${userOf(n, users)}@example.org`],
    repetitions: 200,
  },
  {
    name: "a user's tasks",
    sql: 'SELECT * FROM tasks WHERE user_id = $1 ORDER BY created_at DESC',
    parameters: (n, users) => [userOf(n, users)],
    repetitions: 200,
  },
  {
    name: 'filter by completion',
    sql: 'SELECT * FROM tasks WHERE user_id = $1 AND completed = $2 ORDER BY due_date',
    parameters: (n, users) => [userOf(n, users), n % 2],
    repetitions: 200,
  },
  {
    name: 'create a task',
    sql: `INSERT INTO tasks (title, completed, user_id, created_at, priority)
      VALUES ($1, $2, $3, '2025-01-02 03:04:05.678901', 'medium') RETURNING id`,
    parameters: (n, users) => [`Task number ${n}`, 0, userOf(n, users)],
    repetitions: 100,
  },
  {
    name: 'delete a user with everything',
    sql: 'DELETE FROM users WHERE id = $1',
    parameters: (n, users) => [userToDelete(n, users)],
    repetitions: 20,
  },
]

/** Every index of the guide that the file does not bring along. */
export const GUIDE_INDEXES = `
CREATE INDEX ON tasks (user_id, completed, due_date);
CREATE INDEX ON tasks (recurring_pattern_id);`
