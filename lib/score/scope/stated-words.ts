import type { Level, Reach } from '../../model/grant.ts'

/**
 * The words by which a person may state breadth in a file, and what each counts as. Words are compared without case, and
 * with blanks, dots and underscores taken for hyphens. A word that is not here counts as the worst, and the rating says so.
 */
export const levelWords: Readonly<Record<string, Level>> = {
  // 6: changes who may do what, or everything
  admin: 6, administrator: 6, administer: 6, 'full-admin': 6, 'full-access': 6, full: 6, all: 6, '*': 6, root: 6, superuser: 6,
  super: 6, owner: 6, 'global-admin': 6, god: 6, sudo: 6, permissions: 6, 'manage-permissions': 6, iam: 6,
  // 5: credentials of others, or code under the rights of others
  credentials: 5, credential: 5, secrets: 5, 'read-secrets': 5, impersonate: 5, impersonation: 5, deploy: 5, execute: 5, exec: 5,
  code: 5, run: 5, operator: 5,
  // 4: changes things
  write: 4, 'read-write': 4, readwrite: 4, rw: 4, edit: 4, editor: 4, modify: 4, update: 4, create: 4, delete: 4, push: 4, publish: 4,
  upload: 4, send: 4, contributor: 4, developer: 4, maintain: 4, maintainer: 4, manage: 4, manager: 4, power: 4, 'power-user': 4,
  // 3: reads data. "Read" alone is taken for data, as nobody says that it is not
  read: 3, 'read-only': 3, readonly: 3, ro: 3, 'read-data': 3, data: 3, pull: 3, download: 3, query: 3, reader: 3, viewer: 3, view: 3,
  // 2: reads how things are set up
  'read-config': 2, 'read-configuration': 2, config: 2, configuration: 2, describe: 2, audit: 2, auditor: 2,
  // 1: sees what there is
  list: 1, metadata: 1, 'read-metadata': 1, browse: 1, ping: 1, health: 1,
} // prettier-ignore

/** How far, in words. "Organisation" and its like mean everything of many services. */
export const reachWords: Readonly<Record<string, Reach>> = {
  one: 1, single: 1, object: 1, 'one-object': 1, resource: 1, 'one-resource': 1, repository: 1, 'one-repository': 1, self: 1, own: 1,
  some: 2, few: 2, set: 2, bounded: 2, 'bounded-set': 2, selected: 2, subset: 2, project: 2, team: 2, folder: 2, group: 2,
  service: 3, account: 3, 'whole-service': 3, 'whole-account': 3, application: 3, workspace: 3, database: 3, cluster: 3, environment: 3,
  all: 4, everything: 4, '*': 4, many: 4, organisation: 4, organization: 4, org: 4, tenant: 4, enterprise: 4, company: 4, global: 4,
} // prettier-ignore
