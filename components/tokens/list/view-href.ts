import { usualView } from '@/lib/model/token-view.ts'

/** A view as it was saved, or as it is built in. */
export function hrefOfView(id: string): string {
  return id === usualView ? '/tokens' : `/tokens?${new URLSearchParams({ view: id })}`
}
