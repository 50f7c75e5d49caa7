/**
 * Records with pseudonyms in place of everything that is not known to be harmless. A pseudonym follows from the key, the kind of name and
 * the name alone, so that it is the same in every month and every reading; and a record from itself alone, so that the
 * order of reading changes nothing.
 */
import type {Filters} from '../audit/filters.ts'
import {isGuid} from '../audit/identity.ts'
import type {AuditRecord} from '../audit/record.ts'
import {groupsOfAddress, isMappedFour, isPrivate, isReservedAddress} from './address.ts'
import {isKnownField, ruleOf} from './fields.ts'
import {isHarmless, piecesOf} from './harmless-text.ts'
import {isJson, isParseable, type JsonString, stringsOf, withStrings} from './json.ts'
import type {FieldRule, PseudonymKind} from './kinds.ts'
import {isCommonExtension, isEverywhere, isMicrosoftHost, isNonPersonal} from './non-personal-values.ts'
import {matchesIn, type TextMatch} from './patterns.ts'
import {ownText, Remembered} from './remembered.ts'

/** HMAC-SHA-256 of a text under the key, in hex. */
export type Mac = (text: string) => string

/** JSON in a string in JSON …: deeper than this it is free text. Each level doubles the escapes, so that none is. */
const deepest = 40
const mostDigests = 10_000
const mostFields = 4_000
const mostWords = 4_000
const mostKeys = 20_000
/** Longer texts hardly come again. */
const longestRemembered = 300
/** Names of one record that are looked for in its free text. */
const mostNames = 2_000

export class Pseudonyms {
  /** The same for exports that share a key; does not reveal the key. */
  readonly fingerprint: string
  private readonly mac: Mac
  private readonly digests = new Map<PseudonymKind, Remembered<string>>()
  private readonly fields = new Map<FieldRule, Remembered<FieldResult>>()
  private readonly words = {free: new Remembered<string>(mostWords), plain: new Remembered<string>(mostWords)}
  private readonly keys = new Map<string, string>()

  constructor(mac: Mac) {
    this.mac = mac
    this.fingerprint = mac('key').slice(0, 16)
  }

  /**
   * A GUID as `Identity`, the time, and a type and operation of known words stay: they prove that the export is complete.
   * @param isParsed whether it is known that `AuditData` is JSON.
   */
  record(record: AuditRecord, {isParsed} = {isParsed: false}): AuditRecord {
    const {AuditData, RecordType, Operations, UserIds, Identity} = record
    const found = isParsed || isParseable(AuditData) ? analyse(AuditData, '', 0) : undefined
    const names = new Names(found ? idsOf(found) : new Set())
    if (found) this.collect(found, names)
    return {
      ...record,
      RecordType: this.vocabulary(RecordType),
      UserIds: this.inField('user', UserIds, names),
      Operations: this.vocabulary(Operations),
      AuditData: found ? this.rewrite(found, names) : this.inText(AuditData, names),
      Identity: this.id(Identity, names),
    }
  }

  /** A service's own word, as a workload's name. */
  vocabulary(text: string): string {
    return this.inField('vocabulary', text, new Names(new Set()))
  }

  /** A user's id as records then have it. */
  user(id: string): string {
    return this.inField('user', id, new Names(new Set()))
  }

  /** Any text: what a service says of itself may name people as well. */
  text(text: string): string {
    return this.inText(text, new Names(new Set()))
  }

  /** Filters as they may be written down. */
  filters(filters: Filters): Filters {
    const noNames = new Names(new Set())
    const all = (rule: FieldRule, texts: readonly string[]) => texts.map(text => this.inField(rule, text, noNames))
    return {
      ...filters,
      users: all('user', filters.users),
      ipAddresses: all('address', filters.ipAddresses),
      objectIds: all('object', filters.objectIds),
      ...(filters.freeText === undefined ? {} : {freeText: this.inField('subject', filters.freeText, noNames)}),
    }
  }

  /** Learns the record's own names, wherever they stand: free text that repeats one may come before it. */
  private collect(found: Found, names: Names): void {
    for (const string of found.strings) {
      const {at, rule, inner} = string
      if (inner) this.collect(inner, names)
      else if (rule === 'text' || rule === 'labelled')
        for (const match of at.isNumber ? [] : matchesIn(at.value)) this.shaped(at.value, match, names)
      else string.shown = at.isNumber ? this.number(rule, at.value) : this.inField(rule, at.value, names)
    }
  }

  private rewrite(found: Found, names: Names): string {
    const replacements = found.strings.flatMap(({at, rule, shown, inner}) => {
      const {start, end, isNumber} = at
      const treated = () => (isNumber ? this.number(rule, at.value) : this.inField(rule, at.value, names))
      const value = inner ? this.rewrite(inner, names) : (shown ?? treated())
      return value === at.value ? [] : [{start, end, value, isNumber}]
    })
    return withStrings(found.json, replacements)
  }

  /** A number that may be a telephone's or a person's, as another of as many digits. */
  private number(rule: FieldRule, digits: string): string {
    if (rule === 'measure' || rule === 'vocabulary') return digits
    const hex = this.digest('key', `number ${digits}`, 60)
    return [...digits].map((_, at) => (at === 0 ? 1 : 0) + (Number.parseInt(hex[at % 60] ?? '0', 16) % 9)).join('')
  }

  /** Maps may be keyed by people; a name that happens to be a field's too must not rename the field. */
  private inKey(text: string): string {
    const known = this.keys.get(text)
    if (known !== undefined) return known
    const shown = this.newKey(text)
    if (this.keys.size < mostKeys && text.length <= 200) this.keys.set(ownText(text), ownText(shown))
    return shown
  }

  private newKey(text: string): string {
    if (isKnownField(text) || /^@?odata\.[a-z.]{2,20}$|^__proto__$/i.test(text)) return text
    if (matchesIn(text).length > 0) return this.inText(text, new Names(new Set()))
    // Two keys of one object may differ by their letters' case alone.
    return isHarmless(text) ? text : `${marks.key}-${this.mac(`key\n${text}`).slice(0, 10)}`
  }

  private inField(rule: FieldRule, text: string, names: Names): string {
    if (text === '') return text
    if (rule === 'key') return this.inKey(text)
    if (rule === 'text') return this.inText(text, names)
    if (rule === 'labelled') return this.labelled(text, names)
    if (names.isExempt(text.toLowerCase())) return text
    const known = this.fields.get(rule)?.get(text)
    if (known && names.repeat(known)) return known.shown
    const traced = text.length <= longestRemembered && names.trace(() => this.byRule(rule, text, names))
    if (traced === false) return this.byRule(rule, text, names)
    if (traced.isOwn) this.remember(rule, text, traced)
    return traced.shown
  }

  private remember(rule: FieldRule, text: string, {shown, learned, asked}: FieldResult): void {
    const results = this.fields.get(rule) ?? new Remembered(mostFields)
    this.fields.set(rule, results)
    const own = learned.map(([name, pseudonym]): [string, string] => [ownText(name), ownText(pseudonym)])
    results.set(text, {shown: ownText(shown), learned: own, asked: asked.map(ownText)})
  }

  private byRule(rule: Exclude<FieldRule, 'key' | 'text' | 'labelled'>, text: string, names: Names): string {
    if (isNonPersonal(text)) return text
    if (rule === 'vocabulary' || rule === 'measure' || rule === 'title' || rule === 'id') {
      if (isKnownToBeHarmless(rule, text)) return text
      if (rule === 'id') return this.id(text, names)
      return rule === 'title' ? this.mixed('name', text, names) : this.inText(text, names, {isFree: false})
    }
    if (rule === 'path') return this.path(text, names)
    if (rule === 'domain') return this.domain(text)
    if ((rule === 'object' || rule === 'site') && isPath(text)) return this.path(text, names)
    return this.mixed(rule === 'party' ? 'name' : rule, text, names)
  }

  /** Ids of other forms than a GUID's may hold names. */
  private id(text: string, names: Names): string {
    if (text === '' || isKnownToBeHarmless('id', text)) return text
    return this.mixed('guid', text, names)
  }

  /** A name, perhaps with other text around it: `Ann Berg <ann@contoso.com>`, `smtp:ann@contoso.com`. */
  private mixed(kind: PseudonymKind, text: string, names: Names): string {
    if (kind === 'subject') return this.whole(kind, text, names)
    if (/^https?:\/\//i.test(text)) return this.url(text, names)
    const matches = matchesIn(text)
    if (matches.length === 0) {
      if (/^\d{1,4}$/.test(text)) return text
      const parts = kind === 'user' ? text.split(/([;,]\s*)/) : [text]
      return parts.map(part => (isNonPersonal(part) ? part : this.whole(kind, part, names))).join('')
    }
    return this.replaced(text, matches, names, gap => {
      const core = /[\p{L}\p{N}].*[\p{L}\p{N}]/su.exec(gap.replace(prefixes, ''))?.[0] ?? ''
      const isPort = /^\]?:\d{1,5}$/.test(gap)
      const isName = /\p{L}{2,}/u.test(core) || core.replace(/\D/g, '').length > 4
      return isName && !isPort ? gap.replace(core, () => this.whole('name', core, names)) : gap
    })
  }

  private labelled(text: string, names: Names): string {
    const labelled = [/-([A-Za-z]+)[: ]\s*["']([^"']+)["']/g, /<([\w ]{1,60})>([^<]+)<\/\1>/g]
    const parts = labelled.reduce(
      (parts, pattern) =>
        split(parts, part =>
          [...part.matchAll(pattern)].flatMap(match => {
            const [whole, label = '', value = ''] = match
            const rule = ruleOf(label, 'Parameters')
            const start =
              match.index + whole.indexOf(value, whole.startsWith('<') ? label.length + 2 : label.length + 1)
            if (rule === 'text') return []
            return [{start, end: start + value.length, shown: this.inField(rule, value, names)}]
          }),
        ),
      [{text, isDone: false}],
    )
    return parts.map(part => (part.isDone ? part.text : this.inText(part.text, names))).join('')
  }

  /** What is known by its shape or as a name of the same record has its pseudonym; of the rest, harmless words stay. */
  private inText(text: string, names: Names, {isFree} = {isFree: true}): string {
    // Alone, an address of a file may hold spaces.
    if (/^https?:\/\//i.test(text) && text.indexOf('://') === text.lastIndexOf('://') && !/[\r\n]/.test(text))
      return this.url(text, names)
    return this.replaced(text, matchesIn(text), names, gap =>
      names
        .in(gap)
        .map(part => (part.isDone ? part.text : this.unknownWords(part.text, isFree)))
        .join(''),
    )
  }

  private unknownWords(text: string, isFree: boolean): string {
    const words = isFree ? this.words.free : this.words.plain
    const known = words.get(text)
    if (known !== undefined) return known
    const shown = this.newWords(text, isFree)
    if (text.length <= longestRemembered) words.set(text, ownText(shown))
    return shown
  }

  private newWords(text: string, isFree: boolean): string {
    return piecesOf(text, {isFree})
      .map(piece => (piece.isHarmless ? piece.text : `${marks.text}-${this.digest('text', piece.text, 10)}`))
      .join('')
  }

  private replaced(
    text: string,
    matches: readonly TextMatch[],
    names: Names,
    between: (gap: string) => string,
  ): string {
    let at = 0
    let result = ''
    for (const match of matches) {
      result += between(text.slice(at, match.start)) + this.shaped(text, match, names)
      at = match.end
    }
    return result + between(text.slice(at))
  }

  private shaped(text: string, {shape, start, end}: TextMatch, names: Names): string {
    const found = text.slice(start, end)
    if (shape === 'email') return this.email(found, names)
    if (shape === 'url') return this.url(found, names)
    if (shape === 'guid') return this.guid(found, text.slice(0, start), names)
    if (shape === 'v4' || shape === 'v6') return this.address(found)
    if (shape === 'host') return this.domain(found)
    if (shape === 'dn') return this.whole('user', found, names)
    if (shape === 'puid') return sameCase(found, `1003${this.digest('guid', found, 12)}`)
    if (shape === 'mac')
      return `02${(this.digest('device', found, 10).match(/../g) ?? []).map(byte => `:${byte}`).join('')}`
    return `${found.startsWith('S-1-5') ? 'S-1-5-21' : 'S-1-12-1'}${sidParts(this.digest('guid', found, 32))}`
  }

  private whole(kind: PseudonymKind, text: string, names: Names): string {
    const core = text.trim()
    const extension = kind === 'file' ? this.extension(core) : ''
    const pseudonym = `${marks[kind]}-${this.digest(kind, core, 10)}${extension}`
    names.learn(core, pseudonym)
    return text.replace(core, () => pseudonym)
  }

  /** Detection tells kinds of files by it; an unusual one stays the same, under another name. */
  private extension(name: string): string {
    const extension = /\.[\p{L}\p{N}]{1,20}$/u.exec(name)?.[0].toLowerCase() ?? ''
    if (extension === '' || isCommonExtension(extension)) return extension
    return `.x${this.digest('key', `extension ${extension}`, 6)}`
  }

  /** The domain's pseudonym stays the same for all its addresses; a guest's home stays apart from its host. */
  private email(text: string, names: Names): string {
    const at = text.lastIndexOf('@')
    const local = text.slice(0, at)
    const domain = text.slice(at + 1)
    if (isNonPersonal(text)) return text
    if (/^(thread\.(v2|skype|tacv2)|unq\.gbl\.spaces)$/i.test(domain)) return `${this.inIds(local, names)}@${domain}`
    if (/^1003[0-9a-f]{12}$/i.test(local))
      return `${sameCase(local, `1003${this.digest('guid', local, 12)}`)}@${this.domain(domain)}`
    const guest = /^(.+)_([^_]+\.[^_]+)(#EXT#)$/i.exec(local)
    const pseudonym = guest
      ? `${this.mailbox(`${guest[1]}@${guest[2]}`)}_${this.domain(guest[2] ?? '')}${guest[3]}@${this.domain(domain)}`
      : `${this.mailbox(text)}@${this.domain(domain)}`
    names.learn(text, pseudonym)
    names.learn(local, this.mailbox(text))
    // The address of a OneDrive has the user's in this form.
    names.learn(text.replace(/[^a-z0-9]/gi, '_'), this.mailbox(text))
    return pseudonym
  }

  private mailbox(address: string): string {
    return `u-${this.digest('user', address, 10)}`
  }

  /** Ids that hold other ids: a chat of two has both users' in its name. */
  private inIds(text: string, names: Names): string {
    if (/^[0-9a-f]{32}$/.test(text)) return text
    if (text.replace(guids, '').replace('_', '') !== '') return this.whole('guid', text, names)
    return text.replace(guids, (found, at: number) => this.guid(found, text.slice(0, at), names))
  }

  private guid(found: string, before: string, names: Names): string {
    if (names.isExempt(found.toLowerCase()) || /^0000000\w-0000-/.test(found)) return found
    if (/(serviceprincipal|application|policy|role)_$/i.test(before)) return found
    const hex = this.digest('guid', found, 32)
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `9${hex.slice(17, 20)}`, hex.slice(20)]
    return sameCase(found, parts.join('-'))
  }

  /** Addresses of one network stay together, and private ones private; the rest goes to what is kept for documentation (RFC 9637). */
  private address(text: string): string {
    const port = /^(\d{1,3}(?:\.\d{1,3}){3})(:\d{1,5})$/.exec(text)
    const groups = groupsOfAddress(port?.[1] ?? text)
    if (!groups || isReservedAddress(groups)) return text
    const four = isMappedFour(groups)
    const spelled = groups.join(':')
    const network = four ? `${groups[6]}.${(groups[7] ?? 0) >> 8}` : groups.slice(0, 3).join(':')
    const near = this.digest('address', `net ${network}`, 8)
    const far = this.digest('address', spelled, 8)
    const prefix = isPrivate(groups) ? 'fd00' : '3fff'
    const second = isPrivate(groups) ? near.slice(0, 4) : near.slice(1, 4)
    const pseudonym = `${prefix}:${short(second)}:${short(near.slice(4))}::${short(far.slice(0, 4))}:${short(far.slice(4))}`
    return port ? `[${pseudonym}]${port[2]}` : pseudonym
  }

  private domain(text: string): string {
    const folded = text.toLowerCase()
    const tenant = /^([a-z0-9-]+?)(-my|-admin)?\.sharepoint\.(?:com|us|cn|de)$/.exec(folded)
    if (tenant) return `p-${this.digest('domain', tenant[1] ?? '', 8)}${tenant[2] ?? ''}.sharepoint.invalid`
    return isMicrosoftHost(folded) ? text : `p-${this.digest('domain', folded, 8)}.invalid`
  }

  private url(text: string, names: Names): string {
    const [, scheme = '', host = '', path = '', query = '', fragment = ''] =
      /^(https?:\/\/)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(text) ?? []
    if (isMicrosoftHost(host)) return scheme + host + this.inText(path + query + fragment, names)
    const bare = host.replace(/^.*@/, '').replace(/:\d+$/, '')
    const address = groupsOfAddress(bare.replace(/[[\]]/g, ''))
    const shownHost = address ? `[${this.address(bare.replace(/[[\]]/g, ''))}]` : this.domain(bare)
    const rest = [query, fragment].map(part =>
      part.length > 1 ? `${part[0]}q-${this.digest('site', part, 10)}` : part,
    )
    return `${scheme}${shownHost}${this.path(path, names)}${rest.join('')}`
  }

  private path(text: string, names: Names): string {
    let before = ''
    return text
      .split(/([\\/]+)/)
      .map(segment => {
        if (/^[\\/]*$/.test(segment)) return segment
        const shown = this.segment(segment, before, names)
        before = segment.toLowerCase()
        return shown
      })
      .join('')
  }

  private segment(segment: string, before: string, names: Names): string {
    const name = unescaped(segment)
    if (isEverywhere(name) || names.isExempt(name.toLowerCase())) return segment
    const isSite = ['sites', 'teams', 'personal', 'portals'].includes(before)
    if (matchesIn(name).length > 0) return this.mixed('file', name, names)
    return this.whole(isSite ? 'site' : 'file', name, names)
  }

  /** Names of Microsoft's services that differ only in letter case are the same. */
  private digest(kind: PseudonymKind, text: string, digits: number): string {
    const folded = text.toLowerCase()
    const digests = this.digests.get(kind) ?? new Remembered<string>(mostDigests)
    this.digests.set(kind, digests)
    const known = digests.get(folded)
    if (known !== undefined) return known.slice(0, digits)
    const made = this.mac(`${kind}\n${folded}`)
    if (folded.length <= longestRemembered) digests.set(folded, made)
    return made.slice(0, digits)
  }
}

const marks: Record<PseudonymKind, string> = {
  user: 'u',
  name: 'n',
  address: 'a',
  device: 'd',
  site: 's',
  file: 'f',
  object: 'o',
  subject: 't',
  domain: 'p',
  guid: 'g',
  text: 'x',
  key: 'k',
}

const prefixes = /^\s*(smtp|sip|mailto|spo|x500|x400|user|i:0[^|]*\|membership|i:0[^|]*)[:_|]|^\W+/i
const guids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

interface Found {
  json: string
  /** `shown` is what replaces a string whose own field decides that. */
  strings: {at: JsonString; rule: FieldRule; shown?: string; inner?: Found}[]
}

/** Every string with its rule; JSON inside one is taken apart as well, and a key is free text. */
function analyse(json: string, field: string, depth: number): Found {
  const strings = stringsOf(json, field).map(at => {
    const rule = at.isKey ? 'key' : ruleOf(at.field, at.within)
    if (rule === 'key' || at.isNumber || depth >= deepest || !isJson(at.value)) return {at, rule}
    return {at, rule, inner: analyse(at.value, at.field, depth + 1)}
  })
  return {json, strings}
}

/** GUIDs that stay wherever the record has them: its own, its tenant's and those of applications. */
function idsOf(found: Found): Set<string> {
  const ids = new Set<string>()
  const walk = ({strings}: Found, isTop: boolean) => {
    for (const {at, inner} of strings) {
      if (inner) walk(inner, false)
      if (inner || at.isKey || at.isNumber) continue
      if (at.value.length < guidLength) continue
      const isOwn = isTop && at.within === '' && (at.field === 'Id' || at.field === 'OrganizationId')
      if (isOwn && isGuid(at.value)) ids.add(at.value.toLowerCase())
      else if (/(app|application|client)id$|serviceprincipalnames?$/i.test(at.field))
        for (const guid of at.value.match(guids) ?? []) ids.add(guid.toLowerCase())
      else if (at.value.length > guidLength && at.value.includes('_'))
        for (const [, guid = ''] of at.value.matchAll(ofApplication)) ids.add(guid.toLowerCase())
    }
  }
  walk(found, true)
  return ids
}

const ofApplication =
  /(?:ServicePrincipal|Application)_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/gi
const guidLength = 36

/** Most records repeat the same few values of such fields. */
const decided = {measure: new Remembered<boolean>(4_000), others: new Remembered<boolean>(10_000)}

type HarmlessRule = 'vocabulary' | 'measure' | 'title' | 'id'

function isKnownToBeHarmless(rule: HarmlessRule, text: string): boolean {
  if (isGuid(text)) return true
  const answers = rule === 'measure' ? decided.measure : decided.others
  const known = answers.get(text)
  if (known !== undefined) return known
  const answer = decideHarmless(rule, text)
  if (text.length <= longestRemembered) answers.set(text, answer)
  return answer
}

function decideHarmless(rule: HarmlessRule, text: string): boolean {
  // A version of four numbers looks like an address.
  if (rule === 'measure' && /^-?\d{1,17}$|^\d{1,5}(\.\d{1,6}){1,5}$/.test(text)) return true
  if (matchesIn(text).some(({shape}) => shape !== 'guid')) return false
  return isHarmless(text.replace(guids, ' '))
}

/** What became of a field's text, and what that did and asked: it is the same in a record of which the answers are the same. */
interface FieldResult {
  shown: string
  /** Names with their pseudonyms, in order. */
  learned: readonly [name: string, pseudonym: string][]
  /** What was no exempt id. */
  asked: readonly string[]
}

/** The names that one record holds, to find them again in its free text. */
class Names {
  private readonly exempt: ReadonlySet<string>
  private readonly known = new Map<string, string>()
  private longestFirst: [string, string][] | undefined
  private tracing: {learned: [string, string][]; asked: string[]; isOwn: boolean} | undefined

  constructor(exempt: ReadonlySet<string>) {
    this.exempt = exempt
  }

  /** @param id folded. */
  isExempt(id: string): boolean {
    const isExempt = this.exempt.has(id)
    if (!this.tracing) return isExempt
    if (isExempt) this.tracing.isOwn = false
    else this.tracing.asked.push(id)
    return isExempt
  }

  learn(name: string, pseudonym: string): void {
    this.tracing?.learned.push([name, pseudonym])
    if (name.length < 4 || /^\d+$/.test(name) || this.known.size >= mostNames) return
    this.known.set(name.toLowerCase(), pseudonym)
    this.longestFirst = undefined
  }

  /** The text in parts, those done that were a known name. */
  in(text: string): TextPart[] {
    // It hangs on what other fields hold.
    if (this.tracing) this.tracing.isOwn = false
    const whole: TextPart[] = [{text, isDone: false}]
    if (text.length < 4 || this.known.size === 0) return whole
    this.longestFirst ??= [...this.known].sort(([a], [b]) => b.length - a.length)
    const folded = text.toLowerCase()
    const there = this.longestFirst.filter(([name]) => folded.includes(name))
    return there.reduce((parts, [name, shown]) => split(parts, part => placesOf(part, name, shown)), whole)
  }

  /** The work, with what it did here. @returns false where it is part of other work that is traced, and was not done. */
  trace(work: () => string): (FieldResult & {isOwn: boolean}) | false {
    if (this.tracing) return false
    const tracing = {learned: [], asked: [], isOwn: true}
    this.tracing = tracing
    try {
      return Object.assign(tracing, {shown: work()})
    } finally {
      this.tracing = undefined
    }
  }

  /** Does what earlier work did for the same text. @returns false where this record has other exempt ids. */
  repeat({learned, asked}: FieldResult): boolean {
    if (asked.some(id => this.exempt.has(id))) return false
    for (const id of asked) this.isExempt(id)
    for (const [name, pseudonym] of learned) this.learn(name, pseudonym)
    return true
  }
}

interface TextPart {
  text: string
  /** Holds a pseudonym already. */
  isDone: boolean
}

/** Replaces, in the parts that are not done, what is found there; in order and without overlap. */
function split(
  parts: readonly TextPart[],
  find: (text: string) => readonly {start: number; end: number; shown: string}[],
): TextPart[] {
  return parts.flatMap(part => {
    if (part.isDone) return [part]
    const result: TextPart[] = []
    let at = 0
    for (const {start, end, shown} of find(part.text)) {
      result.push({text: part.text.slice(at, start), isDone: false}, {text: shown, isDone: true})
      at = end
    }
    return [...result, {text: part.text.slice(at), isDone: false}]
  })
}

function placesOf(text: string, name: string, shown: string): {start: number; end: number; shown: string}[] {
  const lowered = text.toLowerCase()
  // Some letters change their length with their case; then places in one text are none in the other.
  const folded = lowered.length === text.length ? lowered : text
  const places: {start: number; end: number; shown: string}[] = []
  for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + name.length)) {
    const end = at + name.length
    if (!isWordLetter(text[at - 1]) && !isWordLetter(text[end])) places.push({start: at, end, shown})
  }
  return places
}

function isPath(text: string): boolean {
  return /[\\/]/.test(text) && !/^https?:/i.test(text)
}

function isWordLetter(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter)
}

function unescaped(segment: string): string {
  try {
    return segment.includes('%') ? decodeURIComponent(segment) : segment
  } catch {
    return segment
  }
}

function sameCase(like: string, text: string): string {
  return /[A-F]/.test(like) && !/[a-f]/.test(like) ? text.toUpperCase() : text
}

function short(group: string): string {
  return group.replace(/^0+(?=.)/, '')
}

function sidParts(hex: string): string {
  return (hex.match(/.{8}/g) ?? []).map(part => `-${Number.parseInt(part, 16)}`).join('')
}
