import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const root = path.dirname(import.meta.dirname)
const pure = ['ingest', 'score', 'posture', 'exposure', 'retirement', 'messages', 'reports']

/** Which rooms of lib a room may import, beside itself. A room that decides sees the model and what stands to its left. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  ingest: ['model'],
  score: ['model', 'ingest'],
  posture: ['model', 'ingest', 'score'],
  exposure: ['model', 'ingest', 'score'],
  retirement: ['model', 'ingest', 'score', 'exposure'],
  messages: ['model'],
  reports: ['model', 'ingest', 'score', 'posture', 'exposure', 'retirement'],
  connectors: ['model'],
  tickets: ['model', 'connectors'],
  db: ['model'],
  estate: ['model'],
  flows: ['model', 'connectors', 'tickets', 'db', ...pure],
  jobs: ['model', 'flows', 'db', 'connectors'],
  server: ['model', 'flows', 'db', 'connectors', ...pure],
}

/** Packages that belong to few places: pattern -> where they may be imported. Everywhere else they are a second door. */
const packagesAtHome: readonly (readonly [name: RegExp, home: RegExp, why: string])[] = [
  [
    /^next-auth($|\/)/,
    /^lib\/server\/web\/session[^/]*\.ts$|^app\/api\/auth\/|^e2e\/visitors\.ts$/,
    'next-auth stays in one file, so that leaving it costs one room',
  ],
  [
    /^(next($|\/)|server-only$)/,
    /^(lib\/server\/web|app|components)\/|^(proxy|next\.config|instrumentation)\.m?ts$/,
    'workers and the command line never reach Next',
  ],
  [/^(react|react-dom)($|\/)/, /^(app|components|lib\/server\/web)\//, 'lib renders nothing'],
  [/^(@prisma\/|prisma|pg$|pg-|graphile)/, /^(lib\/(db|jobs)|bin|prisma|bench)\//, 'one room speaks to the database'],
  [/^(@aws-sdk|@smithy|@octokit)\//, /^lib\/connectors\//, 'the wire’s shape stops in its connector'],
  [/^nodemailer($|\/)/, /^lib\/server\/mail\.ts$/, 'one file speaks to the mail server'],
  [/^hono($|\/)|^@hono\//, /^(lib\/estate|bin)\//, 'only the make-believe company serves by hono'],
]

type Import = { from: string; to: string; typeOnly: boolean }

/** Every file of ours that can import, relative to the root. */
function sources(): string[] {
  const folders = ['lib', 'app', 'components', 'bin', 'bench', 'e2e', 'prisma', 'security']
  const inFolders = folders.flatMap((folder) => walk(folder))
  return [...inFolders, ...readdirSync(root).filter((name) => /\.(ts|mts)$/.test(name))]
}

function walk(folder: string): string[] {
  try {
    return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = `${folder}/${entry.name}`
      if (entry.isDirectory()) return name === 'lib/db/generated' ? [] : walk(name)
      return /\.(ts|tsx|mts|mjs)$/.test(entry.name) ? [name] : []
    })
  } catch {
    return []
  }
}

/** What a file imports: packages by name, our own files as paths from the root. Comments do not count. */
export function importsOf(file: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const found = code.matchAll(/(?:^|[\s;}])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\s*\(?\s*['"]([^'"]+)['"]/g)
  return [...found].map((match) => {
    const named = match[1] ?? match[2] ?? ''
    const typeOnly = /^\W*(import|export)\s+type\s/.test(match[0])
    if (named.startsWith('@/')) return { from: file, to: named.slice(2), typeOnly }
    return { from: file, to: named.startsWith('.') ? path.posix.join(path.posix.dirname(file), named) : `package:${named}`, typeOnly }
  })
}

const isTest = (file: string) => /\.test\.tsx?$|\/testing\/|^(e2e|bench|security)\//.test(file)
const roomOf = (file: string) => /^lib\/([^/]+)\//.exec(file)?.[1]
const say = ({ from, to }: Import) => `${from} imports ${to.replace('package:', '')}`

const files = sources().map((file) => ({ file, text: readFileSync(path.join(root, file), 'utf8') }))
const imports = files.flatMap(({ file, text }) => importsOf(file, text))
const product = imports.filter(({ from }) => !isTest(from))

describe('data flows one way', () => {
  test.each(Object.entries(mayImport))('lib/%s imports only %j and itself', (room, allowed) => {
    const strays = product.filter(({ from, to }) => {
      const other = roomOf(to)
      return roomOf(from) === room && other !== undefined && other !== room && !allowed.includes(other)
    })
    expect(strays.map(say)).toEqual([])
  })

  test('every folder of lib is a room that is known here', () => {
    const rooms = new Set(files.flatMap(({ file }) => roomOf(file) ?? []))
    expect([...rooms].filter((room) => !Object.hasOwn(mayImport, room))).toEqual([])
  })

  test('nothing in lib imports the doors, the components or the programs', () => {
    const strays = product.filter(({ from, to }) => from.startsWith('lib/') && /^(app|components|bin|bench|e2e)\//.test(to))
    expect(strays.map(say)).toEqual([])
  })

  test('components take values: of lib they know the model alone', () => {
    const strays = product.filter(({ from, to }) => from.startsWith('components/') && /^(lib\/(?!model\/)|app\/|bin\/)/.test(to))
    expect(strays.map(say)).toEqual([])
  })

  test('the make-believe company is known to programs, benches and tests only', () => {
    const strays = product.filter(({ from, to }) => roomOf(to) === 'estate' && roomOf(from) !== 'estate' && !from.startsWith('bin/'))
    expect(strays.map(say)).toEqual([])
  })

  test('workers and the command line never reach what the web server alone may import', () => {
    const strays = product.filter(
      ({ from, to }) => to.startsWith('lib/server/web/') && !/^(lib\/server\/web|app)\/|^(proxy|instrumentation)\.ts$/.test(from),
    )
    expect(strays.map(say)).toEqual([])
  })
})

describe('a package has one home', () => {
  test.each(packagesAtHome.map(([name, home, why]) => ({ name, home, why })))('$name: $why', ({ name, home }) => {
    // A type leaves nothing in the program: a flow may name the connection that it hands from one db function to the next.
    const strays = product.filter(
      ({ from, to, typeOnly }) => !typeOnly && to.startsWith('package:') && name.test(to.slice(8)) && !home.test(from),
    )
    expect(strays.map(say)).toEqual([])
  })

  test('next-auth is imported by at most one file of lib', () => {
    const inLib = product.filter(({ from, to }) => from.startsWith('lib/') && /^package:next-auth($|\/)/.test(to))
    expect([...new Set(inLib.map(({ from }) => from))].length).toBeLessThanOrEqual(1)
  })
})

describe('one room speaks to the database', () => {
  /** A flow opens a transaction and hands it on: `$transaction` is the one thing that it may ask of Prisma itself. */
  const speaks = (text: string) =>
    /\.query\s*[<(]|\b(prisma|tx)\s*\.\s*(?!\$transaction\b)[\w$]/.test(text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, ''))

  test('no flow holds SQL or a call of Prisma: it calls a verb of lib/db', () => {
    const strays = files.filter(({ file, text }) => roomOf(file) === 'flows' && !isTest(file) && speaks(text))
    expect(strays.map(({ file }) => file)).toEqual([])
  })

  test.each([
    ['await client.query(sql, [id])', true],
    ["await client.query<{ id: string }>('select 1')", true],
    ['await world.db.prisma.source.findFirst({})', true],
    ['await tx.$executeRaw`delete from staged`', true],
    ['await db.prisma\n    .rule.count()', true],
    ['await db.prisma.$transaction(async (tx) => record(tx, entry))', false],
    ['await transaction(db.pool, (client) => insertRule(client, rule)) // not client.query(sql)', false],
  ])('%j: %s', (text, spoken) => {
    expect(speaks(text)).toBe(spoken)
  })
})

describe('a room that decides touches nothing', () => {
  const deciding = files.filter(({ file }) => !isTest(file) && ['model', ...pure].includes(roomOf(file) ?? ''))

  test('it reads no file, socket or environment', () => {
    const world = /^package:(node:)?(fs|net|http|https|http2|child_process|worker_threads|os|dns|tls)(\/|$)|^package:undici/
    const strays = product.filter(({ from, to }) => deciding.some(({ file }) => file === from) && world.test(to))
    expect(strays.map(say)).toEqual([])
  })

  test.each([
    ['a clock', /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/],
    ['chance', /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(|\brandomInt\(/],
    ['the environment', /\bprocess\.env\b/],
    ['the network', /(?<![.\w])fetch\(/],
  ])('it has no %s of its own', (_, forbidden) => {
    const strays = deciding.filter(({ text }) => forbidden.test(text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '')))
    expect(strays.map(({ file }) => file)).toEqual([])
  })
})

describe('the reading of import lines itself', () => {
  test.each([
    [`import { a } from '../db/db.ts'`, 'lib/db/db.ts'],
    [`import type { A } from "@/lib/model/a.ts"`, 'lib/model/a.ts'],
    [`import {\n  a,\n  b,\n} from './x.ts'`, 'lib/score/x.ts'],
    [`export { a } from '../flows/a.ts'`, 'lib/flows/a.ts'],
    [`import 'server-only'`, 'package:server-only'],
    [`const x = await import('../server/web/x.ts')`, 'lib/server/web/x.ts'],
  ])('%j', (text, to) => {
    expect(importsOf('lib/score/file.ts', text)).toMatchObject([{ from: 'lib/score/file.ts', to }])
  })

  test('a line in a comment is no import', () => {
    expect(importsOf('lib/score/file.ts', `// import { a } from '../db/db.ts'\n/* import 'pg' */`)).toEqual([])
  })
})
