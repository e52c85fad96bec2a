import { ownerChoices, workloadChoices } from '@/lib/db/directory-choices.ts'
import { listRules, type RuleRow } from '@/lib/db/list-rules.ts'
import { presentSourceNames } from '@/lib/db/present-sources.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { readTokenSearch } from '@/lib/model/token-search.ts'
import type { Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { RuleForm } from './rule-form.tsx'

/** The form of a rule with everything that there is to choose from; `rule` null for a new one. */
export async function RulePageForm({ viewer, rule }: { viewer: Viewer; rule: RuleRow | null }) {
  const { db, now } = await webWorld()
  const [owners, workloads, { counts }, sources, rules] = await Promise.all([
    ownerChoices(db),
    workloadChoices(db),
    tokenFacets(db, viewer.scope, readTokenSearch({}), now),
    presentSourceNames(db),
    listRules(db),
  ])
  const places = [
    { value: '-1', label: '1, before all others' },
    ...rules.map(({ position, name }, place) => ({ value: String(position), label: `${place + 2}, after “${name}”` })),
  ]
  return (
    <RuleForm
      key={rule?.version}
      rule={rule}
      owners={owners}
      workloads={workloads}
      owner={rule?.ownerId ? { id: rule.ownerId, name: rule.ownerName ?? '', says: null } : null}
      workload={rule?.workloadId ? { id: rule.workloadId, name: rule.workloadName ?? '', says: null } : null}
      providers={counts.provider.map(({ value }) => value)}
      kinds={counts.kind.map(({ value }) => value)}
      sources={sources}
      places={rules.length > 0 ? places : [{ value: '0', label: '1' }]}
    />
  )
}
