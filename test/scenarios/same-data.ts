/** Compares the data files of two folders to the byte, and says what differs record by record, for a person to read. */
import type {Folder, FolderRow} from './month.ts'

const mostShown = 5

type Data = Pick<Folder, 'rows' | 'data'>

/** A sentence for each thing that differs; none for the same bytes. */
export function differences(ours: Data | undefined, theirs: Data | undefined): string[] {
  if (!ours || !theirs) return [`${ours ? 'the other' : 'this'} folder has no manifest`]
  const names = [...new Set([...Object.keys(ours.data), ...Object.keys(theirs.data)])].sort()
  const files = names.filter(name => ours.data[name] !== theirs.data[name])
  if (files.length === 0) return []
  const records = [
    ...some('missing', lacking(theirs.rows, ours.rows)),
    ...some('too much', lacking(ours.rows, theirs.rows)),
    ...changed(ours.rows, theirs.rows),
  ]
  const why = records.length > 0 ? records : ['the CSV’s records are the same: their order, or another format, differs']
  return [...files.map(name => `${name}: ${state(ours.data[name])}, ${state(theirs.data[name])} expected`), ...why]
}

function state(hash: string | undefined): string {
  return hash === undefined ? 'no such file' : `sha256 ${hash.slice(0, 12)}…`
}

function lacking(of: readonly FolderRow[], inside: readonly FolderRow[]): FolderRow[] {
  const present = new Set(inside.map(row => row.Identity))
  return of.filter(row => !present.has(row.Identity))
}

function changed(ours: readonly FolderRow[], theirs: readonly FolderRow[]): string[] {
  const expected = new Map(theirs.map(row => [row.Identity, row]))
  const fields = ours.flatMap(row => {
    const other = expected.get(row.Identity)
    const names = other ? (Object.keys(row) as (keyof FolderRow)[]).filter(name => row[name] !== other[name]) : []
    return names.map(
      name => `changed: ${named(row)}, ${name} ${excerpt(row[name])}, ${excerpt(other?.[name])} expected`,
    )
  })
  return shortened(fields, 'changed')
}

function some(what: string, rows: readonly FolderRow[]): string[] {
  return shortened(
    rows.map(row => `${what}: ${named(row)}`),
    what,
  )
}

function shortened(lines: string[], what: string): string[] {
  const rest = lines.length - mostShown
  return rest > 0 ? [...lines.slice(0, mostShown), `${what}: ${rest} more`] : lines
}

function named({CreationDate, Operations, Identity}: FolderRow): string {
  return `${CreationDate} ${Operations} ${Identity}`
}

function excerpt(text = ''): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
