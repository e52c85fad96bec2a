import { clsx } from 'clsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import type { Artefact, Recipe, RecipeStep } from '@/lib/model/recipe.ts'
import { doerWord, effortWords, proofWord } from './plan-words.ts'
import type { ShownStep } from './steps.ts'

/** A recipe without what makes its artefacts. */
export type ShownRecipe = Omit<Recipe, 'artefacts' | 'kinds' | 'places'>

type RecipePartProps = {
  recipe: ShownRecipe
  artefacts: readonly Artefact[]
  /** Which of its steps are to do now, by id. */
  now: ReadonlySet<string>
  /** Which are behind, by what was proved. */
  done: ReadonlySet<string>
}

/** The way out: from what to what and why, each step with who does it, what proves it and how to go back, and what there is to copy. */
export function RecipePart({ recipe, artefacts, now, done }: RecipePartProps) {
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-table">
        <Pair word="From">{recipe.from}</Pair>
        <Pair word="To">{recipe.to}</Pair>
        <Pair word="Why">{recipe.why}</Pair>
        <Pair word="Effort">{effortWords(recipe)}</Pair>
      </dl>
      {recipe.honest ? <p className="max-w-[72ch] rounded-control border border-line bg-panel px-3 py-2 text-table">{recipe.honest}</p> : null}
      <ol aria-label="What to do" className="flex flex-col gap-2">
        {recipe.steps.map((step, place) => (
          <Step key={step.id} step={step} number={place + 1} state={done.has(step.id) ? 'done' : now.has(step.id) ? 'now' : 'later'} />
        ))}
      </ol>
      {artefacts.length > 0 ? (
        <div className="flex flex-col gap-2">
          <h3 className="font-medium">To copy</h3>
          {artefacts.map((one) => (
            <Snippet key={one.title} artefact={one} />
          ))}
        </div>
      ) : null}
    </div>
  )
} // prettier-ignore

function Pair({ word, children }: { word: string; children: string }) {
  return (
    <>
      <dt className="text-text-3">{word}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

function Step({ step, number, state }: { step: RecipeStep; number: number; state: 'done' | 'now' | 'later' }) {
  return (
    <li className={clsx('flex gap-3 rounded-control border px-3 py-2', state === 'now' ? 'border-accent bg-panel' : 'border-line')}>
      <span aria-hidden className={clsx('w-5 shrink-0 text-right tabular-nums', state === 'now' ? 'font-semibold text-accent' : 'text-text-3')}>
        {number}
      </span>
      <div className="min-w-0">
        <p className="text-meta text-text-3">
          {doerWord[step.who]}
          {state === 'done' ? ' · behind you' : state === 'now' ? ' · now' : ''}
        </p>
        <p className={clsx('max-w-[72ch] wrap-anywhere', state === 'done' && 'text-text-2')}>{step.does}</p>
        <p className="mt-1 max-w-[72ch] text-table break-words text-text-2">
          <span className="font-medium">{step.proof ? `Proves “${proofWord[step.proof]}”: ` : 'Shown by: '}</span>
          {step.shownBy}
        </p>
        <p className="max-w-[72ch] text-table break-words text-text-2">
          <span className="font-medium">Way back: </span>
          {step.back ?? 'none. This cannot be undone.'}
        </p>
      </div>
    </li>
  )
} // prettier-ignore

/** A text to copy, folded until it is wanted: a way has up to ten of them. */
export function Snippet({ artefact: { title, text, leftOpen } }: { artefact: Artefact }) {
  return (
    <details className="rounded-panel border border-line">
      <summary className="min-h-8 cursor-pointer px-3 py-1.5 text-table font-medium pointer-coarse:min-h-11 pointer-coarse:py-3">{title}</summary>
      <div className="flex flex-col gap-2 border-t border-line p-3">
        {leftOpen.length > 0 ? (
          <div className="text-table text-text-2">
            <p>To fill in or look at before it is used:</p>
            <ul className="list-disc pl-4">
              {leftOpen.map((left) => (
                <li key={left} className="break-words">
                  {left}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        <CopyButton from={{ text }} what={title} />
        <pre tabIndex={0} aria-label={title} translate="no" className="max-h-96 overflow-auto rounded-control bg-panel p-3 font-mono text-meta break-words whitespace-pre-wrap">
          {text}
        </pre>
      </div>
    </details>
  )
} // prettier-ignore

/** The same on the way of a leak, whose steps stand for stages of its plan and not for proofs alone. */
export function placeOnLeakWay(steps: readonly RecipeStep[], shown: readonly ShownStep[]): ReturnType<typeof placeOnWay> {
  const behind = ({ state }: ShownStep) => state === 'proved' || state === 'stated' || state === 'passed'
  const of = (wanted: (step: ShownStep) => boolean) =>
    new Set(steps.filter(({ id }) => shown.some((step) => step.stage === stageOfStep[id] && wanted(step))).map(({ id }) => id))
  return { done: of(behind), now: of(({ state }) => state === 'current' || state === 'waiting') }
}

const stageOfStep: Readonly<Record<string, ShownStep['stage']>> = {
  contain: 'contained',
  replace: 'replaced',
  delete: 'deleted',
  review: 'reviewed',
  'search-copies': 'rescanned',
  verify: 'verified',
}

/** Which steps of a way are behind, and which are to do now: those up to the next proof that was not shown yet. */
export function placeOnWay(steps: readonly RecipeStep[], isShown: (proof: NonNullable<RecipeStep['proof']>) => boolean): { done: Set<string>; now: Set<string> } {
  const shown = steps.map(({ proof }) => proof !== null && isShown(proof))
  const last = shown.lastIndexOf(true)
  const next = steps.findIndex(({ proof }, place) => place > last && proof !== null)
  const upTo = next < 0 ? steps.length - 1 : next
  return {
    done: new Set(steps.slice(0, last + 1).map(({ id }) => id)),
    now: new Set(steps.slice(last + 1, upTo + 1).map(({ id }) => id)),
  }
} // prettier-ignore
