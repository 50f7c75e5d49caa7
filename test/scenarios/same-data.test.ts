/** What a failing scenario prints can be read. */
import {expect, test} from 'vitest'
import type {Folder, FolderRow} from './month.ts'
import {differences} from './same-data.ts'

const row = (number: number, more: Partial<FolderRow> = {}): FolderRow => ({
  RecordType: 'ExchangeItem',
  CreationDate: `2026-10-01T08:00:0${number}Z`,
  UserIds: 'ann@contoso.com',
  Operations: 'Send',
  AuditData: '{}',
  Identity: `id-${number}`,
  ...more,
})

const folder = (rows: FolderRow[], hash: string): Pick<Folder, 'rows' | 'data'> => ({
  rows,
  data: {'audit-2026-10.csv': hash},
})

test('the same bytes differ in nothing', () => {
  expect(differences(folder([row(1)], 'abc'), folder([row(1)], 'abc'))).toEqual([])
})

test('records that are missing, too much or changed are named', () => {
  const ours = folder([row(1), row(2, {UserIds: 'bob@contoso.com'}), row(4)], 'ours')
  expect(differences(ours, folder([row(1), row(2), row(3)], 'theirs'))).toEqual([
    'audit-2026-10.csv: sha256 ours…, sha256 theirs… expected',
    'missing: 2026-10-01T08:00:03Z Send id-3',
    'too much: 2026-10-01T08:00:04Z Send id-4',
    'changed: 2026-10-01T08:00:02Z Send id-2, UserIds bob@contoso.com, ann@contoso.com expected',
  ])
})

test('other bytes of the same records, a missing file and a missing folder are told', () => {
  expect(differences(folder([row(1)], 'a'), folder([row(1)], 'b')).at(-1)).toMatch('their order')
  expect(differences({...folder([], 'a'), data: {}}, folder([], 'b'))[0]).toBe(
    'audit-2026-10.csv: no such file, sha256 b… expected',
  )
  expect(differences(undefined, folder([], 'b'))).toEqual(['this folder has no manifest'])
})

test('many are cut short', () => {
  const rows = Array.from({length: 9}, (_, number) => row(number))
  expect(differences(folder([], 'a'), folder(rows, 'b'))).toHaveLength(7)
})
