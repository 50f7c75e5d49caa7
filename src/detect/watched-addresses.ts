/** Addresses and networks that the team lists for reporting, in the same file as accepted findings. */
import {z} from 'zod'
import {type Address, parseAddress} from './address.ts'

export const WatchedEntry = z.strictObject({
  address: z.string().describe('an address, or a network as 198.51.100.0/22'),
  reason: z.string().min(1),
})
export type WatchedEntry = z.infer<typeof WatchedEntry>

interface Network {
  /** Bits of an address: 32 or 128. */
  width: number
  /** Bits of its beginning that count. */
  length: number
  /** Those bits. */
  start: bigint
}

/**
 * Entries of the parsed YAML file, under `watched`.
 * @returns mistakes as sentences; valid entries are kept.
 */
export function parseWatched(data: unknown): {entries: WatchedEntry[]; mistakes: string[]} {
  const list: unknown =
    typeof data === 'object' && data !== null && 'watched' in data ? (data as {watched: unknown}).watched : undefined
  if (list === undefined || list === null) return {entries: [], mistakes: []}
  if (!Array.isArray(list)) return {entries: [], mistakes: ['watched: expected a list of entries']}
  const entries: WatchedEntry[] = []
  const mistakes: string[] = []
  list.forEach((item: unknown, index) => {
    const parsed = WatchedEntry.safeParse(item)
    const [issue] = parsed.error?.issues ?? []
    if (!parsed.success) mistakes.push(`watched ${index + 1}: ${issue?.path.join('.') ?? ''} ${issue?.message}`)
    else if (!networkOf(parsed.data.address))
      mistakes.push(`watched ${index + 1}: ${parsed.data.address} is neither an address nor a network`)
    else entries.push(parsed.data)
  })
  return {entries, mistakes}
}

export class WatchedAddresses {
  readonly size: number
  /** By width and length, then by the bits: as many look-ups as there are lengths in the list. */
  private readonly networks = new Map<string, {network: Network; entries: Map<bigint, WatchedEntry>}>()
  private readonly known = new Map<Address, WatchedEntry | undefined>()

  constructor(entries: readonly WatchedEntry[]) {
    this.size = entries.length
    for (const entry of entries) {
      const network = networkOf(entry.address)
      if (!network) continue
      const key = `${network.width}/${network.length}`
      const same = this.networks.get(key) ?? {network, entries: new Map<bigint, WatchedEntry>()}
      same.entries.set(network.start, entry)
      this.networks.set(key, same)
    }
  }

  /** The entry with the narrowest network that the address lies in. */
  of(address: Address): WatchedEntry | undefined {
    if (this.known.has(address)) return this.known.get(address)
    if (this.known.size >= mostKnown) this.known.clear()
    const found = this.find(address)
    this.known.set(address, found)
    return found
  }

  private find(address: Address): WatchedEntry | undefined {
    const {width, start} = whole(address)
    let narrowest: {length: number; entry: WatchedEntry} | undefined
    for (const {network, entries} of this.networks.values()) {
      const entry = network.width === width && entries.get(start >> BigInt(width - network.length))
      if (entry && !(narrowest && narrowest.length > network.length)) narrowest = {length: network.length, entry}
    }
    return narrowest?.entry
  }
}

const mostKnown = 20_000

/** Whether an address lies in a network; undefined where the text is neither a network nor an address. */
export function networkTest(text: string): ((address: string) => boolean) | undefined {
  const network = networkOf(text)
  if (!network) return undefined
  return addressText => {
    const address = parseAddress(addressText)
    if (!address) return false
    const {width, start} = whole(address)
    return width === network.width && start >> BigInt(width - network.length) === network.start
  }
}

function networkOf(text: string): Network | undefined {
  const [bare = '', bits, ...more] = text.trim().split('/')
  const address = parseAddress(bare)
  if (!address || more.length > 0) return undefined
  const {width, start} = whole(address)
  const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN
  return length >= 0 && length <= width ? {width, length, start: start >> BigInt(width - length)} : undefined
}

/** `Address.text` is four numbers, or eight groups in hex. */
function whole({text}: Address): Network {
  const isSix = text.includes(':')
  const parts = text.split(isSix ? ':' : '.').map(part => Number.parseInt(part, isSix ? 16 : 10))
  const width = isSix ? 128 : 32
  const size = BigInt(width / parts.length)
  return {width, length: width, start: parts.reduce((sum, part) => (sum << size) | BigInt(part), 0n)}
}
