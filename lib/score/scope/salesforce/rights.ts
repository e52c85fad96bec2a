import type { NamedLevel, NamedTable } from '../named.ts'

const whole = (because: string): NamedLevel => ({ level: 6, because })
const secret = (because: string): NamedLevel => ({ level: 5, because })
const reading = (because: string): NamedLevel => ({ level: 3, because })

/**
 * What a Salesforce user may do over the whole org, by the system permissions that count everywhere, or with which it gives itself more; a token may
 * at most that. Beside them it sees what is shared with its user, which is a part of the org that nobody tells.
 */
export const salesforceRights: NamedTable = {
  provider: 'Salesforce',
  service: 'salesforce',
  names: {
    'Modify All Data': whole('it reads, writes and deletes every record, and may give itself whatever else it wants'),
    'Manage Users': whole('it makes users and gives them rights'),
    'Manage Internal Users': whole('it makes users and gives them profiles'),
    'Reset User Passwords and Unlock Users': whole('it sets the passwords of others, with which it signs in as they'),
    'Act As User': whole('it acts as other users'),
    'Assign Permission Sets': whole('it gives itself or others whatever a permission set holds'),
    'Manage Profiles and Permission Sets': whole('it writes any right into a profile or a permission set'),
    'Manage Session Permission Set Activations': secret('it switches on permission sets that are meant for single sessions'),
    'Manage Roles': whole('it changes the hierarchy by which people see the records of others'),
    'Manage Sharing': whole('it changes who sees which records'),
    'Customize Application': whole('it changes apps, access and metadata of the org'),
    'Modify Metadata Through Metadata API Functions': whole('it deploys metadata, among it code that sees every record'),
    'Author Apex': whole('it runs code that sees every record'),
    'Deploy Change Sets': whole('it brings in what others built, among it code that sees every record'),
    'Download AppExchange Packages': whole('it installs packages, whose code sees every record'),
    'Manage Flow': secret('it builds flows, which may run with more rights than its own'),
    'Manage Connected Apps': whole('it changes which apps come in, for whom, and as which user they run'),
    'Create, edit, and delete External Client Apps': whole('it makes apps that come in as users of the org'),
    'View all External Client Apps, view their settings, and edit their policies': whole('it changes which apps come in, and for whom'),
    'View External Client App Consumer Secrets in Metadata': secret('it reads the secrets of apps'),
    'Approve Uninstalled Connected Apps': { level: 4, reach: 2, because: 'it lets apps in, as its user, that nobody installed' },
    'Manage Auth. Providers': whole('it changes who vouches for people that sign in, so that it comes in as anybody'),
    'Allows users to modify Named Credentials and External Credentials': secret('it uses and redirects the credentials of the org for other systems'),
    'Manage Certificates': secret('it exchanges and takes the keys with which the org signs'),
    'Manage Encryption Keys': whole('it makes and destroys the keys that data is encrypted with'),
    'Manage IP Addresses': whole('it changes from where people may sign in'),
    'Manage Login Access Policies': whole('it changes who may sign in as somebody else'),
    'Manage Password Policies': whole('it changes how people sign in'),
    'Manage MFA in API': secret('it takes second factors from others'),
    'Manage MFA in User Interface': secret('it takes second factors from others, and makes codes in their place'),
    'Manage Sandboxes': secret('it makes copies of the org with all that is in it'),
    'View All Data': reading('it reads every record of the org'),
    'Weekly Data Export': reading('it takes every record of the org with it'),
    'Query All Files': reading('it reads every file of the org'),
    'Export Reports': { level: 3, reach: 2, because: 'it takes with it what reports show its user' },
    'API Enabled': { level: 4, reach: 2, because: 'it reads and writes, by programs, what is shared with its user' },
    'what is shared with its user': { level: 4, reach: 2, because: 'it reads and writes what is shared with its user' },
  },
  within: { organisation: 3 },
} // prettier-ignore
