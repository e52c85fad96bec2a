import { Notice } from '@/components/ui/notice.tsx'
import { lastRuleAct } from '@/lib/db/change-rules.ts'
import type { World } from '@/lib/flows/world.ts'
import { UndoRule } from './rule-acts.tsx'
import { tokensWords } from './rule-labels.ts'

const didWords: Readonly<Record<string, string>> = {
  'rule.added': 'was added',
  'rule.edited': 'was changed',
  'rule.moved': 'was moved',
  'rule.enabled': 'was switched on',
  'rule.disabled': 'was switched off',
  'rule.removed': 'was removed',
  'rule.undone': 'is as it was before',
}

/** What was last done to a rule and to how many tokens, with the way back; what that would change is looked at on a click. */
export async function RuleDone({ world, id, mayEdit }: { world: Pick<World, 'db'>; id: string; mayEdit: boolean }) {
  const last = await lastRuleAct(world.db.pool, id)
  if (!last || !didWords[last.act]) return null
  const { name = '', tokens = 0 } = (last.after ?? {}) as { name?: string; tokens?: number }
  return (
    <Notice
      tone="success"
      role="status"
      className="mb-4"
      title={`“${name}” ${didWords[last.act]}. ${tokens === 0 ? 'No token changed' : `${tokensWords(tokens)} changed`}.`}
    >
      {mayEdit ? <UndoRule key={last.seq} id={id} seq={last.seq} again={last.act === 'rule.undone'} /> : null}
    </Notice>
  )
}
