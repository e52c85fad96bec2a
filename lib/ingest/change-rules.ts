import type { KeptRule, RuleCondition } from '../model/rule.ts'

/** One change of the list of rules. An added one comes after those that have its position already. */
export type RuleChange =
  { do: 'add'; rule: KeptRule } | { do: 'edit'; rule: KeptRule } | { do: 'place'; id: string; place: number } | { do: 'remove'; id: string }

/** The list as it would be after the change, in the order in which the rules are asked; positions are numbered anew where they must be. */
export function changeRules(rules: readonly KeptRule[], change: RuleChange): KeptRule[] {
  switch (change.do) {
    case 'add': {
      const { rule } = change
      const before = rules.filter(({ position }) => position <= rule.position)
      return numbered([...before, rule, ...rules.slice(before.length)])
    }
    case 'edit':
      return rules.map((rule) => (rule.id === change.rule.id ? { ...change.rule, position: rule.position } : rule))
    case 'remove':
      return rules.filter(({ id }) => id !== change.id)
    case 'place': {
      const moved = rules.find(({ id }) => id === change.id)
      if (!moved) return [...rules]
      const others = rules.filter(({ id }) => id !== change.id)
      const place = Math.max(0, Math.min(change.place, others.length))
      const order = [...others.slice(0, place), moved, ...others.slice(place)]
      if (order.every(({ id }, i) => id === rules[i]?.id)) return [...rules]
      return order.map((rule, i) => ({ ...rule, position: i * step }))
    }
  }
}

const step = 10

/** The positions as they are where they say the order, else new ones. */
function numbered(rules: readonly KeptRule[]): KeptRule[] {
  const inOrder = rules.every((rule, i) => {
    const next = rules[i + 1]
    return rule.position >= 0 && (!next || rule.position < next.position || (rule.position === next.position && rule.id < next.id))
  })
  return inOrder ? [...rules] : rules.map((rule, i) => ({ ...rule, position: i * step }))
}

/**
 * The conditions that the change is about: of the rule as it was and as it will be. Only a token that fits one of them can be
 * decided differently.
 */
export function touchedBy(rules: readonly KeptRule[], change: RuleChange): RuleCondition[] {
  const id = 'rule' in change ? change.rule.id : change.id
  const was = rules.find((rule) => rule.id === id)?.condition
  return [...(was ? [was] : []), ...('rule' in change ? [change.rule.condition] : [])]
}
