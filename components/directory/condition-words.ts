import type { RuleCondition } from '@/lib/model/rule.ts'

/** A rule's condition as a sentence without its subject: "provider is aws, and name is like ci-*". */
export function conditionWords(condition: RuleCondition, sourceName: string | null): string {
  const { provider, kind, name, tag, handle, sourceId } = condition
  const parts = [
    provider === undefined ? '' : `provider is ${provider}`,
    kind === undefined ? '' : `kind ${likeWords(kind)}`,
    sourceId === undefined ? '' : `source is ${sourceName ?? 'one that is gone'}`,
    name === undefined ? '' : `name ${likeWords(name)}`,
    tag === undefined ? '' : tag.value === undefined ? `it has the tag ${tag.key}` : `tag ${tag.key} ${likeWords(tag.value)}`,
    handle === undefined ? '' : `its provider names ${handle} as its holder`,
  ].filter(Boolean)
  return parts.join(', and ')
}

function likeWords(pattern: string): string {
  return pattern.includes('*') ? `is like ${pattern}` : `is ${pattern}`
}
