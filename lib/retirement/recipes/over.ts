import type { Recipe, RecipeStep } from '../../model/recipe.ts'
import { absent, ended, waiting, type Ending } from './ending.ts'

/** Nobody uses it: it is switched off and deleted, and nothing takes its place. */
export function unused(ending: Ending): Recipe {
  const { it, disable } = ending
  const afterwards: RecipeStep = {
    id: 'listen',
    who: 'owner',
    does: 'Leave it disabled for two weeks, over a month’s end where something monthly may hang on it, and hear whether anybody misses it.',
    proof: null,
    shownBy: 'Nobody asked for it. Standdown cannot know that.',
    back: disable?.back ?? null,
  }
  return {
    id: ending.id === 'generic' ? 'unused' : `unused.${ending.id}`,
    kinds: [],
    places: [],
    title: disable ? 'Disable it, then delete it' : 'Delete it: nothing uses it',
    from: `${capital(it)} that nothing uses`,
    to: 'Nothing',
    effort: 'S',
    why: 'It helps nobody but whoever finds a copy.',
    isRotationOnly: false,
    mayStand: false,
    needsSuccessor: false,
    successor: 'nothing',
    honest: disable ? null : 'It cannot be disabled, and deleting it has no way back. Ask its owner first, and wait out the quiet period.',
    steps: [
      {
        id: 'ask',
        who: 'owner',
        does: `Say whether ${it} is kept for something rare: a yearly run, a restore, an emergency. If so, say that on the plan and ask for an exception.`,
        proof: null,
        shownBy: 'What was said on the plan.',
        back: 'Nothing has changed yet.',
      },
      ...(disable ? [] : [waiting(ending)]),
      ...ended(ending).flatMap((step) => (step.id === 'disable' ? [step, afterwards] : [step])),
      absent(ending),
    ],
    artefacts: (subject) => ending.commands?.(subject) ?? [],
  }
}

/** It leaked: cut it off first, and ask afterwards what it was for. */
export function leak(ending: Ending): Recipe {
  const { it, disable } = ending
  const deletion = ended(ending).find(({ id }) => id === 'delete')!
  const contain: RecipeStep = {
    ...(disable ? ended(ending)[0]! : deletion),
    id: 'contain',
    who: 'security',
    does: `At once, and without asking first. ${disable?.does ?? ending.remove.does}`,
  }
  return {
    id: ending.id === 'generic' ? 'leak' : `leak.${ending.id}`,
    kinds: [],
    places: [],
    title: 'Contain the leak, then replace it',
    from: `${capital(it)} that leaked`,
    to: 'What its consumers should have had: see the other ways for this kind',
    effort: 'M',
    why: 'Whoever found it can use it until it is cut off. A copy deleted where it was found is still a copy.',
    isRotationOnly: false,
    // Cut off is better than well replaced: what it becomes is another plan's.
    mayStand: true,
    needsSuccessor: true,
    successor: 'seen',
    honest: disable ? null : 'It cannot be disabled: cutting it off ends it for good, and stops what uses it at once.',
    steps: [
      contain,
      {
        id: 'replace',
        who: 'owner',
        does: 'Give its consumers something else, best by one of the other ways for this kind. Name it on the plan, or say on the leak’s page what took its place or why nothing has to.',
        proof: null,
        shownBy: 'The first use of what was named, or what was stated on the leak’s page.',
        back: disable ? disable.back : null,
      },
      ...(disable ? [{ ...deletion, who: 'security' as const }] : []),
      {
        id: 'review',
        who: 'security',
        does: `Read the logs from the first moment at which ${it} could be found: who used it, from where, for what. Say on the leak’s page what they show, and there too if somebody else used it.`,
        proof: null,
        shownBy: 'What was stated on the leak’s page.',
        back: 'Nothing was changed.',
      },
      {
        id: 'search-copies',
        who: 'security',
        does: 'Search for copies: repositories with their history, tickets, chats, images, build logs. Deleting copies does not replace cutting it off.',
        proof: null,
        shownBy: 'A clean scan, stated on the leak’s page. Standdown does not run it.',
        back: 'Nothing was changed.',
      },
      absent(ending),
    ],
    artefacts: (subject) => ending.commands?.(subject) ?? [],
  }
}

function capital(text: string): string {
  const bare = text.replace(/^the /, '')
  return `${bare.slice(0, 1).toUpperCase()}${bare.slice(1)}`
}
