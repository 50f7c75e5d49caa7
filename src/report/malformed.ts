/**
 * A row whose `AuditData` is not a JSON object, or names another time than the row’s own, in files that hold nothing but
 * `AuditData`: an object that says so, and holds the text as it came, with what the row’s other columns tell.
 */
import {parsedObject} from '../audit/json.ts'
import type {AuditRecord} from '../audit/record.ts'

/** The record's text where it is an object, else the object that stands for it. */
export function jsonTextOf(record: AuditRecord, isMalformed: boolean): string {
  if (!isMalformed) return record.AuditData
  const {CreationDate, Identity, Operations, UserIds, RecordType, AuditData} = record
  const named = {CreationTime: CreationDate.replace(/Z$/, ''), Id: Identity, Operation: Operations, UserId: UserIds}
  return JSON.stringify({Malformed: true, ...named, RecordTypeName: RecordType, AuditData})
}

/** The text as it came, from what `jsonTextOf` made of it. */
export function rawTextOf(jsonText: string): string {
  if (!jsonText.startsWith('{"Malformed":true,')) return jsonText
  const stands = parsedObject(jsonText)
  return stands?.Malformed === true && typeof stands.AuditData === 'string' ? stands.AuditData : jsonText
}
