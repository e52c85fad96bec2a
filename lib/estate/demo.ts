import { company, products } from './company.ts'
import type { Estate } from './estate.ts'
import { fileNames, fileText } from './files/file-text.ts'

/** What an installation connects and imports to have this company before it: sources, files, and the rules that match them up. */
export type EstateDemo = {
  /** `action`: what a source may act with, for whoever lets it; it is given by nobody else. */
  sources: { kind: string; name: string; settings: Record<string, unknown>; credential: unknown; action: unknown; everyMinutes: number }[]
  files: { name: string; settings: Record<string, unknown>; text: string }[]
  /** The tracker that its security team works with. */
  tracker: { flavour: 'cloud'; baseUrl: string; projectKey: string; issueType: string; credential: { email: string; token: string } }
  rules: { name: string; condition: Record<string, unknown>; ownerKey: string | null; workloadKey: string | null }[]
}

const titles = {
  owners: 'People and teams',
  workloads: 'Workloads',
  tokens: 'Other tokens',
  controls: 'Controls',
  exposures: 'Leaks',
} as const

/** The demo of a running estate, as it is now. */
export function demoOf(
  estate: Pick<
    Estate,
    | 'awsUrl'
    | 'githubUrl'
    | 'account'
    | 'org'
    | 'awsCredential'
    | 'awsActionCredential'
    | 'githubApp'
    | 'githubActingApp'
    | 'jira'
    | 'jiraCredential'
    | 'control'
    | 'further'
  >,
): EstateDemo {
  const view = estate.control.view()
  return {
    sources: [
      {
        kind: 'aws',
        name: `AWS ${company.name}`,
        settings: { account: estate.account, region: 'us-east-1', baseUrl: estate.awsUrl },
        credential: estate.awsCredential,
        action: estate.awsActionCredential,
        everyMinutes: 60,
      },
      {
        kind: 'github',
        name: `GitHub ${estate.org}`,
        settings: { baseUrl: estate.githubUrl, org: estate.org },
        // An App, as GitHub lists fine-grained tokens to no one else.
        credential: estate.githubApp(),
        action: estate.githubActingApp(),
        everyMinutes: 60,
      },
      ...Object.values(estate.further),
    ],
    files: fileNames.map((rows) => ({
      name: `${titles[rows]} of ${company.name}`,
      settings: { format: 'csv', rows, ...(rows === 'tokens' ? { covers: 'everything' } : {}) },
      text: fileText(view, rows),
    })),
    tracker: { flavour: 'cloud', ...estate.jira.cloud, issueType: 'Task', credential: estate.jiraCredential },
    rules: rules(),
  }
}

/** GitHub tells no workload: names do, for those that hold more than the company's own business. The longest name first. */
function rules(): EstateDemo['rules'] {
  const byName = products
    .filter((one) => one.sensitivity > 1)
    .toSorted((a, b) => b.key.length - a.key.length || a.key.localeCompare(b.key))
    .map(({ key }) => ({
      name: `GitHub credentials named after ${key}`,
      condition: { provider: 'github', name: `*${key}*` },
      ownerKey: null,
      workloadKey: key,
    }))
  const keys = {
    name: 'Deploy keys belong to whoever keeps the pipelines',
    condition: { kind: 'github.deploy-key', name: 'ci-deploy*' },
    ownerKey: 'developer-experience',
    workloadKey: null,
  }
  const gitlab = {
    name: 'What is still on GitLab belongs to Data Platform',
    condition: { provider: 'gitlab' },
    ownerKey: 'data-platform',
    workloadKey: null,
  }
  return [...byName, keys, gitlab]
}
