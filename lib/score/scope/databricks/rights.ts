import type { NamedTable } from '../named.ts'

/** A Databricks token may what its owner may, which is told apart only by whether that is an administrator of the workspace. */
export const databricksRights: NamedTable = {
  provider: 'Databricks',
  service: 'databricks',
  names: {
    'all that its owner may': { level: 6, because: 'whose it is, and so whether an administrator’s, is not known' },
    'workspace admin': { level: 6, because: 'it changes users, tokens, clusters and settings of the workspace' },
    'workspace member': { level: 5, because: 'it runs jobs and notebooks with the rights to data that its owner has' },
  },
  within: { workspace: 3, account: 4 },
}
