/** The text of UTF-8, with or without its mark; anything else is refused rather than read wrongly, with what `refused` says of the byte it is near. */
export async function* utf8Text(input: AsyncIterable<Uint8Array>, refused: (nearByte: number) => Error): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let bytes = 0
  const decode = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch {
      throw refused(bytes)
    }
  }
  for await (const chunk of input) {
    bytes += chunk.length
    const text = decode(chunk)
    if (text) yield text
  }
  const rest = decode()
  if (rest) yield rest
}
