import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { ConnectorWorld } from '../contract.ts'
import { CallError } from '../http/call-error.ts'
import type { Peer } from '../http/peer-tls.ts'
import { decode, WorkloadSvids } from './messages.ts'
import { certificatesOf, pemOf, type Credential, type Settings } from './settings.ts'

/** What Standdown shows of itself, and the authorities that came along with it; null where the credential brings none. */
export type Identity = { client: Peer['client'] | null; authorities: readonly string[] | null }

const call = 'the own X509-SVID'
const mostBytes = 1_000_000
/** As spiffe-helper's own examples call them. */
const names = { certificate: 'svid.pem', privateKey: 'svid_key.pem', bundle: 'svid_bundle.pem' } as const

/** Asked anew by each run: an X509-SVID lives an hour. Throws CallError. */
export async function identityOf(settings: Settings, credential: Credential, world: ConnectorWorld): Promise<Identity> {
  if ('bundleOnly' in credential) return { client: null, authorities: null }
  if ('files' in credential) return fromFiles()
  if ('workloadApi' in credential) return fromWorkloadApi(settings, world)
  return { client: credential, authorities: null }
}

/** The folder is named by the environment alone: a path that were typed in could be any of the machine. */
async function fromFiles(): Promise<Identity> {
  const folder = process.env.STANDDOWN_SPIFFE_DIR
  if (!folder) throw unusable('STANDDOWN_SPIFFE_DIR is not set where Standdown runs, so there is no X509-SVID to show.')
  const read = async (name: string) => {
    const text = await readFile(/* turbopackIgnore: true */ path.join(folder, name), 'utf8').catch(() => '')
    if (!text.trim() || text.length > mostBytes)
      throw unusable(`${name} in the folder that STANDDOWN_SPIFFE_DIR names cannot be read, or is empty.`)
    return text
  }
  const [certificate, privateKey, bundle] = [await read(names.certificate), await read(names.privateKey), await read(names.bundle)]
  const authorities = certificatesOf(bundle)
  if (authorities.length === 0) throw unusable(`${names.bundle} in the folder that STANDDOWN_SPIFFE_DIR names holds no certificate.`)
  return { client: { certificate, privateKey }, authorities }
}

const Svids = z.object({
  svids: z.array(z.object({ spiffe_id: z.string(), x509_svid: z.instanceof(Uint8Array), x509_svid_key: z.instanceof(Uint8Array), bundle: z.instanceof(Uint8Array) })),
}) // prettier-ignore

/** The socket is named by the environment alone, as the SPIFFE Workload Endpoint has it. */
async function fromWorkloadApi({ trustDomain }: Settings, world: ConnectorWorld): Promise<Identity> {
  const [, socket] = /^unix:(?:\/\/)?(\/(?!\/).+)$/.exec(process.env.SPIFFE_ENDPOINT_SOCKET ?? '') ?? []
  if (!socket)
    throw unusable('SPIFFE_ENDPOINT_SOCKET does not name a socket (unix:///…) where Standdown runs, so there is no Workload API to ask.')
  const line = world.peers.grpc({ socket })
  try {
    const message = await line.ask({
      path: '/SpiffeWorkloadAPI/FetchX509SVID',
      message: new Uint8Array(),
      callName: 'the SPIFFE Workload API',
      headers: { 'workload.spiffe.io': 'true' },
      streams: true,
      signal: world.signal,
    })
    const parsed = Svids.safeParse(tried(() => decode(WorkloadSvids, message)))
    const held = parsed.data?.svids.find(({ spiffe_id }) => spiffe_id.startsWith(`spiffe://${trustDomain}/`))
    if (!held) throw unusable(`The SPIFFE Workload API has no X509-SVID of ${trustDomain} for Standdown.`)
    const chain = ders(held.x509_svid).map(pemOfDer).join('')
    return { client: { certificate: chain, privateKey: keyOfDer(held.x509_svid_key) }, authorities: ders(held.bundle).map(pemOfDer) }
  } finally {
    line.close()
  }
}

/** Certificates that stand one after the other, each by itself (X.690, definite form). Throws CallError where they are none. */
function ders(bytes: Uint8Array): Buffer[] {
  const all = Buffer.from(bytes)
  const found: Buffer[] = []
  for (let at = 0; at < all.length;) {
    const first = all[at + 1] ?? 0
    const more = first < 128 ? 0 : first - 128
    if (all[at] !== 0x30 || more > 4 || at + 2 + more > all.length)
      throw unusable('The SPIFFE Workload API answered something that is no certificate.')
    const end = at + 2 + more + (more === 0 ? first : all.readUIntBE(at + 2, more))
    found.push(all.subarray(at, end))
    at = end
  }
  return found
}

const pemOfDer = (der: Buffer) => pemOf(der.toString('base64'))
const keyOfDer = (der: Uint8Array) => pemOfDer(Buffer.from(der)).replaceAll('CERTIFICATE', 'PRIVATE KEY')

function tried<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

function unusable(says: string): CallError {
  return new CallError('provider', says, { call, status: 401, why: 'not-permitted' })
}
