/**
 * What a search leaves behind in the log that it searches. Of Graph's queries a live tenant showed this record
 * (graph2otel, July 2026): the application stands in it with its service principal's object id. Of the cmdlet's searches nobody
 * has published any; they are taken to leave the same.
 */
import {randomUUID} from 'node:crypto'
import type {AuditRow} from './record-source.ts'

const AUDIT_SEARCH = 295

export interface SearchFootprint {
  /** Object id of the service principal that asked. */
  by: string
  organization: string
  jobId: string
  isGraph: boolean
  from: number
  to: number
  results: number
}

export function recordOfSearch(searched: SearchFootprint, now: number): AuditRow {
  const {by, organization, jobId, isGraph, from, to, results} = searched
  const time = Math.floor(now / 1000) * 1000
  const [id, operation] = [randomUUID(), 'AuditSearchCompleted']
  const filters = {
    Id: jobId,
    RequestType: 'AuditSearch',
    StartDateUtc: new Date(from).toISOString(),
    EndDateUtc: new Date(to).toISOString(),
    IsGraphSearch: isGraph,
    ResultSize: 0,
    TimeoutInSeconds: 86_400,
  }
  const auditData = JSON.stringify({
    SearchJobId: jobId,
    SearchSource: 'App',
    IsInternalServiceRequest: 'false',
    SearchFilters: JSON.stringify(filters),
    CompletionStatus: 'Succeeded',
    ResultsCount: results,
    UserId: by,
    Id: id,
    RecordType: AUDIT_SEARCH,
    CreationTime: new Date(time).toISOString().slice(0, 19),
    Operation: operation,
    OrganizationId: organization,
    UserType: 4,
    UserKey: '__NULL__',
    Workload: 'SecurityComplianceCenter',
    Version: 1,
  })
  return {time, recordType: AUDIT_SEARCH, operation, userId: by, id, auditData}
}
