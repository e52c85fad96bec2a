import { describe, expect, test } from 'vitest'
import { withoutSecret } from './finding.ts'
import { fingerprintKey, fingerprintOf } from './fingerprint.ts'
import { Gathering } from './gather.ts'
import { gitleaksFinding, sarifFinding, truffleHogFinding } from './reports.ts'

const key = fingerprintKey(Buffer.alloc(32, 7))
const secret = `ghp_${'k3Jd'.repeat(8)}Zx91`
const git = {
  commit: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
  file: 'deploy/.env',
  email: 'Bo <bo@acme.example>',
  repository: 'https://github.com/acme/ledger.git',
  timestamp: '2026-11-20 09:12:41 +0100',
  line: 7,
}
const truffle = {
  SourceMetadata: { Data: { Git: git } },
  SourceID: 1,
  SourceType: 16,
  SourceName: 'trufflehog - git',
  DetectorType: 8,
  DetectorName: 'Github',
  DecoderName: 'PLAIN',
  Verified: true,
  Raw: secret,
  RawV2: '',
  Redacted: '',
  ExtraData: { note: secret },
  StructuredData: null,
}
const gitleaks = {
  Description: 'GitHub Personal Access Token',
  StartLine: 7,
  EndLine: 7,
  StartColumn: 9,
  EndColumn: 48,
  Match: `TOKEN=${secret}`,
  Secret: secret,
  File: 'deploy/.env',
  SymlinkFile: '',
  Commit: git.commit,
  Entropy: 4.2,
  Author: 'Bo',
  Email: 'bo@acme.example',
  Date: '2026-11-20T08:12:41Z',
  Message: `add ${secret}`,
  Tags: [],
  RuleID: 'github-pat',
  Fingerprint: `${git.commit}:deploy/.env:github-pat:7`,
}
const sarif = {
  message: { text: `github-pat has detected secret for file deploy/.env.` },
  ruleId: 'github-pat',
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: 'deploy/.env' },
        region: { startLine: 7, startColumn: 9, endLine: 7, endColumn: 48, snippet: { text: secret } },
      },
    },
  ],
  partialFingerprints: {
    commitSha: git.commit,
    email: 'bo@acme.example',
    author: 'Bo',
    date: '2026-11-20T08:12:41Z',
    commitMessage: 'add it',
  },
}

const found = (raw: ReturnType<typeof truffleHogFinding>) => {
  if (raw === null || raw === 'unreadable') throw new Error('It was not read.')
  return withoutSecret(raw, key)
}

describe('a find of each scanner', () => {
  test('TruffleHog tells repository, place, moment and that it works', () => {
    expect(found(truffleHogFinding(truffle))).toEqual({
      detector: 'TruffleHog Github',
      names: 'Github',
      secretSeen: true,
      place: 'acme/ledger: deploy/.env line 7, commit 0a1b2c3d4e',
      repository: 'acme/ledger',
      url: null,
      at: new Date('2026-11-20T08:12:41Z'),
      stillValid: 'yes',
      kind: 'github.pat.classic',
      reference: null,
      tail: secret.slice(-8),
      fingerprint: fingerprintOf(secret, key),
    })
  })

  test('Gitleaks in JSON and in SARIF says the same', () => {
    const json = found(gitleaksFinding(gitleaks))
    expect(json).toMatchObject({
      place: 'deploy/.env line 7, commit 0a1b2c3d4e',
      stillValid: 'not-reported',
      fingerprint: fingerprintOf(secret, key),
      at: new Date('2026-11-20T08:12:41Z'),
    })
    expect(found(sarifFinding(sarif))).toEqual(json)
  })

  test('what TruffleHog could not verify was not checked', () => {
    expect(found(truffleHogFinding({ ...truffle, Verified: false })).stillValid).toBe('not-reported')
    expect(found(truffleHogFinding({ ...truffle, Verified: false, VerificationError: `dial: ${secret}` })).stillValid).toBe('not-reported')
  })

  test('a line of its log is none', () => {
    expect(
      truffleHogFinding({
        level: 'info-0',
        ts: '2026-11-20T09:12:41Z',
        logger: 'trufflehog',
        msg: 'finished scanning',
        verified_secrets: 1,
      }),
    ).toBeNull()
  })

  test.each([
    ['a number', 7],
    ['another file', { external_id: 'a', kind: 'b' }],
    ['an entry without its rule', { Secret: secret }],
    ['nothing', null],
  ])('%s is no find', (_, row) => {
    expect([truffleHogFinding(row), gitleaksFinding(row), sarifFinding(row)]).toEqual(['unreadable', 'unreadable', 'unreadable'])
  })

  test.each(['REDACTED', 'ghp_********', 'ghp_q8Wz...', 'ghp_q8Wz…', ''])('a redacted secret (%s) leaves nothing to match', (Secret) => {
    expect(found(gitleaksFinding({ ...gitleaks, Secret }))).toMatchObject({
      fingerprint: null,
      tail: null,
      secretSeen: false,
      kind: 'github.pat.classic',
    })
  })

  test('the id of an AWS key is the same leak whether its secret stood beside it or not', () => {
    const id = 'AKIAQ4EXAMPLE7Q2XABC'
    const one = found(truffleHogFinding({ ...truffle, DetectorName: 'AWS', Raw: id, RawV2: `${id}:${'s'.repeat(40)}` }))
    const two = found(gitleaksFinding({ ...gitleaks, RuleID: 'aws-access-token', Secret: id }))
    expect([one.reference, two.reference, one.fingerprint]).toEqual([id, id, two.fingerprint])
    expect([one.secretSeen, two.secretSeen]).toEqual([true, false])
  })
})

test('nothing that is kept of a find holds its secret, whatever field it stood in', () => {
  const kept = JSON.stringify([found(truffleHogFinding(truffle)), found(gitleaksFinding(gitleaks)), found(sarifFinding(sarif))])
  for (let at = 0; at + 12 <= secret.length; at++) expect(kept).not.toContain(secret.slice(at, at + 12))
})

test.each([
  [
    'an address with its reader’s token',
    { repository: `https://oauth2:${secret}@gitlab.example/acme/ledger.git`, file: 'a' },
    'gitlab.example/acme/ledger.git: a',
  ],
  ['the same at GitHub', { repository: `https://x-access-token:${secret}@github.com/acme/ledger`, file: 'a' }, 'acme/ledger: a'],
  ['a clone over SSH', { repository: `git@gitlab.example:acme/ledger.git`, file: 'a' }, 'gitlab.example:acme/ledger.git: a'],
  ['a file that is named after it', { file: `keys/${secret}.txt` }, 'keys/….txt'],
  ['a name so long that it is cut in the midst of it', { file: `${'k'.repeat(990)}${secret}` }, `${'k'.repeat(990)}…`],
] as const)('the place of a find holds no secret: %s', (_, where, place) => {
  const other = `glpat-${'x'.repeat(20)}`
  const git = { ...truffle, SourceMetadata: { Data: { Git: where } } }
  expect(found(truffleHogFinding(git))).toMatchObject({ place, url: null })
  // Another secret than the one that was found is not in its address either.
  expect(JSON.stringify(found(truffleHogFinding({ ...git, Raw: other })).place)).not.toContain(`${secret}@`)
})

test('a key of several lines leaves none of them in the place it was found in', () => {
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA'.repeat(4)}\n-----END RSA PRIVATE KEY-----`
  expect(found(gitleaksFinding({ ...gitleaks, RuleID: 'private-key', Secret: pem, File: `b-${pem}.env` })).place).toBe(
    'b-….env line 7, commit 0a1b2c3d4e',
  )
})

test('one secret is one leak, in however many places, the earliest first', () => {
  const gathering = new Gathering(new Date('2026-11-27T12:00:00Z'))
  gathering.add(found(gitleaksFinding(gitleaks)))
  gathering.add(found(gitleaksFinding(gitleaks)))
  gathering.add(
    found(
      truffleHogFinding({
        ...truffle,
        SourceMetadata: { Data: { Git: { ...git, file: 'old/.env', timestamp: '2024-01-02 00:00:00 +0000' } } },
      }),
    ),
  )
  for (const _ of ['told once', 'and again'])
    for (let line = 0; line < 30; line++) gathering.add(found(gitleaksFinding({ ...gitleaks, StartLine: 100 + line, Date: '' })))
  const [leak, ...others] = gathering.leaks()
  expect(others).toEqual([])
  expect(leak).toMatchObject({
    placeCount: 32,
    stillValid: 'yes',
    detector: 'Gitleaks github-pat',
    foundAt: new Date('2026-11-27T12:00:00Z'),
  })
  expect(leak?.places).toHaveLength(20)
  expect(leak?.places[0]).toMatchObject({ in: 'acme/ledger: old/.env line 7, commit 0a1b2c3d4e', at: new Date('2024-01-02T00:00:00Z') })
})

test('a fingerprint is this installation’s alone', () => {
  const other = fingerprintKey(Buffer.alloc(32, 8))
  expect(fingerprintOf(secret, key)).toBe(fingerprintOf(` ${secret}\n`, key))
  expect(fingerprintOf(secret, key)).not.toBe(fingerprintOf(secret, other))
  expect(fingerprintKey(Buffer.alloc(32, 7)).equals(Buffer.alloc(32, 7))).toBe(false)
})
