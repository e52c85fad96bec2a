import type { JsonService } from './signed-json.ts'
import type { Settings } from './settings.ts'

/** Where Organizations stands: once in every partition. */
export function organizations({ region, organizationsBaseUrl, baseUrl }: Settings): JsonService {
  const home = region.startsWith('us-gov-') ? 'us-gov-west-1' : region.startsWith('cn-') ? 'cn-northwest-1' : 'us-east-1'
  return {
    signedAs: 'organizations',
    region: home,
    endpoint: organizationsBaseUrl ?? baseUrl ?? `https://organizations.${home}.${suffix(home)}`,
  }
}

export function rolesAnywhere({ rolesAnywhereBaseUrl, baseUrl }: Settings, region: string): JsonService {
  return { signedAs: 'rolesanywhere', region, endpoint: regional(rolesAnywhereBaseUrl ?? baseUrl, 'rolesanywhere', region) }
}

export function secretsManager({ secretsManagerBaseUrl, baseUrl }: Settings, region: string): JsonService {
  return { signedAs: 'secretsmanager', region, endpoint: regional(secretsManagerBaseUrl ?? baseUrl, 'secretsmanager', region) }
}

function regional(own: string | undefined, service: string, region: string): string {
  return own?.replaceAll('REGION', region) ?? `https://${service}.${region}.${suffix(region)}`
}

function suffix(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
}
