/** The queries of docs/queries.md on many more records of any content. */
import {test} from 'vitest'
import {checkAnyRecords} from './query-page.ts'

test('every query runs, whatever the records hold, and no record is lost', async () => {
  await checkAnyRecords(150)
})
