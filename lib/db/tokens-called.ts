import type { Db } from './db.ts'

/** Tokens of sources that are watched, each with the word that it answers to: its id, its provider's, the one that is shown, or its name. */
export async function tokensCalled(
  db: Pick<Db, 'pool'>,
  words: readonly string[],
  source: string | null,
): Promise<{ word: string; id: string; name: string; displayId: string; sourceName: string }[]> {
  const { rows } = await db.pool.query<{ word: string; id: string; name: string; displayId: string; sourceName: string }>(
    `select w.word, t.id, t.name, t.display_id as "displayId", s.name as "sourceName"
     from unnest($1::text[]) w(word) join token t on t.external_id = w.word or t.name = w.word or t.display_id = w.word
       or t.id = case when w.word ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then w.word::uuid end
     join source s on s.id = t.source_id where s.removed_at is null and ($2::text is null or s.name = $2)
     order by w.word, t.id limit 1000`,
    [words, source],
  )
  return rows
}
