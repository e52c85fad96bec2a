import type { Role } from '@/lib/model/viewer.ts'

/** What each role is, for whoever gives it. */
export const roleWords: Readonly<Record<Role, { label: string; says: string }>> = {
  analyst: { label: 'Analyst', says: 'sees everything, says what is known of tokens, edits the directory' },
  owner: { label: 'Owner', says: 'sees the tokens of one owner in the directory, and of their team' },
  auditor: { label: 'Auditor', says: 'reads everything and changes nothing' },
  admin: { label: 'Administrator', says: 'everything, sources and people included' },
}
