/**
 * One record as rules see it: parsed at most once, every field in one spelling, each computed when it is first
 * needed. Nothing throws on any JSON; what is missing reads '' or undefined.
 */

import {
  type AccountKind,
  accountKindOf,
  accountOf,
  isGuid,
  type NamedAccount,
  userTypeNumber,
} from '../audit/identity.ts'
import {isObject, type Json, leadingField, parsedJson} from '../audit/json.ts'
import {foldOperation} from '../audit/operation.ts'
import type {AuditRecord, ParsedData} from '../audit/record.ts'
import {recordTypeName} from '../audit/record-types.ts'
import {type FailureClass, signInErrorCode, signInFailureClass} from '../audit/sign-in-failure.ts'
import {actText, clientName, operationName} from './acts.ts'
import {type Address, parseAddress} from './address.ts'
import {agentFamily} from './agent.ts'
import type {EvidenceRecord, Scene} from './evidence-list.ts'
import {Lookup, listValue, nested, own, PropertyChange, textOf} from './field-values.ts'
import {remembered} from './remembered.ts'

export type Result = 'success' | 'partial' | 'failure' | 'unknown'

/** A party of a directory record, out of its `Actor` or `Target`. */
export interface Party {
  /** `User`, `ServicePrincipal`, `Application`, `Group`, `Role`, `Device`, `Policy` …; '' where the record does not say. */
  kind: string
  /** The object's GUID, folded. */
  id: string
  /** User principal name or display name, as sent. */
  name: string
}

export class AuditEvent {
  /** The record's `Id`; '' where it has none. */
  readonly id: string
  /** Milliseconds since 1970 UTC. */
  readonly time: number
  /** As sent: `Update application – Certificates and secrets management `. */
  readonly operation: string
  /** Folded: lower case, one kind of dash, no final period: `update application - certificates and secrets management`. */
  readonly act: string
  /** Name where known: `AzureActiveDirectoryStsLogon`. */
  readonly recordType: string
  readonly record: AuditRecord
  /** Whether network, client or application are seen for the first time; for the actor, or for the tenant. */
  news = false
  /** When the actor was first seen on the network, with the client and with the application, once that is known: ask `novelty.ts`. */
  networkSince: number | undefined
  clientSince: number | undefined
  applicationSince: number | undefined

  private readonly source: ParsedData | undefined
  private parsed: Json | undefined
  private lowered: Map<string, unknown> | undefined
  // The fields that nearly every record is asked for have a field of their own: a map for each record would cost more
  // than parsing it.
  private keptName: NamedAccount | undefined
  private keptKind: AccountKind | undefined
  private keptAddress: Address | null | undefined
  private keptAgent: string | undefined
  private keptFamily: string | undefined
  private keptApplication: string | undefined
  private keptResult: Result | undefined
  private keptErrorCode: string | undefined
  private keptSession: string | undefined
  private keptMark: EvidenceRecord | undefined
  private keptExtended: Lookup | undefined
  private keptDevice: Lookup | undefined
  private keptTarget: Party | undefined
  private keptModified: Lookup | undefined
  private keptChanges: Map<string, PropertyChange> | undefined
  private kept: Map<string, unknown> | undefined

  /** @param source where others parse the record as well. */
  constructor(record: AuditRecord, time: number, source?: ParsedData) {
    this.record = record
    this.source = source
    this.time = time
    this.id = record.Identity.slice(0, longestName)
    this.operation = (record.Operations || this.text('Operation')).slice(0, longestName)
    this.act = foldOperation(this.operation)
    this.recordType = recordTypeName(record.RecordType || this.text('RecordType'))
  }

  /** The parsed `AuditData`; empty where it is no JSON object. */
  get data(): Json {
    if (this.parsed) return this.parsed
    const value = this.source ? this.source.data : parsedJson(this.record.AuditData)
    this.parsed = isObject(value) ? value : {}
    // Some collectors pass on all names in lower case.
    if (!Object.hasOwn(this.parsed, 'Operation') && Object.hasOwn(this.parsed, 'operation'))
      this.lowered = new Map(Object.entries(this.parsed).map(([name, value]) => [name.toLowerCase(), value]))
    return this.parsed
  }

  /** A field of the record, of any type. */
  raw(name: string): unknown {
    // The names asked for are the log's own: no object inherits them.
    return this.data[name] ?? this.lowered?.get(name.toLowerCase())
  }

  /** A field as text: numbers and booleans in their spelling, objects as JSON, '' where missing; at most 64 k characters. */
  text(name: string): string {
    return textOf(this.raw(name))
  }

  /** A field inside a field: `in('AppAccessContext', 'AADSessionId')`. */
  in(field: string, name: string): string {
    const value = this.raw(field)
    return textOf(own(typeof value === 'string' ? nested(value) : value, name))
  }

  /** A field as a list: of an array, of JSON in a string, of one value. */
  list(name: string): unknown[] {
    return listValue(this.raw(name))
  }

  /** The folded user id; '' where the record names no account. */
  get user(): string {
    return this.name.user
  }

  get kind(): AccountKind {
    this.keptKind ??= this.name.sure ?? accountKindOf(this.name, userType(this.text('UserType')))
    return this.keptKind
  }

  /** A service's record, or one without an account; applications and guests do not count as services. */
  get isService(): boolean {
    return this.kind === 'service' || this.kind === 'none'
  }

  get isGuest(): boolean {
    return this.kind === 'guest'
  }

  /** The client's address as the record gives it, also Microsoft's own and private ones. */
  get rawAddress(): Address | undefined {
    if (this.keptAddress === undefined) this.keptAddress = this.findAddress() ?? null
    return this.keptAddress ?? undefined
  }

  /** The client's address where it locates a client: neither Microsoft's own nor a private one. */
  get address(): Address | undefined {
    const address = this.rawAddress
    return address && !address.microsoft && !address.local ? address : undefined
  }

  /** The user agent, wherever this kind of record keeps it. */
  get agent(): string {
    this.keptAgent ??= this.findAgent()
    return this.keptAgent
  }

  /** The operation as a sentence has it. */
  get operationName(): string {
    return operationName(this.operation)
  }

  get agentFamily(): string {
    this.keptFamily ??= agentFamily(this.agent)
    return this.keptFamily
  }

  get result(): Result {
    this.keptResult ??= this.act === 'userloginfailed' ? 'failure' : resultOf(this.text('ResultStatus'))
    return this.keptResult
  }

  /** The sign-in's error code, also where only its name is sent; '' for none. */
  get errorCode(): string {
    this.keptErrorCode ??= signInErrorCode(this.text('ErrorNumber'), this.text('LogonError'))
    return this.keptErrorCode
  }

  /** For failed sign-ins; `other` for codes not listed. */
  get failure(): FailureClass {
    return signInFailureClass(this.errorCode)
  }

  /** The client application's id, folded. */
  get application(): string {
    this.keptApplication ??= (
      this.text('ApplicationId') ||
      this.text('ClientAppId') ||
      this.in('AppAccessContext', 'ClientAppId') ||
      this.text('AppId')
    ).toLowerCase()
    return this.keptApplication
  }

  /** The session's id wherever it lies; '' for none and for the all-zero one. */
  get session(): string {
    this.keptSession ??= this.findSession()
    return this.keptSession
  }

  /** `ObjectId`, as sent. */
  get object(): string {
    return this.text('ObjectId')
  }

  /** Of a record that was not parsed, from its text where that shows it: it is the one field that every record is asked for. */
  get workload(): string {
    return (this.parsed ? undefined : leadingWorkload(this.record.AuditData)) ?? this.text('Workload')
  }

  /** `ExtendedProperties`. */
  get extended(): Lookup {
    this.keptExtended ??= new Lookup(this.raw('ExtendedProperties'))
    return this.keptExtended
  }

  /** `Parameters` of a cmdlet. */
  get parameters(): Lookup {
    return this.lookup('Parameters')
  }

  /** `DeviceProperties`. */
  get device(): Lookup {
    this.keptDevice ??= new Lookup(this.raw('DeviceProperties'))
    return this.keptDevice
  }

  /** `OperationProperties`. */
  get properties(): Lookup {
    return this.lookup('OperationProperties')
  }

  /** The JSON inside `additionalDetails` of directory records. */
  get details(): Json {
    return this.once('details', () => {
      const details = nested(this.extended.get('additionalDetails'))
      return isObject(details) ? details : {}
    })
  }

  /** What evidence keeps of the record, without the record. */
  get mark(): EvidenceRecord {
    this.keptMark ??= {id: this.id, time: this.time, operation: this.operation.trim(), scene: this.findScene()}
    return this.keptMark
  }

  /** A modified property's old and new value; undefined where it was not touched. */
  change(name: string): PropertyChange | undefined {
    const entry = this.modified.entryOf(name)
    if (!entry) return undefined
    this.keptChanges ??= new Map()
    const known = this.keptChanges.get(name)
    if (known) return known
    const change = new PropertyChange(name, entry)
    this.keptChanges.set(name, change)
    return change
  }

  /** Names of all modified properties. */
  get changed(): string[] {
    return this.modified.names()
  }

  private get modified(): Lookup {
    this.keptModified ??= new Lookup(this.raw('ModifiedProperties'))
    return this.keptModified
  }

  get actor(): Party {
    return this.once('actor', () => partyOf(this.list('Actor')))
  }

  get target(): Party {
    this.keptTarget ??= partyOf(this.list('Target'))
    return this.keptTarget
  }

  private get name(): NamedAccount {
    this.keptName ??= accountOf(this.record.UserIds || this.text('UserId'))
    return this.keptName
  }

  private findAgent(): string {
    const extended = this.raw('ExtendedProperties') === undefined ? undefined : this.extended
    return (
      extended?.get('UserAgent') ||
      this.text('UserAgent') ||
      this.text('ClientInfoString') ||
      (extended ? textOf(own(this.details, 'User-Agent')) : '')
    )
  }

  private findScene(): Scene {
    const {user, rawAddress, agent, session} = this
    const account = user === '' ? '' : foldedGuid(this.text('UserKey'))
    return {user, account, address: rawAddress?.text ?? '', client: clientName(agent), act: actText(this), session}
  }

  private findSession(): string {
    const id = this.device.get('SessionId') || this.in('AppAccessContext', 'AADSessionId') || this.text('SessionId')
    return id.charCodeAt(0) <= zero && /^[0-]*$/.test(id) ? '' : id.toLowerCase()
  }

  private findAddress(): Address | undefined {
    for (const name of ['ClientIP', 'ActorIpAddress', 'ClientIPAddress']) {
      const text = this.text(name)
      const address = text === '' ? undefined : parseAddress(text)
      if (address) return address
    }
    return undefined
  }

  private lookup(name: string): Lookup {
    return this.once(name, () => new Lookup(this.raw(name)))
  }

  private once<T>(name: string, make: () => T): T {
    this.kept ??= new Map()
    if (this.kept.has(name)) return this.kept.get(name) as T
    const value = make()
    this.kept.set(name, value)
    return value
  }
}

const userType = remembered(userTypeNumber)
const leadingWorkload = leadingField('Workload')

/** Longer ids and operations are not genuine; kept as evidence they would fill the memory. */
const longestName = 400

const resultOf = remembered((text): Result => {
  const word = text.trim().toLowerCase()
  if (word === 'true' || word.startsWith('succe')) return 'success'
  if (word.startsWith('partial')) return 'partial'
  if (word === 'false' || word.startsWith('fail') || word === 'error') return 'failure'
  return 'unknown'
})

const zero = '0'.charCodeAt(0)

/** A directory object's id in lower case; '' for anything else. */
function foldedGuid(text: string): string {
  return isGuid(text) ? text.toLowerCase() : ''
}

/**
 * A party is a list of ids: `User_<guid>`, the bare guid, the kind's name, the display name (1), the principal name (5).
 */
function partyOf(entries: unknown[]): Party {
  let tagged: string | undefined
  let kind: string | undefined
  let bare: string | undefined
  let principal: string | undefined
  let display: string | undefined
  for (const entry of entries) {
    const id = textOf(own(entry, 'ID'))
    const type = textOf(own(entry, 'Type'))
    if (type === '5') principal ??= id
    else if (type === '1') display ??= id
    if (partyKinds.has(id)) kind ??= id
    else if (id.length === 36 && /^[\da-f]{8}-[\da-f-]{27}$/i.test(id)) bare ??= id
    else if (id.length > 38 && /^[a-z]{2,40}_[\da-f-]{36}$/i.test(id)) tagged ??= id
  }
  const cut = tagged?.indexOf('_') ?? -1
  return {
    kind: tagged?.slice(0, cut) ?? kind ?? '',
    id: (tagged?.slice(cut + 1) ?? bare ?? '').toLowerCase(),
    name: principal ?? display ?? '',
  }
}

const partyKinds = new Set(['User', 'ServicePrincipal', 'Application', 'Group', 'Role', 'Device', 'Policy', 'Other'])
