/** Builders of records with sensible defaults, and detection over them with one rule or with all. */

import {createHash} from 'node:crypto'
import type {AuditRecord} from '../../src/audit/record.ts'
import {type DetectionResult, type DetectionSettings, startDetection} from '../../src/detect/detection.ts'
import {AuditEvent} from '../../src/detect/event.ts'
import type {Finding} from '../../src/detect/findings.ts'
import type {Rule} from '../../src/detect/rule.ts'
import {dormantAccounts} from '../../src/detect/rules/dormant-accounts.ts'
import {allRules} from '../../src/detect/rules/index.ts'
import {newNetworkOrClient} from '../../src/detect/rules/new-network-or-client.ts'
import {rareOperations} from '../../src/detect/rules/rare-operations.ts'
import {unusualAdministration} from '../../src/detect/rules/unusual-administration.ts'
import {unusualVolume} from '../../src/detect/rules/unusual-volume.ts'

const monthStart = Date.parse('2026-10-01T00:00:00Z')
export const period = {start: monthStart, end: Date.parse('2026-11-01T00:00:00Z')}

/** A moment of October 2026: `at(9, '14:03')` or `at(9, '14:03:20')`. */
export function at(day: number, clock = '10:00'): number {
  return Date.parse(`2026-10-${String(day).padStart(2, '0')}T${clock.length === 5 ? `${clock}:00` : clock}Z`)
}

export const minute = 60_000

/** Fields of AuditData; `time` in milliseconds gives CreationTime. */
export type Fields = {time?: number; Operation?: string; RecordType?: number; UserId?: string} & Record<string, unknown>

let counter = 0

/** A record as a source hands it on, with an Id of its own. */
export function aRecord(fields: Fields = {}): AuditRecord {
  const {time = at(12), ...rest} = fields
  const iso = new Date(time).toISOString()
  const data: Record<string, unknown> = {
    CreationTime: iso.slice(0, 19),
    Id: `00000000-0000-4000-8000-${String(++counter).padStart(12, '0')}`,
    Operation: 'FileAccessed',
    OrganizationId: '5d1c7a52-8f0e-4b63-9a77-2c41e0b6d908',
    RecordType: 6,
    UserType: 0,
    UserId: 'ada@contoso.example',
    ...rest,
  }
  return {
    RecordType: String(data.RecordType),
    CreationDate: iso.replace('.000Z', 'Z'),
    UserIds: String(data.UserId),
    Operations: String(data.Operation),
    AuditData: JSON.stringify(data),
    Identity: String(data.Id),
  }
}

export function anEvent(fields: Fields = {}): AuditEvent {
  const record = aRecord(fields)
  return new AuditEvent(record, Date.parse(record.CreationDate))
}

export interface SignIn {
  time?: number
  user?: string
  /** The error's number; without one the sign-in succeeds. */
  error?: string
  ip?: string
  agent?: string
  application?: string
  requestType?: string
  device?: Record<string, string>
  more?: Fields
}

export const browser =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36'

export function aSignIn(signIn: SignIn = {}): AuditRecord {
  const {user = 'ada@contoso.example', ip = '192.0.2.10', agent = browser, device = {}, error} = signIn
  return aRecord({
    time: signIn.time ?? at(12),
    Operation: error ? 'UserLoginFailed' : 'UserLoggedIn',
    RecordType: 15,
    Workload: 'AzureActiveDirectory',
    ResultStatus: 'Success',
    UserId: user,
    ClientIP: ip,
    ActorIpAddress: ip,
    ApplicationId: signIn.application ?? '4765445b-32c6-49b0-83e6-1d93765276ca',
    ObjectId: '00000003-0000-0000-c000-000000000000',
    ExtendedProperties: pairs({
      UserAgent: agent,
      RequestType: signIn.requestType ?? 'OAuth2:Authorize',
    }),
    DeviceProperties: pairs({OS: 'Windows10', BrowserType: 'Chrome', ...device}),
    ErrorNumber: error ?? '0',
    ...signIn.more,
  })
}

/** A directory change: `changes` as name → [old, new]. */
export function aChange(fields: Fields & {changes?: Record<string, [old: unknown, now: unknown]>}): AuditRecord {
  const {changes = {}, ...rest} = fields
  return aRecord({
    RecordType: 8,
    Workload: 'AzureActiveDirectory',
    ResultStatus: 'Success',
    UserId: 'adm.root@contoso.example',
    ModifiedProperties: Object.entries(changes).map(([Name, [old, now]]) => ({
      Name,
      OldValue: typeof old === 'string' ? old : JSON.stringify(old),
      NewValue: typeof now === 'string' ? now : JSON.stringify(now),
    })),
    ...rest,
  })
}

/** An Exchange cmdlet. */
export function aCmdlet(fields: Fields & {parameters?: Record<string, string>}): AuditRecord {
  const {parameters = {}, ...rest} = fields
  return aRecord({
    RecordType: 1,
    Workload: 'Exchange',
    ResultStatus: 'True',
    OrganizationName: 'contoso.example',
    ClientIP: '192.0.2.10:51234',
    Parameters: pairs(parameters),
    ...rest,
  })
}

/** Microsoft's name/value arrays. */
export function pairs(values: Record<string, string>): {Name: string; Value: string}[] {
  return Object.entries(values).map(([Name, Value]) => ({Name, Value}))
}

/** `user1@contoso.example` … */
export function people(count: number, from = 1): string[] {
  return Array.from({length: count}, (_, i) => `user${from + i}@contoso.example`)
}

export interface DetectionOptions extends Partial<DetectionSettings> {
  rules?: readonly Rule[]
}

/**
 * The rules, given events that can't be used once `see` has returned: a rule that kept one, and asks it later, throws.
 */
function withPassingEvents(rules: readonly Rule[]): Rule[] {
  return rules.map(rule => ({
    ...rule,
    start(context) {
      const run = rule.start(context)
      return {
        get blind() {
          return run.blind
        },
        see(event) {
          const {proxy, revoke} = Proxy.revocable(event, {})
          run.see(proxy)
          revoke()
        },
        finish: () => run.finish?.(),
      }
    },
  }))
}

export function detectionOf(records: readonly AuditRecord[], options: DetectionOptions = {}): DetectionResult {
  const detection = startDetection({
    period,
    minimumSeverity: 'info',
    hash: (kind, text) => createHash('sha256').update(`${kind}\0${text}`).digest('hex'),
    domains: ['contoso.example'],
    tenantSizeHint: 20,
    ...options,
    rules: withPassingEvents(options.rules ?? allRules),
  })
  const sorted = records.map(record => ({record, time: Date.parse(record.CreationDate)}))
  sorted.sort((a, b) => a.time - b.time)
  for (const {record, time} of sorted) detection.see(record, time)
  return detection.finish({gaps: []})
}

export function findingsOf(records: readonly AuditRecord[], options: DetectionOptions = {}): Finding[] {
  return detectionOf(records, options).findings
}

/** Ids of the rules that found something, each once, sorted. */
export function rulesOf(records: readonly AuditRecord[], options: DetectionOptions = {}): string[] {
  return [...new Set(findingsOf(records, options).flatMap(finding => finding.rules))].sort()
}

/** The rules that compare with what was seen before. */
export const comparingRules = [
  ...dormantAccounts,
  ...newNetworkOrClient,
  ...rareOperations,
  ...unusualAdministration,
  ...unusualVolume,
]
