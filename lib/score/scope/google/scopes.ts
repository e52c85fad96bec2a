import type { NamedTable } from '../named.ts'

const auth = 'https://www.googleapis.com/auth/'
const named = (levels: Readonly<Record<string, NamedTable['names'][string]>>) =>
  Object.fromEntries(Object.entries(levels).map(([name, level]) => [`${auth}${name}`, level]))

/**
 * Google's OAuth scopes by what they open of the person who granted them: developers.google.com/identity/protocols/oauth2/scopes. An
 * administrator's grant opens the administration with it.
 */
export const googleScopes: NamedTable = {
  provider: 'Google',
  service: 'google',
  names: {
    'https://mail.google.com/': { level: 4, because: 'it reads, sends and deletes all mail' },
    'https://www.google.com/m8/feeds': { level: 4, because: 'it changes contacts' },
    'https://www.google.com/m8/feeds/': { level: 4, because: 'it changes contacts' },
    'https://www.google.com/calendar/feeds': { level: 4, because: 'it changes calendars' },
    openid: { level: 1, reach: 1, because: 'it tells who signs in' },
    email: { level: 1, reach: 1, because: 'it tells who signs in' },
    profile: { level: 1, reach: 1, because: 'it tells who signs in' },
    'app password': { level: 4, because: 'it signs in by mail, contacts and calendar protocols as its person, without a second factor' },
    ...named({
      'userinfo.email': { level: 1, reach: 1, because: 'it tells who signs in' },
      'userinfo.profile': { level: 1, reach: 1, because: 'it tells who signs in' },
      'cloud-platform': { level: 6, reach: 3, because: 'it does in Google Cloud whatever its person may' },
      'cloud-platform.read-only': { level: 3, reach: 3, because: 'it reads in Google Cloud whatever its person may' },
      'compute': { level: 5, because: 'it runs machines' },
      'devstorage.full_control': { level: 6, because: 'it changes who may use objects' },
      'apps.groups.settings': { level: 6, reach: 3, because: 'it changes groups, and who is let in by them' },
      'apps.licensing': { level: 4, reach: 3, because: 'it hands out licences' },
      'gmail.modify': { level: 4, because: 'it reads, sends and moves all mail' },
      'gmail.settings.sharing': { level: 5, because: 'it forwards mail, and lets others into the mailbox' },
      'gmail.settings.basic': { level: 4, because: 'it filters and forwards mail' },
      'gmail.metadata': { level: 2, because: 'it reads who wrote to whom' },
      'gmail.labels': { level: 4, reach: 1, because: 'it changes labels' },
      'gmail.addons.current.message.readonly': { level: 3, reach: 1, because: 'it reads the message that is open' },
      drive: { level: 4, because: 'it reads, changes, shares and deletes every file' },
      'drive.file': { level: 4, reach: 1, because: 'it changes the files that it was given one by one' },
      'drive.appdata': { level: 4, reach: 1, because: 'it keeps data of its own' },
      'drive.install': { level: 1, reach: 1, because: 'it stands in a menu' },
      'drive.scripts': { level: 5, because: 'it changes scripts, which then run as whoever starts them' },
      'script.projects': { level: 5, because: 'it changes scripts, which then run as whoever starts them' },
      'script.deployments': { level: 5, because: 'it starts scripts for others' },
      'script.external_request': { level: 4, reach: 1, because: 'it sends what it reads elsewhere' },
      firebase: { level: 6, because: 'it administers all that its person has at Firebase: data, rules, code' },
      androidpublisher: { level: 5, because: 'it publishes apps, which others run' },
      'tagmanager.publish': { level: 5, because: 'it changes what runs in visitors’ browsers' },
      'script.webapp.deploy': { level: 5, because: 'it starts scripts for others' },
      'directory.readonly': { level: 3, reach: 3, because: 'it reads the whole directory' },
      'ediscovery': { level: 6, reach: 3, because: 'it searches and exports everybody’s mail and files' },
      'ediscovery.readonly': { level: 3, reach: 3, because: 'it reads what was searched of everybody’s mail and files' },
    }),
  },
  families: [
    [/^https:\/\/www\.googleapis\.com\/auth\/(?:admin|cloud-identity|apps)\.\S*\.readonly$/, { level: 3, reach: 3, because: 'it reads the whole directory or its reports, where its person is an administrator' }],
    [/^https:\/\/www\.googleapis\.com\/auth\/(?:admin|cloud-identity|apps|chrome\.management)\./, { level: 6, reach: 3, because: 'it administers everybody, where its person is an administrator' }],
    [/^https:\/\/www\.googleapis\.com\/auth\/\S+\.admin\.\S+\.readonly$/, { level: 3, reach: 3, because: 'it reads what is everybody’s, where its person is an administrator' }],
    [/^https:\/\/www\.googleapis\.com\/auth\/\S+\.(?:admin(?:\.\S+)?|manage\.users)$/, { level: 6, reach: 3, because: 'it administers, or changes who is let in' }],
    [/^https:\/\/www\.googleapis\.com\/auth\/\S*\.readonly$/, { level: 3, because: 'it reads' }],
    [/^https:\/\/www\.googleapis\.com\/auth\/(?:user|userinfo|profile)\.\S+\.read$/, { level: 2, reach: 1, because: 'it reads about its person' }],
    [/^https:\/\/www\.googleapis\.com\/auth\/(?:gmail|drive|calendar|contacts|documents|spreadsheets|presentations|forms|tasks|chat|meetings|keep|photoslibrary|youtube|classroom|directory|analytics|adwords|tagmanager|webmasters|bigquery|devstorage|datastore|pubsub|sqlservice|firebase|content|blogger|fitness|books|groups|script|activity|androidpublisher|display-video|doubleclicksearch|dfp|business\.manage|plus\.business\.manage|siteverification|indexing|logging|monitoring|cloud-translation|cloud-vision|cloud-language|generative-language|sdm|games|fact-check)(?:\.|$|_)/, { level: 4, because: 'it changes what its person may change' }],
  ],
  within: { user: 2, organisation: 4 },
} // prettier-ignore
