/** The four different nothings, and a count of none where not everything was read; in words and muted, never a dash, a blank or a zero for what is not known. */
export function Nothing({ is }: { is: 'never' | 'none' | 'none seen' | 'not reported' | 'not applicable' }) {
  return <span className="text-text-3">{is}</span>
}
