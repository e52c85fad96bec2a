import { field } from '@/lib/server/web/action.ts'

/**
 * What a form changes: the fields whose value is not the one it was opened with, without those in which somebody else's value is
 * kept (`keep.<field>` of a clash).
 */
export function changedFields<Fields extends object>(form: FormData, now: Fields, was: Partial<Fields>): Partial<Fields> {
  const names = (Object.keys(now) as (keyof Fields & string)[]).filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(was[name]) && field(form, `keep.${name}`) !== 'theirs',
  )
  return Object.fromEntries(names.map((name) => [name, now[name]])) as Partial<Fields>
}

/** The values that a form was opened with, as it carries them. Anything else than JSON is as if it carried none. */
export function openedWith(form: FormData): unknown {
  try {
    return JSON.parse(field(form, 'was'))
  } catch {
    return {}
  }
}
