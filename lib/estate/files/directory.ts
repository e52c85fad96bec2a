import { person, teams, workloads } from '../company.ts'
import { day } from '../habit.ts'
import { story } from '../stories.ts'
import type { View } from '../view.ts'
import { fileTime, type FileRow } from './file-row.ts'
import { fileTokenId } from './tokens.ts'

export const ownerColumns = ['key', 'kind', 'name', 'email', 'handles', 'team', 'manager', 'status'] as const

/** Teams first, then everybody the directory knows; those who left are said to have left. */
export function* ownerRows({ seed, sizes }: View): Generator<FileRow> {
  for (const { key, name, email } of teams) yield { key, kind: 'team', name, email, handles: `team:${key}`, status: 'active' }
  for (let index = 0; index < sizes.people; index++) {
    const one = person(seed, index)
    if (one.unknown) continue
    const boss = index > 10 ? person(seed, index % 10) : null
    yield {
      key: one.key,
      kind: 'person',
      name: one.name,
      email: one.email,
      handles: `github:${one.login};aws:${one.login.replace('-', '.')}`,
      team: one.team.key,
      manager: boss && boss.key !== one.key ? boss.key : undefined,
      status: one.departed ? 'departed' : 'active',
    }
  }
}

export const workloadColumns = [
  'key',
  'name',
  'environment',
  'sensitivity',
  'data_classes',
  'agent',
  'accountable',
  'owner',
  'status',
] as const

/** Every workload; the support agent acts on its own and nobody answers for it. */
export function* workloadRows(_view: View): Generator<FileRow> {
  for (const one of workloads)
    yield {
      key: one.key,
      name: one.name,
      environment: one.environment,
      sensitivity: one.sensitivity,
      data_classes: one.dataClasses.join(';'),
      agent: one.key === 'support-agent' ? 'autonomous' : 'none',
      owner: one.team,
      status: 'active',
    }
  yield { key: 'customer-desk', name: 'customer desk', environment: 'production', sensitivity: 3, data_classes: 'customer', agent: 'none', owner: 'storefront', status: 'active' } // prettier-ignore
  yield { key: 'pallet-planning', name: 'pallet planning', environment: 'production', sensitivity: 2, agent: 'none', owner: 'logistics', status: 'vendor-ended' } // prettier-ignore
}

export const controlColumns = ['type', 'token', 'workload', 'evidence', 'evidenced_at', 'minutes'] as const

/** Controls with fresh evidence: all three on one bearer token, a drill on a certificate, and monitoring of two workloads. */
export function* controlRows({ epoch }: View): Generator<FileRow> {
  const evidenced_at = fileTime(epoch - 9 * day)
  const dashboards = fileTokenId(story.fileToken.webhook)
  const certificate = fileTokenId(story.fileToken.mtlsExchange)
  yield { type: 'network', token: dashboards, evidence: 'Allowed from the build network only (change FH-2281)', evidenced_at }
  yield { type: 'revocation', token: dashboards, evidence: 'Drill: revoked and refused', evidenced_at, minutes: 6 }
  yield { type: 'monitoring', token: dashboards, evidence: 'Use alerts by caller and hour', evidenced_at }
  yield { type: 'revocation', token: certificate, evidence: 'Drill: revocation list served and honoured', evidenced_at, minutes: 35 }
  yield { type: 'monitoring', token: certificate, evidence: 'Gateway log reviewed weekly', evidenced_at }
  yield { type: 'monitoring', workload: 'checkout', evidence: 'Anomaly alerts on API use', evidenced_at }
  yield { type: 'secret-scanning', workload: 'ci-deploy', evidence: 'Push protection on every repository', evidenced_at }
  yield { type: 'monitoring', workload: 'ledger', evidence: 'Every call is logged and compared with bookings', evidenced_at }
}

export const exposureColumns = ['token', 'state', 'found_in', 'found_at', 'still_valid'] as const

/** The leak: found in public, confirmed, and the token still works. */
export function* exposureRows({ epoch }: View): Generator<FileRow> {
  yield {
    token: fileTokenId(story.fileToken.leaked),
    state: 'confirmed',
    found_in: 'public repository release-notes-archive, commit 4c1f09e',
    found_at: fileTime(epoch - 2 * day),
    still_valid: true,
  }
}
