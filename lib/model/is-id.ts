const shape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a value can be an id of ours, as the database writes them; anything else names nothing. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && shape.test(value)
}
