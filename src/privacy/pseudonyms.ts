/**
 * Records with pseudonyms in place of everything that is not known to be harmless. A pseudonym follows from the key, the kind of name and
 * the name alone, so that it is the same in every month and every reading; and a record from itself alone, so that the
 * order of reading changes nothing.
 */
import type {Filters} from '../audit/filters.ts'
import {isGuid} from '../audit/identity.ts'
import type {AuditRecord} from '../audit/record.ts'
import {groupsOfAddress, isMappedFour, isPrivate, isReservedAddress} from './address.ts'
import {type FieldName, FieldNames, type FieldPlace} from './field-names.ts'
import {isKnownField} from './fields.ts'
import {isHarmless, piecesOf} from './harmless-text.ts'
import {isIdOrTime, isJson, isParseable, type JsonPart, mayBeJson, partsOf, unquoted} from './json.ts'
import {type FieldRule, type HarmlessRule, isHarmlessRule, type PseudonymKind, type ValueRule} from './kinds.ts'
import {LearnedNames, replacedIn} from './learned-names.ts'
import {isCommonExtension, isEverywhere, isMicrosoftHost, isNonPersonal} from './non-personal-values.ts'
import {matchesIn, type TextMatch} from './patterns.ts'
import {ownText, Remembered} from './remembered.ts'
import {guidLength, type Outcome, TreatedText, TreatedTexts} from './treated-text.ts'

/** HMAC-SHA-256 of a text under the key, in hex. */
export type Mac = (text: string) => string

/** JSON in a string in JSON …: deeper than this it is free text. Each level doubles the escapes, so that none is. */
const deepest = 40
const mostDigests = 10_000
const mostWords = 4_000
/** Longer texts hardly come again. */
const longestRemembered = 300

export class Pseudonyms {
  /** The same for exports that share a key; does not reveal the key. */
  readonly fingerprint: string
  private readonly mac: Mac
  /** Of names that come again in other texts; ids and free text hardly do. */
  private readonly digests: Partial<Record<PseudonymKind, Remembered<string>>> = {
    user: new Remembered(mostDigests),
    name: new Remembered(mostDigests),
    address: new Remembered(mostDigests),
    device: new Remembered(mostDigests),
    site: new Remembered(mostDigests),
    file: new Remembered(mostDigests),
    domain: new Remembered(mostDigests),
  }
  /** Free text is gone through twice. */
  private latest = {asked: '', digest: ''}
  private readonly texts = new TreatedTexts()
  private readonly words = {free: new Remembered<string>(mostWords), plain: new Remembered<string>(mostWords)}
  private readonly fields = new FieldNames(key => this.inKey(key))

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
    const exempt = new Set<string>()
    const found = isParsed || isParseable(AuditData) ? this.analyse(AuditData, undefined, exempt) : undefined
    const names = new LearnedNames(exempt)
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
    return this.inField('vocabulary', text, new LearnedNames())
  }

  /** A user's id as records then have it. */
  user(id: string): string {
    return this.inField('user', id, new LearnedNames())
  }

  /** Any text: what a service says of itself may name people as well. */
  text(text: string): string {
    return this.inText(text, new LearnedNames())
  }

  /** Filters as they may be written down. */
  filters(filters: Filters): Filters {
    const noNames = new LearnedNames()
    const all = (rule: FieldRule, texts: readonly string[]) => texts.map(text => this.inField(rule, text, noNames))
    return {
      ...filters,
      users: all('user', filters.users),
      ipAddresses: all('address', filters.ipAddresses),
      objectIds: all('object', filters.objectIds),
      ...(filters.freeText === undefined ? {} : {freeText: this.inField('subject', filters.freeText, noNames)}),
    }
  }

  /**
   * What there is to treat; JSON inside a text is taken apart as well.
   * @param within the field and depth of such JSON. @param exempt gets the GUIDs that stay wherever the record has them: its own,
   * its tenant's and those of applications.
   */
  private analyse(json: string, within: {field: FieldName; depth: number} | undefined, exempt: Set<string>): Found {
    const depth = within?.depth ?? 0
    const parts = partsOf<TreatedText | Found>(json, within?.field ?? this.fields.none, this.fields)
    for (const part of parts) {
      const {place, start, end} = part
      if (!place || part.isNumber) continue
      if (depth < deepest && mayBeJson(json, start)) {
        const text = unquoted(json, start, end)
        if (isJson(text)) {
          part.treatment = this.analyse(text, {field: part.field, depth: depth + 1}, exempt)
          continue
        }
      }
      const hasOwnId = place.hasOwnId && depth === 0
      if (place.keepsIds && isIdOrTime(json, start, end)) {
        if (hasOwnId || place.hasApplications) for (const id of guidsIn(json.slice(start, end))) exempt.add(id)
        continue
      }
      const treated = this.textAt(place, json, start, end)
      part.treatment = treated
      if (hasOwnId && isGuid(treated.text)) exempt.add(treated.text.toLowerCase())
      else if (place.hasApplications) for (const id of guidsIn(treated.text)) exempt.add(id)
      else for (const id of treated.applications) exempt.add(id)
    }
    return {json, parts}
  }

  private textAt(place: FieldPlace, json: string, start: number, end: number): TreatedText {
    const {rule} = place
    const isRemembered = place.remembers
    const known = isRemembered ? this.texts.inJson(rule, json, start, end) : undefined
    place.sees(known !== undefined)
    if (known) return known
    const text = unquoted(json, start, end)
    return isRemembered ? this.texts.of(rule, text) : new TreatedText(rule, text, false)
  }

  /** Learns the record's own names, wherever they stand: free text that repeats one may come before it. */
  private collect(found: Found, names: LearnedNames): void {
    for (const part of found.parts) {
      const {treatment} = part
      if (treatment instanceof TreatedText) part.replacement = this.first(treatment, names).json
      else if (treatment) this.collect(treatment, names)
    }
  }

  private rewrite(found: Found, names: LearnedNames): string {
    let rewritten = ''
    let done = 0
    for (const part of found.parts) {
      const replacement = this.replacement(part, found.json, names)
      if (replacement === undefined) continue
      rewritten += found.json.slice(done, part.start) + replacement
      done = part.end
    }
    return done === 0 ? found.json : rewritten + found.json.slice(done)
  }

  /** As JSON has it; undefined for what stays. */
  private replacement(
    {field, place, treatment, replacement, isNumber, start, end}: FoundPart,
    json: string,
    names: LearnedNames,
  ): string | undefined {
    if (!place) return field.shown === field.text ? undefined : JSON.stringify(field.shown)
    if (isNumber) return this.number(place.rule, json.slice(start, end))
    if (treatment instanceof TreatedText)
      return isFree(treatment.rule) ? this.second(treatment, names).json : replacement
    if (!treatment) return undefined
    const rewritten = this.rewrite(treatment, names)
    return rewritten === treatment.json ? undefined : JSON.stringify(rewritten)
  }

  /** Replaces a text of most fields; free text teaches what names it has by their shape. */
  private first(treated: TreatedText, names: LearnedNames): Result {
    const known = treated.first
    if (known && names.repeat(known)) return known
    const {rule, text} = treated
    const work = () => {
      if (!isFree(rule)) return this.byRule(rule, text, names)
      for (const match of matchesIn(text)) this.shaped(text, match, names)
      return text
    }
    if (!treated.isKept) return resultOf(text, work())
    const traced = names.trace(text, work)
    treated.first = traced.outcome ?? treated.first
    return traced.outcome ?? resultOf(text, traced.shown)
  }

  /** Replaces free text. */
  private second(treated: TreatedText, names: LearnedNames): Result {
    const known = treated.second
    if (known && names.repeat(known)) return known
    const {rule, text} = treated
    const work = () => (rule === 'text' ? this.inText(text, names) : this.labelled(text, names))
    if (!treated.isKept) return resultOf(text, work())
    const traced = names.trace(text, work)
    treated.second = traced.outcome ?? treated.second
    return traced.outcome ?? resultOf(text, traced.shown)
  }

  /** A number that may be a telephone's or a person's, as another of as many digits. */
  private number(rule: FieldRule, digits: string): string {
    if (rule === 'measure' || rule === 'vocabulary') return digits
    const hex = this.digest('key', `number ${digits}`, 60)
    return [...digits].map((_, at) => (at === 0 ? 1 : 0) + (Number.parseInt(hex[at % 60] ?? '0', 16) % 9)).join('')
  }

  /** Maps may be keyed by people; a name that happens to be a field's too must not rename the field. */
  private inKey(text: string): string {
    if (isKnownField(text) || /^@?odata\.[a-z.]{2,20}$|^__proto__$/i.test(text)) return text
    if (matchesIn(text).length > 0) return this.inText(text, new LearnedNames())
    // Two keys of one object may differ by their letters' case alone.
    return isHarmless(text) ? text : `${marks.key}-${this.mac(`key\n${text}`).slice(0, 10)}`
  }

  private inField(rule: FieldRule, text: string, names: LearnedNames): string {
    if (text === '') return text
    if (rule === 'key') return this.fields.of(text).shown
    if (rule === 'text') return this.inText(text, names)
    if (rule === 'labelled') return this.labelled(text, names)
    return this.first(this.texts.of(rule, text), names).shown
  }

  private byRule(rule: Exclude<ValueRule, 'text' | 'labelled'>, text: string, names: LearnedNames): string {
    if (names.isExempt(text) || isNonPersonal(text)) return text
    if (isHarmlessRule(rule)) {
      if (isHarmlessIn(rule, text)) return text
      if (rule === 'id') return this.mixed('guid', text, names)
      return rule === 'title' ? this.mixed('name', text, names) : this.inText(text, names, {isFree: false})
    }
    if (rule === 'path') return this.path(text, names)
    if (rule === 'domain') return this.domain(text)
    if ((rule === 'object' || rule === 'site') && isPath(text)) return this.path(text, names)
    return this.mixed(rule === 'party' ? 'name' : rule, text, names)
  }

  /** Ids of other forms than a GUID's may hold names. */
  private id(text: string, names: LearnedNames): string {
    if (text === '' || isHarmlessIn('id', text)) return text
    return this.mixed('guid', text, names)
  }

  /** A name, perhaps with other text around it: `Ann Berg <ann@contoso.com>`, `smtp:ann@contoso.com`. */
  private mixed(kind: PseudonymKind, text: string, names: LearnedNames): string {
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

  private labelled(text: string, names: LearnedNames): string {
    const labelled = [/-([A-Za-z]+)[: ]\s*["']([^"']+)["']/g, /<([\w ]{1,60})>([^<]+)<\/\1>/g]
    const parts = labelled.reduce(
      (parts, pattern) =>
        replacedIn(parts, part =>
          [...part.matchAll(pattern)].flatMap(match => {
            const [whole, label = '', value = ''] = match
            const {rule} = this.fields.of(label).in(this.fields.of('Parameters'))
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
  private inText(text: string, names: LearnedNames, {isFree} = {isFree: true}): string {
    // Alone, an address of a file may hold spaces.
    if (/^https?:\/\//i.test(text) && text.indexOf('://') === text.lastIndexOf('://') && !/[\r\n]/.test(text))
      return this.url(text, names)
    return this.replaced(text, matchesIn(text), names, gap =>
      names
        .in(gap)
        .map(part => (part.isDone ? part.text : this.unknownWords(part.text, isFree, part.text === text)))
        .join(''),
    )
  }

  /** @param isWhole whether it is a field's text as a whole, which is remembered as such. */
  private unknownWords(text: string, isFree: boolean, isWhole: boolean): string {
    if (isWhole || text.length > longestRemembered) return this.newWords(text, isFree)
    const words = isFree ? this.words.free : this.words.plain
    const known = words.get(text)
    if (known !== undefined) return known
    const shown = this.newWords(text, isFree)
    words.set(ownText(text), ownText(shown))
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
    names: LearnedNames,
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

  private shaped(text: string, {shape, start, end}: TextMatch, names: LearnedNames): string {
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

  private whole(kind: PseudonymKind, text: string, names: LearnedNames): string {
    const core = text.trim()
    const extension = kind === 'file' ? this.extension(core) : ''
    const pseudonym = `${marks[kind]}-${this.digest(kind, core, 10)}${extension}`
    names.learn(core, pseudonym)
    return core === text ? pseudonym : text.replace(core, () => pseudonym)
  }

  /** Detection tells kinds of files by it; an unusual one stays the same, under another name. */
  private extension(name: string): string {
    const extension = /\.[\p{L}\p{N}]{1,20}$/u.exec(name)?.[0].toLowerCase() ?? ''
    if (extension === '' || isCommonExtension(extension)) return extension
    return `.x${this.digest('key', `extension ${extension}`, 6)}`
  }

  /** The domain's pseudonym stays the same for all its addresses; a guest's home stays apart from its host. */
  private email(text: string, names: LearnedNames): string {
    const at = text.lastIndexOf('@')
    const local = text.slice(0, at)
    const domain = text.slice(at + 1)
    if (isNonPersonal(text)) return text
    if (/^(thread\.(v2|skype|tacv2)|unq\.gbl\.spaces)$/i.test(domain)) return `${this.inIds(local, names)}@${domain}`
    if (/^1003[0-9a-f]{12}$/i.test(local))
      return `${sameCase(local, `1003${this.digest('guid', local, 12)}`)}@${this.domain(domain)}`
    const mailbox = this.mailbox(text)
    const guest = /^(.+)_([^_]+\.[^_]+)(#EXT#)$/i.exec(local)
    const pseudonym = guest
      ? `${this.mailbox(`${guest[1]}@${guest[2]}`)}_${this.domain(guest[2] ?? '')}${guest[3]}@${this.domain(domain)}`
      : `${mailbox}@${this.domain(domain)}`
    names.learn(text, pseudonym)
    names.learn(local, mailbox)
    // The address of a OneDrive has the user's in this form.
    names.learn(text.replace(/[^a-z0-9]/gi, '_'), mailbox)
    return pseudonym
  }

  private mailbox(address: string): string {
    return `u-${this.digest('user', address, 10)}`
  }

  /** Ids that hold other ids: a chat of two has both users' in its name. */
  private inIds(text: string, names: LearnedNames): string {
    if (/^[0-9a-f]{32}$/.test(text)) return text
    if (text.replace(guids, '').replace('_', '') !== '') return this.whole('guid', text, names)
    return text.replace(guids, (found, at: number) => this.guid(found, text.slice(0, at), names))
  }

  private guid(found: string, before: string, names: LearnedNames): string {
    if (names.isExempt(found) || /^0000000\w-0000-/.test(found)) return found
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

  private url(text: string, names: LearnedNames): string {
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

  private path(text: string, names: LearnedNames): string {
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

  private segment(segment: string, before: string, names: LearnedNames): string {
    const name = unescaped(segment)
    if (isEverywhere(name) || names.isExempt(name)) return segment
    const isSite = ['sites', 'teams', 'personal', 'portals'].includes(before)
    if (matchesIn(name).length > 0) return this.mixed('file', name, names)
    return this.whole(isSite ? 'site' : 'file', name, names)
  }

  /** Names of Microsoft's services that differ only in letter case are the same. */
  private digest(kind: PseudonymKind, text: string, digits: number): string {
    const folded = text.toLowerCase()
    const digests = this.digests[kind]
    const known = digests?.get(folded)
    if (known !== undefined) return known.slice(0, digits)
    const asked = `${kind}\n${folded}`
    if (this.latest.asked !== asked) this.latest = {asked, digest: this.mac(asked)}
    const {digest} = this.latest
    if (folded.length <= longestRemembered) digests?.set(ownText(folded), digest)
    return digest.slice(0, digits)
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

type FoundPart = JsonPart<TreatedText | Found>

interface Found {
  json: string
  parts: readonly FoundPart[]
}

type Result = Pick<Outcome, 'shown' | 'json'>

function resultOf(text: string, shown: string): Result {
  return {shown, json: shown === text ? undefined : JSON.stringify(shown)}
}

function isFree(rule: ValueRule): rule is 'text' | 'labelled' {
  return rule === 'text' || rule === 'labelled'
}

/** Folded. */
function guidsIn(text: string): string[] {
  return text.length < guidLength ? [] : (text.match(guids) ?? []).map(guid => guid.toLowerCase())
}

function isHarmlessIn(rule: HarmlessRule, text: string): boolean {
  if (isGuid(text)) return true
  // A version of four numbers looks like an address.
  if (rule === 'measure' && /^-?\d{1,17}$|^\d{1,5}(\.\d{1,6}){1,5}$/.test(text)) return true
  if (matchesIn(text).some(({shape}) => shape !== 'guid')) return false
  return isHarmless(text.includes('-') ? text.replace(guids, ' ') : text)
}

function isPath(text: string): boolean {
  return /[\\/]/.test(text) && !/^https?:/i.test(text)
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
