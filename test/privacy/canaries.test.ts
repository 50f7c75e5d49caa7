/**
 * Every text of every kind of record is replaced by one that carries a name that exists nowhere else; none may be found in
 * what the pseudonyms leave.
 */
import {createHmac} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {recordsOf, tenantOf} from '../../bench/detection-month.ts'
import type {AuditRecord} from '../../src/audit/record.ts'
import {classOfToken} from '../../src/privacy/harmless-words.ts'
import {Pseudonyms} from '../../src/privacy/pseudonyms.ts'
import {anAuditData, aRecord} from '../builders.ts'
import {otherServices} from './service-records.ts'

const people = new Pseudonyms(text => createHmac('sha256', 'canaries').update(text).digest('hex'))

/** One record of each operation and set of fields that the simulator knows, incidents included; and of services that it does not. */
const kinds = new Map<string, AuditRecord>()
for (const [record] of recordsOf(tenantOf(5, {people: 60, recordsPerMonth: 4_000, incidents: 'all'}))) {
  const data = JSON.parse(record.AuditData)
  const kind = `${record.RecordType} ${record.Operations} ${Object.keys(data).join()}`
  if (!kinds.has(kind)) kinds.set(kind, record)
}
for (const data of otherServices) kinds.set(`service ${JSON.stringify(data).slice(0, 200)}`, aRecord(data))

/** Ways in which a name stands in a text; `was` is what the record had there. */
const carriers: Record<string, (was: string) => string> = {
  alone: () => 'Zqyra Okonwek',
  'in one word': () => 'ZqyraOkonwek',
  'in small letters': () => 'zqyra.okonwek',
  'behind the text': was => `${was} Zqyra Okonwek`,
  'before the text': was => `Zqyra-Okonwek ${was}`,
  'within the text': was => `${was.slice(0, was.length / 2)}Zqyra${was.slice(was.length / 2)}`,
  'as a mail address': () => 'zqyra@okonwek.example',
  'as a guest': () => 'zqyra_okonwek.example#EXT#@zqyra.onmicrosoft.com',
  'with a Microsoft address': () => 'zqyra@okonwek.azurewebsites.net',
  'in a domain': () => 'ZQYRA\\okonwek',
  'behind a service’s name': () => 'NT AUTHORITY\\Okonwek',
  'behind a product’s name': () => 'Microsoft Zqyra',
  'behind an id’s kind': () => 'ServicePrincipal_Zqyra',
  'in an address': () => 'https://okonwek.sharepoint.com/personal/zqyra_okonwek/Zqyra.okonwek?x=zqyra#okonwek',
  'in an address of Microsoft': () => 'https://okonwek.graph.microsoft.com/v1.0/users/Zqyra?$filter=okonwek',
  'in a path': () => 'C:\\Users\\Okonwek\\Desktop\\plan.zqyra',
  'in a distinguished name': () => 'CN=Zqyra Okonwek,OU=Okonwek,DC=zqyra,DC=example',
  'in a user agent': () => 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) OkonwekBrowser/1.2 Zqyra',
  'in JSON': () => JSON.stringify({Name: 'Zqyra', Value: JSON.stringify([{Zqyra: JSON.stringify(['Okonwek'])}])}),
  'in JSON, deep': () => nestedText(7),
  'in JSON that is cut': () => JSON.stringify({Name: 'Zqyra', Value: 'Okonwek'}).slice(0, -1),
  'in a command': () => `Set-Mailbox -Identity 'Zqyra Okonwek' -ForwardTo zqyra -Name:"Okonwek"`,
  'in marks': () => '<TargetUser>Zqyra Okonwek</TargetUser><Zqyra>Okonwek</Zqyra>',
  'in a thread': () => '19:zqyra_okonwek@thread.v2',
  'as a session': () => 'zqyra-0001-okonwek',
  'among letters beyond ASCII': () => 'Žofie Zqyra Ökonwek Okonwek',
  'with invisible letters': () => 'Zqyra\u200bOkonwek Zq\u00adyra',
  'as a telephone number': () => '+49 (170) 765 43 21',
  'as a telephone number in a sentence': was => `${was}, call 0170 765 43 21 or 0170/7654321`,
  'as a telephone number with points': () => '0170.7654321',
}
const canary = /zqyra|[oö]konwek|žofie|zq\u00adyra|1707654321/

function nestedText(depth: number): string {
  let text = JSON.stringify({DisplayName: 'Zqyra Okonwek', okonwek: 1})
  for (let level = 0; level < depth; level++) text = JSON.stringify({Data: text})
  return text
}

/** Everything of a record as one text: escapes undone, and telephone numbers without what stands between their digits. */
function legible(record: AuditRecord): string {
  const text = JSON.stringify(record)
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .toLowerCase()
  return `${text}\n${text.replace(/[^0-9a-f]+/g, '')}`
}

/** The value with every text carried off; keys only where asked for. */
function carried(value: unknown, carry: (was: string) => string, keys: boolean): unknown {
  if (typeof value === 'string') {
    const inner = /^\s*[{[]/.test(value) ? parsed(value) : undefined
    return inner === undefined ? carry(value) : JSON.stringify(carried(inner, carry, keys))
  }
  if (Array.isArray(value)) return value.map(one => carried(one, carry, keys))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [keys ? carry(key) : key, carried(one, carry, keys)]),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What leaks of a record with carried texts. */
function leaks(record: AuditRecord, carry: (was: string) => string, keys: boolean): string | undefined {
  const AuditData = JSON.stringify(carried(JSON.parse(record.AuditData), carry, keys))
  const {CreationDate} = record
  const [RecordType, UserIds, Operations, Identity] = [
    record.RecordType,
    record.UserIds,
    record.Operations,
    record.Identity,
  ].map(carry) as [string, string, string, string]
  const shown = legible(people.record({RecordType, UserIds, Operations, Identity, CreationDate, AuditData}))
  const found = canary.exec(shown)
  return found ? shown.slice(Math.max(0, found.index - 80), found.index + 40) : undefined
}

describe('no name is left in any field of any kind of record', () => {
  test('there are many kinds', () => {
    expect(kinds.size).toBeGreaterThan(100)
  })

  test.each(Object.keys(carriers))('%s', name => {
    const carry = carriers[name] ?? String
    const found = [...kinds].flatMap(([kind, record]) => {
      const leak = leaks(record, carry, false)
      return leak === undefined ? [] : [`${kind.slice(0, 60)}: ${leak}`]
    })
    expect(found.slice(0, 5)).toEqual([])
  })

  test.each(Object.keys(carriers))('%s, as a key', name => {
    const carry = carriers[name] ?? String
    const some = [...kinds.values()].filter((_, at) => at % 7 === 0)
    const found = some.flatMap(record => leaks(record, carry, true) ?? [])
    expect(found.slice(0, 5)).toEqual([])
  })

  test('in records of any JSON', () => {
    const carrier = fc.constantFrom(...Object.values(carriers))
    const key = fc.oneof(
      fc.string(),
      fc.constantFrom('Name', 'Value', 'Id', 'UserId', 'Parameters', 'Operation', 'Data'),
    )
    const {value} = fc.letrec(tie => ({
      value: fc.oneof(
        {depthSize: 'medium'},
        fc.tuple(carrier, fc.string()).map(([carry, text]) => carry(text)),
        fc.array(tie('value'), {maxLength: 4}),
        fc.dictionary(
          fc.oneof(
            key,
            carrier.map(carry => carry('x')),
          ),
          tie('value'),
          {maxKeys: 4},
        ),
        tie('value').map(one => JSON.stringify(one)),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(key, value), data => {
        const AuditData = JSON.stringify(data)
        expect(legible(people.record(aRecord({}, {AuditData})))).not.toMatch(canary)
      }),
      {numRuns: 300},
    )
  })

  test('in what is no JSON', () => {
    for (const AuditData of ['Zqyra Okonwek', '{"UserId":"zqyra', '', '"Okonwek"', anAuditData().slice(0, -2)]) {
      const after = people.record(aRecord({}, {AuditData, UserIds: '', Operations: ''}))
      expect(legible(after)).not.toMatch(canary)
    }
  })

  test('in numbers that could be a telephone’s', () => {
    const after = people.record(
      aRecord({Phone: 491707654321, More: {Who: [1707654321, -1707654321]}, FileSizeBytes: 1_234_567}),
    )
    expect(legible(after)).not.toMatch(canary)
    expect(JSON.parse(after.AuditData)).toMatchObject({FileSizeBytes: 1_234_567})
  })
})

describe('a name that one record has as a field is in no free text of another, whichever comes first', () => {
  /** Of letters alone, so that nothing but the list of harmless words decides. */
  const word = fc
    .stringMatching(/^[A-Z][a-z]{2,12}$/)
    .filter(one => !['technical', 'number'].includes(classOfToken(one)))
  const name = fc.array(word, {minLength: 1, maxLength: 3}).map(words => words.join(' '))
  const fields = ['UserId', 'UserDisplayName', 'MailboxOwnerUPN', 'DisplayName', 'PolicyName', 'AlertName', 'TeamName']
  const texts = ['Comments', 'Description', 'ResultStatusDetail', 'Message', 'Details']

  test('for any name with a word that is not known to be harmless', () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...fields), fc.constantFrom(...texts), (own, field, text) => {
        const naming = aRecord({[field]: own})
        const repeating = aRecord({[text]: `The rule was changed by ${own}, and failed.`})
        for (const month of [
          [repeating, naming],
          [naming, repeating],
        ]) {
          const fresh = new Pseudonyms(one => createHmac('sha256', 'canaries').update(one).digest('hex'))
          const shown = month.map(one => fresh.record(one).AuditData)
          for (const one of shown)
            for (const part of own.split(' ')) expect(one).not.toMatch(new RegExp(`\\b${part}\\b`))
          // A record follows from itself alone: what was read before changes nothing.
          expect(shown).toEqual(month.map(one => people.record(one).AuditData))
        }
      }),
      {numRuns: 150},
    )
  })
})

test('common names are no harmless words', () => {
  const names =
    `James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph
    Jessica Thomas Sarah Charles Karen Anna Ben Carla Emma Felix Hanna Jonas Laura Lukas Max Mia Nina Paul Sofia Tom Will Grant
    Mark Rose Frank Drew Grace Ray May April June August Smith Johnson Williams Brown Jones Garcia Miller Davis Martinez Wilson
    Anderson Taylor Moore Jackson Martin Lee Thompson White Harris Clark Lewis Walker Young Allen King Wright Scott Hill Green
    Baker Nelson Carter Mitchell Turner Parker Collins Stewart Morris Murphy Cook Rogers Morgan Cooper Reed Bailey Bell Ward
    Gray Fox Price Long Page Case Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter
    Wolf Dubois Moreau Rossi Bianchi Novak Kowalski Silva Santos Kim Park Chen Wang Li Zhang Singh Kumar Sato Tanaka`.split(
      /\s+/,
    )
  expect(names.filter(name => ['technical', 'number'].includes(classOfToken(name)))).toEqual([])
})

test('the search for names finds them where nothing is replaced', () => {
  const record = aRecord()
  for (const carry of Object.values(carriers)) {
    expect(legible({...record, AuditData: JSON.stringify({x: carry('was')})})).toMatch(canary)
  }
})
