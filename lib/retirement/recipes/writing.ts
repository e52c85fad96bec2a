import type { Artefact, RecipeSubject } from '../../model/recipe.ts'

/** What artefacts are made of: plain data. */
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value }

/** Characters that show nothing, or turn the text around them: whoever copies a snippet must see what they copy. */
const hidden = /[\p{C}\p{Zl}\p{Zp}]/gu
/** The same within JSON text, whose own line breaks stay; JSON.stringify has escaped the other controls. */
const hiddenInJson = /[\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u007f-\u009f]/gu

/** JSON text of a value; every string parses back to itself. */
export function json(value: Value): string {
  return JSON.stringify(value, null, 2).replace(hiddenInJson, (found) =>
    Array.from({ length: found.length }, (_, at) => unit(found.charCodeAt(at))).join(''),
  )
}

/** A YAML scalar on one line; it parses back to the text. */
export function yaml(text: string): string {
  return `"${escaped(text)}"`
}

/**
 * A quoted HCL template that is the text and nothing else. A marker after another `$` or `%` would read as its escape, so there
 * the signs are written by their numbers.
 */
export function hclText(text: string): string {
  const plain = escaped(text).replace(/(\$+|%+)\{/g, (marker, signs: string) =>
    signs.length === 1 ? `${signs}${marker}` : `${[...signs].map((sign) => unit(sign.charCodeAt(0))).join('')}{`,
  )
  return `"${plain}"`
}

/** A value as an HCL expression, for what is passed to jsonencode. */
export function hcl(value: Value, indent = ''): string {
  const deeper = `${indent}  `
  if (typeof value === 'string') return hclText(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) {
    const items = value as readonly Value[]
    return items.length === 0 ? '[]' : `[\n${items.map((item) => `${deeper}${hcl(item, deeper)},\n`).join('')}${indent}]`
  }
  const entries = Object.entries(value as { readonly [key: string]: Value })
  return entries.length === 0
    ? '{}'
    : `{\n${entries.map(([key, item]) => `${deeper}${hclText(key)} = ${hcl(item, deeper)}\n`).join('')}${indent}}`
}

/** One word for a shell, whatever is in it. What shows nothing is dropped: a terminal acts on some of it even between quotes. */
export function sh(text: string): string {
  return `'${text.replace(hidden, '').replaceAll("'", `'\\''`)}'`
}

/** A name that an artefact gives to something new: small letters, digits and hyphens; null where nothing is left of the text. */
export function slug(text: string, most = 50): string | null {
  const made = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-+|-+$/g, '')
  return made === '' ? null : made
}

/** What an artefact leaves to its reader, collected while it is written. */
export class Blanks {
  readonly #left = new Map<string, string>()
  readonly #said: string[] = []

  /** A placeholder, and what belongs there. */
  blank(name: string, means: string): string {
    this.#left.set(name, means)
    return `<${name}>`
  }

  /** What is known, where it is of the form it must have; else a placeholder. */
  known(value: string | null | undefined, form: RegExp, name: string, means: string): string {
    return typeof value === 'string' && form.test(value) ? value : this.blank(name, means)
  }

  /** Something to look at that has no place in the text. */
  say(sentence: string): void {
    if (!this.#said.includes(sentence)) this.#said.push(sentence)
  }

  get leftOpen(): string[] {
    return [...[...this.#left].map(([name, means]) => `<${name}>: ${means}`), ...this.#said]
  }
}

/** An artefact whose text may leave blanks. */
export function draft(title: string, language: Artefact['language'], write: (blanks: Blanks) => string): Artefact {
  const blanks = new Blanks()
  return { title, language, text: write(blanks), leftOpen: blanks.leftOpen }
}

/**
 * One artefact a command, never several in one: whoever copies all of it would disable the token, enable it again and delete it.
 */
export function separately(
  language: Artefact['language'],
  of: (blanks: Blanks) => string,
  commands: readonly (readonly [title: string, command: (of: string) => string])[],
): readonly Artefact[] {
  return commands.map(([title, command]) => draft(title, language, (blanks) => command(of(blanks))))
}

/** What the thing that takes its place is called: after the workload, else after the token. */
export function nameOf({ workload, name }: RecipeSubject, blanks: Blanks, most = 50): string {
  return (workload && slug(workload.key, most)) ?? slug(name, most) ?? blanks.blank('name', 'a name for what takes its place')
}

/** How a note says what is replaced, in one line. */
export function replaces({ name, displayId, kind }: RecipeSubject): string {
  const shown = displayId !== '' && displayId !== name ? `${name} (${displayId})` : name
  return `Takes the place of ${kind} ${shown}`
}

/**
 * The SPIFFE id of the workload, where exactly one was found that may be its own; how surely is said beside it. Its artefacts trust that one id
 * and nothing else of the trust domain.
 */
export function spiffeIdOf({ identities = [] }: RecipeSubject, blanks: Blanks): string {
  const [first, ...others] = [...new Map(identities.map((one) => [one.id, one])).values()]
  if (!first || others.length > 0) return blanks.blank('spiffe-id', 'the SPIFFE id of the workload, as its registration entry has it')
  blanks.say(
    first.fit === 'same-account'
      ? `The SPIFFE id was matched by ${first.by}, which both its entry and this token tell.`
      : `The SPIFFE id was matched by ${first.by} alone: compare the selectors of its entry with what really runs it.`,
  )
  return blanks.known(first.id, spiffeId, 'spiffe-id', 'the SPIFFE id of the workload')
}

const spiffeId = /^spiffe:\/\/[a-z0-9._-]{1,255}(?:\/[A-Za-z0-9._-]{1,255}){1,30}$/

/** The environment that the workload runs in, as pipelines name it. */
export function environmentOf({ workload }: RecipeSubject, blanks: Blanks): string {
  return blanks.known(workload?.environment, /^[A-Za-z][\w-]{0,60}$/, 'environment', 'the environment that the pipeline deploys to')
}

/** The repository that a pipeline runs in. */
export function repositoryOf(blanks: Blanks): string {
  return blanks.blank('organisation/repository', 'the repository whose workflow uses it')
}

/** The subject that GitHub signs for one repository and environment. Trusting less than both lets other branches in. */
export function actionsSubject(subject: RecipeSubject, blanks: Blanks): string {
  blanks.say('Compare the subject with one that a run prints: newer organisations have ids in it.')
  return `repo:${repositoryOf(blanks)}:environment:${environmentOf(subject, blanks)}`
}

function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replace(hidden, (found) => {
    const code = found.codePointAt(0) ?? 0xfffd
    if (code === 10) return '\\n'
    if (code === 9) return '\\t'
    if (code === 13) return '\\r'
    // Half of a pair is no character.
    if (code >= 0xd800 && code <= 0xdfff) return unit(0xfffd)
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : unit(code)
  })
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}
