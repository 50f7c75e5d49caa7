/** Values that may bring a rule down, as JSON: depth, length, number. */
import {startDetection} from '../../src/detect/detection.ts'
import {aRecord, at, period} from './build.ts'

/** Fields that rules read. */
export const named = [
  ...['ClientIP', 'UserId', 'UserKey', 'ResultStatus', 'ObjectId', 'ExtendedProperties', 'ModifiedProperties', 'Actor'],
  ...['Target', 'Parameters', 'DeviceProperties', 'OperationProperties', 'AppAccessContext', 'ApplicationId', 'Item'],
  ...['AffectedItems', 'ErrorNumber', 'LogonError', 'UserAgent', 'ClientInfoString', 'MailboxOwnerUPN', 'Folders'],
  ...['SourceFileName', 'DestinationFileName', 'SiteUrl', 'Members', 'TeamName', 'TargetUserOrGroupName', 'Name'],
  ...['PolicyDetails', 'ExchangeMetaData', 'CopilotEventData', 'Query', 'SearchQueryText', 'EventData', 'SessionId'],
  ...['Subject', 'Data', 'Items'],
]

export function longTexts(length: number): Record<string, string> {
  const repeated = (text: string, end = '') => JSON.stringify(text.repeat(length / text.length) + end)
  return {
    slashes: repeated('/', 'a'),
    spaces: repeated(' ', 'a'),
    'signs of addresses': repeated('a@'),
    points: repeated('a.'),
    hyphens: repeated('-', 'a'),
    commas: repeated(', '),
    quotes: repeated('"\\'),
    brackets: repeated('[{<('),
    'opening brackets': repeated('['),
    digits: repeated('1:'),
    words: repeated('mailbox '),
    letters: repeated('a'),
  }
}

export function structures(depth: number, number: number): Record<string, string> {
  return {
    'a deep list': '['.repeat(depth) + ']'.repeat(depth),
    'a deep object': `${'{"Name":'.repeat(depth)}1${'}'.repeat(depth)}`,
    'deep values of pairs': `${'[{"Name":"a","Value":'.repeat(depth)}1${'}]'.repeat(depth)}`,
    'deep JSON in a text': JSON.stringify('['.repeat(depth) + ']'.repeat(depth)),
    'many elements': `[${'{"Name":"a","Value":"b"},'.repeat(number)}1]`,
    'many names': `{${Array.from({length: number}, (_, at) => `"n${at}":${at}`).join()}}`,
  }
}

/**
 * CPU milliseconds that the dearest of the operations takes for a record: the machine's load is no fault of a rule.
 * @param fieldsOf JSON texts by field.
 */
export function cost(operations: readonly string[], fieldsOf: (index: number) => Record<string, string>): number {
  const detection = startDetection({period, minimumSeverity: 'info', hash: (_, text) => text.slice(0, 40)})
  const took = operations.map((operation, index) => {
    const fields = Object.entries(fieldsOf(index)).map(([name, value]) => `"${name}":${value}`)
    const AuditData = `{"CreationTime":"2026-10-05T12:00:00",${fields.join()}}`
    const time = at(12) + index * 2_000
    return cpuTime(() => {
      detection.see({...aRecord({}), Operations: operation, AuditData}, time)
      // A record of another second sends the one before it to the rules.
      detection.see(aRecord({}), time + 1_000)
    })
  })
  const failed: unknown[] = []
  took.push(cpuTime(() => failed.push(...detection.finish({gaps: []}).failed)))
  if (failed.length > 0) throw new Error(`failed: ${JSON.stringify(failed)}`)
  return Math.max(...took)
}

function cpuTime(work: () => void): number {
  const began = process.cpuUsage()
  work()
  const {user, system} = process.cpuUsage(began)
  return (user + system) / 1000
}
