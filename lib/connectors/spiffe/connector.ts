import type { Observation } from '../../model/sighting.ts'
import type { Check, Connector, ConnectorWorld } from '../contract.ts'
import { gapOf } from '../gaps.ts'
import { readPhases, type Phase } from '../rest/phases.ts'
import { failedCheck, tryProbe, type Probe } from '../rest/probes.ts'
import { bundlePath, callNameOf, entriesPath, openServer, openTrust, relationshipsPath, type Trust } from './api.ts'
import { bundleOfMessage, issuerOf } from './bundle.ts'
import { entries, fix, type Reading } from './entries.ts'
import { relationships } from './federation.ts'
import { Credential, Settings } from './settings.ts'
import { coverage, fields, notAsked, policy, verified } from './words.ts'
import { ways } from './ways.ts'

type Whole = Reading & { trust: Trust }

const bundlePhase: Phase<Whole> = { name: 'bundle', read: trustBundle }
const serverPhases: readonly Phase<Whole>[] = [
  { name: 'entries', read: entries },
  { name: 'federation', read: relationships },
]

const probes: readonly Probe[] = [
  {
    permission: 'entry.v1.Entry/ListEntries',
    lost: 'Workloads that have an identity already, and entries that administer SPIRE.',
    path: entriesPath,
    query: { page_size: 1 },
    missing: `SPIRE refuses to list entries. ${fix}`,
  },
  {
    permission: 'trustdomain.v1.TrustDomain/ListFederationRelationships',
    lost: 'Other trust domains that this one federates with.',
    path: relationshipsPath,
    query: { page_size: 1 },
    missing: `SPIRE refuses to list federation relationships. ${fix}`,
  },
]

/** A SPIFFE trust domain: its bundle, and, through SPIRE Server's API, the workloads that have an identity in it. */
export const spiffe: Connector<Settings, Credential> = {
  kind: 'spiffe',
  family: 'workloads',
  label: 'SPIFFE trust domain',
  about: 'The trust bundle, and SPIRE’s registration entries: which workloads already have an identity that can take a token’s place.',
  settings: Settings,
  credential: Credential,
  credentialEnv: { certificate: 'STANDDOWN_SPIFFE_CERTIFICATE', privateKey: 'STANDDOWN_SPIFFE_PRIVATE_KEY' },
  fields,
  policy,
  ways,
  coverage,
  verified,
  notAsked,
  subject: ({ trustDomain }) => `trust domain ${trustDomain}`,
  async test(settings, credential, world) {
    return withServer(settings, credential, world, async (reading) => {
      const checks: Check[] = [await bundleCheck(reading)]
      if (settings.server !== undefined) for (const probe of probes) checks.push(await tryProbe(reading.api, probe, 'SPIRE'))
      return checks
    })
  },
  async *observe(settings, credential, world, cursor) {
    const phases = settings.server === undefined ? [bundlePhase] : [bundlePhase, ...serverPhases]
    const trust = openTrust(settings, credential, world)
    const api = openServer(settings, trust, world)
    try {
      yield* readPhases('SPIRE', phases, { api, settings, world, trust }, cursor)
    } finally {
      api.close()
    }
  },
}

const object = 'SPIFFE trust bundle'

async function* trustBundle(reading: Whole): AsyncGenerator<Observation> {
  try {
    const { bundle, call } = await bundleOf(reading)
    yield { see: 'issuer', issuer: issuerOf(bundle, reading.settings, call) }
    yield { see: 'covered', object, seen: 1, kinds: [] }
  } catch (error) {
    yield { see: 'gap', gap: gapOf(error, object, 'It is read at the trust bundle endpoint, or from the SPIRE server itself.') }
  }
}

/** From the endpoint where there is one; else from the server, to whom nobody need show who they are for it. */
async function bundleOf({ api, settings, trust }: Whole) {
  if (settings.bundleUrl !== undefined) return { bundle: await trust.endpoint(), call: `GET ${new URL(settings.bundleUrl).pathname}` }
  const call = callNameOf(bundlePath)
  return { bundle: bundleOfMessage((await api.get(bundlePath)).data, settings, call), call }
}

async function bundleCheck(reading: Whole): Promise<Check> {
  const probe = {
    permission: 'Trust bundle',
    lost: 'The trust domain as an issuer, and by whom the server is believed.',
    missing: 'The bundle endpoint refuses.',
  }
  try {
    const { bundle } = await bundleOf(reading)
    const says = `${bundle.x509.length} X.509 and ${bundle.jwtKeys} JWT authorities.`
    return { permission: probe.permission, state: 'granted', says, lost: probe.lost }
  } catch (error) {
    return failedCheck(error, probe)
  }
}

async function withServer<T>(
  settings: Settings,
  credential: Credential,
  world: ConnectorWorld,
  use: (reading: Whole) => Promise<T>,
): Promise<T> {
  const trust = openTrust(settings, credential, world)
  const api = openServer(settings, trust, world)
  try {
    return await use({ api, settings, world, trust })
  } finally {
    api.close()
  }
}
