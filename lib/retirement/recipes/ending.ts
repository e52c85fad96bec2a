import type { Artefact, RecipeStep, RecipeSubject } from '../../model/recipe.ts'

/** How one sort of token ends at its provider, and where that shows. */
export type Ending = {
  /** Names it in ids of recipes: 'aws.access-key'. */
  id: string
  kinds: readonly string[]
  /** What people call it, as in "delete the access key". */
  it: string
  /** Where its last use is told; or what to look at instead, where no provider tells it. */
  use: { told: string } | { untold: string }
  /** How it is switched off so that it can be switched on again; null where it can only be deleted. */
  disable: Shown | null
  remove: Shown
  /** The listing whose silence shows that it is gone. */
  gone: string
  /** The same as commands, where there are any. */
  commands?: (subject: RecipeSubject) => readonly Artefact[]
}

type Shown = Pick<RecipeStep, 'does' | 'shownBy' | 'back'> & { who?: RecipeStep['who'] }

/** A step before the switch that nothing proves: something is made, or set up. */
export type Making = Omit<RecipeStep, 'proof' | 'who'> & { who?: RecipeStep['who'] }

/** What is particular to one way out: what is made, how it is used, and what keeps the old way from coming back. */
export type Way = {
  successor: 'seen' | 'unseen'
  make: readonly Making[]
  use: { does: string; shownBy: string }
  guard?: Guard
}

export type Guard = { does: string; shownBy: string; back?: string }

/**
 * The way from one token to what takes its place. The order is that of the proofs: in use, switched, quiet, disabled, deleted, absent
 * twice. What no sync can show has no proof and is advice.
 */
export function replacing(ending: Ending, { successor, make, use, guard }: Way): readonly RecipeStep[] {
  const { it } = ending
  return [
    {
      id: 'name-consumers',
      who: 'owner',
      does: `Name everything that uses ${it}. Look at its last use, at logs and at where it is configured, and state each consumer on the token’s page.`,
      proof: null,
      shownBy: '“Used by” on the token’s page. No provider proves that the list is whole.',
      back: 'Nothing has changed yet.',
    },
    ...make.map(({ who = 'security', ...step }) => ({ ...step, who, proof: null })),
    {
      id: 'use-successor',
      who: 'owner',
      does: use.does,
      proof: successor === 'seen' ? 'replaced' : null,
      shownBy: use.shownBy,
      back: `Go back to ${it} in the configuration; it still works.`,
    },
    {
      id: 'switch',
      who: 'owner',
      does: `Take ${it} out of every consumer’s configuration and secret store. Then say on the plan that the consumers are switched.`,
      proof: 'told' in ending.use ? 'cut-over' : null,
      shownBy:
        'told' in ending.use
          ? `${ending.use.told} shows no use after the switch, in a complete sync that began after it.`
          : ending.use.untold,
      back: `Put ${it} back into the configuration; it still works.`,
    },
    waiting(ending),
    ...ended(ending),
    ...(guard ? [guarded(guard)] : []),
    absent(ending),
  ]
}

/** The quiet period, as `prove.ts` counts it. */
export function waiting({ use, it }: Ending): RecipeStep {
  return {
    id: 'wait',
    who: 'standdown',
    does: 'Wait for the quiet period: twice the longest pause between two uses, within the bounds that policy sets.',
    proof: 'told' in use ? 'quiet' : null,
    shownBy: 'told' in use ? `${use.told} shows no use in all of that time.` : use.untold,
    back: `Something still uses it: name that consumer, and switch it over. ${capital(it)} still works.`,
  }
}

/** Disabled where it can be, then deleted. */
export function ended({ disable, remove }: Ending): readonly RecipeStep[] {
  return [
    ...(disable ? [{ ...shown(disable), id: 'disable', proof: 'disabled' } as const] : []),
    { ...shown(remove), id: 'delete', proof: 'deleted' } as const,
  ]
}

export function absent({ gone }: Ending): RecipeStep {
  return {
    id: 'verify',
    who: 'standdown',
    does: 'Read the provider until two complete syncs agree that it is gone. Nobody has to do anything.',
    proof: 'verified',
    shownBy: `${gone} without it in two complete syncs. A partial sync proves nothing.`,
    back: 'If it comes back, the plan opens again.',
  }
}

export function guarded({ does, shownBy, back = 'Take the rule away again.' }: Guard): RecipeStep {
  return { id: 'guard', who: 'security', does, proof: null, shownBy, back }
}

function shown({ who = 'owner', ...step }: Shown) {
  return { who, ...step }
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

/** Where a file stands for a provider that no connector reads: what the provider tells reaches us by the next import. */
export function inFile(said: { listing: string; lastUse: string | null }): Pick<Ending, 'use' | 'gone'> {
  return {
    use: {
      told: said.lastUse
        ? `last_used_at of the next import (${said.lastUse})`
        : 'last_used_at of the next import, where the file tells it,',
    },
    gone: `Imports that cover everything (${said.listing}):`,
  }
}

/** How a deletion shows in a file. */
export const goneFromFile = 'The next import that covers everything no longer has it.'
/** How a switched-off token shows in a file. */
export const disabledInFile = 'The next import has its lifecycle as disabled.'
/** How a successor's use shows in a file: it is a row of its own there. */
export const usedInFile = 'last_used_at of what takes its place, as a row of its own in the next import.'
