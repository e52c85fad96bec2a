/** The drawer's shape while its token is read. */
export function DrawerSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-4 p-5">
      <h2 id="drawer-title" className="sr-only">
        Token, loading
      </h2>
      {['h-5 w-1/3', 'h-7 w-2/3', 'h-28 w-full', 'h-40 w-full', 'h-24 w-full'].map((size) => (
        <div key={size} className={`late ${size} rounded-panel bg-panel`} />
      ))}
    </div>
  )
}
