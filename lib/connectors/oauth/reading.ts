import { text } from 'node:stream/consumers'
import { AppError } from '../../model/app-error.ts'
import type { Gap } from '../../model/sighting.ts'
import type { ConnectorWorld } from '../contract.ts'
import { openCalls, type Calls } from './calls.ts'
import { clientOf, type Client } from './client.ts'
import type { Trying } from './enforcement.ts'
import { readKeys, type Keys } from './keys.ts'
import { parseResource, parseTokens, type GivenToken, type Resource } from './lines.ts'
import { readMetadata, type Metadata } from './metadata.ts'
import type { Credential, Settings } from './settings.ts'

/** What the parts of one run share. What is asked for once is kept for the run, its failure too. */
export type Reading = {
  world: ConnectorWorld
  settings: Settings
  credential: Credential
  calls: Calls
  client: Client | null
  resources: readonly Resource[]
  trying: Trying
  /** Throws CallError, and AppError where it is another server's. */
  metadata(): Promise<Metadata>
  /** Null where the server publishes none. Throws CallError. */
  keys(): Promise<{ keys: Keys; gap: Gap | null; seen: number } | null>
  /** The tokens of the credential, and those of a file that is read for this run alone. Throws AppError 'bad-input'. */
  given(): Promise<readonly GivenToken[]>
}

export function openReading(settings: Settings, credential: Credential, world: ConnectorWorld): Reading {
  const calls = openCalls(world)
  const resources = settings.resources.map(parseResource).filter((one) => typeof one !== 'string')
  const metadata = once(() => readMetadata(calls, settings))
  return {
    world,
    settings,
    credential,
    calls,
    client: clientOf(settings, credential),
    resources,
    trying: { resources, isAllowed: settings.tries === 'allowed', world, open: new Map(), lettingIn: new Map(), checkingProofs: new Map() },
    metadata,
    keys: once(async () => {
      const { jwks_uri: url } = await metadata()
      return url === undefined ? null : readKeys(calls, url)
    }),
    given: once(() => givenTokens(credential, world.input)),
  }
}

/** A file of tokens, a line each as in the credential; at most so many characters. */
const longestInput = 16_000_000

async function givenTokens(credential: Credential, input: ConnectorWorld['input']): Promise<readonly GivenToken[]> {
  const kept = 'tokens' in credential ? (credential.tokens ?? '') : ''
  const inFile = input ? await text(limited(input)) : ''
  const all = [parseTokens(kept), parseTokens(inFile)].map((parsed) => {
    if (typeof parsed === 'string') throw new AppError('bad-input', `The tokens cannot be read: ${parsed}. Nothing was asked.`)
    return parsed
  })
  return [...new Map(all.flat().map((one) => [one.token, one])).values()]
}

async function* limited(input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let bytes = 0
  for await (const chunk of input) {
    bytes += chunk.length
    if (bytes > longestInput) throw new AppError('bad-input', 'The file of tokens is larger than 16 MB. Split it. Nothing was asked.')
    yield chunk
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null
  return () => (kept ??= work())
}
