import { countWords } from '@/components/ui/time-words.ts'
import type { RuleFields } from '@/lib/model/rule.ts'

/** The fields of a rule as a clash names them. */
export const ruleFieldLabels: Readonly<Record<keyof RuleFields, string>> = {
  name: 'Name',
  condition: 'Condition',
  ownerId: 'Owner',
  workloadId: 'Workload',
  enabled: 'Enabled',
}

/** So many tokens, as the beginning of a sentence. */
export function tokensWords(count: number): string {
  return count === 0 ? 'No token' : count === 1 ? 'One token' : `${countWords(count)} tokens`
}

/** What is wrong with a rule, by the field of the form. */
export const ruleFormLabels: Readonly<Record<string, string>> = {
  name: 'Name of the rule',
  position: 'Position',
  namePattern: 'Name is like',
  tagKey: 'Tag',
  owner: 'Owner',
  workload: 'Workload',
  'condition.provider': 'Provider is',
  'condition.sourceId': 'Source is',
  'condition.kind': 'Kind is like',
  'condition.name': 'Name is like',
  'condition.handle': 'Holder is like',
  'condition.tag.key': 'Tag',
  'condition.tag.value': 'Tag’s value is like',
}

/** The controls whose parts of the condition are called otherwise. */
export const ruleFormNames: Readonly<Record<string, string>> = {
  'condition.provider': 'provider',
  'condition.sourceId': 'sourceId',
  'condition.kind': 'kind',
  'condition.name': 'namePattern',
  'condition.handle': 'handle',
  'condition.tag.key': 'tagKey',
  'condition.tag.value': 'tagValue',
}
