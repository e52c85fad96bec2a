import type { Recipe, RecipeSubject } from '../../model/recipe.ts'
import { replacing, usedInFile } from './ending.ts'
import { draft, json, nameOf, sh } from './writing.ts'

const steps = replacing(
  {
    id: 'agent',
    kinds: [],
    it: 'the agent’s token',
    use: { told: 'Its last use, where its provider tells it,' },
    disable: {
      does: 'Disable the agent’s token at its provider, where that can be undone. Where it cannot, go on to the next step.',
      shownBy: 'The next complete sync shows it as disabled.',
      back: 'Enable it again.',
    },
    remove: { does: 'Delete or revoke it at its provider.', shownBy: 'The next complete sync no longer has it.', back: null },
    gone: 'The source’s listing',
  },
  {
    successor: 'seen',
    make: [
      {
        id: 'name-human',
        who: 'owner',
        does: 'Name the person who answers for the agent, on its workload.',
        shownBy: 'The accountable person of the workload.',
        back: 'Nothing has changed yet.',
      },
      {
        id: 'make-exchange',
        does: 'Register the agent at your authorisation server and allow the exchange below: for one task, at most 15 minutes, bound by DPoP, naming the agent as actor.',
        shownBy: 'The authorisation server. Standdown does not read it.',
        back: 'Take the permission to exchange away.',
      },
      {
        id: 'allow-tools',
        does: 'List the tools and audiences that the agent may have a token for. Refuse all others.',
        shownBy: 'The authorisation server’s policy. Standdown does not read it.',
        back: 'Widen the list.',
      },
    ],
    use: {
      does: 'Let the agent exchange for each task, and keep no refresh token anywhere.',
      shownBy: `The last use of what takes its place. For a file: ${usedInFile}`,
    },
    guard: {
      does: 'Drill the kill switch: stop the agent, and measure how long a token of it still works.',
      shownBy: 'A revocation drill on the workload, with its minutes.',
      back: 'Start the agent again.',
    },
  },
)

/** For whatever an AI agent holds, beside what its kind of token has of its own. */
export const perTask: Recipe = {
  id: 'agent.per-task',
  kinds: [],
  places: [],
  title: 'Give the agent a token for each task',
  from: 'A token that an AI agent holds all the time',
  to: 'A token exchanged for one task (RFC 8693): minutes long, bound to the agent, naming agent and human',
  effort: 'L',
  why: 'Whatever talks an agent into something has that one task’s rights, for minutes, and the log says for whom it acted.',
  isRotationOnly: false,
  mayStand: false,
  needsSuccessor: true,
  successor: 'seen',
  honest:
    'It takes an authorisation server that exchanges tokens and services that accept them. A provider that knows only its own keys needs a broker in front.',
  steps,
  artefacts: (subject) => [exchange(subject), claims(subject)],
}

function exchange(subject: RecipeSubject) {
  return draft('The exchange, once for each task', 'sh', (blanks) => {
    const server = blanks.blank('authorisation-server', 'the address of its token endpoint')
    const audience = blanks.blank('audience', 'the one service that the task needs')
    const scope = blanks.blank('scope', 'what the task needs, and nothing else')
    blanks.say(
      `The agent signs in as ${nameOf(subject, blanks)} with a key of its own (private_key_jwt); its proofs are made by its OAuth library.`,
    )
    return `curl ${sh(server)} --header "DPoP: $PROOF" \\
  --data-urlencode grant_type=urn:ietf:params:oauth:grant-type:token-exchange \\
  --data-urlencode "subject_token=$TASK_TOKEN" \\
  --data-urlencode subject_token_type=urn:ietf:params:oauth:token-type:access_token \\
  --data-urlencode "actor_token=$AGENT_TOKEN" \\
  --data-urlencode actor_token_type=urn:ietf:params:oauth:token-type:jwt \\
  --data-urlencode ${sh(`audience=${audience}`)} --data-urlencode ${sh(`scope=${scope}`)}`
  })
}

function claims(subject: RecipeSubject) {
  return draft('What the token must say', 'json', (blanks) =>
    json({
      sub: blanks.blank('human', 'the person the task is for'),
      act: { sub: nameOf(subject, blanks) },
      aud: blanks.blank('audience', 'the one service that the task needs'),
      scope: blanks.blank('scope', 'what the task needs, and nothing else'),
      exp: blanks.blank('end', 'at most 15 minutes from now'),
      cnf: { jkt: blanks.blank('thumbprint', 'of the agent’s key') },
    }),
  )
}
