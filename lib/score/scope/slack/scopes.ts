import type { NamedLevel, NamedTable } from '../named.ts'

const administers: NamedLevel = { level: 6, because: 'it administers the workspace: people, apps, channels' }
const everything: NamedLevel = { level: 4, because: 'a scope of old apps that reads and writes all that its user sees' }
const content: NamedLevel = { level: 3, because: 'it reads what people wrote or stored' }
const setUp: NamedLevel = {
  level: 3,
  because: 'it reads about everybody’s apps, sessions, channels or figures, as an administrator sees them',
}
const lists: NamedLevel = { level: 1, because: 'it lists names' }

/** Slack's scopes. A bot reads where it was invited, and a user's token wherever the user may: the log does not tell which of both it is. */
export const slackScopes: NamedTable = {
  provider: 'Slack',
  service: 'slack',
  names: {
    admin: administers,
    'app_configurations:write': { level: 6, because: 'it changes apps: what they may do, and where what they see is sent' },
    'auditlogs:read': { level: 3, because: 'it reads who did what, and from where' },
    'files:read': content,
    'search:read': content,
    'canvases:read': content,
    'lists:read': content,
    'stars:read': content,
    'pins:read': content,
    'bookmarks:read': content,
    'users:read.email': { level: 3, because: 'it reads the e-mail addresses of all' },
    'incoming-webhook': { level: 4, reach: 1, because: 'it posts into one channel' },
    commands: { level: 1, because: 'it is asked by people, and reads what they type to it' },
    'app_mentions:read': { level: 1, because: 'it reads where it was mentioned' },
    identify: lists,
    'users:read': lists,
    'channels:read': lists,
    'groups:read': lists,
    'im:read': lists,
    'mpim:read': lists,
    'team:read': lists,
    'usergroups:read': lists,
    'emoji:read': lists,
    'dnd:read': lists,
    'reactions:read': lists,
    'reminders:read': lists,
    'metadata.message:read': content,
    'calls:read': lists,
    'links:read': lists,
    'users.profile:read': { level: 2, because: 'it reads profiles' },
    'identity.basic': lists,
    'identity.email': lists,
    bot: everything,
    client: everything,
    read: everything,
    post: everything,
  },
  families: [
    [/^admin\..+:write$/, administers],
    [/^admin\..+:read$/, setUp],
    [/^search:read\..+$/, content],
    [/^[a-z._]+:history$/, content],
    [/^[a-z._]+:(?:write|manage|execute|connect)(?:[.:].+)?$/, { level: 4, because: 'it writes in the workspace' }],
  ],
  within: { workspace: 3 },
}
