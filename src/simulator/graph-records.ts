/**
 * A record as Graph words it (graph2otel, live July 2026): an envelope whose user fields are crossed and whose address
 * is empty, around `auditData` full of OData annotations, with a Z where the classic record has none.
 */
import {guidOf, hashText, mix} from './random.ts'
import type {AuditRow} from './record-source.ts'
import {outsideRecordType} from './record-types.ts'
import type {Peculiarity} from './shaped-records.ts'

const TYPE = 'microsoft.graph.security.defaultAuditData'
/** UserType 0 to 10. */
const USER_TYPES = [
  'Regular',
  'Reserved',
  'Admin',
  'DcAdmin',
  'System',
  'Application',
  'ServicePrincipal',
  'CustomPolicy',
  'SystemPolicy',
  'PartnerTechnician',
  'Guest',
]

export interface Wording {
  tenant: string
  /** The user fields are where their names say. */
  straight: boolean
  peculiarity: Peculiarity | undefined
  /** `auditData` is a text. */
  textual: boolean
}

export function recordJson(row: AuditRow, {tenant, straight, peculiarity, textual}: Wording): string {
  const data = JSON.parse(row.auditData) as Record<string, unknown>
  const name = outsideRecordType(row.recordType)
  const [key, user] = [String(data.UserKey ?? '__NULL__'), row.userId]
  return JSON.stringify({
    id: peculiarity === 'graph-id-differs' ? otherId(row.id) : row.id,
    createdDateTime: `${new Date(row.time).toISOString().slice(0, 19)}Z`,
    auditLogRecordType: typeof name === 'string' ? name : 'UnknownFutureValue',
    operation: row.operation,
    organizationId: tenant,
    userType: USER_TYPES[Number(data.UserType ?? 0)] ?? 'Regular',
    userId: straight ? user : key,
    service: data.Workload ?? '',
    objectId: data.ObjectId ?? null,
    userPrincipalName: straight ? key : user,
    clientIp: null,
    administrativeUnits: [''],
    auditData: auditDataOf(row, data, peculiarity, textual),
  })
}

function auditDataOf(
  row: AuditRow,
  data: Record<string, unknown>,
  peculiarity: Peculiarity | undefined,
  textual: boolean,
): unknown {
  if (peculiarity === 'graph-audit-data-null') return null
  if (peculiarity === 'graph-audit-data-bare') return {'@odata.type': `#${TYPE}`}
  return textual ? row.auditData : {'@odata.type': `#${TYPE}`, ...annotated(data, true)}
}

function otherId(id: string): string {
  const hash = hashText(id)
  return guidOf(hash, mix(hash, 1), mix(hash, 2), mix(hash, 3))
}

function annotated(data: Record<string, unknown>, isRecord: boolean): Record<string, unknown> {
  const members = Object.entries(data).flatMap(([name, value]): [string, unknown][] => {
    if (isRecord && name === 'CreationTime') return [[name, `${String(value)}Z`]]
    if (Array.isArray(value)) {
      return [
        [`${name}@odata.type`, `#Collection(${TYPE})`],
        [name, value.map(item => (isObject(item) ? annotated(item, false) : item))],
      ]
    }
    if (isObject(value)) return [[name, {'@odata.type': `#${TYPE}`, ...annotated(value, false)}]]
    if (typeof value === 'number')
      return [
        [`${name}@odata.type`, '#Int64'],
        [name, value],
      ]
    return [[name, value]]
  })
  return Object.fromEntries(members)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
