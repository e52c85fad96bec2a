/** On every page while the database takes no writes because its disk is nearly full: reading goes on, saving does not. */
export function LowDiskLine() {
  return (
    <p role="status" className="border-b border-line bg-selected px-4 py-1.5 text-table text-text md:px-6">
      <strong className="font-semibold">The disk of the database is nearly full.</strong> What is here can be read; nothing can be saved and
      no sync goes on until there is room again. Then it all goes on by itself.
    </p>
  )
}
