/** A month with pseudonyms: nobody of the tenant is to be found in the folder, and whoever has the key finds the same again. */
import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {asyncBufferFromFile, parquetReadObjects} from 'hyparquet'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {cleanUp} from '../runner.ts'
import {expectSameMonth, expectSound} from './expect-month.ts'
import {exportMonth, type MonthOptions, type MonthResult} from './month.ts'

const key = 'a key of the tests, and of nothing else'
const simulator = {seed: 3, recordsPerMonth: 40_000, faults: 'conflicts'}
const period = '2026-10-05/2026-10-06'
const everything = {formats: 'csv,jsonl,parquet', columns: 'both'}

const exported = async (inputs: Record<string, string>, more: MonthOptions = {}) =>
  await exportMonth({simulator, inputs: {period, confirm: 'none', ...inputs}, ...more})

let plain: MonthResult
let month: MonthResult

beforeAll(async () => {
  plain = await exported(everything)
  month = await exported({...everything, 'pseudonym-key': key, users: ''})
}, 60_000)
afterAll(cleanUp)

/** Everything that lies in the folder, as text: gzip undone, and JSON's escapes as well. */
function contents(directory: string): string {
  const texts = readdirSync(directory).map(name => {
    const bytes = readFileSync(join(directory, name))
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  })
  const unescaped = texts.flatMap(text =>
    text
      .split('\n')
      .filter(line => line.startsWith('{"'))
      .flatMap(line => strings(JSON.parse(line))),
  )
  return [...texts, ...unescaped].join('\n').toLowerCase()
}

/** Every string of a value, with the JSON inside strings taken apart. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') {
    const inner = /^\s*[{[]/.test(value) ? parsed(value) : undefined
    return inner === undefined ? [value] : strings(inner)
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => [...(Array.isArray(value) ? [] : [name]), ...strings(part)])
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What names somebody or something of somebody's, by field; read by other eyes than the program's. */
const personal: [what: string, field: RegExp][] = [
  [
    'a user',
    /^(UserId|UPN|MailboxOwnerUPN|TargetUserOrGroupName|AlertEntityId|Recipients|Recipient|P1Sender|P2Sender)$/,
  ],
  ['a user’s id', /^(LogonUserSid|MailboxOwnerSid|MailboxGuid)$/],
  ['an address', /^(ClientIP|ClientIPAddress|ActorIpAddress|SenderIp)$/],
  ['a site', /^(SiteUrl|Site|WebId|ListId)$/],
  ['a file', /^(SourceFileName)$/],
  ['an object', /^(ObjectId)$/],
  ['a subject', /^(Subject)$/],
  ['a name', /^(DisplayName|TeamName|ItemName)$/],
  ['a device', /^(DeviceDisplayName)$/],
]
const services =
  /^(NT AUTHORITY|Microsoft\\|fim_password|Certificate$|ServicePrincipal_|S-1-5-18$|app@sharepoint|SHAREPOINT\\|SecurityComplianceAlerts|ThreatIntel|NOT-FOUND|AirInvestigation|SharingLinks|Tenant$|Not Available$|0000000)/

function originals(): Map<string, string> {
  const found = new Map<string, string>()
  const note = (what: string, text: string) => {
    if (text.length > 2 && !services.test(text)) found.set(text.toLowerCase(), what)
  }
  const walk = (value: unknown, field: string) => {
    if (typeof value === 'string') {
      const inner = parsed(value)
      if (typeof inner === 'object' && inner !== null) walk(inner, field)
      for (const [what, fields] of personal) if (fields.test(field)) note(what, value)
      for (const mail of value.match(/[\w.+-]+(?:#EXT#)?@[\w-]+\.[\w.-]*\w/g) ?? [])
        if (!/@thread\.|@live\.com/.test(mail)) note('an address of mail', mail)
    } else if (Array.isArray(value)) for (const one of value) walk(one, field)
    else if (typeof value === 'object' && value !== null) {
      const pair = value as {Name?: unknown; Value?: unknown; NewValue?: unknown}
      const isPair = typeof pair.Name === 'string' && ('Value' in pair || 'NewValue' in pair)
      for (const [name, part] of Object.entries(value)) {
        walk(part, isPair && name !== 'Name' ? String(pair.Name) : name)
      }
    }
  }
  for (const row of plain.folder?.rows ?? []) walk(JSON.parse(row.AuditData), '')
  return found
}

/** Those of many words that a text holds, in one pass over it. */
function occurring(text: string, words: readonly string[]): Set<string> {
  const beginning = 3
  const byBeginning = new Map<string, string[]>()
  for (const word of words) {
    const key = word.slice(0, beginning)
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), word])
  }
  const found = new Set<string>()
  for (let at = 0; at < text.length; at++) {
    for (const word of byBeginning.get(text.slice(at, at + beginning)) ?? [])
      if (!found.has(word) && text.startsWith(word, at)) found.add(word)
  }
  return found
}

describe('a month with pseudonyms', () => {
  test('is complete, and proves itself', async () => {
    expect(month.outputs.status).toBe('complete')
    await expectSound(month)
    expect(month.folder?.manifest.pseudonyms?.key).toMatch(/^[0-9a-f]{16}$/)
    expect(month.folder?.rows).toHaveLength(plain.folder?.rows.length ?? 0)
  })

  test('holds no user, address, site, file, device or subject of the tenant', async () => {
    const found = originals()
    expect(found.size).toBeGreaterThan(500)
    const still = occurring(contents(month.directory), [...found.keys()])
    expect([...still].map(original => `${found.get(original)}: ${original}`)).toEqual([])
    // The search itself finds what is there.
    expect(occurring(contents(plain.directory), [...found.keys()]).size).toBeGreaterThan(0.98 * found.size)
    // Parquet is compressed: it is searched by its values.
    const values = async (result: MonthResult) => {
      const name = result.folder?.names.find(name => name.endsWith('.parquet')) ?? ''
      const rows = await parquetReadObjects({file: await asyncBufferFromFile(join(result.directory, name))})
      return rows
        .flatMap(row => Object.values(row).flatMap(strings))
        .join('\n')
        .toLowerCase()
    }
    expect([...occurring(await values(month), [...found.keys()])]).toEqual([])
    expect(occurring(await values(plain), [...found.keys()]).size).toBeGreaterThan(0.98 * found.size)
  })

  test('keeps what proves that it is complete, and what is nobody’s', () => {
    const ids = (result: MonthResult) => result.folder?.rows.map(row => `${row.CreationDate} ${row.Identity}`).sort()
    expect(ids(month)).toEqual(ids(plain))
    for (const [index, row] of (month.folder?.rows ?? []).entries()) {
      const original = plain.folder?.rows[index]
      // Two contents of one id stand in the order of their hashes.
      if (original === undefined || JSON.parse(row.AuditData).Revision !== JSON.parse(original.AuditData).Revision)
        continue
      const [now, then] = [JSON.parse(row.AuditData), JSON.parse(original.AuditData)]
      expect(Object.keys(now)).toEqual(Object.keys(then))
      for (const field of ['Id', 'CreationTime', 'Operation', 'OrganizationId', 'RecordType', 'UserType', 'Workload'])
        expect(now[field]).toEqual(then[field])
      expect([row.RecordType, row.Operations]).toEqual([original.RecordType, original.Operations])
    }
  })

  test('keeps one user one, and two apart', () => {
    const pairs = new Map<string, Set<string>>()
    const back = new Map<string, Set<string>>()
    const then = new Map(plain.folder?.rows.map(row => [row.Identity, row.UserIds.toLowerCase()]))
    for (const row of month.folder?.rows ?? []) {
      const original = then.get(row.Identity) ?? ''
      pairs.set(original, (pairs.get(original) ?? new Set()).add(row.UserIds))
      back.set(row.UserIds, (back.get(row.UserIds) ?? new Set()).add(original))
    }
    expect([...pairs.values()].filter(all => all.size > 1)).toEqual([])
    expect([...back.values()].filter(all => all.size > 1)).toEqual([])
    expect([...pairs.keys()].filter(user => user.includes('@') && !services.test(user)).length).toBeGreaterThan(20)
  })

  test('is the same to the byte with the same key, however it is read', async () => {
    const again = await exported({...everything, 'pseudonym-key': key, confirm: 'all', concurrency: '4'})
    expectSameMonth(again, month)
    expect(again.folder?.manifest.pseudonyms).toEqual(month.folder?.manifest.pseudonyms)
  })

  test('shares no pseudonym with one of another key', async () => {
    const other = await exported({'pseudonym-key': 'another key of the tests and of nothing'})
    const users = (result: MonthResult) =>
      new Set(result.folder?.rows.map(row => row.UserIds).filter(user => /^u-/.test(user)))
    const ours = users(month)
    expect(ours.size).toBeGreaterThan(20)
    expect([...users(other)].filter(user => ours.has(user))).toEqual([])
    expect(other.folder?.manifest.pseudonyms?.key).not.toBe(month.folder?.manifest.pseudonyms?.key)
  })

  test('writes the filters as pseudonyms too, and takes its own folder again', async () => {
    const [user = ''] = plain.folder?.rows.map(row => row.UserIds).filter(user => user.includes('@fabrikam.')) ?? []
    const inputs = {'pseudonym-key': key, users: user, 'ip-addresses': '203.0.113.10', 'free-text': user}
    const first = await exported(inputs)
    expect(first.folder?.manifest.filters.users[0]).toMatch(/^u-[0-9a-f]{10}@p-[0-9a-f]{8}\.invalid$/)
    expect(contents(first.directory)).not.toContain(user.toLowerCase())
    const second = await exported(inputs, {workspace: first.workspace})
    expect(second.outputs.status).toBe('complete')
    const third = await exported({...inputs, users: 'someone@else.example'}, {workspace: first.workspace})
    expect(third.annotations.map(({message}) => message).join()).toContain('FOLDER_OF_ANOTHER_EXPORT')
  })
})
