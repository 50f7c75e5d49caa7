/**
 * What the manifest records of an export's filters. Users, addresses, objects and free text name people: an encrypted
 * folder's manifest, which anyone may read, has a salted hash in their place, by which only someone who knows the
 * filters recognises them. A reader who suspects one user can still test that guess; with a pseudonym-key no reader can.
 */
import {randomBytes, scrypt} from 'node:crypto'
import {promisify} from 'node:util'
import type {Filters} from '../audit/filters.ts'

/** As they are read back from a manifest. */
export interface RecordedFilters extends Omit<Filters, 'freeText' | 'workloads'> {
  workloads?: readonly string[] | undefined
  freeText?: string | undefined
  withheld?: Withheld | undefined
}

interface Withheld {
  /** How many filters are not shown. */
  terms: number
  /** Hex. */
  salt: string
  /** Hex, of the JSON text of [users, ipAddresses, objectIds, freeText], with N = 2¹⁵, r = 8, p = 1 and 32 bytes. */
  scrypt: string
}

const derive = promisify<string, string, number, {N: number; maxmem: number}, Buffer>(scrypt)

/** The filters without those that name people, if there are any. */
export async function withheldFilters(filters: Filters): Promise<Filters & {withheld?: Withheld}> {
  const {users, ipAddresses, objectIds, freeText} = filters
  const terms = users.length + ipAddresses.length + objectIds.length + (freeText === undefined ? 0 : 1)
  if (terms === 0) return filters
  const salt = randomBytes(16).toString('hex')
  return {...withoutPeople(filters), withheld: {terms, salt, scrypt: await hashOf(filters, salt)}}
}

/** Whether a manifest's filters are these. */
export async function areFilters(recorded: RecordedFilters, filters: Filters): Promise<boolean> {
  const {withheld, ...shown} = recorded
  if (withheld === undefined) return spelled(shown) === spelled(filters)
  return (
    spelled(shown) === spelled(withoutPeople(filters)) && withheld.scrypt === (await hashOf(filters, withheld.salt))
  )
}

function withoutPeople({freeText: _text, ...filters}: Filters): Filters {
  return {...filters, users: [], ipAddresses: [], objectIds: []}
}

async function hashOf(filters: Filters, salt: string): Promise<string> {
  const {users, ipAddresses, objectIds, freeText} = filters
  const text = JSON.stringify([users, ipAddresses, objectIds, freeText ?? null])
  return (await derive(text, salt, 32, {N: 2 ** 15, maxmem: 2 ** 26})).toString('hex')
}

function spelled(filters: RecordedFilters): string {
  const {recordTypes, excludeRecordTypes, operations, users, ipAddresses, objectIds, workloads, freeText} = filters
  const lists = [recordTypes, excludeRecordTypes, operations, users, ipAddresses, objectIds, workloads ?? []]
  return JSON.stringify([...lists, freeText ?? null])
}
