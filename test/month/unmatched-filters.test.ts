import {expect, test} from 'vitest'
import {type Filters, noFilters} from '../../src/audit/filters.ts'
import {type RecordNames, unmatchedNotes} from '../../src/month/unmatched-filters.ts'

const none: Filters = noFilters

const names = (some: Partial<RecordNames>): RecordNames => ({recordTypes: [], operations: [], workloads: [], ...some})
const empty = 'The filters matched no record. No service refuses a misspelt name: is each spelled as in the log?'

test.each<[string, Partial<Filters>, Partial<RecordNames>, string[]]>([
  ['no filter is no mistake', {}, {}, []],
  ['what was found needs no word', {recordTypes: ['exchangeadmin']}, {recordTypes: ['ExchangeAdmin']}, []],
  [
    'a type that is known may have had a quiet month',
    {recordTypes: ['ExchangeAdmin', 'CRM']},
    {recordTypes: ['CRM']},
    ['No record has the type ExchangeAdmin that record-types names.'],
  ],
  [
    'a type that is nearly known is asked about',
    {recordTypes: ['ExchangAdmin']},
    {},
    [empty, 'No record has the type ExchangAdmin that record-types names. Is ExchangeAdmin meant?'],
  ],
  [
    'a type that nobody knows is asked about',
    {recordTypes: ['Quux']},
    {recordTypes: ['CRM']},
    ['No record has the type Quux that record-types names. Is it spelled as in the log?'],
  ],
  ['a number names itself', {recordTypes: ['6']}, {recordTypes: ['SharePointFileOperation']}, []],
  ['a name, where the service sends numbers', {recordTypes: ['ExchangeAdmin']}, {recordTypes: ['1']}, []],
  [
    'an operation is guessed from the names that are known',
    {operations: ['FileDownloded']},
    {recordTypes: ['ExchangeAdmin'], operations: ['Send']},
    ['No record has the operation FileDownloded that operations names. Is FileDownloaded meant?'],
  ],
  [
    'and from those that the last month had',
    {operations: ['QuuxTheFobr']},
    {recordTypes: ['ExchangeAdmin'], operations: ['Send']},
    ['No record has the operation QuuxTheFobr that operations names. Is quuxthefoo meant?'],
  ],
  [
    'an operation that is known may have had a quiet month',
    {operations: ['update user']},
    {recordTypes: ['ExchangeAdmin'], operations: ['Send']},
    [],
  ],
  [
    'of too many operations nothing can be told',
    {operations: ['FileDownloded']},
    {recordTypes: ['ExchangeAdmin'], operations: undefined},
    [],
  ],
  [
    'an operation that was found in another spelling',
    {operations: ['Update application - Certificates and secrets management']},
    {recordTypes: ['AzureActiveDirectory'], operations: ['Update application – Certificates and secrets management ']},
    [],
  ],
  [
    'a workload is guessed',
    {workloads: ['exchange', 'SharPoint']},
    {recordTypes: ['ExchangeAdmin'], workloads: ['Exchange']},
    ['No record has the workload SharPoint that workloads names. Is SharePoint meant?'],
  ],
  ['any filter that leaves nothing is told', {users: ['anna@contoso.com']}, {}, [empty]],
])('%s', (_name, filters, found, notes) => {
  const before = {operations: ['quuxthefoo'], recordTypes: ['ExchangeAdmin']}
  expect(unmatchedNotes({...none, ...filters}, names(found), before)).toEqual(notes)
})
