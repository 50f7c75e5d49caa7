import {expect, test} from 'vitest'
import type {Filters} from '../../src/audit/filters.ts'
import {unmatchedNotes} from '../../src/month/unmatched-filters.ts'

const none: Filters = {
  recordTypes: [],
  excludeRecordTypes: [],
  operations: [],
  users: [],
  ipAddresses: [],
  objectIds: [],
}

test.each<[string, Partial<Filters>, string[], string[]]>([
  ['no filter is no mistake', {}, [], []],
  ['what was found needs no word', {recordTypes: ['exchangeadmin']}, ['ExchangeAdmin'], []],
  [
    'a type that is known may have had a quiet month',
    {recordTypes: ['ExchangeAdmin', 'CRM']},
    ['CRM'],
    ['No record has the type ExchangeAdmin that record-types names.'],
  ],
  [
    'a type that is nearly known is asked about',
    {recordTypes: ['ExchangAdmin']},
    [],
    ['No record has the type ExchangAdmin that record-types names. Is ExchangeAdmin meant?'],
  ],
  [
    'a type that nobody knows is asked about',
    {recordTypes: ['Quux']},
    [],
    ['No record has the type Quux that record-types names. Is it as the log has it?'],
  ],
  ['a number names itself', {recordTypes: ['6']}, ['SharePointFileOperation'], []],
  [
    'any filter that leaves nothing is told',
    {operations: ['FileDownloded']},
    [],
    ['The filters matched no record. Is each name as the log has it?'],
  ],
])('%s', (_name, filters, found, notes) => {
  expect(unmatchedNotes({...none, ...filters}, found)).toEqual(notes)
})
