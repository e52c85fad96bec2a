import type { Client } from 'pg'

/**
 * Drops a database, whoever of ours is still in it. Not `with (force)`: that is refused while the server's own vacuum is at work there,
 * which is not ours to end; a plain drop asks it to leave and waits.
 */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user', [name])
  await client.query(`drop database if exists ${name}`)
}
