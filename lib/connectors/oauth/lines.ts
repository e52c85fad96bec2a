/** The lines that settings and credential are typed in: each parser gives what they say, or what is wrong, by line and never by its words. */

/** A token as it was given, and what people call it. */
export type GivenToken = { token: string; label: string | null }

const most = { tokens: 2_000, characters: 16_000, label: 200 }
const least = 8

/** A token a line, "Bearer" or a name before it. Blank lines and those that begin with # are passed over. */
export function parseTokens(text: string): readonly GivenToken[] | string {
  const tokens: GivenToken[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim().split(/\s+/)
    const token = words.pop() ?? ''
    if (token === '' || line.trim().startsWith('#')) continue
    if (token.length < least || token.length > most.characters || !/^[\x21-\x7e]+$/.test(token))
      return `line ${index + 1} does not end in a token of ${least} to ${most.characters} characters`
    const label = words.filter((word) => !/^(?:bearer|dpop)$/i.test(word)).join(' ')
    if (looksLikeToken(label)) return `line ${index + 1} holds two tokens: give each a line of its own`
    tokens.push({ token, label: label.slice(0, most.label) || null })
  }
  if (tokens.length > most.tokens) return `there are more than ${most.tokens} tokens`
  return distinct(tokens)
}

/** A name is shown; a token in its place would be shown as well. */
function looksLikeToken(label: string): boolean {
  return label.split(' ').some((word) => word.length >= 20 && /\d/.test(word))
}

function distinct(tokens: readonly GivenToken[]): readonly GivenToken[] {
  const byToken = new Map(tokens.map((one) => [one.token, one]))
  return [...byToken.values()]
}

/** A client whose registration may be read: where, and with what. */
export type GivenClient = { uri: string; token: string }

/** The registration address and the registration access token, parted by a space. */
export function parseClients(text: string): readonly GivenClient[] | string {
  const clients: GivenClient[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue
    const [uri = '', token = '', ...more] = line.trim().split(/\s+/)
    if (!isAddress(uri) || token.length < least || more.length > 0)
      return `line ${index + 1} is not a registration address, a space, and its registration access token`
    clients.push({ uri, token })
  }
  return clients.length > 500 ? 'there are more than 500 clients' : clients
}

/** A resource server: its identifier, other names that tokens have for it, and where it may be tried. */
export type Resource = { id: string; audiences: readonly string[]; tryAt: string | null }

/** "https://api.example.com/orders audience=orders-api try=https://api.example.com/orders/1" */
export function parseResource(line: string): Resource | string {
  const [id = '', ...parts] = line.trim().split(/\s+/)
  if (!isAddress(id)) return 'begins with the resource server’s identifier, an address'
  const audiences = [id]
  let tryAt: string | null = null
  for (const part of parts) {
    const [name, value = ''] = [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]
    if (name === 'audience' && value !== '') audiences.push(value)
    else if (name === 'try' && isAddress(value) && tryAt === null) tryAt = value
    else return 'takes audience=… and one try=https://… after the identifier'
  }
  if (tryAt !== null && new URL(tryAt).origin !== new URL(id).origin) return 'is tried at its own host alone'
  return { id, audiences, tryAt }
}

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && url.hash === ''
}
