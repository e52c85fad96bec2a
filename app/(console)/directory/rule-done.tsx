import { Notice } from '@/components/ui/notice.tsx'
import { countWords } from '@/components/ui/time-words.ts'
import { lastRuleAct } from '@/lib/db/change-rules.ts'
import type { Db } from '@/lib/db/db.ts'
import { previewRule, type RulePreview } from '@/lib/flows/preview-rule.ts'
import type { World } from '@/lib/flows/world.ts'
import { AppError } from '@/lib/model/app-error.ts'
import { UndoRule } from './rule-acts.tsx'

const didWords: Readonly<Record<string, string>> = {
  'rule.added': 'was added',
  'rule.edited': 'was changed',
  'rule.moved': 'was moved',
  'rule.enabled': 'was switched on',
  'rule.disabled': 'was switched off',
  'rule.removed': 'was removed',
  'rule.undone': 'is as it was before',
}

/** What was last done to a rule and to how many tokens, with the way back and what that would change. */
export async function RuleDone({ world, id, mayEdit }: { world: World; id: string; mayEdit: boolean }) {
  const last = await lastRuleAct(world.db.pool, id)
  if (!last || !didWords[last.act]) return null
  const { name = '', tokens = 0 } = (last.after ?? {}) as { name?: string; tokens?: number }
  const back = mayEdit ? await undoPreview(world, id) : null
  return (
    <Notice
      tone="success"
      role="status"
      className="mb-4"
      title={`“${name}” ${didWords[last.act]}. ${tokens === 0 ? 'No token changed' : `${tokensWords(tokens)} changed`}.`}
    >
      {back ? (
        <>
          <p>
            {last.act === 'rule.undone' ? 'Doing it again' : 'Undoing it'} changes {tokensWords(back.changes).toLowerCase()}
            {back.looked < back.candidates ? ` of the first ${countWords(back.looked)} looked at` : ''}.
          </p>
          <UndoRule id={id} seq={last.seq} label={last.act === 'rule.undone' ? 'Do it again' : 'Undo'} />
        </>
      ) : null}
    </Notice>
  )
}

/** Null where it cannot be undone: whom it assigned is gone. */
async function undoPreview(world: { db: Db; now: Date }, id: string): Promise<RulePreview | null> {
  try {
    return await previewRule(world, { do: 'undo', id })
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function tokensWords(count: number): string {
  return count === 0 ? 'No token' : count === 1 ? 'One token' : `${countWords(count)} tokens`
}
