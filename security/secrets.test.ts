import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = path.dirname(import.meta.dirname)
const scanner = path.join(root, 'node_modules/secretlint/bin/secretlint.js')
const rules = JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] })
const skipped = new Set(['node_modules', '.git', '.next', '.data', 'generated', 'test-results', 'playwright-report'])
const folder = mkdtempSync(path.join(tmpdir(), 'standdown-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Found = { filePath: string; messages: readonly { ruleId: string; loc: { start: { line: number } } }[] }

/** What the scanner finds in these files, as "file:line rule"; never the secret itself. */
async function scan(files: readonly string[], cwd: string): Promise<string[]> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [scanner, '--secretlintrcJSON', rules, '--format', 'json', '--no-gitignore', '--no-glob', ...files],
      { cwd, maxBuffer: 64 * 1024 * 1024 },
      // It exits with 1 when it finds something, and with more when it could not look.
      (error, stdout, stderr) => (error && error.code !== 1 ? reject(new Error(stderr)) : resolve(stdout)),
    )
  })
  const found = JSON.parse(output || '[]') as Found[]
  return found.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, loc }) => `${path.relative(cwd, filePath)}:${loc.start.line} ${ruleId}`),
  )
}

function walk(from: string): string[] {
  return readdirSync(path.join(root, from), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(from, entry.name)
    if (skipped.has(entry.name) || entry.isSymbolicLink()) return []
    return entry.isDirectory() ? walk(name) : [name]
  })
}

test('the scanner finds what is planted', async () => {
  const planted = {
    // Made here from pieces, so that this file holds nothing that looks like a key.
    'github.txt': ['ghp', '_', randomBytes(27).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 36)].join(''),
    'npm.txt': ['npm', '_', randomBytes(30).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, 36)].join(''),
    'slack.txt': ['xox', 'b-123456789012-123456789012-', 'abcdefghijklmnopqrstuvwx'].join(''),
  }
  for (const [name, text] of Object.entries(planted)) writeFileSync(path.join(folder, name), `token = "${text}"\n`)
  const found = await scan(Object.keys(planted), folder)
  expect(found.map((line) => line.split(':')[0]).toSorted()).toEqual(Object.keys(planted).toSorted())
})

test('nothing in the repository looks like a secret', async () => {
  const files = walk('.').filter((name) => name !== 'package-lock.json')
  expect(files.length).toBeGreaterThan(100)
  expect(await scan(files, root)).toEqual([])
}, 120_000)
