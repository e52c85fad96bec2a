/** What somebody typed over what they had seen: only the fields that they changed. */
export type Edit<Fields> = { version: number; set: Partial<Fields>; was: Partial<Fields> }

/** Who changed it in between, and when; null where no person did (an import). */
export type Editor = { name: string; at: Date } | null

/** One field that two people changed: what stands there now, and what the later one typed. */
export type Clash<Fields> = { [Name in keyof Fields]: { field: Name; theirs: Fields[Name]; mine: Fields[Name] } }[keyof Fields]

/**
 * What came of an edit. A clash saves nothing: whoever typed chooses for each field, and saves again over `version`. Where others
 * changed different fields only, both are kept, and `meanwhile` names theirs.
 */
export type Edited<Fields> =
  | { did: 'saved'; changed: number; by: Editor; meanwhile: readonly (keyof Fields)[] }
  | { did: 'clash'; version: number; by: Editor; clashes: readonly Clash<Fields>[] }

/** Which fields two people changed to different ends, and which only the other one changed. `theirs` is what stands there now. */
export function compareEdit<Fields extends object>(
  { version, set, was }: Edit<Fields>,
  theirs: Fields & { version: number },
): { clashes: Clash<Fields>[]; meanwhile: (keyof Fields)[] } {
  if (theirs.version === version) return { clashes: [], meanwhile: [] }
  const names = Object.keys(theirs).filter((name) => name !== 'version') as (keyof Fields)[]
  const clashes = names.flatMap((field) => {
    const mine = set[field]
    if (mine === undefined || same(mine, theirs[field]) || (field in was && same(was[field], theirs[field]))) return []
    return [{ field, theirs: theirs[field], mine } as Clash<Fields>]
  })
  const meanwhile = names.filter((field) => field in was && set[field] === undefined && !same(was[field], theirs[field]))
  return { clashes, meanwhile }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}
