import { controlWord } from '@/components/tokens/selection/control-words.ts'
import { statedFactWord, statedWords } from '@/components/tokens/selection/stated-words.ts'
import { exposureWord } from '@/components/tokens/fact-words.ts'
import { countWords, dateWords } from '@/components/ui/time-words.ts'
import { evidenceEnds } from '@/lib/model/evidence.ts'
import type { TokenAct } from '@/lib/model/token-act.ts'

/** An act in words: what will be, what the button says, what was done, and where to see it. `who` is the chosen owner's or workload's name. */
export function actWords(act: TokenAct, count: number, who: string | null) {
  const tokens = count === 1 ? '1 token' : `${countWords(count)} tokens`
  const one = count === 1
  switch (act.do) {
    case 'owner':
    case 'workload': {
      const noun = act.do
      const id = act.do === 'owner' ? act.ownerId : act.workloadId
      if (id === null) {
        const says = `What people stated of the ${noun} of ${tokens} is taken back; rules and hints decide again.`
        return { says, verb: `Take the ${noun} of ${tokens} back`, done: `Taken back for ${tokens}.`, seen: null }
      }
      const verb = noun === 'owner' ? `Assign owner to ${tokens}` : `Set workload of ${tokens}`
      const says = `${tokens} ${one ? 'gets' : 'get'} ${noun} ${who ?? ''}.`
      return { says, verb, done: `${tokens} ${one ? 'has' : 'have'} ${noun} ${who ?? ''}.`, seen: `state=any&${noun}=${id}` }
    }
    case 'fact': {
      const { fact, value } = statedWords(act.stated)
      const says = `“${fact}: ${value}” is stated of ${tokens}, until its review on ${dateWords(act.reviewAt)}. Where a provider reports it, that counts.`
      return { says, verb: `State it of ${tokens}`, done: `“${fact}: ${value}” is stated of ${tokens}.`, seen: null }
    }
    case 'withdraw': {
      const says = `What people stated of “${statedFactWord[act.fact]}” is taken back for ${tokens}.`
      return { says, verb: `Take it back for ${tokens}`, done: says, seen: null }
    }
    case 'control': {
      const until = dateWords(evidenceEnds(act.control.evidencedAt))
      const control = controlWord[act.control.type]
      const says = `${tokens} ${one ? 'gets' : 'get'} the control “${control}”, which counts until ${until}.`
      return { says, verb: `Record the control on ${tokens}`, done: `“${control}” is recorded on ${tokens}.`, seen: null }
    }
    case 'exposure': {
      const says = `A leak (${exposureWord[act.leak.state]}) in “${act.leak.foundIn}” is recorded of ${tokens}.`
      return {
        says,
        verb: `Record the leak of ${tokens}`,
        done: `The leak of ${tokens} is recorded.`,
        seen: `state=any&exposure=${act.leak.state}`,
      }
    }
  }
}
