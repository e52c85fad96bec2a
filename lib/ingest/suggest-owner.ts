import type { Certainty, DirectoryOwner, DirectoryWorkload, Evidence, Ownerless, Suggestion } from '../model/suggestion.ts'
import { handleOf } from './match.ts'

/** Everybody and everything there is, arranged for looking up. Made once for many tokens by `arrange`. */
export type Arranged = {
  owners: ReadonlyMap<string, DirectoryOwner>
  byHandle: ReadonlyMap<string, string>
  /** Whole names, plain; those that several active owners share are left out. */
  byName: ReadonlyMap<string, string>
  workloads: ReadonlyMap<string, DirectoryWorkload>
  workloadByWords: ReadonlyMap<string, DirectoryWorkload>
}

const tagEvidence: readonly (readonly [Evidence, ReadonlySet<string>])[] = [
  ['codeowners', new Set(['codeowners', 'codeowner', 'code-owners'])],
  ['tag', new Set(['owner', 'owned-by', 'owner-email', 'owneremail', 'email', 'contact', 'team', 'squad', 'maintainer', 'maintainers'])],
  ['creator', new Set(['created-by', 'createdby', 'creator', 'added-by', 'requested-by'])],
  ['committer', new Set(['committer', 'committers', 'last-committer', 'author'])],
  ['last-user', new Set(['last-used-by', 'last-user', 'lastuser'])],
]
const certaintyOf: Readonly<Record<Evidence, Certainty>> = {
  codeowners: 'likely',
  tag: 'likely',
  workload: 'likely',
  'same-holder': 'likely',
  manager: 'likely',
  team: 'possible',
  creator: 'possible',
  committer: 'possible',
  'last-user': 'possible',
  consumer: 'possible',
  naming: 'possible',
}
/** Shorter runs of a name fit too much. */
const shortestName = 4
const mostWords = 12

/** Who may own it: the strongest evidence for somebody who is here and was not refused; null where there is none. */
export function suggestOwner(token: Ownerless, directory: Arranged): Suggestion | null {
  for (const [evidence, ownerId, says] of candidates(token, directory)) {
    if (!ownerId || ownerId === token.departedId || token.refused.includes(ownerId)) continue
    if (directory.owners.get(ownerId)?.status === 'active') return { ownerId, evidence, says, certainty: certaintyOf[evidence] }
  }
  return null
}

type Candidate = readonly [evidence: Evidence, ownerId: string | null | undefined, says: string]

/** In the order of their strength, as `evidences` has them. */
function* candidates(token: Ownerless, directory: Arranged): Generator<Candidate> {
  yield* fromTags(token, directory, ['codeowners', 'tag'])
  const workload = token.workloadId ? directory.workloads.get(token.workloadId) : undefined
  if (workload) {
    yield ['workload', workload.ownerId, `Its workload, ${workload.name}, belongs to them.`]
    yield ['workload', workload.accountableId, `They answer for its workload, ${workload.name}.`]
  }
  yield ['same-holder', token.peerOwnerId, 'A person gave them another credential of the same name in this source.']
  const departed = token.departedId ? directory.owners.get(token.departedId) : undefined
  if (departed) {
    yield ['manager', departed.managerId, `Was the manager of ${departed.name}, who left.`]
    yield ['team', departed.teamId, `The team of ${departed.name}, who left.`]
  }
  yield* fromTags(token, directory, ['creator', 'committer', 'last-user'])
  for (const consumer of token.consumers) {
    const user = directory.workloadByWords.get(wordsOf(consumer).join('-'))
    if (user) yield ['consumer', user.ownerId, `It is used by ${consumer}, which belongs to them.`]
  }
  yield* fromNames(token, directory)
}

function* fromTags({ tags, ownerHints }: Ownerless, directory: Arranged, which: readonly Evidence[]): Generator<Candidate> {
  for (const [evidence, keys] of tagEvidence.filter(([one]) => which.includes(one))) {
    for (const [key, value] of Object.entries(tags)) {
      if (!keys.has(key.toLowerCase())) continue
      for (const named of namesIn(value)) yield [evidence, meantBy(named, directory), `Its tag ${key} says ${value}.`]
    }
  }
  if (!which.includes('tag')) return
  // The first hint that names somebody made them the owner; where they left, a later one may still name somebody who is here.
  for (const hint of ownerHints) yield ['tag', directory.byHandle.get(handleOf(hint)), `${hint.says} says ${hint.value}.`]
}

/** A name that begins or contains a workload's key or a team's name, the longest run of words first; then somebody's own name. */
function* fromNames({ name, ownerHints }: Ownerless, directory: Arranged): Generator<Candidate> {
  for (const run of runsOf(wordsOf(name))) {
    const workload = directory.workloadByWords.get(run)
    if (workload) yield ['naming', workload.ownerId, `Named like their workload ${workload.name}.`]
    const ownerId = directory.byName.get(run)
    if (ownerId) yield ['naming', ownerId, 'Named like them.']
  }
  for (const hint of ownerHints) {
    const said = hint.value.replace(/^[a-z0-9-]+:/i, '').replace(/@.*$/, '')
    yield ['naming', directory.byName.get(wordsOf(said).join('-')), `Its holder, ${hint.value}, is called like them.`]
  }
}

/** A whole name, or a list of handles and addresses. */
function namesIn(value: string): string[] {
  const parts = value.split(/[\s,;]+/)
  return /[@/,;]/.test(value) ? parts : [value, ...parts]
}

/** An e-mail address, a handle with or without its provider, or a whole name. */
function meantBy(said: string, { byHandle, byName }: Arranged): string | undefined {
  const plain = said.trim().toLowerCase()
  if (plain === '') return undefined
  const bare = plain.replace(/^@/, '')
  return (
    byHandle.get(`email:${plain}`) ??
    byHandle.get(`handle:${plain}`) ??
    byHandle.get(`handle:github:${bare}`) ??
    byHandle.get(`name:${plain}`) ??
    byName.get(wordsOf(bare.replace(/^.*\//, '').replace(/@.*$/, '')).join('-'))
  )
}

/** Arranges the directory for `suggestOwner`. */
export function arrange(
  owners: readonly DirectoryOwner[],
  handles: readonly { handle: string; ownerId: string }[],
  workloads: readonly DirectoryWorkload[],
): Arranged {
  const named = owners.filter(({ status }) => status === 'active').map(({ id, name }) => [wordsOf(name).join('-'), id] as const)
  const often = Map.groupBy(named, ([name]) => name)
  return {
    owners: new Map(owners.map((owner) => [owner.id, owner])),
    byHandle: new Map(handles.map(({ handle, ownerId }) => [handle, ownerId])),
    byName: new Map(named.filter(([name]) => name.length >= shortestName && often.get(name)?.length === 1)),
    workloads: new Map(workloads.map((workload) => [workload.id, workload])),
    workloadByWords: new Map(workloads.map((workload) => [wordsOf(workload.key).join('-'), workload])),
  }
}

/** "Data Platform", "data_platform" and "dáta-platform" are the same words. */
function wordsOf(text: string): string[] {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/[^a-z0-9]+/).filter(Boolean) // prettier-ignore
}

/** Every run of neighbouring words, the longest first and of those the earliest. */
function runsOf(words: readonly string[]): string[] {
  const few = words.slice(0, mostWords)
  const lengths = few.map((_, i) => few.length - i)
  const runs = lengths.flatMap((length) => Array.from({ length: few.length - length + 1 }, (_, at) => few.slice(at, at + length).join('-')))
  return runs.filter((run) => run.length >= shortestName)
}
