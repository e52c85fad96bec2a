/** The product's mark: three lines, each shorter than the one above. */
export function BrandMark() {
  return (
    <svg aria-hidden viewBox="0 0 16 16" className="size-4 shrink-0 text-accent">
      <path d="M2 3h12M4.5 8h7M7 13h2" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" fill="none" />
    </svg>
  )
}
