/** Addresses as the log spells them, made comparable: port and brackets off, mapped v6 as v4, and the network they lie in. */

export interface Address {
  /** `192.0.2.7`, or v6 in its eight groups without leading zeros and without `::`. */
  text: string
  /** `192.0.2.0/24` or `2001:db8:1::/48`. */
  network: string
  /** Of Microsoft's own front ends: says nothing about where a person is. */
  microsoft: boolean
  /** Loopback, private, link-local or carrier-grade: no place on the Internet. */
  local: boolean
}

/** The same addresses return all month; the port changes with every connection. */
const known = new Map<string, Address | undefined>()
const mostKnown = 20_000

/** Undefined for host names and other texts that are no address. */
export function parseAddress(text: string): Address | undefined {
  if (text.length < 3 || text.length > 80) return undefined
  if (known.has(text)) return known.get(text)
  if (known.size >= mostKnown) known.clear()
  const address = parse(text)
  known.set(text, address)
  return address
}

function parse(text: string): Address | undefined {
  const bare = withoutPort(text.trim())
  const four = parseFour(bare)
  if (four) return describeFour(four)
  const groups = parseSix(bare)
  if (!groups) return undefined
  const mapped = mappedFour(groups)
  return mapped ? describeFour(mapped) : describeSix(groups)
}

function withoutPort(text: string): string {
  if (text.startsWith('[')) {
    const end = text.indexOf(']')
    return end < 0 ? '' : text.slice(1, end)
  }
  const colon = text.indexOf(':')
  return colon > 0 && colon === text.lastIndexOf(':') ? text.slice(0, colon) : text
}

function parseFour(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  const numbers = parts.map(part => (/^\d{1,3}$/.test(part) ? Number(part) : 256))
  return numbers.every(number => number < 256) ? numbers : undefined
}

function parseSix(text: string): number[] | undefined {
  const [plain = ''] = text.split('%')
  const halves = plain.split('::')
  if (!plain.includes(':') || halves.length > 2) return undefined
  const [head, tail] = halves.map(half => groupsOf(half))
  if (!head || (halves.length === 2 && !tail)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 1) return missing === 0 ? head : undefined
  return missing < 1 ? undefined : [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])]
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  for (const part of text.split(':')) {
    const four = part.includes('.') ? parseFour(part) : undefined
    if (four) groups.push(((four[0] ?? 0) << 8) | (four[1] ?? 0), ((four[2] ?? 0) << 8) | (four[3] ?? 0))
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return groups.length <= 8 ? groups : undefined
}

function mappedFour(groups: number[]): number[] | undefined {
  const [high = 0, low = 0] = groups.slice(6)
  if (groups.slice(0, 5).some(group => group !== 0) || groups[5] !== 0xffff) return undefined
  return [high >> 8, high & 255, low >> 8, low & 255]
}

function describeFour(parts: number[]): Address {
  const [a = 0, b = 0, c = 0] = parts
  const value = numberOf(parts)
  return {
    text: parts.join('.'),
    network: `${a}.${b}.${c}.0/24`,
    microsoft: within(value, microsoftFour),
    local: within(value, localFour),
  }
}

function describeSix(groups: number[]): Address {
  const [first = 0, second = 0, third = 0] = groups
  const hex = (group: number) => group.toString(16)
  const loopback = groups.slice(0, 7).every(group => group === 0)
  return {
    text: groups.map(hex).join(':'),
    network: `${hex(first)}:${hex(second)}:${hex(third)}::/48`,
    // 2603:1000::/24, 2620:1ec::/36 and 2a01:111::/32 hold the v6 front ends of the page named below.
    microsoft:
      (first === 0x2603 && second >> 8 === 0x10) ||
      (first === 0x2620 && second === 0x1ec && third >> 12 === 0) ||
      (first === 0x2a01 && second === 0x111),
    local: loopback || first >> 9 === 0x7e || first >> 6 === 0x3fa,
  }
}

type Range = readonly [first: number, last: number]

function range(text: string): Range {
  const [address = '', bits = '32'] = text.split('/')
  const first = numberOf(address.split('.').map(Number))
  return [first, first + 2 ** (32 - Number(bits)) - 1]
}

function numberOf([a = 0, b = 0, c = 0, d = 0]: number[]): number {
  return ((a * 256 + b) * 256 + c) * 256 + d
}

function within(value: number, ranges: readonly Range[]): boolean {
  return ranges.some(([first, last]) => value >= first && value <= last)
}

/**
 * Exchange, SharePoint, Teams and sign-in front ends:
 * https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges. Azure's ranges for customers'
 * machines are left out on purpose: an attacker can rent one.
 */
const microsoftFour: readonly Range[] = [
  ...['13.107.6.0/24', '13.107.18.0/24', '13.107.128.0/22', '13.107.136.0/22', '13.107.140.6/32', '20.20.32.0/19'],
  ...['20.190.128.0/18', '20.231.128.0/19', '23.103.160.0/20', '40.92.0.0/15', '40.96.0.0/13', '40.104.0.0/15'],
  ...['40.107.0.0/16', '40.108.128.0/17', '40.126.0.0/18', '52.96.0.0/14', '52.100.0.0/14', '52.104.0.0/14'],
  ...['52.112.0.0/14', '52.122.0.0/15', '104.47.0.0/17', '104.146.128.0/17', '131.253.33.215/32', '132.245.0.0/16'],
  ...['150.171.32.0/22', '150.171.40.0/22', '204.79.197.215/32'],
].map(range)

const localFour: readonly Range[] = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
].map(range)
