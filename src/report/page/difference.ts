/** What changed since the earlier export of the same period; nothing where there was none. */
import {thousands} from '../../audit/numbers.ts'
import {type Difference, latenessName} from '../difference.ts'
import type {MonthFacts} from '../month.ts'
import {sinceWords} from '../sentences.ts'
import {type Html, html, htmlTable, humanName, plain, section} from './markup.ts'

const mostTypes = 25

export function difference({earlier}: MonthFacts): Html | false {
  if (!earlier?.difference) return false
  return section('since', 'Since the earlier export', [
    sinceWords(earlier).map(words => html`<p>${plain(words, 600)}</p>`),
    typeTable(earlier.difference),
    latenessTable(earlier.difference),
  ])
}

function typeTable({byRecordType}: Difference): Html | false {
  if (byRecordType.length === 0) return false
  const rows = byRecordType
    .slice(0, mostTypes)
    .map(type => [humanName(type.name, 80), thousands(type.added), thousands(type.vanished), thousands(type.changed)])
  const numbers = ['Added', 'Vanished', 'Changed'].map(head => ({head, number: true}))
  return htmlTable('What changed, by record type', [{head: 'Record type'}, ...numbers], rows)
}

function latenessTable({added, recovered, lateness}: Difference): Html | false {
  if (added === recovered) return false
  const rows = lateness.map(hours => [latenessName(hours), thousands(hours.missing), thousands(hours.seen)])
  return htmlTable(
    'Late records, by hours after the event',
    [{head: 'After the event'}, {head: 'Not there yet', number: true}, {head: 'First seen', number: true}],
    rows,
  )
}
