import type { Metadata } from 'next'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { RuleTable } from '@/components/directory/rule-table.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { ownerChoices, workloadChoices } from '@/lib/db/directory-choices.ts'
import { listRules, type RuleRow } from '@/lib/db/list-rules.ts'
import { tokenFacets } from '@/lib/db/token-facets.ts'
import { countRules } from '@/lib/flows/count-rules.ts'
import { readTokenSearch, type RawQuery } from '@/lib/model/token-search.ts'
import { may, type Viewer } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { RemoveRule } from '../remove-rule.tsx'
import { RuleForm } from '../rule-form.tsx'

export const metadata: Metadata = { title: 'Rules · Directory' }

export default async function RulesPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('directory:read')
  const { remove } = await searchParams
  const mayEdit = may(viewer.role, 'directory:edit')
  const world = await webWorld()
  const [rules, counts] = await Promise.all([listRules(world.db), countRules(world)])
  const lines = rules.map((rule) => ({ ...rule, assigns: counts.get(rule.id) ?? 0 }))
  const removed = mayEdit ? lines.find(({ id }) => id === remove) : undefined
  return (
    <>
      <PageHead
        title="Directory"
        says="Rules are asked in order; the first that fits decides, for the owner and for the workload. What a person states of a token stands above every rule, and a rule above the provider’s own hints."
        action={mayEdit ? <LinkButton href="#new-rule">Add a rule</LinkButton> : null}
      />
      <DirectoryTabs here="rules" />
      {removed ? <RemoveRule id={removed.id} name={removed.name} assigns={removed.assigns} /> : null}
      {lines.length > 0 ? (
        <RuleTable rules={lines} hrefRemove={mayEdit ? (id) => `/directory/rules?${new URLSearchParams({ remove: id })}` : null} />
      ) : (
        <EmptyState title="There is no rule yet.">
          Until there is one, owners and workloads come from the providers’ hints alone.
        </EmptyState>
      )}
      {mayEdit ? <NewRule viewer={viewer} rules={rules} /> : null}
    </>
  )
}

async function NewRule({ viewer, rules }: { viewer: Viewer; rules: readonly RuleRow[] }) {
  const { db, now } = await webWorld()
  const [owners, workloads, { counts }] = await Promise.all([
    ownerChoices(db),
    workloadChoices(db),
    tokenFacets(db, viewer.scope, readTokenSearch({}), now),
  ])
  const last = rules.at(-1)?.position ?? 0
  return (
    <RuleForm
      owners={owners}
      workloads={workloads}
      providers={counts.provider.map(({ value }) => value)}
      kinds={counts.kind.map(({ value }) => value)}
      position={Math.min(last + 10, 100_000)}
    />
  )
}
