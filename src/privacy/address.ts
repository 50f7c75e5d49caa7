/** Addresses as eight groups, so that every spelling of one is the same. */

/** Undefined for what is no address: times, version numbers, names. */
export function groupsOfAddress(text: string): number[] | undefined {
  const four = groupsOfFour(text)
  if (four) return [0, 0, 0, 0, 0, 0xffff, ...four]
  const halves = text.split('::')
  if (!text.includes(':') || halves.length > 2) return undefined
  const [head, tail] = halves.map(groupsOfHalf)
  if (!head || (halves.length === 2 && !tail)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  return [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])]
}

export function isMappedFour(groups: readonly number[]): boolean {
  return groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff
}

/** Of no person: unspecified and loopback. */
export function isReservedAddress(groups: readonly number[]): boolean {
  const [high = 0] = groups.slice(6)
  if (isMappedFour(groups)) return high >> 8 === 127 || high >> 8 === 0
  return groups.slice(0, 7).every(group => group === 0) && (groups[7] ?? 0) < 2
}

/** Of a private network: says nothing about a place on the Internet. */
export function isPrivate(groups: readonly number[]): boolean {
  const [first = 0] = groups
  const [high = 0] = groups.slice(6)
  if (!isMappedFour(groups)) return first >> 9 === 0x7e || first >> 6 === 0x3fa
  const [a, b] = [high >> 8, high & 255]
  return (
    a === 10 ||
    (a === 172 && b >> 4 === 1) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && b >> 6 === 1)
  )
}

function groupsOfFour(text: string): [number, number] | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (!parts?.every(part => part < 256)) return undefined
  const [a = 0, b = 0, c = 0, d = 0] = parts
  return [(a << 8) | b, (c << 8) | d]
}

function groupsOfHalf(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  for (const part of text.split(':')) {
    const four = groupsOfFour(part)
    if (four) groups.push(...four)
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups.length <= 8 ? groups : undefined
}
