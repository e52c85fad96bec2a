import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { holderOf, tryLock } from './bootstrap/lock.mjs'
import { isNewEnough } from './bootstrap/node.mjs'
import { explainNpm } from './bootstrap/npm.mjs'
import { portOf } from './bootstrap/port.mjs'
import { installNeeded } from './bootstrap/prepare.mjs'
import { Refusal } from './bootstrap/steps.mjs'
import { onPath } from './browser.ts'
import { secrets } from './secrets.ts'
import { isBuilt, sourceHash } from './source-hash.ts'
import { refuseUnknownOptions } from './standdown.ts'
import { readCounts, total } from './test-counts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'standdown-door-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), text)
}

describe('which Node is new enough', () => {
  test.each([
    ['v18.20.0', false],
    ['v20.20.2', false],
    ['v22.17.9', false],
    ['v22.18.0', true],
    ['24.21.0', true],
    ['v100.0.0', true],
  ])('%s: %s', (version, expected) => expect(isNewEnough(version)).toBe(expected))
})

describe('whether to install', () => {
  const whole = { wanted: 'a', stamp: 'a', hasModules: true, interrupted: false }
  test.each([
    [whole, 'nothing'],
    [{ ...whole, stamp: undefined }, 'install'],
    [{ ...whole, stamp: 'b' }, 'install'],
    [{ ...whole, hasModules: false }, 'install'],
    [{ ...whole, interrupted: true }, 'reinstall'],
    [{ ...whole, stamp: undefined, hasModules: false, interrupted: true }, 'reinstall'],
  ] as const)('%j: %s', (seen, expected) => expect(installNeeded(seen)).toBe(expected))
})

describe('a lock', () => {
  const file = () => path.join(folder, 'x.lock')

  test('is had by one at a time and can be had again', () => {
    const first = tryLock(file(), '3000')
    expect(tryLock(file(), '3001')).toMatchObject({ heldBy: { pid: process.pid, about: '3000' } })
    if ('release' in first) first.release()
    expect(tryLock(file(), '3001')).toHaveProperty('release')
  })

  test.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1, started: '1', about: '' }],
    ['whose pid another process has by now', { pid: process.pid, started: '1', about: '' }],
  ])('%s is set aside', (_, holder) => {
    writeFileSync(file(), JSON.stringify(holder))
    expect(tryLock(file(), 'new')).toHaveProperty('release')
    expect(holderOf(file())).toMatchObject({ pid: process.pid, about: 'new' })
  })
})

describe('the port', () => {
  test.each([
    [undefined, 3000],
    ['', 3000],
    ['8080', 8080],
    ['65535', 65535],
  ])('%s is %i', (stated, port) => expect(portOf(stated)).toBe(port))
  test.each(['0', '65536', '80 80', '0x50', 'http', '3000.5'])('%s is refused', (stated) => expect(() => portOf(stated)).toThrow(Refusal))
})

describe('what npm said', () => {
  test.each([
    ['npm error code ENOTFOUND', /cannot be reached/],
    ['npm error code EAI_AGAIN', /cannot be reached/],
    ['npm error ENOSPC: no space left', /disk is full/],
    ['npm error code EACCES', /belongs to another user/],
    ['npm error code E401', /credential/],
    ['npm error strange', /its last words/],
  ])('%s: %s', (output, advice) => expect(explainNpm(`npm warn old\n${output}\n`)).toMatch(advice))
})

describe('whether to build', () => {
  test.each([
    ['app/page.tsx', true],
    ['lib/score/age.ts', true],
    ['lib/score/age.test.ts', false],
    ['lib/db/x.db.test.ts', false],
    ['lib/db/testing/database.ts', false],
    ['lib/db/generated/client.ts', false],
    ['lib/estate/estate.ts', false],
    ['public/mark.svg', true],
  ])('%s counts: %s', (file, expected) => expect(isBuilt(file)).toBe(expected))

  test('a page, a new file and the lock change the hash; a test and a document do not', () => {
    put('app/page.tsx', 'one')
    put('package-lock.json', '{}')
    const hashes = new Set([sourceHash(folder)])
    const changes = [() => put('app/page.tsx', 'two'), () => put('lib/new.ts', ''), () => put('package-lock.json', '{"a":1}')]
    for (const change of changes) {
      change()
      hashes.add(sourceHash(folder))
    }
    expect(hashes.size).toBe(4)
    put('lib/new.test.ts', 'x')
    put('docs/read.md', 'x')
    put('lib/estate/a.ts', 'x')
    hashes.add(sourceHash(folder))
    expect(hashes.size).toBe(4)
  })

  test('moving text between files changes the hash', () => {
    put('app/a.ts', 'xy')
    put('app/b.ts', '')
    const before = sourceHash(folder)
    put('app/a.ts', 'x')
    put('app/b.ts', 'y')
    expect(sourceHash(folder)).not.toBe(before)
  })
})

describe('the secrets of an installation', () => {
  test('are made once, 32 bytes each, and are for this user alone', () => {
    const made = secrets(folder, {} as NodeJS.ProcessEnv)
    expect(Buffer.from(made.STANDDOWN_KEY, 'base64')).toHaveLength(32)
    expect(made.NEXTAUTH_SECRET).not.toBe(made.STANDDOWN_KEY)
    expect(secrets(folder, {} as NodeJS.ProcessEnv)).toEqual(made)
    expect(statSync(path.join(folder, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  test('what is set is used and not written down', () => {
    const all = secrets(folder, { STANDDOWN_KEY: 'from the environment' } as unknown as NodeJS.ProcessEnv)
    expect(all.STANDDOWN_KEY).toBe('from the environment')
    expect(readFileSync(path.join(folder, 'secrets.json'), 'utf8')).not.toContain('from the environment')
  })

  test('a file that cannot be read is an error and stays as it is', () => {
    put('secrets.json', '{ half')
    expect(() => secrets(folder, {} as NodeJS.ProcessEnv)).toThrow(/restore it from a backup/)
    expect(readFileSync(path.join(folder, 'secrets.json'), 'utf8')).toBe('{ half')
  })
})

describe('options of the command line', () => {
  const known = {
    settings: { type: 'string' },
    dryRun: { type: 'boolean' },
    out: { type: 'string', alias: 'o' },
    file: { type: 'positional' },
  } as const
  test.each([
    ['--settings', 'x'],
    ['--settings=x'],
    ['--dry-run'],
    ['--dryRun'],
    ['--no-dry-run'],
    ['-o', 'x'],
    ['file', '-'],
    ['--', '--anything'],
  ])('%s is taken', (...args) => expect(() => refuseUnknownOptions(args, known)).not.toThrow())
  test.each(['--setting', '--file', '-x', '--secret=abc'])('%s is refused', (arg) => {
    expect(() => refuseUnknownOptions([arg], known)).toThrow(/unknown option/)
    expect(() => refuseUnknownOptions([arg], known)).not.toThrow(/abc/)
  })
})

describe('the count of all tests', () => {
  const vitest = (more: object) =>
    JSON.stringify({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [], ...more })
  const playwright = (stats: object, suites: readonly object[] = []) =>
    JSON.stringify({ stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0, ...stats }, suites })
  const aFailed = {
    name: 'a.test.ts',
    status: 'failed',
    assertionResults: [{ status: 'failed', fullName: 'adds', failureMessages: ['1 is not 2'] }],
  }
  const spec = (status: string, title: string) => ({
    title,
    file: 'a.spec.ts',
    ok: status !== 'unexpected',
    tests: [{ status, results: [{ errors: status === 'expected' ? [] : [{ message: 'not visible' }] }] }],
  })
  const cases: [string, 'vitest' | 'playwright', string | undefined, number, object, [name: string, says: RegExp][]][] = [
    ['all passed', 'vitest', vitest({}), 0, { passed: 3, failed: 0, skipped: 1 }, []],
    [
      'one failed',
      'vitest',
      vitest({ numFailedTests: 1, testResults: [aFailed] }),
      1,
      { passed: 3, failed: 1, skipped: 1 },
      [['a.test.ts: adds', /1 is not 2/]],
    ],
    [
      'a file that broke',
      'vitest',
      vitest({ testResults: [{ name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }] }),
      1,
      { passed: 3, failed: 1, skipped: 1 },
      [['b.test.ts', /no such module/]],
    ],
    [
      'a runner that ended badly without a failed test',
      'vitest',
      vitest({}),
      134,
      { passed: 3, failed: 1, skipped: 1 },
      [['vitest', /ended with 134/]],
    ],
    ['no report', 'vitest', undefined, 0, { passed: 0, failed: 1, skipped: 0 }, [['vitest', /no report/]]],
    ['half a report', 'playwright', '{"stats":', 0, { passed: 0, failed: 1, skipped: 0 }, [['playwright', /no report/]]],
    [
      'one story of a group failed',
      'playwright',
      playwright({ unexpected: 1 }, [{ specs: [spec('expected', 'opens')], suites: [{ specs: [spec('unexpected', 'closes')] }] }]),
      1,
      { passed: 4, failed: 1, skipped: 0 },
      [['a.spec.ts: closes', /not visible/]],
    ],
    [
      'a flaky test',
      'playwright',
      playwright({ flaky: 1 }, [{ specs: [spec('flaky', 'moves')] }]),
      1,
      { passed: 4, failed: 1, skipped: 0 },
      [['a.spec.ts: moves', /not visible/]],
    ],
  ]
  test.each(cases)('%s', (_, runner, text, code, expected, failures) => {
    const file = path.join(folder, 'report.json')
    if (text !== undefined) writeFileSync(file, text)
    const counts = readCounts(runner, file, code)
    expect(counts).toMatchObject(expected)
    expect(counts.failures).toEqual(failures.map(([name, says]) => ({ name, says: expect.stringMatching(says) })))
  })

  test('adds up', () => {
    const one = { passed: 1, failed: 2, skipped: 3, failures: [{ name: 'a', says: 'b' }] }
    expect(total([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6, failures: [...one.failures, ...one.failures] })
    expect(total([])).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [] })
  })
})

describe('a browser on PATH', () => {
  test('is the first program by a known name; a file that cannot run is none', () => {
    put('a/chromium', '')
    put('b/google-chrome', '')
    const both = [path.join(folder, 'a'), path.join(folder, 'b')].join(path.delimiter)
    expect(onPath(both)).toBeUndefined()
    writeFileSync(path.join(folder, 'b', 'google-chrome'), '', { mode: 0o755 })
    rmSync(path.join(folder, 'b', 'google-chrome'))
    writeFileSync(path.join(folder, 'b', 'google-chrome'), '', { mode: 0o755 })
    expect(onPath(both)).toBe(path.join(folder, 'b', 'google-chrome'))
    expect(onPath('')).toBeUndefined()
  })
})
