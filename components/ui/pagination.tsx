import { LinkButton, Button } from './button.tsx'

type PaginationProps = { previous: string | null; next: string | null; says: string; label: string }

/** Previous and Next over a keyset-paged list; `says` is "1–50 of 3,412". */
export function Pagination({ previous, next, says, label }: PaginationProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center gap-3">
      {previous ? (
        <LinkButton href={previous} rel="prev">
          Previous
        </LinkButton>
      ) : (
        <Button disabled>Previous</Button>
      )}
      {next ? (
        <LinkButton href={next} rel="next">
          Next
        </LinkButton>
      ) : (
        <Button disabled>Next</Button>
      )}
      <p className="text-table text-text-2">{says}</p>
    </nav>
  )
}
