/** Why what somebody gave for a token names none, or not one; null where it names exactly one. */
export function calledWrongly(found: readonly { name: string; displayId: string }[]): string | null {
  if (found.length === 1) return null
  if (found.length === 0)
    return 'No token is called so, has that id, or ends so. Type a few letters of its name and choose it, or give the address of its page here.'
  const named = found.slice(0, 2).map(({ name, displayId }) => `${name} (${displayId})`)
  return `Several tokens are meant by that: ${named.join(', ')}${found.length > 2 ? ' and more' : ''}. Choose the one in the list, or give the provider’s id of it.`
}
