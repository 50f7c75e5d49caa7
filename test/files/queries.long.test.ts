/** The queries of docs/queries.md on many more records of any content. */
import {test} from 'vitest'
import {checkAnyRecords, views} from './query-page.ts'

test.for(views)('every query runs over %s, whatever the records hold, and no record is lost', async view => {
  await checkAnyRecords(view, 100)
})
