import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** Messages of SPIRE Server's API, as its answers have them; the numbers are those of spire-api-sdk. */
type SpiffeId = { trustDomain: string; path: string }

export type Entry = {
  id: string
  spiffeId: SpiffeId
  parentId: SpiffeId
  /** "k8s:ns:payments" */
  selectors: readonly string[]
  x509Ttl?: number
  jwtTtl?: number
  federatesWith?: readonly string[]
  admin?: boolean
  downstream?: boolean
  storeSvid?: boolean
  expiresAt?: number
  createdAt?: number
  hint?: string
}

export type Relationship = { trustDomain: string; url: string; endpointId?: string }
export type Bundle = { trustDomain: string; x509: readonly Uint8Array[]; jwt: readonly { keyId: string; publicKey: Uint8Array }[]; refreshHint: number; sequence: number } // prettier-ignore

/** Fields as proto3 writes them: what is empty is left out. */
class Fields {
  readonly #writer = new BinaryWriter()

  text(number: number, value = ''): this {
    if (value !== '') this.#writer.tag(number, WireType.LengthDelimited).string(value)
    return this
  }
  bytes(number: number, value: Uint8Array): this {
    this.#writer.tag(number, WireType.LengthDelimited).bytes(value)
    return this
  }
  flag(number: number, value = false): this {
    if (value) this.#writer.tag(number, WireType.Varint).bool(true)
    return this
  }
  count(number: number, value = 0): this {
    if (value !== 0) this.#writer.tag(number, WireType.Varint).int64(value)
    return this
  }
  done(): Uint8Array {
    return this.#writer.finish()
  }
}

const idOf = ({ trustDomain, path }: SpiffeId) => new Fields().text(1, trustDomain).text(2, path).done()

export function entryMessage(entry: Entry): Uint8Array {
  const fields = new Fields().text(1, entry.id).bytes(2, idOf(entry.spiffeId)).bytes(3, idOf(entry.parentId))
  for (const selector of entry.selectors) {
    const [type = '', ...value] = selector.split(':')
    fields.bytes(4, new Fields().text(1, type).text(2, value.join(':')).done())
  }
  fields.count(5, entry.x509Ttl)
  for (const domain of entry.federatesWith ?? []) fields.text(6, domain)
  return fields
    .flag(7, entry.admin)
    .flag(8, entry.downstream)
    .count(9, entry.expiresAt)
    .text(10, `${entry.spiffeId.path.split('/').at(-1)}.svc`)
    .count(11, 3)
    .flag(12, entry.storeSvid)
    .count(13, entry.jwtTtl)
    .text(14, entry.hint)
    .count(15, entry.createdAt)
    .done()
}

/** A page of a listing: its rows as field 1, and where it goes on. */
export function pageMessage(rows: readonly Uint8Array[], next: string): Uint8Array {
  const fields = new Fields()
  for (const row of rows) fields.bytes(1, row)
  return fields.text(2, next).done()
}

export function relationshipMessage({ trustDomain, url, endpointId }: Relationship): Uint8Array {
  const fields = new Fields().text(1, trustDomain).text(2, url)
  return (endpointId ? fields.bytes(4, new Fields().text(1, endpointId).done()) : fields.bytes(3, new Uint8Array())).done()
}

export function bundleMessage({ trustDomain, x509, jwt, refreshHint, sequence }: Bundle): Uint8Array {
  const fields = new Fields().text(1, trustDomain)
  for (const one of x509) fields.bytes(2, new Fields().bytes(1, one).done())
  for (const { keyId, publicKey } of jwt) fields.bytes(3, new Fields().bytes(1, publicKey).text(2, keyId).done())
  return fields.count(4, refreshHint).count(5, sequence).done()
}

/** Which page a listing's request asks for; the two listings number these fields differently. */
export function pageAsked(message: Uint8Array, numbers: { size: number; token: number }): { size: number; token: string } {
  const asked = { size: 0, token: '' }
  const reader = new BinaryReader(message)
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    if (number === numbers.size && wire === WireType.Varint) asked.size = reader.int32()
    else if (number === numbers.token && wire === WireType.LengthDelimited) asked.token = reader.string()
    else reader.skip(wire, number)
  }
  return asked
}
