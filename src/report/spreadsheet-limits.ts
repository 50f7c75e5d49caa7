/** What Excel cannot show of the CSV files, in sentences. */
import {pluralise, thousands} from '../audit/numbers.ts'
import {longestCell} from './flat/csv.ts'

/** Rows of a worksheet, the header among them: support.microsoft.com, “Excel specifications and limits”, 2026-11. */
const mostRows = 1_048_576

export interface CsvFacts {
  /** Names of the written files. */
  files: readonly string[]
  records: number
  /** Values of the flat CSV that were cut. */
  cut: number
}

export function spreadsheetNotes({files, records, cut}: CsvFacts): string[] {
  const csv = files.filter(name => /\.csv(\.age)?$/.test(name))
  return [
    ...(csv.length > 0 && records >= mostRows ? [rowsNote(csv, records)] : []),
    ...(cut > 0 ? [cutNote(cut)] : []),
  ]
}

function rowsNote(csv: readonly string[], records: number): string {
  const beyond = records - (mostRows - 1)
  return `${csv.join(' and ')} ${csv.length === 1 ? 'has' : 'have'} ${pluralise(records, 'record')}. Excel opens ${thousands(mostRows)} rows, the header among them, and would not show the last ${pluralise(beyond, 'record')}. Load the file through Power Query, or ask it with DuckDB (docs/queries.md).`
}

function cutNote(cut: number): string {
  return `${pluralise(cut, 'value')} of the flat CSV ${cut === 1 ? 'was' : 'were'} longer than the ${thousands(longestCell)} characters of a cell in Excel: cut there, with “[cut: … characters]” at the end. AuditData in the other files has ${cut === 1 ? 'it' : 'them'} whole.`
}
