import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { CommandDef } from 'citty'
import { describe, expect, test } from 'vitest'
import { connectorKinds, connectorOf } from '../lib/connectors/registry.ts'
import { AppError } from '../lib/model/app-error.ts'
import pull from './commands/pull.ts'
import { explain, folderOfCall, helpOf } from './standdown.ts'

test.each([
  ['an error without places', new AppError('conflict', 'It is there already.'), 'It is there already.'],
  [
    'a line for each place that is wrong',
    new AppError('bad-input', 'These settings cannot be used.', [
      { where: 'settings.account', what: 'the 12 digits of the account' },
      { where: 'settings.region', what: 'a region like us-east-1' },
    ]),
    'These settings cannot be used.\n  settings.account: the 12 digits of the account\n  settings.region: a region like us-east-1',
  ],
  [
    'a place that the sentence names already is not said twice',
    new AppError('bad-input', 'file.json: account', [{ where: 'account', what: 'is wrong' }]),
    'file.json: account\n  is wrong',
  ],
  [
    'the first twenty places, and how many more',
    new AppError(
      'bad-input',
      'Nothing was saved.',
      Array.from({ length: 23 }, (_, index) => ({ where: `line ${index + 2}`, what: 'is wrong' })),
    ),
    ['Nothing was saved.', ...Array.from({ length: 20 }, (_, index) => `line ${index + 2}: is wrong`), '… and 3 more'].join('\n  '),
  ],
  ['an error of ours, on one line', new Error('first\n  second'), 'first second'],
  ['something thrown that is no error', 'gone', 'gone'],
])('%s', (_, error, says) => expect(explain(error)).toBe(says))

describe('a file is meant from the folder that the command was called in', () => {
  const checkout = path.dirname(import.meta.dirname)
  test.each([
    ['npm in a folder of the checkout', { INIT_CWD: '/a/folder', npm_lifecycle_event: 'standdown' }, checkout, '/a/folder'],
    ['npm in the checkout itself', { INIT_CWD: checkout, npm_lifecycle_event: 'standdown' }, checkout, checkout],
    ['no npm', {}, '/a/folder', '/a/folder'],
    ['no npm, within a script of another project', { INIT_CWD: '/other', npm_lifecycle_event: 'build' }, '/a/folder', '/a/folder'],
    ['no npm, within a script of the same name', { INIT_CWD: '/other', npm_lifecycle_event: 'standdown' }, '/a/folder', '/a/folder'],
  ])('%s', (_, env, here, folder) => expect(folderOfCall(env as unknown as NodeJS.ProcessEnv, here)).toBe(folder))

  test('an export looks there whether its file is there already', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'standdown-called-'))
    try {
      writeFileSync(path.join(folder, 'there.csv'), '')
      const { status, stderr } = spawnSync(
        process.execPath,
        [
          '--input-type=module',
          '-e',
          `process.exitCode = await (await import('./bin/standdown.ts')).default(process.argv.slice(1))`,
          '--',
          'export',
          'tokens',
          '--out',
          'there.csv',
        ],
        {
          cwd: checkout,
          env: { ...process.env, INIT_CWD: folder, npm_lifecycle_event: 'standdown', DATABASE_URL: 'postgres://127.0.0.1:1/none' },
          encoding: 'utf8',
        },
      )
      expect(stderr).toContain('there.csv: is there already; nothing was written')
      expect(status).toBe(1)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

test('the help of a command that asks for a kind lists the kinds once, and fits a window', async () => {
  const lines = stripVTControlCharacters(await helpOf(pull as CommandDef)).split('\n')
  const listed = lines
    .slice(lines.indexOf('KINDS'))
    .join(' ')
    .match(/[a-z-]+/g)
  expect(listed).toEqual([...connectorKinds])
  expect(lines.filter((line) => line.includes('gitguardian'))).toHaveLength(1)
  expect(Math.max(...lines.map((line) => line.trimEnd().length))).toBeLessThan(130)
})

test('a kind that is not there is answered with the kinds, once', async () => {
  const says = explain(await connectorOf('nokind').catch((error: unknown) => error))
  expect(says.split('gitguardian')).toHaveLength(2)
  expect(says).toMatch(/^There is no connector of the kind "nokind"\.\n  must be one of aws, /)
})
