/** One spelling for each operation. */

const folded = new Map<string, string>()
const mostFolded = 5_000

/** Directory operations end with a period, most of them; one has an en dash and ends with a space. */
export function foldOperation(operation: string): string {
  const known = folded.get(operation)
  if (known !== undefined) return known
  const short = operation.slice(0, 300).toLowerCase().replace(/[–—]/g, '-').replace(/\s+/g, ' ').trim()
  const act = short.endsWith('.') ? short.slice(0, -1) : short
  if (folded.size < mostFolded && operation.length <= 300) folded.set(operation, act)
  return act
}
