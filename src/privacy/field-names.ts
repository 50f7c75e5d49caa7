/**
 * The names of fields in records, each one object that knows what follows from it. Most records have the fields of the one
 * before in the same order, so that a name is found by a comparison.
 */
import {ruleOf} from './fields.ts'
import {isHarmlessRule, type ValueRule} from './kinds.ts'
import {ownText} from './remembered.ts'

/** Names, and places of each, are kept up to these numbers: maps may be keyed by people. */
const mostFieldNames = 20_000
const mostPlaces = 20_000
const longestFieldName = 200

/** After as many, one of sixteen is remembered. */
const mostUnseen = 48
const sampling = 16

const nameKeys = new Set(['Name', 'name', 'Key', 'key'])
const valueKeys = new Set(['Value', 'value', 'NewValue', 'OldValue'])

export class FieldName {
  readonly text: string
  /** As JSON has it. */
  readonly quoted: string
  readonly isKept: boolean
  /** Whether its value is the name in a name/value pair, or the value. */
  readonly isNameOfPair: boolean
  readonly isValueOfPair: boolean
  /** The key that followed it last time, and the one before that. */
  next: FieldName | undefined
  private other: FieldName | undefined
  private readonly table: FieldNames
  private places: Map<FieldName, FieldPlace> | undefined
  private lastWithin: FieldName | undefined
  private lastPlace: FieldPlace | undefined
  private replacement: string | undefined

  constructor(text: string, table: FieldNames, isKept: boolean) {
    this.text = text
    this.table = table
    this.isKept = isKept
    this.quoted = JSON.stringify(text)
    this.isNameOfPair = nameKeys.has(text)
    this.isValueOfPair = valueKeys.has(text)
  }

  /** What stands in its place as a key. */
  get shown(): string {
    this.replacement ??= this.table.shownKey(this.text)
    return this.replacement
  }

  /** @param within the key of the object around the field; that of no text at the record's top. */
  in(within: FieldName): FieldPlace {
    if (this.lastPlace && this.lastWithin === within) return this.lastPlace
    const known = this.places?.get(within)
    const place = known ?? new FieldPlace(this.text, within.text)
    if (!known && !(this.isKept && within.isKept && this.table.countPlace())) return place
    this.places ??= new Map()
    if (!known) this.places.set(within, place)
    this.lastWithin = within
    this.lastPlace = place
    return place
  }

  /** The key that stands at `at`, if it is one that followed this one before. */
  following(json: string, at: number): FieldName | undefined {
    const {next, other} = this
    if (next && json.startsWith(next.quoted, at)) return next
    if (!other || !json.startsWith(other.quoted, at)) return undefined
    this.next = other
    this.other = next
    return other
  }

  isFollowedBy(name: FieldName): void {
    if (!this.isKept || !name.isKept) return
    this.other = this.next
    this.next = name
  }
}

/** A field, and where it stands. */
export class FieldPlace {
  readonly rule: ValueRule
  /** Whether a GUID stays there, whatever the record. */
  readonly keepsIds: boolean
  /** Whether a GUID in it, at the top of a record, is the record's own or its tenant's. */
  readonly hasOwnId: boolean
  /** Whether GUIDs in it are those of applications. */
  readonly hasApplications: boolean
  /** How many texts in a row had not been there before. */
  private unseen = 0

  constructor(field: string, within: string) {
    this.rule = ruleOf(field, within)
    this.keepsIds = isHarmlessRule(this.rule)
    this.hasOwnId = within === '' && (field === 'Id' || field === 'OrganizationId')
    this.hasApplications = /(app|application|client)id$|serviceprincipalnames?$/i.test(field)
  }

  /** Whether to look for the next text among those remembered, and to remember it: hardly any comes again in ids of messages. */
  get remembers(): boolean {
    return this.unseen < mostUnseen || this.unseen % sampling === 0
  }

  /** @param isKnown whether the text had been remembered. */
  sees(isKnown: boolean): void {
    this.unseen = isKnown ? 0 : this.unseen + 1
  }
}

export class FieldNames {
  /** What stands in place of a key. */
  readonly shownKey: (key: string) => string
  /** Of what stands in no field. */
  readonly none: FieldName
  private readonly known = new Map<string, FieldName>()
  private places = 0

  constructor(shownKey: (key: string) => string) {
    this.shownKey = shownKey
    this.none = this.of('')
  }

  of(text: string): FieldName {
    const known = this.known.get(text)
    if (known) return known
    if (this.known.size >= mostFieldNames || text.length > longestFieldName) return new FieldName(text, this, false)
    const own = ownText(text)
    const name = new FieldName(own, this, true)
    this.known.set(own, name)
    return name
  }

  /** @returns whether one more may be kept. */
  countPlace(): boolean {
    return this.places++ < mostPlaces
  }
}
