import type { NamedTable } from '../named.ts'

/**
 * Google's API keys by the interfaces that they are limited to. A key says which project pays, and nobody who calls: it reads nothing that needs a
 * person, but it spends, and some interfaces keep what is sent by it.
 */
export const gcpApiKeys: NamedTable = {
  provider: 'Google Cloud',
  service: 'gcp',
  names: {
    'any API': { level: 4, reach: 3, because: 'it is limited to no interface: it calls, at the project’s cost, every one that is enabled there and takes keys' },
    'generativelanguage.googleapis.com': { level: 4, reach: 3, because: 'it asks models at the project’s cost, and reads and writes the files and caches that were uploaded to them' },
    'aiplatform.googleapis.com': { level: 4, reach: 3, because: 'it asks models at the project’s cost' },
    'identitytoolkit.googleapis.com': { level: 4, because: 'it signs people of the project’s apps up and in' },
    'firebaseinstallations.googleapis.com': { level: 2, because: 'it registers an app' },
  },
  families: [
    [/^(?:maps|places|geocoding|routes|directions|static-maps|street-view|roads|geolocation|timezone|elevation|distance-matrix)[\w-]*\.googleapis\.com$/, { level: 2, because: 'it shows maps at the project’s cost' }],
    [/^[\w-]+(?:\.[\w-]+)*\.(?:googleapis|cloud\.goog)\.com$/, { level: 4, because: 'it calls this interface at the project’s cost' }],
  ],
  within: { project: 2 },
} // prettier-ignore
