import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Filters} from '../../src/audit/filters.ts'
import {aServiceRow, at, between, guid, hour, minute} from '../builders.ts'
import {aStub, endpoint, page, read, rowsIn, type Script, sourceOf} from './stub.ts'

const window = between('2026-10-05T12:00:00', '2026-10-05T13:00:00')
const second = between('2026-10-05T12:00:00', '2026-10-05T12:00:01')
const minutes = between('2026-10-05T12:00:00', '2026-10-05T12:04:00')

const search = (given = window, wider = 0) => ({window: given, depth: 'search' as const, wider})

describe('the question', () => {
  test.each([
    ['a window, overlapping its neighbours by seconds', window, 0, '11:59:56.5000000Z', '13:00:03.0000000Z'],
    ['minutes, with half a second more and their end', minutes, 0, '11:59:59.5000000Z', '12:04:00.0000000Z'],
    ['a wider one, for a second reading', window, 37, '11:59:22.5000000Z', '13:00:37.0000000Z'],
    ['a single second, without its neighbours', second, 0, '11:59:59.5000000Z', '12:00:00.9999999Z'],
    ['a single second, wider', second, 5, '11:59:54.5000000Z', '12:00:06.0000000Z'],
  ])('is %s', async (_name, given, wider, start, end) => {
    const stub = aStub(() => page([]))
    await read(stub, search(given, wider))
    expect(stub.seen[0]?.parameters).toEqual({
      StartDate: `2026-10-05T${start}`,
      EndDate: `2026-10-05T${end}`,
      ResultSize: 5000,
    })
  })

  test('carries the filters, one record type a search', async () => {
    const filters = {
      recordTypes: ['AzureActiveDirectory', '6'],
      operations: ['Send', 'Create'],
      users: ['ann@contoso.com'],
      ipAddresses: ['192.0.2.1'],
      objectIds: ['https://contoso.sharepoint.com/*'],
      freeText: 'secret',
    }
    const stub = aStub(() => page([]), filters)
    await read(stub, search())
    const common = {
      ResultSize: 5000,
      Operations: ['Send', 'Create'],
      UserIds: ['ann@contoso.com'],
      IPAddresses: ['192.0.2.1'],
      ObjectIds: ['https://contoso.sharepoint.com/*'],
      FreeText: 'secret',
    }
    expect(stub.seen.map(({parameters}) => parameters)).toMatchObject([
      {...common, RecordType: 'AzureActiveDirectory'},
      {...common, RecordType: '6'},
    ])
    expect(new Set(stub.seen.map(({headers}) => headers.get('client-request-id'))).size).toBe(2)
  })
})

describe('a reading', () => {
  test('is proven, with its rows, ids and count', async () => {
    const {reading, rows, source} = await read(
      aStub(() => page(rowsIn(window, 50))),
      search(),
    )
    expect(reading).toEqual({
      outcome: 'proven',
      slow: false,
      evidence: {rows: 50, cap: 5000, requestIds: [guid(1000)], warnings: []},
    })
    expect(rows).toHaveLength(50)
    expect(source.requests).toEqual({'Search-UnifiedAuditLog': 1})
  })

  test('follows all pages, and is judged by all of them', async () => {
    const rows = rowsIn(window, 2345)
    const paged: Script = (seen, number) => {
      expect(seen.url).toBe(number === 1 ? endpoint : `${endpoint}?%24skiptoken=${number}`)
      const more = number < 3 ? {'@odata.nextLink': `${endpoint}?%24skiptoken=${number + 1}`} : {}
      return page(rows.slice((number - 1) * 1000, number * 1000), more)
    }
    const whole = await read(aStub(paged), search())
    expect([whole.reading.outcome, whole.rows.length]).toEqual(['proven', 2345])

    const warned: Script = async (seen, number) => {
      const answer = (await (await paged(seen, number)).json()) as Record<string, unknown>
      return Response.json({...answer, ...(number === 2 ? {'@adminapi.warnings': ['A task was canceled.']} : {})})
    }
    expect((await read(aStub(warned), search())).reading).toMatchObject({
      outcome: 'suspect',
      evidence: {warnings: ['A task was canceled.']},
    })
  })

  test('hands on what it saw of its neighbours, at both edges', async () => {
    const times = ['11:59:57', '12:00:00', '12:59:59', '13:00:03']
    const rows = times.map((time, index) => aServiceRow({CreationTime: `2026-10-05T${time}`, Id: guid(index)}))
    const {reading, rows: kept} = await read(
      aStub(() => page(rows)),
      search(),
    )
    expect(reading.outcome).toBe('proven')
    expect(kept.map(row => row.record.CreationDate)).toEqual(times.map(time => `2026-10-05T${time}Z`))
  })

  test.each(['11:59:00', '13:01:00'])('hands on a row at %s, as far as dates may be rounded', async time => {
    const rows = [...rowsIn(window, 3), aServiceRow({CreationTime: `2026-10-05T${time}`, Id: guid(9)})]
    const {reading, rows: kept} = await read(
      aStub(() => page(rows)),
      search(),
    )
    expect([reading.outcome, reading.signals]).toEqual(['proven', undefined])
    expect(kept).toHaveLength(4)
  })

  test.each(['11:58:50', '13:01:10'])('with a row at %s has a signal, and keeps the others', async time => {
    const rows = [...rowsIn(window, 3), aServiceRow({CreationTime: `2026-10-05T${time}`, Id: guid(9)})]
    const {reading, rows: kept} = await read(
      aStub(() => page(rows)),
      search(),
    )
    expect(reading).toMatchObject({outcome: 'proven', signals: [{kind: 'outside'}]})
    expect(kept).toHaveLength(3)
  })

  test('with a row of another organisation leaves that row out', async () => {
    const rows = [...rowsIn(window, 3), aServiceRow({OrganizationId: guid(5)})]
    const {reading, rows: kept} = await read(
      aStub(() => page(rows)),
      search(),
    )
    expect(reading).toMatchObject({outcome: 'proven', foreign: 1})
    expect(kept).toHaveLength(3)
  })

  test('with a malformed row keeps it, and needs a second reading', async () => {
    const rows = [...rowsIn(window, 3), aServiceRow({}, {AuditData: '{"Id":', Identity: guid(9)})]
    const {reading, rows: kept} = await read(
      aStub(() => page(rows)),
      search(),
    )
    expect(reading).toMatchObject({outcome: 'proven', doubt: '1 malformed row'})
    expect(kept.at(-1)).toMatchObject({malformed: true, record: {AuditData: '{"Id":', Identity: guid(9)}})
  })

  test.each<[string, Partial<Filters>, string, string]>([
    ['operations', {operations: ['Send']}, 'Send', 'Create'],
    ['record types', {recordTypes: ['7']}, 'Send', 'Send'],
  ])(
    'whose filter for %s was ignored has a signal, and keeps what was asked for',
    async (_name, filters, one, other) => {
      const rows = [
        aServiceRow(
          {Operation: one, RecordType: 7, Id: guid(1), CreationTime: '2026-10-05T12:00:00'},
          {RecordType: 'Seven'},
        ),
        aServiceRow(
          {Operation: other, RecordType: 6, Id: guid(2), CreationTime: '2026-10-05T12:00:00'},
          {RecordType: 'Six'},
        ),
      ]
      const {reading, rows: kept} = await read(
        aStub(() => page(rows), filters),
        search(),
      )
      expect(reading).toMatchObject({outcome: 'proven', signals: [{kind: 'unfiltered'}]})
      expect(kept.map(row => row.record.Identity)).toEqual([guid(1)])
    },
  )

  test('that took half a minute is slow', async () => {
    const stub = aStub(async () => {
      await stub.world.sleep(31_000)
      return page([])
    })
    expect((await read(stub, search())).reading).toMatchObject({outcome: 'proven', doubt: 'no rows', slow: true})
  })

  test('at the cap is capped, and keeps what came', async () => {
    const rows = rowsIn(window, 5000)
    const paged: Script = (_seen, number) =>
      page(
        rows.slice((number - 1) * 1000, number * 1000),
        number < 5 ? {'@odata.nextLink': `${endpoint}?n=${number}`} : {},
      )
    const {reading, rows: kept} = await read(aStub(paged), search())
    expect(reading).toMatchObject({outcome: 'capped', failure: {code: 'EXCHANGE_CAP'}})
    expect(kept).toHaveLength(5000)
  })

  test('of several record types is as good as the worst of them', async () => {
    const script: Script = ({parameters}) =>
      parameters.RecordType === '6'
        ? page(rowsIn(window, 5, 1, {RecordType: 6}))
        : page([], {'@adminapi.warnings': ['A task was canceled.']})
    const {reading, rows} = await read(aStub(script, {recordTypes: ['6', '7']}), search())
    expect(reading).toMatchObject({outcome: 'suspect', evidence: {rows: 5, requestIds: [guid(1000), guid(1001)]}})
    expect(rows).toHaveLength(5)
  })
})

/** Whatever some serialiser writes where a list is empty. */
const nothing = fc.constantFrom<unknown>([], null, {}, '', ' ', false, [null], [''], [{}])

describe('the forms of one answer', () => {
  const failing = fc.constantFrom('The search task was canceled.', 'Failed to process request', 'Try again')
  const text = fc.tuple(failing, fc.string({maxLength: 20})).map(([words, more]) => `${more} ${words} ${more}`)
  const form = text.chain(words =>
    fc.constantFrom<unknown>(
      words,
      [words],
      {Message: words},
      {errors: [{text: words}]},
      [{Message: words}],
      [null, words],
      {
        '0': words,
      },
    ),
  )

  test('with words of failure are suspect, in whatever form and place they are', async () => {
    const place = fc.constantFrom('@adminapi.warnings', '@adminapi.errors', 'error', 'x-warnings')
    await fc.assert(
      fc.asyncProperty(form, place, async (words, name) => {
        const inHeader = name === 'x-warnings'
        const answer = page(rowsIn(window, 9), inHeader ? {} : {[name]: words})
        if (inHeader) answer.headers.set(name, encodedHeader(words))
        const {reading, rows} = await read(
          aStub(() => answer.clone()),
          search(),
        )
        expect([reading.outcome, rows.length]).toEqual(['suspect', 9])
      }),
      {numRuns: 60},
    )
  })

  test('without any are what a list without entries is', async () => {
    const plain = (
      await read(
        aStub(() => page(rowsIn(window, 9))),
        search(),
      )
    ).reading
    await fc.assert(
      fc.asyncProperty(nothing, nothing, fc.constantFrom(undefined, null), async (warnings, errors, error) => {
        const more = {'@adminapi.warnings': warnings, '@adminapi.errors': errors, error}
        const {reading} = await read(
          aStub(() => page(rowsIn(window, 9), more)),
          search(),
        )
        expect(reading).toEqual(plain)
      }),
      {numRuns: 40},
    )
  })

  test('without rows are empty, and hold no record', async () => {
    const plain = (
      await read(
        aStub(() => page([])),
        search(),
      )
    ).reading
    await fc.assert(
      fc.asyncProperty(nothing, async value => {
        const {reading, rows} = await read(
          aStub(() => Response.json({value})),
          search(),
        )
        expect([reading, rows]).toEqual([plain, []])
      }),
    )
  })

  test('with one row are read without the list around it', async () => {
    const [row] = rowsIn(window, 1)
    const listed = await read(
      aStub(() => page([row])),
      search(),
    )
    const bare = await read(
      aStub(() => Response.json({value: row})),
      search(),
    )
    expect(bare.rows).toEqual(listed.rows)
    expect(bare.reading).toEqual(listed.reading)
  })

  test.each<[unknown]>([['rows'], [7], [{Message: 'none'}]])('with %j for rows are no answer', async value => {
    const {reading} = await read(
      aStub(() => Response.json({value})),
      search(),
    )
    expect(reading).toMatchObject({outcome: 'failed', failure: {code: 'EXCHANGE_UNREADABLE'}})
  })
})

/** JSON in the letters that a header may have. */
function encodedHeader(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

describe('links that lead nowhere', () => {
  test.each<[string, (number: number) => string]>([
    ['to the same page', () => `${endpoint}?n=1`],
    ['back to an earlier page', number => `${endpoint}?n=${number % 3}`],
    ['on and on', number => `${endpoint}?n=${number}`],
  ])('%s end as a suspect reading', async (_name, link) => {
    const rows = Array<number>(1000).fill(0)
    const stub = aStub((_seen, number) => page(rows, {'@odata.nextLink': link(number)}))
    const {reading} = await read(stub, search())
    expect(reading).toMatchObject({outcome: 'suspect', failure: {code: 'EXCHANGE_LOOP'}})
    expect(stub.seen.length).toBeLessThan(60)
  })

  test('to pages with hardly a row, in any order, end as well, and soon', async () => {
    const sizes = fc.array(fc.integer({min: 0, max: 9}), {minLength: 1, maxLength: 5})
    await fc.assert(
      fc.asyncProperty(sizes, async rows => {
        const stub = aStub((_seen, number) =>
          page(rowsIn(window, rows[number % rows.length] ?? 0, 10 * number), {
            '@odata.nextLink': `${endpoint}?n=${number}`,
          }),
        )
        const {reading} = await read(stub, search())
        expect(reading).toMatchObject({outcome: 'suspect', failure: {code: 'EXCHANGE_LOOP'}})
        expect(stub.seen.length).toBe(21)
      }),
      {numRuns: 10},
    )
  })
})

describe('a page without rows that another page led to', () => {
  /** Pages of these sizes, each of them leading to the next. */
  const pages =
    (...sizes: number[]): Script =>
    (_seen, number) =>
      page(
        rowsIn(window, sizes[number - 1] ?? 0, 1 + 1000 * number),
        number < sizes.length ? {'@odata.nextLink': `${endpoint}?n=${number}`} : {},
      )

  test.each<[string, number[]]>([
    ['a page of the size that was asked for', [1000, 0]],
    ['more than one', [1000, 1000, 0]],
    ['one in the middle', [1000, 0, 400]],
    ['pages of the service’s own size', [40, 40, 0]],
  ])('after %s makes the answer suspect', async (_name, sizes) => {
    const {reading, rows} = await read(aStub(pages(...sizes)), search())
    expect(reading).toMatchObject({outcome: 'suspect', failure: {code: 'EXCHANGE_LOST_PAGE'}})
    expect(rows).toHaveLength(sizes.reduce((sum, size) => sum + size, 0))
  })

  test.each<[number[]]>([[[37, 0]], [[1000, 999, 0]], [[0, 5, 0]]])(
    'after a page that was not full is a signal (%j)',
    async sizes => {
      const {reading} = await read(aStub(pages(...sizes)), search())
      expect(reading).toMatchObject({outcome: 'proven', signals: [{kind: 'empty-page', more: true}]})
    },
  )

  test.each<[number[]]>([[[0]], [[37]], [[1000, 1000, 37]]])('is not there in pages of %j', async sizes => {
    const {reading} = await read(aStub(pages(...sizes)), search())
    expect([reading.outcome, reading.signals]).toEqual(['proven', undefined])
  })
})

describe('a reading that gets no answer', () => {
  const answer = (status: number, body = '') => new Response(body, {status})
  test.each<[string, () => Response, object]>([
    ['is refused at 401', () => answer(401), {outcome: 'refused', failure: {code: 'EXCHANGE_401'}}],
    ['is refused at 403', () => answer(403), {outcome: 'refused', failure: {code: 'EXCHANGE_403'}}],
    [
      'is refused for a wrong question',
      () => answer(400, '{"error":{"message":"AmbiguousParameterSetException"}}'),
      {outcome: 'refused'},
    ],
    ['failed for an outage at 503', () => answer(503), {outcome: 'failed', outage: true}],
    ['failed for an outage at 429', () => answer(429), {outcome: 'failed', outage: true}],
    ['failed by itself for an odd answer', () => answer(404), {outcome: 'failed', outage: false}],
    ['failed by itself for JSON that is cut', () => new Response('{"value":['), {outcome: 'failed', outage: false}],
    [
      'failed by itself for a page that is gone',
      () => answer(400, '{"error":{"message":"Expired or Invalid pagination request."}}'),
      {outcome: 'failed', outage: false, failure: {code: 'EXCHANGE_PAGINATION'}},
    ],
  ])('%s', async (_name, script, expected) => {
    expect((await read(aStub(script), search())).reading).toMatchObject(expected)
  })

  test('names the requests that failed, for Microsoft’s support', async () => {
    const {reading} = await read(
      aStub(() => answer(503)),
      search(),
    )
    expect(reading.failure?.evidence).toMatchObject({HTTP: '503'})
  })

  test('throws when it is ended, and when its rows can’t be kept', async () => {
    const end = new Error('the deadline')
    const controller = new AbortController()
    const stub = aStub(() => {
      controller.abort(end)
      return answer(503)
    })
    await expect(read(stub, search(), controller.signal)).rejects.toBe(end)
  })
})

describe('a tenant whose searches stop at 100', () => {
  /** 100 rows without a session; with one, everything once, then nothing. */
  const stopping = (total: number): Script => {
    const done = new Set<unknown>()
    return ({parameters}) => {
      const {SessionId, SessionCommand} = parameters
      if (SessionId === undefined) return page(rowsIn(window, Math.min(total, 100)))
      expect(SessionCommand).toBe('ReturnLargeSet')
      if (done.has(SessionId)) return page([])
      done.add(SessionId)
      return page(rowsIn(window, total))
    }
  }

  test('is read in sessions from then on', async () => {
    const stub = aStub(stopping(700))
    const source = sourceOf(stub)
    const ids = new Set<string>()
    const keep = async (rows: {record: {Identity: string}}[]) => {
      for (const row of rows) ids.add(row.record.Identity)
    }
    const {signal} = new AbortController()
    expect((await source.read(search(), keep, signal)).outcome).toBe('proven')
    expect(ids.size).toBe(700)
    const before = stub.seen.length
    await source.read(search(), keep, signal)
    const sessions = stub.seen.slice(before).map(({parameters}) => parameters.SessionId)
    expect(sessions).not.toContain(undefined)
    expect(new Set(sessions).size).toBe(1)
    expect(sessions[0]).not.toBe(stub.seen[before - 1]?.parameters.SessionId)
  })

  test('is not assumed where there are just 100 records', async () => {
    const stub = aStub(stopping(100))
    const source = sourceOf(stub)
    const {signal} = new AbortController()
    expect((await source.read(search(), async () => undefined, signal)).outcome).toBe('proven')
    const before = stub.seen.length
    await source.read(search(), async () => undefined, signal)
    expect(stub.seen[before]?.parameters.SessionId).toBeUndefined()
  })

  test('whose session loops is not believed', async () => {
    const stub = aStub(({parameters}) => page(rowsIn(window, parameters.SessionId === undefined ? 100 : 300)))
    expect((await read(stub, search())).reading).toMatchObject({
      outcome: 'suspect',
      failure: {code: 'EXCHANGE_SESSION'},
    })
  })

  test('whose session shows nothing and known rows by turns is not believed', async () => {
    const turns = fc.array(fc.constantFrom<'nothing' | 'known' | 'new'>('nothing', 'known', 'new'), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(turns, async all => {
        let calls = 0
        const stub = aStub(({parameters}) => {
          if (parameters.SessionId === undefined) return page(rowsIn(window, 100))
          const turn = all[calls++ % all.length]
          return page(turn === 'nothing' ? [] : rowsIn(window, 2, turn === 'known' ? 1 : 100 * calls))
        })
        const {reading} = await read(stub, search())
        expect(stub.seen.length).toBeLessThan(25)
        // Two answers without rows, one after the other, are the end of any session.
        const ends = [...all, ...all].some((turn, index, both) => turn === 'nothing' && both[index + 1] === 'nothing')
        if (!ends && all.some(turn => turn !== 'nothing'))
          expect(reading).toMatchObject({outcome: 'suspect', failure: {code: 'EXCHANGE_SESSION'}})
      }),
      {numRuns: 30},
    )
  })

  test('marks what the session repeats of the search as another part, so that no row counts twice', async () => {
    const {rows} = await read(aStub(stopping(300)), search())
    const parts = [...new Set(rows.map(row => row.part))].map(part => rows.filter(row => row.part === part).length)
    expect(parts).toEqual([100, 300])
  })
})

describe('whether the tenant records', () => {
  const signal = new AbortController().signal
  test.each<[string, Script, boolean | undefined]>([
    ['yes', () => page([{UnifiedAuditLogIngestionEnabled: true}]), true],
    ['no', () => page([{UnifiedAuditLogIngestionEnabled: false}]), false],
    ['unsaid', () => page([{}]), undefined],
    ['not for us', () => new Response('', {status: 403}), undefined],
    ['an odd answer', () => page([]), undefined],
  ])('%s', async (_name, script, expected) => {
    expect(await sourceOf(aStub(script)).recording(signal)).toBe(expected)
  })
})

test('a window at the edge of a year or of summer time is asked for like any other', async () => {
  const stub = aStub(() => page([]))
  await read(stub, search({start: at('2026-12-31T23:30:00'), end: at('2026-12-31T23:30:00') + hour - 30 * minute}))
  expect(stub.seen[0]?.parameters).toMatchObject({EndDate: '2027-01-01T00:00:03.0000000Z'})
})

test('the disk’s failure is not the service’s', async () => {
  const source = sourceOf(aStub(() => page(rowsIn(window, 1))))
  const full = async () => {
    throw new Error('disk full')
  }
  await expect(source.read(search(), full, new AbortController().signal)).rejects.toThrow('disk full')
})

describe('a search that the service gave up', () => {
  test.each([
    ['with a warning', {'@adminapi.warnings': ['The task was cancelled.']}, true],
    ['with none', {}, false],
  ])('%s makes all calls go slower, or not', async (_name, more, slower) => {
    const stub = aStub(() => page(rowsIn(window, 10), more))
    await read(stub, search())
    expect(stub.world.said.some(line => line.includes('1 at once instead of 2'))).toBe(slower)
  })
})
