import { randomBytes } from 'node:crypto'
import { appendFile, copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freshDatabase } from '../lib/db/testing/database.ts'
import { reports } from '../lib/model/report.ts'
import standdown from './standdown.ts'

const db = await freshDatabase()
const key = randomBytes(32).toString('base64')
const folder = await mkdtemp(path.join(tmpdir(), 'standdown-reports-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

let out: string[]
beforeEach(() => {
  out = []
  const settings = { DATABASE_URL: db.url, STANDDOWN_KEY: key, NEXTAUTH_SECRET: randomBytes(32).toString('base64'), NEXTAUTH_URL: 'http://127.0.0.1:3000' } // prettier-ignore
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      out.push(String(text))
      return true
    })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

test('every report can be taken to a file that verify knows again, and a changed copy it does not', async () => {
  for (const { id, lines } of [...reports, { id: 'tokens', lines: undefined }]) {
    const file = path.join(folder, `${id}.csv`)
    expect(await standdown(['export', id, '--out', file]), out.join('')).toBe(0)
    expect(await standdown(['verify', file])).toBe(0)
    // Without a token several reports are the same header; that of the tokens is its own.
    expect(out.join('')).toContain(id === 'tokens' ? 'as it was taken. Record' : 'as it was taken')
    if (id === 'tokens') expect(out.join('')).toMatch(/: tokens as of [0-9T:.-]+Z, 0 rows, taken by command line at/)
    const changed = path.join(folder, `${id}-changed.csv`)
    await copyFile(file, changed)
    await appendFile(changed, ' ')
    out = []
    expect(await standdown(['verify', changed])).toBe(1)
    expect(out.join('')).toContain('NOT a file that was taken from here, or not as it was taken')
    // Without a token there is no line of JSON, and a table has its header.
    expect((await readFile(file, 'utf8')).endsWith('\r\n')).toBe(!lines)
  }
})

test.each([
  [['export', 'nothing-like-it'], 2, /there is no export of "nothing-like-it"/],
  [['export', 'exposures', '--as-of', '2020-01-01'], 1, /something the report cannot answer/],
  [['export', 'inventory', '--as-of', '2020-01-01'], 1, /2020-01-01 cannot be asked: nothing was ever synced here/],
  [['export', 'tokens', '--as-of', '2020-01-01'], 2, /--as-of/],
  [['verify', path.join(folder, 'not-there.csv')], 1, /there is no such file/],
] as const)('%j: exit %i', async (argv, code, says) => {
  expect(await standdown(argv)).toBe(code)
  expect(out.join('')).toMatch(says)
})

test('a file whose end cannot be recorded is no success: it says so, and exits with 1', async () => {
  await db.pool.query(`create function refuse_end() returns trigger language plpgsql as $$ begin raise exception 'the disk is full'; end $$;
    create trigger refuse_end before update on taken for each row execute function refuse_end()`)
  const file = path.join(folder, 'unrecorded.csv')
  expect(await standdown(['export', 'inventory', '--out', file])).toBe(1)
  await db.pool.query('drop trigger refuse_end on taken')
  expect(out.join('')).toContain('The end of this file could not be recorded')
  expect(out.join('')).not.toContain('Wrote')
})
