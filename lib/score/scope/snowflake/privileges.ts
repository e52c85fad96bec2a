import type { NamedTable } from '../named.ts'

const administers = { level: 6, because: 'it administers the account, its users or their rights' } as const

/** Snowflake's privileges as "PRIVILEGE on object", and its own administering roles ("role ACCOUNTADMIN"), by families, the first that fits. */
export const snowflakePrivileges: NamedTable = {
  provider: 'Snowflake',
  service: 'snowflake',
  names: {
    'USAGE on database role': { level: 6, because: 'what the database role brings is not read, and counts as the worst' },
    'role ACCOUNTADMIN': administers,
    'role ORGADMIN': administers,
    'role GLOBALORGADMIN': administers,
    'role SECURITYADMIN': administers,
    'role USERADMIN': administers,
    'role SYSADMIN': { level: 6, because: 'it owns what the account has, by way of the roles below it' },
  },
  families: [
    [/^(?:MANAGE GRANTS|CREATE USER|CREATE ROLE|CREATE INTEGRATION|CREATE SHARE|OVERRIDE SHARE RESTRICTIONS|MODIFY PROGRAMMATIC AUTHENTICATION METHODS|APPLY .*POLICY|ATTACH POLICY|IMPORT SHARE) on /, administers],
    [/^OWNERSHIP on (?:user|role|account|integration|network policy|share)$/, administers],
    [/^(?:OWNERSHIP|USAGE|MODIFY|CREATE \w+) on (?:secret|procedure|function|integration|external access integration|service|task)$|^EXECUTE (?:MANAGED )?(?:TASK|ALERT)/, { level: 5, because: 'it runs code, or uses secrets and integrations, with rights of their owners' }],
    [/^(?:OWNERSHIP|INSERT|UPDATE|DELETE|TRUNCATE|EVOLVE SCHEMA|WRITE|CREATE [\w ]+|MODIFY|OPERATE|MONITOR SECURITY|REBUILD|APPLYBUDGET|ADD SEARCH OPTIMIZATION) on /, { level: 4, because: 'it changes data or what it is kept in' }],
    [/^(?:SELECT|READ|IMPORTED PRIVILEGES) on /, { level: 3, because: 'it reads data' }],
    [/^(?:USAGE|MONITOR|REFERENCES|RESOLVE ALL|VIEW LINEAGE|APPLY|MONITOR USAGE|MONITOR EXECUTION|USE_ANY_ROLE|DATABASE_ROLE) on /, { level: 2, because: 'it finds and uses what there is, without its data' }],
  ],
  within: { account: 3 },
} // prettier-ignore
