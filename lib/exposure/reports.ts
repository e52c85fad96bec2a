import { z } from 'zod'
import type { RawFinding } from './finding.ts'

/**
 * The reports of secret scanners, by allow-list: fields that are not named here are never read. A secret that was written as "REDACTED",
 * as stars, or as its beginning alone (Gitleaks cuts it and writes three dots) is none.
 */
const Text = z.string().max(100_000)
const Name = Text.transform((text) => cut(text, 200))
const Line = z.union([z.number(), z.string()]).optional()

/** Where TruffleHog found something: by its kind of source, each with other fields. */
const Where = z.object({
  repository: Text.optional(),
  file: Text.optional(),
  path: Text.optional(),
  commit: Text.optional(),
  line: Line,
  link: Text.optional(),
  timestamp: Text.optional(),
  bucket: Text.optional(),
  image: Text.optional(),
  channel_name: Text.optional(),
  page: Text.optional(),
})

const TruffleHog = z.object({
  SourceMetadata: z.object({ Data: z.record(z.string(), Where.catch({})).nullish() }).nullish(),
  SourceName: Name.optional(),
  DetectorName: Name,
  Verified: z.boolean().optional(),
  Raw: Text.optional(),
  RawV2: Text.optional(),
})

/**
 * A line of TruffleHog v3 (`--json`). Null for a line of its log, which stands among them. A find that it could not verify was not
 * checked: TruffleHog writes "false" for that too.
 */
export function truffleHogFinding(row: unknown): RawFinding | null | 'unreadable' {
  if (isRecord(row) && !('DetectorName' in row) && ('level' in row || 'msg' in row)) return null
  const parsed = TruffleHog.safeParse(row)
  if (!parsed.success) return 'unreadable'
  const { DetectorName, SourceMetadata, SourceName, Verified, Raw = '', RawV2 = '' } = parsed.data
  const [kind, where] = Object.entries(SourceMetadata?.Data ?? {})[0] ?? ['', {}]
  const repository = repositoryOf(where.repository)
  // Of an AWS key, Raw is the id, and RawV2 both.
  const secret = unredacted(Raw) ?? unredacted(RawV2)
  const shown = [Raw, RawV2, ...RawV2.split(':')]
  return {
    detector: `TruffleHog ${DetectorName}`,
    names: DetectorName,
    secret,
    secretSeen: secret !== null,
    place: placeWords([where.repository ?? where.bucket ?? where.image ?? where.channel_name, where.file ?? where.path ?? where.page, where.line, where.commit], kind || (SourceName ?? 'a scan'), shown),
    repository: repository && without(shown, repository),
    url: webAddress(where.link, shown),
    at: instant(where.timestamp),
    stillValid: Verified ? 'yes' : 'not-reported',
  }
} // prettier-ignore

const GitLeaks = z.object({
  RuleID: Name,
  Secret: Text.optional(),
  File: Text.optional(),
  StartLine: Line,
  Commit: Text.optional(),
  Date: Text.optional(),
  Link: Text.optional(),
})

/** An entry of a Gitleaks v8 report (`--report-format json`). Gitleaks checks nothing: whether it works is not known. */
export function gitleaksFinding(row: unknown): RawFinding | 'unreadable' {
  const parsed = GitLeaks.safeParse(row)
  if (!parsed.success) return 'unreadable'
  const { RuleID, Secret, File, StartLine, Commit, Date: when, Link } = parsed.data
  const secret = unredacted(Secret ?? '')
  return {
    detector: `Gitleaks ${RuleID}`,
    names: RuleID,
    secret,
    // Its rule for AWS finds the id of a key; the secret beside it is another rule's, or nobody's.
    secretSeen: secret !== null && RuleID !== 'aws-access-token',
    place: placeWords([null, File, StartLine, Commit], 'a scan', [Secret ?? '']),
    repository: repositoryOf(Link),
    url: webAddress(Link, [Secret ?? '']),
    at: instant(when),
    stillValid: 'not-reported',
  }
}

const Sarif = z.object({
  ruleId: Name,
  locations: z
    .array(
      z.object({
        physicalLocation: z.object({
          artifactLocation: z.object({ uri: Text.optional() }).optional(),
          region: z.object({ startLine: Line, snippet: z.object({ text: Text.optional() }).optional() }).optional(),
        }),
      }),
    )
    .optional(),
  partialFingerprints: z.object({ commitSha: Text.optional(), date: Text.optional() }).optional(),
})

/** A result of a Gitleaks SARIF file: its snippet is the secret. */
export function sarifFinding(row: unknown): RawFinding | 'unreadable' {
  const parsed = Sarif.safeParse(row)
  if (!parsed.success) return 'unreadable'
  const { ruleId, locations, partialFingerprints } = parsed.data
  const where = locations?.[0]?.physicalLocation
  const { startLine, snippet } = where?.region ?? {}
  return gitleaksFinding({
    RuleID: ruleId,
    Secret: snippet?.text,
    File: where?.artifactLocation?.uri,
    StartLine: startLine,
    Commit: partialFingerprints?.commitSha,
    Date: partialFingerprints?.date,
  })
}

type Said = string | number | null | undefined

/** "acme/ledger: config/app.yml line 7, commit 0a1b2c3": what is not told is left out. */
function placeWords([base, file, line, commit]: readonly [Said, Said, Said, Said], fallback: string, secrets: readonly string[]): string {
  const at = [file ? `${file}${line ? ` line ${line}` : ''}` : null, commit ? `commit ${String(commit).slice(0, 10)}` : null].filter((part) => part !== null)
  const named = base ? (repositoryOf(String(base)) ?? withoutUser(String(base))) : null
  return cut(without(secrets, [named, at.join(', ')].filter(Boolean).join(': ')) || fallback, 1_000)
} // prettier-ignore

/** Somebody names a file after a key, and a scanner by a token has it in its addresses: a place is told without the secrets of its find. */
export function without(secrets: readonly string[], text: string): string {
  return secrets.reduce((rest, secret) => (secret.trim().length >= 8 ? rest.replaceAll(secret.trim(), '…') : rest), text)
}

/** An address without who reads it and with what: whoever scans by a token writes it into the address. */
function withoutUser(base: string): string {
  const url = URL.parse(base)
  return url?.host ? `${url.host}${url.pathname}` : base.replace(/^[^/]*@/, '').replace(/\/\/[^/]*@/, '//')
}

/** "acme/ledger" of an address at GitHub; null where it is none. */
function repositoryOf(address: string | undefined): string | null {
  const found = /^https?:\/\/[^/]*github[^/]*\/([\w.-]{1,100}\/[\w.-]{1,100}?)(?:\.git)?(?:\/|$)/.exec(address ?? '')
  return found?.[1] ?? null
}

/** An address that may be a link; one with a name and password in it is a secret itself. */
function webAddress(text: string | undefined, secrets: readonly string[]): string | null {
  const url = URL.parse(without(secrets, text ?? '') === (text ?? '') ? (text ?? '') : '')
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password || url.search) return null
  return url.href.length <= 2_000 ? url.href : null
}

function instant(text: string | undefined): Date | null {
  // TruffleHog writes "2026-11-20 09:12:41 +0000".
  const date = new Date((text ?? '').replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)$/, '$1T$2$3:$4'))
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1990 || date.getUTCFullYear() > 9000 ? null : date
}

function unredacted(secret: string): string | null {
  const bare = secret.trim()
  return bare === '' || /^redacted$/i.test(bare) || /\*{4,}/.test(bare) || /(?:\.{3}|…)$/.test(bare) ? null : bare
}

/** Text that can be kept and shown: no control characters nor direction overrides, and the end cut. */
function cut(text: string, most: number): string {
  const clean = text.toWellFormed().replace(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD')
  return clean.length <= most ? clean : `${clean.slice(0, most - 1).toWellFormed()}…`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
