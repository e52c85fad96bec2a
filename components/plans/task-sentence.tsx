import { Verdict } from '@/components/tokens/verdict.tsx'
import { dayInText } from '@/components/tokens/detail/text-time.ts'
import type { PlanLine } from '@/lib/model/plan-search.ts'
import { courseOf, type Recipe } from '@/lib/model/recipe.ts'
import type { Verdict as VerdictName } from '@/lib/model/score.ts'
import { DueDate } from './plan-state.tsx'
import { effortWords, tokensWord } from './plan-words.ts'

type TaskSentenceProps = { plan: PlanLine; recipe: Pick<Recipe, 'id' | 'title' | 'why' | 'effort'> | null; now: Date }

/** What is wanted, why, by when, and how long it takes; and what becomes of it otherwise. */
export function TaskSentence({ plan, recipe, now }: TaskSentenceProps) {
  const isLeak = courseOf(plan.recipe) === 'leak'
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium text-text">{recipe?.title ?? 'Retire it'}</p>
      {recipe ? <p>{recipe.why}</p> : null}
      <p className="flex flex-wrap gap-x-3 text-table">
        <Verdict verdict={plan.worstVerdict as VerdictName} />
        <span>{tokensWord(plan.tokens)}</span>
        <span>
          {isLeak && plan.stage === 'draft' ? 'Cut off by' : 'Due'} <DueDate plan={plan} now={now} inLine />
        </span>
        {recipe ? <span>Effort {effortWords(recipe)}</span> : null}
      </p>
      <p className="text-table">{otherwiseWords(plan, now)}</p>
    </div>
  )
}

/** What happens if nobody does anything by then. */
export function otherwiseWords(
  plan: Pick<PlanLine, 'recipe' | 'stage' | 'worstVerdict' | 'dueAt' | 'closedAt' | 'tokens'>,
  now: Date,
): string | null {
  if (plan.closedAt) return null
  const it = plan.tokens === 1 ? 'it' : 'them'
  const late = plan.dueAt < now
  if (courseOf(plan.recipe) === 'leak') return leakOtherwise(plan, it)
  const dated = `${late ? 'It' : `Past ${dayInText(plan.dueAt, now)} it`} is late, and security sees that.`
  if (plan.worstVerdict === 'retired') return dated
  return `${dated} ${late ? 'Whoever' : 'Until then whoever'} has a copy of ${it} can use ${it}.`
}

function leakOtherwise({ stage }: Pick<PlanLine, 'stage'>, it: string): string {
  if (stage === 'draft')
    return `Whoever found ${it} can use ${it} until ${it === 'it' ? 'it is' : 'they are'} cut off, and that waits for nobody.`
  return stage === 'contained'
    ? `What used ${it} may stand still until something takes the place.`
    : 'It is cut off and replaced. A copy of it opens nothing any more.'
}
