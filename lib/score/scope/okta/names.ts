import type { NamedLevel, NamedTable } from '../named.ts'

const whole = (because: string): NamedLevel => ({ level: 6, reach: 4, because })
const entry = (because: string): NamedLevel => ({ level: 5, reach: 4, because })
const setup = (because: string): NamedLevel => ({ level: 2, because })
const own = (level: 1 | 3, because: string): NamedLevel => ({ level, reach: 1, because })

/**
 * What Okta's names let their holder do: standard admin roles, permissions of custom ones, and OAuth scopes, which share their names. Okta
 * decides who gets into everything else, so what changes people, groups, apps or sign-in reaches the whole company.
 */
export const oktaNames: NamedTable = {
  provider: 'Okta',
  service: 'okta',
  names: {
    SUPER_ADMIN: whole('it may everything, and makes other administrators'),
    ORG_ADMIN: whole('it manages people, groups, apps and most settings'),
    APP_ADMIN: whole('it manages apps, and who gets into them'),
    USER_ADMIN: whole('it manages people and groups, and resets how they sign in'),
    GROUP_MEMBERSHIP_ADMIN: whole('it decides who is in which group, and so who gets into what'),
    API_ACCESS_MANAGEMENT_ADMIN: { level: 6, because: 'it decides what tokens of authorization servers may do' },
    ACCESS_CERTIFICATIONS_ADMIN: whole('it decides what access people keep'),
    ACCESS_REQUESTS_ADMIN: whole('it decides what access people get'),
    WORKFLOWS_ADMIN: entry('it runs flows with the credentials of connected systems'),
    HELP_DESK_ADMIN: entry('it resets passwords and factors of people'),
    MOBILE_ADMIN: { level: 4, because: 'it manages devices' },
    READ_ONLY_ADMIN: { level: 5, because: 'it reads people, groups, settings and apps, the client secrets of apps among that' },
    REPORT_ADMIN: { level: 3, because: 'it reads reports and the System Log' },
    'okta.apps.clientCredentials.read': {
      level: 5,
      because: 'it reads client secrets of apps in clear, and whoever has one signs in as its app',
    },
    'okta.users.credentials.manage': entry('it resets passwords and factors of people'),
    'okta.users.credentials.resetPassword': entry('it resets passwords'),
    'okta.users.credentials.resetFactors': entry('it resets factors'),
    'okta.users.credentials.expirePassword': { level: 4, because: 'it makes people choose new passwords' },
    'okta.users.credentials.manageTemporaryAccessCode': entry('it makes codes to sign in with as others'),
    'okta.users.create': whole('it makes people'),
    'okta.factors.manage': entry('it enrols and removes factors of people'),
    'okta.sessions.manage': entry('it makes and ends sessions of people'),
    'okta.eventHooks.manage': { level: 5, because: 'it has events sent to an address of choice' },
    'okta.inlineHooks.manage': entry('it has sign-ins asked of an address of choice'),
    'okta.logStreams.manage': { level: 5, because: 'it has the System Log sent to an address of choice' },
    'okta.workflows.invoke': { level: 5, because: 'it runs flows' },
    'okta.apiTokens.manage': { level: 4, because: 'it revokes API tokens, and decides from where they may be used' },
    'okta.brands.manage': { level: 4, because: 'it changes how pages look' },
    'okta.templates.manage': { level: 4, because: 'it changes what messages say' },
    'okta.linkedObjects.manage': { level: 4, because: 'it changes relations of people' },
    'okta.schemas.read': setup('it reads what fields people have'),
    'okta.policies.read': setup('it reads policies'),
    'okta.networkZones.read': setup('it reads network zones'),
    'okta.brands.read': setup('it reads how pages look'),
    'okta.templates.read': setup('it reads what messages say'),
    'okta.authenticators.read': setup('it reads how people may sign in'),
    'okta.trustedOrigins.read': setup('it reads which pages may call Okta'),
    'okta.features.read': setup('it reads what is switched on'),
    'okta.rateLimits.read': setup('it reads limits'),
    'okta.myAccount.read': own(3, 'it reads its own user'),
    'okta.users.read.self': own(3, 'it reads its own user'),
    'okta.users.manage.self': { level: 4, reach: 1, because: 'it changes its own user' },
    openid: own(1, 'it tells who its user is'),
    offline_access: own(1, 'it asks for further tokens of the same scopes'),
    device_sso: { level: 5, reach: 2, because: 'it signs other apps of the device in as its user' },
    profile: own(3, 'it reads its user’s profile'),
    email: own(3, 'it reads its user’s address'),
    phone: own(3, 'it reads its user’s number'),
    address: own(3, 'it reads where its user lives'),
    groups: own(3, 'it reads its user’s groups'),
  },
  families: [
    [/^okta\.myAccount\.\w+\.read$/, own(3, 'it reads its own user')],
    [/^okta\.myAccount\.[\w.]*manage$/, { level: 4, reach: 1, because: 'it changes its own user' }],
    [/^okta\.[\w.]+\.manage(?:\.\w+)?$/, whole('it manages a part of who gets into what')],
    [/^okta\.[\w.]+\.read$/, { level: 3, because: 'it reads a part of the organisation' }],
  ],
  within: { organisation: 3, user: 1 },
}
