import type { NamedTable } from '../named.ts'

/**
 * OpenAI's keys by what they are: its listings tell no finer permissions (a key that was restricted when it was made is not told apart).
 * Admin keys: the administration interface of the whole organisation, which makes keys and people and asks no model. A project's keys: models,
 * files, vector stores and fine-tuning of one project. Scopes are told of federation rules alone.
 */
export const openaiKeys: NamedTable = {
  provider: 'OpenAI',
  service: 'openai',
  names: {
    'admin key': { level: 6, because: 'it makes and removes projects, people and keys of the organisation' },
    'project key': { level: 4, because: 'it asks models at the project’s cost, and reads and writes its files, stores and fine-tunings, unless it was restricted' },
  },
  families: [
    [/^api\.management\..*write$/, { level: 6, because: 'it administers' }],
    [/^(?:api\.)?model\.request$/, { level: 3, because: 'it asks models at the project’s cost' }],
    [/^api\..+\.read$/, { level: 3, because: 'it reads' }],
    [/^api\..+\.(?:write|request)$/, { level: 4, because: 'it reads and writes' }],
  ],
  within: { project: 2, organisation: 3 },
} // prettier-ignore
