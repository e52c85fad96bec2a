import type { NamedLevel, NamedTable } from '../named.ts'

const administers: NamedLevel = { level: 6, because: 'it administers the organisation: members, workspaces, keys' }
const asks: NamedLevel = {
  level: 4,
  because: 'it asks models at the organisation’s cost, and reads and writes files, batches and agents of its workspaces',
}

/**
 * Anthropic's keys by where they belong, and for those of the organisation by the role they act with; and the scopes of tokens that a
 * federation rule gives. A developer's role makes keys, so that whoever has it can act as others.
 */
export const anthropicKeys: NamedTable = {
  provider: 'Anthropic',
  service: 'anthropic',
  names: {
    'admin key': administers,
    'workspace key': { level: 4, because: 'it asks models at the workspace’s cost, and reads and writes its files, batches, skills and agents' },
    'organisation key: admin': administers,
    'organisation key: owner': administers,
    'organisation key: primary_owner': administers,
    'organisation key: membership_admin': administers,
    'organisation key: developer': { level: 5, because: 'its role makes API keys, and with one it asks models as others do' },
    'organisation key: billing': asks,
    'organisation key: user': asks,
    'organisation key: claude_code_user': asks,
    'organisation key: managed': asks,
    'org:admin': { ...administers, reach: 3 },
    'workspace:developer': { level: 4, because: 'it asks models, and reads and writes files, batches, skills and agents of the workspace' },
    'workspace:inference': { level: 3, because: 'it asks models at the workspace’s cost, and changes nothing there' },
  },
  within: { workspace: 2, organisation: 3 },
} // prettier-ignore
