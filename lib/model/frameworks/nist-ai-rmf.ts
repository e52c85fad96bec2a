import type { Framework } from '../requirement.ts'
import * as c from './conditions.ts'

const agents = { applies: c.usedByAgent }

/** NIST AI Risk Management Framework 1.0 (AI 100-1), asked of tokens that an AI agent uses and of no others. */
export const nistAiRmf: Framework = {
  id: 'nist-ai-rmf-1.0',
  name: 'NIST AI RMF 1.0',
  publisher: 'NIST',
  about: 'Asked only of tokens that AI agents use. Outcomes of an organisation: the tokens map to them.',
  requirements: [
    c.requirement('maps-to', 'GOVERN 1.6', {
      ...agents,
      title: 'Inventory of AI systems',
      says: 'AI systems are inventoried.',
      tests: 'Met by being here with rights and life known; unknown where one of them is not reported.',
      fails: c.never,
      unknown: c.any(c.rightsUnknown, c.lifeUnknown),
    }),
    c.requirement('maps-to', 'GOVERN 2.1', {
      ...agents,
      title: 'Roles are documented',
      says: 'Who does what about AI risks is written down and clear.',
      tests: 'Speaks against it where nobody owns the token, or its owner has left.',
      fails: c.ownerless,
    }),
    c.requirement('maps-to', 'GOVERN 3.2', {
      ...agents,
      title: 'Oversight of human and AI together',
      says: 'It is settled which part people have and which the AI has.',
      tests: 'Speaks against it where nobody owns the token, or its agent acts alone and its use is not monitored.',
      fails: c.any(c.ownerless, c.all(c.is('agent', 'autonomous'), c.not(c.evidenced('monitoring')))),
    }),
    c.requirement('maps-to', 'MAP 3.5', {
      ...agents,
      title: 'Human oversight',
      says: 'How people oversee the system is defined, tried and written down.',
      tests: 'Speaks against it where the agent acts alone and no revocation was drilled in the last 90 days.',
      fails: c.all(c.is('agent', 'autonomous'), c.not(c.evidenced('revocation'))),
    }),
    c.requirement('maps-to', 'MANAGE 2.4', {
      ...agents,
      title: 'Means to deactivate',
      says: 'A system that does not do as intended can be superseded, disengaged or switched off.',
      tests: 'Met by a revocation drill of the last 90 days: the kill switch was tried.',
      fails: c.not(c.evidenced('revocation')),
    }),
    c.requirement('maps-to', 'MANAGE 4.1', {
      ...agents,
      title: 'Monitoring after deployment',
      says: 'A deployed system is monitored.',
      tests: 'Met by evidence of use monitoring in the last 90 days.',
      fails: c.not(c.evidenced('monitoring')),
    }),
  ],
}
