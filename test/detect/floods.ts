/** A small month with every incident of the simulator, and the same among floods of records by others. */
import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {octoberDetection, recordsOf, tenantOf} from '../../bench/detection-month.ts'
import type {AuditRecord} from '../../src/audit/record.ts'
import {type Severity, severities} from '../../src/audit/severity.ts'
import type {DetectionResult} from '../../src/detect/detection.ts'
import type {Finding} from '../../src/detect/findings.ts'
import {someRecord} from './any-record.ts'

type TimedRecord = readonly [AuditRecord, time: number]

const generator = tenantOf(11, {people: 60, recordsPerMonth: 2_500, incidents: 'all'})
export const month: readonly TimedRecord[] = [...recordsOf(generator)]
export const incidents = generator.planted(Date.UTC(2026, 9), Date.UTC(2026, 10))
const plantedIds = new Set(incidents.flatMap(({ids}) => ids))
export const planted = month.filter(([{Identity}]) => plantedIds.has(Identity))

/** Detection in a tenant whose size is known, so that the flood's actors raise no threshold. */
export function detected(records: readonly TimedRecord[]): DetectionResult {
  const detection = octoberDetection({tenantSizeHint: 20_000})
  const inOrder = [...records].sort((a, b) => a[1] - b[1])
  for (const [record, time] of inOrder) detection.see(record, time)
  return detection.finish({gaps: []})
}

/** The gravest severity of a finding that shows records of each incident, and of what such findings are part of; undefined where none does. */
export function severityOfIncidents(result: DetectionResult): Record<string, Severity | undefined> {
  return Object.fromEntries(
    incidents.flatMap(({name, ids}) => {
      const its = new Set(ids)
      const found = result.findings.filter(finding => recordsIn(finding).some(({id}) => its.has(id)))
      const ofFound = new Set(found.map(({incident}) => incident))
      return [
        [name, gravest(found)],
        [`${name}, as an incident`, gravest(result.incidents.filter(({id}) => ofFound.has(id)))],
      ]
    }),
  )
}

function gravest(all: readonly {severity: Severity}[]): Severity | undefined {
  return severities[Math.min(...all.map(({severity}) => severities.indexOf(severity)))]
}

/** Also those that only the list of a sum's accounts has. */
export function recordsIn({evidence, telling, accounts = []}: Finding): readonly {id: string}[] {
  return [...evidence, ...telling, ...accounts.flatMap(({records}) => records)]
}

/**
 * What was planted, done again by others: accounts, addresses and ids are others', operations and applications the same.
 * @param by of the actors; @param what of the things that they touch; @param shift in milliseconds.
 */
export function doneByOthers(
  {by, what, shift}: {by: number; what: number; shift: number},
  records: readonly TimedRecord[] = planted,
): TimedRecord[] {
  return records.map(([record, time]) => {
    const Identity = other(record.Identity, `${by} ${what} ${shift}`)
    const moved = Math.min(Date.UTC(2026, 10) - 1000, Math.max(Date.UTC(2026, 9), time + shift))
    const AuditData = asOther(record.AuditData.replaceAll(record.Identity, Identity), by, what).replace(
      /"CreationTime":"[^"]+"/,
      `"CreationTime":"${new Date(moved).toISOString().slice(0, 19)}"`,
    )
    const CreationDate = new Date(moved).toISOString().replace('.000Z', 'Z')
    return [{...record, AuditData, Identity, CreationDate, UserIds: asOther(record.UserIds, by, what)}, moved]
  })
}

function asOther(text: string, by: number, what: number): string {
  return text
    .replace(/(?<![a-z0-9.'_-])[a-z0-9.'_-]+(?=@)/gi, name => `x${by}.${name}`)
    .replace(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, `11.${by % 200}.${Math.floor(by / 200) % 250}.7`)
    .replace(/\b2[0-9a-f]{3}(?::[0-9a-f]{0,4}){2,7}/gi, `2a0e:${by.toString(16)}::7`)
    .replace(
      /("(?:SessionId|AADSessionId|DeviceId|TargetId|ItemId|InternetMessageId)":")([^"]+)/g,
      (_, key, id) => key + other(id, `${by} ${what}`),
    )
    .replace(/(\/sites\/)([^/"]+)/g, `$1$2-${what}`)
    .replace(/(SourceFileName":")/g, `$1${what}-`)
}

function other(id: string, salt: string): string {
  const hex = createHash('sha256').update(`${salt}\n${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-9${hex.slice(15, 18)}-${hex.slice(18, 30)}`
}

/** Records of any shape, each by one of so many others. */
export function anyRecordsBy(others: number, number: number, seed: number): TimedRecord[] {
  return fc.sample(someRecord, {numRuns: number, seed}).map((record, at) => {
    const UserIds = `other${at % others}@contoso.example`
    const time = Date.parse(record.CreationDate)
    return [{...record, UserIds, AuditData: record.AuditData.replace('"UserId":', '"Was":')}, time]
  })
}
