const pages: Readonly<Record<string, { kind: string; href?: (id: string) => string }>> = {
  token: { kind: 'token', href: (id) => `/tokens/${id}` },
  source: { kind: 'source', href: (id) => `/sources/${id}` },
  owner: { kind: 'owner', href: (id) => `/directory/owners/${id}` },
  workload: { kind: 'workload', href: (id) => `/directory/workloads/${id}` },
  user: { kind: 'account' },
  channel: { kind: 'channel of messages', href: () => '/settings/messages' },
  message: { kind: 'message' },
  words: { kind: 'words of messages', href: (kind) => `/settings/messages/templates/${kind}` },
  rule: { kind: 'rule', href: (id) => `/directory/rules/${id}` },
  view: { kind: 'view' },
  plan: { kind: 'plan', href: (id) => `/plans/${id}` },
  plans: { kind: 'plans' },
  campaign: { kind: 'review', href: (id) => `/campaigns/${id}` },
  act: { kind: 'act at a provider', href: (id) => `/acts/${id}` },
  report: { kind: 'file', href: (id) => `/reports/taken/${id}` },
  exposure: { kind: 'leak', href: (id) => `/exposures/${id}` },
  exposures: { kind: 'leaks', href: () => '/exposures' },
  exception: { kind: 'exception', href: (id) => `/exceptions/${id}` },
}

/** What kind of thing a target is: "token:018f…" is a token. */
export function targetKind(target: string): string {
  const [kind = ''] = target.split(':')
  return Object.hasOwn(pages, kind) ? (pages[kind]?.kind ?? kind) : kind
}

/** The page of a target, where it has one. */
export function targetHref(target: string): string | null {
  const [kind = '', id = ''] = target.split(':')
  return (Object.hasOwn(pages, kind) ? pages[kind]?.href?.(id) : undefined) ?? null
}
