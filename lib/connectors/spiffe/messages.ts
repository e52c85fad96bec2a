import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** The kinds of field that are read: scalars, bytes, and messages within a message. */
type Kind = 'string' | 'bool' | 'int' | 'bytes' | Message
type Field = { name: string; kind: Kind; many?: true }

/** A message by the numbers of the fields that are read of it; any other field is left where it lies. */
export type Message = { readonly [number: number]: Field }

const SpiffeId: Message = { 1: { name: 'trust_domain', kind: 'string' }, 2: { name: 'path', kind: 'string' } }
const Selector: Message = { 1: { name: 'type', kind: 'string' }, 2: { name: 'value', kind: 'string' } }

/** spire.api.types.Entry (spire-api-sdk, as SPIRE 1.13.3 has it), without revision_number, whose use is to whoever changes entries. */
const Entry: Message = {
  1: { name: 'id', kind: 'string' },
  2: { name: 'spiffe_id', kind: SpiffeId },
  3: { name: 'parent_id', kind: SpiffeId },
  4: { name: 'selectors', kind: Selector, many: true },
  5: { name: 'x509_svid_ttl', kind: 'int' },
  6: { name: 'federates_with', kind: 'string', many: true },
  7: { name: 'admin', kind: 'bool' },
  8: { name: 'downstream', kind: 'bool' },
  9: { name: 'expires_at', kind: 'int' },
  12: { name: 'store_svid', kind: 'bool' },
  13: { name: 'jwt_svid_ttl', kind: 'int' },
  14: { name: 'hint', kind: 'string' },
  15: { name: 'created_at', kind: 'int' },
}
const nextPage = { name: 'next_page_token', kind: 'string' } as const

/** spire.api.server.entry.v1.ListEntriesResponse */
export const ListEntriesResponse: Message = { 1: { name: 'entries', kind: Entry, many: true }, 2: nextPage }

/** spire.api.types.FederationRelationship; its bootstrap bundle is not read. */
const Relationship: Message = {
  1: { name: 'trust_domain', kind: 'string' },
  2: { name: 'bundle_endpoint_url', kind: 'string' },
  3: { name: 'https_web', kind: {} },
  4: { name: 'https_spiffe', kind: { 1: { name: 'endpoint_spiffe_id', kind: 'string' } } },
}
/** spire.api.server.trustdomain.v1.ListFederationRelationshipsResponse */
export const ListRelationshipsResponse: Message = { 1: { name: 'federation_relationships', kind: Relationship, many: true }, 2: nextPage }

/** spire.api.types.Bundle */
export const Bundle: Message = {
  1: { name: 'trust_domain', kind: 'string' },
  2: { name: 'x509_authorities', kind: { 1: { name: 'asn1', kind: 'bytes' }, 2: { name: 'tainted', kind: 'bool' } }, many: true },
  3: {
    name: 'jwt_authorities',
    kind: { 2: { name: 'key_id', kind: 'string' }, 3: { name: 'expires_at', kind: 'int' }, 4: { name: 'tainted', kind: 'bool' } },
    many: true,
  },
  4: { name: 'refresh_hint', kind: 'int' },
  5: { name: 'sequence_number', kind: 'int' },
}

/** X509SVIDResponse of the SPIFFE Workload API, without what belongs to other trust domains. */
export const WorkloadSvids: Message = {
  1: {
    name: 'svids',
    kind: {
      1: { name: 'spiffe_id', kind: 'string' },
      2: { name: 'x509_svid', kind: 'bytes' },
      3: { name: 'x509_svid_key', kind: 'bytes' },
      4: { name: 'bundle', kind: 'bytes' },
    },
    many: true,
  },
}

const empty: Readonly<Record<string, unknown>> = { string: '', bool: false, int: 0 }
const wires: Readonly<Record<string, WireType>> = {
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  bool: WireType.Varint,
  int: WireType.Varint,
}

/** A message's fields by their names, with proto3's own values for those that are not there. Throws where the bytes are no such message. */
export function decode(message: Message, bytes: Uint8Array): Record<string, unknown> {
  const fields = Object.values(message)
  const found = Object.fromEntries(
    fields.flatMap(({ name, kind, many }) => (many ? [[name, []]] : typeof kind === 'string' && kind in empty ? [[name, empty[kind]]] : [])),
  ) as Record<string, unknown>
  const reader = new BinaryReader(bytes)
  while (reader.pos < reader.len) {
    const [number, wire] = reader.tag()
    const field = Object.hasOwn(message, number) ? message[number] : undefined
    if (!field) {
      reader.skip(wire, number)
      continue
    }
    const { name, kind, many } = field
    if (wire !== (typeof kind === 'string' ? wires[kind] : WireType.LengthDelimited)) throw new Error(`field ${number} is of another kind`)
    const value = valueOf(kind, reader)
    if (many) (found[name] as unknown[]).push(value)
    else found[name] = value
  }
  if (reader.pos !== reader.len) throw new Error('the message ends early')
  return found
} // prettier-ignore

function valueOf(kind: Kind, reader: BinaryReader): unknown {
  switch (kind) {
    case 'string':
      return reader.string()
    case 'bool':
      return reader.bool()
    case 'bytes':
      return reader.bytes()
    case 'int':
      // int32 and int64 are the same on the wire.
      return Number(reader.int64())
    default:
      return decode(kind, reader.bytes())
  }
}

/** ListEntriesRequest: which fields are wanted, and which page. */
export function listEntriesRequest({ token, size }: { token: string; size: number }): Uint8Array {
  const mask = new BinaryWriter()
  for (const number of Object.keys(Entry).map(Number)) if (number > 1) mask.tag(number, WireType.Varint).bool(true)
  const writer = new BinaryWriter().tag(2, WireType.LengthDelimited).bytes(mask.finish())
  writer.tag(3, WireType.Varint).int32(size)
  if (token) writer.tag(4, WireType.LengthDelimited).string(token)
  return writer.finish()
}

/** ListFederationRelationshipsRequest: those of the server's configuration too, where it knows of that. */
export function listRelationshipsRequest({ token, size }: { token: string; size: number }): Uint8Array {
  const writer = new BinaryWriter().tag(2, WireType.Varint).int32(size)
  if (token) writer.tag(3, WireType.LengthDelimited).string(token)
  return writer.tag(4, WireType.Varint).bool(true).finish()
}
