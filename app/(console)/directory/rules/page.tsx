import type { Metadata } from 'next'
import { RuleTable } from '@/components/directory/rule-table.tsx'
import { DirectoryTabs } from '@/components/directory/tabs.tsx'
import { PageHead } from '@/components/shell/page-head.tsx'
import { LinkButton } from '@/components/ui/button.tsx'
import { EditPanel } from '@/components/ui/edit-panel.tsx'
import { EmptyState } from '@/components/ui/empty-state.tsx'
import { leastWords } from '@/components/ui/time-words.ts'
import { listRules } from '@/lib/db/list-rules.ts'
import { countRules } from '@/lib/flows/count-rules.ts'
import type { RawQuery } from '@/lib/model/token-search.ts'
import { may } from '@/lib/model/viewer.ts'
import { webWorld } from '@/lib/server/web/ground.ts'
import { pageViewer } from '@/lib/server/web/viewer.ts'
import { whatLacks } from '../../what-lacks.tsx'
import { DropRule, RuleActs } from '../rule-acts.tsx'
import { RuleDone } from '../rule-done.tsx'

export const metadata: Metadata = { title: 'Rules · Directory' }

export default async function RulesPage({ searchParams }: { searchParams: Promise<RawQuery> }) {
  const viewer = await pageViewer('directory:read')
  const { remove, done } = await searchParams
  const mayEdit = may(viewer.role, 'directory:edit')
  const world = await webWorld()
  const [rules, counts, { atLeast, notice }] = await Promise.all([listRules(world.db), countRules(world), whatLacks(viewer)])
  const lines = rules.map((rule) => ({ ...rule, assigns: counts.get(rule.id) ?? 0 }))
  const removed = mayEdit ? lines.find(({ id }) => id === remove) : undefined
  return (
    <>
      <PageHead
        title="Directory"
        says="Rules are asked in order; the first that fits decides, for the owner and for the workload. What a person states of a token stands above every rule, and a rule above the provider’s own hints."
        action={
          mayEdit ? (
            <LinkButton href="/directory/rules/new" kind="primary">
              Add a rule
            </LinkButton>
          ) : null
        }
      />
      <DirectoryTabs here="rules" />
      {notice}
      {typeof done === 'string' && !removed ? <RuleDone world={world} id={done.slice(0, 100)} mayEdit={mayEdit} /> : null}
      {removed ? (
        <EditPanel title={`Remove “${removed.name}”?`} says={`${letsGo(removed.assigns, atLeast)} Removing it can be undone.`}>
          <DropRule id={removed.id} name={removed.name} />
        </EditPanel>
      ) : null}
      {lines.length > 0 ? (
        <RuleTable
          rules={lines}
          atLeast={atLeast}
          acts={
            mayEdit
              ? ({ id, name, enabled }, place) => (
                  <RuleActs
                    id={id}
                    name={name}
                    enabled={enabled}
                    version={rules[place]?.version ?? 0}
                    isFirst={place === 0}
                    isLast={place === rules.length - 1}
                  />
                )
              : null
          }
        />
      ) : (
        <EmptyState title="There is no rule yet.">
          A rule gives tokens an owner or a workload by their provider, kind, name, tag or holder. Until there is one, both come from the
          providers’ hints alone.
        </EmptyState>
      )}
    </>
  )
}

function letsGo(assigns: number, atLeast: boolean): string {
  if (assigns === 0) return 'It assigns nothing at present.'
  return `It lets go of ${leastWords(assigns, atLeast)} live tokens, which the other rules and the hints decide again.`
}
