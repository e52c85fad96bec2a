/** Where a name of a machine may go on in the next line: after what parts its words. Joined again they are the name. */
export function partsOf(name: string): readonly string[] {
  return name.split(/(?<=[a-z\d][./:,_-]|::|\/)(?=[a-z\d*{])/i)
}
