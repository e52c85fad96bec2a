import type { VaultPath } from '../../model/permission-statement.ts'

/** What the old word `policy` stands for in a path's block. */
const oldWords: Readonly<Record<string, readonly string[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
}

const most = 2_000

/**
 * The paths of a policy with what may be done there, from its text: HCL, or JSON of the same shape. Of parameters that limit a path only that there are
 * some is kept. Null where the text is neither, or longer than policies are: then nothing of it counts as read.
 */
export function pathsOf(text: string): VaultPath[] | null {
  try {
    const paths = text.trimStart().startsWith('{') ? fromJson(JSON.parse(text)) : fromHcl(text)
    return paths.length <= most ? paths : null
  } catch {
    return null
  }
}

type Value = string | number | boolean | null | Value[] | { [key: string]: Value }
type Block = { [key: string]: Value }

function fromJson(value: unknown): VaultPath[] {
  const { path } = value as { path?: unknown }
  if (path === undefined) return []
  // JSON has a block a path, or a list of such.
  const blocks: unknown[] = Array.isArray(path) ? path : [path]
  if (!blocks.every(isObject)) throw new SyntaxError('a block')
  return blocks.flatMap((block) => Object.entries(block as Record<string, Block | Block[]>).flatMap(([name, body]) => [body].flat().map((one) => pathOf(name, one as Block))))
} // prettier-ignore

function fromHcl(text: string): VaultPath[] {
  const reader = new Reader(text)
  const paths: VaultPath[] = []
  for (;;) {
    const word = reader.next()
    if (word === null) return paths
    if (word.is !== 'word') throw new SyntaxError('a word')
    if (word.text !== 'path') {
      // `name = "…"` stands at the top of old policies.
      reader.expect('=')
      reader.value()
      continue
    }
    const name = reader.next()
    if (name?.is !== 'string') throw new SyntaxError('a path')
    reader.expect('{')
    paths.push(pathOf(name.text, reader.block()))
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function pathOf(path: string, body: Block): VaultPath {
  if (!isObject(body)) throw new SyntaxError('a block')
  const { capabilities, policy, ...limits } = body
  const given = Array.isArray(capabilities) ? capabilities : []
  const words = [...given, ...(typeof policy === 'string' ? (oldWords[policy] ?? [policy]) : [])]
  if (path.length > 1_000 || words.some((word) => typeof word !== 'string' || word.length > 50)) throw new SyntaxError('a capability')
  return { path, capabilities: [...new Set(words as string[])].slice(0, 20), limited: Object.keys(limits).length > 0 }
}

type Token = { is: 'word' | 'string' | 'mark'; text: string }

/** As much of HCL as policies are written in: blocks, attributes, lists, texts and comments. Throws SyntaxError for anything else. */
class Reader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string) {
    this.#tokens = tokensOf(text)
  }

  next(): Token | null {
    return this.#tokens[this.#at++] ?? null
  }

  expect(mark: string): void {
    const token = this.next()
    if (token?.is !== 'mark' || token.text !== mark) throw new SyntaxError(mark)
  }

  #isNext(mark: string): boolean {
    const token = this.#tokens[this.#at]
    if (token?.is !== 'mark' || token.text !== mark) return false
    this.#at += 1
    return true
  }

  /** What stands between braces, the first of which was read. */
  block(): Block {
    const body: Block = {}
    while (!this.#isNext('}')) {
      const key = this.next()
      if (!key || key.is === 'mark') throw new SyntaxError('a name')
      if (this.#isNext('=') || this.#isNext(':')) body[key.text] = this.value()
      else {
        // A block within: its labels say nothing here.
        while (!this.#isNext('{')) if (this.next()?.is !== 'string') throw new SyntaxError('a block')
        body[key.text] = this.block()
      }
      this.#isNext(',')
    }
    return body
  }

  value(): Value {
    if (this.#isNext('{')) return this.block()
    if (this.#isNext('[')) {
      const list: Value[] = []
      while (!this.#isNext(']')) {
        list.push(this.value())
        this.#isNext(',')
      }
      return list
    }
    const token = this.next()
    if (!token || token.is === 'mark') throw new SyntaxError('a value')
    return token.text
  }
}

const lexicon = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/|"((?:[^"\\\n]|\\.)*)"|<<-?(\w+)\n([^]*?)\n[ \t]*\2(?=\n|$)|([\w.+-]+)|([{}[\]=,:])/y

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  lexicon.lastIndex = 0
  while (lexicon.lastIndex < text.length) {
    const found = lexicon.exec(text)
    if (!found) throw new SyntaxError('HCL')
    const [, quoted, , here, word, mark] = found
    if (quoted !== undefined) tokens.push({ is: 'string', text: JSON.parse(`"${quoted}"`) as string })
    else if (here !== undefined) tokens.push({ is: 'string', text: here })
    else if (word !== undefined) tokens.push({ is: 'word', text: word })
    else if (mark !== undefined) tokens.push({ is: 'mark', text: mark })
  }
  return tokens
}
