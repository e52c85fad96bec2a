import type { ConnectionOptions, PeerCertificate } from 'node:tls'

/** A server that is known by its SPIFFE id and the authorities of its trust domain, and by no name of the web. */
export type Peer = {
  /** The one id that its certificate must have: "spiffe://example.org/spire/server". */
  id: string
  /** Authorities of its trust domain, each a PEM certificate. With none, nothing is believed. */
  authorities: readonly string[]
  /** What we show of ourselves; left out where the server asks for nothing. */
  client?: { certificate: string; privateKey: string }
}

/**
 * TLS by X509-SVIDs (SPIFFE X509-SVID, section 5): the chain must end in an authority of the trust domain, which need not be signed by
 * itself, and the leaf must be no authority and have exactly one URI, which is the id. The host's name counts for nothing. Where there is no
 * authority Node would fall back on the web's own: an empty list is refused by the id check below, as a certificate of the web has none.
 */
export function peerTls({ id, authorities, client }: Peer): ConnectionOptions {
  return {
    ca: [...authorities],
    allowPartialTrustChain: true,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    checkServerIdentity: (_host, certificate) =>
      authorities.length === 0 ? notTrusted('no authority is known') : idProblem(certificate, id),
    ...(client && { cert: client.certificate, key: client.privateKey }),
  }
}

/** Why a certificate, whose chain holds, is not the peer's; undefined where it is, as Node wants it. */
export function idProblem(certificate: Pick<PeerCertificate, 'subjectaltname' | 'ca'>, id: string): Error | undefined {
  if (certificate.ca) return notTrusted('it is an authority’s own')
  const uris = namesOf(certificate.subjectaltname ?? '').filter((name) => /^URI:/i.test(name))
  if (uris.length !== 1) return notTrusted('it has not exactly one SPIFFE id')
  return uris[0] === `URI:${id}` ? undefined : notTrusted(`it is not that of ${id}`)
}

/** The names of a certificate as Node writes them, parted by commas; what holds anything else than plain text stands in quotes. */
function namesOf(text: string): string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g)?.map((name) => name.trim()) ?? []
}

function notTrusted(why: string): Error {
  return Object.assign(new Error(why), { code: 'ERR_SPIFFE_PEER' })
}
