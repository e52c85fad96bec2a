import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

const agents = { applies: c.usedByAgent }

/** Where the same is asked of whole agents, which decides. */
const whole = 'The report of AI agents tells the rest.'

/**
 * NIST AI Risk Management Framework 1.0 (AI 100-1), asked of tokens that an AI agent uses and of no others. Its outcomes are of agents:
 * lib/posture/agent-oversight.ts says what an agent makes of them. A token knows neither who answers for its agent nor its other tokens,
 * so a rule here says what one token alone shows against an outcome, and what it shows is then true of its agent.
 */
export const nistAiRmf: Framework = {
  id: 'nist-ai-rmf-1.0',
  name: 'NIST AI RMF 1.0',
  publisher: 'NIST',
  about:
    'Asked only of tokens that AI agents use. Outcomes of an organisation: the tokens map to them. The report of AI agents asks the same of whole agents, with who answers for each; a token alone can speak against an outcome, and seldom meets one.',
  requirements: [
    c.untested('maps-to', 'GOVERN 1.6', {
      title: 'Inventory of AI systems',
      says: 'AI systems are inventoried.',
      tests: 'Whether the directory has the agent is no fact of its token: the report of AI agents shows it.',
    }),
    c.requirement('maps-to', 'GOVERN 2.1', {
      ...agents,
      title: 'Roles are documented',
      says: 'Who does what about AI risks is written down and clear.',
      tests: `Speaks against it where nobody owns the token, or its owner has left. Which person answers for the agent is no fact of a token. ${whole}`,
      fails: c.ownerless,
      unknown: c.always,
    }),
    c.requirement('maps-to', 'GOVERN 3.2', {
      ...agents,
      title: 'Oversight of human and AI together',
      says: 'It is settled which part people have and which the AI has.',
      tests: `Speaks against it where its agent acts alone and the use of the token is not monitored. Which person answers for the agent is no fact of a token. ${whole}`,
      fails: c.all(c.is('agent', 'autonomous'), c.not(c.evidenced('monitoring'))),
      unknown: c.always,
    }),
    c.requirement('maps-to', 'MAP 3.5', {
      ...agents,
      title: 'Human oversight',
      says: 'How people oversee the system is defined, tried and written down.',
      tests: `Speaks against it where the agent acts alone and no revocation was drilled in the last 90 days. Which person answers for the agent is no fact of a token. ${whole}`,
      fails: c.all(c.is('agent', 'autonomous'), c.not(c.evidenced('revocation'))),
      unknown: c.always,
    }),
    c.requirement('maps-to', 'MANAGE 2.4', {
      ...agents,
      title: 'Means to deactivate',
      says: 'A system that does not do as intended can be superseded, disengaged or switched off.',
      tests: `Speaks against it where no revocation was drilled in the last 90 days. A drill of a whole source counts for a token and is not one of its agent. ${whole}`,
      fails: c.not(c.evidenced('revocation')),
      unknown: c.always,
    }),
    c.requirement('maps-to', 'MANAGE 4.1', {
      ...agents,
      title: 'Monitoring after deployment',
      says: 'A deployed system is monitored.',
      tests: 'Met by evidence of the last 90 days that the use of the token is monitored; an agent, by that of each of its tokens.',
      fails: c.not(c.evidenced('monitoring')),
    }),
  ],
}
