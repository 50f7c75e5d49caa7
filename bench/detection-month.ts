/** Detection over a month of a generated tenant, without services between; and what it should have found. */
import {createHash} from 'node:crypto'
import type {AuditRecord} from '../src/audit/record.ts'
import {type DetectionResult, type DetectionSettings, startDetection} from '../src/detect/detection.ts'
import type {Finding, Incident} from '../src/detect/findings.ts'
import {Generator} from '../src/simulator/generator.ts'
import {type IncidentName, parseIncidents} from '../src/simulator/incidents/index.ts'
import {createDirectory} from '../src/simulator/tenant-directory.ts'

export const october = {start: Date.UTC(2026, 9), end: Date.UTC(2026, 10)}

export interface DetectedMonth {
  benign: DetectionResult
  /** The same month with every incident. */
  planted: DetectionResult
  incidents: {name: IncidentName; ids: string[]}[]
  records: number
}

export function tenantOf(seed: number, {people = 1_000, recordsPerMonth = 200_000, incidents = ''} = {}): Generator {
  const company = createDirectory({
    seed,
    people,
    organization: '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634',
    initialDomain: 'fabrikam.onmicrosoft.com',
  })
  return new Generator(seed, company, recordsPerMonth, parseIncidents(incidents).names)
}

export function octoberDetection(more: Partial<DetectionSettings> = {}) {
  return startDetection({
    period: october,
    minimumSeverity: 'low',
    hash: (kind, text) => createHash('sha256').update(`${kind}\n${text}`).digest('hex'),
    ...more,
  })
}

/** Every record once; a second detection sees the planted ones as well. */
export function detectMonth(seed: number, size: {people?: number; recordsPerMonth?: number} = {}): DetectedMonth {
  const generator = tenantOf(seed, {...size, incidents: 'all'})
  const incidents = generator.planted(october.start, october.end)
  const ids = new Set(incidents.flatMap(one => one.ids))
  const benign = octoberDetection()
  const planted = octoberDetection()
  let records = 0
  for (const [record, time] of recordsOf(generator)) {
    records++
    planted.see(record, time)
    if (!ids.has(record.Identity)) benign.see(record, time)
  }
  const gaps = {gaps: []}
  return {benign: benign.finish(gaps), planted: planted.finish(gaps), incidents, records}
}

export function* recordsOf(generator: Generator): Iterable<[AuditRecord, time: number]> {
  const day = 86_400_000
  for (let from = october.start; from < october.end; from += day) {
    const positions: number[] = []
    generator.scan(from, from + day - 1, position => positions.push(position))
    for (const position of positions) {
      const row = generator.row(position)
      yield [
        {
          RecordType: String(row.recordType),
          CreationDate: new Date(row.time).toISOString().replace('.000Z', 'Z'),
          UserIds: row.userId,
          Operations: row.operation,
          AuditData: row.auditData,
          Identity: row.id,
        },
        row.time,
      ]
    }
  }
}

export interface Recall {
  name: IncidentName
  /** Incidents of medium or more that hold its records; one is what should be. */
  incidents: Incident[]
  findings: Finding[]
}

export function recallOf({planted, incidents}: Pick<DetectedMonth, 'planted' | 'incidents'>): Recall[] {
  return incidents.map(({name, ids}) => {
    const own = new Set(ids)
    const findings = planted.findings.filter(finding => finding.evidence.some(({id}) => own.has(id)))
    const found = new Set(findings.map(finding => finding.incident))
    const grave = planted.incidents.filter(({id, severity}) => found.has(id) && /^(high|medium)$/.test(severity))
    return {name, incidents: grave, findings}
  })
}
